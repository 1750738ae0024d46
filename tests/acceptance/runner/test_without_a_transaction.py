"""``transactional = False``: statement by statement, and what was interrupted is finished first."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from matrx_orm_migrate.errors import MigrationFailedError, MigrationFileError, NeedsAttentionError
from matrx_orm_migrate.executor import Repair, repair
from matrx_orm_migrate.loader import read_directory
from tests.support.migrations import connect, execute, executor, migrate, rollback, status, tables, value, write


async def test_a_migration_without_a_transaction_is_recorded_and_rolled_back(database_url: str, tmp_path: Path) -> None:
    write(tmp_path, "0001_t", "await db.execute('create table t (a int)')")
    write(
        tmp_path,
        "0002_i",
        """
        await db.execute("insert into t select generate_series(1, $1)", 10)
        await db.execute('create index concurrently "I x" on public.t (a)')
        assert await db.fetch_val("select count(*) from t") == 10
        await db.execute("vacuum t")
        await db.execute("do $$ begin for i in 1..3 loop insert into t values (i); commit; end loop; end $$")
        """,
        down="await db.execute('drop index concurrently \"I x\"')",
        transactional=False,
    )
    assert await migrate(database_url, tmp_path) == ("0001_t", "0002_i")
    assert await value(database_url, "SELECT count(*) FROM t") == 13
    assert await value(database_url, "SELECT count(*) FROM _matrx_migrations_progress") == 0
    assert await rollback(database_url, tmp_path) == ("0002_i",)
    assert await value(database_url, """SELECT to_regclass('"I x"')""") is None


async def test_an_interrupted_rollback_is_finished_before_anything_else(database_url: str, tmp_path: Path) -> None:
    write(
        tmp_path,
        "0001_t",
        "await db.execute('create table t (a int)')\nawait db.execute('create table u (a int)')",
        down="await db.execute('drop table t')\nawait db.execute('drop table u')",
        transactional=False,
    )
    await migrate(database_url, tmp_path)
    await execute(database_url, "CREATE VIEW v AS SELECT * FROM u")
    with pytest.raises(NeedsAttentionError, match="1 statement"):
        await rollback(database_url, tmp_path)
    assert await status(database_url, tmp_path) == {"0001_t": "interrupted"}
    with pytest.raises(NeedsAttentionError, match=r"0001_t \(down\) was interrupted") as caught:
        await migrate(database_url, tmp_path)
    assert "rollback" in caught.value.hint
    await execute(database_url, "DROP VIEW v")
    assert await rollback(database_url, tmp_path) == ("0001_t",)


@pytest.mark.parametrize(
    "up",
    [
        "await db.execute('create index concurrently on public.t(a)')",
        "await db.execute_many(['vacuum t', 'CREATE UNIQUE INDEX CONCURRENTLY /* name it */ ON only public.t (a)'])",
    ],
)
async def test_an_index_build_without_a_name_is_refused_before_anything_is_run(
    database_url: str, tmp_path: Path, up: str
) -> None:
    write(tmp_path, "0001_t", "await db.execute('create table t (a int)')")
    write(tmp_path, "0002_i", f"await db.execute('create table u ()')\n{up}", transactional=False)
    with pytest.raises(
        MigrationFileError, match=r"0002_i: CREATE INDEX CONCURRENTLY without a name.*on public\.t"
    ) as caught:
        await migrate(database_url, tmp_path)
    assert "Write a name" in caught.value.hint
    assert await tables(database_url) == set()
    write(tmp_path, "0002_i", "await db.execute('create index concurrently i on public.t(a)')", transactional=False)
    assert await migrate(database_url, tmp_path) == ("0001_t", "0002_i")


async def test_an_index_build_without_a_name_put_together_at_run_time_is_not_sent(
    database_url: str, tmp_path: Path
) -> None:
    await execute(database_url, "CREATE TABLE t (a int)")
    body = 'for column in "a":\n    await db.execute(f"create index concurrently {name} on t ({column})")'
    write(tmp_path, "0001_i", f"name = ''\n{body}", transactional=False)
    with pytest.raises(MigrationFailedError, match="without a name"):
        await migrate(database_url, tmp_path)
    assert await value(database_url, "SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass") == 0
    assert await status(database_url, tmp_path) == {"0001_i": "pending"}
    write(tmp_path, "0001_i", f"name = 'on_'\n{body}", transactional=False)
    assert await migrate(database_url, tmp_path) == ("0001_i",)


async def stops_and_goes_on(url: str, directory: Path, *statements: str) -> None:
    """A migration of these statements stops at ``select 1/0``, and goes on when that was mended."""
    for last in ("1/0", "1/1"):
        body = "\n".join(f"await db.execute_script({sql!r})" for sql in (*statements, f"select {last}"))
        write(directory, "0001_s", f"{body}\nawait db.execute('create table t2 ()')", transactional=False)
        if last == "1/0":
            with pytest.raises(NeedsAttentionError, match=f"{len(statements)}/{len(statements) + 2} done"):
                await migrate(url, directory)
    assert await migrate(url, directory) == ("0001_s",)


OF_T2 = "SELECT relnamespace::regnamespace || ' ' || relowner::regrole FROM pg_class WHERE relname = 't2'"


@pytest.mark.parametrize(
    "settings",
    [
        ["SET search_path = s", "create table t1 ()"],
        ["/* where */ set session search_path to s; create table t1 ()"],
        ["select pg_catalog.set_config('search_path', 's', false)"],
        ["set search_path = nowhere", "reset search_path", "set search_path = s"],
        ["set search_path = nowhere", "discard all", "set search_path = s", "set local search_path = public"],
        ["create role gone", "set role gone", "reset role", "drop role gone", "set search_path = s"],
    ],
)
async def test_what_was_set_for_the_session_is_set_again(
    database_url: str, tmp_path: Path, settings: list[str]
) -> None:
    await stops_and_goes_on(database_url, tmp_path, "create schema s", *settings)
    assert str(await value(database_url, OF_T2)).startswith("s ")


@pytest.mark.parametrize(
    ("last", "schema"),
    [
        ("reset search_path", "public"),
        ("set search_path = public", "public"),
        ("set local search_path = public", "s"),
        ("do $$ begin perform 'set search_path = public'; end $$", "s"),
        ("comment on table s.t1 is 'set search_path = public; set search_path = public'", "s"),
    ],
)
async def test_the_last_setting_counts(database_url: str, tmp_path: Path, last: str, schema: str) -> None:
    await stops_and_goes_on(
        database_url, tmp_path, "create schema s", "set search_path = s", "create table s.t1 ()", last
    )
    assert str(await value(database_url, OF_T2)).startswith(f"{schema} ")


async def test_a_role_is_set_again_and_does_not_write_the_journal(database_url: str, tmp_path: Path) -> None:
    await execute(database_url, "CREATE ROLE nobody_else", "CREATE SCHEMA s AUTHORIZATION nobody_else")
    try:
        await stops_and_goes_on(
            database_url, tmp_path, "set search_path = s", "set role nobody_else", "create table t1 ()", "vacuum t1"
        )
        assert await value(database_url, OF_T2) == "s nobody_else"
    finally:
        await execute(database_url, "DROP SCHEMA s CASCADE", "DROP ROLE nobody_else")


async def test_a_session_authorization_is_set_again(database_url: str, tmp_path: Path) -> None:
    await execute(database_url, "CREATE ROLE another", "CREATE SCHEMA s AUTHORIZATION another")
    try:
        await stops_and_goes_on(
            database_url,
            tmp_path,
            "grant all on all tables in schema public to another",
            "grant all on all sequences in schema public to another",
            "set session authorization another; set search_path = s",
        )
        assert await value(database_url, OF_T2) == "s another"
    finally:
        await execute(database_url, "DROP OWNED BY another", "DROP ROLE another")


async def test_a_setting_that_cannot_be_made_again_is_told(database_url: str, tmp_path: Path) -> None:
    body = "\n".join(
        f"await db.execute({sql!r})"
        for sql in ("create role gone_now", "set role gone_now", "create table nowhere.t ()")
    )
    write(tmp_path, "0001_s", body, transactional=False)
    with pytest.raises(NeedsAttentionError, match="2/3 done"):
        await migrate(database_url, tmp_path)
    await execute(database_url, "DROP ROLE gone_now")
    with pytest.raises(
        NeedsAttentionError, match=r"cannot be set again as it was.*\n  in: set role gone_now"
    ) as caught:
        await migrate(database_url, tmp_path)
    assert "repair --mark-applied 0001_s" in caught.value.hint


@pytest.mark.parametrize(
    "sql",
    [
        "vacuum nowhere",
        "create index concurrently i on t (nothing)",
        "create index concurrently i on nowhere (a)",
        "create unique index concurrently i on t (a)",
        "create index concurrently t on t (a)",
        "drop index concurrently nowhere",
        "reindex table concurrently nowhere",
        "alter system set nothing = 'x'",
        "drop database nowhere",
        "create table u (a nonsense)",
    ],
)
async def test_a_first_statement_that_left_nothing_leaves_the_migration_pending(
    database_url: str, tmp_path: Path, sql: str
) -> None:
    write(tmp_path, "0001_t", "await db.execute('create table t as select 1 as a from generate_series(1, 2)')")
    write(tmp_path, "0002_s", f"await db.execute({sql!r})", transactional=False)
    with pytest.raises(MigrationFailedError, match="0002_s failed"):
        await migrate(database_url, tmp_path)
    assert await status(database_url, tmp_path) == {"0001_t": "applied", "0002_s": "pending"}
    assert await value(database_url, "SELECT count(*) FROM _matrx_migrations_progress") == 0
    assert await rollback(database_url, tmp_path) == ("0001_t",)


@pytest.mark.parametrize(
    ("sql", "mended"),
    [
        ("do $$ begin insert into t values (2); commit; perform 1/0; end $$", "select 1"),
        ("drop index concurrently i", "drop index concurrently i"),
        ("reindex table concurrently t", "drop index concurrently i_ccnew"),
    ],
)
async def test_a_first_statement_that_may_have_left_something_is_not_called_rolled_back(
    database_url: str, tmp_path: Path, sql: str, mended: str
) -> None:
    await execute(
        database_url,
        "CREATE FUNCTION f(a int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1 / a'",
        "CREATE TABLE t (a int)",
        "INSERT INTO t VALUES (1)",
        "CREATE INDEX i ON t (f(a))",
        "CREATE OR REPLACE FUNCTION f(a int) RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT 1 / (a - 1)'",
    )
    write(tmp_path, "0001_s", f"await db.execute({sql!r})", transactional=False)
    blocker = await connect(database_url)
    try:
        if sql.startswith("drop"):
            await blocker.execute("BEGIN; LOCK TABLE t IN ACCESS SHARE MODE")
            await execute(database_url, f'ALTER DATABASE "{make_url(database_url).database}" SET lock_timeout = 300')
        with pytest.raises(NeedsAttentionError, match="0/1 done"):
            await migrate(database_url, tmp_path)
    finally:
        await blocker.close()
    assert await status(database_url, tmp_path) == {"0001_s": "interrupted"}
    # a statement that fails in its place does not wipe that away
    write(tmp_path, "0001_s", "await db.execute('create table u (a nonsense)')", transactional=False)
    with pytest.raises(NeedsAttentionError, match="0/1 done"):
        await migrate(database_url, tmp_path)
    write(tmp_path, "0001_s", "await db.execute('create index concurrently j on t (nothing)')", transactional=False)
    with pytest.raises(NeedsAttentionError, match="0/1 done"):
        await migrate(database_url, tmp_path)
    assert await status(database_url, tmp_path) == {"0001_s": "interrupted"}
    write(tmp_path, "0001_s", f"await db.execute({mended!r})", transactional=False)
    assert await migrate(database_url, tmp_path) == ("0001_s",)


@pytest.mark.parametrize("transactional", [True, False])
async def test_a_down_that_fails_at_first_leaves_the_migration_applied_and_tells_how_to_go_on(
    database_url: str, tmp_path: Path, transactional: bool
) -> None:
    down = "drop table nowhere" if transactional else "vacuum nowhere"
    write(tmp_path, "0001_t", down=f"await db.execute({down!r})", transactional=transactional)
    await migrate(database_url, tmp_path)
    with pytest.raises(MigrationFailedError, match="42P01") as caught:
        await rollback(database_url, tmp_path)
    assert "`repair --accept-edited 0001_t`" in caught.value.hint
    assert await status(database_url, tmp_path) == {"0001_t": "applied"}
    assert await migrate(database_url, tmp_path) == ()


async def test_a_down_that_stops_half_way_tells_how_an_edited_file_is_accepted(
    database_url: str, tmp_path: Path
) -> None:
    down = "await db.execute('create table u ()')\nawait db.execute('drop table nowhere')"
    write(tmp_path, "0001_t", down=down, transactional=False)
    await migrate(database_url, tmp_path)
    with pytest.raises(NeedsAttentionError) as caught:
        await rollback(database_url, tmp_path)
    assert "`repair --accept-edited 0001_t`" in caught.value.hint
    write(tmp_path, "0001_t", down=down.replace("nowhere", "u"), transactional=False)
    async with executor(database_url) as runner:
        await repair(runner, read_directory(tmp_path), Repair(accept_edited=["0001_t"]))
    assert await rollback(database_url, tmp_path) == ("0001_t",)
    assert await tables(database_url) == set()


@pytest.mark.parametrize(
    "instead",
    [
        "await db.execute('create table u ()')",
        "await db.execute('vacuum t')",
        "await db.execute('drop index concurrently j')",
        "pass",
    ],
)
async def test_an_invalid_index_goes_although_its_statement_was_taken_out(
    database_url: str, tmp_path: Path, instead: str
) -> None:
    await execute(database_url, "CREATE TABLE t AS SELECT 0 AS a", "CREATE INDEX j ON t (a)")
    write(tmp_path, "0001_i", "await db.execute('create index concurrently i on t ((1 / a))')", transactional=False)
    with pytest.raises(NeedsAttentionError, match=r"invalid index public\.i is left"):
        await migrate(database_url, tmp_path)
    write(tmp_path, "0001_i", instead, transactional=False)
    assert await migrate(database_url, tmp_path) == ("0001_i",)
    assert await value(database_url, "SELECT to_regclass('i')") is None
