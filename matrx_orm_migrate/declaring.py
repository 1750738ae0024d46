"""Declare in models what SQLAlchemy has no construct for: any ``CREATE …``, as PostgreSQL takes it.

``makemigrations`` hands declarations to PostgreSQL and reads what came of them; ``MetaData.create_all`` runs them.
They may need each other, and tables, in any order.  This module imports SQLAlchemy only, as :mod:`.modeling` does.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import DDL, Connection, MetaData, event
from sqlalchemy.engine.mock import MockConnection
from sqlalchemy.exc import ArgumentError, DBAPIError, InvalidRequestError

__all__ = [
    "MISSING",
    "Declaration",
    "DeclaredStatement",
    "declarations",
    "declare",
    "declare_file",
    "own_kinds",
    "owned_kinds",
]

_KEY = "matrx_declarations"
_OWNED = "matrx_owned_kinds"

MISSING = frozenset(("42P01", "42703", "42704", "42883", "3F000"))
"""SQLSTATEs that say that something is not there, or not yet (PostgreSQL, Error Codes: undefined_…, schema_name)."""

_PRESENT = frozenset(("42P06", "42P07", "42710", "42723"))  # duplicate_schema, _table, _object, _function
_SYNTAX_ERROR = "42601"
_NO_TRANSACTION = "25P01"


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """One declared statement, and where it comes from (``shop.models:12``, ``sql/views.sql:3``).

    ``last`` says that it has to wait for everything else: an event trigger would fire on the rest.
    """

    sql: str
    origin: str
    last: bool = False


@dataclass(frozen=True, slots=True)
class _Given:
    """What one call gave: a text or a file, and where the call stands."""

    origin: str
    text: str = ""
    path: Path | None = None

    def read(self) -> Iterator[Declaration]:
        # behind what applications import: they declare, and seldom read
        from matrx_orm_migrate.ddl.lexer import script_items
        from matrx_orm_migrate.errors import UsageError

        for name, text in _files(self.path, self.origin) if self.path is not None else [("", self.text)]:
            try:
                for item in script_items(text):
                    where = f"{name}:{item.line}" if name else self.origin
                    if item.kind != "statement" or item.words[:1] in _TRANSACTION:
                        raise ArgumentError(f"{where}: {item.text.split()[0]} cannot be declared")
                    yield Declaration(sql=item.text, origin=where, last="event" in item.words[1:4])
            except UsageError as error:
                raise ArgumentError(f"{name or self.origin}: {error.message}") from error


_TRANSACTION = {(word,) for word in ("begin", "start", "commit", "end", "rollback", "savepoint", "release", "abort")}


class DeclaredStatement(DDL):
    """A declaration on its way to the database, with its origin."""

    def __init__(self, declaration: Declaration) -> None:
        initialize: Callable[[str], None] = super().__init__  # SQLAlchemy 2.0 has no types for it
        initialize(declaration.sql.replace("%", "%%"))
        self.declaration = declaration


def declare(metadata: MetaData, *sql: str) -> None:
    """Have models ask for what ``sql`` makes: ``declare(Base.metadata, "CREATE VIEW …")``; several statements or one.

    Names without a schema mean the first schema in scope, as for tables.
    """
    place = _caller()
    _attach(metadata, [_Given(place, text) for text in sql])


def declare_file(metadata: MetaData, *paths: str | Path) -> None:
    """Have models ask for what .sql files make, or folders of them.

    Relative paths start at the folder of the module that calls.  The files are read when they are needed, and not by an
    application that only uses the tables.
    """
    place = _caller()
    folder = Path(sys._getframe(1).f_globals.get("__file__") or Path.cwd() / "-").absolute().parent
    _attach(metadata, [_Given(place, path=folder / path) for path in paths])


def own_kinds(metadata: MetaData, *kinds: str) -> None:
    """Say that the models declare *all* objects of these kinds (``"view"``, ``"function"``…) in the schemas in scope.

    What the database has of them and the models do not declare is then dropped, and not left to others.
    """
    metadata.info[_OWNED] = owned_kinds(metadata) | frozenset(kinds)


def owned_kinds(metadata: MetaData) -> frozenset[str]:
    """The kinds that :func:`own_kinds` named."""
    found: frozenset[str] = metadata.info.get(_OWNED, frozenset())
    return found


def declarations(metadata: MetaData) -> list[Declaration]:
    """The declared statements, in their order.  Raises ``ArgumentError`` for what cannot be read."""
    given: Sequence[_Given] = metadata.info.get(_KEY, ())
    return [declaration for one in given for declaration in one.read()]


def _attach(metadata: MetaData, given: Iterable[_Given]) -> None:
    present = metadata.info.setdefault(_KEY, [])
    present += [one for one in given if one not in present]
    for name, listener in (("before_create", _before), ("after_create", _after)):
        if event.contains(metadata, name, listener):
            event.remove(metadata, name, listener)  # and to the end: types that models make come first
        event.listen(metadata, name, listener)


def _caller() -> str:
    """Module and line of the call of a function here."""
    frame = sys._getframe(2)
    return f"{frame.f_globals.get('__name__', '?')}:{frame.f_lineno}"


def _files(path: Path, origin: str) -> list[tuple[str, str]]:
    """A file, or those of a folder, each by the name for messages and its text."""
    here = Path.cwd()
    found: list[tuple[str, str]] = []
    for file in sorted(path.glob("*.sql")) if path.is_dir() else [path]:
        try:
            text = file.read_bytes().decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            raise ArgumentError(f"{origin}: declare_file cannot read {file}: {error}") from error
        found.append((str(file.relative_to(here) if file.is_relative_to(here) else file), text))
    return found


# MetaData.create_all


@dataclass(slots=True)
class _Waiting:
    """What is still to be made on a connection; ``failed`` are those that could not be, the last time, and why."""

    declarations: list[Declaration]
    last: list[Declaration]
    checkfirst: bool
    failed: list[tuple[Declaration, DBAPIError]] = field(default_factory=list)
    with_sequences: bool = False

    def settle(self, connection: Connection) -> None:
        """Run what can be run, until nothing more can."""
        tried: list[Declaration] = []
        with _unchecked_bodies(connection):
            while self.declarations and tried != self.declarations:
                tried, self.failed = self.declarations, []
                self.declarations = [one for one in tried if not self._made(connection, one)]

    def _made(self, connection: Connection, declaration: Declaration) -> bool:
        try:
            _execute(connection, declaration)
        except DBAPIError as error:
            state = _sqlstate(error)
            if self.checkfirst and state in _PRESENT:
                return True
            if state == _SYNTAX_ERROR:
                raise _failure(declaration, error) from error
            self.failed.append((declaration, error))
            return False
        return True


_waiting: WeakKeyDictionary[Connection, _Waiting] = WeakKeyDictionary()


def _before(target: MetaData, connection: Any, *, tables: Any = (), checkfirst: Any = False, **_kw: Any) -> None:
    if isinstance(connection, MockConnection) or connection.dialect.name != "postgresql":
        return
    every = declarations(target)
    first, last = [one for one in every if not one.last], [one for one in every if one.last]
    waiting = _waiting[connection] = _Waiting(first, last, bool(checkfirst))
    waiting.settle(connection)
    for table in tables if waiting.failed else ():
        if not event.contains(table, "before_create", _before_table):
            event.listen(table, "before_create", _before_table)


def _before_table(_target: Any, connection: Any, **_kw: Any) -> None:
    """Make the types and functions that needed another table, for one that needs them."""
    waiting = None if isinstance(connection, MockConnection) else _waiting.get(connection)
    if waiting is None:
        return
    # what waits for a relation is a view or a trigger as a rule, and not tried again and again; sequences are there now
    if not waiting.with_sequences or any(_sqlstate(error) != "42P01" for _declaration, error in waiting.failed):
        waiting.settle(connection)
    waiting.with_sequences = True


def _after(target: MetaData, connection: Any, *, _ddl_runner: Any = None, **_kw: Any) -> None:
    if connection.dialect.name != "postgresql":
        return
    if isinstance(connection, MockConnection):
        for declaration in declarations(target):
            connection.execute(DeclaredStatement(declaration))
        return
    waiting = _waiting.pop(connection)
    # asked for some tables only: what needs the others waits for a create_all of them
    some_only = getattr(_ddl_runner, "tables", None) is not None
    for group in ([], waiting.last):
        waiting.declarations = [*waiting.declarations, *group]
        waiting.settle(connection)
        for declaration, error in waiting.failed:
            if not some_only or _sqlstate(error) not in MISSING:
                raise _failure(declaration, error) from error


def _execute(connection: Connection, declaration: Declaration) -> None:
    """Run one in a savepoint; without a transaction (AUTOCOMMIT) a failure does no harm."""
    try:
        savepoint = connection.begin_nested()
    except DBAPIError as error:
        if _sqlstate(error) != _NO_TRANSACTION:
            raise
        connection.execute(DeclaredStatement(declaration))
        return
    with savepoint:
        connection.execute(DeclaredStatement(declaration))


@contextmanager
def _unchecked_bodies(connection: Connection) -> Iterator[None]:
    """Let functions name what is made after them, as pg_dump's scripts do."""
    name = "check_function_bodies"
    before = connection.exec_driver_sql(f"SELECT pg_catalog.current_setting('{name}')").scalar()
    setting = f"SELECT pg_catalog.set_config('{name}', '{{}}', true)"
    connection.exec_driver_sql(setting.format("off"))
    yield
    connection.exec_driver_sql(setting.format(before))


def _sqlstate(error: DBAPIError) -> str:
    return str(getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None) or "")


def _failure(declaration: Declaration, error: DBAPIError) -> InvalidRequestError:
    return InvalidRequestError(f"{declaration.origin}: the declaration cannot be made: {error.orig}")
