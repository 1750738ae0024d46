"""From what a caller says to an opened database with the settings that the caller wants."""

from __future__ import annotations

import logging
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from matrx_orm_migrate.config import DatabaseConfig
from matrx_orm_migrate.connections import Database, open_database
from matrx_orm_migrate.errors import ConfigError
from matrx_orm_migrate.executor import Executor, ProgressEvent
from matrx_orm_migrate.limits import check_lock_timeout

if TYPE_CHECKING:
    from sqlalchemy import URL, MetaData
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from matrx_orm_migrate.hooks import PluginManager
    from matrx_orm_migrate.loader import Migration

__all__ = [
    "DatabaseArgument",
    "Progress",
    "checked_plugins",
    "config_of",
    "configured",
    "executor_for",
    "opened_with",
    "specs",
]

log = logging.getLogger(__name__)

DatabaseArgument: TypeAlias = "str | URL | DatabaseConfig | AsyncEngine | AsyncConnection"
"""What a function takes for a database: a name, a URL, its configuration, an engine, or an open connection."""

Progress: TypeAlias = Callable[[ProgressEvent], None]
"""What is called at each step of a run."""


@asynccontextmanager
async def opened_with(
    database: DatabaseArgument,
    directory: str | Path | None = None,
    schemas: Sequence[str] | None = None,
    include_tables: Sequence[str] | None = None,
    exclude_tables: Sequence[str] | None = None,
    project_dir: Path | None = None,
    connect_wait: float = 0.0,
) -> AsyncGenerator[Database]:
    """The database, with what the caller said in place of what its configuration says."""
    async with open_database(database, project_dir=project_dir, connect_wait=connect_wait) as opened:
        config = configured(opened.config, directory, schemas, include_tables, exclude_tables)
        yield replace(opened, config=config)


def configured(
    config: DatabaseConfig,
    directory: str | Path | None = None,
    schemas: Sequence[str] | None = None,
    include_tables: Sequence[str] | None = None,
    exclude_tables: Sequence[str] | None = None,
) -> DatabaseConfig:
    changes: dict[str, Any] = {}
    if directory is not None:
        changes["directory"] = Path(directory).absolute()
    if schemas is not None:
        changes["schemas"] = _names(schemas, "schemas")
    if include_tables or exclude_tables:
        # One of them said here takes the place of the other one in the configuration.
        changes["include_tables"] = _names(include_tables or (), "include_tables")
        changes["exclude_tables"] = _names(exclude_tables or (), "exclude_tables")
    return replace(config, **changes) if changes else config


def _names(given: Sequence[str], what: str) -> tuple[str, ...]:
    if isinstance(given, str):
        raise ConfigError(f"{what} must be a list of texts", hint=f'For example {what}=["public"].')
    return tuple(given)


def config_of(database: DatabaseArgument, project_dir: Path | None) -> DatabaseConfig:
    """The configuration alone, for what needs no connection."""
    from matrx_orm_migrate.config import resolve_database
    from matrx_orm_migrate.config.values import url_text

    if isinstance(database, str):
        return resolve_database(database, project_dir=project_dir)
    if isinstance(database, DatabaseConfig):
        return database
    from sqlalchemy import URL
    from sqlalchemy.ext.asyncio import AsyncConnection

    if isinstance(database, URL):
        return resolve_database(url_text(database), project_dir=project_dir)
    engine = database.engine if isinstance(database, AsyncConnection) else database
    root = Path.cwd() if project_dir is None else project_dir.absolute()
    return DatabaseConfig(name="engine", engine=engine, directory=root / "migrations", project_dir=root)


def specs(models: object, metadata: MetaData | None) -> tuple[object, ...]:
    listed = tuple(models) if isinstance(models, list | tuple) else (models,)
    return listed if metadata is None else (*listed, metadata)


def checked_plugins(plugins: PluginManager | None, project_dir: Path | None) -> PluginManager:
    """The plugins, all of them sound: a diff without one of its detectors would be silently short."""
    from matrx_orm_migrate.config.plugins import discover_plugins

    manager = discover_plugins(project_dir) if plugins is None else plugins
    manager.check()
    return manager


class _LatePlugins:
    """The two hooks of a migration; the plugins are loaded with the first one, which most runs never come to."""

    def __init__(self, project_dir: Path) -> None:
        self._project_dir = project_dir
        self._manager: PluginManager | None = None

    def before_migration(self, migration: Migration, direction: str) -> None:
        self._loaded().before_migration(migration, direction)

    def after_migration(self, migration: Migration, direction: str, outcome: str) -> None:
        self._loaded().after_migration(migration, direction, outcome)

    def _loaded(self) -> PluginManager:
        if self._manager is None:
            from matrx_orm_migrate.config.plugins import discover_plugins

            self._manager = _told(discover_plugins(self._project_dir))
        return self._manager


def _told(manager: PluginManager) -> PluginManager:
    for plugin in manager.plugins:
        if plugin.failure:
            # It stops `makemigrations` only: files need no plugin to be applied.
            log.warning("plugin %r failed to load and takes no part: %s", plugin.name, plugin.failure)
    return manager


def executor_for(
    database: Database,
    plugins: PluginManager | None,
    lock_wait: float,
    lock_timeout: float | None,
    progress: Progress | None,
) -> Executor:
    check_lock_timeout(lock_timeout)
    return Executor(
        database,
        plugins=_LatePlugins(database.config.project_dir) if plugins is None else _told(plugins),
        lock_wait=lock_wait,
        lock_timeout=lock_timeout,
        progress=progress,
    )
