"""Every case of the corpus, there and back, as a user would do it: generate the files, apply them, roll them back."""

from __future__ import annotations

from collections.abc import Coroutine, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from matrx_orm_migrate.connections import Database, open_database
from matrx_orm_migrate.diff.cache import CatalogCache
from matrx_orm_migrate.diff.generate import DiffResult, generate_migrations
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.errors import MigrationFailedError, UnsupportedChangeError
from matrx_orm_migrate.executor import Executor
from matrx_orm_migrate.loader import read_directory
from matrx_orm_migrate.schema import Hazard, HazardKind
from tests.support.corpus import (
    Case,
    Data,
    Tools,
    cases,
    first_difference,
    losses,
    missing,
    read_case,
    run_scripts,
    server_major,
)
from tests.support.rebuild import built_in
from tests.support.servers import Databases

_EMPTY_ALL = """
    DO $$ DECLARE names text; BEGIN
        SELECT string_agg(format('%I.%I', n.nspname, c.relname), ', ') INTO names
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
            AND c.relname NOT LIKE '\\_matrx\\_%';
        EXECUTE 'TRUNCATE ' || names || ' CASCADE';
    END $$
"""


def _parameters() -> list[Any]:
    """The cases; what is known to be missing still has to fail, or its header is out of date."""
    gaps = {name: read_case(name).known_gap for name in cases()}
    return [pytest.param(name, marks=[pytest.mark.xfail(reason=gap)] if gap else []) for name, gap in gaps.items()]


@pytest.mark.parametrize("name", _parameters())
async def test_the_files_lead_there_and_back_and_keep_the_rows(
    name: str, server: EmbeddedServer, make_database: Databases, tmp_path: Path
) -> None:
    case = read_case(name)
    url_a, url_b = make_database(), make_database()
    if await server_major(url_a) < case.requires:
        pytest.skip(f"needs PostgreSQL {case.requires}")
    await run_scripts(url_a, case.a)
    await run_scripts(url_b, case.b)
    tools = Tools(server)
    dump_a, dump_b = await tools.schema(url_a), await tools.schema(url_b)
    async with AsyncExitStack() as stack:
        a = await stack.enter_async_context(open_database(url_a))
        b = await stack.enter_async_context(open_database(url_b))
        await run_scripts(url_a, case.rows)
        ahead = _Journey(case, tools, a, b, dump_a, dump_b, tmp_path / "ahead")
        await ahead.run(bool(case.rows), has_way_back=not case.one_way)
        back = _Journey(case, tools, b, a, dump_b, dump_a, tmp_path / "back")
        if case.one_way:
            # a's database has b's schema now: go back to what it was
            await run_scripts(fresh := make_database(), case.a)
            back.goal = await stack.enter_async_context(open_database(fresh))
            with pytest.raises(UnsupportedChangeError):
                await back.generate()
            return
        # going there and back left a's database as it was, as the dump told: it is the goal now
        await run_scripts(url_b, case.rows_b)
        await back.run(bool(case.rows_b), has_way_back=True)


@pytest.mark.parametrize(
    ("type_before", "type_after", "row", "is_kept"),
    [
        ("a integer, b text", "b text, a integer", "ROW('x,\"y', 1)", True),
        ("a integer, b text", "b text, c integer, a integer", "ROW('x,\"y', NULL, 1)", True),
        ("a integer, b text", "b text, a integer", "ROW('x', 1)", False),
        ("a integer, b text", "b text, a integer", "ROW('x,\"y', NULL)", False),
        ("a integer, b text", "a integer, b text", "NULL", False),
    ],
)
async def test_rows_within_columns_are_compared_by_the_names_of_their_attributes(
    server: EmbeddedServer, make_database: Databases, type_before: str, type_after: str, row: str, is_kept: bool
) -> None:
    found = []
    for attributes, value in ((type_before, "ROW(1, 'x,\"y')"), (type_after, row)):
        await run_scripts(
            url := make_database(),
            f"""
            CREATE TYPE inside AS ({attributes});
            CREATE TYPE outside AS (i inside);
            CREATE DOMAIN checked AS outside;
            CREATE TABLE t (p inside, many inside[], o outside, c checked);
            INSERT INTO t SELECT r, ARRAY[r], ROW(r)::outside, ROW(r)::outside FROM (SELECT {value}::inside) AS v (r);
            """,
        )
        found.append(await Tools(server).data(url))
    for column in ("p", "many", "o", "c"):
        others = {f"public.t.{other}" for other in ("p", "many", "o", "c") if other != column}
        assert (missing(*found, others) == []) is is_kept, column


