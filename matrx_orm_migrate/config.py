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

import difflib
import os
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from matrx_orm_migrate.errors import ConfigError, UnknownDatabaseError

if TYPE_CHECKING:
    from sqlalchemy import MetaData
    from sqlalchemy.ext.asyncio import AsyncEngine

__all__ = [
    "DatabaseConfig",
    "Secret",
    "declared_databases",
    "find_project_dir",
    "known_databases",
    "register_database",
    "resolve_database",
    "unregister_database",
]

_KEYS: Final = (
    "url",
    "url_env",
    "models",
    "dir",
    "schemas",
    "output",
    "include_tables",
    "exclude_tables",
    "scratch_url",
    "scratch_url_env",
    "tracking_schema",
)
_EMBEDDED: Final = "embedded"
_POSTGRES_URL: Final = re.compile(r"(?:jdbc:)?postgres(?:ql)?(?:\+\w+)?://")
_ANY_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.:-]*://")


class Secret(str):
    """A text that ``repr()`` does not show, so that tracebacks with local variables do not show it either."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseConfig:
    """One database and what belongs to it.

    Exactly one of ``url`` and ``engine`` is set.  ``url`` may hold a password: it is not in the repr, and messages show
    it through ``connections.display_url`` only.  ``models`` are import strings (``"app.models:Base"``), ``MetaData``
    or anything that has ``.metadata``.  ``directory`` holds the migration files, ``output`` gets generated code.
    ``include_tables`` and ``exclude_tables`` hold patterns; at most one of them is not empty.  The paths are absolute
    where `resolve_database` made the value.

    Raises `ConfigError` where these rules are broken.
    """

    name: str
    url: str | None = field(default=None, repr=False)
    engine: AsyncEngine | None = None
    models: tuple[object, ...] = ()
    directory: Path = Path("migrations")
    schemas: tuple[str, ...] = ("public",)
    output: Path | None = None
    include_tables: tuple[str, ...] = ()
    exclude_tables: tuple[str, ...] = ()
    scratch_url: str | None = field(default=None, repr=False)
    tracking_schema: str = "public"
    project_dir: Path = field(default_factory=Path.cwd)

    def __post_init__(self) -> None:
        if (self.url is None) == (self.engine is None):
            raise ConfigError(f"database {self.name!r} needs a URL or an engine, and not both")
        if self.include_tables and self.exclude_tables:
            raise ConfigError(
                f"database {self.name!r} has both include_tables and exclude_tables",
                hint="Keep one of them: tables that are not included are excluded already.",
            )
        if not self.schemas:
            raise ConfigError(
                f"database {self.name!r} has no schemas", hint='Write schemas = ["public"], or leave it out.'
            )


_registered: dict[str, DatabaseConfig] = {}


def register_database(
    name: str,
    url_or_engine: str | AsyncEngine,
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
) -> None:
    """Give a database a name in this process; a name that is registered already is replaced.

    For applications that have an engine or a ``MetaData`` at hand, and for tests.  ``models`` is one import string or
    object, or a list or tuple of them; ``metadata`` is added to it.  Relative paths belong to the project directory of
    whoever resolves the name.  Raises `ConfigError` for anything but a URL or an ``AsyncEngine``.

    ::

        register_database("app", engine, metadata=Base.metadata, directory="db/migrations")
    """
    if not name or _looks_like_url(name):
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
    if _looks_like_url(database):
        return DatabaseConfig(name="url", url=Secret(database), directory=root / "migrations", project_dir=root)
    if (registered := _registered.get(database)) is not None:
        return replace(
            registered,
            url=_complete_url(registered.url, root),
            scratch_url=_complete_url(registered.scratch_url, root),
            directory=root / registered.directory,
            output=None if registered.output is None else root / registered.output,
            project_dir=root,
        )
    tables = _database_tables(root)
    if (table := tables.get(database)) is not None:
        return _from_table(database, table, root)
    url = _embedded_url(root) if database == _EMBEDDED else _url_from_environment(database)
    if url is not None:
        return DatabaseConfig(name=database, url=Secret(url), directory=root / "migrations", project_dir=root)
    if any(character in database for character in "@:/=?"):
        raise ConfigError(
            "the database is given neither as a known name nor as a URL (it is not shown: it may hold a password)",
            hint="A URL starts with postgresql:// or postgres://, and has user:password@host:port/database after it.",
        )
    variable = f"{_environment_prefix(database)}_URL"
    raise UnknownDatabaseError(database, known_databases(project_dir=root), variable=variable)


def known_databases(*, project_dir: Path | None = None) -> tuple[str, ...]:
    """The names that `resolve_database` knows, sorted: for messages and for completion.

    From the environment only what certainly is one is listed, in lower case: an ``X_URL`` that holds a PostgreSQL URL,
    and ``X_HOST`` together with ``X_NAME``.  Raises `ConfigError` where a file cannot be read.
    """
    root = find_project_dir() if project_dir is None else project_dir.absolute()
    names = {_EMBEDDED, *_registered, *_database_tables(root)}
    taken = {_environment_prefix(name) for name in names}
    for variable, value in os.environ.items():
        prefix, _, part = variable.rpartition("_")
        is_url = part == "URL" and _POSTGRES_URL.match(value.strip()) is not None
        is_parts = part == "HOST" and bool(value and os.environ.get(f"{prefix}_NAME"))
        if prefix and prefix not in taken and (is_url or is_parts):
            names.add(prefix.lower())
    return tuple(sorted(names))


def declared_databases(*, project_dir: Path | None = None) -> tuple[str, ...]:
    """The names that the project's files declare, sorted.  Raises `ConfigError` where a file cannot be read."""
    return tuple(sorted(_database_tables(find_project_dir() if project_dir is None else project_dir.absolute())))


