"""Fault matrix A: the connection goes while a transactional migration runs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest

from tests.support.proxy import Moment, proxy, recording
from tests.support.scene import Child, Scene

WAYS = ("direct", "transaction", "session")

# what makes a black hole be noticed within seconds; the defaults take a minute
SHORT = "&connect_timeout=1&keepalives_idle=1&keepalives_interval=1&keepalives_count=2&tcp_user_timeout=2000"


def write_two(scene: Scene) -> None:
    scene.write("0001_one", "await db.execute('create table one (a int)')")
    scene.write("0002_two", "await db.execute('create table two (a int)')")


async def test_row_07_a_connection_dropped_before_commit_is_known_to_be_rolled_back(scene: Scene) -> None:
    write_two(scene)
    async with proxy(scene.url, "drop before") as between:
        outcome = await scene.run("migrate", url=between.url)
    await scene.holds(outcome, 3, migration="0001_one", says=["rolled back"], applied=0)
    await scene.settles()


async def test_row_08_a_lost_answer_to_commit_is_looked_up_and_the_run_goes_on(scene: Scene) -> None:
    write_two(scene)
    async with proxy(scene.url, "drop after") as between:
        outcome = await scene.run("migrate", url=between.url)
        assert between.struck.is_set()
    await scene.holds(outcome, 0, says=["Applied 2 migrations"], applied=2)
    await scene.settles(already=True)


@pytest.mark.faults
async def test_row_09_a_commit_whose_outcome_cannot_be_known_needs_attention(scene: Scene) -> None:
    write_two(scene)
    async with proxy(scene.url, "drop after", then="refuse") as between:
        outcome = await scene.run("migrate", url=between.url)
    await scene.holds(outcome, 7, migration="0001_one", says=["outcome unknown"], applied=1)
    await scene.settles()


def at_lock(data: bytes) -> bool:
    return b"SELECT 1 WHERE pg_catalog.pg_try_advisory_xact_lock" in data


def at_ddl(data: bytes) -> bool:
    return b"create table one" in data


@pytest.mark.faults
@pytest.mark.parametrize(
    ("moment", "mode", "code", "says"),
    [
        (at_lock, "black hole", 3, ["lock"]),
        (at_ddl, "black hole", 3, ["0001_one", "rolled back"]),
        (at_ddl, "black hole after", 3, ["0001_one", "rolled back"]),
        (recording, "black hole", 7, ["0001_one", "outcome unknown"]),
        (recording, "black hole after", 7, ["0001_one", "outcome unknown"]),
    ],
    ids=["lock", "ddl", "ddl-answer", "commit", "commit-answer"],
)
async def test_row_10_a_black_hole_is_left_in_bounded_time(
    scene: Scene, moment: Moment, mode: str, code: int, says: list[str]
) -> None:
    write_two(scene)
    async with proxy(scene.url, mode, then="pass", moment=moment) as between:  # type: ignore[arg-type]  # a Mode
        outcome = await scene.run("migrate", url=between.url + "?" + SHORT[1:])
        assert between.struck.is_set()
        assert outcome.seconds < 40
        between.heal()
        await asyncio.sleep(0.3)
    await scene.holds(outcome, code, says=says, applied=1 if (moment, mode) == (recording, "black hole after") else 0)
    await scene.settles()


async def test_row_10_a_black_hole_at_connect_is_left_in_bounded_time(scene: Scene) -> None:
    write_two(scene)
    async with proxy(scene.url, "pass") as between:
        between.swallow()
        outcome = await scene.run("migrate", url=between.url + "?" + SHORT[1:])
        assert outcome.seconds < 40
    await scene.holds(outcome, 3, says=["no answer within the time-out"], applied=0)
    await scene.settles()


@asynccontextmanager
async def sleeping(scene: Scene) -> AsyncGenerator[tuple[Child, int]]:
    """A run whose migration sleeps in the server, and the server process."""
    sleep = "await db.execute('select pg_sleep(30)')"
    scene.write("0001_one", f"await db.execute('create table one (a int)')\nif fault():\n    {sleep}")
    async with scene.started("migrate") as child:
        yield child, await scene.backend("pg_sleep(30)")


async def test_row_11_a_terminated_backend_is_a_lost_connection(scene: Scene) -> None:
    async with sleeping(scene) as (child, pid):
        await scene.value("SELECT pg_terminate_backend($1)", pid)
        outcome = await child.end()
    code = "57P01" if scene.way == "direct" else "08P01"  # PgBouncer has words of its own for it
    await scene.holds(outcome, 3, migration="0001_one", sqlstate=code, says=["rolled back"], applied=0)
    await scene.settles()


async def test_row_12_a_cancelled_query_is_a_failed_migration(scene: Scene) -> None:
    async with sleeping(scene) as (child, pid):
        await scene.value("SELECT pg_cancel_backend($1)", pid)
        outcome = await child.end()
    await scene.holds(outcome, 5, migration="0001_one", sqlstate="57014", applied=0)
    await scene.settles()


@pytest.mark.faults
async def test_row_13_a_server_that_restarts_is_a_lost_connection(scene: Scene) -> None:
    async with sleeping(scene) as (child, _pid):
        await scene.restart()
        outcome = await child.end()
    await scene.holds(outcome, 3, migration="0001_one", says=["rolled back"], applied=0)
    await scene.settles()


async def test_the_connection_that_holds_the_lock_may_die(scene: Scene) -> None:
    scene.write(
        "0001_one",
        """
        await db.execute("create table one (a int)")
        if fault():
            await db.execute('''select pg_terminate_backend(l.pid) from pg_locks l join pg_database d
                on d.oid = l.database where l.locktype = 'advisory' and d.datname = current_database()
                and l.pid <> pg_backend_pid()''')
            await asyncio.sleep(0.1)
        """,
    )
    scene.write("0002_two", "await db.execute('create table two (a int)')")
    await scene.holds(await scene.run("migrate"), 0, says=["Applied 2 migrations"], applied=2)
    await scene.settles(already=True)
