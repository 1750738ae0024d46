"""The public functions that change or check a history without migrating: baseline, repair, verify."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from matrx_orm_migrate.api.opening import DatabaseArgument, Progress, checked_plugins, opened_with, specs
from matrx_orm_migrate.executor import DEFAULT_LOCK_WAIT, BaselineResult, Executor, Repair, RepairResult
from matrx_orm_migrate.executor import repair as repair_history
from matrx_orm_migrate.executor.baseline import baseline as record_baseline
from matrx_orm_migrate.executor.verify import VerifyResult
from matrx_orm_migrate.executor.verify import verify as verify_files
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.loader import read_directory

if TYPE_CHECKING:
    from sqlalchemy import MetaData

__all__ = ["baseline", "repair", "verify"]


async def baseline(
    database: DatabaseArgument,
    name: str,
    *,
    directory: str | Path | None = None,
    schemas: Sequence[str] | None = None,
    include_tables: Sequence[str] | None = None,
    exclude_tables: Sequence[str] | None = None,
    accept_differences: bool = False,
    check: bool = False,
    lock_wait: float = DEFAULT_LOCK_WAIT,
    progress: Progress | None = None,
    project_dir: Path | None = None,
    plugins: PluginManager | None = None,
    connect_wait: float = 0.0,
) -> BaselineResult:
    """Adopt a database that exists already: record the migrations up to ``name`` as applied, and run none of them.

    Under the migration lock they are run on a scratch database, and what comes of it is compared with the database, as
    far as ``schemas``, ``include_tables`` and ``exclude_tables`` go.  Where the two differ, nothing is recorded unless
    ``accept_differences``.  ``check`` only compares.

    Raises `SchemaMismatchError` with the ``differences``, `HistoryMismatchError` where the history says something else
    already, `MigrationFailedError` where a migration does not run on the scratch database.
    """
    async with opened_with(
        database, directory, schemas, include_tables, exclude_tables, project_dir, connect_wait
    ) as opened:
        return await record_baseline(
            Executor(opened, lock_wait=lock_wait, progress=progress),
            read_directory(opened.config.directory, named=directory is not None),
            name,
            checked_plugins(plugins, opened.config.project_dir),
            accept_differences=accept_differences,
            check_only=check,
        )


async def repair(
    database: DatabaseArgument,
    *,
    accept_edited: Sequence[str] = (),
    forget: Sequence[str] = (),
    renamed: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    mark_applied: Sequence[str] = (),
    mark_not_applied: Sequence[str] = (),
    directory: str | Path | None = None,
    lock_wait: float = DEFAULT_LOCK_WAIT,
    project_dir: Path | None = None,
    connect_wait: float = 0.0,
) -> RepairResult:
    """Make the recorded history match the files again, by exactly what is named; without any name, tell what is wrong.

    ``accept_edited`` takes changed files as they are now, ``forget`` takes files that are gone out of the history,
    ``renamed`` are pairs of a recorded name and the name of the file that holds the same now.  ``mark_applied`` and
    ``mark_not_applied`` settle migrations without a transaction that were cut off and finished, or undone, by hand.

    All of it is done under the migration lock, or nothing.  Raises `UsageError` for what does not fit the history.
    """
    wanted = Repair(
        accept_edited=accept_edited,
        forget=forget,
        renamed=dict(renamed),
        mark_applied=mark_applied,
        mark_not_applied=mark_not_applied,
    )
    async with opened_with(database, directory, project_dir=project_dir, connect_wait=connect_wait) as opened:
        return await repair_history(
            Executor(opened, lock_wait=lock_wait),
            read_directory(opened.config.directory, named=directory is not None),
            wanted,
        )


async def verify(
    database: DatabaseArgument,
    *,
    steps: int | None = None,
    seed: str | Path | None = None,
    directory: str | Path | None = None,
    schemas: Sequence[str] | None = None,
    models: object = (),
    metadata: MetaData | None = None,
    include_tables: Sequence[str] | None = None,
    exclude_tables: Sequence[str] | None = None,
    progress: Callable[[str], None] | None = None,
    project_dir: Path | None = None,
    plugins: PluginManager | None = None,
    connect_wait: float = 0.0,
) -> VerifyResult:
    """Prove the migration files on a scratch database: all up, each of the last ``steps`` down and up, all up again.

    ``steps`` None is all of them.  The schema is compared after each move, and at the top with what ``models`` and
    ``metadata`` ask for, or else the models in the database's configuration, as far as ``schemas``, ``include_tables``
    and ``exclude_tables`` go.  ``seed`` is a .sql file with rows, run once all migrations stand: afterwards the rows
    have to be what they were, except for what a file's docstring announces as DATA LOSS.  ``progress`` is called with a
    sentence now and then.

    The database is only asked for a place for scratch databases.  What is wrong with a file is in the result; raises
    `MigrationFileError` where the set of files is unusable, `UsageError` for a seed that cannot be loaded.
    """
    async with opened_with(
        database, directory, schemas, include_tables, exclude_tables, project_dir, connect_wait
    ) as opened:
        if given := specs(models, metadata):
            opened = replace(opened, config=replace(opened.config, models=given))
        return await verify_files(
            opened,
            read_directory(opened.config.directory, named=directory is not None),
            checked_plugins(plugins, opened.config.project_dir),
            steps=steps,
            seed=None if seed is None else Path(seed),
            on_step=progress,
        )
