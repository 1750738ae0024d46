"""Changes → a plan: ordered statements."""

from __future__ import annotations

from matrx_orm_migrate.diff.plan.joined import joined
from matrx_orm_migrate.diff.plan.model import KEEP, Plan, Step
from matrx_orm_migrate.diff.plan.planner import make_plan

__all__ = ["KEEP", "Plan", "Step", "joined", "make_plan"]
