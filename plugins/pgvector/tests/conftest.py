"""For the tests of the plugin: a server, databases, and the plugin among the built-in ones."""

from __future__ import annotations

import pytest

from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.plugins import plugins_with

pytest_plugins = ["matrx_orm_migrate.testing.fixtures"]


@pytest.fixture
def plugins() -> PluginManager:
    """The built-in plugins and this one."""
    import matrx_orm_migrate_pgvector

    return plugins_with(pgvector=matrx_orm_migrate_pgvector)
