"""Apply migrations and roll them back: each exactly once, whole or not at all, whatever dies when.

A migration and its record commit in one transaction.  A file with ``transactional = False`` goes statement by
statement, each noted in a journal.  A lock keeps runners apart, and a second one in every working transaction proves
that no other runner is still at work.

`baseline` and `verify` are not loaded from here: they need the diff, which `migrate` does without.
"""

from __future__ import annotations

from matrx_orm_migrate.executor.executor import DEFAULT_LOCK_WAIT, Executor
from matrx_orm_migrate.executor.repair import Repair, repair
from matrx_orm_migrate.executor.results import (
    AppliedMigration,
    BaselineResult,
    HistoryProblem,
    HistoryProblemKind,
    MigrateResult,
    MigrationPlugins,
    MigrationState,
    MigrationStatus,
    ProgressEvent,
    ProgressPhase,
    RepairResult,
    RollbackResult,
    StatusResult,
)

__all__ = [
    "DEFAULT_LOCK_WAIT",
    "AppliedMigration",
    "BaselineResult",
    "Executor",
    "HistoryProblem",
    "HistoryProblemKind",
    "MigrateResult",
    "MigrationPlugins",
    "MigrationState",
    "MigrationStatus",
    "ProgressEvent",
    "ProgressPhase",
    "Repair",
    "RepairResult",
    "RollbackResult",
    "StatusResult",
    "repair",
]
