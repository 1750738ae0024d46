"""For the tests of the plugin: a server with roles."""

from __future__ import annotations

from collections.abc import Iterator

import asyncpg
import pytest

from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.plugins import plugins_with
from matrx_orm_migrate.testing.servers import run_apart, start_server

pytest_plugins = ["matrx_orm_migrate.testing.fixtures"]

ROLES = ("anon", "app", "auditor", "admin", "reader", "writer", "super SUPERUSER", '"odd Role"', '"PUBLIC"', '"user"')


@pytest.fixture(scope="session")
def server() -> Iterator[object]:
    """A running PostgreSQL with the roles; deleted at the session's end."""
    with start_server() as running:
        run_apart(_make_roles(running.url("postgres")))
        yield running


@pytest.fixture
def plugins() -> PluginManager:
    """The built-in plugins and this one."""
    import matrx_orm_migrate_privileges

    return plugins_with(privileges=matrx_orm_migrate_privileges)


async def _make_roles(url: str) -> None:
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://", 1))
    try:
        for role in ROLES:
            await connection.execute(f"CREATE ROLE {role}")
    finally:
        await connection.close()
