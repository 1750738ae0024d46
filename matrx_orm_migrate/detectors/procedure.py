"""Procedures."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.detectors.routines import RoutineDetector
from matrx_orm_migrate.schema import Procedure

__all__ = ["ProcedureDetector"]


class ProcedureDetector(RoutineDetector):
    """Procedures.

    They keep the arguments' modes where they are named: ``p(integer, OUT text)`` and ``p(integer, text)`` are two
    procedures, and the bare types of the second mean both (PostgreSQL 14, DROP PROCEDURE, Notes).
    """

    kind = "procedure"
    rank = 76
    word = "PROCEDURE"
    prokinds = ("p",)

    def read(self, row: Sequence[Any]) -> Procedure:
        return Procedure(**self.values(row), language=row[13])
