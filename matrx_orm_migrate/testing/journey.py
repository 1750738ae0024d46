"""There and back, as a user would do it: generate the files, apply them, roll them back; ``pg_dump`` is the judge."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

import pytest

from matrx_orm_migrate.connections import Database, open_database
from matrx_orm_migrate.diff.cache import CatalogCache
from matrx_orm_migrate.diff.generate import DiffResult, generate_migrations
from matrx_orm_migrate.errors import MigrationFailedError, UnsupportedChangeError
from matrx_orm_migrate.executor import Executor
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.loader import read_directory
from matrx_orm_migrate.schema import Hazard, HazardKind
from matrx_orm_migrate.testing.contents import Data, losses, missing, read_data
from matrx_orm_migrate.testing.pgdump import dump_schema, normalise
from matrx_orm_migrate.testing.servers import Databases, Server, connect, pg_dump_for, run_scripts, server_major

__all__ = ["Example", "Tools", "first_difference", "generate", "go_there_and_back", "there_and_back"]

# in which order storage parameters were set makes no difference to anything but the dump
_STORAGE_PARAMETERS = re.compile(r"(?<=[\s)])WITH \(((?:[\w.]+=(?:'[^']*'|\w+)(?:, )?)+)\)")
# what the runner keeps its books in belongs to no schema
_BOOKS = ("--exclude-table=public._matrx_migrations*",)
_EMPTY_ALL = """
    DO $$ DECLARE names text; BEGIN
        SELECT string_agg(format('%I.%I', n.nspname, c.relname), ', ') INTO names
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
            AND c.relname NOT LIKE '\\_matrx\\_%';
        EXECUTE 'TRUNCATE ' || names || ' CASCADE';
    END $$
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """Two schemas as SQL, to go from one to the other and back.

    ``setup`` stands before both of them and ``dependents`` behind both: what they need, and what needs them.
    ``rows`` go into a's database, ``rows_b`` into b's.  ``requires`` is the least major version of PostgreSQL;
    ``one_way`` says why the way from b to a is refused, or is empty; ``rows_stay`` says why no migration may fail
    because of the rows, whatever is announced, or is empty.
    """

    name: str
    a: str = ""
    b: str = ""
    setup: str = ""
    dependents: str = ""
    rows: str = ""
    rows_b: str = ""
    requires: int = 0
    one_way: str = ""
    rows_stay: str = ""

    def scripts(self, side: str) -> tuple[str, ...]:
        """What makes side ``a`` or ``b``."""
        texts = (self.setup, self.a if side == "a" else self.b, self.dependents)
        return tuple(text for text in texts if text.strip())


class Tools:
    """What ``pg_dump`` says of databases of one server, and the query ``witness`` of what ``pg_dump`` passes over."""

    def __init__(self, server: Server, witness: str = "") -> None:
        self._pg_dump = str(pg_dump_for(server))
        self._witness = witness

    async def schema(self, url: str, *, privileges: bool = False) -> str:
        """The normalised ``pg_dump --schema-only``, without the runner's own tables, and the rows of the witness.

        ``privileges`` also shows owners and privileges.
        """
        printed = await asyncio.to_thread(
            dump_schema, _libpq(url), pg_dump=self._pg_dump, extra=_BOOKS, privileges=privileges
        )
        shown = _STORAGE_PARAMETERS.sub(_sorted_parameters, normalise(printed))
        if not self._witness:
            return shown
        connection = await connect(url)
        try:
            rows = await connection.fetch(self._witness)
        finally:
            await connection.close()
        return "\n".join([shown, *sorted(f"witness: {tuple(row)}" for row in rows)])

    async def everything(self, url: str, *extra: str) -> str:
        """The whole ``pg_dump`` as it stands, without the runner's own tables."""
        command = [self._pg_dump, "--no-owner", "--no-privileges", *_BOOKS, *extra, _libpq(url)]
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        printed, _nothing = await process.communicate()
        assert process.returncode == 0
        return printed.decode()

    async def data(self, url: str) -> Data:
        """What the database holds, without the runner's own tables."""
        return await read_data(url)


