"""PRIMARY KEY constraints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.detectors.constraints.common import KeyConstraintDetector
from matrx_orm_migrate.schema import PrimaryKey

__all__ = ["PrimaryKeyDetector"]


class PrimaryKeyDetector(KeyConstraintDetector):
    """PRIMARY KEY."""

    kind = "primary_key"
    contype = "p"
    rank = 35

    def read(self, row: Sequence[Any]) -> PrimaryKey:
        return PrimaryKey(**self.values(row))
