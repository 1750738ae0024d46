"""For the tests of the plugin: a server with Supabase's roles, and databases laid out like Supabase's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.plugins import plugins_with
from matrx_orm_migrate.testing.servers import run_apart, run_scripts, start_server

pytest_plugins = ["matrx_orm_migrate.testing.fixtures"]

HERE = Path(__file__).parent
PLATFORM = (HERE / "platform.sql").read_text(encoding="utf-8")
ROLES = (HERE / "roles.sql").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def server() -> Iterator[object]:
    """A running PostgreSQL with the roles; deleted at the session's end."""
    with start_server() as running:
        run_apart(run_scripts(running.url("postgres"), ROLES))
        yield running


@pytest.fixture
def plugins() -> PluginManager:
    """The built-in plugins, this one, and the one that knows policies."""
    import matrx_orm_migrate_rls
    import matrx_orm_migrate_supabase

    return plugins_with(rls=matrx_orm_migrate_rls, supabase=matrx_orm_migrate_supabase)


@pytest.fixture
def together() -> PluginManager:
    """The built-in plugins, this one, and those that know policies and privileges."""
    import matrx_orm_migrate_privileges
    import matrx_orm_migrate_rls
    import matrx_orm_migrate_supabase

    return plugins_with(
        privileges=matrx_orm_migrate_privileges, rls=matrx_orm_migrate_rls, supabase=matrx_orm_migrate_supabase
    )


@pytest.fixture
def alone() -> PluginManager:
    """The built-in plugins and this one."""
    import matrx_orm_migrate_supabase

    return plugins_with(supabase=matrx_orm_migrate_supabase)


@pytest.fixture
def project_url(make_database: Callable[[], str]) -> str:
    """The URL of a database as Supabase hands it over."""
    url = make_database()
    run_apart(run_scripts(url, PLATFORM))
    return url
