"""What the executor gives back, and what it tells while it works."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from matrx_orm_migrate.loader import Migration
from matrx_orm_migrate.quick import quick

__all__ = [
    "AppliedMigration",
    "BaselineResult",
    "HistoryProblem",
    "HistoryProblemKind",
    "MigrateResult",
    "MigrationPlugins",
    "MigrationState",
    "MigrationStatus",
    "ProgressEvent",
    "ProgressPhase",
    "RepairResult",
    "RollbackResult",
    "StatusResult",
]


class MigrationPlugins(Protocol):
    """The two hooks that the executor calls.  An exception from either fails the migration, which is rolled back.

    ``after_migration`` is called before COMMIT with ``applied`` or ``rolled_back`` (so that it still may object), and
    with ``failed`` after a failure.
    """

    def before_migration(self, migration: Migration, direction: str) -> None:
        """A migration is about to run; ``direction`` is ``up`` or ``down``."""

    def after_migration(self, migration: Migration, direction: str, outcome: str) -> None:
        """A migration ended; ``outcome`` is ``applied``, ``rolled_back`` or ``failed``."""


class ProgressPhase(StrEnum):
    """What a :class:`ProgressEvent` tells."""

    WAITING = "waiting"  # for the lock, or for a lock on a table
    STARTED = "started"
    FINISHED = "finished"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressEvent:
    """One step of a run.  ``position`` counts from 1 to ``total``; ``seconds`` is how long it took, once finished."""

    phase: ProgressPhase
    direction: str
    migration: str = ""
    position: int = 0
    total: int = 0
    seconds: float = 0.0
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedMigration:
    """A migration that this run applied or rolled back, and how many seconds it took."""

    name: str
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrateResult:
    """What ``migrate`` did: what it applied, in order, and the names of what is still pending.

    With ``plan_only`` nothing is applied, and ``pending`` begins with the names in ``planned``, what a run would apply.
    ``recorded`` are the names that ``fake`` put into the history without running them.
    """

    applied: tuple[AppliedMigration, ...] = ()
    pending: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    recorded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RollbackResult:
    """What ``rollback`` took back, last applied first.

    ``forgotten`` are the names that ``fake`` took out of the history.
    """

    rolled_back: tuple[AppliedMigration, ...] = ()
    forgotten: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineResult:
    """What ``baseline`` found and did.

    ``differences`` between the database and what the migrations would give have one line each; ``recorded`` are the
    names that it put into the history.  ``unhandled`` counts the objects that were not compared, by kind.
    """

    recorded: tuple[str, ...] = ()
    differences: tuple[str, ...] = ()
    unhandled: Mapping[str, int] = field(default_factory=dict)


class HistoryProblemKind(StrEnum):
    """What is wrong with one migration's history."""

    EDITED = "edited"  # applied, and the file was changed since
    MISSING = "missing"  # applied, and the file is gone
    INTERRUPTED = "interrupted"  # without a transaction, and begun but not finished


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryProblem:
    """One thing in which the history does not match the files; each of ``options`` of ``repair`` would accept it."""

    kind: HistoryProblemKind
    migration: str
    message: str
    options: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RepairResult:
    """What ``repair`` did, a sentence each, and what is still wrong."""

    done: tuple[str, ...] = ()
    problems: tuple[HistoryProblem, ...] = ()


class MigrationState(StrEnum):
    """Where one migration stands."""

    APPLIED = "applied"
    PENDING = "pending"
    EDITED = "edited"  # applied, and the file was changed since
    MISSING = "missing"  # applied, and the file is gone
    INTERRUPTED = "interrupted"  # without a transaction, and begun but not finished


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationStatus:
    """One migration: its state, since when it is applied, and the folder of its file (None where it is missing)."""

    name: str
    state: MigrationState
    applied_at: datetime | None = None
    directory: Path | None = None

    @property
    def path(self) -> Path | None:
        """The file; None where it is missing."""
        return None if self.directory is None else self.directory / f"{self.name}.py"


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusResult:
    """Every migration that a file or the database knows; ``ignored`` are files that are nearly named like one."""

    migrations: tuple[MigrationStatus, ...] = ()
    ignored: tuple[Path, ...] = ()

    def in_state(self, *states: MigrationState) -> tuple[str, ...]:
        """Names of the migrations in one of these states."""
        return tuple(migration.name for migration in self.migrations if migration.state in states)

    @property
    def applied(self) -> tuple[str, ...]:
        """Names of what is applied (edited files and missing ones too)."""
        return self.in_state(MigrationState.APPLIED, MigrationState.EDITED, MigrationState.MISSING)

    @property
    def pending(self) -> tuple[str, ...]:
        """Names of what is not applied yet."""
        return self.in_state(MigrationState.PENDING, MigrationState.INTERRUPTED)
