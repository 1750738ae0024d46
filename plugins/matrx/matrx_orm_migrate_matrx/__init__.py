"""matrx-orm for matrx-orm-migrate: its models as a source, and models and managers for it as a target."""

from __future__ import annotations

from collections.abc import Iterable

from matrx_orm_migrate.hooks import Source, Target, hookimpl

__all__ = ["matrx_sources", "matrx_targets", "requires_hook_api"]

requires_hook_api = 1


@hookimpl
def matrx_sources() -> Iterable[Source]:
    """Models of matrx-orm."""
    from matrx_orm_migrate_matrx.source import MatrxSource

    return (MatrxSource(),)


@hookimpl
def matrx_targets() -> Iterable[Target]:
    """Models and managers for matrx-orm."""
    from matrx_orm_migrate_matrx.target import MatrxTarget

    return (MatrxTarget(),)
