"""Built-in sources: where a desired side comes from."""

from __future__ import annotations

from collections.abc import Iterable

from matrx_orm_migrate.hooks.marker import hookimpl
from matrx_orm_migrate.hooks.source import Source

__all__ = ["matrx_sources"]


@hookimpl
def matrx_sources() -> Iterable[Source]:
    """SQLAlchemy models, and .sql files."""
    from matrx_orm_migrate.sources.sqlalchemy import SQLAlchemySource
    from matrx_orm_migrate.sources.sqlfile import SqlFileSource

    return (SQLAlchemySource(), SqlFileSource())
