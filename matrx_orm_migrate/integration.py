"""The schema builder: from a live database to generated files, with or without migrating it first."""

from __future__ import annotations

import keyword
import logging
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from matrx_orm_migrate.config.files import target_options
from matrx_orm_migrate.config.plugins import discover_plugins
from matrx_orm_migrate.connections import Database, open_database
from matrx_orm_migrate.diff.creations import Creations
from matrx_orm_migrate.diff.inspect import inspect_database
from matrx_orm_migrate.diff.scope import ALL_SCHEMAS, Scope
from matrx_orm_migrate.errors import ConfigError, UsageError
from matrx_orm_migrate.executor import DEFAULT_LOCK_WAIT, Executor, MigrateResult, ProgressEvent
from matrx_orm_migrate.hooks import GENERATED_MARK, GeneratedFile, PluginManager, TargetContext
from matrx_orm_migrate.hooks.answers import expected
from matrx_orm_migrate.limits import check_lock_timeout
from matrx_orm_migrate.loader import read_directory
from matrx_orm_migrate.schema import Snapshot

if TYPE_CHECKING:
    from sqlalchemy import URL
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

    from matrx_orm_migrate.config import DatabaseConfig

__all__ = [
    "DEFAULT_TARGETS",
    "GENERATED_MARK",
    "MigrateAndRebuildResult",
    "RebuildResult",
    "WriteResult",
    "migrate_and_rebuild",
    "rebuild_schema",
    "write_files",
]

DEFAULT_TARGETS = ("sqlalchemy", "managers")

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteResult:
    """What became of the files, as paths below the output folder, sorted; with ``check``, what would."""

    written: tuple[PurePosixPath, ...] = ()
    unchanged: tuple[PurePosixPath, ...] = ()
    removed: tuple[PurePosixPath, ...] = ()

    @property
    def changed(self) -> bool:
        """Whether anything was written or removed, or would be."""
        return bool(self.written or self.removed)


@dataclass(frozen=True, slots=True, kw_only=True)
class RebuildResult:
    """What a rebuild read and wrote.

    ``tables`` is how many tables were in scope, ``unhandled`` counts by kind what the database holds besides and no
    detector reads, ``schemas`` are the schemas that were read.  ``left_out`` names what needs something that was not
    asked for, and what may hold a password.
    """

    output: Path
    files: WriteResult
    schemas: tuple[str, ...]
    tables: int
    unhandled: Mapping[str, int] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrateAndRebuildResult:
    """What was applied, and what was generated afterwards."""

    migrate: MigrateResult
    rebuild: RebuildResult


async def rebuild_schema(
    database: str | URL | DatabaseConfig | AsyncEngine | AsyncConnection,
    *,
    output: str | Path | None = None,
    schemas: Sequence[str] | None = None,
    targets: Sequence[str] = DEFAULT_TARGETS,
    package: str | None = None,
    include_tables: Sequence[str] | None = None,
    exclude_tables: Sequence[str] | None = None,
    options: Mapping[str, Mapping[str, Any]] | None = None,
    check: bool = False,
    project_dir: Path | None = None,
    plugins: PluginManager | None = None,
    connect_wait: float = 0.0,
) -> RebuildResult:
    """Generate files from what the database holds.

    ``output`` is the folder that they go to, ``package`` its import name, dotted or not (its own name where it is not
    given).
    ``schemas=("*",)`` is every schema that is the user's.  ``targets`` names what is generated; ``options`` are
    handed to the targets, by target, over those of the configuration (``[tool.matrx-orm.targets.NAME]``).  ``check``
    writes nothing and says what would be written.  What is left None comes from the database's configuration.

    Raises ``UsageError`` where a schema or a target does not exist, where ``package`` is no import name, and where a
    file that was not generated is in the way; nothing is written then.
    """
    async with open_database(database, project_dir=project_dir, connect_wait=connect_wait) as opened:
        return await _rebuild(
            opened,
            output=output,
            schemas=schemas,
            targets=targets,
            package=package,
            include_tables=include_tables,
            exclude_tables=exclude_tables,
            options=options,
            check=check,
            plugins=plugins,
        )


