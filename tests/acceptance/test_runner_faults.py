"""The fault matrix, as far as the runner alone can show it: whatever dies when, each migration is whole or not at all.

The numbers in the comments are the rows of the matrix.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Any

import asyncpg
import pytest

import matrx_orm_migrate.executor.transactional as transactional_module
from matrx_orm_migrate.errors import (
    DatabaseUnavailableError,
    HistoryMismatchError,
    LockNotObtainedError,
    MatrxMigrateError,
    MigrationFailedError,
    NeedsAttentionError,
)
from tests.support.migrations import connect, execute, migrate, query, recorded, rollback, value, write
from tests.support.proxy import proxy

ROOT = Path(__file__).resolve().parents[2]

CHILD = """
import asyncio, sys, time
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from tests.support.migrations import migrate

class Plugins:
    def before_migration(self, migration, direction):
        pass
    def after_migration(self, migration, direction, outcome):
        if "slow" in migration.name:
            print("hook", flush=True)
            time.sleep(60)

def told(event):
    if event.phase == "finished" and "last" in event.migration:
        print("applied", flush=True)
        time.sleep(60)

asyncio.run(migrate(sys.argv[1], Path(sys.argv[2]), plugins=Plugins(), progress=told))
"""

ADVISORY = (
    "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
    "WHERE locktype = 'advisory' AND d.datname = current_database()"
)


@asynccontextmanager
async def child(url: str, directory: Path) -> AsyncGenerator[asyncio.subprocess.Process]:
    """A process that migrates; killed at the end if it still runs."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", CHILD, url, str(directory), str(ROOT), stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def until(url: str, condition: str, *, seconds: float = 15, expected: Any = True) -> float:
    """Wait until a query's value is as expected; how long it took."""
    started = time.monotonic()
    connection = await connect(url)
    try:
        while await connection.fetchval(condition) != expected:
            assert time.monotonic() - started < seconds, condition
            await asyncio.sleep(0.02)
    finally:
        await connection.close()
    return time.monotonic() - started


def running(sql: str) -> str:
    return (
        f"SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND state = 'active' "
        f"AND query LIKE '%{sql}%' AND pid <> pg_backend_pid()"
    )


async def backend(url: str, sql: str) -> int:
    """The server process that runs this SQL."""
    await until(url, running(sql))
    pid = await value(
        url,
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND query LIKE $1 AND state = 'active' "
        "AND pid <> pg_backend_pid()",
        f"%{sql}%",
    )
    assert isinstance(pid, int)
    return pid


async def exists(url: str, relation: str) -> bool:
    return bool(await value(url, "SELECT to_regclass($1) IS NOT NULL", relation))


async def fails(error: type[MatrxMigrateError], url: str, directory: Path, match: str = "", **options: Any) -> Any:
    """``migrate`` fails with this error, and says so in few lines."""
    with pytest.raises(error, match=match) as caught:
        await migrate(url, directory, **options)
    assert len(str(caught.value).splitlines()) <= 10
    return caught.value


# A. Death and connections.


async def test_a_kill_between_two_statements_leaves_nothing(database_url: str, tmp_path: Path) -> None:  # row 1
    write(
        tmp_path,
        "0001_a",
        """
        import asyncio
        await db.execute('create table t ()')
        await db.execute('notify here')
        await asyncio.sleep(60)
        """,
    )
    async with child(database_url, tmp_path) as process:
        await until(
            database_url,
            "SELECT count(*) > 0 FROM pg_stat_activity WHERE datname = current_database() AND query = 'notify here' "
            "AND state = 'idle in transaction'",
        )
        process.kill()
        await process.wait()
        assert await until(database_url, ADVISORY, expected=0) < 1
    assert not await exists(database_url, "t")
    write(tmp_path, "0001_a", "await db.execute('create table t ()')")
    assert await migrate(database_url, tmp_path) == ("0001_a",)


async def test_a_kill_while_the_server_works_frees_the_locks_at_once(
    database_url: str, tmp_path: Path
) -> None:  # row 2
    write(tmp_path, "0001_a", "await db.execute('create table t ()')\nawait db.execute('select pg_sleep(20)')")
    async with child(database_url, tmp_path) as process:
        await until(database_url, running("pg_sleep(20)"))
        process.kill()
        await process.wait()
        assert await until(database_url, ADVISORY, expected=0) < 2
    assert not await exists(database_url, "t")


