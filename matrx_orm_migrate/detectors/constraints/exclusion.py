"""EXCLUDE constraints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.detectors.constraints.common import KeyConstraintDetector
from matrx_orm_migrate.schema import Exclusion

__all__ = ["ExclusionDetector"]


class ExclusionDetector(KeyConstraintDetector):
    """EXCLUDE."""

    kind = "exclusion"
    contype = "x"
    rank = 37

    def read(self, row: Sequence[Any]) -> Exclusion:
        # pg_get_constraintdef prints the parameters of this kind of index itself
        return Exclusion(**{**self.values(row), "index_options": ()})
