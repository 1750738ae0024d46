"""Text search parsers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.detectors.common import USER_SCHEMA
from matrx_orm_migrate.detectors.named import RenamableDetector
from matrx_orm_migrate.hooks import CatalogQuery, Presence
from matrx_orm_migrate.schema import CatalogObject, ObjectId, TextSearchParser

__all__ = ["TextSearchParserDetector"]


class TextSearchParserDetector(RenamableDetector):
    """Text search parsers."""

    kind = "text_search_parser"
    catalog = "pg_ts_parser"
    rank = 6
    word = "TEXT SEARCH PARSER"

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_ts_parser"),),
            sql=f"""SELECT p.oid, 0, n.nspname, p.prsname, p.prsstart::text, p.prstoken::text, p.prsend::text,
                           p.prslextype::text, nullif(p.prsheadline::oid, 0)::regproc::text
                    FROM pg_catalog.pg_ts_parser p JOIN pg_catalog.pg_namespace n ON n.oid = p.prsnamespace
                    WHERE {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> TextSearchParser:
        _oid, _sub, schema, name, start, token, end, types, headline = row
        return TextSearchParser(
            id=ObjectId("text_search_parser", schema, name),
            start=start,
            get_token=token,
            end=end,
            lexeme_types=types,
            headline=headline,
        )

    def definition(self, obj: CatalogObject) -> str:
        assert isinstance(obj, TextSearchParser)
        options = [f"START = {obj.start}", f"GETTOKEN = {obj.get_token}", f"END = {obj.end}"]
        options += [f"HEADLINE = {obj.headline}"] if obj.headline is not None else []
        options.append(f"LEXTYPES = {obj.lexeme_types}")
        return f"TEXT SEARCH PARSER {self.name(obj)} ({', '.join(options)})"
