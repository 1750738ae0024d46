"""Run a migration that says ``transactional = False``: statement by statement, each noted in a journal.

Each call of ``db.execute``, ``execute_many`` (one for each statement) and ``execute_script`` is a step.  A step is run
in a transaction together with its line in the journal; only where PostgreSQL says that the statement cannot be run in
one (25001; 2D000 for a procedure that commits) it is run on its own, between "running" and "done".  A run that was cut
off goes on at the first step that is not done, in a session that is set as the steps before had set theirs.  ``fetch*``
only read, and are never skipped.

A statement that was cut off on its own is run again, so such statements must bear that.  CREATE INDEX CONCURRENTLY is
looked after: a build that is still going on is waited out, an index that was finished counts as done, and one left
INVALID is dropped and built again.  DROP INDEX CONCURRENTLY of an index that is gone counts as done.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from matrx_orm_migrate.errors import (
    HistoryMismatchError,
    LockNotObtainedError,
    MatrxMigrateError,
    MigrationFailedError,
    NeedsAttentionError,
)
from matrx_orm_migrate.executor.aftermath import left_nothing, look_before
from matrx_orm_migrate.executor.concurrently import (
    UNNAMED,
    BuiltIndex,
    IndexStatement,
    drop_if_invalid,
    find_index,
    index_statement,
)
from matrx_orm_migrate.executor.failures import connection_lost, describe, shorten, sqlstate_of
from matrx_orm_migrate.executor.session import STEP_MARK, Session
from matrx_orm_migrate.executor.settings import SessionSetting, session_settings
from matrx_orm_migrate.executor.transactional import retrying
from matrx_orm_migrate.executor.unit import Unit, accept_edited, failure_of
from matrx_orm_migrate.operations import MigrationDB, fetch_rows
from matrx_orm_migrate.state import ProgressTable, Step, literal

if TYPE_CHECKING:
    from asyncpg import Connection, Record

__all__ = ["run_stepwise"]

log = logging.getLogger(__name__)

# "Cannot be run inside a transaction block", and "invalid transaction termination" for COMMIT in a procedure or DO.
NOT_IN_TRANSACTION = frozenset({"25001", "2D000"})


async def run_stepwise(session: Session, unit: Unit) -> bool:
    """Run a migration without a transaction, or go on with one; False where another runner had done it meanwhile.

    Raises :class:`MigrationFailedError` where nothing of it was done, else :class:`NeedsAttentionError`;
    :class:`HistoryMismatchError` where a finished statement was edited, :class:`LockNotObtainedError` where a
    statement of an earlier run still runs.
    """
    journal = ProgressTable(table=unit.table, migration=unit.name, direction=unit.direction)
    db: SteppedDB | None = None
    try:
        known = await _prepare(session, unit, journal)
        if known is None:
            return False
        await session.work.wrap()
        db = SteppedDB(session, unit, journal, known)
        unit.before()
        await unit.call(db)
        await db.check_all_met()
        unit.after()
        await db.reconnect_where_idle_too_long()
        await session.work.forget_sqlalchemy_transaction()
        await session.begin_when_free()
        await session.commit(unit.bookkeeping, journal.erase(), settings_changed=db.settings_may_have_changed)
    except BaseException as error:
        lost = isinstance(error, Exception) and connection_lost(error, session.work.driver)
        await session.work.abandon()
        if not isinstance(error, Exception):
            raise
        unit.failed()
        if db is None:
            if isinstance(error, MatrxMigrateError):
                raise
            raise failure_of(unit, error, None) from error
        raise _failure(unit, db, error, lost=lost) from error
    if db.session_changed:
        await session.replace_work()
    return True


async def _prepare(session: Session, unit: Unit, journal: ProgressTable) -> Mapping[int, Step] | None:
    """Make the journal's table, and read what an earlier run did; None where the migration is not needed any more."""
    await session.begin_when_free()
    await session.commit(journal.create)
    rows = await fetch_rows(session.work.driver, f"SELECT {unit.needed}")
    return await journal.read(session.work.driver) if rows[0][0] else None


