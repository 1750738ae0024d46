"""Several runners at once: each migration is applied once, and who waits too long is told who is in the way."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from pathlib import Path

import pytest

from matrx_orm_migrate.errors import LockNotObtainedError
from matrx_orm_migrate.executor import ProgressEvent
from matrx_orm_migrate.state import MigrationLock
from tests.support.migrations import connect, execute, migrate, query, recorded, value, write

ROOT = Path(__file__).resolve().parents[2]

CHILD = """
import asyncio, sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from tests.support.migrations import migrate
print(",".join(asyncio.run(migrate(sys.argv[1], Path(sys.argv[2])))))
"""


@pytest.fixture
def ten(tmp_path: Path) -> Path:
    for number in range(1, 11):
        write(
            tmp_path,
            f"{number:04d}_x",
            f"await db.execute('create table t{number} (a int)')\nawait db.execute('insert into t{number} values (1)')",
            dependencies=(f"{number - 1:04d}_x",) if number > 1 else (),
        )
    return tmp_path


async def test_six_processes_on_an_empty_database_apply_each_migration_once(database_url: str, ten: Path) -> None:
    children = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", CHILD, database_url, str(ten), str(ROOT), stdout=subprocess.PIPE
        )
        for _ in range(6)
    ]
    outputs = [(await child.communicate())[0].decode().strip() for child in children]
    assert [child.returncode for child in children] == [0] * 6
    applied = [name for output in outputs if output for name in output.split(",")]
    assert sorted(applied) == [f"{number:04d}_x" for number in range(1, 11)]
    assert await recorded(database_url) == tuple(sorted(applied))
    assert await value(database_url, "SELECT count(*) FROM t10") == 1
    assert await value(database_url, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == 0


async def test_eight_tasks_in_one_loop_apply_each_migration_once(database_url: str, ten: Path) -> None:
    results = await asyncio.gather(*(migrate(database_url, ten) for _ in range(8)))
    assert sorted(name for result in results for name in result) == [f"{number:04d}_x" for number in range(1, 11)]


async def test_four_threads_apply_each_migration_once(database_url: str, ten: Path) -> None:
    def run() -> tuple[str, ...]:
        return asyncio.run(migrate(database_url, ten))

    results = await asyncio.gather(*(asyncio.to_thread(run) for _ in range(4)))
    assert sorted(name for result in results for name in result) == [f"{number:04d}_x" for number in range(1, 11)]


async def test_a_stuck_holder_of_the_lock_is_named(database_url: str, ten: Path) -> None:
    lock = MigrationLock.for_run("public")
    holder = await connect(database_url, server_settings={"application_name": "stuck deploy"})
    try:
        await holder.execute(f"SELECT {lock.try_in_session}")
        started = time.monotonic()
        events: list[ProgressEvent] = []
        with pytest.raises(LockNotObtainedError, match=r"server process \d+ \(stuck deploy\), since 20") as caught:
            await migrate(database_url, ten, lock_wait=0.5, progress=events.append)
        assert time.monotonic() - started < 3
        assert caught.value.holder_pid == holder.get_server_pid()
        assert [event.phase for event in events] == ["waiting"]
        assert await recorded(database_url) == ()
    finally:
        await holder.close()
    assert len(await migrate(database_url, ten)) == 10


async def test_a_run_with_nothing_to_do_needs_no_lock(database_url: str, ten: Path) -> None:
    await migrate(database_url, ten)
    holder = await connect(database_url)
    try:
        await holder.execute(f"SELECT {MigrationLock.for_run('public').try_in_session}")
        assert await migrate(database_url, ten, lock_wait=0) == ()
    finally:
        await holder.close()


async def test_work_of_a_runner_that_lost_its_lock_is_waited_for(database_url: str, ten: Path) -> None:
    zombie = await connect(database_url)
    try:
        await zombie.execute(f"BEGIN; SELECT {MigrationLock.for_work('public').try_in_transaction}")
        run = asyncio.create_task(migrate(database_url, ten))
        await asyncio.sleep(0.6)
        assert not run.done()
        assert await recorded(database_url) == ()
        await zombie.execute("ROLLBACK")
        assert len(await run) == 10
    finally:
        await zombie.close()


async def test_two_tracking_schemas_do_not_wait_for_each_other(database_url: str, ten: Path, tmp_path: Path) -> None:
    holder = await connect(database_url)
    try:
        await holder.execute(f"SELECT {MigrationLock.for_run('public').try_in_session}")
        assert len(await migrate(database_url, ten, tracking_schema="other", lock_wait=0)) == 10
    finally:
        await holder.close()


async def test_a_lock_on_a_table_is_tried_again_in_a_new_transaction(database_url: str, tmp_path: Path) -> None:
    await execute(database_url, "CREATE TABLE busy (a int)", "CREATE TABLE touched (a int)")
    write(
        tmp_path,
        "0001_a",
        """
        await db.execute('alter table touched add column b int')
        await db.execute('alter table busy add column b int')
        """,
    )
    application = await connect(database_url)
    reader = await connect(database_url)
    try:
        await application.execute("BEGIN; LOCK TABLE busy IN ACCESS SHARE MODE")
        run = asyncio.create_task(migrate(database_url, tmp_path, lock_timeout=0.3))
        latencies = []
        end = time.monotonic() + 2
        while time.monotonic() < end:
            started = time.monotonic()
            await reader.fetch("SELECT count(*) FROM touched")
            latencies.append(time.monotonic() - started)
            await asyncio.sleep(0.01)
        assert not run.done()
        await application.execute("COMMIT")
        assert await run == ("0001_a",)
        assert max(latencies) <= 0.5
    finally:
        await application.close()
        await reader.close()


async def test_a_session_that_stays_in_the_way_is_named(database_url: str, tmp_path: Path) -> None:
    await execute(database_url, "CREATE TABLE busy (a int)")
    write(tmp_path, "0001_a", "await db.execute('alter table busy add column b int')")
    application = await connect(database_url, server_settings={"application_name": "long report"})
    try:
        await application.execute("BEGIN; LOCK TABLE busy IN ACCESS SHARE MODE")
        with pytest.raises(LockNotObtainedError, match=r"in the way: .*long report.*LOCK TABLE busy") as caught:
            await migrate(database_url, tmp_path, lock_timeout=0.2, lock_wait=1)
        assert caught.value.holder_pid == application.get_server_pid()
        assert await recorded(database_url) == ()
    finally:
        await application.close()


async def test_a_deadlock_is_tried_again(database_url: str, tmp_path: Path) -> None:
    await execute(database_url, "CREATE TABLE one (a int)", "CREATE TABLE two (a int)")
    write(
        tmp_path,
        "0001_a",
        """
        import asyncio
        await db.execute("lock table one")
        await asyncio.sleep(0.4)
        await db.execute("lock table two")
        await db.execute("create table three ()")
        """,
    )
    other = await connect(database_url)
    try:
        await other.execute("BEGIN; LOCK TABLE two")
        run = asyncio.create_task(migrate(database_url, tmp_path, lock_timeout=None))
        await asyncio.sleep(0.2)
        await other.execute("SET LOCAL deadlock_timeout = '10s'; LOCK TABLE one")
        await other.execute("COMMIT")
        assert await run == ("0001_a",)
    finally:
        await other.close()


async def test_a_second_runner_waits_while_an_index_is_built_concurrently(database_url: str, tmp_path: Path) -> None:
    await execute(database_url, "CREATE TABLE t (a int)")
    write(tmp_path, "0001_i", "await db.execute('create index concurrently i on t (a)')", transactional=False)
    blocker = await connect(database_url)
    try:
        await blocker.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        await blocker.fetch("SELECT 1")
        runs = [asyncio.create_task(migrate(database_url, tmp_path)) for _ in range(2)]
        await asyncio.sleep(1.5)
        assert not any(run.done() for run in runs)
        await blocker.execute("COMMIT")
        assert sorted(await asyncio.gather(*runs)) == [(), ("0001_i",)]
        assert await query(database_url, "SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass") == [
            (True,)
        ]
    finally:
        await blocker.close()
