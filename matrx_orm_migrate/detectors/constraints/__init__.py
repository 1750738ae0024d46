"""Table constraints: one detector a kind, over one shared shape."""

from __future__ import annotations

from matrx_orm_migrate.detectors.constraints.check import CheckDetector
from matrx_orm_migrate.detectors.constraints.exclusion import ExclusionDetector
from matrx_orm_migrate.detectors.constraints.foreign_key import ForeignKeyDetector
from matrx_orm_migrate.detectors.constraints.primary_key import PrimaryKeyDetector
from matrx_orm_migrate.detectors.constraints.unique import UniqueDetector

__all__ = ["CheckDetector", "ExclusionDetector", "ForeignKeyDetector", "PrimaryKeyDetector", "UniqueDetector"]
