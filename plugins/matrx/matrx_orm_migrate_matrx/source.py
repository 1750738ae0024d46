"""The source: models of matrx-orm."""

from __future__ import annotations

import sys
from types import ModuleType

from matrx_orm_migrate.errors import SourceError
from matrx_orm_migrate.hooks import Desired, Source, SourceContext, is_import_string
from matrx_orm_migrate_matrx.asking import asked_for
from matrx_orm_migrate_matrx.reading import classes_of, is_model, read

__all__ = ["MatrxSource"]


class MatrxSource(Source):
    """An import string, a module, a model class, or a list of model classes.

    A module stands for the models in it and below it.  Models without a schema of their own belong to ``public``.
    """

    name = "matrx"

    def accepts(self, spec: object) -> bool:
        """Whether ``spec`` could be models of matrx-orm."""
        if isinstance(spec, str):
            return is_import_string(spec)
        if isinstance(spec, list | tuple | set | frozenset):
            return bool(spec) and all(is_model(one) for one in spec)
        if isinstance(spec, ModuleType):
            return "matrx_orm" in sys.modules
        return is_model(spec)

    def recognises(self, spec: object, context: SourceContext) -> bool:
        """Whether there are model classes."""
        return bool(classes_of(spec, context))

    def load(self, specs: tuple[object, ...], context: SourceContext) -> Desired:
        """What the models ask for, and what they leave to the database."""
        classes = dict.fromkeys(cls for spec in specs for cls in classes_of(spec, context))
        if not classes:
            shown = ", ".join(spec if isinstance(spec, str) else repr(spec) for spec in specs)
            raise SourceError(
                f"no models: {shown} has no model class of matrx-orm",
                hint="See that the modules with the models are imported; an empty model would drop everything.",
            )
        return asked_for(read(classes, context), context)
