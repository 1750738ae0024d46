"""A scratch database: where a desired side is built and a plan is proved."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Awaitable, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from typing import Any

import asyncpg
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from matrx_orm_migrate.connections.settings import migration_settings
from matrx_orm_migrate.errors import ScratchUnavailableError

__all__ = ["PLACES_HINT", "Attempts", "ScratchDatabase", "StatementFailedError"]

_BATCH = 500  # statements a transaction: each new table takes a dozen of the server's lock slots
# beside what the runner sets: nobody else works here, and nothing here has to last
_SETTINGS = {"synchronous_commit": "off", "client_min_messages": "warning", "row_security": "off"}
# feature_not_supported since 14, undefined_file before; an extension's version that the server does not have
_NO_SUCH_EXTENSION = ("0A000", "58P01", "22023")
_CHECK_NOW = "SET CONSTRAINTS ALL IMMEDIATE"
#: where there is no place for a scratch database
PLACES_HINT = (
    "Give one of three: scratch_url in the database's configuration (a server where databases may be created), "
    "the right CREATEDB for this role, or the embedded server: pip install 'matrx-orm-migrate[embedded]'."
)


class StatementFailedError(Exception):
    """A statement failed on a scratch database.  ``index`` is its place among those that were run together.

    ``reason`` is PostgreSQL's ``message`` and, on lines of their own, its detail and its hint.
    """

    def __init__(self, sql: str, index: int, error: asyncpg.PostgresError) -> None:
        super().__init__(f"{error.__class__.__name__}: {error}")
        self.sql = sql
        self.index = index
        self.sqlstate = str(getattr(error, "sqlstate", "") or "")
        self.reason = str(error)
        self.message = str(error.args[0]) if error.args else self.reason
        self.position = int(getattr(error, "position", None) or 0)


class ScratchDatabase:
    """One open scratch database.  ``connection`` is open on it; ``engine``, and ``url``, make more."""

    def __init__(
        self, connection: AsyncConnection, raw: Any, engine: AsyncEngine, url: str, elsewhere: str = ""
    ) -> None:
        self.connection = connection
        self.engine = engine
        self.url = url
        self._raw = raw
        self._elsewhere = elsewhere

    @property
    def major(self) -> int:
        """The server's major version."""
        return int(self._raw.get_server_version().major)

    async def reset(self) -> None:
        """The session as it is when the database is opened, whatever was set since."""
        await self._raw.execute("RESET SESSION AUTHORIZATION; RESET ALL; " + _session(self.major))

    async def run(self, statements: Iterable[str], *, search_path: str = "") -> None:
        """Run statements in order, in transactions of a few hundred.

        ``search_path`` is the setting's text, as SET takes it; empty means none.  Raises ``StatementFailedError``.
        """
        texts = list(statements)
        await self.set_search_path(search_path)
        for start in range(0, len(texts), _BATCH):
            async with self._raw.transaction(isolation="read_committed"):
                index = start
                for index, sql in enumerate(texts[start : start + _BATCH], start):
                    await self._run_one(sql, index)
                # what rows may violate at the end of the transaction; COMMIT would not say of whom it speaks
                await self._run_one(_CHECK_NOW, index)

    async def run_to_failure(self, statements: Sequence[str], *, search_path: str = "") -> StatementFailedError | None:
        """Run statements in order up to the first that fails, keep what the others did, and give back the failure."""
        try:
            await self.run(statements, search_path=search_path)
        except StatementFailedError as error:
            kept = error.index - error.index % _BATCH  # the rest of its batch is gone, and what that had set
            search_path, _schema = await self.where_names_lead()
            await self.run(statements[kept : error.index], search_path=search_path)
            return error
        return None

    async def where_names_lead(self) -> tuple[str, str]:
        """The search path's text, and the schema where what is named without one is made; empty for nowhere."""
        sql = "SELECT pg_catalog.current_setting('search_path'), coalesce(pg_catalog.current_schema()::text, '')"
        search_path, schema = await self._raw.fetchrow(sql)
        return search_path, schema

    @asynccontextmanager
    async def attempts(self) -> AsyncGenerator[Attempts]:
        """What tries statements one by one and keeps those that run; the last of them is committed at the end."""
        attempts = Attempts(self._raw, self._run_one)
        try:
            yield attempts
        except BaseException:
            await attempts.roll_back()
            raise
        await attempts.commit()

    async def set_search_path(self, search_path: str) -> None:
        """For all that follows, until a statement sets another."""
        await self._raw.execute("SELECT pg_catalog.set_config('search_path', $1, false)", search_path)

    async def run_autocommit(self, sql: str) -> None:
        """Run one statement outside a transaction block."""
        await self._run_one(sql, 0)

    async def _run_one(self, sql: str, index: int) -> None:
        try:
            await self._raw.execute(sql)
        except asyncpg.PostgresError as error:
            if self._elsewhere and sql[:16].upper() == "CREATE EXTENSION" and error.sqlstate in _NO_SUCH_EXTENSION:
                raise ScratchUnavailableError(
                    f"no place for a scratch database: {self._elsewhere} cannot do this: {sql}: {error}",
                    hint=PLACES_HINT,
                ) from None
            raise StatementFailedError(sql, index, error) from None


class Attempts:
    """Tries statements, each in a savepoint of its own, and commits after every few hundred.

    Every table that was made holds a dozen of the server's lock slots until its transaction ends.  ``transactions``
    counts those that were begun.
    """

    def __init__(self, raw: Any, run: Callable[[str, int], Awaitable[None]]) -> None:
        self._raw = raw
        self._run = run
        self._transaction: Any = None
        self._kept = 0
        self.transactions = 0

    async def attempt(self, sql: str) -> StatementFailedError | None:
        """Run one statement; why it failed, and left nothing behind, or None.

        Constraints that wait for the end of the transaction are checked at the end of the statement, so that nothing
        but a lost connection can make `commit` fail.
        """
        if self._kept >= _BATCH:
            await self.commit()
        if self._transaction is None:
            self._transaction = self._raw.transaction(isolation="read_committed")
            await self._transaction.start()
            await self._raw.execute(_CHECK_NOW)
            self.transactions += 1
        try:
            async with self._raw.transaction():
                await self._run(sql, 0)
        except StatementFailedError as error:
            return error
        self._kept += 1
        return None

    async def commit(self) -> None:
        """Keep what ran so far: a label that was added to an enum can be used from then on."""
        if self._transaction is not None:
            transaction, self._transaction, self._kept = self._transaction, None, 0
            await transaction.commit()

    async def roll_back(self) -> None:
        """Undo what ran since the last commit."""
        if self._transaction is not None:
            transaction, self._transaction, self._kept = self._transaction, None, 0
            await transaction.rollback()


def _session(major: int) -> str:
    """One query that sets for the session what a migration's transaction sets where it is applied."""
    values = {**migration_settings(major, check_interval=False), **_SETTINGS}
    return "SELECT " + ", ".join(f"pg_catalog.set_config('{name}', '{value}', false)" for name, value in values.items())
