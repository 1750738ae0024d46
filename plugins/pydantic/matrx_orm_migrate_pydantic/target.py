"""The ``pydantic`` target: a package of models, for rows, new rows and changes."""

from __future__ import annotations

from collections.abc import Sequence

from matrx_orm_migrate.generating.options import Options
from matrx_orm_migrate.generating.shapes import shapes_of, type_names
from matrx_orm_migrate.hooks import GeneratedFile, Target, TargetContext
from matrx_orm_migrate.schema import Snapshot
from matrx_orm_migrate_pydantic.names import RESERVED, model_name
from matrx_orm_migrate_pydantic.render import package_files
from matrx_orm_migrate_pydantic.types import TypeWriter

__all__ = ["PydanticTarget"]

_ENDINGS = {"table": ("", "Create", "Update")}


class PydanticTarget(Target):
    """Writes ``__init__.py``, ``base.py``, ``enums.py`` and ``models.py``.  Its options: ``json``, ``array_nulls``."""

    name = "pydantic"

    def render(self, snapshot: Snapshot, context: TargetContext) -> Sequence[GeneratedFile]:
        """The files.  Raises ``ConfigError`` for an option that there is not."""
        options = Options(self.name, context.options, ("json", "array_nulls"))
        shapes = shapes_of(snapshot, context.schemas)
        names = type_names(shapes, model_name, RESERVED, _ENDINGS)
        types = TypeWriter(
            shapes=shapes,
            names=names,
            json_text=options.choice("json", ("text", "value")) == "text",
            nulls=options.flag("array_nulls", True),
        )
        return package_files(shapes, names, types)
