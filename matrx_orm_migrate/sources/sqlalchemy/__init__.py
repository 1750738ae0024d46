"""SQLAlchemy models as the desired side."""

from __future__ import annotations

from matrx_orm_migrate.sources.sqlalchemy.source import SQLAlchemySource

__all__ = ["SQLAlchemySource"]
