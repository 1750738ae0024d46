"""What it may cost to compute something of the rows that are there: generated columns, expressions of indexes."""

from __future__ import annotations

from collections.abc import Iterator

from matrx_orm_migrate.detectors.common import rows_live_elsewhere
from matrx_orm_migrate.detectors.computing import columns_in, may_be_null, may_fail, takes_anything
from matrx_orm_migrate.detectors.index_parameters import predicate_start, without_parameters
from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.schema import (
    CatalogObject,
    Check,
    Column,
    Default,
    ForeignKey,
    Hazard,
    HazardKind,
    Index,
    KeyConstraint,
    ObjectId,
)
from matrx_orm_migrate.schema.definitions import key_texts

__all__ = ["cost_of_adding", "cost_of_computing_anew", "cost_of_indexing"]

_NOT_CHECKED = (" NOT VALID", " NOT ENFORCED")


def cost_of_adding(column: Column, context: PlanContext) -> tuple[Hazard, ...]:
    """What may come of adding a generated column to a table that may have rows; nothing for any other column."""
    default = _expression_of(column, context)
    if default is None or not _has_rows(column, context):
        return ()
    had, was = context.current.get(default.id), context.current.get(column.id)
    same = had == default and isinstance(was, Column) and _reads_the_same(column, was, default, context)
    given = same and default.generated == "stored"
    found = [] if given or not _is_computed(column, default) else _may_fail(column, default, context)
    if not (same and isinstance(was, Column) and _never_null(was)):
        found += _may_give_null(column, default, context)
    if default.generated == "stored":
        found.append(_written_anew(default))
    return tuple(found)


def cost_of_computing_anew(default: Default, context: PlanContext) -> tuple[Hazard, ...]:
    """What may come of another expression for a generated column that is there (SET EXPRESSION).

    PostgreSQL 18 computes a virtual column for the sake of its NOT NULL alone, and then checks nothing else.
    """
    column = context.desired.get(default.owner_id) if default.owner_id is not None else None
    if not isinstance(column, Column) or not _has_rows(column, context):
        return ()
    was = context.current.get(column.id)
    found = _may_fail(column, default, context) if _is_computed(column, default) else []
    if isinstance(was, Column) and _never_null(was):
        found += _may_give_null(column, default, context)
    if default.generated == "stored":
        against = sorted({obj.id.name for obj in _standing_against(default, context)})
        if against:
            found.append(_fails(column.id, f"fails where what a row gives breaks {', '.join(against)}"))
        found.append(_written_anew(default))
    return tuple(found)


def cost_of_indexing(index: Index, context: PlanContext) -> tuple[Hazard, ...]:
    """That an expression of the index, or its predicate, may fail on a row: PostgreSQL computes them to build it."""
    if index.owner_id not in context.current:
        return ()
    had = context.current.get(index.id)
    if isinstance(had, Index) and had.valid and _bare(had) == _bare(index):
        needed = context.desired.needs(index.id) & context.current.needs(index.id)
        if all(_has_the_same_type(object_id, context) for object_id in needed):
            return ()  # it was computed for these rows
    start = predicate_start(index.definition)
    computed = [text for text in (*key_texts(index.definition), index.definition[start:]) if may_fail(text)]
    return tuple(
        _fails(index.id, f"fails where {text.removeprefix(' WHERE ')} cannot be computed of a row") for text in computed
    )


def _bare(index: Index) -> str:
    """The definition without the parameters, which say nothing about what is computed."""
    return without_parameters(index.definition)[0]


def _expression_of(column: Column, context: PlanContext) -> Default | None:
    default = context.desired.get(ObjectId("default", column.id.schema, column.id.name, column.id.parent))
    return default if isinstance(default, Default) and default.generated is not None else None


def _has_rows(column: Column, context: PlanContext) -> bool:
    return column.owner_id in context.current and not rows_live_elsewhere(column.owner_id, context)


def _never_null(column: Column) -> bool:
    return column.not_null and column.not_null_valid


def _is_computed(column: Column, default: Default) -> bool:
    """Whether a statement computes the column's values, and does not leave that to whoever reads them."""
    return default.generated == "stored" or _never_null(column)


def _reads_the_same(column: Column, was: Column, default: Default, context: PlanContext) -> bool:
    needed = context.desired.needs(default.id) - {column.id}
    return column.type == was.type and all(_has_the_same_type(object_id, context) for object_id in needed)


def _has_the_same_type(object_id: ObjectId, context: PlanContext) -> bool:
    before, after = context.current.get(object_id), context.desired.get(object_id)
    if isinstance(before, Column) and isinstance(after, Column):
        return before.type == after.type
    return before == after


def _may_fail(column: Column, default: Default, context: PlanContext) -> list[Hazard]:
    """The expression itself, or what PostgreSQL does to its value to make it one of the column's type.

    That is not printed, so it is taken to do nothing where all columns in the expression have that very type.
    """
    fits = takes_anything(column.type) or all(
        isinstance(other, Column) and other.type == column.type for other in _columns(default, context)
    )
    if fits and not may_fail(default.expression):
        return []
    return [_fails(column.id, f"fails where {default.expression} cannot be computed of a row")]


def _may_give_null(column: Column, default: Default, context: PlanContext) -> list[Hazard]:
    never = {other.id.name for other in _columns(default, context) if isinstance(other, Column) and _never_null(other)}
    if not _never_null(column) or not may_be_null(default.expression, never):
        return []
    return [_fails(column.id, f"fails where {default.expression} gives NULL for a row")]


def _columns(default: Default, context: PlanContext) -> Iterator[CatalogObject | None]:
    """The columns that the expression names; None for what is none."""
    for name in sorted(columns_in(default.expression)):
        yield context.desired.get(ObjectId("column", default.id.schema, name, default.id.parent))


def _standing_against(default: Default, context: PlanContext) -> Iterator[CatalogObject]:
    """The constraints and unique indexes over the column, here and in what follows it, that PostgreSQL asks again."""
    columns = set(_carried_along(default, context))
    for obj in context.desired:
        if not isinstance(obj, (Check, ForeignKey, KeyConstraint)) and not (isinstance(obj, Index) and obj.unique):
            continue
        if isinstance(obj, (Check, ForeignKey)) and obj.definition.endswith(_NOT_CHECKED):
            continue
        if columns & context.desired.needs(obj.id) and context.current.get(obj.id) == obj:
            yield obj


def _carried_along(default: Default, context: PlanContext) -> Iterator[ObjectId]:
    """The column of the expression, and those below it whose expressions follow it."""
    if default.owner_id is not None:
        yield default.owner_id
    for follower in map(context.desired.get, context.followers.get(default.id, ())):
        if isinstance(follower, Default) and follower.expression == default.expression:
            yield from _carried_along(follower, context)


def _fails(object_id: ObjectId, why: str) -> Hazard:
    where = f"{object_id.parent}.{object_id.name}: " if object_id.kind == "column" else f"{object_id.name}: "
    return Hazard(kind=HazardKind.MAY_FAIL, object=object_id, message=f"{where}{why}")


def _written_anew(default: Default) -> Hazard:
    message = f"{default.id.parent} is written anew, to compute {default.id.name}"
    return Hazard(kind=HazardKind.TABLE_REWRITE, object=default.id, message=message)
