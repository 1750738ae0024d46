"""Databases by name: from a URL, from ``register_database()``, from a TOML file, or from the environment.

A name is looked up in this order, and the first match wins:

1. a URL (``postgresql://…``, ``embedded:///dir``);
2. a name given to `register_database` in this process;
3. ``[tool.matrx-orm.databases.NAME]`` in ``pyproject.toml``, or ``[databases.NAME]`` in ``matrx_orm.toml``;
4. ``embedded``: the embedded server, with its data in ``.matrx-orm/embedded`` under the project;
5. ``NAME_URL``, or ``NAME_HOST``, ``_PORT``, ``_NAME``, ``_USER``, ``_PASSWORD`` in the environment.

Nothing here connects to a database, and nothing here imports SQLAlchemy unless an engine is registered.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from matrx_orm_migrate.config.environment import environment_prefix, url_from_environment
from matrx_orm_migrate.config.files import database_tables, from_table, tool_table
from matrx_orm_migrate.config.values import (
    DEFAULT_LOCK_TIMEOUT,
    EMBEDDED,
    POSTGRES_URL,
    DatabaseConfig,
    Secret,
    complete_url,
    embedded_url,
    looks_like_url,
    url_text,
)
from matrx_orm_migrate.errors import ConfigError, UnknownDatabaseError

if TYPE_CHECKING:
    from sqlalchemy import URL, MetaData
    from sqlalchemy.ext.asyncio import AsyncEngine

__all__ = [
    "DatabaseConfig",
    "Secret",
    "declared_databases",
    "find_project_dir",
    "known_databases",
    "register_database",
    "resolve_database",
    "settings_for",
    "unregister_database",
]

_registered: dict[str, DatabaseConfig] = {}


def register_database(
    name: str,
    url_or_engine: str | URL | AsyncEngine,
    *,
    metadata: MetaData | None = None,
    models: object = (),
    directory: str | Path = "migrations",
    schemas: Sequence[str] = ("public",),
    output: str | Path | None = None,
    include_tables: Sequence[str] = (),
    exclude_tables: Sequence[str] = (),
    scratch_url: str | None = None,
    tracking_schema: str = "public",
    lock_timeout: float = DEFAULT_LOCK_TIMEOUT,
) -> None:
    """Give a database a name in this process; a name that is registered already is replaced.

    For applications that have an engine or a ``MetaData`` at hand, and for tests.  ``models`` is one import string or
    object, or a list or tuple of them; ``metadata`` is added to it.  Relative paths belong to the project directory of
    whoever resolves the name.  Raises `ConfigError` for anything but a URL or an ``AsyncEngine``.

    ::

        register_database("app", engine, metadata=Base.metadata, directory="db/migrations")
    """
    if not name or looks_like_url(name):
        raise ConfigError("a database must be registered under a name, not under a URL or an empty text")
    listed = tuple(models) if isinstance(models, list | tuple) else (models,)
    url, engine = _url_or_engine(name, url_or_engine)
    _registered[name] = DatabaseConfig(
        name=name,
        url=url,
        engine=engine,
        models=listed if metadata is None else (*listed, metadata),
        directory=Path(directory),
        schemas=_texts(schemas, "schemas"),
        output=None if output is None else Path(output),
        include_tables=_texts(include_tables, "include_tables"),
        exclude_tables=_texts(exclude_tables, "exclude_tables"),
        scratch_url=None if scratch_url is None else Secret(scratch_url),
        tracking_schema=tracking_schema,
        lock_timeout=lock_timeout,
    )


def unregister_database(name: str) -> None:
    """Forget a name given to `register_database`; a name that was never given is passed over."""
    _registered.pop(name, None)


def resolve_database(database: str, *, project_dir: Path | None = None) -> DatabaseConfig:
    """What ``--database`` means: see the order at the top of this module.

    ``project_dir`` is where the TOML files are and what relative paths belong to; without it, `find_project_dir` looks
    for it.  Names compare as written; for the environment they are upper-cased, and whatever is not a letter or a digit
    becomes ``_``.  A plain URL is given the name ``"url"``.

    Raises `UnknownDatabaseError` with the names that are known, and `ConfigError` for a setting that is wrong: a file
    that is not TOML, an unknown key, a wrong type, a ``url_env`` that is not set.  Messages do not contain passwords.
    """
    root = find_project_dir() if project_dir is None else project_dir.absolute()
    database = database.strip()
    if looks_like_url(database):
        return DatabaseConfig(name="url", url=Secret(database), directory=root / "migrations", project_dir=root)
    if (registered := _registered.get(database)) is not None:
        return replace(
            registered,
            url=complete_url(registered.url, root),
            scratch_url=complete_url(registered.scratch_url, root),
            directory=root / registered.directory,
            output=None if registered.output is None else root / registered.output,
            project_dir=root,
        )
    tables = database_tables(root)
    if (table := tables.get(database)) is not None:
        return from_table(database, table, root)
    url = embedded_url(root) if database == EMBEDDED else url_from_environment(database)
    if url is not None:
        return DatabaseConfig(name=database, url=Secret(url), directory=root / "migrations", project_dir=root)
    if any(character in database for character in "@:/=?"):
        raise ConfigError(
            "the database is given neither as a known name nor as a URL (it is not shown: it may hold a password)",
            hint="A URL starts with postgresql:// or postgres://, and has user:password@host:port/database after it.",
        )
    variable = f"{environment_prefix(database)}_URL"
    raise UnknownDatabaseError(database, known_databases(project_dir=root), variable=variable)


def settings_for(database: str, url: str, *, project_dir: Path | None = None) -> DatabaseConfig:
    """The settings that are registered or declared under a name, for the database at ``url``.

    The database's own URL and that of its scratch databases are not looked at, so that nothing leads there: for tests.
    Raises `UnknownDatabaseError` for a name that is neither registered nor declared, else as `resolve_database` does.
    """
    root = find_project_dir() if project_dir is None else project_dir.absolute()
    if (registered := _registered.get(database)) is not None:
        return replace(
            registered,
            url=Secret(url),
            engine=None,
            scratch_url=None,
            directory=root / registered.directory,
            output=None if registered.output is None else root / registered.output,
            project_dir=root,
        )
    tables = database_tables(root)
    if database not in tables:
        raise UnknownDatabaseError(database, tuple(sorted({*_registered, *tables})))
    return from_table(database, tables[database], root, instead=url)


def known_databases(*, project_dir: Path | None = None) -> tuple[str, ...]:
    """The names that `resolve_database` knows, sorted: for messages and for completion.

    From the environment only what certainly is one is listed, in lower case: an ``X_URL`` that holds a PostgreSQL URL,
    and ``X_HOST`` together with ``X_NAME``.  Raises `ConfigError` where a file cannot be read.
    """
    root = find_project_dir() if project_dir is None else project_dir.absolute()
    names = {EMBEDDED, *_registered, *database_tables(root)}
    taken = {environment_prefix(name) for name in names}
    for variable, value in os.environ.items():
        prefix, _, part = variable.rpartition("_")
        is_url = part == "URL" and POSTGRES_URL.match(value.strip()) is not None
        is_parts = part == "HOST" and bool(value and os.environ.get(f"{prefix}_NAME"))
        if prefix and prefix not in taken and (is_url or is_parts):
            names.add(prefix.lower())
    return tuple(sorted(names))


def declared_databases(*, project_dir: Path | None = None) -> tuple[str, ...]:
    """The names that the project's files declare, sorted.  Raises `ConfigError` where a file cannot be read."""
    return tuple(sorted(database_tables(find_project_dir() if project_dir is None else project_dir.absolute())))


