"""One migration file: its name and checksum at once, what is inside it when somebody asks."""

from __future__ import annotations

import ast
import difflib
import hashlib
import inspect
import os
from dataclasses import dataclass, field
from pathlib import Path
from types import CodeType
from typing import Any, NamedTuple

from matrx_orm_migrate.errors import MigrationFileError
from matrx_orm_migrate.limits import LOCK_TIMEOUTS, lock_timeout_problem
from matrx_orm_migrate.loader.outline import Outline, plain_dependencies
from matrx_orm_migrate.quick import quick

__all__ = ["Head", "Migration", "Siblings", "checksum_of", "read_bytes", "read_head"]


def checksum_of(data: bytes) -> str:
    """SHA-256 of the text with every line end as ``\\n`` (hexadecimal): what matrx-orm records.

    A byte order mark counts, as it does in matrx-orm.
    """
    if b"\r" in data:
        data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return hashlib.sha256(data).hexdigest()


def read_bytes(path: str | Path, name: str) -> bytes:
    """The file's bytes; :class:`MigrationFileError` where it cannot be read."""
    try:
        # a file object costs more than the reading; a long history has thousands of files
        file = os.open(path, _READ)
        try:
            data = os.read(file, _CHUNK)
            while len(data) % _CHUNK == 0 and (more := os.read(file, _CHUNK)):
                data += more
            return data
        finally:
            os.close(file)
    except OSError as error:
        raise MigrationFileError(f"cannot read migration {path}: {error.strerror or error}", migration=name) from error


_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)
_CHUNK = 1 << 15


class Head(NamedTuple):
    """What the file says about itself, read without running it."""

    docstring: str
    reversible: bool
    steps: int | None  # how many calls of db ``up`` makes, where that is plain to see
    outline: Outline


