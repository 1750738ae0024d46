"""Servers and databases for tests: the embedded PostgreSQL, or the one that ``MATRX_TEST_POSTGRES_BIN`` names."""

from __future__ import annotations

import asyncio
import os
import tempfile
import threading
import uuid
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import asyncpg

from matrx_orm_migrate.embedded import EmbeddedServer, temporary_embedded

__all__ = [
    "Databases",
    "fresh_databases",
    "reachable_directory",
    "run_apart",
    "start_server",
]


def start_server() -> EmbeddedServer:
    """A new server with new data, for whoever stops it; nothing in it waits for the disk.

    ``MATRX_TEST_POSTGRES_BIN`` may name the ``bin`` directory of another PostgreSQL, 13 or later.
    """
    bin_dir = os.environ.get("MATRX_TEST_POSTGRES_BIN", "")
    return temporary_embedded(bin_dir=Path(bin_dir) if bin_dir else None)


@contextmanager
def reachable_directory() -> Iterator[Path]:
    """A temporary directory that a server's account can reach when root runs the tests.

    Pytest's own are below one that is for root alone, and that every session which starts makes so again.
    """
    with tempfile.TemporaryDirectory(prefix="matrx-test-") as directory:
        yield Path(directory).resolve()


class Databases:
    """Fresh databases on one server; a call makes one, with a name of its own or the one given, and returns its URL."""

    def __init__(self, server: EmbeddedServer) -> None:
        self._server = server
        self._made: list[str] = []

    def __call__(self, name: str = "") -> str:
        name = name or f"test_{uuid.uuid4().hex}"
        run_apart(_execute(self._server, f"CREATE DATABASE {_quoted(name)} TEMPLATE template0"))
        self._made.append(name)
        return self._server.url(name)

    def drop(self) -> None:
        """Drop what was made, whoever is still connected."""
        drops = [f"DROP DATABASE IF EXISTS {_quoted(name)} WITH (FORCE)" for name in self._made]
        self._made.clear()
        if drops:
            run_apart(_execute(self._server, *drops))


@contextmanager
def fresh_databases(server: EmbeddedServer) -> Iterator[Databases]:
    """A `Databases` whose databases are dropped at the end."""
    databases = Databases(server)
    try:
        yield databases
    finally:
        databases.drop()


def run_apart(work: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine to its end in a thread, for fixtures that synchronous and asynchronous tests use alike."""
    failures: list[BaseException] = []

    def target() -> None:
        try:
            asyncio.run(work)
        except BaseException as failure:
            failures.append(failure)

    thread = threading.Thread(target=target)
    thread.start()
    thread.join()
    if failures:
        raise failures[0]


async def _execute(server: EmbeddedServer, *statements: str) -> None:
    connection = await asyncpg.connect(
        host=str(server.socket_dir), port=server.port, user="postgres", database="postgres", statement_cache_size=0
    )
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
