"""Run one migration in one transaction with its record."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import random
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TypeVar

from matrx_orm_migrate.errors import (
    DatabaseUnavailableError,
    LockNotObtainedError,
    MatrxMigrateError,
    MigrationFailedError,
    NeedsAttentionError,
)
from matrx_orm_migrate.executor.failures import connection_lost, describe, sqlstate_of, unavailable
from matrx_orm_migrate.executor.session import OTHER_TRANSACTION, Begun, NotCommittedError, Session
from matrx_orm_migrate.executor.unit import Unit, ended_itself, failure_of
from matrx_orm_migrate.operations import MigrationDB

__all__ = ["retrying", "run_transactional"]

log = logging.getLogger(__name__)

T = TypeVar("T")

LOCK_TIMEOUT = "55P03"
CONFLICTS = frozenset({"40001", "40P01"})
MAX_CONFLICTS = 3
RECONNECT_FOR = 15.0


async def run_transactional(session: Session, unit: Unit) -> bool:
    """Run a migration; False where another runner had done it meanwhile.

    Raises :class:`MigrationFailedError` (rolled back), :class:`LockNotObtainedError` (a lock on a table was not to be
    had), :class:`DatabaseUnavailableError` (connection lost, rolled back) or :class:`NeedsAttentionError` (outcome of
    the commit unknown, or the migration ended its own transaction).
    """
    try:
        unit.before()
    except Exception as error:
        raise failure_of(unit, error, None) from error
    try:
        return await retrying(session, unit.name, lambda: _attempt(session, unit))
    except Exception as error:
        unit.failed()
        if isinstance(error, MatrxMigrateError):
            raise
        raise failure_of(unit, error, None) from error


async def retrying(session: Session, name: str, attempt: Callable[[], Awaitable[T]]) -> T:
    """Try again, each time in a new transaction, what failed for a lock that others hold or for a conflict with them.

    A lock that is not to be had is tried as long as the run has patience left (``lock_wait`` seconds for all its
    migrations together), at least twice, with growing random pauses; a deadlock or serialization failure three times.
    In a borrowed transaction the locks taken before stay taken, so there nothing is tried again.
    """
    attempts = conflicts = 0
    while True:
        attempts += 1
        started, waited = time.monotonic(), session.waited
        try:
            if attempts == 1:
                return await attempt()
            async with _watching(session):
                return await attempt()
        except Exception as error:
            code = sqlstate_of(error)
            if session.borrowed or code not in {LOCK_TIMEOUT, *CONFLICTS}:
                raise
            session.waited = waited + time.monotonic() - started
            if code == LOCK_TIMEOUT:
                if attempts > 1 and not session.patience:
                    raise _blocked(session, name) from error
            else:
                conflicts += 1
                if conflicts > MAX_CONFLICTS:
                    raise
            log.info("%s: %s; trying again", name, describe(error))
        session.tell_waiting(f"{name}: {session.waiting_for or 'a lock that another session holds'}")
        with session.waiting():
            await asyncio.sleep(min(0.05 * 2**attempts, 2.0) * random.uniform(0.5, 1.5))


@contextlib.asynccontextmanager
async def _watching(session: Session) -> AsyncIterator[None]:
    """Watch who is in the way of the statements within."""
    watcher = asyncio.ensure_future(session.watch_blockers())
    try:
        yield
    finally:
        watcher.cancel()
        await asyncio.wait([watcher])


def _blocked(session: Session, name: str) -> LockNotObtainedError:
    who = f"; in the way: {session.waiting_for}" if session.waiting_for else ""
    return LockNotObtainedError(
        f"migration {name} (55P03): a lock was not to be had within {session.lock_wait:g} s of waiting{who}",
        holder_pid=session.blocking_pid,
        hint="Nothing of it was kept. Run the command again at a quieter time, or end that session.",
    )


async def _attempt(session: Session, unit: Unit) -> bool:
    link = session.work
    committing = False
    db: MigrationDB | None = None
    try:
        await link.wrap()
        # The run's lock keeps others away.  Should it have been lost unnoticed, then a migration that another runner
        # applied meanwhile fails here, at the latest by the unique name, and is looked up; a second DELETE would pass.
        if await session.begin_when_free(unit.needed if unit.direction == "down" else "") is Begun.NOT_NEEDED:
            return False
        db = MigrationDB(link.connection, link.driver, migration=unit.name, guarded=link.mode != "borrowed")
        await unit.call(db)
        if not link.driver.is_closed() and not link.driver.is_in_transaction():
            raise ended_itself(unit)
        unit.after()
        await link.forget_sqlalchemy_transaction()
        committing = True
        await session.commit(unit.bookkeeping, settings_changed=db.settings_may_have_changed, reset=db.session_changed)
    except BaseException as error:
        lost = isinstance(error, Exception) and connection_lost(error, link.driver)
        await link.abandon()
        if db is not None and db.session_changed:
            await session.replace_work()
        if not isinstance(error, Exception):
            raise
        if lost and committing:
            if await _committed(session, unit, error):
                return True
            raise _rolled_back(unit, error) from error
        if lost:
            raise _rolled_back(unit, error) from error
        if sqlstate_of(error) in {LOCK_TIMEOUT, *CONFLICTS} and not isinstance(error, MatrxMigrateError):
            raise
        if OTHER_TRANSACTION in str(error):
            raise ended_itself(unit) from error
        if unit.direction == "up" and await _done_by_another(session, unit):
            return False
        if isinstance(error, NotCommittedError):
            raise MigrationFailedError(
                f"migration {unit.name} failed: {error}", migration=unit.name, hint="Nothing of it was kept."
            ) from error
        if sqlstate_of(error) in {"25006"}:
            raise unavailable(error, f"migration {unit.name} cannot write") from error
        raise failure_of(unit, error, db) from error
    if db.session_changed:
        await session.replace_work()  # SET outlives its transaction; the next migration gets a clean session
    return True


async def _committed(session: Session, unit: Unit, error: Exception) -> bool:
    """Whether a COMMIT whose answer was lost took place: connect again, wait for the old transaction, look."""
    deadline = time.monotonic() + RECONNECT_FOR
    while True:
        try:
            await session.replace_work()
            # The old session holds the work lock as long as it is not decided.
            while (begun := await session.begin(unit.needed)) is Begun.BUSY:
                if time.monotonic() >= deadline:
                    raise _unknown(unit, error) from error
                await asyncio.sleep(0.1)
            if begun is Begun.READY:
                await session.work.abandon()
            return begun is Begun.NOT_NEEDED
        except NeedsAttentionError:
            raise
        except Exception as reason:
            log.info("%s: the outcome of COMMIT is not known yet: %s", unit.name, describe(reason))
            if session.work.mode != "engine" or time.monotonic() >= deadline:
                raise _unknown(unit, error) from error
            await asyncio.sleep(0.5)


async def _done_by_another(session: Session, unit: Unit) -> bool:
    """Whether another runner applied the migration that just failed here."""
    try:
        begun = await session.begin(unit.needed)
        if begun is Begun.READY:
            await session.work.abandon()
    except Exception as error:
        log.debug("looking for %s failed: %s", unit.name, error)
        return False
    return begun is Begun.NOT_NEEDED


def _rolled_back(unit: Unit, error: Exception) -> DatabaseUnavailableError:
    code = sqlstate_of(error)
    return DatabaseUnavailableError(
        f"the connection was lost during migration {unit.name}{f' ({code})' if code else ''}, which was rolled back: "
        f"{describe(error)}",
        sqlstate=code,
        hint="Run the command again when the database can be reached.",
    )


def _unknown(unit: Unit, error: Exception) -> NeedsAttentionError:
    return NeedsAttentionError(
        f"the connection was lost during the COMMIT of migration {unit.name}; outcome unknown: {describe(error)}",
        migration=unit.name,
        sqlstate=sqlstate_of(error),
        hint="Run the command again when the database can be reached: it sees whether the migration was applied.",
    )
