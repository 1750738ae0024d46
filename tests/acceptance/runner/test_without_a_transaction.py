"""``transactional = False``: statement by statement, and what was interrupted is finished first."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate.errors import MigrationFailedError, MigrationFileError, NeedsAttentionError
from tests.support.migrations import execute, migrate, rollback, status, tables, value, write


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
