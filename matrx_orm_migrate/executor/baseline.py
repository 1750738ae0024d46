"""Adopt a database that was there before its migrations: record them, once the schema is seen to be theirs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack

from matrx_orm_migrate.connections import Database
from matrx_orm_migrate.diff.ahead import snapshot_ahead
from matrx_orm_migrate.diff.inspect import Known, inspect_database
from matrx_orm_migrate.diff.places import open_scratch_server
from matrx_orm_migrate.diff.prove import differences
from matrx_orm_migrate.diff.scope import Scope
from matrx_orm_migrate.errors import (
    HistoryMismatchError,
    MigrationFailedError,
    NeedsAttentionError,
    SchemaMismatchError,
)
from matrx_orm_migrate.executor.bookkeeping import record_all
from matrx_orm_migrate.executor.executor import Executor, check_history, check_writable
from matrx_orm_migrate.executor.replay import replay
from matrx_orm_migrate.executor.results import BaselineResult
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.loader import Migration, MigrationHistory
from matrx_orm_migrate.state import DatabaseState

__all__ = ["baseline"]


async def baseline(
    executor: Executor,
    history: MigrationHistory,
    name: str,
    plugins: PluginManager,
    *,
    accept_differences: bool = False,
    check_only: bool = False,
) -> BaselineResult:
    """Record the migrations up to and including ``name`` as applied, without running them on the database.

    Under the migration lock they are run on a scratch database, which is compared with the database in its scope.
    ``check_only`` compares, and takes no lock and records nothing.  Raises :class:`SchemaMismatchError` where they
    differ, unless ``accept_differences``; :class:`HistoryMismatchError` where the history says something else;
    :class:`MigrationFailedError` where a migration does not run on the scratch database.
    """
    history.check()
    target = history.find(name)
    async with executor.session("up") as session:
        state = await session.read_state(history)
        chosen = _chosen(history, state, target)
        if not check_only:
            check_writable(state)
            await session.lock()
            state = await session.read_state(history)
            chosen = _chosen(history, state, target)
        found, unhandled = await _differences(executor.database, history, chosen, plugins)
        missing = [migration for migration in chosen if migration.name not in state.names]
        if check_only:
            return BaselineResult(differences=found, unhandled=unhandled)
        if found and not accept_differences:
            raise SchemaMismatchError(
                f"the database is not what the migrations up to {target.name} give; nothing was recorded",
                differences=found,
                hint="Bring one in line with the other, leave objects out (--exclude-tables), or say "
                "--accept-differences.",
            )
        if missing:
            await executor.ensure_table(session, state)
        return BaselineResult(
            recorded=await record_all(session, executor.table, missing, state), differences=found, unhandled=unhandled
        )


def _chosen(history: MigrationHistory, state: DatabaseState, target: Migration) -> Sequence[Migration]:
    """The migrations up to the target, as ``migrate --to`` counts them; what is recorded has to be among them."""
    check_history(history, state)
    ordered = history.pending(())
    chosen = ordered[: ordered.index(target) + 1]
    beyond = sorted(state.names - {migration.name for migration in chosen})
    if beyond:
        raise HistoryMismatchError(
            f"{', '.join(beyond[:5])}{' and more' if beyond[5:] else ''} is applied already, beyond {target.name}; "
            "nothing was recorded",
            migrations=tuple(beyond),
            hint="A baseline is for a history that is still to begin. Give a later name, or look at `status`.",
        )
    return chosen


async def _differences(
    database: Database, history: MigrationHistory, chosen: Sequence[Migration], plugins: PluginManager
) -> tuple[tuple[str, ...], Mapping[str, int]]:
    """What differs between the database and what the migrations give, and what was not compared."""
    scope = Scope.of(database.config)
    known = Known()
    async with AsyncExitStack() as stack:
        server = await stack.enter_async_context(open_scratch_server(database))
        async with database.connect() as connection:
            live = await inspect_database(connection, plugins, dependencies=bool(server.major), known=known)
        unhandled = live.unhandled
        if server.differs_from(live.server_version):  # both sides are to be spelled by one server
            live = await snapshot_ahead(server, live, (), plugins, known)
        found = live.select(scope.decide(live, plugins, "current"))
        copy = await stack.enter_async_context(replay(server, database, history, plugins, scope=scope, known=known))
        try:
            await copy.up(chosen[-1])
        except (MigrationFailedError, NeedsAttentionError) as error:
            raise MigrationFailedError(
                f"what the migrations give cannot be found out: on an empty scratch database {error.message}",
                migration=error.migration,
                sqlstate=error.sqlstate,
                hint=f"Nothing was recorded. Correct the file; or, unchecked: `migrate --fake --to {chosen[-1].name}`.",
            ) from error
        wanted = await copy.snapshot()
    return differences(found, wanted, plugins), unhandled