async def migrate_and_rebuild(
    database: str | URL | DatabaseConfig | AsyncEngine | AsyncConnection,
    *,
    directory: str | Path | None = None,
    to: str | None = None,
    output: str | Path | None = None,
    schemas: Sequence[str] | None = None,
    targets: Sequence[str] = DEFAULT_TARGETS,
    package: str | None = None,
    include_tables: Sequence[str] | None = None,
    exclude_tables: Sequence[str] | None = None,
    options: Mapping[str, Mapping[str, Any]] | None = None,
    lock_wait: float = DEFAULT_LOCK_WAIT,
    lock_timeout: float | None = None,
    progress: Callable[[ProgressEvent], None] | None = None,
    project_dir: Path | None = None,
    plugins: PluginManager | None = None,
    connect_wait: float = 0.0,
) -> MigrateAndRebuildResult:
    """Apply the pending migrations, then generate files from the database as it is then.

    The arguments are those of ``migrate`` and of :func:`rebuild_schema`.  Where a migration fails, nothing is
    generated.
    """
    async with open_database(database, project_dir=project_dir, connect_wait=connect_wait) as opened:
        check_lock_timeout(lock_timeout)
        # said before anything is migrated: a rebuild that cannot write would come too late
        _output(opened, output)
        _check_import_name(package)
        manager = discover_plugins(opened.config.project_dir) if plugins is None else plugins
        manager.check()
        executor = Executor(opened, plugins=manager, lock_wait=lock_wait, lock_timeout=lock_timeout, progress=progress)
        folder = opened.config.directory if directory is None else Path(directory).absolute()
        history = read_directory(folder, named=directory is not None)
        migrated = await executor.migrate(history, to=to)
        rebuilt = await _rebuild(
            opened,
            output=output,
            schemas=schemas,
            targets=targets,
            package=package,
            include_tables=include_tables,
            exclude_tables=exclude_tables,
            options=options,
            check=False,
            plugins=manager,
        )
    return MigrateAndRebuildResult(migrate=migrated, rebuild=rebuilt)


async def _rebuild(
    database: Database,
    *,
    output: str | Path | None,
    schemas: Sequence[str] | None,
    targets: Sequence[str],
    package: str | None,
    include_tables: Sequence[str] | None,
    exclude_tables: Sequence[str] | None,
    options: Mapping[str, Mapping[str, Any]] | None,
    check: bool,
    plugins: PluginManager | None,
) -> RebuildResult:
    folder = _output(database, output)
    _check_import_name(package)
    manager = discover_plugins(database.config.project_dir) if plugins is None else plugins
    manager.check()
    said = target_options(database.config.project_dir)
    chosen = [_target(manager, name) for name in dict.fromkeys(targets)]
    if include_tables and exclude_tables:
        raise ConfigError("both include_tables and exclude_tables are given", hint="Keep one of them.")
    config = database.config
    wanted = tuple(config.schemas if schemas is None else schemas)
    if isinstance(schemas, str):
        wanted = (schemas,)
    if include_tables is None and exclude_tables is None:
        include_tables, exclude_tables = config.include_tables, config.exclude_tables
    async with database.connect() as connection:
        everything = await inspect_database(connection, manager, dependencies=True)
    read = _schemas(everything, wanted)
    scope = Scope(schemas=read, include_tables=tuple(include_tables or ()), exclude_tables=tuple(exclude_tables or ()))
    snapshot = everything.select(scope.decide(everything, manager, "current"))
    for note in scope.notes(snapshot):
        log.warning("%s", note)
    files: list[GeneratedFile] = []
    creations = Creations(snapshot, everything, manager)
    for target in chosen:
        context = TargetContext(
            package=package or folder.name,
            schemas=read,
            options={**said.get(target.name, {}), **(options or {}).get(target.name, {})},
            creations=creations,
            database=config.name,
        )
        with manager.blamed():
            files += expected(target, "render", target.render(snapshot, context), GeneratedFile)
    return RebuildResult(
        output=folder,
        files=write_files(folder, files, check=check),
        schemas=read,
        tables=len(snapshot.of_kind("table")),
        unhandled=dict(everything.unhandled),
        left_out=creations.left_out,
    )


def _output(database: Database, output: str | Path | None) -> Path:
    folder = Path(output).absolute() if output is not None else database.config.output
    if folder is None:
        raise ConfigError(
            f"database {database.config.name!r} has no folder for generated code",
            hint='Pass output (--output), or write output = "app/models" in the configuration.',
        )
    return folder


