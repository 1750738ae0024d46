"""That a table is a partition of another: attached after both stand, detached before one goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import qualified
from matrx_orm_migrate.detectors.common import (
    RELATION_KIND,
    USER_SCHEMA,
    ancestors,
    is_partitioned,
    partition_link,
    relations,
    rows_live_elsewhere,
    statements,
    table_id,
)
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Reaction, Rebuild
from matrx_orm_migrate.schema import (
    CatalogObject,
    Change,
    ForeignKey,
    Hazard,
    HazardKind,
    ObjectId,
    Partition,
    Statement,
)

__all__ = ["PartitionDetector"]

_DEFAULT = "DEFAULT"


class PartitionDetector(Detector):
    """Partition bonds.  The catalog keeps them in columns of pg_class, so they have no address of their own."""

    kind = "partition"
    catalog = "pg_inherits"
    rank = 60

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=relations("p"),
            sql=f"""SELECT 0, 0, n.nspname, c.relname, {RELATION_KIND.format(relation="c")}, pn.nspname, pc.relname,
                           pg_catalog.pg_get_expr(c.relpartbound, c.oid)
                    FROM pg_catalog.pg_class c
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    JOIN pg_catalog.pg_inherits pi ON pi.inhrelid = c.oid
                    JOIN pg_catalog.pg_class pc ON pc.oid = pi.inhparent
                    JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace
                    WHERE c.relispartition AND c.relkind IN ('r', 'p', 'f') AND {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> Partition:
        _oid, _sub, schema, name, kind, parent_schema, parent, bound = row
        child, parent_id = ObjectId(kind, schema, name), table_id(parent_schema, parent)
        return Partition(
            id=partition_link(schema, name),
            owner_id=child,
            parent=parent_id,
            bound=bound,
            depends_on=(child, parent_id),
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Partition)
        sql = f"ALTER TABLE {_parent(obj)} ATTACH PARTITION {_child(obj)} {obj.bound}"
        return (Statement(sql=sql, hazards=_hazards(obj, context)),)

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Partition)
        sql = f"ALTER TABLE {_parent(obj)} DETACH PARTITION {_child(obj)}"
        if not any(_watches(key, obj, context) for key in _keys_above(obj, context)):
            return statements(sql)
        message = f"fails where rows refer to those of {_child(obj)}"
        return (Statement(sql=sql, hazards=(Hazard(kind=HazardKind.MAY_FAIL, object=obj.id, message=message),)),)

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Rebuild:
        # two steps, so that all partitions are detached before any takes its new bounds; no row may go that is referred
        # to, so the foreign keys go before, and are made again (and checked) behind that
        assert isinstance(before, Partition)
        keys = _keys_above(before, context)
        return Rebuild(rebuilds=tuple(key.id for key in keys if _steps_back(key, before, context)))

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        # a parent that is altered keeps its partitions; PostgreSQL refuses what it cannot carry down to them
        return Reaction()

    def describe(self, obj: CatalogObject) -> str:
        assert isinstance(obj, Partition)
        return f"partition {obj.id.schema}.{obj.id.name} of {obj.parent.schema}.{obj.parent.name}"


def _keys_above(bond: Partition, context: PlanContext) -> list[ForeignKey]:
    """The foreign keys that refer to what it is a partition of; of those of partitions, their parents' alone."""
    keys = [key for table in ancestors(bond.parent, context) for key in context.referred.get(table, ())]
    return sorted((key for key in keys if key.origin is None), key=lambda key: key.id)


def _steps_back(key: ForeignKey, bond: Partition, context: PlanContext) -> bool:
    """Whether the key goes before the bond does, and is made again behind it.

    Not one of the same partitioned table: its partitions get theirs while they stand alone, and are joined with it.
    """
    if key.owner_id is None or not is_partitioned(key.owner_id, context.current):
        return True
    return ancestors(key.owner_id, context)[-1] != ancestors(bond.parent, context)[-1]


def _watches(key: ForeignKey, bond: Partition, context: PlanContext) -> bool:
    """Whether the key is there while the partition is detached."""
    ordinary = key.owner_id is not None and not is_partitioned(key.owner_id, context.current)
    if not _stays(key, context):
        return not ordinary and key.owner_id not in context.desired  # with its table, it may go later
    if ordinary:
        return bond.id not in context.desired
    moves = bond.id in context.desired and context.desired.get(bond.id) != bond
    return not (moves and _steps_back(key, bond, context))


def _stays(key: ForeignKey, context: PlanContext) -> bool:
    """Whether the key is to be there afterwards, under this name or another."""
    return key.id in context.desired or any(
        isinstance(obj, ForeignKey) and obj.owner_id == key.owner_id and obj.definition == key.definition
        for obj in context.desired
    )


def _hazards(obj: Partition, context: PlanContext) -> tuple[Hazard, ...]:
    """PostgreSQL looks through the rows of the partition, and those of a DEFAULT one that would belong to it now."""
    if context.current.get(obj.id) == obj:
        return ()  # the rows were within these bounds already
    found: list[Hazard] = []
    if obj.owner_id in context.current and not rows_live_elsewhere(obj.owner_id, context):
        message = f"fails where a row of {_child(obj)} is outside of its bounds: {obj.bound}"
        found.append(Hazard(kind=HazardKind.MAY_FAIL, object=obj.id, message=message))
        message = f"reads the whole of {_child(obj)}"
        found.append(Hazard(kind=HazardKind.TABLE_SCAN, object=obj.id, message=message))
    for other in context.partitions.get(obj.parent, ()):
        if other.bound == _DEFAULT and other != obj and other.owner_id in context.current:
            message = f"fails where {_child(other)}, the default partition, has rows for {_child(obj)}"
            found.append(Hazard(kind=HazardKind.MAY_FAIL, object=obj.id, message=message))
    return tuple(found)


def _child(obj: Partition) -> str:
    return qualified(obj.id.schema, obj.id.name)


def _parent(obj: Partition) -> str:
    return qualified(obj.parent.schema, obj.parent.name)
