"""Templates of text search dictionaries."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.detectors.common import USER_SCHEMA
from matrx_orm_migrate.detectors.named import RenamableDetector
from matrx_orm_migrate.hooks import CatalogQuery, Presence
from matrx_orm_migrate.schema import CatalogObject, ObjectId, TextSearchTemplate

__all__ = ["TextSearchTemplateDetector"]


class TextSearchTemplateDetector(RenamableDetector):
    """Text search templates."""

    kind = "text_search_template"
    catalog = "pg_ts_template"
    rank = 6
    word = "TEXT SEARCH TEMPLATE"

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_ts_template"),),
            sql=f"""SELECT t.oid, 0, n.nspname, t.tmplname, t.tmpllexize::text,
                           nullif(t.tmplinit::oid, 0)::regproc::text
                    FROM pg_catalog.pg_ts_template t JOIN pg_catalog.pg_namespace n ON n.oid = t.tmplnamespace
                    WHERE {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> TextSearchTemplate:
        _oid, _sub, schema, name, lexize, init = row
        return TextSearchTemplate(id=ObjectId("text_search_template", schema, name), lexize=lexize, init=init)

    def definition(self, obj: CatalogObject) -> str:
        assert isinstance(obj, TextSearchTemplate)
        options = [f"INIT = {obj.init}"] if obj.init is not None else []
        options.append(f"LEXIZE = {obj.lexize}")
        return f"TEXT SEARCH TEMPLATE {self.name(obj)} ({', '.join(options)})"
