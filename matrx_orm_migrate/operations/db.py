"""``MigrationDB``: the object that a migration's functions are called with."""

from __future__ import annotations

import asyncio
import inspect
import logging
import time
from collections.abc import Callable, Coroutine, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from matrx_orm_migrate.errors import MigrationFailedError, UsageError
from matrx_orm_migrate.operations.notices import logged_notices
from matrx_orm_migrate.operations.sql import changes_session, first_word, split_statements, without_secrets
from matrx_orm_migrate.operations.watching import watch

if TYPE_CHECKING:
    from asyncpg import Connection, Record
    from sqlalchemy.ext.asyncio import AsyncConnection

    from matrx_orm_migrate.operations.privileges import KeptPrivileges

__all__ = ["MigrationDB", "RefusedStatementError", "fetch_rows"]

log = logging.getLogger(__name__)

T = TypeVar("T")

# Statements that give no rows back, so that one message of the simple protocol is enough for them.
_NO_ROWS = frozenset(
    {
        "alter", "analyze", "checkpoint", "cluster", "comment", "create", "discard", "do", "drop", "grant", "import",
        "lock", "notify", "reassign", "refresh", "reindex", "release", "reset", "revoke", "savepoint", "security",
        "set", "truncate", "vacuum",
    }
)  # fmt: skip
_ROWS_IF_RETURNING = frozenset({"delete", "insert", "merge", "update"})
_SUSPECT = frozenset({"abort", "begin", "commit", "copy", "end", "prepare", "rollback", "start"})


class RefusedStatementError(MigrationFailedError):
    """A statement that was not sent, because it could only do harm (it hangs, or ends the migration's transaction)."""


async def fetch_rows(driver: Connection[Any], sql: str, *args: Any, timeout: float | None = None) -> list[Record]:
    """Rows of one statement, without a named or cached prepared statement.

    A cached one may be another's behind PgBouncer, and is stale after an ALTER in the same transaction.
    """
    statement = await driver.prepare(sql, name="", timeout=timeout)
    return await statement.fetch(*args, timeout=timeout)


