"""For the tests of the plugin: databases, the plugin among the built-in ones, and what it generates, imported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import matrx_orm_migrate_pydantic
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.packages import Generate, generated_packages
from matrx_orm_migrate.testing.plugins import plugins_with

pytest_plugins = ["matrx_orm_migrate.testing.fixtures"]


@pytest.fixture
def plugins() -> PluginManager:
    """The built-in plugins and this one."""
    return plugins_with(pydantic=matrx_orm_migrate_pydantic)


@pytest.fixture
def generate(plugins: PluginManager, tmp_path: Path) -> Iterator[Generate]:
    """See `generated_packages`."""
    with generated_packages(tmp_path, "pydantic", plugins) as found:
        yield found
