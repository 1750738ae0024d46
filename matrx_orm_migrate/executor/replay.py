"""Run the migrations of a directory on a scratch database: with the runner itself, from nothing."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import replace

from matrx_orm_migrate.connections import Connector, Database
from matrx_orm_migrate.diff.inspect import Known, inspect_database
from matrx_orm_migrate.diff.places import ScratchServer
from matrx_orm_migrate.diff.scope import Scope
from matrx_orm_migrate.diff.scratch import ScratchDatabase
from matrx_orm_migrate.executor.executor import Executor
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.loader import Migration, MigrationHistory
from matrx_orm_migrate.schema import Snapshot

__all__ = ["Replay", "replay"]

# Here nothing has to last, and what the server says of a try-out is nobody's business.
_SETTINGS = {"synchronous_commit": "off", "client_min_messages": "warning"}


class Replay:
    """A scratch database, and the runner on it.  ``database`` is the scratch database, to be used as any other."""

    def __init__(
        self,
        database: Database,
        scratch: ScratchDatabase,
        history: MigrationHistory,
        plugins: PluginManager,
        scope: Scope,
        known: Known,
    ) -> None:
        self.database = database
        self.scratch = scratch
        self._history = history
        self._plugins = plugins
        self._scope = scope
        self._known = known
        self._executor = Executor(database)  # without plugins: nobody has to hear of a try-out

    async def up(self, migration: Migration) -> None:
        """Apply what is missing, up to and including this one; raises what the runner raises."""
        await self._executor.migrate(self._history, to=migration.name)

    async def down(self) -> None:
        """Take the last one back."""
        await self._executor.rollback(self._history)

    async def snapshot(self) -> Snapshot:
        """The objects in scope."""
        found = await inspect_database(self.scratch.connection, self._plugins, known=self._known)
        return found.select(self._scope.decide(found, self._plugins, "desired"))


@asynccontextmanager
async def replay(
    server: ScratchServer,
    database: Database,
    history: MigrationHistory,
    plugins: PluginManager,
    *,
    scope: Scope | None = None,
    known: Known | None = None,
) -> AsyncGenerator[Replay]:
    """An empty scratch database for the migrations of ``database``, dropped at the end.

    ``scope`` says which objects snapshots hold, None for all but the runner's own tables.
    """
    async with server.database() as scratch:
        for name, value in _SETTINGS.items():
            await scratch.run_autocommit(
                f"DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET {name} = {value}', current_database()); END$$"
            )
        # its books lie where no setting puts them: a schema for them would be one more than the migrations make
        config = replace(database.config, url=None, engine=scratch.engine, tracking_schema="public")
        copy = Database(config=config, connector=Connector(scratch.url), url=scratch.url)
        yield Replay(copy, scratch, history, plugins, scope or Scope(schemas=()), known or Known())