def find_project_dir(start: Path | None = None) -> Path:
    """The nearest directory, from ``start`` or the current one upwards, that configures matrx-orm; else where it began.

    That is a directory with a ``matrx_orm.toml``, or with a ``pyproject.toml`` that has a ``[tool.matrx-orm]`` table.
    Raises `ConfigError` for such a file that cannot be read.
    """
    start = (Path.cwd() if start is None else start).absolute()
    for directory in (start, *start.parents):
        if (directory / "matrx_orm.toml").is_file() or tool_table(directory / "pyproject.toml") is not None:
            return directory
    return start


def _url_or_engine(name: str, given: object) -> tuple[str | None, AsyncEngine | None]:
    if isinstance(given, str):
        if looks_like_url(given.strip()) or given.strip() == EMBEDDED:
            return Secret(given.strip()), None
        raise ConfigError(
            f"database {name!r} is registered with a text that is not a URL",
            hint='A URL starts with postgresql:// or postgres://; "embedded" stands for the embedded server.',
        )
    from sqlalchemy import URL
    from sqlalchemy.ext.asyncio import AsyncEngine

    if isinstance(given, URL):
        return url_text(given), None
    if isinstance(given, AsyncEngine):
        return None, given
    raise ConfigError(
        f"database {name!r} is registered with a {type(given).__name__}",
        hint='Pass a URL, or an AsyncEngine: create_async_engine("postgresql+asyncpg://…").',
    )


def _texts(given: Sequence[str], what: str) -> tuple[str, ...]:
    if isinstance(given, str) or not all(isinstance(item, str) for item in given):
        raise ConfigError(f"{what} must be a list of texts", hint=f'For example {what}=["public"].')
    return tuple(given)
