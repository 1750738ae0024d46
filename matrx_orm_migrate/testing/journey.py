"""A case of a corpus, there and back, as a user would do it: generate the files, apply them, roll them back."""

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
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.loader import read_directory
from matrx_orm_migrate.schema import Hazard, HazardKind
from matrx_orm_migrate.testing.corpus import (
    Case,
    Data,
    Tools,
    first_difference,
    losses,
    missing,
    run_scripts,
    server_major,
)
from matrx_orm_migrate.testing.servers import Databases

__all__ = ["go_there_and_back"]

_EMPTY_ALL = """
    DO $$ DECLARE names text; BEGIN
        SELECT string_agg(format('%I.%I', n.nspname, c.relname), ', ') INTO names
        FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p') AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
            AND c.relname NOT LIKE '\\_matrx\\_%';
        EXECUTE 'TRUNCATE ' || names || ' CASCADE';
    END $$
"""


async def go_there_and_back(
    case: Case, plugins: PluginManager, server: EmbeddedServer, make_database: Databases, folder: Path
) -> None:
    """From a to b and back, then from b to a and back.

    After each way ``pg_dump`` must be as it was in the other database, the second diff empty, and the rows there but
    for what was announced as lost.  ``folder`` is for the migration files.
    """
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
        ahead = _Journey(case, plugins, tools, a, b, dump_a, dump_b, folder / "ahead")
        await ahead.run(bool(case.rows), has_way_back=not case.one_way)
        back = _Journey(case, plugins, tools, b, a, dump_b, dump_a, folder / "back")
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


class _Journey:
    """From one database's schema to another's, and back."""

    def __init__(
        self,
        case: Case,
        plugins: PluginManager,
        tools: Tools,
        database: Database,
        goal: Database,
        start_dump: str,
        goal_dump: str,
        directory: Path,
    ) -> None:
        self.case = case
        self.plugins = plugins
        self.tools = tools
        self.database = database
        self.goal = goal
        self.start_dump = start_dump
        self.goal_dump = goal_dump
        self.directory = directory

    async def generate(self) -> DiffResult:
        return await generate_migrations(
            self.database,
            self.plugins,
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
