"""Built-in schema-builder targets: what turns a snapshot into files."""

from __future__ import annotations

from collections.abc import Iterable

from matrx_orm_migrate.hooks import Target, hookimpl

__all__ = ["matrx_targets"]


@hookimpl
def matrx_targets() -> Iterable[Target]:
    """The built-in targets."""
    from matrx_orm_migrate.targets.managers import ManagersTarget
    from matrx_orm_migrate.targets.sqlalchemy_models import SQLAlchemyTarget

    return (SQLAlchemyTarget(), ManagersTarget())