@dataclass(frozen=True, slots=True, kw_only=True)
class Siblings:
    """What the migrations of one directory share: each other's names, and what was parsed so far."""

    by_name: dict[str, Migration] = field(default_factory=dict)
    names_of_number: dict[int, tuple[str, ...]] = field(default_factory=dict)
    heads: dict[str, Head] = field(default_factory=dict)
    outlines: dict[str, Outline] = field(default_factory=dict)


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """One migration file.

    ``name`` is the file's name without ``.py``, ``number`` its leading digits, ``checksum`` the SHA-256 of its text
    with newlines normalised.  The rest is parsed from the file when it is first asked for, and raises
    :class:`MigrationFileError` where the file is unusable.
    """

    name: str
    number: int
    directory: Path
    checksum: str
    _siblings: Siblings = field(repr=False, compare=False)

    @property
    def path(self) -> Path:
        """The file."""
        return self.directory / f"{self.name}.py"

    @property
    def head(self) -> Head:
        """What the file says about itself."""
        head = self._siblings.heads.get(self.name)
        if head is None:
            head = self._siblings.heads[self.name] = read_head(self.source, self.path, self.name)
        return head

    @property
    def outline(self) -> Outline:
        """What a run has to know of the file."""
        outline = self._siblings.outlines.get(self.name)
        if outline is None:
            outline = self._siblings.outlines[self.name] = self._read_outline()
        return outline

    def _read_outline(self) -> Outline:
        if (head := self._siblings.heads.get(self.name)) is not None:
            return head.outline
        source, path = self.source, self.path
        if (dependencies := plain_dependencies(source)) is None:
            head = self._siblings.heads[self.name] = read_head(source, path, self.name)
            return head.outline
        return Outline(dependencies, True, None, _compiled(source, path, self.name))

    @property
    def description(self) -> str:
        """The docstring, or an empty string."""
        return inspect.cleandoc(self.head.docstring)

    @property
    def transactional(self) -> bool:
        """Whether the migration and its record commit together; ``transactional = False`` in the file says no."""
        return self.outline.transactional

    @property
    def lock_timeout(self) -> float | None:
        """Seconds that a statement of this file may wait for a lock; None where it does not say."""
        return self.outline.lock_timeout

    @property
    def reversible(self) -> bool:
        """Whether the file has a ``down``."""
        return self.head.reversible

    @property
    def dependencies(self) -> tuple[str, ...]:
        """Names of the migrations that this one needs, bare numbers resolved."""
        return tuple(dict.fromkeys(self._resolve(name) for name in self.outline.dependencies))

    @property
    def source(self) -> bytes:
        """The bytes that ``checksum`` stands for.

        They are read again instead of kept, so that a long history needs little memory; bytes whose checksum differs
        from the one taken first are refused.
        """
        data = read_bytes(os.path.join(self.directory, f"{self.name}.py"), self.name)  # a Path costs ten times that
        if checksum_of(data) != self.checksum:
            raise MigrationFileError(
                f"migration {self.name} was changed while it was being read: {self.path}",
                migration=self.name,
                hint="Run the command again when the file is finished.",
            )
        return data

    def _resolve(self, dependency: str) -> str:
        if dependency == self.name:
            raise MigrationFileError(
                f"migration {self.name} depends on itself: {self.path}",
                migration=self.name,
                hint="Take its own name out of `dependencies`.",
            )
        if dependency in self._siblings.by_name:
            return dependency
        if dependency.isdecimal():
            candidates = self._siblings.names_of_number.get(int(dependency), ())
            if candidates == (self.name,):
                raise MigrationFileError(
                    f"migration {self.name} depends on itself ({dependency!r}): {self.path}",
                    migration=self.name,
                    hint="Take its own number out of `dependencies`.",
                )
            if len(candidates) == 1:
                return candidates[0]
            if candidates:
                raise MigrationFileError(
                    f"migration {self.name} depends on {dependency!r}, which may be any of {', '.join(candidates)}",
                    migration=self.name,
                    hint="Write the full name in `dependencies`.",
                )
        close = difflib.get_close_matches(dependency, list(self._siblings.by_name), n=1)
        raise MigrationFileError(
            f"migration {self.name} depends on {dependency!r}, and there is no such file in {self.directory}",
            migration=self.name,
            hint=f"Did you mean {close[0]!r}?" if close else "Restore the file, or correct `dependencies`.",
        )


def read_head(source: bytes, path: Path, name: str) -> Head:
    """Parse a migration file without running it; :class:`MigrationFileError` where it is unusable."""
    tree, code = _parse(source, path, name)
    dependencies: tuple[str, ...] = ()
    transactional = True
    lock_timeout: float | None = None
    up: ast.AsyncFunctionDef | None = None
    found: set[str] = set()
    for node in tree.body:
        match node:
            case ast.AsyncFunctionDef(name="up"):
                up = node
                found.add("up")
            case ast.AsyncFunctionDef(name="down"):
                found.add("down")
            case ast.FunctionDef(name="up" | "down"):
                raise MigrationFileError(
                    f"{path}:{node.lineno}: `{node.name}` must be a coroutine function",
                    migration=name,
                    hint=f"Write `async def {node.name}(db):` and await every call of db.",
                )
            case ast.ImportFrom() | ast.Import():
                found.update(alias.asname or alias.name for alias in node.names)
            case ast.Assign() | ast.AnnAssign(value=ast.expr()):
                for target in _assigned(node):
                    found.add(target)
                    if target == "dependencies":
                        dependencies = _names_in(node.value, path, name)
                    elif target == "transactional":
                        transactional = _flag_in(node.value, path, name)
                    elif target == "lock_timeout":
                        lock_timeout = _seconds_in(node.value, path, name)
            case _:
                pass
    if "up" not in found:
        raise MigrationFileError(
            f"migration {name} has no `up`: {path}",
            migration=name,
            hint="Add `async def up(db): ...`; `pass` is a valid body.",
        )
    return Head(
        docstring=ast.get_docstring(tree, clean=False) or "",
        reversible="down" in found,
        steps=_count_steps(up),
        outline=Outline(dependencies, transactional, lock_timeout, code),
    )


