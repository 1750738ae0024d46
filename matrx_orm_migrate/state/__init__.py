"""``_matrx_migrations``: what is applied, how far an interrupted migration came, and the lock that keeps runners apart.

The table is matrx-orm's own (``id``, ``name``, ``applied_at``, ``checksum``); one that matrx-orm made is used as it is.
What is only needed for migrations without a transaction lives beside it in ``_matrx_migrations_progress``, which exists
from the first such migration on.
"""

from __future__ import annotations

from matrx_orm_migrate.state.elsewhere import refuse_history_elsewhere
from matrx_orm_migrate.state.lock import LockHolder, MigrationLock, find_holder
from matrx_orm_migrate.state.progress import ProgressTable, Step
from matrx_orm_migrate.state.table import AppliedRecord, DatabaseState, TrackingTable, read_state
from matrx_orm_migrate.state.text import literal

__all__ = [
    "AppliedRecord",
    "DatabaseState",
    "LockHolder",
    "MigrationLock",
    "ProgressTable",
    "Step",
    "TrackingTable",
    "find_holder",
    "literal",
    "read_state",
    "refuse_history_elsewhere",
]
