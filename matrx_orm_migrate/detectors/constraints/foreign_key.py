"""FOREIGN KEY constraints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.detectors.common import table_id
from matrx_orm_migrate.detectors.constraints.common import ConstraintDetector
from matrx_orm_migrate.hooks import PlanContext, Reaction
from matrx_orm_migrate.schema import CatalogObject, Change, Column, ForeignKey, Table, maker

__all__ = ["ForeignKeyDetector"]

_ACTIONS = {"a": "NO ACTION", "r": "RESTRICT", "c": "CASCADE", "n": "SET NULL", "d": "SET DEFAULT"}

_make = maker(ForeignKey)


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
            depends_on=(table_id(schema, table),),
            referred_table=table_id(schema, table),
            on_delete=_ACTIONS[on_delete],
            on_update=_ACTIONS[on_update],
        )

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        before, after = change.before, change.after
        if isinstance(before, Column) and isinstance(after, Column):
            # both ends change, one after the other: in between the key would join two types.  (A column that is the
            # same before and after moves to its type's successor of the same name.)
            return Reaction(rebuild=before.base_type != after.base_type or before == after)
        if isinstance(before, Table) and isinstance(after, Table):
            # a permanent table may not refer to an unlogged one, not even between two statements
            return Reaction(rebuild=before.unlogged != after.unlogged)
        return super().react(obj, change, context)
