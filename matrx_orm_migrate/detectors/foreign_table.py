"""Foreign tables: columns, defaults and checks are those of tables; the rows live elsewhere, and stay there."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from sqlalchemy import MetaData
from sqlalchemy import Table as SQLAlchemyTable

from matrx_orm_migrate.ddl import DDLGenerator, qualified, quote
from matrx_orm_migrate.detectors.common import (
    PARENT_OF_PARTITION,
    RELATION_KIND,
    USER_SCHEMA,
    foreign_table_id,
    relations,
    statements,
    table_id,
)
from matrx_orm_migrate.detectors.foreign_options import changed_options_of, named_options, options_of, read_options_of
from matrx_orm_migrate.detectors.inherited import own_not_nulls
from matrx_orm_migrate.detectors.table import apart, share_columns
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Reaction, Rebuild
from matrx_orm_migrate.schema import CatalogObject, Change, ForeignTable, ObjectId, Statement

__all__ = ["ForeignTableDetector"]


class ForeignTableDetector(Detector):
    """Foreign tables."""

    kind = "foreign_table"
    catalog = "pg_class"
    rank = 21
    owned = True

    def query(self, server_version: int) -> CatalogQuery:
        parent_kind = RELATION_KIND.format(relation="p")
        return CatalogQuery(
            presence=relations("f"),
            sql=f"""SELECT c.oid, 0, n.nspname, c.relname, s.srvname, {options_of("f.ftoptions")},
                           CASE WHEN NOT c.relispartition THEN
                             (SELECT array_agg(ARRAY[{parent_kind}, ps.nspname, p.relname]::text[] ORDER BY i.inhseqno)
                              FROM pg_catalog.pg_inherits i
                              JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
                              JOIN pg_catalog.pg_namespace ps ON ps.oid = p.relnamespace
                              WHERE i.inhrelid = c.oid) END,
                           pn.nspname, pc.relname
                    FROM pg_catalog.pg_foreign_table f
                    JOIN pg_catalog.pg_foreign_server s ON s.oid = f.ftserver
                    JOIN pg_catalog.pg_class c ON c.oid = f.ftrelid
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    {PARENT_OF_PARTITION}
                    WHERE {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> ForeignTable:
        _oid, _sub, schema, name, server, options, parents, parent_schema, parent = row
        return ForeignTable(
            id=foreign_table_id(schema, name),
            # a partition goes with its parent
            owner_id=table_id(parent_schema, parent) if parent is not None else None,
            server=server,
            options=read_options_of(options),
            inherits=tuple(ObjectId(*one) for one in parents or ()),
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, ForeignTable)
        arguments: dict[str, Any] = {"prefixes": ["FOREIGN"]}
        parents, parts = apart(parts)
        if parents:
            arguments["postgresql_inherits"] = parents
            parts = [*parts, *own_not_nulls(obj, parents, context)]
        table = SQLAlchemyTable(obj.id.name, MetaData(), *parts, schema=obj.id.schema, **arguments)
        made = DDLGenerator().create_table(table)
        return statements(f"{made} SERVER {quote(obj.server)}{named_options(obj.options)}")

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP {_named(obj)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, ForeignTable)
        assert isinstance(after, ForeignTable)
        if (before.server, before.inherits) != (after.server, after.inherits):
            return Rebuild()
        return statements(f"ALTER {_named(after)}{changed_options_of(before.options, after.options)}")

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        return Reaction(rebuild=change.after is None)

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        moved: list[str] = []
        if before.id.name != after.id.name:
            moved.append(f"ALTER {_named(before)} RENAME TO {quote(after.id.name)}")
        if before.id.schema != after.id.schema:
            name = qualified(before.id.schema, after.id.name)
            moved.append(f"ALTER FOREIGN TABLE {name} SET SCHEMA {quote(after.id.schema)}")
        return statements(*moved)

    def resembles(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> bool:
        return share_columns(before, after, context)

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        return (("relation", obj.id.schema, obj.id.name),)

    def comment_target(self, obj: CatalogObject) -> str:
        return _named(obj)

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        names = ("server", "inherits", "options")
        return ", ".join(name for name in names if getattr(before, name) != getattr(after, name))


def _named(obj: CatalogObject) -> str:
    return f"FOREIGN TABLE {qualified(obj.id.schema, obj.id.name)}"
