"""Walks through random schemas: from each to the next with files that were generated, and back again.

``MATRX_WALK_STEPS`` is how many steps are made (200; ``nox -s walks`` makes 5,000); ``MATRX_WALKS_SHRINK=1`` looks for
the smallest walk that fails.
"""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, event, given, note, seed, settings
from hypothesis import strategies as st

from matrx_orm_migrate.connections import Database, open_database
from matrx_orm_migrate.diff.cache import CatalogCache
from matrx_orm_migrate.diff.generate import DiffResult, generate_migrations
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.errors import MigrationFailedError, UnsupportedChangeError
from matrx_orm_migrate.executor import Executor
from matrx_orm_migrate.loader import read_directory
from matrx_orm_migrate.schema import Hazard, HazardKind
from tests.support.corpus import (
    Data,
    Tools,
    first_difference,
    losses,
    missing,
    run_scripts,
    server_major,
)
from tests.support.filling import empty, fill
from tests.support.rebuild import built_in
from tests.support.schemas import evolved, schemas, script
from tests.support.servers import fresh_databases

A_TEST = 5
STEPS = 3
WALKS = -(-int(os.environ.get("MATRX_WALK_STEPS", "200")) // STEPS)
SHRINK = [Phase.shrink] if os.environ.get("MATRX_WALKS_SHRINK") else []


@st.composite
def walks(draw: st.DrawFn) -> list[str]:
    """The scripts of some schemas, each of which has much in common with the one before."""
    schema = draw(schemas())
    scripts = [script(schema)]
    for _ in range(STEPS):
        schema = draw(evolved(schema))
        scripts.append(script(schema))
    return scripts


@pytest.mark.timeout(1800)
@pytest.mark.parametrize("number", range(-(-WALKS // A_TEST)))
def test_a_walk_through_random_schemas_arrives_and_comes_back(number: int, server: EmbeddedServer) -> None:
    if asyncio.run(server_major(server.url())) < 18:
        pytest.skip("the random schemas need PostgreSQL 18")

    @seed(number)
    @settings(
        max_examples=A_TEST,
        deadline=None,
        database=None,
        phases=[Phase.explicit, Phase.generate, *SHRINK],
        suppress_health_check=list(HealthCheck),
    )
    @given(walks())
    def walk(scripts: list[str]) -> None:
        asyncio.run(_walk(server, scripts))

    walk()


async def _walk(server: EmbeddedServer, scripts: list[str]) -> None:
    tools = Tools(server)
    with fresh_databases(server) as make, tempfile.TemporaryDirectory() as folder:
        url = make()
        await run_scripts(url, scripts[0])
        here = await tools.schema(url)
        for step, wanted in enumerate(scripts[1:]):
            goal_url = make()
            await run_scripts(goal_url, wanted)
            goal_dump = await tools.schema(goal_url)
            async with open_database(url) as database, open_database(goal_url) as goal:
                directory = Path(folder) / str(step)
                try:
                    await _step(tools, database, goal, directory, here, goal_dump)
                except UnsupportedChangeError as error:
                    # PostgreSQL has no way: the rest of the walk begins there instead
                    event(f"refused: {error.message.partition(':')[0]}")
                    url = goal_url
                except BaseException:
                    note(f"from:\n{scripts[step]}\nto:\n{wanted}")
                    raise
            here = goal_dump


async def _step(tools: Tools, database: Database, goal: Database, directory: Path, here: str, there: str) -> None:
    await empty(database.url)
    event(f"{min(await fill(database.url), 20) // 5 * 5} rows or more")
    start = await tools.data(database.url)
    result = await _generate(database, goal, directory)
    for draft in result.drafts:
        note(draft.text)
    assert (here == there) == (result.drafts == ())
    executor, history = Executor(database), read_directory(directory)
    hazards = [hazard for draft in result.drafts for hazard in draft.hazards]
    kept = await _moved(executor.migrate(history), hazards, tools, database, start)
    if not kept:
        await executor.migrate(history)
    await _expect(tools, database, there)
    now = await tools.data(database.url)
    if kept:
        assert missing(start, now, losses(hazards)) == []
    assert [draft.summaries for draft in (await _generate(database, goal, directory)).drafts] == []
    if result.drafts and all("async def down(" in draft.text for draft in result.drafts):
        back = [hazard for draft in result.drafts for hazard in draft.down_hazards]
        steps = len(result.drafts)
        kept_again = await _moved(executor.rollback(history, steps=steps), back, tools, database, now)
        if not kept_again:
            await executor.rollback(history, steps=steps)
        await _expect(tools, database, here)
        if kept and kept_again:
            after = await tools.data(database.url)
            hazards += back
            assert missing(start, after, losses(hazards), respelt=losses(hazards, HazardKind.MAY_FAIL)) == []
        await empty(database.url)
        await executor.migrate(history)
    # the next step has a directory of its own, and the books begin anew
    async with database.connect() as connection:
        await connection.exec_driver_sql("DROP TABLE IF EXISTS public._matrx_migrations")
        await connection.commit()


async def _moved(
    work: Coroutine[Any, Any, object], hazards: Sequence[Hazard], tools: Tools, database: Database, data: Data
) -> bool:
    """Whether the rows let a migration through; where they do not, that was announced, and they are deleted."""
    try:
        await work
    except MigrationFailedError:
        if all(hazard.kind is not HazardKind.MAY_FAIL for hazard in hazards):
            raise
        # what nextval() gave is never given back (PostgreSQL, Sequence Manipulation Functions)
        assert replace(await tools.data(database.url), sequences=data.sequences) == data
        await empty(database.url)
        return False
    return True


async def _generate(database: Database, goal: Database, directory: Path) -> DiffResult:
    return await generate_migrations(
        database,
        built_in(),
        directory=directory,
        schemas=("*",),
        from_database=goal,
        allow_data_loss=True,
        cache=CatalogCache(directory.parent / "cache"),
    )


async def _expect(tools: Tools, database: Database, wanted: str) -> None:
    found = await tools.schema(database.url)
    assert found == wanted, first_difference(found, wanted)
