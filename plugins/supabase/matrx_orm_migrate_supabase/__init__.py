"""Supabase for matrx-orm-migrate: what the platform owns is left alone, what is the user's on its tables takes part."""

from __future__ import annotations

from collections.abc import Iterable

from matrx_orm_migrate.hooks import Finding, Review, hookimpl
from matrx_orm_migrate.schema import CatalogObject
from matrx_orm_migrate_supabase.platform import takes_part

__all__ = ["matrx_include", "matrx_review", "requires_hook_api"]

requires_hook_api = 1


@hookimpl
def matrx_include(obj: CatalogObject, left_alone: bool) -> bool | None:
    """Leave alone what is Supabase's; take in the user's triggers, policies and publication members on it."""
    return takes_part(obj, of_platform=left_alone)


@hookimpl
def matrx_review(plan: Review) -> Iterable[Finding]:
    """What works in a database and not on Supabase."""
    from matrx_orm_migrate_supabase.lint import findings

    return findings(plan)
