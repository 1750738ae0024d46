"""Owners, grants and default privileges for matrx-orm-migrate: detectors, lint rules, and words for models.

``from matrx_orm_migrate_privileges import DefaultPrivileges, Grant, Owner, give`` is for models.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matrx_orm_migrate.hooks import Detector, Finding, Review, hookimpl
from matrx_orm_migrate.schema import Change, Snapshot
from matrx_orm_migrate_privileges.models import PUBLIC, DefaultPrivileges, Grant, Owner, give

__all__ = [
    "PUBLIC",
    "DefaultPrivileges",
    "Grant",
    "Owner",
    "give",
    "matrx_detectors",
    "matrx_review",
    "matrx_rewrite",
    "requires_hook_api",
]

requires_hook_api = 1


@hookimpl
def matrx_detectors() -> Iterable[Detector]:
    """Owners, privileges, default privileges."""
    from matrx_orm_migrate_privileges.default_privileges import DefaultPrivilegesDetector
    from matrx_orm_migrate_privileges.owner import OwnerDetector
    from matrx_orm_migrate_privileges.privileges import PrivilegesDetector

    return (DefaultPrivilegesDetector(), OwnerDetector(), PrivilegesDetector())


@hookimpl
def matrx_rewrite(changes: Sequence[Change], current: Snapshot, desired: Snapshot) -> Sequence[Change] | None:
    """What default privileges and owners that change bring about on objects that are to be as new ones are."""
    from matrx_orm_migrate_privileges.following import followed

    return followed(changes, current, desired)


@hookimpl
def matrx_review(plan: Review) -> Iterable[Finding]:
    """What everybody may do that perhaps nobody meant."""
    from matrx_orm_migrate_privileges.lint import findings

    return findings(plan)
