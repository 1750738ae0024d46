"""EXCLUDE constraints."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.detectors.constraints.common import KeyConstraintDetector
from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.schema import CatalogObject, Exclusion, Statement

__all__ = ["ExclusionDetector"]

# Partitioned tables have exclusion constraints from 17 on (release notes); what a partition has already is joined to
# its parent's from 18 on (CompareIndexInfo in src/backend/catalog/index.c), and stands beside one more before.
_JOINED_SINCE = 180000


class ExclusionDetector(KeyConstraintDetector):
    """EXCLUDE."""

    kind = "exclusion"
    contype = "x"
    rank = 37

    def read(self, row: Sequence[Any]) -> Exclusion:
        # pg_get_constraintdef prints the parameters of this kind of index itself
        return Exclusion(**{**self.values(row), "index_options": ()})

    def may_be_part(self, obj: CatalogObject) -> bool:
        return obj.origin is None and super().may_be_part(obj)

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        if obj.origin is not None and context.server_version < _JOINED_SINCE:
            return ()  # it comes along with its parent's, under the name that PostgreSQL chooses
        return super().create(obj, parts, context)
