"""Text search dictionaries: options are altered in place; for another template, one takes the other's place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA, statements
from matrx_orm_migrate.detectors.named import RenamableDetector
from matrx_orm_migrate.detectors.routines import aside
from matrx_orm_migrate.hooks import CatalogQuery, PlanContext, Presence, Rebuild
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Statement, TextSearchDictionary

__all__ = ["TextSearchDictionaryDetector"]

# as serialize_deflist in PostgreSQL's tsearchcmds.c writes them
_OPTION = re.compile(r"""(?P<name>"(?:[^"]|"")+"|\w+) = (?:E?'(?:[^']|'')*'|[^', ]+)(?:, |\Z)""")


class TextSearchDictionaryDetector(RenamableDetector):
    """Text search dictionaries."""

    kind = "text_search_dictionary"
    catalog = "pg_ts_dict"
    rank = 7
    owned = True
    word = "TEXT SEARCH DICTIONARY"

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_ts_dict"),),
            sql=f"""SELECT d.oid, 0, n.nspname, d.dictname,
                           pg_catalog.quote_ident(tn.nspname) || '.' || pg_catalog.quote_ident(t.tmplname),
                           coalesce(d.dictinitoption, '')
                    FROM pg_catalog.pg_ts_dict d
                    JOIN pg_catalog.pg_namespace n ON n.oid = d.dictnamespace
                    JOIN pg_catalog.pg_ts_template t ON t.oid = d.dicttemplate
                    JOIN pg_catalog.pg_namespace tn ON tn.oid = t.tmplnamespace
                    WHERE {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> TextSearchDictionary:
        _oid, _sub, schema, name, template, options = row
        return TextSearchDictionary(
            id=ObjectId("text_search_dictionary", schema, name), template=template, options=options
        )

    def definition(self, obj: CatalogObject) -> str:
        assert isinstance(obj, TextSearchDictionary)
        options = f", {obj.options}" if obj.options else ""
        return f"TEXT SEARCH DICTIONARY {self.name(obj)} (TEMPLATE = {obj.template}{options})"

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, TextSearchDictionary)
        assert isinstance(after, TextSearchDictionary)
        if before.template != after.template:
            old = aside(before.id.name)
            return Rebuild(
                prepare=statements(
                    f"ALTER TEXT SEARCH DICTIONARY {self.name(before)} RENAME TO {quote(old)}",
                    f"CREATE {self.definition(after)}",
                ),
                finish=statements(f"DROP TEXT SEARCH DICTIONARY {qualified(before.id.schema, old)}"),
            )
        # those that are given go to the end, in their order; a name alone takes an option away
        kept = _names(after.options)
        options = [*([after.options] if after.options else []), *(n for n in _names(before.options) if n not in kept)]
        return statements(f"ALTER TEXT SEARCH DICTIONARY {self.name(after)} ({', '.join(options)})")


def _names(options: str) -> list[str]:
    """The names of options, quoted as they stand there."""
    return [match["name"] for match in _OPTION.finditer(options)]
