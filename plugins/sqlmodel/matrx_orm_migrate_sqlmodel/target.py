"""The ``sqlmodel`` target: a package of SQLModel classes that makes the same database again."""

from __future__ import annotations

from collections.abc import Sequence

from matrx_orm_migrate.generating.options import Options
from matrx_orm_migrate.generating.package import describe
from matrx_orm_migrate.hooks import GeneratedFile, Target, TargetContext
from matrx_orm_migrate.schema import Snapshot
from matrx_orm_migrate_sqlmodel.names import STYLE
from matrx_orm_migrate_sqlmodel.render import package_files

__all__ = ["SQLModelTarget"]


class SQLModelTarget(Target):
    """Writes ``__init__.py``, ``base.py``, ``enums.py``, ``models.py``, and .sql files for what models cannot say."""

    name = "sqlmodel"

    def render(self, snapshot: Snapshot, context: TargetContext) -> Sequence[GeneratedFile]:
        """The files of the package.  Raises ``ConfigError`` for an option: it has none."""
        Options(self.name, context.options, ())
        package = describe(snapshot, context, STYLE)
        creations = context.creations(lambda obj: obj.id in package.said)
        return package_files(package, snapshot.server_version, creations)