class SteppedDB(MigrationDB):
    """``db`` of a migration without a transaction: every statement is a step of the journal."""

    def __init__(self, session: Session, unit: Unit, journal: ProgressTable, known: Mapping[int, Step]) -> None:
        super().__init__(session.work.connection, session.work.driver, migration=unit.name)
        self._session = session
        self._unit = unit
        self._journal = journal
        self._known = known
        self._count = 0
        self.done = sum(step.done for step in known.values())
        self.leftover = ""
        self.running = False
        self.noted = set(known)  # steps that have a line in the journal
        self._settings: list[SessionSetting] = []

    @property
    def _marker(self) -> str:
        """What the query of the step begins with where it runs on its own."""
        return f"{STEP_MARK}{self._unit.name} {self._unit.direction} {self._count} */ "

    async def check_all_met(self) -> None:
        """Refuse a file that lost finished statements since an earlier run began it; clear away after a failed one."""
        surplus = [number for number, step in self._known.items() if number > self._count and step.done]
        if surplus:
            raise HistoryMismatchError(
                f"migration {self._unit.name} has {self._count} statements now, and {self.done} were done before",
                migrations=(self._unit.name,),
                hint="Restore the file as it was when it was interrupted, and finish it.",
            )

        for step in self._known.values():
            if step.number > self._count and step.leftover:
                await drop_if_invalid(self._driver, step.leftover)

    async def _keep_privileges(self, objects: Sequence[str]) -> None:
        # a run that goes on after it was cut off would not know any more what they were
        self._refuse(
            ", ".join(objects),
            "privileges cannot be kept without a transaction",
            "Leave what drops and makes objects again in a migration of its own, without `transactional = False`.",
        )

    async def _send(self, sql: str, timeout: float | None) -> None:
        await self._step(sql, (), timeout, rows=False)

    async def _read(self, sql: str, args: Sequence[Any], timeout: float | None) -> list[Record]:
        await self.reconnect_where_idle_too_long()
        await self._set_again()
        return await super()._read(sql, args, timeout)

    async def reconnect_where_idle_too_long(self) -> None:
        """Between two steps there is no transaction, and idle_session_timeout may end the session: nothing is lost."""
        if self._driver.is_closed() and not self.session_changed:
            await self._session.replace_work()
            self._connection, self._driver = self._session.work.connection, self._session.work.driver

    async def _query(self, sql: str, args: Sequence[Any], timeout: float | None) -> list[Record]:
        return await self._step(sql, args, timeout, rows=True)

    async def _step(self, sql: str, args: Sequence[Any], timeout: float | None, *, rows: bool) -> list[Record]:
        await self.reconnect_where_idle_too_long()
        self._count += 1
        digest = hashlib.sha256("\0".join([sql, *map(repr, args)]).encode()).hexdigest()
        known = self._known.get(self._count)
        if known is not None and known.hash != digest and known.state != "failed":
            raise HistoryMismatchError(
                f"statement {self._count} of migration {self._unit.name} was edited after an earlier run "
                f"{'finished' if known.done else 'began'} it: {shorten(sql, 80)}",
                migrations=(self._unit.name,),
                hint="Restore the file as it was when it was interrupted, and finish it.",
            )
        if known is not None and known.done:
            self._remember_settings(sql, args)
            return []
        if known is not None and known.state == "running":
            await self._refuse_while_running(self._marker)
        await self._set_again()
        index = index_statement(sql)
        if index is not None and index.unnamed:
            self._refuse(sql, *UNNAMED)
        elif index is None and known is not None and known.leftover:
            await drop_if_invalid(self._driver, known.leftover)
        step = Step(number=self._count, hash=digest, state="running", leftover="")
        self.running = True
        if (known is None or known.state == "failed") and index is None:
            result = await self._inside(step, sql, args, timeout, rows=rows)
            if result is not None:
                return self._finished(result)
        result = await self._outside(step, known, sql, args, timeout, rows=rows)
        return self._finished(result)

    def _remember_settings(self, sql: str, args: Sequence[Any]) -> None:
        """A finished statement is not run again, but what it set went with the session of the run that ran it."""
        found = list(session_settings(sql, args))
        self._settings += found
        self.session_changed = self.session_changed or bool(found)

    async def _set_again(self) -> None:
        """Set the session as finished statements had, in their order."""
        settings, self._settings = self._settings, []
        for position, setting in enumerate(settings, start=1):
            try:
                await _execute(self._driver, setting.sql, setting.args, None, rows=bool(setting.args))
            except Exception as error:
                if connection_lost(error, self._driver):
                    raise
                if setting.overtaken_by(settings[position:]):
                    continue  # such as SET ROLE and RESET ROLE around work of a role that is gone now
                raise NeedsAttentionError(
                    f"migration {self._unit.name} cannot go on ({sqlstate_of(error)}), {self.done} statement(s) done: "
                    f"the session cannot be set again as it was: {describe(error)}\n  in: {shorten(setting.sql)}",
                    migration=self._unit.name,
                    sqlstate=sqlstate_of(error),
                    hint="Make what it names again and run the command again; or finish the migration by hand and say "
                    f"`repair --mark-applied {self._unit.name}`.",
                ) from error

    def _finished(self, rows: list[Record]) -> list[Record]:
        self.done += 1
        self.running = False
        return rows

    async def _inside(
        self, step: Step, sql: str, args: Sequence[Any], timeout: float | None, *, rows: bool
    ) -> list[Record] | None:
        """Run the statement in a transaction with its line in the journal; None where PostgreSQL does not let it."""
        session = self._session

        async def attempt() -> list[Record] | None:
            await session.begin_when_free()
            try:
                result = await _execute(self._driver, sql, args, timeout, rows=rows)
                await session.commit(
                    self._journal.write(replace(step, state="done")), settings_changed=self.settings_may_have_changed
                )
            except BaseException as error:
                if connection_lost(error, self._driver):
                    raise
                await session.work.abandon()
                if sqlstate_of(error) in NOT_IN_TRANSACTION:
                    return None
                raise
            self.noted.add(step.number)
            return result

        try:
            return await retrying(session, self._unit.name, attempt)
        except Exception as error:
            if not connection_lost(error, self._driver):
                self.running = False  # rolled back
            raise

    async def _outside(
        self, step: Step, known: Step | None, sql: str, args: Sequence[Any], timeout: float | None, *, rows: bool
    ) -> list[Record]:
        """Run the statement on its own, between two lines in the journal."""
        driver = self._driver
        interrupted = known is not None and known.state == "running"
        statement = index_statement(sql)
        built = await find_index(driver, statement) if statement is not None and statement.creates else None
        if built is not None:
            step = replace(step, leftover=built.name)
            if built.exists and built.valid and interrupted and built.on_table:
                await self._note(replace(step, state="done"))
                return []
        if known is not None and known.leftover and (built is None or known.leftover != built.name):
            await drop_if_invalid(driver, known.leftover)
        if built is not None and built.exists and not built.valid and (known is not None or built.tolerated):
            await self._drop_invalid(built)
        before = await look_before(driver, sql, statement, known)
        await self._note(step)
        try:
            result = await _execute(driver, self._marker + sql, args, timeout, rows=rows)
        except Exception as error:
            if interrupted and statement is not None and not statement.creates and sqlstate_of(error) == "42704":
                result = []  # an earlier run did drop it
            elif connection_lost(error, driver):
                raise
            else:
                leftover = await self._clear_away(statement, error)
                whole = not leftover and await left_nothing(driver, before, sql, sqlstate_of(error))
                await self._note_failure(replace(step, state="failed", leftover=leftover), whole=whole)
                raise
        if statement is not None and statement.creates:
            built = await find_index(driver, statement)
            if built is None or not built.exists or not built.valid:
                self.leftover = built.name if built is not None else ""
                raise NeedsAttentionError(
                    f"migration {self._unit.name}: index {statement.name} is not valid after it was built",
                    migration=self._unit.name,
                    hint="Run the command again: it drops the index and builds it anew.",
                )
        await self._note(replace(step, state="done"))
        return result

    async def _note(self, step: Step) -> None:
        """Write a step's line by itself."""
        await self._write(self._journal.write(step))
        self.noted.add(step.number)

    async def _write(self, line: str) -> None:
        """Write into the journal as the role that we are, and not as one that the migration has set."""
        role = f"SELECT pg_catalog.set_config('role', {literal(self._session.role)}, true)"
        await self._driver.execute(f"{role}; {line}" if self.settings_may_have_changed else line)

    async def _refuse_while_running(self, marker: str) -> None:
        rows = await fetch_rows(
            self._driver,
            "SELECT a.pid, a.query_start FROM pg_catalog.pg_stat_activity AS a "
            "WHERE pg_catalog.starts_with(a.query, $1) AND a.state OPERATOR(pg_catalog.=) 'active' "
            "AND a.datname::pg_catalog.text OPERATOR(pg_catalog.=) pg_catalog.current_database()::pg_catalog.text "
            "AND a.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()",
            marker,
        )
        for row in rows:
            raise LockNotObtainedError(
                f"migration {self._unit.name}: statement {self._count} of an interrupted run is still running, "
                f"pid {row[0]}, since {row[1]:%Y-%m-%d %H:%M:%S %Z}",
                holder_pid=row[0],
                hint="Run the command again when it is done, or end it with pg_cancel_backend().",
            )

    async def _clear_away(self, statement: IndexStatement | None, error: Exception) -> str:
        """The server refused the statement: clear away the index that it left behind, or name it."""
        built = await find_index(self._driver, statement) if statement is not None and statement.creates else None
        if built is None or not built.exists or built.valid:
            return ""
        if sqlstate_of(error) == "23505":
            try:
                await self._drop_invalid(built)
            except Exception as reason:
                log.info("dropping %s failed: %s", built.name, describe(reason))
            else:
                return ""
        return built.name

    async def _note_failure(self, step: Step, *, whole: bool) -> None:
        """Say in the journal that the server refused the statement; of one that left nothing behind, nothing is said.

        Then a migration of which nothing was done is not begun: it is pending, or in ``down`` applied.
        """
        self.running = False
        self.leftover = step.leftover
        if whole:
            await self._write(self._journal.forget(step.number))
            self.noted.discard(step.number)
        else:
            await self._note(step)

    async def _drop_invalid(self, index: BuiltIndex) -> None:
        if index.builder is not None:
            raise LockNotObtainedError(
                f"migration {self._unit.name}: another session is building index {index.name}, pid {index.builder}",
                holder_pid=index.builder,
                hint="Run the command again when it is done.",
            )
        log.info("%s: dropping invalid index %s", self._unit.name, index.name)
        await self._driver.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {index.name}")


