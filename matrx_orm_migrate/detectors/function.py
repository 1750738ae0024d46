"""Functions, plain and window; trigger functions as well."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.detectors.routines import RoutineDetector
from matrx_orm_migrate.schema import CatalogObject, Function, Routine

__all__ = ["FunctionDetector"]


class FunctionDetector(RoutineDetector):
    """Functions."""

    kind = "function"
    rank = 75
    word = "FUNCTION"
    prokinds = ("f", "w")

    def read(self, row: Sequence[Any]) -> Function:
        language, window = row[13:15]
        return Function(**self.values(row), language=language, window=window)

    def replaces(self, before: Routine, after: Routine) -> bool:
        assert isinstance(before, Function)
        assert isinstance(after, Function)
        return before.window == after.window and super().replaces(before, after)

    def arguments(self, obj: CatalogObject) -> str:
        # names and defaults say nothing about which function it is
        return obj.id.signature[1:-1]
