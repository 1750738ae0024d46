"""One connection of a run: SQLAlchemy's, and the driver's below it."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

from matrx_orm_migrate.errors import MatrxMigrateError, UsageError
from matrx_orm_migrate.executor.failures import connection_lost, unavailable

if TYPE_CHECKING:
    from asyncpg import Connection
    from sqlalchemy.ext.asyncio import AsyncConnection

    from matrx_orm_migrate.connections import Database

__all__ = ["SAVEPOINT", "Link"]

log = logging.getLogger(__name__)

SAVEPOINT = "matrx_orm_migrate"
CLOSE_WITHIN = 5.0


class Link:
    """One connection: the driver's, and SQLAlchemy's around it, which ours have once a migration may ask for it."""

    def __init__(
        self,
        database: Database,
        driver: Connection[Any],
        stack: AsyncExitStack,
        mode: str,
        connection: AsyncConnection | None = None,
    ) -> None:
        self.driver = driver
        self.mode = mode  # "engine", "autocommit" or "borrowed"
        self._database = database
        self._connection = connection
        self._stack = stack
        self._dialled = database.connector is not None
        self._given_back = False

    @classmethod
    async def open(cls, database: Database, *, wrapped: bool = False) -> Link:
        """Connect; :class:`DatabaseUnavailableError` where that fails.  ``wrapped``: see `wrap`.

        In a task of its own: SQLAlchemy 2.0 leaves a connection open where it is cancelled while it sets one up.
        """
        opening = asyncio.ensure_future(cls._open(database, wrapped=wrapped))
        try:
            return await asyncio.shield(opening)
        except asyncio.CancelledError:
            with contextlib.suppress(Exception, asyncio.CancelledError):
                link = await asyncio.wait_for(opening, timeout=2)
                await link.close(spoiled=True)
            raise

    @classmethod
    async def _open(cls, database: Database, *, wrapped: bool) -> Link:
        stack = AsyncExitStack()
        try:
            if database.connector is not None:
                link = cls(database, await database.dial(), stack, "engine")
                if wrapped:
                    await link.wrap()
                return link
            connection = await stack.enter_async_context(database.connect())
            mode = "engine"
            if database.connection is None:
                connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            raw = await connection.get_raw_connection()
            if database.connection is not None:
                level = getattr(raw.dbapi_connection, "isolation_level", None)
                mode = "autocommit" if level == "autocommit" else "borrowed"
            driver: Any = raw.driver_connection
            if not hasattr(driver, "get_server_pid"):
                raise UsageError(
                    f"the driver {type(driver).__module__} cannot be used",
                    hint="Give an engine made with postgresql+asyncpg://.",
                )
            if mode == "borrowed":
                # SQLAlchemy begins its transaction with the first statement that goes through it.
                await connection.exec_driver_sql("SELECT 1")
        except BaseException as error:
            await stack.aclose()
            if isinstance(error, MatrxMigrateError) or not isinstance(error, Exception):
                raise
            raise unavailable(error, "cannot connect to the database") from error
        return cls(database, driver, stack, mode, connection)

    @property
    def usable(self) -> bool:
        """Whether it is ours, and its session was not seen to end."""
        return not self._given_back and not self.driver.is_closed()

    @property
    def connection(self) -> AsyncConnection:
        """SQLAlchemy's connection, after `wrap`."""
        assert self._connection is not None
        return self._connection

    @property
    def wrapped(self) -> bool:
        """Whether SQLAlchemy's connection is there."""
        return self._connection is not None

    async def wrap(self) -> None:
        """Have SQLAlchemy's connection around the driver's, outside of any transaction.

        A run that finds nothing to do, and the connection that holds the lock, never need it.
        """
        connector = self._database.connector
        if self._connection is not None or connector is None:
            return
        connector.load()
        await self._revive()
        connection = await connector.around(self.driver)
        self._stack.push_async_callback(connection.close)
        self._connection = await connection.execution_options(isolation_level="AUTOCOMMIT")

    async def _revive(self) -> None:
        """Connect again where idle_session_timeout ended the session while SQLAlchemy and plugins were being loaded."""
        try:
            await self.driver.execute("SELECT 1")
        except Exception as error:
            if not connection_lost(error, self.driver):
                raise
            self.driver.terminate()
            self.driver = await self._database.dial()

    async def abandon(self) -> None:
        """Roll back whatever is open, also when the task is being cancelled; a second cancellation cuts the connection.

        The driver has asked the server to cancel a query that was running; ROLLBACK waits for that.
        """
        task = asyncio.ensure_future(self._roll_back())
        cancelled: asyncio.CancelledError | None = None
        while not task.done():
            try:
                await asyncio.shield(task)
            except asyncio.CancelledError as error:
                cancelled = error
                self.driver.terminate()
        if cancelled is not None:
            raise cancelled

    async def _roll_back(self) -> None:
        if self.driver.is_closed():
            return
        try:
            async with asyncio.timeout(10):
                if self.mode == "borrowed":
                    await self.driver.execute(f"ROLLBACK TO SAVEPOINT {SAVEPOINT}; RELEASE SAVEPOINT {SAVEPOINT}")
                else:
                    await self.driver.execute("ROLLBACK")
                    await self.forget_sqlalchemy_transaction()
        except Exception as error:
            log.debug("ROLLBACK failed: %s", error)
            self.driver.terminate()

    async def forget_sqlalchemy_transaction(self) -> None:
        """End what SQLAlchemy believes to be a transaction; in AUTOCOMMIT nothing is sent for it."""
        connection = self._connection
        if self.mode != "borrowed" and connection is not None and not connection.closed and connection.in_transaction():
            await connection.rollback()

    async def close(self, *, spoiled: bool = False) -> None:
        """Give the connection back; a ``spoiled`` one (changed settings, an open transaction) is not used again."""
        if self.mode != "engine" or self._given_back:
            return
        self._given_back = True
        try:
            if spoiled or self.driver.is_in_transaction():
                self.driver.terminate()
                if self._connection is not None:
                    await self._connection.invalidate()
            elif self._dialled:
                # SQLAlchemy waits for the server's goodbye as long as it takes, and writes a traceback if none comes.
                await self.driver.close(timeout=CLOSE_WITHIN)
        except Exception as error:
            log.debug("invalidating a connection failed: %s", error)
            self.driver.terminate()
        try:
            await self._stack.aclose()
        except Exception as error:
            log.debug("closing a connection failed: %s", error)
