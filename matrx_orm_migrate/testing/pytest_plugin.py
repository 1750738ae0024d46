"""Options and fixtures for pytest, which finds this module by itself (entry point group ``pytest11``).

Nothing is imported and nothing is started before a test asks for a fixture, so that a project without a database
notices nothing of it; ``-p no:matrx_orm_migrate`` takes it out altogether.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from matrx_orm_migrate.api import Migrator
    from matrx_orm_migrate.config import DatabaseConfig
    from matrx_orm_migrate.testing.servers import Databases, Server

__all__ = [
    "empty_database",
    "matrx_databases",
    "matrx_server",
    "matrx_settings",
    "migrated_database",
    "migrator",
]

_NOWHERE = "postgresql://tests.invalid/"  # no such host can exist (RFC 6761)


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, and the settings that stand for them in pytest's configuration."""
    group = parser.getgroup("matrx-orm")
    server = "URL of a server where databases may be created, instead of a temporary one (environment: MATRX_TEST_URL)"
    database = "the name under which [tool.matrx-orm.databases] has the database whose migrations are tested"
    group.addoption("--matrx-orm-server", metavar="URL", help=server)
    group.addoption("--matrx-orm-database", metavar="NAME", help=database)
    group.addoption(
        "--matrx-orm-accept", action="store_true", help="write checksums.txt for the migrations as they are now"
    )
    parser.addini("matrx_orm_server", server, default="")
    parser.addini("matrx_orm_database", database, default="")
    parser.addini("matrx_orm_models", "models that the migrations lead to (package.module:Base)", type="linelist")
    parser.addini("matrx_orm_dir", "the directory of the migrations", default="")
    parser.addini("matrx_orm_schemas", "the schemas that the migrations are about", type="args")


def _said(config: pytest.Config, name: str) -> str:
    return str(config.getoption(f"--{name.replace('_', '-')}") or config.getini(name) or "")


@pytest.fixture(scope="session")
def matrx_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server where tests may make databases: a temporary one of their own, or the one that is configured.

    In this order: ``--matrx-orm-server``, ``MATRX_TEST_URL`` in the environment, ``matrx_orm_server`` in pytest's
    configuration, and a temporary one with the first programs in ``MATRX_TEST_POSTGRES_BIN``, or the embedded ones.
    """
    import os

    from matrx_orm_migrate.testing.servers import open_server

    option = str(request.config.getoption("--matrx-orm-server") or "")
    url = option or os.environ.get("MATRX_TEST_URL", "") or str(request.config.getini("matrx_orm_server") or "")
    with open_server(url) as server:
        yield server


@pytest.fixture(scope="session")
def matrx_settings(request: pytest.FixtureRequest) -> DatabaseConfig:
    """Where the migrations are and what models they lead to; its URL leads nowhere.

    That is what ``[tool.matrx-orm.databases.NAME]`` says, and over it what pytest's configuration does.  A project may
    define a fixture of this name instead.
    """
    from matrx_orm_migrate.config import DatabaseConfig, declared_databases, find_project_dir, settings_for

    config = request.config
    root = find_project_dir(config.rootpath)
    name, declared = _said(config, "matrx_orm_database"), declared_databases(project_dir=root)
    models, directory = tuple(config.getini("matrx_orm_models")), str(config.getini("matrx_orm_dir"))
    if not name and len(declared) == 1:
        name = declared[0]
    if name:
        settings = settings_for(name, _NOWHERE, project_dir=root)
    elif not declared and (models or directory):
        settings = DatabaseConfig(name="tests", url=_NOWHERE, directory=root / "migrations", project_dir=root)
    else:
        known = f"databases: {', '.join(declared)}" if declared else "no database is declared there"
        pytest.fail(
            f"which database's migrations to test is not said: give --matrx-orm-database, or matrx_orm_database in "
            f"pytest's configuration ({root}; {known})",
            pytrace=False,
        )
    schemas = tuple(config.getini("matrx_orm_schemas"))
    return replace(
        settings,
        models=models or settings.models,
        directory=root / directory if directory else settings.directory,
        schemas=schemas or settings.schemas,
    )


@pytest.fixture
def matrx_databases(matrx_server: Server) -> Iterator[Databases]:
    """``matrx_databases()`` makes an empty database and returns its URL; all of them are dropped after the test."""
    from matrx_orm_migrate.testing.servers import fresh_databases

    with fresh_databases(matrx_server) as databases:
        yield databases


@pytest.fixture
def empty_database(matrx_databases: Databases) -> str:
    """The URL of an empty database of the test's own, dropped afterwards however the test ends."""
    return matrx_databases()


@pytest.fixture(scope="session")
def _migrated_once(matrx_server: Server, matrx_settings: DatabaseConfig) -> Iterator[str]:
    """The name of a database to which all migrations are applied; nobody connects to it."""
    from matrx_orm_migrate.api import migrate
    from matrx_orm_migrate.connections import parse_url
    from matrx_orm_migrate.testing.servers import fresh_databases, run_apart

    with fresh_databases(matrx_server) as databases:
        url = databases()
        run_apart(migrate(replace(matrx_settings, url=url)))
        yield str(parse_url(url).database)


@pytest.fixture
def migrated_database(matrx_databases: Databases, _migrated_once: str) -> str:
    """The URL of a database of the test's own with all migrations applied, dropped afterwards however the test ends.

    The migrations run once; each test gets a copy.
    """
    return matrx_databases(template=_migrated_once)


@pytest.fixture
def migrator(empty_database: str, matrx_settings: DatabaseConfig) -> Migrator:
    """A `Migrator` for an empty database of the test's own, with the project's migrations and models."""
    from matrx_orm_migrate.api import Migrator

    return Migrator(replace(matrx_settings, url=empty_database))


@pytest.fixture(scope="session")
def matrx_contract_server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """One of the servers that a `DetectorContract` runs on: the tests' own, or one of other programs at hand."""
    from matrx_orm_migrate.testing.servers import open_server, programs_at_hand

    programs: Any = getattr(request, "param", "")
    if programs in ("", programs_at_hand()[0]):
        yield request.getfixturevalue("matrx_server")
    else:
        with open_server(programs) as server:
            yield server
