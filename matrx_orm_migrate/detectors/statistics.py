"""Extended statistics: their target can be altered; what they are about makes them anew."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA, statements
from matrx_orm_migrate.detectors.view import RELATION_KIND
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence, Reaction, Rebuild
from matrx_orm_migrate.schema import CatalogObject, Change, Column, ObjectId, Statement, Statistics, Table

__all__ = ["StatisticsDetector"]

_EXPRESSIONS_SINCE = 140000
_KINDS = {"d": "ndistinct", "f": "dependencies", "m": "mcv"}


class StatisticsDetector(Detector):
    """Extended statistics."""

    kind = "statistics"
    catalog = "pg_statistic_ext"
    rank = 45
    owned = True

    def query(self, server_version: int) -> CatalogQuery:
        expressions = "NULL"
        if server_version >= _EXPRESSIONS_SINCE:
            expressions = (
                "CASE WHEN s.stxexprs IS NOT NULL THEN pg_catalog.pg_get_statisticsobjdef_expressions(s.oid) END"
            )
        return CatalogQuery(
            presence=(Presence("pg_statistic_ext"),),
            sql=f"""SELECT s.oid, 0, n.nspname, s.stxname, {RELATION_KIND.format(relation="c")}, tn.nspname, c.relname,
                           s.stxkind::text[],
                           ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                                 WHERE a.attrelid = s.stxrelid AND a.attnum = ANY (s.stxkeys::int2[])),
                           {expressions}, coalesce(s.stxstattarget, -1)::int
                    FROM pg_catalog.pg_statistic_ext s
                    JOIN pg_catalog.pg_namespace n ON n.oid = s.stxnamespace
                    JOIN pg_catalog.pg_class c ON c.oid = s.stxrelid
                    JOIN pg_catalog.pg_namespace tn ON tn.oid = c.relnamespace
                    WHERE {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> Statistics:
        _oid, _sub, schema, name, relation_kind, relation_schema, relation, kinds, columns, expressions, target = row
        relation_id = ObjectId(relation_kind, relation_schema, relation)
        named = tuple(word for letter, word in _KINDS.items() if letter in kinds)
        return Statistics(
            id=ObjectId("statistics", schema, name),
            owner_id=relation_id,
            relation=relation_id,
            kinds=() if len(named) == len(_KINDS) else named,
            columns=tuple(sorted(columns)),
            expressions=tuple(expressions or ()),
            target=target,
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Statistics)
        kinds = f" ({', '.join(obj.kinds)})" if obj.kinds else ""
        subjects = [*map(quote, obj.columns), *(f"({expression})" for expression in obj.expressions)]
        relation = qualified(obj.relation.schema, obj.relation.name)
        sql = f"CREATE STATISTICS {_name(obj)}{kinds} ON {', '.join(subjects)} FROM {relation}"
        return [*statements(sql), *_targeted(-1, obj)]

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP STATISTICS {_name(obj)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, Statistics)
        assert isinstance(after, Statistics)
        if replace(before, target=after.target, comment=after.comment) != after:
            return Rebuild()
        return _targeted(before.target, after)

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"ALTER STATISTICS {_name(before)} RENAME TO {quote(after.id.name)}")

    def differs_in_name_only(self, before: CatalogObject, after: CatalogObject) -> bool:
        same_place = before.owner_id == after.owner_id and before.id.schema == after.id.schema
        return same_place and replace(before, id=after.id, comment=after.comment) == after

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        assert isinstance(obj, Statistics)
        if isinstance(change.after, Table):
            return Reaction()
        # PostgreSQL builds them again itself when a column's type changes, but loses their target
        return Reaction(rebuild=not isinstance(change.after, Column) or obj.target != -1)

    def comment_target(self, obj: CatalogObject) -> str:
        return f"STATISTICS {_name(obj)}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        names = ("kinds", "columns", "expressions", "target")
        return ", ".join(name for name in names if getattr(before, name) != getattr(after, name))


def _name(obj: CatalogObject) -> str:
    return qualified(obj.id.schema, obj.id.name)


def _targeted(target: int, after: Statistics) -> Sequence[Statement]:
    if target == after.target:
        return ()
    return statements(f"ALTER STATISTICS {_name(after)} SET STATISTICS {after.target}")
