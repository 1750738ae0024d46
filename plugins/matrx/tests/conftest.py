"""For the tests of the plugin: a server, databases, and the plugin among the built-in ones."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.plugins import plugins_with

pytest_plugins = ["matrx_orm_migrate.testing.fixtures"]


@pytest.fixture
def plugins() -> PluginManager:
    """The built-in plugins and this one."""
    import matrx_orm_migrate_matrx

    return plugins_with(matrx=matrx_orm_migrate_matrx)


@pytest.fixture(autouse=True)
def no_models_of_other_tests() -> Iterator[None]:
    """matrx-orm keeps one register of models for the process, and refuses a second one of a name."""
    yield
    from matrx_orm import model_registry

    model_registry.clear()