def _check_import_name(package: str | None) -> None:
    if package is None:
        return
    if not all(part.isidentifier() and not keyword.iskeyword(part) for part in package.split(".")):
        raise UsageError(
            f"{package!r} is no import name",
            hint="A package's name (--package) is one that Python can import, such as app.models.",
        )


def _target(plugins: PluginManager, name: str) -> Any:
    target = plugins.targets.get(name)
    if target is None:
        known = ", ".join(plugins.targets) or "none"
        raise UsageError(f"there is no target {name!r}", hint=f"Targets: {known}.")
    return target


def _schemas(snapshot: Snapshot, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The schemas to read, in the order in which they were asked for; all of the user's, public first, for ``*``."""
    present = {obj.id.name for obj in snapshot if obj.id.kind == "schema"} | {
        obj.id.schema for obj in snapshot if obj.id.kind == "table"
    }
    if ALL_SCHEMAS in wanted:
        return tuple(sorted(present, key=lambda name: (name != "public", name)))
    missing = [name for name in wanted if name not in present]
    if missing:
        raise UsageError(
            f"the database has no schema {', '.join(missing)}",
            hint=f"Its schemas: {', '.join(sorted(present)) or 'none'}.",
        )
    return tuple(dict.fromkeys(wanted))


# Files


def write_files(output: Path, files: Sequence[GeneratedFile], *, check: bool = False) -> WriteResult:
    """Make ``output`` hold ``files``, and no others that the same targets generated earlier.

    Each file is written beside its place and moved there, so that readers see the old or the new one.  A file of the
    same text is left alone.  Files that were not generated (see :data:`GENERATED_MARK`) are never touched: where one
    is in the way, ``UsageError`` names it before anything is written.  ``check`` writes nothing.
    """
    wanted: dict[PurePosixPath, bytes] = {}
    for file in files:
        if file.path.is_absolute() or ".." in file.path.parts or not file.path.name:
            raise UsageError(f"a target generates {str(file.path)!r}, which lies outside of the output folder")
        if file.path in wanted:
            raise UsageError(f"two targets generate {file.path}", hint="Give them different output folders.")
        wanted[file.path] = file.text.encode()
    present = {path: _content(output / path) for path in wanted}
    for path, content in present.items():
        if content is not None and content.strip() and content != wanted[path] and not _is_generated(content):
            raise UsageError(
                f"{output / path} is in the way: it was not generated",
                hint="Move it, or choose another output folder; nothing was written.",
            )
    stale = [path for path in _leftovers(output, wanted) if path not in wanted]
    changed = sorted(path for path, content in wanted.items() if present[path] != content)
    if not check:
        for path in changed:
            _replace(output / path, wanted[path])
        for path in stale:
            (output / path).unlink()
    return WriteResult(
        written=tuple(changed),
        unchanged=tuple(sorted(path for path in wanted if path not in set(changed))),
        removed=tuple(stale),
    )


def _content(path: Path) -> bytes | None:
    if path.is_dir():
        raise UsageError(f"{path} is in the way: it is a folder", hint="Move it, or choose another output folder.")
    for parent in path.parents:
        if parent.exists():
            if not parent.is_dir():
                raise UsageError(f"{parent} is in the way: it is no folder", hint="Choose another output folder.")
            break
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _first_line(content: bytes) -> bytes:
    """Without the signs that make it a comment, which differ from language to language."""
    return content.partition(b"\n")[0].strip(b"#-/ \r\t")


def _is_generated(content: bytes) -> bool:
    return GENERATED_MARK.encode() in _first_line(content)


def _leftovers(output: Path, wanted: Mapping[PurePosixPath, bytes]) -> Iterator[PurePosixPath]:
    """Generated files whose first line is one that the new files have: what the same targets wrote earlier."""
    marks = {_first_line(content) for content in wanted.values() if _is_generated(content)}
    folders = {path.parent for path in wanted}
    for folder in sorted(folders):
        for path in sorted((output / folder).glob("*")):
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    first = _first_line(file.readline(1000))
                if first in marks:
                    yield folder / path.name


def _replace(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        # O_EXCL: whatever lies there under this name is not ours
        with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666), "wb") as file:
            file.write(content)
        if path.exists():
            beside.chmod(path.stat().st_mode & 0o7777)
        os.replace(beside, path)
    except BaseException:
        with suppress(FileNotFoundError):
            beside.unlink()
        raise