def _libpq(url: str) -> str:
    return url.replace("postgresql+asyncpg://", "postgresql://", 1)


def _sorted_parameters(match: re.Match[str]) -> str:
    return f"WITH ({', '.join(sorted(match[1].split(', ')))})"


def first_difference(found: str, wanted: str) -> str:
    """The lines that only one of two texts has, for a failure's message."""
    one, other = found.splitlines(), wanted.splitlines()
    only = [f"+ {line}" for line in one if line not in other] + [f"- {line}" for line in other if line not in one]
    return "\n".join(only[:30])


async def generate(
    database: Database, goal: Database, plugins: PluginManager, directory: Path, *, write: bool = True
) -> DiffResult:
    """What `makemigrations` makes of the difference between two databases, all of their schemas."""
    return await generate_migrations(
        database,
        plugins,
        directory=directory,
        schemas=("*",),
        from_database=goal,
        allow_data_loss=True,
        write=write,
        cache=CatalogCache(directory.parent / "cache"),
    )


async def there_and_back(
    example: Example,
    server: Server,
    make_database: Databases,
    plugins: PluginManager,
    directory: Path,
    *,
    privileges: bool = False,
    both_starts: bool = True,
    witness: str = "",
) -> bool:
    """From a to b and back, and from b to a and back: each time, the files must lead there, and keep the rows.

    Not ``both_starts``: what starts at b is left out where b has no rows of its own, as the way back from b went
    through the same plan.

    Each time ``pg_dump`` (with owners and privileges, where asked) must be equal after ``up`` and again after
    ``down``, the second diff must be empty, and the rows must still be there but for what was announced as lost.
    ``witness`` is a query for what ``pg_dump`` passes over: its rows are compared along with the dump.  ``directory``
    gets the files.  False: the example is for a newer server.  Raises `AssertionError` that names the example, the way
    and the server.
    """
    url_a = make_database()
    major = await server_major(url_a)
    if major < example.requires:
        return False
    url_b = make_database()
    await run_scripts(url_a, *example.scripts("a"))
    await run_scripts(url_b, *example.scripts("b"))
    tools = Tools(server, witness)
    dump_a, dump_b = [await tools.schema(url, privileges=privileges) for url in (url_a, url_b)]
    async with AsyncExitStack() as stack:
        a = await stack.enter_async_context(open_database(url_a))
        b = await stack.enter_async_context(open_database(url_b))
        await run_scripts(url_a, example.rows)
        where = f"example {example.name!r} on PostgreSQL {major}"
        ahead = _Journey(
            example, tools, plugins, privileges, f"{where}, from a to b", a, b, dump_a, dump_b, directory / "ahead"
        )
        await ahead.run(bool(example.rows), has_way_back=not example.one_way)
        back = _Journey(
            example, tools, plugins, privileges, f"{where}, from b to a", b, a, dump_b, dump_a, directory / "back"
        )
        if example.one_way:
            # a's database has b's schema now: go back to what it was
            await run_scripts(fresh := make_database(), *example.scripts("a"))
            back.goal = await stack.enter_async_context(open_database(fresh))
            await back.expect_refusal()
            return True
        if not both_starts and not example.rows_b:
            return True
        # going there and back left a's database as it was, as the dump told: it is the goal now
        await run_scripts(url_b, example.rows_b)
        await back.run(bool(example.rows_b), has_way_back=True)
    return True


async def go_there_and_back(
    case: Example,
    plugins: PluginManager,
    server: Server,
    make_database: Databases,
    folder: Path,
    *,
    privileges: bool = False,
    both_starts: bool = True,
) -> None:
    """`there_and_back` for a test, which is skipped where the case is for a newer server."""
    if not await there_and_back(
        case, server, make_database, plugins, folder, privileges=privileges, both_starts=both_starts
    ):
        pytest.skip(f"needs PostgreSQL {case.requires}")


