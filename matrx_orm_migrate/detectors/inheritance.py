"""That a table inherits from another (INHERITS): joined after both stand, let go before one changes alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Table as SQLAlchemyTable

from matrx_orm_migrate.ddl import qualified, table_ref
from matrx_orm_migrate.detectors.common import RELATION_KIND, USER_SCHEMA, inheritance_link, relations, statements
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Reaction, Rebuild
from matrx_orm_migrate.schema import CatalogObject, Change, Inheritance, ObjectId, Statement, Table

__all__ = ["InheritanceDetector"]


class InheritanceDetector(Detector):
    """Bonds of plain inheritance.  Like those of partitions, they have no address of their own."""

    kind = "inheritance"
    catalog = "pg_inherits"
    rank = 61

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=relations("r", "f"),
            sql=f"""SELECT 0, 0, n.nspname, c.relname, {RELATION_KIND.format(relation="c")},
                           pn.nspname, pc.relname, {RELATION_KIND.format(relation="pc")}, i.inhseqno
                    FROM pg_catalog.pg_inherits i
                    JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    JOIN pg_catalog.pg_class pc ON pc.oid = i.inhparent
                    JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
                    WHERE NOT c.relispartition AND c.relkind IN ('r', 'f') AND {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> Inheritance:
        _oid, _sub, schema, name, kind, parent_schema, parent, parent_kind, place = row
        child, parent_id = ObjectId(kind, schema, name), ObjectId(parent_kind, parent_schema, parent)
        return Inheritance(
            id=inheritance_link(schema, name, parent_schema, parent),
            owner_id=child,
            child=child,
            parent=parent_id,
            depends_on=(child, parent_id),
            position=place,
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Inheritance)
        _refuse_what_is_not_declared(obj, context)
        return statements(f"ALTER TABLE {_named(obj.child)} INHERIT {_named(obj.parent)}")

    def may_be_part(self, obj: CatalogObject) -> bool:
        return True

    def part(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> SQLAlchemyTable:
        assert isinstance(obj, Inheritance)
        return table_ref(obj.parent.schema, obj.parent.name)

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Inheritance)
        return statements(f"ALTER TABLE {_named(obj.child)} NO INHERIT {_named(obj.parent)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Rebuild:
        # one of the two became another kind of thing
        return Rebuild()

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        # what is altered above goes down to the children
        return Reaction(rebuild=change.after is None or not isinstance(change.after, Table))

    def describe(self, obj: CatalogObject) -> str:
        assert isinstance(obj, Inheritance)
        return f"inheritance of {obj.child.schema}.{obj.child.name} from {obj.parent.schema}.{obj.parent.name}"


def _refuse_what_is_not_declared(obj: Inheritance, context: PlanContext) -> None:
    """A table that joins a parent keeps its columns and checks as its own, and nothing can take that from them."""
    for part in context.desired.parts_of(obj.child):
        if part.link == obj.id and not part.declared:
            raise UnsupportedChangeError(
                f"{obj.child} cannot come to inherit {part.id} from {obj.parent}: "
                "PostgreSQL joins a table to a parent only with columns and checks of its own",
                hint=f"Declare {part.id.name} in {obj.child.schema}.{obj.child.name} as well.",
            )


def _named(table: ObjectId) -> str:
    return qualified(table.schema, table.name)
