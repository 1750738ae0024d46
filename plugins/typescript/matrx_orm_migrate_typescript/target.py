"""The ``typescript`` target: one file of types, without imports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from matrx_orm_migrate.generating.options import Options
from matrx_orm_migrate.generating.shapes import shapes_of, type_names
from matrx_orm_migrate.hooks import GeneratedFile, Target, TargetContext, generated_marker
from matrx_orm_migrate.schema import Snapshot
from matrx_orm_migrate_typescript.drivers import DRIVERS
from matrx_orm_migrate_typescript.render import file_text
from matrx_orm_migrate_typescript.source import RESERVED, type_name
from matrx_orm_migrate_typescript.types import TypeWriter

__all__ = ["TypeScriptTarget"]

_ENDINGS = {"table": ("", "Insert", "Update"), "enum": ("", "Values")}


class TypeScriptTarget(Target):
    """Writes ``database.ts``.  Its options: ``driver``, ``array_nulls`` and ``types`` (the README explains them)."""

    name = "typescript"

    def render(self, snapshot: Snapshot, context: TargetContext) -> Sequence[GeneratedFile]:
        """The file.  Raises ``ConfigError`` for an option that there is not."""
        options = Options(self.name, context.options, ("driver", "array_nulls", "types"))
        shapes = shapes_of(snapshot, context.schemas)
        types = TypeWriter(
            shapes=shapes,
            names=type_names(shapes, type_name, RESERVED, _ENDINGS),
            driver=DRIVERS[options.choice("driver", tuple(DRIVERS))],
            overrides=options.texts("types"),
            nulls=options.flag("array_nulls", True),
        )
        text = file_text(generated_marker(self.name, "//"), shapes, types)
        return (GeneratedFile(path=PurePosixPath("database.ts"), text=text),)