async def test_a_kill_before_commit_leaves_nothing(database_url: str, tmp_path: Path) -> None:  # row 3
    write(tmp_path, "0001_slow", "await db.execute('create table t ()')")
    async with child(database_url, tmp_path) as process:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"hook\n"
        process.kill()
        await process.wait()
    await until(database_url, ADVISORY, expected=0)
    assert await recorded(database_url) == ()
    assert await migrate(database_url, tmp_path) == ("0001_slow",)


async def test_a_kill_after_commit_leaves_all_of_it(database_url: str, tmp_path: Path) -> None:  # row 4
    write(tmp_path, "0001_last", "await db.execute('create table t ()')")
    async with child(database_url, tmp_path) as process:
        assert process.stdout is not None
        assert await process.stdout.readline() == b"applied\n"
        process.kill()
        await process.wait()
    assert await recorded(database_url) == ("0001_last",)
    assert await migrate(database_url, tmp_path) == ()


async def test_ctrl_c_ends_the_servers_query_and_rolls_back(database_url: str, tmp_path: Path) -> None:  # row 5
    write(tmp_path, "0001_a", "await db.execute('create table t ()')\nawait db.execute('select pg_sleep(30)')")
    async with child(database_url, tmp_path) as process:
        await until(database_url, running("pg_sleep(30)"))
        os.kill(process.pid, signal.SIGINT)
        assert await until(database_url, running("pg_sleep(30)"), expected=False) < 1
        await asyncio.wait_for(process.wait(), 5)
    await until(database_url, ADVISORY, expected=0)
    assert not await exists(database_url, "t")


async def test_a_cancelled_task_rolls_back_and_lets_go(database_url: str, tmp_path: Path) -> None:
    write(tmp_path, "0001_a", "await db.execute('create table t ()')\nawait db.execute('select pg_sleep(30)')")
    run = asyncio.create_task(migrate(database_url, tmp_path))
    await until(database_url, running("pg_sleep(30)"))
    run.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(run, 3)
    assert not await value(database_url, running("pg_sleep(30)"))
    await until(database_url, ADVISORY, expected=0, seconds=2)
    write(tmp_path, "0001_a", "await db.execute('create table t ()')")
    assert await migrate(database_url, tmp_path) == ("0001_a",)


async def test_a_run_cancelled_anywhere_converges(database_url: str, tmp_path: Path) -> None:
    names = [f"{number:04d}_x" for number in range(1, 11)]
    for number, name in enumerate(names, start=1):
        write(tmp_path, name, f"await db.execute('create table t{number} as select 1 as a')")
    random = Random(7)
    cancelled = 0
    while await recorded(database_url) != tuple(names):
        run = asyncio.create_task(migrate(database_url, tmp_path, to=names[len(await recorded(database_url))]))
        await asyncio.wait([run], timeout=random.uniform(0, 0.2))
        cancelled += run.cancel()
        await asyncio.wait([run])
        assert run.cancelled() or run.exception() is None
    assert cancelled
    await until(database_url, ADVISORY, expected=0, seconds=2)
    assert await value(database_url, "SELECT count(*) FROM pg_class WHERE relname ~ '^t[0-9]+$'") == 10


async def test_a_connection_dropped_before_commit_is_known_to_be_rolled_back(
    database_url: str, tmp_path: Path
) -> None:  # row 7
    write(tmp_path, "0001_a", "await db.execute('create table t ()')")
    async with proxy(database_url, "drop before commit") as between:
        await fails(DatabaseUnavailableError, between.url, tmp_path, "0001_a.*rolled back")
        assert between.struck == 1
        assert not await exists(database_url, "t")
        assert await migrate(between.url, tmp_path) == ("0001_a",)


async def test_a_lost_answer_to_commit_is_looked_up_and_the_run_goes_on(
    database_url: str, tmp_path: Path
) -> None:  # row 8
    for number in (1, 2, 3):
        write(
            tmp_path,
            f"{number:04d}_x",
            f"await db.execute('create table t{number} ()')",
            down=f"await db.execute('drop table t{number}')",
        )
    async with proxy(database_url, "drop after commit") as between:
        assert await migrate(between.url, tmp_path) == ("0001_x", "0002_x", "0003_x")
        assert between.struck == 1
    assert await recorded(database_url) == ("0001_x", "0002_x", "0003_x")


