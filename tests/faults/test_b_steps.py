"""Fault matrix B: a migration without a transaction stops half-way, and goes on."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.migrations import execute
from tests.support.scene import Scene

WAYS = ("direct", "transaction", "session")


def steps(scene: Scene, second: str, first: str = "create table one (a int)") -> None:
    scene.write(
        "0001_a",
        f"""
        await db.execute("{first}")
        await db.execute("{second}")
        await db.execute_many(["create table three (a int)"])
        """,
        transactional=False,
    )


async def test_row_19_a_run_goes_on_at_the_statement_that_failed(scene: Scene) -> None:
    steps(scene, "create table two (a int)")
    await scene.rehearse()
    steps(scene, "create table two (a nonsense)")
    outcome = await scene.run("migrate")
    steps(scene, "create table two (a int)")
    half = {"applied": 0, "partial": ["create table one (a int)"], "done": 1}
    await scene.holds(outcome, 7, migration="0001_a", sqlstate="42704", says=["1/3 done"], **half)  # type: ignore[arg-type]  # as they are named
    steps(scene, "create table two (a int)", first="create table edited (a int)")
    outcome = await scene.run("migrate")
    steps(scene, "create table two (a int)")
    await scene.holds(outcome, 6, says=["statement 1 of migration 0001_a was edited"], **half)  # type: ignore[arg-type]
    await scene.settles()


async def test_row_19_a_kill_between_two_steps_repeats_none(scene: Scene) -> None:
    scene.write(
        "0001_a",
        """
        await db.execute("create table one (a int)")
        await db.execute("insert into one values (1)")
        if fault():
            await asyncio.sleep(60)
        await db.execute("create table two (a int)")
        """,
        transactional=False,
    )
    async with scene.started("migrate") as child:
        journal = "public._matrx_migrations_progress"
        await scene.until(f"SELECT to_regclass('{journal}') IS NOT NULL")
        await scene.until(f"SELECT count(*) = 2 FROM {journal} WHERE state = 'done'")
        await child.kill()
    await scene.holds(None, applied=0, partial=["create table one (a int)"], done=2)
    await scene.settles()
    assert await scene.value("SELECT count(*) FROM one") == 1


async def test_row_19_a_first_statement_that_fails_counts_as_rolled_back(scene: Scene) -> None:
    steps(scene, "create table two (a int)")
    await scene.rehearse()
    steps(scene, "create table two (a int)", first="create table one (a nonsense)")
    outcome = await scene.here()
    steps(scene, "create table two (a int)")
    await scene.holds(outcome, 5, migration="0001_a", sqlstate="42704", applied=0)
    await scene.settles()


async def test_row_20_a_second_run_waits_while_an_index_is_built(scene: Scene) -> None:
    await scene.prepare("CREATE TABLE t (a int)")
    scene.write("0001_i", 'await db.execute("create index concurrently i on t (a)")', transactional=False)
    async with scene.blocker() as blocker, scene.started("migrate") as one, scene.started("migrate") as other:
        await scene.backend("create index concurrently")
        await asyncio.sleep(1.5)
        assert [one.process.returncode, other.process.returncode] == [None, None]
        await blocker.execute("COMMIT")
        outcomes = [await one.end(), await other.end()]
    said = sorted(outcome.out.splitlines()[-1] for outcome in outcomes)
    assert said == ["Applied 1 migration.", "Nothing to apply."], outcomes
    for outcome in outcomes:
        await scene.holds(outcome, 0, applied=1)
    await scene.settles(already=True)


@pytest.mark.parametrize(
    "sql",
    [
        "vacuum",
        "create index concurrently i on sentinel (note)",
        "alter system set work_mem = '4MB'",
        "create database nowhere",
        "do $$ begin commit; end $$",
    ],
)
async def test_row_21_what_needs_no_transaction_is_told_how_to_say_so(scene: Scene, sql: str) -> None:
    scene.write("0001_a", "await db.execute('create table one (a int)')")
    await scene.rehearse()
    scene.write("0001_a", f"await db.execute('create table one (a int)')\nawait db.execute({sql!r})")
    outcome = await (scene.run("migrate") if sql == "vacuum" else scene.here())
    scene.write("0001_a", "await db.execute('create table one (a int)')")
    code = "2D000" if sql.startswith("do") else "25001"
    await scene.holds(
        outcome, 5, migration="0001_a", sqlstate=code, says=["transactional = False", "0001_a.py"], applied=0
    )
    if sql == "vacuum":
        await scene.settles()


async def test_row_21_a_file_that_says_so_runs_it(scene: Scene) -> None:
    await execute(scene.direct, "CREATE TABLE gone (a int)", "DROP TABLE gone")
    scene.write(
        "0001_a", 'await db.execute("vacuum sentinel")\nawait db.execute("analyze sentinel")', transactional=False
    )
    await scene.settles()