def find_project_dir(start: Path | None = None) -> Path:
    """The nearest directory, from ``start`` or the current one upwards, that configures matrx-orm; else where it began.

    That is a directory with a ``matrx_orm.toml``, or with a ``pyproject.toml`` that has a ``[tool.matrx-orm]`` table.
    Raises `ConfigError` for such a file that cannot be read.
    """
    start = (Path.cwd() if start is None else start).absolute()
    for directory in (start, *start.parents):
        if (directory / "matrx_orm.toml").is_file() or _tool_table(directory / "pyproject.toml") is not None:
            return directory
    return start


def _looks_like_url(text: str) -> bool:
    return _ANY_URL.match(text) is not None


def _url_or_engine(name: str, given: object) -> tuple[str | None, AsyncEngine | None]:
    if isinstance(given, str):
        if _looks_like_url(given.strip()) or given.strip() == _EMBEDDED:
            return Secret(given.strip()), None
        raise ConfigError(
            f"database {name!r} is registered with a text that is not a URL",
            hint='A URL starts with postgresql:// or postgres://; "embedded" stands for the embedded server.',
        )
    from sqlalchemy.ext.asyncio import AsyncEngine

    if isinstance(given, AsyncEngine):
        return None, given
    raise ConfigError(
        f"database {name!r} is registered with a {type(given).__name__}",
        hint='Pass a URL as text, or an AsyncEngine: create_async_engine("postgresql+asyncpg://…").',
    )


def _texts(given: Sequence[str], what: str) -> tuple[str, ...]:
    if isinstance(given, str) or not all(isinstance(item, str) for item in given):
        raise ConfigError(f"{what} must be a list of texts", hint=f'For example {what}=["public"].')
    return tuple(given)


def _embedded_url(root: Path) -> str:
    return f"embedded://{quote(str(root / '.matrx-orm' / 'embedded'))}"


def _complete_url(url: str | None, root: Path) -> str | None:
    return Secret(_embedded_url(root)) if url == _EMBEDDED else url


# --- files ---------------------------------------------------------------------------------------------------------


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        # Not chained: in Python 3.14 the error carries the whole document, with whatever passwords are in it.
        raise ConfigError(f"{path} is not valid TOML: {error}", hint="Correct the file.") from None