async def test_a_commit_whose_outcome_cannot_be_known_needs_attention(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # row 9
    monkeypatch.setattr(transactional_module, "RECONNECT_FOR", 0.5)
    write(tmp_path, "0001_a", "await db.execute('create table t ()')")
    async with proxy(database_url, "drop after commit", then="refuse") as between:
        await fails(NeedsAttentionError, between.url, tmp_path, "0001_a; outcome unknown")
        between.mode = "pass"
        assert await migrate(between.url, tmp_path) == ()


async def test_a_terminated_backend_is_a_lost_connection(database_url: str, tmp_path: Path) -> None:  # row 11
    write(tmp_path, "0001_a", "await db.execute('create table t ()')\nawait db.execute('select pg_sleep(30)')")
    run = asyncio.create_task(fails(DatabaseUnavailableError, database_url, tmp_path, "0001_a.*rolled back"))
    await value(database_url, "SELECT pg_terminate_backend($1)", await backend(database_url, "pg_sleep(30)"))
    assert (await run).exit_code == 3
    assert not await exists(database_url, "t")


async def test_a_cancelled_query_is_a_failed_migration(database_url: str, tmp_path: Path) -> None:  # row 12
    write(tmp_path, "0001_a", "await db.execute('create table t ()')\nawait db.execute('select pg_sleep(30)')")
    run = asyncio.create_task(fails(MigrationFailedError, database_url, tmp_path, "57014"))
    await value(database_url, "SELECT pg_cancel_backend($1)", await backend(database_url, "pg_sleep(30)"))
    assert (await run).statement == "select pg_sleep(30)"
    assert not await exists(database_url, "t")


async def test_the_connection_that_holds_the_lock_may_die(database_url: str, tmp_path: Path) -> None:
    write(
        tmp_path,
        "0001_a",
        """
        import asyncio
        await db.execute("create table t ()")
        await db.execute('''select pg_terminate_backend(l.pid) from pg_locks l join pg_database d on d.oid = l.database
            where l.locktype = 'advisory' and d.datname = current_database() and l.pid <> pg_backend_pid()''')
        await asyncio.sleep(0.1)
        """,
    )
    write(tmp_path, "0002_b", "await db.execute('create table u ()')")
    assert await migrate(database_url, tmp_path) == ("0001_a", "0002_b")


# B. Without a transaction.


@pytest.fixture
async def large(database_url: str, tmp_path: Path) -> str:
    await execute(database_url, "CREATE TABLE t (a int)", "INSERT INTO t SELECT generate_series(1, 1000)")
    write(tmp_path, "0001_i", 'await db.execute("create index concurrently i on t (a)")', transactional=False)
    return database_url


@asynccontextmanager
async def blocker(url: str) -> AsyncGenerator[asyncpg.Connection]:
    """A session whose snapshot CREATE INDEX CONCURRENTLY waits for."""
    connection = await connect(url)
    try:
        await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
        await connection.fetch("SELECT 1")
        yield connection
    finally:
        await connection.close()


async def index_valid(url: str, name: str = "i") -> bool | None:
    rows = await query(url, "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1)", name)
    return bool(rows[0][0]) if rows else None


async def test_an_index_build_that_outlives_its_client_is_waited_out(large: str, tmp_path: Path) -> None:  # row 14
    async with blocker(large) as waited_for:
        async with child(large, tmp_path) as process:
            pid = await backend(large, "create index concurrently")
            await until(large, "SELECT count(*) = 1 FROM pg_class WHERE relname = 'i'")
            process.kill()
            await process.wait()
        error = await fails(LockNotObtainedError, large, tmp_path, rf"still running, pid {pid}", lock_wait=1)
        assert error.holder_pid == pid
        await waited_for.execute("COMMIT")
        await until(large, running("create index concurrently"), expected=False)
    assert await index_valid(large)
    assert await migrate(large, tmp_path) == ("0001_i",)
    assert await recorded(large) == ("0001_i",)


async def test_an_index_left_invalid_by_a_terminated_build_is_built_again(large: str, tmp_path: Path) -> None:  # row 15
    async with blocker(large):
        run = asyncio.create_task(fails(NeedsAttentionError, large, tmp_path, "connection was lost.*0/1 done"))
        pid = await backend(large, "create index concurrently")
        await until(large, "SELECT count(*) = 1 FROM pg_class WHERE relname = 'i'")
        await value(large, "SELECT pg_terminate_backend($1)", pid)
        await run
    assert await index_valid(large) is False
    assert await migrate(large, tmp_path) == ("0001_i",)
    assert await index_valid(large)


async def test_a_timeout_in_an_index_build_names_the_invalid_index(large: str, tmp_path: Path) -> None:  # row 16
    database = await value(large, "SELECT current_database()")
    await execute(large, f'ALTER DATABASE "{database}" SET lock_timeout = 500')
    async with blocker(large):
        error = await fails(NeedsAttentionError, large, tmp_path, "invalid index public.i is left")
        assert error.sqlstate == "55P03"
    await execute(large, f'ALTER DATABASE "{database}" RESET lock_timeout')
    assert await migrate(large, tmp_path) == ("0001_i",)
    assert await index_valid(large)


async def test_a_unique_index_over_duplicates_leaves_nothing_behind(large: str, tmp_path: Path) -> None:  # row 17
    await execute(large, "INSERT INTO t VALUES (7)")
    write(tmp_path, "0001_i", 'await db.execute("create unique index concurrently i on t (a)")', transactional=False)
    await fails(MigrationFailedError, large, tmp_path, r"23505.*Key \(a\)=\(7\) is duplicated")
    assert await index_valid(large) is None
    await execute(large, "DELETE FROM t WHERE a = 7")
    assert await migrate(large, tmp_path) == ("0001_i",)


async def test_if_not_exists_does_not_take_an_invalid_index_for_done(large: str, tmp_path: Path) -> None:  # row 18
    connection = await connect(large)
    await execute(large, "INSERT INTO t VALUES (7)")
    with pytest.raises(asyncpg.UniqueViolationError):
        await connection.execute("CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)")
    await connection.close()
    write(
        tmp_path,
        "0001_i",
        'await db.execute("create index concurrently if not exists i on public.t (a)")',
        transactional=False,
    )
    assert await index_valid(large) is False
    assert await migrate(large, tmp_path) == ("0001_i",)
    assert await index_valid(large) is True


async def test_a_run_goes_on_at_the_statement_that_failed(database_url: str, tmp_path: Path) -> None:  # row 19
    def steps(second: str, first: str = "create table one ()") -> None:
        write(
            tmp_path,
            "0001_a",
            f"""
            await db.execute("{first}")
            await db.execute("{second}")
            await db.execute_many(["create table three ()"])
            """,
            transactional=False,
        )

    steps("create table two (a nonsense)")
    error = await fails(NeedsAttentionError, database_url, tmp_path, r"0001_a stopped \(42704\), 1/3 done")
    assert error.migration == "0001_a"
    assert await recorded(database_url) == ()
    steps("create table two (a int)", first="create table one_edited ()")
    await fails(HistoryMismatchError, database_url, tmp_path, "statement 1 of migration 0001_a was edited")
    steps("create table two (a int)")
    assert await migrate(database_url, tmp_path) == ("0001_a",)
    assert await exists(database_url, "three")


async def test_a_first_statement_that_fails_counts_as_rolled_back(database_url: str, tmp_path: Path) -> None:
    write(tmp_path, "0001_a", 'await db.execute("create table t (a nonsense)")', transactional=False)
    await fails(MigrationFailedError, database_url, tmp_path, "42704")


async def test_a_kill_between_two_steps_repeats_none(database_url: str, tmp_path: Path) -> None:
    write(
        tmp_path,
        "0001_a",
        """
        await db.execute("create table t (a int)")
        await db.execute("insert into t values (1)")
        await db.execute("do $$ begin perform pg_sleep(20); commit; end $$")
        """,
        transactional=False,
    )
    async with child(database_url, tmp_path) as process:
        pid = await backend(database_url, "pg_sleep(20)")
        process.kill()
        await process.wait()
    await value(database_url, "SELECT pg_terminate_backend($1)", pid)
    text = (tmp_path / "0001_a.py").read_text()
    (tmp_path / "0001_a.py").write_text(text.replace("pg_sleep(20)", "pg_sleep(0)"))
    assert await migrate(database_url, tmp_path) == ("0001_a",)
    assert await value(database_url, "SELECT count(*) FROM t") == 1


async def test_what_needs_no_transaction_is_told_how_to_say_so(database_url: str, tmp_path: Path) -> None:  # row 21
    write(tmp_path, "0001_a", "await db.execute('vacuum')")
    error = await fails(MigrationFailedError, database_url, tmp_path, "25001")
    assert "transactional = False" in error.hint


# E. The server's state.


async def test_a_read_only_database_is_refused_before_any_work(database_url: str, tmp_path: Path) -> None:  # row 33
    write(tmp_path, "0001_a", "await db.execute('create table t ()')")
    database = await value(database_url, "SELECT current_database()")
    await execute(database_url, f'ALTER DATABASE "{database}" SET default_transaction_read_only = on')
    await fails(DatabaseUnavailableError, database_url, tmp_path, "read-only")


async def test_time_outs_of_the_role_do_not_reach_a_migration(database_url: str, tmp_path: Path) -> None:  # row 36
    database = await value(database_url, "SELECT current_database()")
    for setting in ("statement_timeout", "idle_in_transaction_session_timeout"):
        await execute(database_url, f'ALTER DATABASE "{database}" SET {setting} = 300')
    if await value(database_url, "SELECT current_setting('server_version_num')::int") >= 170000:
        await execute(database_url, f'ALTER DATABASE "{database}" SET transaction_timeout = 500')
    write(
        tmp_path,
        "0001_a",
        "import asyncio\nawait db.execute('select pg_sleep(0.6)')\nawait asyncio.sleep(0.6)\n"
        "await db.execute('create table t ()')",
    )
    assert await migrate(database_url, tmp_path) == ("0001_a",)


async def test_a_role_that_may_not_create_the_table_is_told(database_url: str, tmp_path: Path) -> None:  # row 37
    write(tmp_path, "0001_a")
    role = f"guest_{os.getpid()}"
    await execute(database_url, f"CREATE ROLE {role} LOGIN", "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    try:
        guest = database_url.replace("postgres@", f"{role}@")
        error = await fails(DatabaseUnavailableError, guest, tmp_path, "cannot create public._matrx_migrations")
        assert error.sqlstate == "42501"
    finally:
        await execute(database_url, f"DROP ROLE {role}")


# F. What is in a migration.


async def test_a_missing_await_fails_the_migration(database_url: str, tmp_path: Path) -> None:  # row 39
    write(tmp_path, "0001_a", "await db.execute('create table t ()')\ndb.execute('create table u ()')")
    error = await fails(MigrationFailedError, database_url, tmp_path, "not awaited: create table u")
    assert "await" in error.hint
    assert not await exists(database_url, "t")


async def test_a_failure_that_is_passed_over_fails_the_migration(database_url: str, tmp_path: Path) -> None:  # row 40
    body = """
        await db.execute("create table t ()")
        try:
            await {call}
        except Exception:
            pass
    """
    write(tmp_path, "0001_a", body.format(call="db.execute('select nonsense')"))
    error = await fails(MigrationFailedError, database_url, tmp_path, "a failed statement was passed over.*nonsense")
    assert error.sqlstate == "42703"
    write(tmp_path, "0001_a", body.format(call="db.connection.exec_driver_sql('select nonsense')"))
    await fails(MigrationFailedError, database_url, tmp_path, "a failed statement was passed over")
    assert not await exists(database_url, "t")
    write(
        tmp_path,
        "0001_a",
        """
        await db.execute("create table t ()")
        await db.execute("savepoint s")
        try:
            await db.execute("select nonsense")
        except Exception:
            await db.execute("rollback to savepoint s")
        """,
    )
    assert await migrate(database_url, tmp_path) == ("0001_a",)


@pytest.mark.parametrize(
    "sql",
    [
        "commit",
        "ROLLBACK",
        "-- x\n end",
        "abort",
        "commit and chain",
        "begin",
        "prepare transaction 'x'",
        "rollback work",
    ],
)
@pytest.mark.parametrize("call", ["execute", "execute_script"])
async def test_the_end_of_the_transaction_is_refused(
    database_url: str, tmp_path: Path, sql: str, call: str
) -> None:  # row 41
    text = sql if call == "execute" else f"create table u (); /* ; */ {sql}; begin"
    write(tmp_path, "0001_a", f"await db.execute('create table t ()')\nawait db.{call}({text!r})")
    await fails(MigrationFailedError, database_url, tmp_path, "is not a migration's business")
    assert not await exists(database_url, "t")


@pytest.mark.parametrize("sql", ["commit", "rollback", "commit; begin", "rollback; begin", "commit and chain"])
async def test_an_end_of_the_transaction_behind_our_back_is_noticed(
    database_url: str, tmp_path: Path, sql: str
) -> None:  # row 41
    write(
        tmp_path,
        "0001_a",
        f"""
        await db.execute('create table t ()')
        driver = (await db.connection.get_raw_connection()).driver_connection
        await driver.execute({sql!r})
        await driver.execute('create table if not exists u ()')
        """,
    )
    await fails(NeedsAttentionError, database_url, tmp_path, "0001_a ended its own transaction")
    assert await recorded(database_url) == ()


async def test_a_refusal_that_is_passed_over_still_fails(database_url: str, tmp_path: Path) -> None:
    write(
        tmp_path,
        "0001_a",
        "try:\n    await db.execute('commit')\nexcept Exception:\n    pass\nawait db.execute('create table t ()')",
    )
    await fails(MigrationFailedError, database_url, tmp_path, "is not a migration's business")


async def test_a_task_left_running_fails_the_migration(database_url: str, tmp_path: Path) -> None:  # row 42
    write(
        tmp_path,
        "0001_a",
        """
        import asyncio
        await db.execute("create table t ()")
        async def later():
            await asyncio.sleep(0.01)
            await db.execute("create table u ()")
        asyncio.create_task(later())
        """,
    )

    async def background() -> None:  # the application's own task is none of our business
        await asyncio.sleep(30)

    task = asyncio.create_task(background())
    await fails(MigrationFailedError, database_url, tmp_path, "left 1 task")
    assert not task.done()
    task.cancel()
    assert not await exists(database_url, "t")


async def test_statements_sent_at_once_are_sent_in_turn(database_url: str, tmp_path: Path) -> None:
    write(
        tmp_path,
        "0001_a",
        "import asyncio\nawait asyncio.gather(*(db.execute(f'create table t{n} ()') for n in range(5)))",
    )
    assert await migrate(database_url, tmp_path) == ("0001_a",)


@pytest.mark.parametrize(
    "sql",
    ["COPY t FROM STDIN", "/* x */ copy t (a) from stdin with (format csv)", "copy t\nfrom -- x\nstdin"],
)
async def test_copy_from_stdin_is_refused_before_it_hangs(
    database_url: str, tmp_path: Path, sql: str
) -> None:  # row 44
    for call in ("execute", "execute_script", "fetch"):
        write(tmp_path, "0001_a", f"await db.execute('create table t (a int)')\nawait db.{call}({sql!r})")
        await asyncio.wait_for(fails(MigrationFailedError, database_url, tmp_path, "COPY … FROM STDIN"), 10)
    text = "comment on table t is 'copy t from stdin'"
    write(tmp_path, "0001_a", f"await db.execute('create table t (a int)')\nawait db.execute_script({text!r})")
    assert await migrate(database_url, tmp_path) == ("0001_a",)


async def test_empty_texts_nul_and_psql_commands_have_a_defined_result(
    database_url: str, tmp_path: Path
) -> None:  # row 45
    write(tmp_path, "0001_a", "await db.execute_script(' /* only */ -- comments')\nawait db.execute_many([])")
    assert await migrate(database_url, tmp_path) == ("0001_a",)
    write(tmp_path, "0002_b", r"await db.execute('select 1\0')")
    await fails(MigrationFailedError, database_url, tmp_path, "NUL character")
    write(tmp_path, "0002_b", r"await db.execute_script('\\i other.sql')")
    await fails(MigrationFailedError, database_url, tmp_path, "42601")


async def test_a_new_enum_label_is_used_in_the_next_migration(database_url: str, tmp_path: Path) -> None:  # row 50
    await execute(database_url, "CREATE TYPE mood AS ENUM ('ok')")
    write(
        tmp_path,
        "0001_a",
        "await db.execute(\"alter type mood add value 'new'\")\nawait db.execute(\"select 'new'::mood\")",
    )
    error = await fails(MigrationFailedError, database_url, tmp_path, "55P04")
    assert "of its own" in error.hint


async def test_a_constraint_that_fails_at_commit_fails_the_migration(database_url: str, tmp_path: Path) -> None:
    await execute(database_url, "CREATE TABLE t (a int primary key, b int references t deferrable initially deferred)")
    write(tmp_path, "0001_a", "await db.execute('insert into t values (1, 2)')")
    await fails(MigrationFailedError, database_url, tmp_path, "23503")
    assert await value(database_url, "SELECT count(*) FROM t") == 0


# H. A tracking table that cannot be trusted.


async def test_a_tracking_table_that_cannot_be_trusted_is_refused(database_url: str, tmp_path: Path) -> None:
    # rows 58, 60, 61
    write(tmp_path, "0001_a", "await db.execute('create table t ()')")
    hostile, victim = f"hostile_{os.getpid()}", f"victim_{os.getpid()}"
    make = "CREATE TABLE public._matrx_migrations (id serial primary key, name varchar(255) unique not null, "
    make += "applied_at timestamptz not null default now(), checksum varchar(64) not null)"
    await execute(database_url, f"CREATE ROLE {hostile}", f"CREATE ROLE {victim} LOGIN", make)
    database = await value(database_url, "SELECT current_database()")
    await execute(database_url, f'GRANT CREATE ON DATABASE "{database}" TO {victim}')
    await execute(database_url, f"GRANT ALL ON SCHEMA public TO {hostile}, {victim}")
    try:
        await execute(database_url, f"ALTER TABLE public._matrx_migrations OWNER TO {hostile}")
        url = database_url.replace("postgres@", f"{victim}@")
        await fails(HistoryMismatchError, url, tmp_path, f"belongs to somebody else.*owner: {hostile}")
        await execute(
            database_url,
            "ALTER TABLE public._matrx_migrations OWNER TO postgres",
            f"GRANT ALL ON public._matrx_migrations, public._matrx_migrations_id_seq TO {victim}",
            "ALTER TABLE public._matrx_migrations ENABLE ROW LEVEL SECURITY",
        )
        await fails(HistoryMismatchError, url, tmp_path, "row level security")
        await execute(
            database_url,
            "ALTER TABLE public._matrx_migrations DISABLE ROW LEVEL SECURITY",
            "CREATE FUNCTION bad() RETURNS trigger LANGUAGE plpgsql AS $$ begin return null; end $$",
            "CREATE TRIGGER bad BEFORE INSERT ON public._matrx_migrations EXECUTE FUNCTION bad()",
        )
        await fails(HistoryMismatchError, url, tmp_path, "has a trigger, 'bad'")
        await execute(
            database_url,
            "DROP TABLE public._matrx_migrations",
            "CREATE VIEW public._matrx_migrations AS "
            "SELECT 1 AS id, ''::text AS name, now() AS applied_at, '' AS checksum",
        )
        await fails(HistoryMismatchError, url, tmp_path, "it is a view")
        await execute(database_url, "DROP VIEW public._matrx_migrations")
        assert await migrate(url, tmp_path) == ("0001_a",)
    finally:
        for role in (victim, hostile):
            await execute(database_url, f"DROP OWNED BY {role}", f"DROP ROLE {role}")


async def test_operators_in_public_are_not_called(database_url: str, tmp_path: Path) -> None:  # row 59
    write(tmp_path, "0001_a", "await db.execute('create table t ()')", down="await db.execute('drop table t')")
    statements = ["CREATE TABLE called (who text)"]
    for left, right in [("name", "varchar"), ("varchar", "varchar"), ("varchar", "text"), ("text", "varchar")]:
        function = f"trap_{left}_{right}"
        statements += [
            f"CREATE FUNCTION {function}({left}, {right}) RETURNS boolean LANGUAGE plpgsql AS "
            f"$$ begin insert into public.called values ('{function}'); "
            "return $1::text operator(pg_catalog.=) $2::text; end $$",
            f"CREATE OPERATOR public.= (FUNCTION = {function}, LEFTARG = {left}, RIGHTARG = {right})",
        ]
    await execute(database_url, *statements)
    assert await migrate(database_url, tmp_path) == ("0001_a",)
    assert await rollback(database_url, tmp_path) == ("0001_a",)
    assert await value(database_url, "SELECT count(*) FROM called") == 0


async def test_tables_in_front_of_ours_are_ignored(database_url: str, tmp_path: Path) -> None:  # row 60
    write(
        tmp_path,
        "0001_a",
        """
        await db.execute("create temporary table _matrx_migrations (id int, name text, applied_at date, checksum text)")
        await db.execute("create table t ()")
        """,
    )
    write(tmp_path, "0002_b", "await db.execute('create table u ()')")
    assert await migrate(database_url, tmp_path) == ("0001_a", "0002_b")
    assert await recorded(database_url) == ("0001_a", "0002_b")
