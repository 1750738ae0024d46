"""The public functions over migrations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from matrx_orm_migrate.api.opening import (
    DatabaseArgument,
    Progress,
    checked_plugins,
    config_of,
    configured,
    executor_for,
    opened_with,
    specs,
)
from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.executor import (
    DEFAULT_LOCK_WAIT,
    Executor,
    MigrateResult,
    RollbackResult,
    StatusResult,
)
from matrx_orm_migrate.loader import MigrationHistory, migration_name, read_directory

if TYPE_CHECKING:
    from sqlalchemy import MetaData

    from matrx_orm_migrate.diff.generate import DiffResult, Questioner
    from matrx_orm_migrate.hooks import PluginManager

__all__ = ["CreatedMigration", "create_empty", "makemigrations", "migrate", "rollback", "status"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreatedMigration:
    """An empty migration that `create_empty` wrote."""

    name: str
    path: Path


async def makemigrations(
    database: DatabaseArgument,
    *,
    directory: str | Path | None = None,
    schemas: Sequence[str] | None = None,
    models: object = (),
    metadata: MetaData | None = None,
    from_sql: str | Path | None = None,
    from_database: DatabaseArgument | None = None,
    name: str | None = None,
    include_tables: Sequence[str] | None = None,
    exclude_tables: Sequence[str] | None = None,
    renames: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    questioner: Questioner | None = None,
    allow_data_loss: bool = False,
    dry_run: bool = False,
    check: bool = False,
    project_dir: Path | None = None,
    plugins: PluginManager | None = None,
    connect_wait: float = 0.0,
) -> DiffResult:
    """Compare what is asked for with the database, and write the migration that leads there, once it is proved.

    What is asked for is one of: ``models`` (an import string such as ``"app.models:Base"``, anything with
    ``.metadata``, or a list of them) and ``metadata``; ``from_sql``, a file or folder; ``from_database``, another
    database.  Without any, it is the models in the database's configuration.

    ``schemas=("*",)`` is every schema that is the user's.  ``renames`` are pairs of old and new name (``"orders"``,
    ``"orders.total"``); ``questioner`` is asked where a dropped and an added object look alike, and without it they
    are a drop and an addition.  ``dry_run`` writes no file; ``check`` only finds out whether there are changes, and
    proves nothing.  What is left None comes from the configuration.

    The result's ``drafts`` are empty where nothing is to be done.  Raises `DataLossRefusedError` where data would be
    lost and ``allow_data_loss`` is False, `SourceError` where what is asked for cannot be read, `ProofFailedError`
    where the proof fails; no file is written then.
    """
    from matrx_orm_migrate.diff.generate import generate_migrations

    async with (
        opened_with(database, directory, schemas, include_tables, exclude_tables, project_dir, connect_wait) as opened,
        AsyncExitStack() as stack,
    ):
        other = None
        if from_database is not None:
            other = await stack.enter_async_context(
                open_database(from_database, project_dir=project_dir, connect_wait=connect_wait)
            )
        manager = checked_plugins(plugins, opened.config.project_dir)
        with manager.blamed():
            return await generate_migrations(
                opened,
                manager,
                directory=opened.config.directory,
                schemas=opened.config.schemas,
                models=specs(models, metadata),
                from_sql=None if from_sql is None else Path(from_sql),
                from_database=other,
                include_tables=opened.config.include_tables,
                exclude_tables=opened.config.exclude_tables,
                name=name,
                renames=tuple(renames.items() if isinstance(renames, Mapping) else renames),
                questioner=questioner,
                allow_data_loss=allow_data_loss,
                write=not dry_run and not check,
                check_only=check,
            )


async def migrate(
    database: DatabaseArgument,
    *,
    directory: str | Path | None = None,
    to: str | None = None,
    plan: bool = False,
    fake: bool = False,
    lock_wait: float = DEFAULT_LOCK_WAIT,
    lock_timeout: float | None = None,
    progress: Progress | None = None,
    project_dir: Path | None = None,
    plugins: PluginManager | None = None,
    connect_wait: float = 0.0,
) -> MigrateResult:
    """Apply the pending migrations in dependency order, up to and including ``to`` (a name, or a number).

    ``plan`` only says what would be applied; ``fake`` only records it as applied, and runs nothing.  ``lock_wait`` is
    how many seconds to wait for another run, ``lock_timeout`` how many one statement waits for a table's lock (None:
    what the database's configuration says; 0: as long as it takes); ``progress`` is called at each step.  With a
    connection that is not in AUTOCOMMIT everything happens in the caller's transaction.

    A ``directory`` that is given has to be there, else `ConfigError`; the configuration's may be missing, and has no
    migrations then.  Raises `MigrationFailedError`, `LockNotObtainedError`, `HistoryMismatchError`,
    `MigrationFileError`, `NeedsAttentionError`; what was applied before a failure stays applied.
    """
    async with opened_with(database, directory, project_dir=project_dir, connect_wait=connect_wait) as opened:
        history = read_directory(opened.config.directory, named=directory is not None)
        executor = executor_for(opened, plugins, lock_wait, lock_timeout, progress)
        return await executor.migrate(history, to=to, plan_only=plan, fake=fake)


async def rollback(
    database: DatabaseArgument,
    *,
    steps: int = 1,
    to: str | None = None,
    fake: bool = False,
    directory: str | Path | None = None,
    lock_wait: float = DEFAULT_LOCK_WAIT,
    lock_timeout: float | None = None,
    progress: Progress | None = None,
    project_dir: Path | None = None,
    plugins: PluginManager | None = None,
    connect_wait: float = 0.0,
) -> RollbackResult:
    """Take back the last ``steps`` migrations, or all that were applied after ``to``, last applied first.

    Nothing is done unless each of them has an unchanged file with a ``down``.  ``fake`` only takes them out of the
    history, and runs nothing.  The other options are `migrate`'s.
    """
    async with opened_with(database, directory, project_dir=project_dir, connect_wait=connect_wait) as opened:
        history = read_directory(opened.config.directory, named=directory is not None)
        executor = executor_for(opened, plugins, lock_wait, lock_timeout, progress)
        return await executor.rollback(history, steps=steps, to=to, fake=fake)


async def status(
    database: DatabaseArgument,
    *,
    directory: str | Path | None = None,
    project_dir: Path | None = None,
    connect_wait: float = 0.0,
) -> StatusResult:
    """Where each migration stands: applied, pending, edited since, missing, interrupted.  Changes nothing."""
    async with opened_with(database, directory, project_dir=project_dir, connect_wait=connect_wait) as opened:
        return await Executor(opened).status(read_directory(opened.config.directory, named=directory is not None))


async def create_empty(
    database: DatabaseArgument,
    *,
    name: str = "custom",
    directory: str | Path | None = None,
    project_dir: Path | None = None,
) -> CreatedMigration:
    """Write a migration that does nothing yet, for SQL of your own; it depends on the newest ones.

    The database is only asked for its configuration: nothing is connected.
    """
    from matrx_orm_migrate.diff.writer import empty_migration, save_new_file

    config = configured(config_of(database, project_dir), directory)
    history: MigrationHistory = read_directory(config.directory)
    full_name = migration_name(history.next_number(), name)
    path = config.directory / f"{full_name}.py"
    save_new_file(path, empty_migration(name, [leaf.name for leaf in history.leaves()]))
    return CreatedMigration(name=full_name, path=path)