def _tool_table(path: Path) -> Mapping[str, object] | None:
    """``[tool.matrx-orm]`` of a ``pyproject.toml``, or None.  Another project's broken file is not our business."""
    try:
        if b"matrx-orm" not in path.read_bytes():
            return None
    except OSError:
        return None
    tool = _read_toml(path).get("tool")
    table = tool.get("matrx-orm") if isinstance(tool, dict) else None
    if table is not None and not isinstance(table, dict):
        raise ConfigError(f"{path}: tool.matrx-orm must be a table")
    return table


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """A database's table in a file; its methods read one key each and say where a wrong value is."""

    file: Path
    title: str
    content: Mapping[str, object]

    def error(self, problem: str, todo: str) -> ConfigError:
        return ConfigError(f"{self.file}, [{self.title}]: {problem}", hint=todo)

    def text(self, key: str) -> str | None:
        value = self.content.get(key)
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise self.error(f"{key} must be a text that is not empty", f'Write {key} = "…".')
        return value.strip() if isinstance(value, str) else None

    def texts(self, key: str) -> tuple[str, ...] | None:
        value = self.content.get(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.error(f"{key} must be a list of texts", f'Write {key} = ["…"].')
        return tuple(value)

    def url(self, key: str, root: Path) -> str | None:
        """The value of ``key``, or of the environment variable that ``key``\\ ``_env`` names."""
        url, variable = self.text(key), self.text(f"{key}_env")
        if url is not None and variable is not None:
            raise self.error(f"both {key} and {key}_env are given", "Keep one of them.")
        if variable is not None:
            url = os.environ.get(variable, "").strip()
            if not url:
                raise self.error(
                    f"{key}_env names the environment variable {variable}, which is not set",
                    f"Set {variable} to the database's URL.",
                )
        if url is None:
            return None
        if url != _EMBEDDED and not _looks_like_url(url):
            raise self.error(f"{key} is not a URL", "A URL starts with postgresql:// or postgres://.")
        return _complete_url(Secret(url), root)


def _database_tables(root: Path) -> dict[str, _Table]:
    """Every database that the project's files declare, by name.  The tables' contents are not looked at yet."""
    found: dict[str, _Table] = {}
    own, shared = root / "matrx_orm.toml", root / "pyproject.toml"
    sources: list[tuple[Path, str, Mapping[str, object]]] = []
    if (table := _tool_table(shared)) is not None:
        sources.append((shared, "tool.matrx-orm.databases", table))
    if own.is_file():
        sources.append((own, "databases", _read_toml(own)))
    for file, title, content in sources:
        databases = content.get("databases", {})
        if not isinstance(databases, dict):
            raise ConfigError(f"{file}: {title} must be a table", hint=f"Write [{title}.NAME].")
        for name, entry in databases.items():
            if not isinstance(entry, dict):
                raise ConfigError(f"{file}: {title}.{name} must be a table", hint=f"Write [{title}.{name}].")
            if name in found:
                raise ConfigError(
                    f"database {name!r} is declared in {found[name].file} and in {file}", hint="Keep one of them."
                )
            found[name] = _Table(file=file, title=f"{title}.{name}", content=entry)
    return found


def _from_table(name: str, table: _Table, root: Path) -> DatabaseConfig:
    for key in table.content:
        if key not in _KEYS:
            close = difflib.get_close_matches(key, _KEYS, n=1)
            todo = f"Did you mean {close[0]}?" if close else f"Known keys: {', '.join(_KEYS)}."
            raise table.error(f"unknown key {key}", todo)
    include, exclude = table.texts("include_tables") or (), table.texts("exclude_tables") or ()
    if include and exclude:
        raise table.error("both include_tables and exclude_tables are given", "Keep one of them.")
    schemas = table.texts("schemas")
    if schemas == ():
        raise table.error("schemas is an empty list", 'Write schemas = ["public"], or leave it out.')
    url = table.url("url", root)
    if url is None:
        from_environment = _embedded_url(root) if name == _EMBEDDED else _url_from_environment(name)
        if from_environment is None:
            raise table.error(
                "there is no url",
                f'Write url = "postgresql://…" or url_env = "VARIABLE", or set {_environment_prefix(name)}_URL.',
            )
        url = Secret(from_environment)
    output = table.text("output")
    return DatabaseConfig(
        name=name,
        url=url,
        models=table.texts("models") or (),
        directory=root / (table.text("dir") or "migrations"),
        schemas=schemas or ("public",),
        output=None if output is None else root / output,
        include_tables=include,
        exclude_tables=exclude,
        scratch_url=table.url("scratch_url", root),
        tracking_schema=table.text("tracking_schema") or "public",
        project_dir=root,
    )


# --- environment ---------------------------------------------------------------------------------------------------


def _environment_prefix(name: str) -> str:
    return "".join(character if character.isascii() and character.isalnum() else "_" for character in name.upper())


def _url_from_environment(name: str) -> str | None:
    prefix = _environment_prefix(name)
    if url := os.environ.get(f"{prefix}_URL", "").strip():
        if not _looks_like_url(url):
            raise ConfigError(
                f"the environment variable {prefix}_URL does not hold a URL",
                hint="A URL starts with postgresql:// or postgres://.",
            )
        return url
    host, port, database, user, password = (
        os.environ.get(f"{prefix}_{part}", "").strip() for part in ("HOST", "PORT", "NAME", "USER", "PASSWORD")
    )
    if not host:
        return None
    if not database:
        raise ConfigError(
            f"the environment has {prefix}_HOST but no {prefix}_NAME",
            hint=f"Set {prefix}_NAME to the name of the database, or set {prefix}_URL.",
        )
    if port and not port.isdecimal():
        raise ConfigError(f"the environment variable {prefix}_PORT must be a number")
    login = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    address = f"[{host}]" if ":" in host and not host.startswith("/") else quote(host, safe=",")
    return f"postgresql://{login}@{address}{port and f':{port}'}/{quote(database, safe='')}"
