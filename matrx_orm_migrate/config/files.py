"""Databases that ``pyproject.toml`` and ``matrx_orm.toml`` declare."""

from __future__ import annotations

import difflib
import os
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matrx_orm_migrate.config.environment import environment_prefix, url_from_environment
from matrx_orm_migrate.config.values import (
    DEFAULT_LOCK_TIMEOUT,
    EMBEDDED,
    DatabaseConfig,
    Secret,
    complete_url,
    embedded_url,
    looks_like_url,
)
from matrx_orm_migrate.errors import ConfigError
from matrx_orm_migrate.limits import lock_timeout_problem

__all__ = ["database_tables", "from_table", "project_texts", "target_options", "tool_table"]

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
    "lock_timeout",
)

_TOP_KEYS: Final = ("databases", "no_plugins", "targets")


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ConfigError(f"{path} cannot be read: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        # Not chained: in Python 3.14 the error carries the whole document, with whatever passwords are in it.
        raise ConfigError(f"{path} is not valid TOML: {error}", hint="Correct the file.") from None


def tool_table(path: Path) -> Mapping[str, object] | None:
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

    def lock_timeout(self) -> float:
        value = self.content.get("lock_timeout", DEFAULT_LOCK_TIMEOUT)
        if problem := lock_timeout_problem(value):
            raise self.error(f"lock_timeout {problem}", f"Write lock_timeout = {DEFAULT_LOCK_TIMEOUT:g}.")
        assert isinstance(value, int | float)
        return float(value)

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
        if url != EMBEDDED and not looks_like_url(url):
            raise self.error(f"{key} is not a URL", "A URL starts with postgresql:// or postgres://.")
        return complete_url(Secret(url), root)


def _project_tables(root: Path) -> Iterator[tuple[Path, str, Mapping[str, object]]]:
    """What the project's files have for us: the file, what stands above it there, and the content."""
    own, shared = root / "matrx_orm.toml", root / "pyproject.toml"
    if (table := tool_table(shared)) is not None:
        yield shared, "tool.matrx-orm", table
    if own.is_file():
        content = _read_toml(own)
        _check_top(_Table(file=own, title="top level", content=content))
        yield own, "", content


def _check_top(table: _Table) -> None:
    """A table of another name may be a plugin's, unless it looks like one of ours."""
    for key, value in table.content.items():
        if not isinstance(value, dict) or difflib.get_close_matches(key, _TOP_KEYS, n=1, cutoff=0.8):
            _check_key(table, key, _TOP_KEYS)


def _check_key(table: _Table, key: str, known: tuple[str, ...]) -> None:
    if key not in known:
        close = difflib.get_close_matches(key, known, n=1)
        todo = f"Did you mean {close[0]}?" if close else f"Known keys: {', '.join(known)}."
        raise table.error(f"unknown key {key}", todo)


def project_texts(root: Path, key: str) -> tuple[str, ...]:
    """A list of texts that belongs to no database, out of all of the project's files."""
    found: list[str] = []
    for file, above, content in _project_tables(root):
        found += _Table(file=file, title=above or "top level", content=content).texts(key) or ()
    return tuple(found)


def target_options(root: Path) -> dict[str, dict[str, object]]:
    """``[tool.matrx-orm.targets.NAME]`` of ``pyproject.toml``, ``[targets.NAME]`` of ``matrx_orm.toml``, by name.

    What an option means, and which there are, is the target's business.
    """
    found: dict[str, dict[str, object]] = {}
    for file, above, content in _project_tables(root):
        title = f"{above}.targets" if above else "targets"
        targets = content.get("targets", {})
        if not isinstance(targets, dict) or not all(isinstance(options, dict) for options in targets.values()):
            raise ConfigError(f"{file}: {title} must hold tables", hint=f"Write [{title}.NAME].")
        for name, options in targets.items():
            twice = sorted(found.setdefault(name, {}).keys() & options.keys())
            if twice:
                raise ConfigError(
                    f"{file}, [{title}.{name}]: {twice[0]} is said elsewhere too", hint="Keep one of them."
                )
            found[name].update(options)
    return found


def database_tables(root: Path) -> dict[str, _Table]:
    """Every database that the project's files declare, by name.  The tables' contents are not looked at yet."""
    found: dict[str, _Table] = {}
    for file, above, content in _project_tables(root):
        title = f"{above}.databases" if above else "databases"
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


def from_table(name: str, table: _Table, root: Path, *, instead: str | None = None) -> DatabaseConfig:
    """What a table says; with the URL ``instead``, none of those that it says is looked at."""
    for key in table.content:
        _check_key(table, key, _KEYS)
    include, exclude = table.texts("include_tables") or (), table.texts("exclude_tables") or ()
    if include and exclude:
        raise table.error("both include_tables and exclude_tables are given", "Keep one of them.")
    schemas = table.texts("schemas")
    if schemas == ():
        raise table.error("schemas is an empty list", 'Write schemas = ["public"], or leave it out.')
    url = table.url("url", root) if instead is None else Secret(instead)
    if url is None:
        from_environment = embedded_url(root) if name == EMBEDDED else url_from_environment(name)
        if from_environment is None:
            raise table.error(
                "there is no url",
                f'Write url = "postgresql://…" or url_env = "VARIABLE", or set {environment_prefix(name)}_URL.',
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
        scratch_url=table.url("scratch_url", root) if instead is None else None,
        tracking_schema=table.text("tracking_schema") or "public",
        lock_timeout=table.lock_timeout(),
        project_dir=root,
    )
