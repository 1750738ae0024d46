"""For the tests of targets: what they generate, written and imported."""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from matrx_orm_migrate.api import rebuild_schema
from matrx_orm_migrate.hooks import PluginManager

__all__ = ["Generate", "generated_packages"]

Generate = Callable[..., Awaitable[ModuleType]]


@contextmanager
def generated_packages(folder: Path, target: str, plugins: PluginManager) -> Iterator[Generate]:
    """``await generate(url, name, **options)`` writes the package of that name, and imports it without a warning.

    The packages are in ``folder``, of all schemas of the database, with the target's ``options``.  At the end they are
    forgotten; SQLAlchemy would else configure the mappers of one test's models in the next one.
    """

    async def generate(url: str, name: str, **options: object) -> ModuleType:
        await rebuild_schema(
            url, output=folder / name, schemas=["*"], targets=[target], plugins=plugins, options={target: options}
        )
        importlib.invalidate_caches()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return importlib.import_module(name)

    sys.path.insert(0, str(folder))
    try:
        yield generate
    finally:
        sys.path.remove(str(folder))
        for name, module in list(sys.modules.items()):
            if Path(getattr(module, "__file__", None) or "/").is_relative_to(folder):
                _forget_mappers(module)
                del sys.modules[name]


def _forget_mappers(module: ModuleType) -> None:
    base = getattr(module, "Base", None)
    registry = getattr(base, "registry", None) or getattr(base, "_sa_registry", None)
    if registry is not None:
        registry.dispose()