class MigrationDB:
    """Runs a migration's SQL on its connection, inside its transaction.

    Every method takes PostgreSQL's own parameters (``$1``) and sends the text as it was written.  ``timeout`` is in
    seconds; None waits for as long as it takes.  Rows come back as plain dictionaries.  Errors of the server are
    :class:`asyncpg.PostgresError`.

    ``connection`` is the SQLAlchemy connection of the same transaction, for what is easier said with Core or an ORM
    session.  ``guarded`` says that the transaction is not SQLAlchemy's to end: its ``commit()`` and ``rollback()``,
    which would do nothing, are refused.
    """

    def __init__(
        self, connection: AsyncConnection, driver: Connection[Any], *, migration: str = "", guarded: bool = False
    ) -> None:
        self._connection = connection
        self._driver = driver
        self._migration = migration
        self._calls: list[tuple[Coroutine[Any, Any, Any], str]] = []
        self._turn = asyncio.Lock()
        self._over = False
        self.last_statement = ""
        self.failed_statement = ""
        self.failure: Exception | None = None
        self.session_changed = False
        self._connection_used = False
        self._ends_elsewhere = guarded
        self._stop_watching: Callable[[], None] | None = None
        self.misused: RefusedStatementError | None = None
        self._kept: dict[str, KeptPrivileges] = {}

    @property
    def connection(self) -> AsyncConnection:
        """The SQLAlchemy connection, inside the migration's transaction."""
        self._connection_used = True
        if self._ends_elsewhere and not self._over and self._stop_watching is None and not self._connection.closed:
            self._stop_watching = watch(
                self._connection,
                on_commit=self._on_commit,
                on_rollback=self._on_rollback,
                on_sql=self._on_sql,
            )
        return self._connection

    @property
    def settings_may_have_changed(self) -> bool:
        """Whether a setting or the role may differ from what it was; SQL sent by ``connection`` is not looked at."""
        return self.session_changed or self._connection_used

    @property
    def migration(self) -> str:
        """Name of the migration that is running."""
        return self._migration

    def execute(self, sql: str, *args: Any, timeout: float | None = None) -> Coroutine[Any, Any, list[dict[str, Any]]]:
        """Run one statement; its rows, or an empty list where it gives none."""
        return self._track(self._execute(sql, args, timeout), sql)

    def execute_many(self, statements: Iterable[str], timeout: float | None = None) -> Coroutine[Any, Any, None]:
        """Run several statements, one after the other."""
        listed = [statements] if isinstance(statements, str) else list(statements)
        return self._track(self._execute_many(listed, timeout), listed[0] if listed else "")

    def execute_script(self, sql: str, *, timeout: float | None = None) -> Coroutine[Any, Any, None]:
        """Run a text of several statements in one go (simple protocol, no parameters)."""
        return self._track(self._execute_script(sql, timeout), sql)

    def fetch(self, sql: str, *args: Any, timeout: float | None = None) -> Coroutine[Any, Any, list[dict[str, Any]]]:
        """The rows of a query."""
        return self._track(self._fetch(sql, args, timeout), sql)

    def fetch_one(
        self, sql: str, *args: Any, timeout: float | None = None
    ) -> Coroutine[Any, Any, dict[str, Any] | None]:
        """The first row of a query, or None."""
        return self._track(self._fetch_one(sql, args, timeout), sql)

    def fetch_val(self, sql: str, *args: Any, timeout: float | None = None) -> Coroutine[Any, Any, Any]:
        """The first column of the first row of a query, or None."""
        return self._track(self._fetch_val(sql, args, timeout), sql)

    def keep_privileges(self, *objects: str) -> Coroutine[Any, Any, None]:
        """Remember owner and privileges of objects that are about to be dropped and made again.

        Objects are named as COMMENT ON names them: ``"VIEW public.totals"``, ``"FUNCTION public.f(integer)"``,
        ``"COLUMN public.orders.total"``; routines by the types of their input arguments.
        """
        return self._track(self._keep_privileges(objects), f"keep_privileges({', '.join(objects)})")

    def give_back_privileges(self, kept: str, successor: str = "") -> Coroutine[Any, Any, None]:
        """Give an object the owner and the privileges that were kept, and no others.

        ``successor`` is the object that has taken the place of ``kept``, where it goes by another name.
        """
        return self._track(self._give_back_privileges(kept, successor or kept), f"give_back_privileges({kept})")

    def listening(self) -> AbstractContextManager[None]:
        """While it lasts, what the server says goes into the log."""
        return logged_notices(self._driver, self._migration)

    def unfinished(self) -> tuple[str, ...]:
        """The SQL of calls that were not awaited to their end; they are cancelled.  Afterwards ``db`` refuses work."""
        self._over = True
        if self._stop_watching is not None:
            self._stop_watching()
        open_calls: list[str] = []
        for call, sql in self._calls:
            state = inspect.getcoroutinestate(call)
            if state == inspect.CORO_CLOSED:
                continue
            open_calls.append(sql)
            if state == inspect.CORO_CREATED:
                call.close()
        self._calls.clear()
        return tuple(open_calls)

    # What a subclass may replace: how the statements travel.

    async def _send(self, sql: str, timeout: float | None) -> None:
        """One message of the simple protocol: one statement or several, no parameters, no rows."""
        await self._driver.execute(sql, timeout=timeout)

    async def _query(self, sql: str, args: Sequence[Any], timeout: float | None) -> list[Record]:
        """One statement with parameters, with its rows."""
        return await fetch_rows(self._driver, sql, *args, timeout=timeout)

    async def _read(self, sql: str, args: Sequence[Any], timeout: float | None) -> list[Record]:
        """A query that only reads."""
        return await fetch_rows(self._driver, sql, *args, timeout=timeout)

    # How the calls come down to these two.

    def _track(self, call: Coroutine[Any, Any, T], sql: str) -> Coroutine[Any, Any, T]:
        if len(self._calls) >= 64:
            self._calls = [entry for entry in self._calls if inspect.getcoroutinestate(entry[0]) != inspect.CORO_CLOSED]
        self._calls.append((call, sql))
        return call

    async def _execute(self, sql: str, args: Sequence[Any], timeout: float | None) -> list[dict[str, Any]]:
        word = self._inspect(sql)
        if not word and not args:
            return []  # no statement in it; asyncpg does not survive the server's empty answer
        if not args and self._gives_no_rows(sql, word):
            await self._guarded(self._send(sql, timeout), sql)
            return []
        return [dict(row) for row in await self._guarded(self._query(sql, args, timeout), sql)]

    async def _execute_many(self, statements: list[str], timeout: float | None) -> None:
        for sql in statements:
            await self._execute(sql, (), timeout)

    async def _execute_script(self, sql: str, timeout: float | None) -> None:
        if self._inspect_script(sql):
            await self._guarded(self._send(sql, timeout), sql)

    async def _fetch(self, sql: str, args: Sequence[Any], timeout: float | None) -> list[dict[str, Any]]:
        self._inspect(sql)
        return [dict(row) for row in await self._guarded(self._read(sql, args, timeout), sql)]

    async def _fetch_one(self, sql: str, args: Sequence[Any], timeout: float | None) -> dict[str, Any] | None:
        rows = await self._fetch(sql, args, timeout)
        return rows[0] if rows else None

    async def _fetch_val(self, sql: str, args: Sequence[Any], timeout: float | None) -> Any:
        self._inspect(sql)
        rows = await self._guarded(self._read(sql, args, timeout), sql)
        return rows[0][0] if rows and len(rows[0]) else None

    async def _keep_privileges(self, objects: Sequence[str]) -> None:
        from matrx_orm_migrate.operations.privileges import read_privileges

        for target in objects:
            self._kept[target] = await read_privileges(self._read_own, target)

    async def _give_back_privileges(self, kept: str, successor: str) -> None:
        if kept not in self._kept:
            raise UsageError(
                f"the privileges of {kept} were not kept",
                hint="Call db.keep_privileges() with the same name before it is dropped.",
            )
        from matrx_orm_migrate.operations.privileges import give_back

        await give_back(self._read_own, self._send_own, self._kept[kept], successor)

    async def _read_own(self, sql: str) -> list[Record]:
        return await self._guarded(self._read(sql, (), None), sql)

    async def _send_own(self, sql: str) -> None:
        await self._guarded(self._send(sql, None), sql)

    async def _guarded(self, call: Coroutine[Any, Any, T], sql: str) -> T:
        """Await a call in turn, and remember the first statement that failed."""
        async with self._turn:
            if self._over:
                call.close()
                raise RuntimeError(f"migration {self._migration} is over; this came too late: {sql[:80]}")
            self.last_statement = sql
            started = time.monotonic()
            try:
                return await call
            except Exception as error:
                if self.failure is None:
                    self.failure, self.failed_statement = error, sql
                raise
            finally:
                if log.isEnabledFor(logging.DEBUG):
                    log.debug("%s: %.3f s: %s", self._migration, time.monotonic() - started, without_secrets(sql))

    @staticmethod
    def _gives_no_rows(sql: str, word: str) -> bool:
        if word in _NO_ROWS:
            # More than one statement is the server's to refuse, and a BEGIN ATOMIC body is one statement.
            return ";" not in sql or sql.find(";") == len(sql.rstrip()) - 1
        if word in _ROWS_IF_RETURNING:
            return ";" not in sql and "returning" not in sql.lower()
        return False

    def _inspect(self, sql: str) -> str:
        """Refuse what must not be sent; the statement's first word."""
        self._check_text(sql)
        word = first_word(sql)
        if word in _SUSPECT:
            self._inspect_script(sql)
        elif changes_session(sql):
            self.session_changed = True
        return word

    def _inspect_script(self, sql: str) -> bool:
        """Refuse what must not be sent; whether there is any statement in the text."""
        self._check_text(sql)
        if changes_session(sql):
            self.session_changed = True
        statements = split_statements(sql)
        for statement in statements:
            if statement.copies_from_client:
                self._refuse(
                    sql,
                    "COPY … FROM STDIN has nobody to send it the data",
                    "Write INSERT statements, or use db.connection's driver connection and copy_records_to_table().",
                )
            if statement.ends_transaction or statement.begins_transaction:
                self._refuse(
                    sql,
                    f"{statement.words[0].upper()} is not a migration's business: each migration and its record "
                    "commit together",
                    "Take it out.  Use SAVEPOINT inside the migration, or `transactional = False` in the file.",
                )
        return bool(statements)

    def _check_text(self, sql: str) -> None:
        if not isinstance(sql, str):
            raise TypeError(
                f"db takes SQL as str, not {type(sql).__name__}; use db.connection for SQLAlchemy constructs"
            )
        if "\0" in sql:
            self._refuse(sql, "the SQL text contains a NUL character, which PostgreSQL cannot take", "Take it out.")

    def _on_sql(self, sql: str) -> None:
        if changes_session(sql):
            self.session_changed = True

    def _on_commit(self) -> None:
        raise self._misuse("commit()")

    def _on_rollback(self) -> None:
        self._misuse("rollback()")  # not raised: it must not hide the error that it is done for

    def _misuse(self, call: str) -> RefusedStatementError:
        error = RefusedStatementError(
            f"migration {self._migration}: {call} was called on db.connection, by itself or by an ORM session or a "
            "begin() block on it; it cannot end the migration's transaction",
            migration=self._migration,
            hint="Use `async with db.connection.begin_nested():` for a part that may be rolled back; the migration and "
            "its record commit together when it returns.",
        )
        self.misused = self.misused or error
        return error

    def _refuse(self, sql: str, reason: str, hint: str) -> NoReturn:
        error = RefusedStatementError(
            f"migration {self._migration}: {reason}",
            migration=self._migration,
            statement=without_secrets(sql)[:200],
            hint=hint,
        )
        if self.failure is None:
            self.failure, self.failed_statement = error, sql
        raise error
