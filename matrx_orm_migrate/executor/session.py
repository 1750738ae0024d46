"""The connections of one run: one that works, one that holds the lock; and transactions on the first.

Three ways, by what the caller gave:

- *an engine or a URL*: both connections are ours.  SQLAlchemy is told AUTOCOMMIT, and BEGIN and COMMIT are sent by
  simple protocol together with the bookkeeping, so a migration costs two round trips beside its own statements.
- *a connection in AUTOCOMMIT*: transactions are ours on that connection; the lock belongs to its session.
- *any other connection*: everything happens in the caller's transaction, each migration in a savepoint, and only the
  caller commits.  The locks are kept until then.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import Callable, Iterator
from enum import Enum
from typing import TYPE_CHECKING, Any

from matrx_orm_migrate.connections.settings import set_local
from matrx_orm_migrate.errors import DatabaseUnavailableError, LockNotObtainedError, MatrxMigrateError
from matrx_orm_migrate.executor.failures import sqlstate_of, unavailable
from matrx_orm_migrate.executor.link import SAVEPOINT, Link
from matrx_orm_migrate.operations import fetch_rows
from matrx_orm_migrate.state import (
    DatabaseState,
    MigrationLock,
    TrackingTable,
    find_holder,
    literal,
    read_state,
    refuse_history_elsewhere,
)

if TYPE_CHECKING:
    from asyncpg import Connection

    from matrx_orm_migrate.connections import Database
    from matrx_orm_migrate.loader import MigrationHistory

__all__ = ["OTHER_TRANSACTION", "STEP_MARK", "Begun", "NotCommittedError", "Session"]

log = logging.getLogger(__name__)

TRANSACTION = "matrx_orm_migrate.transaction"
STEP_MARK = "/* matrx-orm-migrate "  # what a statement begins with that runs without a transaction
OTHER_TRANSACTION = "matrx-orm-migrate: not the transaction that was begun"

# Seconds that a run waits for the lock with its connection open; after them it connects for each look, since a pool of
# sessions may have no other connection left for the one that holds the lock.
WAIT_CONNECTED = 2.0
# Seconds until the second connection must have answered once the first holds the lock.
SECOND_CONNECTION_WITHIN = 15.0


class Begun(Enum):
    """How a working transaction began."""

    READY = "ready"
    BUSY = "busy"  # another runner's transaction holds the work lock
    NOT_NEEDED = "not needed"  # the condition does not hold: another runner was quicker


class Session:
    """One run's connections, lock and transactions."""

    def __init__(
        self,
        database: Database,
        table: TrackingTable,
        *,
        lock_wait: float,
        lock_timeout: float,
        on_wait: Callable[[str], None],
    ) -> None:
        self.database = database
        self.table = table
        self.lock_wait = lock_wait
        self.lock_timeout = lock_timeout
        self.role = "none"
        self.waited = 0.0  # seconds of the run that went into waiting for others, and into attempts that they spoilt
        self.waiting_for = ""  # who was seen in the way of a statement
        self.blocking_pid: int | None = None
        self._on_wait = on_wait
        self._work: Link | None = None
        self._guard: Link | None = None
        self._locked = False
        self._run_lock = MigrationLock.for_run(table.schema)
        self._work_lock = MigrationLock.for_work(table.schema)
        self._check_interval = True

    @property
    def work(self) -> Link:
        """The connection that works."""
        assert self._work is not None
        return self._work

    @property
    def borrowed(self) -> bool:
        """Whether everything happens in the caller's transaction."""
        return self.work.mode == "borrowed"

    @property
    def patience(self) -> float:
        """Seconds that the run may still wait for others."""
        return max(0.0, self.lock_wait - self.waited)

    @contextlib.contextmanager
    def waiting(self) -> Iterator[float]:
        """Count the time within against the run's patience; gives the moment at which that is over."""
        started, before = time.monotonic(), self.waited
        try:
            yield started + self.patience
        finally:
            self.waited = before + time.monotonic() - started

    async def __aenter__(self) -> Session:
        self._work = await Link.open(self.database)
        return self

    async def __aexit__(self, *exception: object) -> None:
        closing = asyncio.ensure_future(self._close())
        try:
            await asyncio.shield(closing)
        except asyncio.CancelledError:
            await closing
            raise

    def tell_waiting(self, detail: str) -> None:
        """Say what the run is waiting for."""
        self._on_wait(detail)

    async def _close(self) -> None:
        work = self._work
        if self._locked and work is not None and work.mode == "autocommit" and work.usable:
            try:
                await work.driver.execute(f"SELECT {self._run_lock.release_in_session}")
            except Exception as error:
                log.debug("releasing the lock failed: %s", error)
        if self._guard is not None:
            if not self._guard.driver.is_closed():
                try:
                    async with asyncio.timeout(5):
                        await self._guard.driver.execute("ROLLBACK")
                except Exception as error:
                    log.debug("ending the lock's transaction failed: %s", error)
            await self._guard.close()
        if work is not None:
            await work.close()

    async def read_state(self, history: MigrationHistory) -> DatabaseState:
        """What the database has recorded; refused where it has none here, and these files' in another schema."""
        try:
            state = await read_state(self.work.driver, self.table)
            if not state.table_exists:
                checksums = {name: migration.checksum for name, migration in history.by_name.items()}
                await refuse_history_elsewhere(self.work.driver, self.table, checksums)
        except MatrxMigrateError:
            raise
        except Exception as error:
            raise unavailable(error, "the history of migrations cannot be read") from error
        self.role = state.role
        return state

    async def replace_work(self, *, spoiled: bool = True) -> None:
        """Work on a new connection from now on."""
        if self.work.mode != "engine":
            return
        wrapped = self.work.wrapped
        await self.work.close(spoiled=spoiled)
        self._work = await Link.open(self.database, wrapped=wrapped)

    # The lock of the run.

    async def lock(self) -> None:
        """Take the run's lock, or take it again after its connection was lost; poll as long as there is patience left.

        The connection that worked until now holds the lock, and a new one works from then on.  So nobody but the holder
        of the lock has two connections, and a small pool is never full of runs that wait.

        Raises :class:`LockNotObtainedError`, and :class:`DatabaseUnavailableError` without a second connection.
        """
        if self._locked and (self._guard is None or not self._guard.driver.is_closed()):
            return
        if self._guard is not None:
            await self._guard.close(spoiled=True)
            self._guard = None
        if not await self._try_lock():
            self._on_wait("another run holds the migration lock")
            started = time.monotonic()
            with self.waiting() as deadline:
                while True:
                    if (left := deadline - time.monotonic()) <= 0:
                        raise await self.lock_not_obtained()
                    pause = random.uniform(0.05, 0.2)
                    if self.work.mode == "engine" and time.monotonic() - started > WAIT_CONNECTED:
                        await self.work.close()
                        pause *= 5
                    await asyncio.sleep(min(pause, max(0.01, left)))
                    if await self._try_lock():
                        break
        if self.work.mode == "engine":
            await self._work_beside_the_lock()
        self._locked = True

    async def _work_beside_the_lock(self) -> None:
        """The working connection becomes the one that holds the lock, and another one works."""
        self._guard, self._work = self.work, None
        try:
            async with asyncio.timeout(SECOND_CONNECTION_WITHIN):
                self._work = await Link.open(self.database, wrapped=self._guard.wrapped)
                await self._work.driver.execute("SELECT 1")
        except TimeoutError as error:
            raise DatabaseUnavailableError(
                "no second connection was to be had while the first one holds the migration lock "
                f"(waited {SECOND_CONNECTION_WITHIN:g} s)",
                hint="Allow this role two or more connections (pool size, CONNECTION LIMIT), or connect directly.",
            ) from error
        except MatrxMigrateError:
            raise
        except Exception as error:
            raise unavailable(error, "the second connection cannot be used") from error

    async def _try_lock(self) -> bool:
        try:
            if self.work.mode == "engine":
                if not self.work.usable:
                    self._work = await Link.open(self.database, wrapped=self.work.wrapped)
                # By simple protocol: then it holds no snapshot, and CREATE INDEX CONCURRENTLY does not wait for it.
                driver = self.work.driver
                tag = await driver.execute(
                    f"BEGIN ISOLATION LEVEL READ COMMITTED; {self._settings(driver, lock_timeout=None)}; "
                    f"SELECT 1 WHERE {self._run_lock.try_in_transaction}"
                )
                if tag == "SELECT 1":
                    return True
                await driver.execute("ROLLBACK")
                return False
            locks = (
                f"{self._run_lock.try_in_transaction} AND {self._work_lock.try_in_transaction}"
                if self.borrowed
                else self._run_lock.try_in_session
            )
            return await self.work.driver.execute(f"SELECT 1 WHERE {locks}") == "SELECT 1"
        except MatrxMigrateError:
            raise
        except Exception as error:
            if self._setting_unknown(error):
                await self.work.driver.execute("ROLLBACK")
                return await self._try_lock()
            raise unavailable(error, "the migration lock cannot be taken") from error

    async def lock_not_obtained(self) -> LockNotObtainedError:
        """The error that names who holds a lock of ours."""
        try:
            if not self.work.usable:
                self._work = await Link.open(self.database, wrapped=self.work.wrapped)
            holder = await find_holder(self.work.driver, self._run_lock, self._work_lock)
        except Exception as error:
            log.debug("looking for the lock's holder failed: %s", error)
            holder = None
        return LockNotObtainedError(
            f"another run is migrating this database: {holder or 'its session is not visible'}"
            f" (waited {self.lock_wait:g} s)",
            holder_pid=holder.pid if holder else None,
            hint="Run the command again when it is done, or wait longer with --lock-wait.",
        )

    # Transactions of work.

    async def begin(self, condition: str = "") -> Begun:
        """Begin a working transaction, with its settings, its lock, and a mark that proves it is still the same.

        ``condition`` is checked under the lock.  Nothing is left open unless the answer is READY.
        """
        driver = self.work.driver
        mark = f"pg_catalog.set_config('{TRANSACTION}', pg_catalog.pg_current_xact_id()::pg_catalog.text, true)"
        # A statement of its own, so that it has a snapshot taken after the lock.
        marked = f"COALESCE(pg_catalog.current_setting('{TRANSACTION}', true), '') OPERATOR(pg_catalog.<>) ''"
        check = f"; SELECT 1 WHERE {marked} AND {condition}" if condition else ""
        if self.borrowed:
            tag = await driver.execute(f"SAVEPOINT {SAVEPOINT}; SELECT {mark}{check}")
        else:
            try:
                tag = await driver.execute(
                    f"BEGIN ISOLATION LEVEL READ COMMITTED; {self._settings(driver, self.lock_timeout)}; SELECT {mark} "
                    f"WHERE {self._work_lock.try_in_transaction}{check}"
                )
            except Exception as error:
                if not self._setting_unknown(error):
                    raise
                await self.work.abandon()
                return await self.begin(condition)
        if tag == "SELECT 1":
            return Begun.READY
        locked = self.borrowed or await driver.execute(f"SELECT 1 WHERE {marked}") == "SELECT 1"
        await self.work.abandon()
        return Begun.NOT_NEEDED if locked else Begun.BUSY

    async def begin_when_free(self, condition: str = "") -> Begun:
        """:meth:`begin`, waiting for another runner's transaction as long as there is patience left."""
        if (begun := await self.begin(condition)) is not Begun.BUSY:
            return begun
        with self.waiting() as deadline:
            while begun is Begun.BUSY:
                if time.monotonic() >= deadline:
                    raise await self.lock_not_obtained()
                await asyncio.sleep(random.uniform(0.05, 0.2))
                begun = await self.begin(condition)
        return begun

    async def commit(self, *statements: str, settings_changed: bool = False, reset: bool = False) -> None:
        """Send the bookkeeping and COMMIT in one message.

        The server refuses all of it in a transaction that failed (25P02), or that is not the one that was begun
        (:data:`OTHER_TRANSACTION`).  ``settings_changed``: the migration may have changed its role, or taken the mark
        away with RESET ALL.  ``reset``: put back what it set, where the session is not the caller's.
        """
        mark = f"pg_catalog.current_setting('{TRANSACTION}', true)"
        locked = self._still_locked() if settings_changed else ""
        same = (
            f"SELECT CASE WHEN {mark} OPERATOR(pg_catalog.=) pg_catalog.pg_current_xact_id()::pg_catalog.text THEN 1 "
            f"{locked}ELSE (COALESCE({mark}, '') OPERATOR(pg_catalog.||) '{OTHER_TRANSACTION}')::pg_catalog.int4 END"
        )
        role = [f"SELECT pg_catalog.set_config('role', {literal(self.role)}, true)"] if settings_changed else []
        end = f"RELEASE SAVEPOINT {SAVEPOINT}" if self.borrowed else "COMMIT"
        clean = [self._reset_session()] if reset and self.work.mode == "engine" else []
        tag = await self.work.driver.execute("; ".join([*role, same, *statements, *clean, end]))
        if tag not in {"COMMIT", "RELEASE"}:
            raise NotCommittedError(f"COMMIT was answered with {tag}")

    def _reset_session(self) -> str:
        """A clean session for a pool's next client, after deferred checks, which see the old one; ours hold on."""
        first = "SET CONSTRAINTS ALL IMMEDIATE; RESET SESSION AUTHORIZATION; RESET ROLE; RESET ALL"
        return f"{first}; {self._settings(self.work.driver, self.lock_timeout)}"

    def _still_locked(self) -> str:
        """A migration may say RESET ALL, which takes the mark away; the lock of the transaction is still there then."""
        lock = self._run_lock if self.borrowed else self._work_lock
        return (
            f"WHEN EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE {lock.rows} "
            "AND l.pid OPERATOR(pg_catalog.=) pg_catalog.pg_backend_pid()) THEN 2 "
        )

    def _settings(self, driver: Connection[Any], lock_timeout: float | None) -> str:
        """Statements that set what the transaction needs, for the transaction only."""
        return set_local(driver.get_server_version().major, lock_timeout, self._check_interval)

    def _setting_unknown(self, error: Exception) -> bool:
        """Some platforms do not have client_connection_check_interval; it is left out then."""
        if self._check_interval and sqlstate_of(error) == "22023" and "client_connection_check_interval" in str(error):
            self._check_interval = False
            return True
        return False

    # Who is in the way of a statement.

    async def watch_blockers(self) -> None:
        """Note now and then which session the work waits for; runs until it is cancelled.

        The work is known by its lock, or by its mark where it has no transaction: the number that a connection has for
        its server process is of the pooler's own making where there is one.
        """
        guard = self._guard
        if guard is None:
            return
        interval = min(0.5, (self.lock_timeout or 1.0) / 3)
        while True:
            await asyncio.sleep(interval)
            try:
                rows = await fetch_rows(
                    guard.driver,
                    "SELECT a.pid, a.application_name, a.state, pg_catalog.left(a.query, 120) "
                    "FROM pg_catalog.pg_stat_activity AS w "
                    "CROSS JOIN LATERAL pg_catalog.unnest(pg_catalog.pg_blocking_pids(w.pid)) AS b (pid) "
                    "JOIN pg_catalog.pg_stat_activity AS a ON a.pid OPERATOR(pg_catalog.=) b.pid "
                    "WHERE w.datname OPERATOR(pg_catalog.=) pg_catalog.current_database() "
                    "AND w.state OPERATOR(pg_catalog.=) 'active' "
                    f"AND (w.query OPERATOR(pg_catalog.~~) '{STEP_MARK}%' "
                    f"OR EXISTS (SELECT FROM pg_catalog.pg_locks AS l WHERE {self._work_lock.rows} "
                    "AND l.pid OPERATOR(pg_catalog.=) w.pid)) ORDER BY a.pid LIMIT 1",
                )
                await guard.driver.execute("SELECT 1")  # the snapshot goes with the portal
            except Exception as error:
                log.debug("looking for the blocking session failed: %s", error)
                return
            for row in rows:
                name = f" ({row[1]})" if row[1] else ""
                self.blocking_pid = row[0]
                self.waiting_for = f"server process {row[0]}{name}, {row[2]}: {' '.join((row[3] or '').split())}"


class NotCommittedError(Exception):
    """COMMIT was answered with something else: the transaction was rolled back."""
