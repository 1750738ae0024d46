"""Fault matrix A, embedded: the task that migrates is cancelled, at each of its awaits."""

from __future__ import annotations

import asyncio
import time
from random import Random

import pytest

from tests.support.awaits import Counter, counting
from tests.support.migrations import migrate, recorded, rollback
from tests.support.scene import LEFT_OVERS, Scene


def write_three(scene: Scene) -> tuple[str, ...]:
    create = "await db.execute('create table {0} (a int)')\nawait db.execute('insert into {0} values (1)')"
    drop = "await db.execute('drop table {0}')"
    scene.write("0001_one", create.format("one"), down=drop.format("one"))
    scene.write(
        "0002_two",
        "await db.execute('create table two (a int)')\nawait db.execute('create index concurrently i on one (a)')",
        down="await db.execute('drop index concurrently i')\nawait db.execute('drop table two')",
        transactional=False,
    )
    scene.write("0003_three", create.format("three"), down=drop.format("three"))
    return ("0001_one", "0002_two", "0003_three")


async def migrates(scene: Scene, counter: Counter) -> tuple[str, ...]:
    return await counting(migrate(scene.url, scene.files), counter)


async def converges(scene: Scene, run: asyncio.Task[tuple[str, ...]]) -> bool:
    """The run was cancelled, or it was done; either way the next one finishes the work.  Back to the beginning then."""
    await asyncio.wait([run], timeout=30)
    assert run.done()
    cancelled = run.cancelled()
    assert cancelled or run.exception() is None, run.exception()
    names = await recorded(scene.direct)
    existing = "SELECT to_regclass($1) IS NOT NULL"
    for name, table in (("0001_one", "one"), ("0003_three", "three")):
        assert await scene.value(existing, table) == (name in names)
    assert await scene.until(LEFT_OVERS["advisory locks"], expected=0, seconds=3) < 3
    await migrate(scene.url, scene.files)
    await scene.holds(None, applied=3)
    await rollback(scene.url, scene.files, steps=3)
    return cancelled


async def cancelled_at(scene: Scene, number: int) -> bool:
    task: asyncio.Task[tuple[str, ...]] | None = None

    def cancel() -> None:
        assert task is not None
        task.cancel()

    task = asyncio.create_task(migrates(scene, Counter(number, cancel)))
    return await converges(scene, task)


@pytest.mark.parametrize("step", [7, pytest.param(1, marks=[pytest.mark.faults, pytest.mark.timeout(900)])])
async def test_a_run_cancelled_at_an_await_converges(scene: Scene, step: int) -> None:
    write_three(scene)
    await scene.rehearse()
    counter = Counter()
    await migrates(scene, counter)
    await rollback(scene.url, scene.files, steps=3)
    assert counter.seen > 25
    struck = [await cancelled_at(scene, number) for number in range(1, counter.seen, step)]
    assert sum(struck) >= len(struck) * 0.9  # the last awaits close what is done already
    await scene.settles()


@pytest.mark.faults
@pytest.mark.timeout(900)
async def test_two_hundred_runs_cancelled_at_random_converge(scene: Scene) -> None:
    write_three(scene)
    await scene.rehearse()
    whole = 60.0
    for _ in range(3):
        started = time.monotonic()
        await migrate(scene.url, scene.files)
        whole = min(whole, time.monotonic() - started)
        await rollback(scene.url, scene.files, steps=3)
    random = Random(7)
    struck = 0
    for _ in range(200):
        run = asyncio.create_task(migrate(scene.url, scene.files))
        await asyncio.wait([run], timeout=random.uniform(0, whole))
        run.cancel()
        struck += await converges(scene, run)
    assert struck > 50  # the others were done before: how long a run takes depends on what else the machine does
    await scene.settles()


async def test_a_cancelled_task_ends_the_servers_query(scene: Scene) -> None:
    scene.write("0001_a", "await db.execute('create table t (a int)')\nawait db.execute('select pg_sleep(30)')")
    run = asyncio.create_task(migrate(scene.url, scene.files))
    await scene.until(scene.running("pg_sleep(30)"))
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(run, 5)
    assert not await scene.value(scene.running("pg_sleep(30)"))
    scene.write("0001_a", "await db.execute('create table t (a int)')")
    await scene.settles()
