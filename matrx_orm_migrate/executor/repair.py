"""Make a history match the files again, by what somebody says, one thing at a time."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import NoReturn

from matrx_orm_migrate.errors import UsageError
from matrx_orm_migrate.executor.bookkeeping import write_history
from matrx_orm_migrate.executor.executor import Executor, check_writable
from matrx_orm_migrate.executor.results import HistoryProblem, HistoryProblemKind, RepairResult
from matrx_orm_migrate.loader import MigrationHistory
from matrx_orm_migrate.state import AppliedRecord, DatabaseState, ProgressTable, TrackingTable

__all__ = ["Repair", "history_problems", "repair"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """What somebody accepts.

    ``accept_edited`` are applied migrations whose files were changed since; ``forget`` are applied ones whose files are
    gone for good; ``renamed`` maps the recorded name of a file to the one that it has now.  ``mark_applied`` and
    ``mark_not_applied`` are migrations without a transaction that were cut off, and settled by hand.
    """

    accept_edited: Collection[str] = ()
    forget: Collection[str] = ()
    renamed: Mapping[str, str] = field(default_factory=dict)
    mark_applied: Collection[str] = ()
    mark_not_applied: Collection[str] = ()

    def __bool__(self) -> bool:
        return bool(
            self.accept_edited or self.forget or self.renamed or self.mark_applied or self.mark_not_applied
        )  # nothing asked for: only a look


async def repair(executor: Executor, history: MigrationHistory, wanted: Repair) -> RepairResult:
    """Do what is ``wanted`` under the migration lock, all of it or nothing, and tell what is wrong still.

    Without anything wanted it only looks, and takes no lock.  Raises :class:`UsageError` for what does not fit the
    history as it is.
    """
    async with executor.session("up") as session:
        state = await session.read_state(history)
        if not wanted:
            return RepairResult(problems=history_problems(history, state))
        check_writable(state)
        await session.lock()
        state = await session.read_state(history)
        work = _Work(history, state, executor.table)
        work.plan(wanted)
        await write_history(session, work.statements)
        return RepairResult(
            done=tuple(work.done), problems=history_problems(history, await session.read_state(history))
        )


def history_problems(history: MigrationHistory, state: DatabaseState) -> tuple[HistoryProblem, ...]:
    """In what the history does not match the files, in the order of application; half-done migrations last."""
    found: list[HistoryProblem] = []
    for record in state.records:
        migration = history.by_name.get(record.name)
        if migration is None:
            successors = _successors(history, state, record)
            options = [f"--renamed {record.name}={name}" for name in successors] or [f"--forget {record.name}"]
            same = f"; {' and '.join(successors)} has the same content" if successors else ""
            message = f"applied, and its file is gone{same}"
            found.append(_problem(HistoryProblemKind.MISSING, record.name, message, *options))
        elif migration.checksum != record.checksum:
            option = f"--accept-edited {record.name}"
            message = "applied, and its file was changed since"
            found.append(_problem(HistoryProblemKind.EDITED, record.name, message, option))
    for name, direction in sorted(state.interrupted):
        finish = "migrate" if direction == "up" else "rollback"
        message = f"{direction} was interrupted after {state.interrupted[name, direction]} of its statements"
        if name in history.by_name:
            message += f"; `{finish}` goes on with it"
        marks = ["--mark-applied", "--mark-not-applied"]
        if direction == "up" and name not in history.by_name:
            marks = marks[1:]  # there is nothing to record
        options = [f"{mark} {name}" for mark in marks]
        found.append(_problem(HistoryProblemKind.INTERRUPTED, name, message, *options))
    return tuple(found)


def _problem(kind: HistoryProblemKind, name: str, message: str, *options: str) -> HistoryProblem:
    return HistoryProblem(kind=kind, migration=name, message=message, options=options)


def _successors(history: MigrationHistory, state: DatabaseState, record: AppliedRecord) -> list[str]:
    """Files that are not recorded, and hold what the record's file held."""
    return sorted(
        migration.name
        for migration in history.by_name.values()
        if migration.name not in state.names and migration.checksum == record.checksum
    )


