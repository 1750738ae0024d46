"""CHECK constraints of tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.detectors.common import inheritance_link
from matrx_orm_migrate.detectors.constraints.common import ConstraintDetector
from matrx_orm_migrate.schema import CatalogObject, Check, ObjectId, maker

__all__ = ["CheckDetector"]

_make = maker(Check)


class CheckDetector(ConstraintDetector):
    """CHECK.  One that a partition has from its parent carries the same name there."""

    kind = "check"
    renamed_along = True
    contype = "c"
    rank = 38

    def read(self, row: Sequence[Any]) -> Check:
        values = self.values(row)
        is_partition, kind = row[9:11]
        if kind != "table":
            values["owner_id"] = ObjectId(kind, values["id"].schema, values["id"].parent)
        origin = values.get("origin")
        if not is_partition and origin is not None:
            values["link"] = inheritance_link(values["id"].schema, values["id"].parent, origin.schema, origin.parent)
            values["declared"] = row[19]
        return _make(**values)

    def follows_anew(self, before: CatalogObject, after: CatalogObject) -> bool:
        # The parent's DROP takes it along.  Where the parent's ADD finds one of the same name, that belongs to the
        # parent alone in a partition, and to both in a table that inherits (MergeWithExistingConstraint in heap.c).
        if after.origin is None:
            return not before.declared
        return not after.declared and after.link is not None and after.link.kind == "inheritance"
