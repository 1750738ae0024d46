"""Change the history without running a migration: what ``--fake``, ``baseline`` and ``repair`` have in common."""

from __future__ import annotations

from collections.abc import Sequence

from matrx_orm_migrate.errors import MatrxMigrateError, NeedsAttentionError
from matrx_orm_migrate.executor.failures import connection_lost, describe, sqlstate_of, unavailable
from matrx_orm_migrate.executor.session import Session
from matrx_orm_migrate.loader import Migration
from matrx_orm_migrate.state import DatabaseState, TrackingTable

__all__ = ["forget_all", "record_all", "write_history"]


async def record_all(
    session: Session, table: TrackingTable, migrations: Sequence[Migration], state: DatabaseState
) -> tuple[str, ...]:
    """Put migrations into the history without running them, all of them or none; their names.

    Raises :class:`NeedsAttentionError` where one of them is half done: nobody knows which half.
    """
    names = tuple(migration.name for migration in migrations)
    for name, direction in state.interrupted:
        if name in names:
            raise NeedsAttentionError(
                f"migration {name} ({direction}) was interrupted after {state.interrupted[name, direction]} of its "
                "statements; nothing was recorded",
                migration=name,
                hint=f"Run `migrate` to finish it, or settle it by hand and say `repair --mark-applied {name}`.",
            )
    if names:
        await write_history(session, [table.record(m.name, m.checksum) for m in migrations])
    return names


async def forget_all(session: Session, table: TrackingTable, migrations: Sequence[Migration]) -> tuple[str, ...]:
    """Take migrations out of the history without running their ``down``, all of them or none; their names."""
    names = tuple(migration.name for migration in migrations)
    await write_history(session, [table.erase(name) for name in names])
    return names


async def write_history(session: Session, statements: Sequence[str]) -> None:
    """Send bookkeeping statements in one transaction of the run.

    Raises :class:`NeedsAttentionError` where the connection was lost over it, :class:`DatabaseUnavailableError` where
    the server refused: then nothing was written.
    """
    try:
        await session.begin_when_free()
        await session.commit(*statements)
    except BaseException as error:
        lost = isinstance(error, Exception) and connection_lost(error, session.work.driver)
        await session.work.abandon()
        if isinstance(error, MatrxMigrateError) or not isinstance(error, Exception):
            raise
        if lost:
            raise NeedsAttentionError(
                f"the connection was lost while the history was written; outcome unknown: {describe(error)}",
                sqlstate=sqlstate_of(error),
                hint="Run the command again when the database can be reached: it sees what was written.",
            ) from error
        raise unavailable(error, "the history of migrations cannot be written") from error
