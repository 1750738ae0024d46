"""A column that comes with values to a table whose rows other columns hold: PostgreSQL does not write those anew."""

from __future__ import annotations

from collections.abc import Iterator

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.detectors.column_parts import added_not_null, alter_column
from matrx_orm_migrate.detectors.common import on_table, rows_live_elsewhere
from matrx_orm_migrate.detectors.plain_types import plain_type
from matrx_orm_migrate.detectors.typed import rows_in_columns
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.schema import (
    Column,
    Default,
    Hazard,
    HazardKind,
    ObjectId,
    Rule,
    Statement,
    Trigger,
)

__all__ = ["default_to_fill_in", "filled_in"]

_FIRING = ("O", "A")


def default_to_fill_in(column: Column, context: PlanContext, *, folded: bool) -> Default | None:
    """The default that ADD COLUMN cannot have, but an UPDATE behind it can fill in; None where ADD COLUMN has its way.

    ``folded`` says that ADD COLUMN is to have what the column computes.  PostgreSQL adds no column with values of its
    own while a column anywhere holds rows of the table, or of one below (find_composite_type_dependencies in
    tablecmds.c).  Raises ``UnsupportedChangeError`` where an UPDATE cannot give them either.
    """
    if column.owner_id not in context.current or rows_live_elsewhere(column.owner_id, context):
        return None
    default = context.desired.get(ObjectId("default", column.id.schema, column.id.name, column.id.parent))
    default = default if folded and isinstance(default, Default) else None
    computed = column.identity is not None or (default is not None and default.generated is not None)
    computed = computed or _is_asked_by_its_domain(column, context)
    if (default is None and not computed) or not context.rows_are_held:
        return None
    tables = _tables_with(column, context)
    sides = (context.current, context.desired)
    held = next(((other, table) for table in tables for side in sides for other in rows_in_columns(table, side)), None)
    if held is None:
        return None
    if computed:
        raise _refused(column, *held)
    writing = [obj.id for obj in context.current if isinstance(obj, (Rule, Trigger)) and _is_on_update(obj, tables)]
    writing += [table for table in tables if table.kind == "foreign_table"]
    if writing:
        name = quote(column.id.name)
        raise UnsupportedChangeError(
            f"{column.id} cannot be added with its default: {held[0].id} holds rows of {held[1]}, and to fill it in by "
            f"an UPDATE would not leave {writing[0]} out",
            hint=f"Add it in a migration of your own: ADD COLUMN without the default, ALTER COLUMN {name} SET DEFAULT, "
            f"and an UPDATE that sets {name} = DEFAULT.",
        )
    return default


def filled_in(column: Column, default: Default) -> list[Statement]:
    """The default, its value in the rows that are there, and NOT NULL: what follows an ADD COLUMN without them."""
    name = quote(column.id.name)
    message = f"{on_table(column.id)} is written anew, to give {column.id.name} its default"
    rewrite = Hazard(kind=HazardKind.TABLE_REWRITE, object=column.id, message=message)
    filled = [
        # what inherits the column gets the default too, as by ADD COLUMN
        alter_column(column.id, f"SET DEFAULT {default.expression}"),
        Statement(sql=f"UPDATE {on_table(column.id)} SET {name} = DEFAULT", hazards=(rewrite,)),
    ]
    if column.not_null and column.not_null_valid:
        bare = Column(id=column.id, type=column.type)
        for made in added_not_null(bare, column):
            scans = tuple(hazard for hazard in made.hazards if hazard.kind is not HazardKind.MAY_FAIL)
            filled.append(Statement(sql=made.sql, hazards=scans))
    return filled


def _is_asked_by_its_domain(column: Column, context: PlanContext) -> bool:
    """Whether PostgreSQL computes a value for the sake of a domain: it has a default, or rules that NULL may break."""
    if column.type.endswith("[]"):
        return False
    domains = plain_type(column.type, column.id, context.desired).domains
    return any(domain.default is not None or domain.not_null or domain.constraints for domain in domains)


def _tables_with(column: Column, context: PlanContext) -> list[ObjectId]:
    """The table that gets the column, and those there already that inherit it."""
    found: list[ObjectId] = []
    for obj in context.desired:
        if not isinstance(obj, Column) or obj.id.name != column.id.name or obj.owner_id is None:
            continue
        above: set[ObjectId] = set(_origins(obj, context))
        if column.id in above and obj.owner_id in context.current:
            found.append(obj.owner_id)
    return sorted(found)


def _origins(column: Column, context: PlanContext) -> Iterator[ObjectId]:
    yield column.id
    origin = context.desired.get(column.origin) if column.origin is not None else None
    if isinstance(origin, Column):
        yield from _origins(origin, context)


def _is_on_update(obj: Rule | Trigger, tables: list[ObjectId]) -> bool:
    if not any((obj.id.schema, obj.id.parent) == (table.schema, table.name) for table in tables):
        return False
    if isinstance(obj, Rule):
        return obj.enabled in _FIRING and " ON UPDATE" in obj.definition
    states = {obj.enabled, *(state for _schema, _table, state in obj.on_partitions)}
    return bool(states & {*_FIRING}) and "UPDATE" in obj.definition.partition(" ON ")[0]


def _refused(column: Column, holder: Column, table: ObjectId) -> UnsupportedChangeError:
    name, where = quote(holder.id.name), on_table(holder.id)
    row = qualified(table.schema, table.name)
    hint = f"Move the values of {holder.id} elsewhere first, in a migration of your own, and back in one that follows."
    if holder.type == row:
        hint = (
            f"Write ALTER TABLE {where} ALTER COLUMN {name} TYPE jsonb USING to_jsonb({name}) first, in a migration of "
            f"your own, and behind this one TYPE {row} USING CASE WHEN {name} IS NOT NULL THEN "
            f"jsonb_populate_record(NULL::{row}, {name}) END."
        )
    return UnsupportedChangeError(
        f"{column.id} cannot be added with values of its own: {holder.id} holds rows of {table}", hint=hint
    )
