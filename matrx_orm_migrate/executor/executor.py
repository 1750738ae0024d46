"""``Executor``: migrate, roll back, tell the status."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from matrx_orm_migrate.errors import (
    DatabaseUnavailableError,
    HistoryMismatchError,
    MigrationFailedError,
    NeedsAttentionError,
    UsageError,
)
from matrx_orm_migrate.executor.bookkeeping import forget_all, record_all
from matrx_orm_migrate.executor.concurrently import refuse_unnamed_builds
from matrx_orm_migrate.executor.failures import unavailable
from matrx_orm_migrate.executor.results import (
    AppliedMigration,
    MigrateResult,
    MigrationPlugins,
    MigrationState,
    MigrationStatus,
    ProgressEvent,
    ProgressPhase,
    RollbackResult,
    StatusResult,
)
from matrx_orm_migrate.executor.session import Session
from matrx_orm_migrate.executor.stepwise import run_stepwise
from matrx_orm_migrate.executor.transactional import run_transactional
from matrx_orm_migrate.executor.unit import Unit
from matrx_orm_migrate.garbage import without_garbage_collection
from matrx_orm_migrate.loader import Migration, MigrationHistory, load_functions
from matrx_orm_migrate.state import AppliedRecord, DatabaseState, TrackingTable

if TYPE_CHECKING:
    from matrx_orm_migrate.connections import Database

__all__ = ["DEFAULT_LOCK_WAIT", "Executor", "check_history", "check_writable"]

log = logging.getLogger(__name__)

#: Seconds to wait for another run, and for locks on tables altogether.
DEFAULT_LOCK_WAIT = 60.0


class Executor:
    """Applies the migrations of a directory to one database, and takes them back.

    ``plugins`` gets the two migration hooks (see :class:`MigrationPlugins`).  ``tracking_schema`` is where
    ``_matrx_migrations`` lives; None takes the database's own setting.  ``lock_wait`` is how many seconds a run
    waits altogether for another run or for locks on tables, ``lock_timeout`` how many seconds one statement may wait
    for a lock (None takes the database's own setting, 0 is no limit; a file that says its own has that).  ``progress``
    is called with a :class:`ProgressEvent` at each step.

    Given an engine or a URL, each migration commits with its record.  Given a caller's connection that is not in
    AUTOCOMMIT, everything happens in the caller's transaction, each migration in a savepoint, and the caller commits.
    """

    def __init__(
        self,
        database: Database,
        *,
        plugins: MigrationPlugins | None = None,
        tracking_schema: str | None = None,
        lock_wait: float = DEFAULT_LOCK_WAIT,
        lock_timeout: float | None = None,
        progress: Callable[[ProgressEvent], None] | None = None,
    ) -> None:
        self.database = database
        self._plugins = plugins
        self.table = TrackingTable(schema=tracking_schema or database.config.tracking_schema)
        self._lock_wait = lock_wait
        self._lock_timeout = database.config.lock_timeout if lock_timeout is None else lock_timeout
        self._progress = progress

    async def migrate(
        self, history: MigrationHistory, *, to: str | None = None, plan_only: bool = False, fake: bool = False
    ) -> MigrateResult:
        """Apply what is pending, in dependency order, up to and including ``to``.

        ``plan_only`` says what would be applied, without the lock and without changing anything.  ``fake`` only puts
        it into the history, and runs nothing.  Raises
        :class:`MigrationFileError`, :class:`HistoryMismatchError` and :class:`UsageError` before anything was
        changed; what was applied before a failure stays applied.
        """
        target = history.find(to) if to is not None else None
        async with self.session("up") as session:
            state = await session.read_state(history)
            planned, pending = self._plan(history, state, target)
            if plan_only or not planned:
                return MigrateResult(pending=tuple(m.name for m in pending), planned=tuple(m.name for m in planned))
            check_writable(state)
            units = [] if fake else self._units(planned, "up", session)
            await session.lock()
            await self.ensure_table(session, state)
            state = await session.read_state(history)
            planned, pending = self._plan(history, state, target)
            if fake:
                recorded = await record_all(session, self.table, planned, state)
                log.warning("recorded as applied, and NOT run: %s", _some(recorded))
                return MigrateResult(
                    recorded=recorded, pending=tuple(m.name for m in pending if m.name not in recorded)
                )
            todo = {migration.name for migration in planned}
            applied = await self._run(session, [unit for unit in units if unit.name in todo])
        done = {migration.name for migration in applied} | (todo - {m.name for m in pending})
        return MigrateResult(
            applied=tuple(applied),
            pending=tuple(m.name for m in pending if m.name not in done and m.name not in todo),
        )

    async def rollback(
        self, history: MigrationHistory, *, steps: int = 1, to: str | None = None, fake: bool = False
    ) -> RollbackResult:
        """Take back the last ``steps`` applied migrations, or all that were applied after ``to``, last applied first.

        Nothing is done unless each of them has an unchanged file with a ``down``, and nothing applied before them
        depends on them.  ``fake`` only takes them out of the history, and runs nothing.
        """
        if steps < 1:
            raise UsageError(f"cannot roll back {steps} steps", hint="Give a number of 1 or more, or `--to NAME`.")
        async with self.session("down") as session:
            state = await session.read_state(history)
            records = self._plan_rollback(history, state, steps, to, fake=fake)
            if not records:
                return RollbackResult()
            check_writable(state)
            chosen = [history.by_name[record.name] for record in records]
            units = [] if fake else self._units(chosen, "down", session)
            await session.lock()
            again = await session.read_state(history)
            if self._plan_rollback(history, again, steps, to, fake=fake) != records:
                raise HistoryMismatchError(
                    "another run changed the history meanwhile; nothing was rolled back",
                    hint="Look at `status`, then run the command again.",
                )
            if fake:
                forgotten = await forget_all(session, self.table, chosen)
                log.warning("taken out of the history, and NOT rolled back: %s", _some(forgotten))
                return RollbackResult(forgotten=forgotten)
            rolled_back = await self._run(session, units)
        return RollbackResult(rolled_back=tuple(rolled_back))

    async def status(self, history: MigrationHistory) -> StatusResult:
        """Where each migration stands.  Takes no lock, makes no table, and parses nothing."""
        async with self.session("up") as session:
            state = await session.read_state(history)
        begun = {name for name, _ in state.interrupted}
        listed = []
        for record in state.records:
            migration = history.by_name.get(record.name)
            if migration is None:
                mark = MigrationState.MISSING
            elif record.name in begun:
                mark = MigrationState.INTERRUPTED
            elif migration.checksum != record.checksum:
                mark = MigrationState.EDITED
            else:
                mark = MigrationState.APPLIED
            folder = migration.directory if migration is not None else None
            listed.append(MigrationStatus(name=record.name, state=mark, applied_at=record.applied_at, directory=folder))
        applied = state.names
        pending = [migration for name, migration in history.by_name.items() if name not in applied]
        for migration in sorted(pending, key=lambda migration: (migration.number, migration.name)):
            mark = MigrationState.INTERRUPTED if migration.name in begun else MigrationState.PENDING
            listed.append(MigrationStatus(name=migration.name, state=mark, directory=migration.directory))
        return StatusResult(migrations=tuple(listed), ignored=history.ignored)

    # Planning: decisions about values, no input or output.

    def _plan(
        self, history: MigrationHistory, state: DatabaseState, target: Migration | None
    ) -> tuple[Sequence[Migration], Sequence[Migration]]:
        """What to apply, and all that is pending."""
        check_history(history, state)
        applied = state.names
        history.check(applied)
        pending = history.pending(applied)
        if target is None:
            return pending, pending
        if target.name in applied:
            return (), pending
        return pending[: pending.index(target) + 1], pending

    def _plan_rollback(
        self, history: MigrationHistory, state: DatabaseState, steps: int, to: str | None, *, fake: bool = False
    ) -> list[AppliedRecord]:
        """What to take back, in order; ``fake`` needs no ``down``."""
        records = list(state.records)
        if to is not None:
            name = history.by_name[to].name if to in history.by_name else to
            if name not in state.names and to.isdecimal():
                name = history.find(to).name
            position = next((at for at, record in enumerate(records) if record.name == name), None)
            if position is None:
                raise UsageError(
                    f"cannot roll back to {to!r}: it is not applied", hint="`status` lists what is applied."
                )
            chosen = records[position + 1 :]
        else:
            chosen = records[-steps:]
        chosen.reverse()
        _check_interrupted(state, "down", {record.name for record in chosen[:1]})
        _check_files(history, chosen)
        without_down = [record.name for record in chosen if not history.by_name[record.name].reversible]
        if without_down and not fake:
            raise UsageError(
                f"cannot roll back: {', '.join(without_down)} has no `down`; nothing was done",
                hint="Write `async def down(db)` in a new migration's `up` instead, or restore a backup.",
            )
        _check_dependents(history, state, chosen)
        return chosen

    def _units(self, migrations: Sequence[Migration], direction: str, session: Session) -> list[Unit]:
        """Load every file before anything is run, so that a broken one stops the run while nothing is done."""
        if session.borrowed:
            for migration in migrations:
                if not migration.transactional:
                    raise UsageError(
                        f"migration {migration.name} says `transactional = False`, and the connection given is in a "
                        "transaction",
                        hint="Give an engine or a URL, or a connection with isolation_level='AUTOCOMMIT'.",
                    )
        with without_garbage_collection():
            units = [
                Unit(
                    migration=migration,
                    functions=load_functions(migration),
                    direction=direction,
                    table=self.table,
                    plugins=self._plugins,
                )
                for migration in migrations
            ]
        for unit in units:
            if not unit.migration.transactional:
                refuse_unnamed_builds(unit.migration, unit.function)
        return units

    # Doing.

    def session(self, direction: str) -> Session:
        """The connections of one run, to be entered with ``async with``."""

        def on_wait(detail: str) -> None:
            self._tell(ProgressEvent(phase=ProgressPhase.WAITING, direction=direction, detail=detail))

        return Session(
            self.database,
            self.table,
            lock_wait=self._lock_wait,
            lock_timeout=self._lock_timeout,
            on_wait=on_wait,
        )

    async def ensure_table(self, session: Session, state: DatabaseState) -> None:
        """Make the tracking table where there is none, and see that it can be written; the session holds the lock."""
        if state.unfilled:
            raise HistoryMismatchError(
                f"{self.table.schema}._matrx_migrations cannot take a row of ours: column {state.unfilled} is NOT NULL "
                "and has no default",
                hint=f"ALTER TABLE {self.table.qualified} ALTER COLUMN {state.unfilled} SET DEFAULT …, "
                "or DROP NOT NULL.",
            )
        if state.table_exists:
            return
        try:
            await session.begin_when_free()
            await session.commit(self.table.create(schema_exists=state.schema_exists))
        except Exception as error:
            await session.work.abandon()
            raise unavailable(error, f"cannot create {self.table.schema}._matrx_migrations") from error

    async def _run(self, session: Session, units: Sequence[Unit]) -> list[AppliedMigration]:
        finished: list[AppliedMigration] = []
        for position, unit in enumerate(units, start=1):
            await session.lock()
            started = time.monotonic()
            self._event(ProgressPhase.STARTED, unit, position, len(units))
            own = unit.migration.lock_timeout
            session.lock_timeout = self._lock_timeout if own is None else own
            run = run_transactional if unit.migration.transactional else run_stepwise
            try:
                changed = await run(session, unit)
            except BaseException as error:
                self._event(ProgressPhase.FAILED, unit, position, len(units), started)
                if isinstance(error, MigrationFailedError):
                    error.applied = tuple(migration.name for migration in finished)
                raise
            if changed:
                finished.append(AppliedMigration(name=unit.name, seconds=time.monotonic() - started))
                log.debug("%s %s: %.3f s", unit.direction, unit.name, finished[-1].seconds)
            self._event(ProgressPhase.FINISHED, unit, position, len(units), started)
        return finished

    def _event(self, phase: ProgressPhase, unit: Unit, position: int, total: int, started: float | None = None) -> None:
        if self._progress is not None:
            self._tell(
                ProgressEvent(
                    phase=phase,
                    direction=unit.direction,
                    migration=unit.name,
                    position=position,
                    total=total,
                    seconds=time.monotonic() - started if started is not None else 0.0,
                )
            )

    def _tell(self, event: ProgressEvent) -> None:
        if self._progress is not None:
            self._progress(event)


def check_writable(state: DatabaseState) -> None:
    if state.standby:
        raise DatabaseUnavailableError(
            f"database {state.database!r} is a hot standby, which cannot be migrated",
            sqlstate="25006",
            hint="Connect to the primary; a URL with several hosts can say target_session_attrs=primary.",
        )
    if state.read_only:
        raise DatabaseUnavailableError(
            f"database {state.database!r} is read-only for this role (default_transaction_read_only)",
            sqlstate="25006",
            hint="Connect with a role that may write, or turn the setting off for it.",
        )


def check_history(history: MigrationHistory, state: DatabaseState) -> None:
    """Every applied migration has its file, unchanged; no rollback is half done."""
    _check_files(history, state.records)
    _check_interrupted(state, "up", None)


def _check_files(history: MigrationHistory, records: Sequence[AppliedRecord]) -> None:
    missing = [record.name for record in records if record.name not in history.by_name]
    if missing:
        raise HistoryMismatchError(
            f"applied, but the file is missing in {history.directory}: {_some(missing)}",
            migrations=tuple(missing),
            hint="Restore the file from version control; `repair` says what else there is.",
        )
    edited = [record.name for record in records if history.by_name[record.name].checksum != record.checksum]
    if edited:
        raise HistoryMismatchError(
            f"the file was changed after it was applied: {_some(edited)}",
            migrations=tuple(edited),
            hint="Restore the file as it was applied, and put the change into a new migration; or see `repair`.",
        )


def _check_interrupted(state: DatabaseState, direction: str, going_on: set[str] | None) -> None:
    """A migration without a transaction that was cut off in the other direction must be finished first."""
    for name, begun in state.interrupted:
        if begun == direction and (going_on is None or name in going_on):
            continue
        finish = "migrate" if begun == "up" else "rollback"
        raise NeedsAttentionError(
            f"migration {name} ({begun}) was interrupted after {state.interrupted[name, begun]} of its statements",
            migration=name,
            hint=f"Run `{finish}` to finish it first.",
        )


def _check_dependents(history: MigrationHistory, state: DatabaseState, chosen: Sequence[AppliedRecord]) -> None:
    """Dependents are applied later, and so rolled back first; a history made otherwise is refused."""
    names = {record.name for record in chosen}
    least = min((history.by_name[name].number for name in names), default=0)
    for record in state.records:
        migration = history.by_name.get(record.name)
        if record.name in names or migration is None or migration.number < least:
            continue
        needs = names.intersection(migration.dependencies)
        if needs:
            raise UsageError(
                f"cannot roll back {', '.join(sorted(needs))}: {record.name} is applied and depends on it",
                hint=f"Roll {record.name} back first.",
            )


def _some(names: Sequence[str]) -> str:
    return ", ".join(names[:5]) + (f" and {len(names) - 5} more" if len(names) > 5 else "")
