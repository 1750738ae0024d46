"""Text search configurations: which dictionaries look up which tokens is altered in place; the parser cannot be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA, statements
from matrx_orm_migrate.detectors.named import RenamableDetector
from matrx_orm_migrate.detectors.routines import aside
from matrx_orm_migrate.hooks import CatalogQuery, PlanContext, Presence, Reaction, Rebuild
from matrx_orm_migrate.schema import (
    CatalogObject,
    Change,
    ObjectId,
    Statement,
    TextSearchConfiguration,
    TextSearchDictionary,
)

__all__ = ["TextSearchConfigurationDetector"]

_Mappings = Sequence[tuple[str, tuple[str, ...]]]


class TextSearchConfigurationDetector(RenamableDetector):
    """Text search configurations."""

    kind = "text_search_configuration"
    catalog = "pg_ts_config"
    rank = 8
    owned = True
    word = "TEXT SEARCH CONFIGURATION"

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_ts_config"),),
            sql=f"""SELECT c.oid, 0, n.nspname, c.cfgname,
                           pg_catalog.quote_ident(pn.nspname) || '.' || pg_catalog.quote_ident(p.prsname),
                           ARRAY(SELECT ARRAY[token.alias, pg_catalog.quote_ident(dn.nspname) || '.'
                                                           || pg_catalog.quote_ident(d.dictname)]
                                 FROM pg_catalog.pg_ts_config_map m
                                 JOIN pg_catalog.ts_token_type(c.cfgparser) token ON token.tokid = m.maptokentype
                                 JOIN pg_catalog.pg_ts_dict d ON d.oid = m.mapdict
                                 JOIN pg_catalog.pg_namespace dn ON dn.oid = d.dictnamespace
                                 WHERE m.mapcfg = c.oid ORDER BY m.maptokentype, m.mapseqno)
                    FROM pg_catalog.pg_ts_config c
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.cfgnamespace
                    JOIN pg_catalog.pg_ts_parser p ON p.oid = c.cfgparser
                    JOIN pg_catalog.pg_namespace pn ON pn.oid = p.prsnamespace
                    WHERE {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> TextSearchConfiguration:
        _oid, _sub, schema, name, parser, mappings = row
        return TextSearchConfiguration(
            id=ObjectId("text_search_configuration", schema, name),
            parser=parser,
            mappings=tuple(
                (token, tuple(dictionary for _token, dictionary in pairs))
                for token, pairs in groupby(mappings, key=lambda pair: str(pair[0]))
            ),
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, TextSearchConfiguration)
        made = statements(f"CREATE TEXT SEARCH CONFIGURATION {self.name(obj)} (PARSER = {obj.parser})")
        return [*made, *self._mapped(obj, (), obj.mappings)]

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, TextSearchConfiguration)
        assert isinstance(after, TextSearchConfiguration)
        if before.parser != after.parser:
            return Rebuild()
        return self._mapped(after, before.mappings, after.mappings)

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        if not change.aside or not isinstance(change.after, TextSearchDictionary):
            return super().react(obj, change, context)
        if change.id not in context.desired.needs(obj.id):
            return Reaction()  # its own change leads it away
        old, new = (qualified(change.id.schema, name) for name in (aside(change.id.name), change.id.name))
        return Reaction(statements=self._altered(obj, f"ALTER MAPPING REPLACE {old} WITH {new}"))

    def _mapped(self, obj: CatalogObject, before: _Mappings, after: _Mappings) -> Sequence[Statement]:
        had, has = dict(before), dict(after)
        gone = [quote(token) for token in had if token not in has]
        actions = [f"DROP MAPPING FOR {', '.join(gone)}"] if gone else []
        found: dict[tuple[str, tuple[str, ...]], list[str]] = {}
        for token, dictionaries in after:
            if had.get(token) != dictionaries:
                found.setdefault(("ALTER" if token in had else "ADD", dictionaries), []).append(quote(token))
        actions += [
            f"{verb} MAPPING FOR {', '.join(tokens)} WITH {', '.join(dictionaries)}"
            for (verb, dictionaries), tokens in found.items()
        ]
        return self._altered(obj, *actions)

    def _altered(self, obj: CatalogObject, *actions: str) -> tuple[Statement, ...]:
        return statements(*(f"ALTER TEXT SEARCH CONFIGURATION {self.name(obj)} {action}" for action in actions))
