"""Pydantic models of what a database holds, for ``rebuild --target pydantic``."""

from __future__ import annotations

from collections.abc import Iterable

from matrx_orm_migrate.hooks import Target, hookimpl

__all__ = ["matrx_targets", "requires_hook_api"]

requires_hook_api = 1


@hookimpl
def matrx_targets() -> Iterable[Target]:
    """The target; its module is imported when it is asked for."""
    from matrx_orm_migrate_pydantic.target import PydanticTarget

    return (PydanticTarget(),)
