"""The ``sqlalchemy`` target: a package of SQLAlchemy 2 declarative models that makes the same database again."""

from __future__ import annotations

from collections.abc import Sequence

from matrx_orm_migrate.generating.package import describe
from matrx_orm_migrate.hooks import GeneratedFile, Target, TargetContext
from matrx_orm_migrate.schema import Snapshot
from matrx_orm_migrate.targets.sqlalchemy_models.render import package_files

__all__ = ["SQLAlchemyTarget"]


class SQLAlchemyTarget(Target):
    """Writes ``__init__.py``, ``base.py``, ``enums.py``, ``models.py``, and .sql files for what models cannot say."""

    name = "sqlalchemy"

    def render(self, snapshot: Snapshot, context: TargetContext) -> Sequence[GeneratedFile]:
        """The files of the package."""
        package = describe(snapshot, context)
        creations = context.creations(lambda obj: obj.id in package.said)
        return package_files(package, snapshot.server_version, creations)
