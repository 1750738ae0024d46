"""Where scratch databases are made, and that they are dropped at the end."""

from __future__ import annotations

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

import asyncpg

from matrx_orm_migrate.connections import Database, create_engine, replace_database
from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.diff.scratch import PLACES_HINT, ScratchDatabase
from matrx_orm_migrate.embedded import EmbeddedServer, temporary_embedded
from matrx_orm_migrate.errors import ConfigError, DatabaseUnavailableError, ScratchUnavailableError

__all__ = ["ScratchPlace", "ScratchServer", "open_scratch_server"]

_log = logging.getLogger(__name__)

_PREFIX = "matrx_scratch_"
_LEFT_OVER_AFTER = 600  # seconds; a run that lives keeps a connection open on its scratch database all the time


class ScratchServer:
    """A place where scratch databases can be made.

    ``same_server`` says whether it is the live database's own.  Of another, ``elsewhere`` names it in messages, and
    ``major`` is its version.
    """

    def __init__(self, url: str, *, same_server: bool, elsewhere: str = "", major: int = 0) -> None:
        self._url = url
        self.same_server = same_server
        self.elsewhere = elsewhere
        self.major = major

    def differs_from(self, server_version: int) -> bool:
        """Whether this is another major version of PostgreSQL than the one with that number."""
        return bool(self.major) and self.major != server_version // 10_000

    @asynccontextmanager
    async def database(self) -> AsyncGenerator[ScratchDatabase]:
        """A new empty database, dropped at the end whatever happens.

        Raises ``ScratchUnavailableError`` where the server refuses to make one, or to let us in.
        """
        name = f"{_PREFIX}{int(time.time())}_{secrets.token_hex(4)}"
        async with AsyncExitStack() as stack:
            try:
                scratch = await self._made(name, stack)
            except asyncpg.PostgresError as error:
                where = self.elsewhere or "the server"
                raise ScratchUnavailableError(
                    f"no place for a scratch database: {where} refused: {error}",
                    sqlstate=str(error.sqlstate or ""),
                    hint=PLACES_HINT,
                ) from None
            await scratch.reset()
            yield scratch

    async def _made(self, name: str, stack: AsyncExitStack) -> ScratchDatabase:
        admin_engine = create_engine(self._url)
        stack.push_async_callback(admin_engine.dispose)
        admin = await stack.enter_async_context(admin_engine.connect())
        raw_admin: Any = (await admin.get_raw_connection()).driver_connection
        await _remove_left_overs(raw_admin)
        await raw_admin.execute(f"CREATE DATABASE {quote(name)} TEMPLATE template0")
        stack.push_async_callback(_dropped, raw_admin, name)
        url = replace_database(self._url, name)
        engine = create_engine(url)
        stack.push_async_callback(engine.dispose)
        connection = await stack.enter_async_context(engine.connect())
        raw: Any = (await connection.get_raw_connection()).driver_connection
        return ScratchDatabase(connection, raw, engine, url, self.elsewhere)


