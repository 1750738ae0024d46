"""For the tests of the plugin: databases, the plugin among the built-in ones, and what it generates, imported."""

from __future__ import annotations

import importlib
import sys
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from matrx_orm_migrate import rebuild_schema
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.plugins import plugins_with

pytest_plugins = ["matrx_orm_migrate.testing.fixtures"]


@pytest.fixture
def plugins() -> PluginManager:
    """The built-in plugins and this one."""
    import matrx_orm_migrate_pydantic

    return plugins_with(pydantic=matrx_orm_migrate_pydantic)


@pytest.fixture
def generate(plugins: PluginManager, tmp_path: Path) -> Iterator[Callable[..., object]]:
    """``await generate(url, name, **options)`` writes the package of that name, and imports it without a warning."""
    before = set(sys.modules)

    async def run(url: str, name: str, **options: object) -> ModuleType:
        await rebuild_schema(
            url,
            output=tmp_path / name,
            schemas=["*"],
            targets=["pydantic"],
            plugins=plugins,
            options={"pydantic": options},
        )
        importlib.invalidate_caches()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            return importlib.import_module(name)

    sys.path.insert(0, str(tmp_path))
    yield run
    sys.path.remove(str(tmp_path))
    for name in set(sys.modules) - before:
        del sys.modules[name]
