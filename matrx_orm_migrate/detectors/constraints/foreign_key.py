"""FOREIGN KEY constraints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.detectors.common import alter_table, partition_link, table_id
from matrx_orm_migrate.detectors.constraints.common import ConstraintDetector
from matrx_orm_migrate.hooks import PlanContext, Reaction, Rebuild
from matrx_orm_migrate.schema import CatalogObject, Change, Column, ForeignKey, Partition, Statement, Table, maker

__all__ = ["ForeignKeyDetector"]

_ACTIONS = {"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}

_make = maker(ForeignKey)


_TIMINGS = {
    " DEFERRABLE INITIALLY DEFERRED": "DEFERRABLE INITIALLY DEFERRED",
    " DEFERRABLE": "DEFERRABLE INITIALLY IMMEDIATE",
}


class ForeignKeyDetector(ConstraintDetector):
    """FOREIGN KEY."""

    kind = "foreign_key"
    contype = "f"
    rank = 70
    echo = "first"

    def read(self, row: Sequence[Any]) -> ForeignKey:
        schema, table, on_delete, on_update = row[11:15]
        return _make(
            **self.values(row),
            # PostgreSQL lets no partition go with rows that are referred to, so an ordinary table's key goes before and
            # is made behind; a partitioned table's comes before its own partitions do, which may be the same
            depends_on=(table_id(schema, table), *(partition_link(*bond) for bond in row[20] or ())),
            referred_table=table_id(schema, table),
            on_delete=_ACTIONS[on_delete],
            on_update=_ACTIONS[on_update],
        )

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, ForeignKey)
        assert isinstance(after, ForeignKey)
        (said_before, _), (said, timing) = _without_timing(before.definition), _without_timing(after.definition)
        if said_before != said or before.definition == after.definition:
            return super().alter(before, after, context)
        if after.origin is not None and before.origin == after.origin:
            return ()  # the parent's statement takes it along, and PostgreSQL lets nobody alter it alone
        return (alter_table(after.id, f"ALTER CONSTRAINT {quote(after.id.name)} {timing}"),)

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        before, after = change.before, change.after
        if isinstance(before, Partition):
            return Reaction()  # a partition that goes for good leaves the key behind
        if isinstance(before, Column) and isinstance(after, Column):
            # both ends change, one after the other: in between the key would join two types.  (A column that is the
            # same before and after moves to its type's successor of the same name.)
            return Reaction(rebuild=before.base_type != after.base_type or before == after)
        if isinstance(before, Table) and isinstance(after, Table):
            # a permanent table may not refer to an unlogged one, not even between two statements
            return Reaction(rebuild=before.unlogged != after.unlogged)
        return super().react(obj, change, context)


def _without_timing(definition: str) -> tuple[str, str]:
    """A definition without what it says of DEFERRABLE, and that as ALTER CONSTRAINT takes it.

    ``pg_get_constraintdef`` prints it last but for NOT VALID.
    """
    tail = " NOT VALID" if definition.endswith(" NOT VALID") else ""
    stem = definition.removesuffix(tail)
    for printed, words in _TIMINGS.items():
        if stem.endswith(printed):
            return stem.removesuffix(printed) + tail, words
    return definition, "NOT DEFERRABLE"
