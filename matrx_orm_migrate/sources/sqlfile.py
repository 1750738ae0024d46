"""A .sql file, or a folder of them, as the desired side."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

from matrx_orm_migrate.ddl.lexer import ScriptItem, refuse_psql_command, script_items
from matrx_orm_migrate.errors import SourceError, UsageError
from matrx_orm_migrate.hooks.source import Desired, Source, SourceContext, SourceStatement

__all__ = ["SqlFileSource"]

# The whole file is one unit in the scratch database; it is not for the file to end it.
_TRANSACTION = {("begin",), ("start", "transaction"), ("commit",), ("end",)}
_ROWS = {"insert", "update", "delete", "copy", "truncate", "merge"}
_PRIVILEGES = {"grant", "revoke"}
_NO_TRANSACTION = {"rollback", "savepoint", "release", "abort"}


class SqlFileSource(Source):
    """``pathlib.Path`` of a .sql file or of a folder of them, or the name of one that exists.

    A folder is read with all that is below it, in the order of the paths, and its statements may need each other in any
    order; what a file sets (``SET search_path``) holds to the end of that file.  Files and folders whose names begin
    with a dot are left alone.  A link is followed, and what it leads to is read once.  Rows of
    ``COPY … FROM STDIN`` are left out: only the schema matters.  The file knows everything: what it does not have is
    dropped.
    """

    name = "sql"

    def accepts(self, spec: object) -> bool:
        """A path, or the name of what exists: a file that ends in ``.sql``, a folder that ends in a slash."""
        if isinstance(spec, str):
            path = Path(spec)
            return (spec.endswith(".sql") and path.is_file()) or (spec.endswith("/") and path.is_dir())
        return isinstance(spec, Path)

    def load(self, specs: tuple[object, ...], context: SourceContext) -> Desired:
        """The statements of the files, in their order."""
        statements: list[SourceStatement] = []
        passed: Counter[str] = Counter()
        paths = [_locate(Path(str(spec)), context.project_dir) for spec in specs]
        any_order = any(path.is_dir() for path in paths)
        for spec, path in zip(specs, paths, strict=True):
            found: list[SourceStatement] = []
            for file in _files(path):
                read = _statements(file, context, passed)
                found += _under_settings(read) if any_order else (statement for statement, _is_setting in read)
            if not found:
                raise SourceError(
                    f"{spec} holds no SQL statement",
                    hint="An empty file would mean a database without any table; name the file that has the schema.",
                )
            statements += found
        notes = []
        if passed:
            counted = ", ".join(f"{number} {word}" for word, number in sorted(passed.items()))
            without = "rows" if context.privileges else "rows, owners and privileges"
            notes.append(f"passed over, since only the schema is compared, without {without}: {counted}.")
        return Desired(statements=tuple(statements), knows_everything=True, any_order=any_order, notes=tuple(notes))


def _locate(path: Path, project_dir: Path) -> Path:
    for candidate in (path, project_dir / path):
        if candidate.exists():
            return candidate
    raise SourceError(f"there is no file {path}")


def _files(path: Path) -> list[Path]:
    """The file itself, or those below a folder in the order of their paths."""
    if not path.is_dir():
        return [path]
    found: list[Path] = []
    seen: set[Path] = set()

    def look_into(folder: Path) -> None:
        try:
            inside = sorted(folder.iterdir())
        except OSError as error:
            raise SourceError(f"the folder {folder} cannot be read: {error.strerror}") from error
        for entry in inside:
            # a link may lead to a folder above it, or to a file that is read anyway
            real = Path(os.path.realpath(entry))
            if entry.name.startswith(".") or real in seen:
                continue
            if entry.is_dir():
                seen.add(real)
                look_into(entry)
            elif entry.suffix == ".sql":
                seen.add(real)
                found.append(entry)

    seen.add(Path(os.path.realpath(path)))
    look_into(path)
    return sorted(found, key=lambda file: file.relative_to(path).parts)


def _read(path: Path) -> str:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            f"{path} is not UTF-8: byte {error.start} cannot be read", hint="Save it as UTF-8."
        ) from error
    except OSError as error:
        raise SourceError(f"{path} cannot be read: {error.strerror}") from error
    # A file that an editor on Windows wrote; single \r\n among \n are somebody's data, and stay.
    return text.replace("\r\n", "\n") if text.count("\r\n") == text.count("\n") else text


def _under_settings(statements: Iterable[tuple[SourceStatement, bool]]) -> Iterator[SourceStatement]:
    """A file's statements, each with what was set before it."""
    settings: tuple[SourceStatement, ...] = ()
    for statement, is_setting in statements:
        if is_setting:
            settings = (*settings, statement)
        else:
            yield replace(statement, settings=settings)


def _statements(path: Path, context: SourceContext, passed: Counter[str]) -> Iterator[tuple[SourceStatement, bool]]:
    """The statements of a file, and whether each sets something for those behind it."""
    project_dir = context.project_dir
    name = str(path.relative_to(project_dir)) if path.is_relative_to(project_dir) else str(path)
    try:
        for item in script_items(_read(path)):
            if (word := _beyond_the_schema(item, privileges=context.privileges)) is not None:
                passed[word] += 1
            if _keep(item, name):
                yield SourceStatement(sql=item.text, origin=f"{name}:{item.line}"), _is_setting(item)
    except SourceError:
        raise
    except UsageError as error:
        raise SourceError(f"{name}, {error.message}", hint=error.hint) from error


def _is_setting(item: ScriptItem) -> bool:
    return item.words[:1] in (("set",), ("reset",)) or (item.words[:1] == ("select",) and "set_config" in item.words)


def _beyond_the_schema(item: ScriptItem, *, privileges: bool) -> str | None:
    """INSERT and GRANT and their like, by their first word: they may run, and no migration comes of them.

    ``privileges``: of owners and privileges, one does.
    """
    if item.kind == "copy":
        return "COPY"
    word = item.words[0] if item.words else ""
    if word in _ROWS or (word in _PRIVILEGES and not privileges):
        return word.upper()
    if privileges:
        return None
    return "OWNER TO" if word == "alter" and ("owner", "to") in pairwise(item.words) else None


def _keep(item: ScriptItem, name: str) -> bool:
    if item.kind == "meta":
        refuse_psql_command(item)
        return False
    if item.kind == "copy":
        return False
    if item.words[:1] in _TRANSACTION or item.words[:2] in _TRANSACTION:
        return False
    if item.words and item.words[0] in _NO_TRANSACTION:
        raise SourceError(
            f"{name}, line {item.line}: {item.words[0].upper()} has no meaning here: the file is loaded as one unit",
            hint="Take it out.",
        )
    return True
