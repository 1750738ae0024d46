"""Pytest fixtures: a server for the session (one for each xdist worker), and fresh databases on it.

``pytest_plugins = ["matrx_orm_migrate.testing.fixtures"]`` in a ``conftest.py`` has them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.testing.servers import Databases, fresh_databases, reachable_directory, start_server

__all__ = ["database_url", "make_database", "reachable_dir", "server"]


@pytest.fixture(scope="session")
def server() -> Iterator[EmbeddedServer]:
    """A running PostgreSQL; ``server.url(database)`` is for its superuser.  Deleted at the session's end."""
    with start_server() as running:
        yield running


@pytest.fixture
def reachable_dir() -> Iterator[Path]:
    """Instead of ``tmp_path`` where an embedded server's data are put: see `reachable_directory`."""
    with reachable_directory() as directory:
        yield directory


@pytest.fixture
def make_database(server: EmbeddedServer) -> Iterator[Databases]:
    """``make_database()`` makes an empty database and returns its URL; all of them are dropped after the test."""
    with fresh_databases(server) as databases:
        yield databases


@pytest.fixture
def database_url(make_database: Databases) -> str:
    """The URL of an empty database of the test's own."""
    return make_database()
