"""One migration in one direction: what is run, and how it is told from a failure."""

from __future__ import annotations

import asyncio
import contextvars
import logging
import sys
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from matrx_orm_migrate.errors import MatrxMigrateError, MigrationFailedError, NeedsAttentionError
from matrx_orm_migrate.executor.failures import describe, first_of, shorten, sqlstate_of
from matrx_orm_migrate.executor.results import MigrationPlugins
from matrx_orm_migrate.loader import Migration, MigrationFunctions
from matrx_orm_migrate.operations import MigrationDB
from matrx_orm_migrate.state import TrackingTable

__all__ = ["Unit", "accept_edited", "failure_of"]

log = logging.getLogger(__name__)

_running: contextvars.ContextVar[MigrationDB | None] = contextvars.ContextVar("matrx_orm_migrate_db", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A migration in one direction, ``up`` or ``down``."""

    migration: Migration
    functions: MigrationFunctions
    direction: str
    table: TrackingTable
    plugins: MigrationPlugins | None

    @property
    def name(self) -> str:
        """The migration's name."""
        return self.migration.name

    @property
    def function(self) -> Callable[[Any], Awaitable[object]] | None:
        """What the file has for this direction."""
        return self.functions.up if self.direction == "up" else self.functions.down

    @property
    def needed(self) -> str:
        """Condition under which there is anything to do."""
        exists = self.table.exists(self.name)
        return f"NOT {exists}" if self.direction == "up" else exists

    @property
    def bookkeeping(self) -> str:
        """The statement that belongs into the same transaction."""
        if self.direction == "up":
            return self.table.record(self.name, self.migration.checksum)
        return self.table.erase(self.name)

    async def call(self, db: MigrationDB) -> None:
        """Run the migration's function to its end, and nothing of it longer than that.

        Raises what the function raises, and :class:`MigrationFailedError` for a call of ``db`` without ``await`` or a
        task that was left running.  Where we are cancelled meanwhile, that goes on, whatever the function made of it.
        """
        ours = asyncio.current_task()
        assert ours is not None
        before = ours.cancelling()
        # In a task of its own, which is cancelled with ours: TaskGroup leaves its own requests standing until Python
        # 3.13, so in one task nobody could tell them from ours.
        running = asyncio.ensure_future(self._call(db))
        # Cancelled at the moment when it ended, we do not ask what it ended with; asyncio would print that.
        running.add_done_callback(lambda done: done.cancelled() or done.exception())
        try:
            await running
        except Exception as error:
            if ours.cancelling() > before:
                raise asyncio.CancelledError from error
            raise
        if ours.cancelling() > before:
            log.warning("migration %s passed over that it was cancelled; it ends all the same", self.name)
            raise asyncio.CancelledError

    async def _call(self, db: MigrationDB) -> None:
        function = self.function
        assert function is not None
        token = _running.set(db)
        try:
            with db.listening():
                await function(db)
        except asyncio.CancelledError:
            raise MigrationFailedError(  # something inside was cancelled; `call` knows whether we were
                f"migration {self.name} failed: an awaited task was cancelled", migration=self.name
            ) from None
        except SystemExit as error:
            raise MigrationFailedError(
                f"migration {self.name} failed: it called sys.exit({error.code!r})"
                f"{line_in(self.migration.path, error)}",
                migration=self.name,
                hint="A migration ends by returning, and fails by raising.",
            ) from error
        except (Exception, KeyboardInterrupt):
            raise
        except BaseException as error:  # GeneratorExit, or a class of the migration's own: its failure, and not ours
            raise failure_of(self, error, db) from error
        finally:
            _running.reset(token)
            tasks = self._tasks_left(db)
            for left in tasks:
                left.cancel()
            if tasks:
                await asyncio.wait(tasks, timeout=5)
            open_calls = db.unfinished()
        if isinstance(db.failure, MatrxMigrateError):  # refused, and the refusal was swallowed
            raise db.failure
        if db.misused is not None:
            raise db.misused
        if tasks:
            raise MigrationFailedError(
                f"migration {self.name} failed: it left {len(tasks)} task(s) running",
                migration=self.name,
                statement=shorten(open_calls[0]) if open_calls else "",
                hint="Await every task before the function returns.",
            )
        if open_calls:
            raise MigrationFailedError(
                f"migration {self.name} failed: a call of db was not awaited: {shorten(open_calls[0], 80)}",
                migration=self.name,
                statement=shorten(open_calls[0]),
                hint="Write `await` in front of it; without it the statement was never sent.",
            )

    def before(self) -> None:
        """Tell the plugins that the migration is about to run."""
        if self.plugins is not None:
            self.plugins.before_migration(self.migration, self.direction)

    def after(self) -> None:
        """Tell the plugins that the migration did its work; they may still object."""
        if self.plugins is not None:
            outcome = "applied" if self.direction == "up" else "rolled_back"
            self.plugins.after_migration(self.migration, self.direction, outcome)

    def failed(self) -> None:
        """Tell the plugins that the migration failed."""
        if self.plugins is not None:
            try:
                self.plugins.after_migration(self.migration, self.direction, "failed")
            except Exception as error:
                said = "; ".join([f"{type(error).__name__}: {error}", *getattr(error, "__notes__", ())])
                log.warning("of migration %s, which failed, a plugin did not take notice: %s", self.name, said)

    def _tasks_left(self, db: MigrationDB) -> set[asyncio.Task[object]]:
        """Tasks that the migration started and did not wait for; the application's own tasks are none of ours."""
        current = asyncio.current_task()
        return {task for task in asyncio.all_tasks() if task is not current and self._started(task, db)}

    def _started(self, task: asyncio.Task[object], db: MigrationDB) -> bool:
        frame = getattr(task.get_coro(), "cr_frame", None)
        variables = frame.f_globals if frame is not None else {}
        if str(variables.get("__name__", "")).partition(".")[0] == "asyncpg":
            return False  # the driver is asking the server to cancel a query
        if sys.version_info >= (3, 12):
            return task.get_context().get(_running) is db
        return variables is self.functions.module.__dict__ or (frame is not None and frame.f_locals.get("self") is db)


def failure_of(unit: Unit, error: BaseException, db: MigrationDB | None) -> MatrxMigrateError:
    """The error for a migration that failed and was rolled back."""
    error = first_of(error)
    if isinstance(error, MatrxMigrateError):
        return error
    code = sqlstate_of(error)
    statement = (db.failed_statement or "") if db is not None else ""
    cause: BaseException = error
    if code == "25P02" and db is not None and db.failure is not None:
        cause, code = db.failure, sqlstate_of(db.failure)
        reason = f"a failed statement was passed over: {describe(cause)}"
        hint = "A failed statement spoils its transaction. Put it between SAVEPOINT and ROLLBACK TO SAVEPOINT."
    elif code == "25P02":
        reason = "a failed statement was passed over, so the transaction cannot be committed"
        hint = "A failed statement spoils its transaction. Put it between SAVEPOINT and ROLLBACK TO SAVEPOINT."
    elif code in {"25001", "2D000"}:  # refused in a transaction; COMMIT within DO or a procedure
        reason = describe(error)
        hint = (
            f"Write `transactional = False` in {unit.migration.path.name}; it then runs statement by statement, "
            "best with only such statements in the file."
        )
    elif code == "42601" and "multiple commands" in str(error):
        reason, hint = describe(error), "Use db.execute_script() for a text with several statements."
    elif "can't call begin() here" in str(error) and type(error).__name__ == "InvalidRequestError":
        reason = "begin() was called on db.connection, which is in the migration's transaction already"
        hint = "Use `async with db.connection.begin_nested():` for a part that may be rolled back."
    elif code == "55P04":
        reason, hint = describe(error), "Use the new label in a migration of its own, after this one."
    else:
        # data_exception and integrity_constraint_violation (PostgreSQL, Error Codes): the rows do not fit
        fault = "the rows, or the file," if code[:2] in ("22", "23") else "the file"
        reason, hint = describe(error), f"Nothing of it was kept. Correct {fault} and run the command again."
    plugin = _to_blame(error)
    hint = (
        f"Nothing of it was kept. Mend plugin {plugin!r}, or do without it." if plugin else hint + accept_edited(unit)
    )
    shown = f"\n  in: {shorten(statement)}" if statement else ""
    shown += "".join(f"\n  {note}" for note in getattr(error, "__notes__", ()))  # which plugin it was
    if not code:  # no statement's: a line of the file says more
        shown += line_in(unit.migration.path, error)
    return MigrationFailedError(
        f"migration {unit.name} failed{f' ({code})' if code else ''}: {reason}{shown}",
        migration=unit.name,
        sqlstate=code,
        statement=shorten(statement),
        hint=hint,
    )


def _to_blame(error: BaseException) -> str:
    """The plugin whose hook raised the error, or an empty string."""
    if not getattr(error, "__notes__", ()):
        return ""
    from matrx_orm_migrate.hooks.answers import plugin_in_notes

    return plugin_in_notes(error)


def accept_edited(unit: Unit) -> str:
    """What to add to a hint that says to correct the file: of an applied migration, an edited file is refused."""
    if unit.direction == "up":
        return ""
    return f" An edited file has to be accepted first: `repair --accept-edited {unit.name}`."


def line_in(path: Path, error: BaseException) -> str:
    """``\\n  at: 0002_rows.py:7``, the last line of the file that the error came through, or an empty string."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(path)]
    return f"\n  at: {path.name}:{lines[-1]}" if lines else ""


def ended_itself(unit: Unit) -> NeedsAttentionError:
    """The error for a migration that committed or rolled back by itself."""
    return NeedsAttentionError(
        f"migration {unit.name} ended its own transaction (COMMIT or ROLLBACK); it was not recorded, and a part of it "
        "may be in the database",
        migration=unit.name,
        hint="Take COMMIT and ROLLBACK out of the file, mend the database by hand, and run the command again.",
    )
