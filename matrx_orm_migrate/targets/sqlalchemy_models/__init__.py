"""The ``sqlalchemy`` target: a package of SQLAlchemy 2 declarative models that makes the same database again."""

from __future__ import annotations

from collections.abc import Sequence

from matrx_orm_migrate.hooks import GeneratedFile, Target, TargetContext
from matrx_orm_migrate.schema import Snapshot
from matrx_orm_migrate.targets.sqlalchemy_models.package import describe
from matrx_orm_migrate.targets.sqlalchemy_models.render import package_files

__all__ = ["SQLAlchemyTarget"]


class SQLAlchemyTarget(Target):
    """Writes ``__init__.py``, ``base.py``, ``enums.py`` and ``models.py``."""

    name = "sqlalchemy"

    def render(self, snapshot: Snapshot, context: TargetContext) -> Sequence[GeneratedFile]:
        """The files of the package."""
        return package_files(describe(snapshot, context), snapshot.server_version)
