"""Fixtures for all tests: a server for the session (one for each xdist worker), and fresh databases on it."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from matrx_orm_migrate.embedded import EmbeddedServer
from tests.support.servers import Databases, fresh_databases, reachable_directory, start_server

# A test run that a shell put into the background ignores SIGINT, and so would every program that it starts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)
if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:  # nohup
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

# how long hypothesis takes to make its values says how busy the machine is, and nothing of what is tested
settings.register_profile("tests", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("tests")


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
