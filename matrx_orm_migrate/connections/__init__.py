"""From a name, a URL or an engine to a connection: the only place where connections to databases are opened.

::

    async with open_database("app") as database, database.connect() as connection:
        await connection.exec_driver_sql("select 1")
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote

from matrx_orm_migrate.config import DatabaseConfig, Secret, resolve_database
from matrx_orm_migrate.config.values import url_text
from matrx_orm_migrate.connections.arguments import ConnectArguments
from matrx_orm_migrate.connections.engines import (
    Connector,
    check_driver,
    connect_beside_pool,
    create_engine,
    is_connection_error,
    is_worth_retrying,
    translate_connection_error,
)
from matrx_orm_migrate.connections.urls import display_url, parse_url, replace_database
from matrx_orm_migrate.embedded import EmbeddedServer, start_embedded
from matrx_orm_migrate.errors import ConfigError

if TYPE_CHECKING:
    import asyncpg
    from sqlalchemy import URL, Pool
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

__all__ = [
    "ConnectArguments",
    "Connector",
    "Database",
    "create_engine",
    "display_url",
    "open_database",
    "parse_url",
    "replace_database",
    "translate_connection_error",
]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Database:
    """An opened database: where connections come from.  Made by `open_database`.

    The connections come from ``connector``, which was made here and is disposed of at the end; from the engine that is
    given; or the caller gave one, ``connection``.  ``url`` is what the database can be
    reached at, with password where there is one, for `replace_database` and for programs; show it with `display_url`.
    """

    config: DatabaseConfig
    url: str = field(repr=False)
    connector: Connector | None = None
    given_engine: AsyncEngine | None = None
    connection: AsyncConnection | None = None
    connect_wait: float = 0.0

    @property
    def owned(self) -> bool:
        """Whether the connections are made here, by what the URL says."""
        return self.connector is not None

    @property
    def engine(self) -> AsyncEngine | None:
        """The engine, given or made; None where the caller gave a connection."""
        return self.connector.engine if self.connector is not None else self.given_engine

    @asynccontextmanager
    async def connect(self) -> AsyncGenerator[AsyncConnection]:
        """A new connection, closed at the end; or the caller's, left open and as it is.

        Raises `DatabaseUnavailableError` where there is none to be had; what can change by waiting (nobody listens, the
        server is starting, it has no connection left) is tried again for ``connect_wait`` seconds.
        """
        if self.connection is not None:
            yield self.connection
            return
        connection, pool = await self._connected()

        async def close() -> None:
            from sqlalchemy.util import greenlet_spawn

            try:
                await connection.close()
            finally:
                if pool is not None:
                    await greenlet_spawn(pool.dispose)

        try:
            yield connection
        finally:
            # As SQLAlchemy does it: closing goes on where this task is cancelled meanwhile.
            await asyncio.shield(asyncio.ensure_future(close()))

    async def _connected(self) -> tuple[AsyncConnection, Pool | None]:
        engine = self.engine
        assert engine is not None

        async def connect() -> tuple[AsyncConnection, Pool | None]:
            return await connect_beside_pool(engine)

        return await self._patiently(connect)

    async def dial(self) -> asyncpg.Connection:
        """A new connection of the driver's, from `connector`; raises as `connect` does."""
        assert self.connector is not None
        return await self._patiently(self.connector.connect)

    async def _patiently(self, connect: Callable[[], Awaitable[_T]]) -> _T:
        deadline = time.monotonic() + self.connect_wait
        pause = 0.1
        while True:
            try:
                return await connect()
            except Exception as error:
                if not is_connection_error(error):
                    raise
                left = deadline - time.monotonic()
                if left <= 0 or not is_worth_retrying(error):
                    raise translate_connection_error(error, self.url) from None
            await asyncio.sleep(min(pause, left))
            pause = min(pause * 2, 1.0)


@asynccontextmanager
async def open_database(
    database: str | URL | DatabaseConfig | AsyncEngine | AsyncConnection,
    *,
    project_dir: Path | None = None,
    connect_timeout: float = 10.0,
    connect_wait: float = 0.0,
) -> AsyncGenerator[Database]:
    """Make a database ready for connections; nothing is connected yet, but an embedded server is started.

    ``database`` is a name or URL (see `resolve_database`, which ``project_dir`` is for), its configuration, an engine,
    or a connection.  Engines and connections that are given are used and never disposed of, closed or configured;
    ``connect_timeout`` (seconds for each host) is for engines that are made here.  ``connect_wait``: see
    `Database.connect`.

    Raises `ConfigError` for what is not configured, for a URL that cannot be read, and for an engine without asyncpg;
    `DatabaseUnavailableError` where the embedded server does not start.
    """
    async with AsyncExitStack() as stack:
        config, connection = _configured(database, project_dir)
        connector: Connector | None = None
        engine = config.engine
        if engine is not None:
            check_driver(engine)
            url = engine.url.render_as_string(hide_password=False)
        else:
            assert config.url is not None
            url = config.url
            if url.startswith("embedded:"):
                server = await _start_server(url)
                stack.push_async_callback(asyncio.to_thread, server.stop)
                url = server.url()
            connector = Connector(url, connect_timeout=connect_timeout)
            stack.push_async_callback(connector.dispose)
        yield Database(
            config=config,
            url=Secret(url),
            connector=connector,
            given_engine=None if connection is not None else engine,
            connection=connection,
            connect_wait=connect_wait,
        )


def _configured(database: object, project_dir: Path | None) -> tuple[DatabaseConfig, AsyncConnection | None]:
    if isinstance(database, str):
        return resolve_database(database, project_dir=project_dir), None
    if isinstance(database, DatabaseConfig):
        return database, None
    from sqlalchemy import URL
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    if isinstance(database, URL):
        return resolve_database(url_text(database), project_dir=project_dir), None
    connection = database if isinstance(database, AsyncConnection) else None
    engine = connection.engine if connection is not None else database
    if not isinstance(engine, AsyncEngine):
        raise ConfigError(
            f"a database cannot be opened from a {type(database).__name__}",
            hint='Pass a name, a URL, an AsyncConnection, or create_async_engine("postgresql+asyncpg://…").',
        )
    root = Path.cwd() if project_dir is None else project_dir.absolute()
    name = engine.url.database or "engine"
    return DatabaseConfig(name=name, engine=engine, directory=root / "migrations", project_dir=root), connection


async def _start_server(url: str) -> EmbeddedServer:
    """Start the server of an ``embedded:///dir`` URL in a thread; one that nobody waits for any more is stopped."""
    scheme, _, path = url.partition("://")
    directory = Path(unquote(path))
    if scheme != "embedded" or not directory.is_absolute():
        raise ConfigError(
            "an embedded server's URL is embedded:///DIRECTORY, with an absolute path",
            hint='Write three slashes, or the name "embedded" for .matrx-orm/embedded in the project.',
        )
    starting = asyncio.ensure_future(asyncio.to_thread(start_embedded, directory))
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        with suppress(Exception):
            server = await starting
            await asyncio.to_thread(server.stop)
        raise
