"""UNIQUE constraints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.detectors.constraints.common import KeyConstraintDetector
from matrx_orm_migrate.schema import Unique, maker

__all__ = ["UniqueDetector"]

_make = maker(Unique)


class UniqueDetector(KeyConstraintDetector):
    """UNIQUE."""

    kind = "unique"
    contype = "u"
    rank = 36

    def read(self, row: Sequence[Any]) -> Unique:
        return _make(**self.values(row))