class _Journey:
    """From one database's schema to another's, and back."""

    def __init__(
        self,
        case: Case,
        tools: Tools,
        database: Database,
        goal: Database,
        start_dump: str,
        goal_dump: str,
        directory: Path,
    ) -> None:
        self.case = case
        self.tools = tools
        self.database = database
        self.goal = goal
        self.start_dump = start_dump
        self.goal_dump = goal_dump
        self.directory = directory

    async def generate(self) -> DiffResult:
        return await generate_migrations(
            self.database,
            built_in(),
            directory=self.directory,
            schemas=("*",),
            from_database=self.goal,
            allow_data_loss=True,
            cache=CatalogCache(self.directory.parent / "cache"),
        )

    async def run(self, has_rows: bool, *, has_way_back: bool) -> None:
        result = await self.generate()
        if (self.start_dump == self.goal_dump) != (result.drafts == ()):
            pytest.fail(f"drafts {[draft.summaries for draft in result.drafts]} for the wrong reason")
        hazards = [hazard for draft in result.drafts for hazard in draft.hazards]
        executor, history = Executor(self.database), read_directory(self.directory)
        start = await self.tools.data(self.database.url) if has_rows else None

        kept = await self._run(executor.migrate(history), hazards, self.start_dump, start)
        if start is not None and not kept:
            await executor.migrate(history)
        found = await self.tools.schema(self.database.url)
        assert found == self.goal_dump, first_difference(found, self.goal_dump)
        assert [draft.summaries for draft in (await self.generate()).drafts] == []
        now = await self.tools.data(self.database.url) if kept else None
        if start is not None and now is not None:
            assert missing(start, now, losses(hazards)) == []
        if not has_way_back:
            assert not all("async def down(" in draft.text for draft in result.drafts)
            return
        if not result.drafts:
            return

        steps = len(result.drafts)
        back = [hazard for draft in result.drafts for hazard in draft.down_hazards]
        kept_again = await self._run(executor.rollback(history, steps=steps), back, self.goal_dump, now)
        if kept and not kept_again:
            await executor.rollback(history, steps=steps)
        found = await self.tools.schema(self.database.url)
        assert found == self.start_dump, first_difference(found, self.start_dump)
        if start is not None and kept and kept_again:
            hazards += back
            after = await self.tools.data(self.database.url)
            assert missing(start, after, losses(hazards), respelt=losses(hazards, HazardKind.MAY_FAIL)) == []

    async def _run(
        self, work: Coroutine[Any, Any, object], hazards: Sequence[Hazard], dump: str, data: Data | None
    ) -> bool:
        """Migrate or roll back; whether rows were there and went through it.

        It may fail because of the rows where that was announced, and leaves everything as it was; the rows are deleted
        then, for another try.
        """
        try:
            await work
        except MigrationFailedError as error:
            if data is None or self.case.rows_stay or all(hazard.kind is not HazardKind.MAY_FAIL for hazard in hazards):
                pytest.fail(f"nothing announced that it may fail, or it should not: {error}")
        else:
            return data is not None
        found = await self.tools.schema(self.database.url)
        assert found == dump, first_difference(found, dump)
        assert await self.tools.data(self.database.url) == data
        await run_scripts(self.database.url, _EMPTY_ALL)
        return False