async def _execute(
    driver: Connection[Any], sql: str, args: Sequence[Any], timeout: float | None, *, rows: bool
) -> list[Record]:
    if rows:
        return await fetch_rows(driver, sql, *args, timeout=timeout)
    await driver.execute(sql, timeout=timeout)
    return []


def _failure(unit: Unit, db: SteppedDB, error: Exception, *, lost: bool) -> MatrxMigrateError:
    if isinstance(error, HistoryMismatchError | LockNotObtainedError):
        return error
    total = unit.migration.head.steps if unit.direction == "up" else None
    progress = f"{db.done}/{total} done" if total is not None else f"{db.done} statement(s) done"
    again = "Run the command again: it goes on after the last statement that is done."
    if lost:
        return NeedsAttentionError(
            f"the connection was lost during migration {unit.name} ({progress}): {describe(error)}",
            migration=unit.name,
            sqlstate=sqlstate_of(error),
            hint=again,
        )
    if isinstance(error, MatrxMigrateError) and not isinstance(error, MigrationFailedError):
        return error
    if not db.noted and not db.running:
        return failure_of(unit, error, db)
    code = sqlstate_of(error)
    left = f"; invalid index {db.leftover} is left" if db.leftover else ""
    return NeedsAttentionError(
        f"migration {unit.name} stopped{f' ({code})' if code else ''}, {progress}{left}: {describe(error)}\n"
        f"  in: {shorten(db.failed_statement or db.last_statement)}",
        migration=unit.name,
        sqlstate=code,
        hint=f"Remove the cause (the statement that failed may be edited). {again}{accept_edited(unit)}",
    )
