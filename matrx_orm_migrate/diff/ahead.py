"""The database as it will be once the migrations that are written and not applied yet have run.

``makemigrations`` compares with this and not with the database as it stands, so that what is in a file already is never
written a second time.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from contextlib import AsyncExitStack
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.connections import Database
from matrx_orm_migrate.diff.inspect import Known, inspect_copy
from matrx_orm_migrate.diff.places import ScratchServer
from matrx_orm_migrate.diff.prove import build_copy
from matrx_orm_migrate.diff.scratch import ScratchDatabase
from matrx_orm_migrate.errors import MatrxMigrateError, ProofFailedError
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.loader import Migration, MigrationHistory, load_functions
from matrx_orm_migrate.operations import MigrationDB, without_secrets
from matrx_orm_migrate.schema import Snapshot
from matrx_orm_migrate.state import TrackingTable, read_state

__all__ = ["pending_migrations", "snapshot_ahead"]


async def pending_migrations(database: Database, history: MigrationHistory) -> tuple[Migration, ...]:
    """The migrations of the directory that the database does not have yet, in the order in which they would run."""
    if not history.by_name:
        return ()
    async with database.connect() as connection:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        state = await read_state(driver, TrackingTable(schema=database.config.tracking_schema))
    return history.pending(state.names)


async def snapshot_ahead(
    server: ScratchServer,
    live: Snapshot,
    pending: Sequence[Migration],
    plugins: PluginManager,
    known: Known | None = None,
) -> Snapshot:
    """Run the pending migrations on a copy of the live side, without its rows, and read the copy.

    Without any pending, that is the live side as the scratch server spells it.  ``live`` carries dependencies, and so
    does what comes back.  Raises ``ProofFailedError`` that names the migration which does not run there.
    """
    async with server.database() as scratch:
        await build_copy(scratch, live, plugins)
        for migration in pending:
            await _run(scratch, migration)
        copy = await inspect_copy(scratch.connection, plugins, live, known=known)
    # what is planned with it is for the live server, whatever the scratch server can do
    return replace(copy, server_version=live.server_version)


async def _run(scratch: ScratchDatabase, migration: Migration) -> None:
    functions = load_functions(migration)
    driver: Any = (await scratch.connection.get_raw_connection()).driver_connection
    db = MigrationDB(scratch.connection, driver, migration=migration.name)
    try:
        async with AsyncExitStack() as stack:
            # what the one before has set for its session is not this one's business
            await driver.execute("RESET search_path")
            if migration.transactional:
                await stack.enter_async_context(driver.transaction())
            await functions.up(db)
    except (Exception, SystemExit) as error:
        if isinstance(error, asyncio.CancelledError):
            raise
        reason = error.message if isinstance(error, MatrxMigrateError) else f"{type(error).__name__}: {error}"
        raise ProofFailedError(
            f"{migration.name} is not applied yet, and does not run on a copy of the database without its rows: "
            f"{reason}",
            statement=without_secrets(db.failed_statement),
            hint="Apply it first (matrx-orm migrate), or correct the file; then ask for the next one.",
        ) from error
