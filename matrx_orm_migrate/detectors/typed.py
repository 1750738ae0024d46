"""Who uses a type: columns, and types that build on it."""

from __future__ import annotations

from collections.abc import Callable

from matrx_orm_migrate.ddl import qualified
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import PlanContext, Reaction, Rebuild
from matrx_orm_migrate.schema import (
    CatalogObject,
    Change,
    Column,
    CompositeType,
    Domain,
    MaterializedView,
    ObjectId,
    Range,
    Snapshot,
)

__all__ = [
    "columns_of_type",
    "contained_in",
    "in_columns",
    "made_anew_below",
    "rows_in_columns",
    "rows_in_materialized_views",
]


def contained_in(type_id: ObjectId, snapshot: Snapshot) -> list[CatalogObject]:
    """The types that build on a type, to any depth: domains over it, rows and ranges with it."""
    found: dict[ObjectId, CatalogObject] = {}
    waiting = {type_id}
    types = [obj for obj in snapshot if isinstance(obj, (Domain, CompositeType, Range))]
    while waiting:
        needed = waiting.pop()
        for obj in types:
            if obj.id not in found and obj.id != type_id and needed in snapshot.needs(obj.id):
                found[obj.id] = obj
                waiting.add(obj.id)
    return sorted(found.values(), key=lambda obj: obj.id)


def columns_of_type(type_id: ObjectId, snapshot: Snapshot) -> list[Column]:
    """The columns whose values hold values of a type, at whatever depth."""
    wanted = {type_id, *(obj.id for obj in contained_in(type_id, snapshot))}
    columns = [obj for obj in snapshot if isinstance(obj, Column) and wanted & snapshot.needs(obj.id)]
    return sorted(columns, key=lambda column: column.id)


def in_columns(type_id: ObjectId, snapshot: Snapshot) -> bool:
    """Whether any column holds values of the type."""
    return bool(columns_of_type(type_id, snapshot))


def made_anew_below(
    obj: CatalogObject, change: Change, context: PlanContext, step_aside: Callable[[], Rebuild]
) -> Reaction:
    """How a type takes that what it builds on is made anew: columns that hold its values have to move as well.

    Raises ``UnsupportedChangeError`` where columns hold them and what it builds on goes before it comes again.
    """
    if change.after is not None and not change.aside:
        return Reaction()  # PostgreSQL alters it below the type
    if not in_columns(obj.id, context.current):
        return Reaction(rebuild=True)
    if change.after is None:
        raise UnsupportedChangeError(
            f"{obj.id} builds on {change.id}, which has to be dropped and made anew, and is the type of columns",
            hint="Move those columns to another type first, in a migration of its own, and back in one that follows.",
        )
    if change.id not in context.desired.needs(obj.id):
        return Reaction()  # its own change leads it away
    return Reaction(aside=step_aside())


def rows_in_columns(table: ObjectId, snapshot: Snapshot) -> list[Column]:
    """The columns whose values hold rows of a table, at whatever depth."""
    names = {qualified(one.schema, one.name) for one in (table, *(obj.id for obj in contained_in(table, snapshot)))}
    columns = [obj for obj in snapshot if isinstance(obj, Column) and obj.type.removesuffix("[]") in names]
    return sorted(columns, key=lambda column: column.id)


def rows_in_materialized_views(table: ObjectId, snapshot: Snapshot) -> tuple[ObjectId, ...]:
    """The materialized views whose rows hold rows of a table."""
    names = {qualified(one.schema, one.name) for one in (table, *(obj.id for obj in contained_in(table, snapshot)))}
    views = [obj for obj in snapshot if isinstance(obj, MaterializedView)]
    return tuple(sorted(obj.id for obj in views if any(one.type.removesuffix("[]") in names for one in obj.columns)))
