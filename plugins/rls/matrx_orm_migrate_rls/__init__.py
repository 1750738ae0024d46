"""Row level security for matrx-orm-migrate: its detectors, its lint rules, and words for models.

``from matrx_orm_migrate_rls import Policy, RowSecurity, secure`` is for models.
"""

from __future__ import annotations

from collections.abc import Iterable

from matrx_orm_migrate.hooks import Detector, Finding, Review, hookimpl
from matrx_orm_migrate_rls.models import Policy, RowSecurity, secure

__all__ = [
    "Policy",
    "RowSecurity",
    "matrx_detectors",
    "matrx_review",
    "requires_hook_api",
    "secure",
]

requires_hook_api = 1


@hookimpl
def matrx_detectors() -> Iterable[Detector]:
    """Whether row level security is on, and the policies."""
    from matrx_orm_migrate_rls.policy import PolicyDetector
    from matrx_orm_migrate_rls.row_security import RowSecurityDetector

    return (RowSecurityDetector(), PolicyDetector())


@hookimpl
def matrx_review(plan: Review) -> Iterable[Finding]:
    """What is open that should perhaps not be, and what costs more than it has to."""
    from matrx_orm_migrate_rls.lint import findings

    return findings(plan)
