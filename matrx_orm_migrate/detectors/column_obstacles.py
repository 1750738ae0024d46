"""What stands in the way of a column's new type: what is taken down meanwhile, and what PostgreSQL does not do."""

from __future__ import annotations

from matrx_orm_migrate.detectors.column_parts import is_foreign
from matrx_orm_migrate.detectors.common import table_id
from matrx_orm_migrate.detectors.typed import rows_in_columns, rows_in_materialized_views
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.schema import Column, ObjectId, Snapshot, Table

__all__ = ["disturbed_by_retyping", "refuse_on_partition_key", "refuse_while_rows_are_in_columns"]


def _bonds_to_foreign(column: Column, context: PlanContext) -> tuple[ObjectId, ...]:
    """The bonds of partitions that are foreign tables: USING does not go down to those (ATPrepAlterColumnType)."""
    found: list[ObjectId] = []
    for follower in map(context.current.get, context.followers.get(column.id, ())):
        if isinstance(follower, Column):
            found += [follower.link] if is_foreign(follower) and follower.link else _bonds_to_foreign(follower, context)
    return tuple(found)


def disturbed_by_retyping(column: Column, context: PlanContext) -> tuple[ObjectId, ...]:
    """What has to go while the column gets its new type, and is made again behind it."""
    rows = rows_in_materialized_views(_table_of(column.id), context.current)
    return (*rows, *_bonds_to_foreign(column, context), *_on_extensions(column.id, context))


def _on_extensions(column: ObjectId, context: PlanContext) -> tuple[ObjectId, ...]:
    """What says of indexes that they go with an extension: PostgreSQL builds them again, and forgets it."""
    columns = {column}
    following = [column]
    while following:
        followers = context.followers.get(following.pop(), ())
        following += followers
        columns.update(followers)
    needed = context.current.needs
    found = (obj.id for owner, those in context.on_extensions.items() if columns & needed(owner) for obj in those)
    return tuple(sorted(found))


def _table_of(column: ObjectId) -> ObjectId:
    return table_id(column.schema, column.parent)


def refuse_while_rows_are_in_columns(column: ObjectId, context: PlanContext) -> None:
    """PostgreSQL changes no type in a table while columns hold rows of it (find_composite_type_dependencies)."""
    table = _table_of(column)
    held = [other for other in rows_in_columns(table, context.current) if other.id in context.desired]
    if held:
        raise UnsupportedChangeError(
            f"the type of {column} cannot be changed: {held[0].id} holds rows of {table}",
            hint=f"Change {held[0].id} to text first, in a migration of its own, and back to {held[0].type} in one "
            "that follows.",
        )


def refuse_on_partition_key(column: ObjectId, snapshot: Snapshot) -> None:
    """PostgreSQL changes the type of no column that its table, or one above it, is partitioned by."""
    table = snapshot.get(_table_of(column))
    while isinstance(table, Table):
        if column.name in table.partition_columns:
            raise UnsupportedChangeError(
                f"the type of {column} cannot be changed: {table.id.schema}.{table.id.name} is partitioned by it",
                hint="Make a new partitioned table with the new type, copy the rows and rename it, in a migration of "
                "your own.",
            )
        table = snapshot.get(table.owner_id) if table.owner_id is not None else None