def _parse(source: bytes, path: Path, name: str) -> tuple[ast.Module, CodeType]:
    if b"\0" in source:
        raise MigrationFileError(
            f"{path} contains a NUL byte, so it is not a Python file",
            migration=name,
            hint="Save it as UTF-8 (it may have been saved as UTF-16), or restore it.",
        )
    try:
        source.decode("utf-8")
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        raise MigrationFileError(
            f"{path}:{line}: not valid UTF-8 (byte {source[error.start]:#04x})",
            migration=name,
            hint="Save the file as UTF-8.",
        ) from None
    tree = _compiled(source, path, name, ast.PyCF_ONLY_AST)
    # Compiled at once: it finds what parsing does not (`return` outside a function), and saves a second parse.
    return tree, _compiled(tree, path, name)


def _compiled(source: bytes | ast.Module, path: Path, name: str, flags: int = 0) -> Any:
    try:
        return compile(source, str(path), "exec", flags, dont_inherit=True)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None) or 1
        reason = error.msg if isinstance(error, SyntaxError) else str(error) or type(error).__name__
        raise MigrationFileError(f"{path}:{line}: {reason}", migration=name, hint="Correct the file.") from None


def _assigned(node: ast.Assign | ast.AnnAssign) -> list[str]:
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _names_in(value: ast.expr | None, path: Path, name: str) -> tuple[str, ...]:
    if isinstance(value, ast.List | ast.Tuple) and all(
        isinstance(item, ast.Constant) and isinstance(item.value, str) for item in value.elts
    ):
        return tuple(str(item.value) for item in value.elts if isinstance(item, ast.Constant))
    raise MigrationFileError(
        f"{path}:{value.lineno if value else 1}: `dependencies` must be a list of plain strings",
        migration=name,
        hint='The file is not run to find them. Write: dependencies = ["0001_first"]',
    )


def _flag_in(value: ast.expr | None, path: Path, name: str) -> bool:
    if isinstance(value, ast.Constant) and isinstance(value.value, bool):
        return value.value
    raise MigrationFileError(
        f"{path}:{value.lineno if value else 1}: `transactional` must be True or False, written out",
        migration=name,
        hint="The file is not run to find it. Write: transactional = False",
    )


def _seconds_in(value: ast.expr | None, path: Path, name: str) -> float:
    given = value.value if isinstance(value, ast.Constant) else None
    if isinstance(given, int | float) and not lock_timeout_problem(given):
        return float(given)
    # a text may be long, and all of it is in the file
    shown = f"; it is {ast.unparse(value)[:40]}" if value else ""
    raise MigrationFileError(
        f"{path}:{value.lineno if value else 1}: `lock_timeout` must be a number of seconds, written out: "
        f"{LOCK_TIMEOUTS}{shown}",
        migration=name,
        hint="The file is not run to find it. Write: lock_timeout = 30, or 0 for no limit.",
    )


def _count_steps(up: ast.AsyncFunctionDef | None) -> int | None:
    """How many statements ``up`` sends, where its body is nothing but ``await db.execute(…)`` and its like."""
    if up is None:
        return None
    steps = 0
    for position, node in enumerate(up.body):
        match node:
            case ast.Expr(value=ast.Await(value=ast.Call(func=ast.Attribute(attr="execute" | "execute_script")))):
                steps += 1
            case ast.Expr(
                value=ast.Await(
                    value=ast.Call(func=ast.Attribute(attr="execute_many"), args=[ast.List(elts=statements)])
                )
            ):
                steps += len(statements)
            case ast.Expr(value=ast.Constant()) if position == 0:  # the docstring
                continue
            case ast.Pass():
                continue
            case _:
                return None
    return steps
