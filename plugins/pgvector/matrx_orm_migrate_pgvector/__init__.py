"""pgvector for matrx-orm-migrate: columns that change their number of dimensions, and vector indexes under review."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matrx_orm_migrate.hooks import Finding, Review, hookimpl
from matrx_orm_migrate.schema import Change

__all__ = ["matrx_review", "matrx_rewrite", "requires_hook_api"]

requires_hook_api = 1


@hookimpl
def matrx_rewrite(changes: Sequence[Change]) -> Sequence[Change] | None:
    """A column that changes its number of dimensions is dropped and made: no vector fits both."""
    from matrx_orm_migrate_pgvector.vectors import changes_dimensions

    if not any(map(changes_dimensions, changes)):
        return None
    rewritten: list[Change] = []
    for change in changes:
        if changes_dimensions(change):
            rewritten += [Change(before=change.before, after=None), Change(before=None, after=change.after)]
        else:
            rewritten.append(change)
    return rewritten


@hookimpl
def matrx_review(plan: Review) -> Iterable[Finding]:
    """What makes vector indexes slow, useless or impossible."""
    from matrx_orm_migrate_pgvector.lint import findings

    return findings(plan)