class ScratchPlace:
    """Where one run makes its scratch databases: looked for when the first is needed, and kept until the run ends.

    ``notes`` are sentences about it that whoever asked should read.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._stack: AsyncExitStack | None = None
        self._server: ScratchServer | None = None
        self.notes: tuple[str, ...] = ()

    @asynccontextmanager
    async def kept(self) -> AsyncGenerator[None]:
        """Inside, the server that was found is found again."""
        if self._stack is not None:
            yield
            return
        async with AsyncExitStack() as self._stack:
            try:
                yield
            finally:
                self._stack = self._server = None

    @asynccontextmanager
    async def server(self, live_version: int) -> AsyncGenerator[ScratchServer]:
        """The server; ``live_version`` is the number of the live one.  Raises as `open_scratch_server` does."""
        async with self.kept():
            assert self._stack is not None
            if self._server is None:
                self._server = await self._stack.enter_async_context(open_scratch_server(self._database))
                if self._server.differs_from(live_version):
                    self.notes = (
                        f"scratch databases are made on {self._server.elsewhere}, which is PostgreSQL "
                        f"{self._server.major}, and the database is PostgreSQL {live_version // 10_000}: what one of "
                        "them knows, and the other does not, may come out otherwise.",
                    )
                    _log.warning("%s", self.notes[0])
            yield self._server


@asynccontextmanager
async def open_scratch_server(database: Database) -> AsyncGenerator[ScratchServer]:
    """Find a place for scratch databases: the configured one, the server at hand, the embedded one, in this order.

    Raises ``ScratchUnavailableError``, with the reasons, where there is none.
    """
    if url := database.config.scratch_url:
        yield await _elsewhere(url, "the server of scratch_url")
        return
    reason = await _why_not_here(database)
    if not reason:
        yield ScratchServer(database.url, same_server=True)
        return
    try:
        server: EmbeddedServer = await asyncio.to_thread(temporary_embedded)
    except (ConfigError, DatabaseUnavailableError) as error:
        raise ScratchUnavailableError(
            f"no place for a scratch database: {reason}; and {error.message}", hint=PLACES_HINT
        ) from None
    _log.warning("scratch databases are made on the embedded server: %s", reason)
    try:
        yield await _elsewhere(server.url(), "the embedded server")
    finally:
        await asyncio.to_thread(server.stop)


async def _elsewhere(url: str, elsewhere: str) -> ScratchServer:
    engine = create_engine(url)
    try:
        async with engine.connect() as connection:
            raw: Any = (await connection.get_raw_connection()).driver_connection
            major = int(raw.get_server_version().major)
            return ScratchServer(url, same_server=False, elsewhere=elsewhere, major=major)
    except Exception as error:
        # what else the driver raises may show the URL, and with it a password
        reason = f": {error}" if isinstance(error, (OSError, asyncpg.PostgresError)) else ""
        raise ScratchUnavailableError(
            f"no place for a scratch database: {elsewhere} does not answer: {type(error).__name__}{reason}",
            hint=PLACES_HINT,
        ) from None
    finally:
        await engine.dispose()


async def _why_not_here(database: Database) -> str:
    """Why no database can be created where the live one is; empty where it can."""
    async with database.connect() as connection:
        raw: Any = (await connection.get_raw_connection()).driver_connection
        may, standby = await raw.fetchrow(
            "SELECT r.rolcreatedb OR r.rolsuper, pg_catalog.pg_is_in_recovery() FROM pg_catalog.pg_roles r "
            "WHERE r.rolname OPERATOR(pg_catalog.=) current_user"
        )
    if standby:
        return "the server is a standby"
    if not may:
        return "the role may not create databases"
    if database.connection is not None or not database.owned:
        return await _why_url_does_not_work(database.url)
    return ""


async def _why_url_does_not_work(url: str) -> str:
    """A user's engine may connect in ways that its URL does not tell (connect_args, creators)."""
    engine = create_engine(url)
    try:
        async with engine.connect():
            return ""
    except Exception as error:  # whatever the driver raises, the answer is the same: not this way
        return f"the engine's URL alone does not connect ({type(error).__name__})"
    finally:
        await engine.dispose()


async def _remove_left_overs(raw: Any) -> None:
    """Drop scratch databases of runs that were killed: old ones that nobody is connected to."""
    rows = await raw.fetch(
        "SELECT d.datname::text FROM pg_catalog.pg_database d WHERE d.datname OPERATOR(pg_catalog.~~) $1::text "
        "AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_activity a WHERE a.datid OPERATOR(pg_catalog.=) d.oid)",
        _PREFIX.replace("_", r"\_") + "%",
    )
    for (name,) in rows:
        made = name.removeprefix(_PREFIX).partition("_")[0]
        if made.isdigit() and time.time() - int(made) > _LEFT_OVER_AFTER:
            try:
                await raw.execute(f"DROP DATABASE IF EXISTS {quote(name)}")
            except asyncpg.PostgresError as error:  # somebody else's, or just taken: not ours to force
                _log.info("left-over scratch database %s stays: %s", name, error)


async def _dropped(raw: Any, name: str) -> None:
    """`_drop`, to its end even when the task is being cancelled."""
    dropping = asyncio.ensure_future(_drop(raw, name))
    try:
        await asyncio.shield(dropping)
    except asyncio.CancelledError:
        await dropping
        raise


async def _drop(raw: Any, name: str) -> None:
    """Drop a scratch database; one that does not go stays for a later run: what was found in it is worth more.

    FORCE ends sessions of ours at once, but is refused as a whole where a session is another role's, or an autovacuum
    worker (PostgreSQL 18, DROP DATABASE).  Without it the server sends such workers away and waits for the others, five
    seconds.
    """
    sql = f"DROP DATABASE IF EXISTS {quote(name)}"
    failure: Exception | None = None
    for statement in (f"{sql} WITH (FORCE)", sql, f"{sql} WITH (FORCE)"):
        try:
            await raw.execute(statement)
            return
        except (asyncpg.InsufficientPrivilegeError, asyncpg.ObjectInUseError) as error:
            failure = error
        except (asyncpg.PostgresError, asyncpg.InterfaceError, OSError) as error:
            failure = error
            break
    _log.warning("the scratch database %s could not be dropped, and is left to a later run: %s", name, failure)
