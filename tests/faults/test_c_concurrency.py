"""Fault matrix C: several runners at once, and applications that are in the way."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Sequence

import pytest

from matrx_orm_migrate import DatabaseConfig
from matrx_orm_migrate import migrate as api_migrate
from matrx_orm_migrate.state import MigrationLock
from tests.support.migrations import connect, migrate, recorded
from tests.support.scene import Scene

WAYS = ("direct", "transaction", "session")


def write_ten(scene: Scene) -> tuple[str, ...]:
    names = tuple(f"{number:04d}_x" for number in range(1, 11))
    for number, name in enumerate(names, start=1):
        scene.write(
            name,
            f"await db.execute('create table t{number} (a int)')\nawait db.execute('insert into t{number} values (1)')",
            dependencies=names[number - 2 : number - 1] if number > 1 else (),
        )
    return names


async def race(scene: Scene, runners: int = 6) -> None:
    """So many runners at once: each file is applied once, each exits with 0 or 4."""
    names = write_ten(scene)
    outcomes = await asyncio.gather(*(scene.run("migrate", fault=False) for _ in range(runners)))
    assert {outcome.code for outcome in outcomes} <= {0, 4}, outcomes
    applied = [word for outcome in outcomes for word in outcome.out.split() if word in names]
    assert sorted(applied) == list(names)
    for number in range(1, 11):
        assert await scene.value(f"SELECT count(*) FROM t{number}") == 1


async def test_row_22_six_runners_on_an_empty_database_apply_each_file_once(scene: Scene) -> None:
    await race(scene)
    await scene.settles(already=True)


@pytest.mark.faults
@pytest.mark.timeout(600)
async def test_row_22_twenty_rounds_of_six_runners(scene: Scene) -> None:
    for _ in range(20):
        await race(scene)
        await scene.holds(None, applied=10)
        async with scene.session() as connection:
            await connection.execute(
                "DROP TABLE _matrx_migrations, " + ", ".join(f"t{number}" for number in range(1, 11))
            )
    await scene.settles()


async def test_row_23_eight_tasks_in_one_loop_apply_each_file_once(scene: Scene) -> None:
    names = write_ten(scene)
    results = await asyncio.gather(*(migrate(scene.url, scene.files) for _ in range(8)))
    assert sorted(name for result in results for name in result) == list(names)
    await scene.settles(already=True)


async def test_row_23_four_threads_apply_each_file_once(scene: Scene) -> None:
    names = write_ten(scene)

    def run() -> tuple[str, ...]:
        return asyncio.run(migrate(scene.url, scene.files))

    results = await asyncio.gather(*(asyncio.to_thread(run) for _ in range(4)))
    assert sorted(name for result in results for name in result) == list(names)
    await scene.holds(None, applied=10)


async def twenty(scene: Scene, work: Awaitable[Sequence[Sequence[str]]], names: Sequence[str]) -> None:
    """Each migration is applied by one of them, and none fails."""
    results = await work
    assert len(results) == 20
    assert sorted(name for result in results for name in result) == list(names)
    for number in range(1, len(names) + 1):
        assert await scene.value(f"SELECT count(*) FROM t{number}") == 1
    await scene.holds(None, applied=len(names))


async def test_row_23_twenty_runs_in_one_loop_on_an_empty_database(scene: Scene) -> None:
    names = write_ten(scene)
    runs = (migrate(scene.url, scene.files, lock_wait=200) for _ in range(20))
    await twenty(scene, asyncio.gather(*runs), names)
    await scene.settles(already=True)


@pytest.mark.faults
@pytest.mark.timeout(600)
async def test_row_22_twenty_processes_on_an_empty_database(scene: Scene) -> None:
    names = write_ten(scene)

    async def run() -> Sequence[str]:
        outcome = await scene.run("migrate", "--lock-wait", "400", seconds=500, fault=False)
        assert outcome.code == 0, outcome
        return [word for word in outcome.out.split() if word in names]

    await twenty(scene, asyncio.gather(*(run() for _ in range(20))), names)
    await scene.settles(already=True)


async def test_row_24_a_stuck_holder_of_the_lock_is_named(scene: Scene) -> None:
    scene.write("0001_one", "await db.execute('create table one (a int)')")
    async with scene.session("stuck deploy") as holder:
        await holder.execute(f"SELECT {MigrationLock.for_run('public').try_in_session}")
        pid = holder.get_server_pid()
        outcome = await scene.run("migrate", "--lock-wait", "2")
    says = [f"server process {pid} (stuck deploy), since 20", "waited 2 s"]
    await scene.holds(outcome, 4, says=says, applied=0)
    await scene.settles()


async def test_row_25_a_lock_is_tried_again_in_a_new_transaction(scene: Scene) -> None:
    await scene.prepare("CREATE TABLE busy (a int)", "CREATE TABLE touched (a int)")
    scene.write(
        "0001_a",
        "await db.execute('alter table touched add column b int')\n"
        "await db.execute('alter table busy add column b int')",
    )
    latencies: list[float] = []
    async with scene.session() as application, scene.session() as reader:
        await application.execute("BEGIN; LOCK TABLE busy IN ACCESS SHARE MODE")
        async with scene.started("migrate", "--lock-timeout", "0.3") as child:
            await scene.backend("alter table busy")
            end = time.monotonic() + 3
            while time.monotonic() < end:
                started = time.monotonic()
                await reader.fetch("SELECT count(*) FROM touched")
                latencies.append(time.monotonic() - started)
                await asyncio.sleep(0.01)
            assert child.process.returncode is None
            await application.execute("COMMIT")
            outcome = await child.end()
    assert max(latencies) <= 0.5
    assert len(latencies) > 20
    await scene.holds(outcome, 0, applied=1)
    await scene.settles(already=True)


async def test_row_26_a_session_that_stays_in_the_way_is_named(scene: Scene) -> None:
    await scene.prepare("CREATE TABLE busy (a int)")
    scene.write("0001_one", "await db.execute('create table one (a int)')")
    scene.write("0002_busy", "await db.execute('alter table busy add column b int')")
    async with scene.session("long report") as application:
        await application.execute("BEGIN; LOCK TABLE busy IN ACCESS SHARE MODE")
        outcome = await scene.run("migrate", "--lock-timeout", "0.3", "--lock-wait", "2")
        assert outcome.seconds < 50  # and not the 60 of the default
        says = ["in the way: ", f"process {application.get_server_pid()} (long report)", "LOCK TABLE busy"]
    await scene.holds(outcome, 4, migration="0002_busy", sqlstate="55P03", says=says, applied=1)
    await scene.settles()


@pytest.mark.parametrize("said", ["in the file", "for the run", "in the configuration", "nowhere"])
async def test_row_26_the_files_time_for_a_lock_comes_before_the_runs_and_the_configurations(
    scene: Scene, said: str
) -> None:
    own = "lock_timeout = 0.321" if said == "in the file" else ""
    scene.write(
        "0001_one", "await db.execute('create table one as select current_setting($$lock_timeout$$) t')", head=own
    )
    scene.write("0002_two", "await db.execute('create table two as select current_setting($$lock_timeout$$) t')")
    files_config = {"lock_timeout": 0.123} if said != "nowhere" else {}
    config = DatabaseConfig(name="app", url=scene.url, directory=scene.files, **files_config)
    await api_migrate(config, lock_timeout=0.234 if said in ("in the file", "for the run") else None)
    expected = {
        "in the file": ("321ms", "234ms"),
        "for the run": ("234ms", "234ms"),
        "in the configuration": ("123ms", "123ms"),
        "nowhere": ("5s", "5s"),
    }
    assert (await scene.value("SELECT t FROM one"), await scene.value("SELECT t FROM two")) == expected[said]


async def test_row_26_the_time_to_wait_is_the_whole_runs(scene: Scene) -> None:
    await scene.prepare("CREATE TABLE busy (a int)", "CREATE TABLE taken (number int)")
    for number in (1, 2, 3):
        scene.write(
            f"000{number}_busy",
            f"""
            while fault() and not await db.fetch_val("select count(*) from taken where number = {number}"):
                await asyncio.sleep(0.02)
            await db.execute("alter table busy add column b{number} int")
            """,
        )
    async with scene.session() as application, scene.session() as teller:

        async def in_the_way() -> None:
            for number in (1, 2, 3):
                await application.execute("BEGIN; LOCK TABLE busy IN ACCESS SHARE MODE")
                await teller.execute(f"INSERT INTO taken VALUES ({number})")
                await scene.backend(f"add column b{number}")
                await asyncio.sleep(1.2)
                await application.execute("COMMIT")
                await scene.until(f"SELECT count(*) = 1 FROM pg_attribute WHERE attname = 'b{number}'")

        between = asyncio.create_task(in_the_way())
        outcome = await scene.run("migrate", "--lock-timeout", "0.2", "--lock-wait", "2")
        between.cancel()
        await asyncio.gather(between, return_exceptions=True)
        await application.execute("ROLLBACK")
    assert len(await recorded(scene.direct)) < 3
    await scene.holds(outcome, 4, sqlstate="55P03")
    await scene.settles()


async def test_row_27_a_deadlock_is_tried_again(scene: Scene) -> None:
    await scene.prepare("CREATE TABLE one (a int)", "CREATE TABLE two (a int)")
    scene.write(
        "0001_a",
        """
        await db.execute("lock table one")
        if fault():
            await db.execute("select pg_sleep(1)")
        await db.execute("lock table two")
        await db.execute("create table three (a int)")
        """,
    )
    async with scene.session() as other:
        await other.execute("BEGIN; LOCK TABLE two")
        async with scene.started("migrate", "--lock-timeout", "0") as child:
            await scene.backend("select pg_sleep(1)")
            await other.execute("SET LOCAL deadlock_timeout = '20s'; LOCK TABLE one")
            await other.execute("COMMIT")
            outcome = await child.end()
    await scene.holds(outcome, 0, applied=1)
    await scene.settles(already=True)


@pytest.mark.parametrize("times", [2, 9])
async def test_row_27_a_serialization_failure_is_tried_again_a_few_times(scene: Scene, times: int) -> None:
    await scene.prepare("CREATE SEQUENCE attempts")
    raises = f"if nextval('attempts') <= {times} then raise exception 'no' using errcode = '40001'; end if;"
    body = f'if fault():\n    await db.execute("do $$ begin {raises} end $$")'
    scene.write("0001_one", f'{body}\nawait db.execute("create table one (a int)")')
    outcome = await scene.run("migrate")
    if times == 2:
        await scene.holds(outcome, 0, applied=1)
    else:
        await scene.holds(outcome, 5, migration="0001_one", sqlstate="40001", applied=0)
        assert await scene.value("SELECT last_value FROM attempts") == 4
    await scene.settles()


async def test_a_run_with_nothing_to_do_needs_no_lock(scene: Scene) -> None:
    write_ten(scene)
    await migrate(scene.url, scene.files)
    async with scene.session() as holder:
        await holder.execute(f"SELECT {MigrationLock.for_run('public').try_in_session}")
        assert await migrate(scene.url, scene.files, lock_wait=0) == ()


async def test_work_of_a_runner_that_lost_its_lock_is_waited_for(scene: Scene) -> None:
    write_ten(scene)
    async with scene.session() as zombie:
        await zombie.execute(f"BEGIN; SELECT {MigrationLock.for_work('public').try_in_transaction}")
        run = asyncio.create_task(migrate(scene.url, scene.files))
        await asyncio.sleep(0.6)
        assert not run.done()
        await scene.holds(None, applied=0)
        await zombie.execute("ROLLBACK")
        assert len(await run) == 10


async def test_two_tracking_schemas_do_not_wait_for_each_other(scene: Scene) -> None:
    write_ten(scene)
    holder = await connect(scene.direct)
    try:
        await holder.execute(f"SELECT {MigrationLock.for_run('public').try_in_session}")
        assert len(await migrate(scene.url, scene.files, tracking_schema="other", lock_wait=0)) == 10
    finally:
        await holder.close()