@dataclass
class _Journey:
    """From one database's schema to another's, and back."""

    example: Example
    tools: Tools
    plugins: PluginManager
    privileges: bool
    where: str
    database: Database
    goal: Database
    start_dump: str
    goal_dump: str
    directory: Path

    def fail(self, what: str, cause: BaseException | None = None) -> NoReturn:
        raise AssertionError(f"{self.where}: {what}") from cause

    async def generate(self) -> DiffResult:
        try:
            return await generate(self.database, self.goal, self.plugins, self.directory)
        except UnsupportedChangeError:
            raise
        except Exception as error:  # whatever a detector raises belongs in the report
            self.fail(f"no migration comes of it: {type(error).__name__}: {error}", error)

    async def expect_refusal(self) -> None:
        try:
            await self.generate()
        except UnsupportedChangeError:
            return
        self.fail(f"one way ({self.example.one_way}), and yet a way back was found")

    async def expect_schema(self, wanted: str, when: str) -> None:
        found = await self.tools.schema(self.database.url, privileges=self.privileges)
        if found != wanted:
            self.fail(
                f"{when}, pg_dump tells another schema (+ is there, - is missing):\n{first_difference(found, wanted)}"
            )

    def expect_rows(self, gone: Sequence[str], when: str) -> None:
        if gone:
            self.fail(f"{when}, data is lost that nothing announced:\n" + "\n".join(gone))

    async def run(self, has_rows: bool, *, has_way_back: bool) -> None:
        result = await self.generate()
        if self.start_dump == self.goal_dump and result.drafts:
            found = [summary for draft in result.drafts for summary in draft.summaries]
            self.fail(f"the two sides are the same, and yet there is a migration: {found}")
        if self.start_dump != self.goal_dump and not result.drafts:
            difference = first_difference(self.goal_dump, self.start_dump)
            self.fail(f"no detector sees a change, but pg_dump does:\n{difference}")
        hazards = [hazard for draft in result.drafts for hazard in draft.hazards]
        executor, history = Executor(self.database), read_directory(self.directory)
        start = await self.tools.data(self.database.url) if has_rows else None

        kept = await self._run(executor.migrate(history), "up", hazards, self.start_dump, start)
        if start is not None and not kept:
            await executor.migrate(history)
        await self.expect_schema(self.goal_dump, "after up")
        again = [summary for draft in (await self.generate()).drafts for summary in draft.summaries]
        if again:
            self.fail(f"after up, there is still something to do: {again}")
        now = await self.tools.data(self.database.url) if kept else None
        if start is not None and now is not None:
            self.expect_rows(missing(start, now, losses(hazards)), "after up")
        if not has_way_back:
            if all("async def down(" in draft.text for draft in result.drafts):
                self.fail(f"one way ({self.example.one_way}), and yet there is a down")
            return
        if not result.drafts:
            return

        steps = len(result.drafts)
        back = [hazard for draft in result.drafts for hazard in draft.down_hazards]
        kept_again = await self._run(executor.rollback(history, steps=steps), "down", back, self.goal_dump, now)
        if kept and not kept_again:
            await executor.rollback(history, steps=steps)
        await self.expect_schema(self.start_dump, "after down")
        if start is not None and kept and kept_again:
            hazards += back
            after = await self.tools.data(self.database.url)
            rough = losses(hazards, HazardKind.MAY_FAIL)
            self.expect_rows(missing(start, after, losses(hazards), respelt=rough), "after down")

    async def _run(
        self, work: Coroutine[Any, Any, object], name: str, hazards: Sequence[Hazard], dump: str, data: Data | None
    ) -> bool:
        """Migrate or roll back; whether rows were there and went through it.

        It may fail because of the rows where that was announced, and leaves everything as it was; the rows are deleted
        then, for another try.
        """
        try:
            await work
        except MigrationFailedError as error:
            announced = any(hazard.kind is HazardKind.MAY_FAIL for hazard in hazards)
            if data is None or self.example.rows_stay or not announced:
                self.fail(f"{name} fails, and nothing announced that it may, or it should not: {error}", error)
        else:
            return data is not None
        await self.expect_schema(dump, f"after {name}, which failed as announced")
        if await self.tools.data(self.database.url) != data:
            self.fail(f"after {name}, which failed as announced, the rows are others")
        await run_scripts(self.database.url, _EMPTY_ALL)
        return False
