"""``Migrator``: one database with its settings, and the functions as methods."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from matrx_orm_migrate.api.functions import CreatedMigration, create_empty, makemigrations, migrate, rollback, status
from matrx_orm_migrate.api.history import baseline, repair, verify
from matrx_orm_migrate.api.opening import DatabaseArgument, Progress, specs
from matrx_orm_migrate.executor import (
    DEFAULT_LOCK_WAIT,
    BaselineResult,
    MigrateResult,
    RepairResult,
    RollbackResult,
    StatusResult,
)
from matrx_orm_migrate.executor.verify import VerifyResult
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.integration import (
    DEFAULT_TARGETS,
    MigrateAndRebuildResult,
    RebuildResult,
    migrate_and_rebuild,
    rebuild_schema,
)

if TYPE_CHECKING:
    from sqlalchemy import MetaData

    from matrx_orm_migrate.diff.generate import DiffResult, Questioner

__all__ = ["Migrator"]


class Migrator:
    """One database with its settings, for programs that migrate themselves: the same functions as methods.

    ``database`` is an ``AsyncEngine``, an ``AsyncConnection``, a name, or a URL.  Settings that are left out come from
    its configuration, which for an engine is: ``migrations`` in the current directory, schema ``public``.

    ::

        migrator = Migrator(engine, metadata=Base.metadata, directory="db/migrations")
        await migrator.migrate()
    """

    def __init__(
        self,
        database: DatabaseArgument,
        *,
        metadata: MetaData | None = None,
        models: object = (),
        directory: str | Path | None = None,
        schemas: Sequence[str] | None = None,
        output: str | Path | None = None,
        include_tables: Sequence[str] | None = None,
        exclude_tables: Sequence[str] | None = None,
        project_dir: Path | None = None,
        plugins: PluginManager | None = None,
        connect_wait: float = 0.0,
    ) -> None:
        self.database = database
        self._models = specs(models, metadata)
        self._directory = directory
        self._schemas = None if schemas is None else tuple(schemas)
        self._output = output
        self._tables = (include_tables, exclude_tables)
        self._project_dir = project_dir
        self._plugins = plugins
        self._connect_wait = connect_wait

    async def makemigrations(
        self,
        name: str | None = None,
        *,
        from_sql: str | Path | None = None,
        from_database: DatabaseArgument | None = None,
        renames: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        questioner: Questioner | None = None,
        allow_data_loss: bool = False,
        dry_run: bool = False,
        check: bool = False,
    ) -> DiffResult:
        """Write the migration that leads from the database to the models; see `makemigrations`."""
        include, exclude = self._tables
        return await makemigrations(
            self.database,
            directory=self._directory,
            schemas=self._schemas,
            models=() if from_sql is not None or from_database is not None else self._models,
            from_sql=from_sql,
            from_database=from_database,
            name=name,
            include_tables=include,
            exclude_tables=exclude,
            renames=renames,
            questioner=questioner,
            allow_data_loss=allow_data_loss,
            dry_run=dry_run,
            check=check,
            project_dir=self._project_dir,
            plugins=self._plugins,
            connect_wait=self._connect_wait,
        )

    async def migrate(
        self,
        to: str | None = None,
        *,
        plan: bool = False,
        fake: bool = False,
        lock_wait: float = DEFAULT_LOCK_WAIT,
        lock_timeout: float | None = None,
        progress: Progress | None = None,
    ) -> MigrateResult:
        """Apply the pending migrations; see `migrate`."""
        return await migrate(
            self.database,
            directory=self._directory,
            to=to,
            plan=plan,
            fake=fake,
            lock_wait=lock_wait,
            lock_timeout=lock_timeout,
            progress=progress,
            project_dir=self._project_dir,
            plugins=self._plugins,
            connect_wait=self._connect_wait,
        )

    async def rollback(
        self,
        steps: int = 1,
        *,
        to: str | None = None,
        fake: bool = False,
        lock_wait: float = DEFAULT_LOCK_WAIT,
        lock_timeout: float | None = None,
        progress: Progress | None = None,
    ) -> RollbackResult:
        """Take migrations back; see `rollback`."""
        return await rollback(
            self.database,
            steps=steps,
            to=to,
            fake=fake,
            directory=self._directory,
            lock_wait=lock_wait,
            lock_timeout=lock_timeout,
            progress=progress,
            project_dir=self._project_dir,
            plugins=self._plugins,
            connect_wait=self._connect_wait,
        )

    async def status(self) -> StatusResult:
        """Where each migration stands; see `status`."""
        return await status(
            self.database,
            directory=self._directory,
            project_dir=self._project_dir,
            connect_wait=self._connect_wait,
        )

    async def baseline(
        self,
        name: str,
        *,
        accept_differences: bool = False,
        check: bool = False,
        lock_wait: float = DEFAULT_LOCK_WAIT,
        progress: Progress | None = None,
    ) -> BaselineResult:
        """Adopt a database that exists already; see `baseline`."""
        include, exclude = self._tables
        return await baseline(
            self.database,
            name,
            directory=self._directory,
            schemas=self._schemas,
            include_tables=include,
            exclude_tables=exclude,
            accept_differences=accept_differences,
            check=check,
            lock_wait=lock_wait,
            progress=progress,
            project_dir=self._project_dir,
            plugins=self._plugins,
            connect_wait=self._connect_wait,
        )

    async def repair(
        self,
        *,
        accept_edited: Sequence[str] = (),
        forget: Sequence[str] = (),
        renamed: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        mark_applied: Sequence[str] = (),
        mark_not_applied: Sequence[str] = (),
        lock_wait: float = DEFAULT_LOCK_WAIT,
    ) -> RepairResult:
        """Make the history match the files again; see `repair`."""
        return await repair(
            self.database,
            accept_edited=accept_edited,
            forget=forget,
            renamed=renamed,
            mark_applied=mark_applied,
            mark_not_applied=mark_not_applied,
            directory=self._directory,
            lock_wait=lock_wait,
            project_dir=self._project_dir,
            connect_wait=self._connect_wait,
        )

    async def verify(
        self,
        *,
        steps: int | None = None,
        seed: str | Path | None = None,
        progress: Callable[[str], None] | None = None,
    ) -> VerifyResult:
        """Prove the migration files on a scratch database; see `verify`."""
        include, exclude = self._tables
        return await verify(
            self.database,
            steps=steps,
            seed=seed,
            directory=self._directory,
            schemas=self._schemas,
            models=self._models,
            include_tables=include,
            exclude_tables=exclude,
            progress=progress,
            project_dir=self._project_dir,
            plugins=self._plugins,
            connect_wait=self._connect_wait,
        )

    async def create_empty(self, name: str = "custom") -> CreatedMigration:
        """Write a migration that does nothing yet; see `create_empty`."""
        return await create_empty(self.database, name=name, directory=self._directory, project_dir=self._project_dir)

    async def rebuild_schema(
        self,
        *,
        output: str | Path | None = None,
        targets: Sequence[str] = DEFAULT_TARGETS,
        package: str | None = None,
        check: bool = False,
    ) -> RebuildResult:
        """Generate files from what the database holds; see `rebuild_schema`."""
        include, exclude = self._tables
        return await rebuild_schema(
            self.database,
            output=self._output if output is None else output,
            schemas=self._schemas,
            targets=targets,
            package=package,
            include_tables=include,
            exclude_tables=exclude,
            check=check,
            project_dir=self._project_dir,
            plugins=self._plugins,
            connect_wait=self._connect_wait,
        )

    async def migrate_and_rebuild(
        self,
        to: str | None = None,
        *,
        output: str | Path | None = None,
        targets: Sequence[str] = DEFAULT_TARGETS,
        package: str | None = None,
        lock_wait: float = DEFAULT_LOCK_WAIT,
        lock_timeout: float | None = None,
        progress: Progress | None = None,
    ) -> MigrateAndRebuildResult:
        """Apply the pending migrations, then generate files; see `migrate_and_rebuild`."""
        include, exclude = self._tables
        return await migrate_and_rebuild(
            self.database,
            directory=self._directory,
            to=to,
            output=self._output if output is None else output,
            schemas=self._schemas,
            targets=targets,
            package=package,
            include_tables=include,
            exclude_tables=exclude,
            lock_wait=lock_wait,
            lock_timeout=lock_timeout,
            progress=progress,
            project_dir=self._project_dir,
            plugins=self._plugins,
            connect_wait=self._connect_wait,
        )