class _Work:
    """Checks what is wanted against the history, and collects the statements for it."""

    def __init__(self, history: MigrationHistory, state: DatabaseState, table: TrackingTable) -> None:
        self.statements: list[str] = []
        self.done: list[str] = []
        self._history = history
        self._state = state
        self._table = table
        self._records = {record.name: record for record in state.records}

    def plan(self, wanted: Repair) -> None:
        """Renames first: the other options know a migration by the name that it has then."""
        both = sorted(set(wanted.mark_applied).intersection(wanted.mark_not_applied))
        if both:
            raise UsageError(f"{both[0]} cannot be marked both as applied and as not applied")
        accepted = [self._named(name, self._history.by_name) for name in wanted.accept_edited]
        renamed = {
            self._named(old, self._records): self._named(new, self._history.by_name)
            for old, new in wanted.renamed.items()
        }
        for old, new in renamed.items():
            self._rename(old, new, accepted)
        for name in accepted:
            if name not in renamed.values():
                self._accept(name)
        for name in wanted.forget:
            self._forget(self._named(name, self._records))
        interrupted = {name for name, _ in self._state.interrupted}
        for name in wanted.mark_applied:
            self._mark(self._named(name, interrupted), applied=True)
        for name in wanted.mark_not_applied:
            self._mark(self._named(name, interrupted), applied=False)

    @staticmethod
    def _named(name: str, known: Collection[str]) -> str:
        """A name, or a bare number where exactly one of the known ones has it."""
        if name not in known and name.isdecimal():
            found = [other for other in known if int(other.partition("_")[0]) == int(name)]
            return found[0] if len(found) == 1 else name
        return name

    def _journals(self, name: str) -> list[tuple[str, ProgressTable]]:
        return [
            (direction, ProgressTable(table=self._table, migration=name, direction=direction))
            for migration, direction in self._state.interrupted
            if migration == name
        ]

    def _rename(self, old: str, new: str, accepted: Collection[str]) -> None:
        record, migration = self._records.get(old), self._history.by_name.get(new)
        if record is None:
            self._refuse(f"{old} is not in the history")
        if old in self._history.by_name:
            self._refuse(f"{old} is not renamed: its file is there")
        if migration is None:
            self._refuse(f"there is no file {new}.py in {self._history.directory}")
        if new in self._records:
            self._refuse(f"{new} is in the history by itself")
        if migration.checksum != record.checksum and new not in accepted:
            self._refuse(
                f"{new} does not hold what {old} held when it was applied",
                f"If it is the same migration, changed since, add: --accept-edited {new}",
            )
        edited = " and accepted as it is now" if migration.checksum != record.checksum else ""
        self.statements.append(self._table.amend(old, new_name=new, checksum=migration.checksum))
        self.statements += [journal.rename(new) for _, journal in self._journals(old)]
        self._records[new] = self._records.pop(old)
        self.done.append(f"{old} is recorded as {new}{edited}")

    def _accept(self, name: str) -> None:
        record, migration = self._records.get(name), self._history.by_name.get(name)
        if record is None:
            self._refuse(f"{name} is not in the history")
        if migration is None:
            self._refuse(f"there is no file {name}.py in {self._history.directory}")
        if migration.checksum == record.checksum:
            self._refuse(f"{name} was not changed after it was applied")
        self.statements.append(self._table.amend(name, new_name=name, checksum=migration.checksum))
        self.done.append(f"{name} is accepted as its file is now")

    def _forget(self, name: str) -> None:
        if name not in self._records:
            self._refuse(f"{name} is not in the history")
        if name in self._history.by_name:
            self._refuse(
                f"{name} is not forgotten: its file is there",
                "To take it out of the history without running anything, use `rollback --fake`.",
            )
        self.statements.append(self._table.erase(name))
        self.statements += [journal.erase() for _, journal in self._journals(name)]
        self.done.append(f"{name} is forgotten")

    def _mark(self, name: str, *, applied: bool) -> None:
        journals = self._journals(name)
        if not journals:
            self._refuse(
                f"{name} was not interrupted",
                "To change the history without running anything, use `migrate --fake` or `rollback --fake`.",
            )
        self.statements += [journal.erase() for _, journal in journals]
        recorded = name in self._records
        if applied and not recorded:
            if name not in self._history.by_name:
                self._refuse(f"there is no file {name}.py in {self._history.directory}, and so nothing to record")
            self.statements.append(self._table.record(name, self._history.by_name[name].checksum))
        elif recorded and not applied:
            self.statements.append(self._table.erase(name))
        self.done.append(f"{name} is marked as {'applied' if applied else 'not applied'}")

    def _refuse(self, reason: str, hint: str = "") -> NoReturn:
        raise UsageError(f"{reason}; nothing was changed", hint=hint or "`repair` without options lists what is wrong.")
