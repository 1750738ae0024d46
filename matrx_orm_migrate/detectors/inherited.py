"""Columns that a table inherits: where they come from, what they say themselves, and when a bond can be made again."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table as SQLAlchemyTable

from matrx_orm_migrate.ddl import DefinedConstraint, quote
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.schema import CatalogObject, Column, Inheritance, ObjectId, Snapshot

__all__ = [
    "can_join_again",
    "chosen_not_null_name",
    "column_of",
    "joins_two",
    "own_not_nulls",
    "refuse_to_join",
    "says_not_null_itself",
    "topmost",
]


_NAMED_SINCE = 180000


def chosen_not_null_name(column: ObjectId) -> str:
    """The name that PostgreSQL 18 chooses for the constraint, unless it is taken or too long."""
    return f"{column.parent}_{column.name}_not_null"


def says_not_null_itself(obj: CatalogObject) -> bool:
    """Whether it is a column that comes from a parent by plain inheritance, and its NOT NULL from its own table.

    ``CREATE TABLE child (PRIMARY KEY (id)) INHERITS (parent)`` makes such, on PostgreSQL 18 and later.
    """
    return (
        isinstance(obj, Column)
        and obj.link is not None
        and obj.link.kind == "inheritance"
        and not obj.declared
        and obj.not_null_local
        and obj.not_null_valid
        and obj.not_null
    )


def own_not_nulls(
    table: CatalogObject, parents: Sequence[SQLAlchemyTable], context: PlanContext
) -> list[DefinedConstraint]:
    """What a new child says of the columns that come from these parents.

    Only CREATE TABLE can give the constraint a name of its own where the parent's column has one as well: afterwards it
    is there, under the parent's, and is not renamed (PostgreSQL 18, RenameConstraint in tablecmds.c).
    """
    places = {(parent.schema or "", parent.name) for parent in parents}
    made: list[DefinedConstraint] = []
    for obj in context.desired.parts_of(table.id):
        if isinstance(obj, Column) and says_not_null_itself(obj) and obj.origin is not None:
            if (obj.origin.schema, obj.origin.parent) not in places:
                continue
            definition = f"NOT NULL {quote(obj.id.name)}{' NO INHERIT' if obj.not_null_no_inherit else ''}"
            made.append(DefinedConstraint(obj.not_null_name or chosen_not_null_name(obj.id), definition))
    return made


def column_of(table: ObjectId, name: str) -> ObjectId:
    """The id of a table's column."""
    return ObjectId("column", table.schema, name, table.name)


def topmost(column: ObjectId, snapshot: Snapshot) -> ObjectId:
    """The column that it comes from in the end, by the parent that it is taken to follow."""
    obj = snapshot.get(column)
    while obj is not None and obj.origin is not None:
        column, obj = obj.origin, snapshot.get(obj.origin)
    return column


def joins_two(bond: Inheritance, name: str, snapshot: Snapshot) -> bool:
    """Whether the child has the column from this parent, and from one that has it from elsewhere.

    PostgreSQL alters and renames no column that comes from two tables above which neither has it from the other
    (ATPrepAlterColumnType and renameatt_internal in tablecmds.c): the child leaves all of them but one meanwhile.
    """
    child, parent = (column_of(table, name) for table in (bond.child, bond.parent))
    return child in snapshot and parent in snapshot and topmost(child, snapshot) != topmost(parent, snapshot)


def refuse_to_join(bond: Inheritance, snapshot: Snapshot, *, again: bool) -> None:
    """A table that joins a parent keeps its columns and checks as its own, and nothing can take that from them.

    ``again`` says that it has inherited from this parent so far.
    """
    for part in snapshot.parts_of(bond.child):
        if _would_stay(part, bond) or (again and _not_null_would_stay(part, bond, snapshot)):
            words = " again: it has to leave that table for this change, and" if again else ":"
            raise UnsupportedChangeError(
                f"{bond.child} cannot come to inherit {part.id} from {bond.parent}{words} "
                "PostgreSQL joins a table to a parent only with columns and checks of its own",
                hint=f"Declare {part.id.name} in {bond.child.schema}.{bond.child.name} as well.",
            )


def can_join_again(bond: Inheritance, snapshot: Snapshot) -> bool:
    """Whether the child can leave the parent and join it again, and be what the snapshot says; see `refuse_to_join`."""
    parts = snapshot.parts_of(bond.child)
    return not any(_would_stay(part, bond) or _not_null_would_stay(part, bond, snapshot) for part in parts)


def _would_stay(part: CatalogObject, bond: Inheritance) -> bool:
    return part.link == bond.id and not part.declared


def _not_null_would_stay(part: CatalogObject, bond: Inheritance, snapshot: Snapshot) -> bool:
    """Whether a column has its NOT NULL (PostgreSQL 18) from this parent, and not from the one that it follows."""
    if snapshot.server_version < _NAMED_SINCE or not isinstance(part, Column) or part.origin is None:
        return False
    above, kept = snapshot.get(column_of(bond.parent, part.id.name)), snapshot.get(part.origin)
    if not isinstance(above, Column) or not isinstance(kept, Column) or part.not_null_local:
        return False
    return part.not_null and above.not_null and not kept.not_null
