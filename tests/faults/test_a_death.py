"""Fault matrix A: the tool dies, or is told to end, while a transactional migration runs."""

from __future__ import annotations

import asyncio
import signal
import time
from pathlib import Path

import pytest

from tests.support.proxy import proxy
from tests.support.scene import LEFT_OVERS, Scene

WAYS = ("direct", "transaction", "session")
LOCKS = LEFT_OVERS["advisory locks"]


async def at_rest_within(scene: Scene) -> None:
    """The migration has sent its first statement, and is at something else."""
    await scene.until(
        "SELECT count(*) > 0 FROM pg_stat_activity a WHERE a.datname = current_database() "
        "AND a.state = 'idle in transaction' AND a.query = 'create table one (a int)'"
    )


async def test_row_01_a_kill_between_two_statements_leaves_nothing(scene: Scene) -> None:
    scene.write(
        "0001_one",
        "await db.execute('create table one (a int)')\nif fault():\n    await asyncio.sleep(60)\n"
        "await db.execute('create table two (a int)')",
    )
    async with scene.started("migrate") as child:
        await at_rest_within(scene)
        await child.kill()
        assert await scene.until(LOCKS, expected=0) < 0.5
    await scene.holds(None, applied=0)
    await scene.settles()


async def test_row_02_a_kill_while_the_server_works_frees_the_locks_at_once(scene: Scene) -> None:
    sleep = "await db.execute('select pg_sleep(9)')"
    scene.write("0001_one", f"await db.execute('create table one (a int)')\nif fault():\n    {sleep}")
    async with scene.started("migrate") as child:
        await scene.until(scene.running("pg_sleep(9)"))
        await child.kill()
        async with scene.started("migrate", fault=False) as again:
            gone = await scene.until(scene.running("pg_sleep(9)"), expected=False)
            if await scene.value("SELECT current_setting('server_version_num')::int >= 140000"):
                assert gone < 2  # client_connection_check_interval
            outcome = await again.end()  # it waited
    await scene.holds(outcome, 0, applied=1)
    await scene.settles(already=True)


PLUGIN = """
import os, time
from matrx_orm_migrate.hooks import hookimpl

@hookimpl
def matrx_after_migration(migration, direction, outcome):
    if os.environ.get("FAULT"):
        open("asleep", "w").close()
        time.sleep(60)
"""


def install_plugin(directory: Path) -> dict[str, str]:
    """The environment in which the plugin is installed."""
    metadata = directory / "plugin" / "sleeper-1.dist-info"
    metadata.mkdir(parents=True)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: sleeper\nVersion: 1\n")
    (metadata / "entry_points.txt").write_text("[matrx_orm_migrate]\nsleeper = sleeper\n")
    (directory / "plugin" / "sleeper.py").write_text(PLUGIN)
    return {"PYTHONPATH": str(directory / "plugin")}


async def test_row_03_a_kill_before_commit_leaves_nothing(scene: Scene) -> None:
    scene.write("0001_one", "await db.execute('create table one (a int)')")
    async with scene.started("migrate", environment=install_plugin(scene.directory)) as child:
        for _ in range(1000):
            if (scene.directory / "asleep").exists():
                break
            await asyncio.sleep(0.02)
        await at_rest_within(scene)
        await child.kill()
    await scene.until(LOCKS, expected=0, seconds=1)
    await scene.holds(None, applied=0)
    await scene.settles()


async def test_row_04_a_kill_after_commit_leaves_all_of_it(scene: Scene) -> None:
    scene.write("0001_one", "await db.execute('create table one (a int)')")
    async with proxy(scene.url, "hold after") as between:
        async with scene.started("migrate", url=between.url) as child:
            await asyncio.wait_for(between.struck.wait(), 20)
            await child.kill()
        await scene.holds(None, applied=1)
    await scene.settles(already=True)


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)], ids=["row_05", "row_06"])
async def test_row_05_06_a_signal_ends_the_servers_query_and_rolls_back(
    scene: Scene, number: signal.Signals, code: int
) -> None:
    sleep = "await db.execute('select pg_sleep(30)')"
    scene.write("0001_one", f"await db.execute('create table one (a int)')\nif fault():\n    {sleep}")
    async with scene.started("migrate") as child:
        await scene.until(scene.running("pg_sleep(30)"))
        child.send(number)
        assert await scene.until(scene.running("pg_sleep(30)"), expected=False) < 1
        outcome = await child.end(5)
    await scene.holds(outcome, code, applied=0)
    await scene.settles()


@pytest.mark.faults
async def test_row_05_a_second_ctrl_c_exits_at_once(scene: Scene) -> None:
    body = "await db.execute('create table one (a int)')\nif fault():\n    import time\n    time.sleep(30)"
    scene.write("0001_one", body)
    async with scene.started("migrate") as child:
        await at_rest_within(scene)
        await asyncio.sleep(0.1)
        child.send(signal.SIGINT)
        await asyncio.sleep(0.2)
        child.send(signal.SIGINT)
        started = time.monotonic()
        outcome = await child.end(5)
        assert time.monotonic() - started < 1
    await scene.until(LOCKS, expected=0, seconds=2)
    await scene.holds(outcome, 130, applied=0)
    await scene.settles()
