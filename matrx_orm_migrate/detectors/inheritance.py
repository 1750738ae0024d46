"""That a table inherits from another (INHERITS): joined after both stand, let go before one changes alone."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Table as SQLAlchemyTable

from matrx_orm_migrate.ddl import qualified, table_ref
from matrx_orm_migrate.detectors.common import RELATION_KIND, USER_SCHEMA, inheritance_link, relations, statements
from matrx_orm_migrate.detectors.inherited import column_of, joins_two, refuse_to_join, topmost
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Reaction, Rebuild
from matrx_orm_migrate.schema import CatalogObject, Change, Column, Inheritance, ObjectId, Snapshot, Statement, Table

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
                           pn.nspname, pc.relname, {RELATION_KIND.format(relation="pc")}, i.inhseqno,
                           (SELECT pg_catalog.json_agg(pg_catalog.json_build_array(a.attname, tn.nspname, tc.relname)
                                                       ORDER BY a.attnum, h.inhseqno)::text
                            FROM pg_catalog.pg_attribute a
                            JOIN pg_catalog.pg_attribute pa ON pa.attrelid = pc.oid AND pa.attname = a.attname
                            JOIN pg_catalog.pg_inherits h ON h.inhrelid = a.attrelid
                            JOIN pg_catalog.pg_attribute ta ON ta.attrelid = h.inhparent AND ta.attname = a.attname
                            JOIN pg_catalog.pg_class tc ON tc.oid = h.inhparent
                            JOIN pg_catalog.pg_namespace tn ON tn.oid = tc.relnamespace
                            WHERE a.attrelid = c.oid AND a.attinhcount > 1)
                    FROM pg_catalog.pg_inherits i
                    JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    JOIN pg_catalog.pg_class pc ON pc.oid = i.inhparent
                    JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
                    WHERE NOT c.relispartition AND c.relkind IN ('r', 'f') AND {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> Inheritance:
        _oid, _sub, schema, name, kind, parent_schema, parent, parent_kind, place, shared = row
        child, parent_id = ObjectId(kind, schema, name), ObjectId(parent_kind, parent_schema, parent)
        # columns that other parents have as well: the child may have to leave this one while they change
        found = json.loads(shared) if shared is not None else []
        columns = {ObjectId("column", schema, column, name) for column, _schema, _parent in found}
        columns |= {ObjectId("column", above_schema, column, above) for column, above_schema, above in found}
        return Inheritance(
            id=inheritance_link(schema, name, parent_schema, parent),
            owner_id=child,
            child=child,
            parent=parent_id,
            depends_on=(child, parent_id, *sorted(columns)),
            position=place,
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Inheritance)
        refuse_to_join(obj, context.desired, again=obj.id in context.current)
        return statements(_joined(obj))

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
        assert isinstance(obj, Inheritance)
        if isinstance(change.before, Column):
            return Reaction(rebuild=_is_retyped(change) and joins_two(obj, change.before.id.name, context.desired))
        # what is altered above goes down to the children
        return Reaction(rebuild=change.after is None or not isinstance(change.after, Table))

    def around_renames(
        self, renamed: Mapping[ObjectId, ObjectId], context: PlanContext
    ) -> tuple[Sequence[Statement], Sequence[Statement]]:
        columns = {old.name for old in renamed if old.kind == "column"}
        bonds = [obj for obj in context.current if columns and isinstance(obj, Inheritance)]
        leaving: list[Inheritance] = []
        for bond in sorted(bonds, key=lambda bond: (bond.child, bond.position)):
            shared = sorted(columns & {needed.name for needed in bond.depends_on if needed.kind == "column"})
            if any(_has_to_leave(bond, name, renamed, context.current) for name in shared):
                refuse_to_join(bond, context.current, again=True)
                child, parent = (renamed.get(table, table) for table in (bond.child, bond.parent))
                leaving.append(replace(bond, child=child, parent=parent))
        ahead = [statement for bond in leaving for statement in self.drop(bond, context)]
        behind = statements(*(_joined(bond) for bond in leaving))
        return ahead, behind

    def describe(self, obj: CatalogObject) -> str:
        assert isinstance(obj, Inheritance)
        return f"inheritance of {obj.child.schema}.{obj.child.name} from {obj.parent.schema}.{obj.parent.name}"


def _is_retyped(change: Change) -> bool:
    """Whether a column's values become others: of another type, or of its type made anew."""
    before, after = change.before, change.after
    if not isinstance(before, Column) or not isinstance(after, Column):
        return False
    return before == after or (before.type, before.collation) != (after.type, after.collation)


def _has_to_leave(bond: Inheritance, name: str, renamed: Mapping[ObjectId, ObjectId], snapshot: Snapshot) -> bool:
    """Whether the child has to leave the parent while a column of this name is renamed in both.

    Raises ``UnsupportedChangeError`` where it is not renamed in both.
    """
    if not joins_two(bond, name, snapshot):
        return False
    tops = [topmost(column_of(table, name), snapshot) for table in (bond.child, bond.parent)]
    names = [renamed[top].name if top in renamed else None for top in tops]
    if names == [None, None]:
        return False
    if names[0] == names[1]:
        return True
    (one, new), (other, _no) = sorted(zip(tops, names, strict=True), key=lambda pair: pair[1] is None)
    raise UnsupportedChangeError(
        f"{one} cannot be renamed alone: table {bond.child.schema}.{bond.child.name} inherits it from {other.schema}."
        f"{other.parent} as well",
        hint=f"Rename both at once: --rename {other.schema}.{other.parent}.{other.name}={new} besides, or renamed_from "
        f"in the models. Or let the table go first (ALTER TABLE … NO INHERIT), in a migration of its own.",
    )


def _joined(bond: Inheritance) -> str:
    return f"ALTER TABLE {_named(bond.child)} INHERIT {_named(bond.parent)}"


def _named(table: ObjectId) -> str:
    return qualified(table.schema, table.name)
