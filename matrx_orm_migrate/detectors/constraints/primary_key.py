"""PRIMARY KEY constraints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.detectors.constraints.common import KeyConstraintDetector
from matrx_orm_migrate.schema import PrimaryKey, maker

__all__ = ["PrimaryKeyDetector"]

_make = maker(PrimaryKey)


class PrimaryKeyDetector(KeyConstraintDetector):
    """PRIMARY KEY."""

    kind = "primary_key"
    contype = "p"
    rank = 35

    def read(self, row: Sequence[Any]) -> PrimaryKey:
        return _make(**self.values(row))
