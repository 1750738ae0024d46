"""NOT NULL of columns that a table inherits and says itself as well, which PostgreSQL 18 keeps by name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Table as SQLAlchemyTable

from matrx_orm_migrate.ddl import DefinedConstraint, quote
from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.schema import CatalogObject, Column, ObjectId

__all__ = ["chosen_not_null_name", "own_not_nulls", "says_not_null_itself"]


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
