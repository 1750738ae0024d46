"""Whether tables have row level security, and whether it is forced upon their owners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import qualified
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence, Reaction
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Statement
from matrx_orm_migrate_rls.objects import RowSecurityObject

__all__ = ["KIND", "RowSecurityDetector"]

KIND = "row_level_security"


class RowSecurityDetector(Detector):
    """ENABLE and FORCE ROW LEVEL SECURITY.  The catalog keeps them in columns of pg_class: they have no address."""

    kind = KIND
    catalog = "pg_class"
    # when a table is made, nobody sees rows until the policies say so; when all of it goes, the policies go first
    rank = 92

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_class", "(relrowsecurity OR relforcerowsecurity)", "true"),),
            sql="""SELECT 0, 0, n.nspname, c.relname, c.relrowsecurity, c.relforcerowsecurity
                   FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                   WHERE c.relkind IN ('r', 'p') AND (c.relrowsecurity OR c.relforcerowsecurity)
                     AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'""",
        )

    def read(self, row: Sequence[Any]) -> RowSecurityObject:
        _oid, _sub, schema, table, enabled, forced = row
        return RowSecurityObject(
            id=ObjectId(KIND, schema, table),
            owner_id=ObjectId("table", schema, table),
            enabled=enabled,
            forced=forced,
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, RowSecurityObject)
        return _switched(RowSecurityObject(id=obj.id, enabled=False), obj)

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, RowSecurityObject)
        return _switched(obj, RowSecurityObject(id=obj.id, enabled=False))

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(before, RowSecurityObject)
        assert isinstance(after, RowSecurityObject)
        return _switched(before, after)

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        # all that it needs is its table, and goes with that
        return Reaction(rebuild=change.after is None)

    def describe(self, obj: CatalogObject) -> str:
        return f"row level security of {obj.id.schema}.{obj.id.name}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        assert isinstance(before, RowSecurityObject)
        assert isinstance(after, RowSecurityObject)
        return ", ".join(
            statement.sql.partition(f"{_table(after)} ")[2].lower() for statement in _switched(before, after)
        )


def _table(obj: CatalogObject) -> str:
    return qualified(obj.id.schema, obj.id.name)


def _switched(before: RowSecurityObject, after: RowSecurityObject) -> list[Statement]:
    words: list[str] = []
    if before.enabled != after.enabled:
        words.append(f"{'ENABLE' if after.enabled else 'DISABLE'} ROW LEVEL SECURITY")
    if before.forced != after.forced:
        words.append(f"{'' if after.forced else 'NO '}FORCE ROW LEVEL SECURITY")
    return [Statement(sql=f"ALTER TABLE {_table(after)} {word}") for word in words]
