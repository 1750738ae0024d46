"""What a migration may do with ``db``, and how far that reaches."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate.errors import MigrationFailedError
from tests.support.migrations import execute, migrate, query, tables, value, write


async def test_a_statement_may_end_in_a_quoted_identifier(database_url: str, tmp_path: Path) -> None:
    # matrx-orm pasted SQL between triple quotes, which a closing quote broke.
    write(tmp_path, "0001_a", """await db.execute('CREATE TABLE "a" (); ALTER TABLE "a" RENAME TO "b\\"\\"c"')""")
    with pytest.raises(MigrationFailedError) as caught:
        await migrate(database_url, tmp_path)
    assert "execute_script" in caught.value.hint
    write(tmp_path, "0001_a", """await db.execute('CREATE TABLE "b""c" ()')""")
    write(tmp_path, "0002_b", """await db.execute('DROP TABLE "b""c"')""", dependencies=("0001_a",))
    assert await migrate(database_url, tmp_path) == ("0001_a", "0002_b")


async def test_the_bytes_of_a_statement_reach_the_server_unchanged(database_url: str, tmp_path: Path) -> None:
    texts = [":x", '{"a":1}', "::", "[1:2]", "%", "%%", "%(x)s", "$1 $$", "\\:", "日本語", "a;b", "-- no", "/* no */"]
    write(
        tmp_path,
        "0001_a",
        """
        await db.execute("create table t (id serial, a text)")
        for text in TEXTS:
            await db.execute("insert into t (a) values ('" + text + "')")
        await db.execute("create table d (a text default ':x %(y)s $1')")
        await db.execute("insert into t (a) select (array[1,2,3])[1:2]::text")
        """,
        head=f"TEXTS = {texts!r}",
    )
    await migrate(database_url, tmp_path)
    rows = await query(database_url, "SELECT a FROM t ORDER BY id")
    assert [text for (text,) in rows] == [*texts, "{1,2}"]
    default = await value(
        database_url, "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'd'::regclass"
    )
    assert default == "':x %(y)s $1'::text"


async def test_db_takes_parameters_and_gives_plain_rows(database_url: str, tmp_path: Path) -> None:
    write(
        tmp_path,
        "0001_a",
        """
        import sqlalchemy
        assert await db.execute("create table t (id int, a text)", timeout=30.0) == []
        assert await db.execute("insert into t values ($1, $2)", 1, "one") == []
        assert await db.execute("insert into t values (2, 'two') returning id, a") == [{"id": 2, "a": "two"}]
        assert await db.execute_many(["insert into t values (3)", "insert into t values (4)"]) is None
        assert await db.fetch("select id from t where id < $1 order by id", 3) == [{"id": 1}, {"id": 2}]
        assert type((await db.fetch("select 1"))[0]) is dict
        assert await db.fetch_one("select a from t where id = $1", 2) == {"a": "two"}
        assert await db.fetch_one("select a from t where id = 9") is None
        assert await db.fetch_val("select count(*) from t") == 4
        assert await db.fetch_val("select a from t where id = 9") is None
        assert await db.execute("with x as (select 5 as n) select * from x") == [{"n": 5}]
        assert await db.execute("  -- nothing at all") == []
        assert await db.execute("") == []
        assert await db.execute("select * from t order by id limit 1") == [{"id": 1, "a": "one"}]
        await db.execute("alter table t add column b int default 7")
        assert await db.execute("select * from t order by id limit 1") == [{"id": 1, "a": "one", "b": 7}]
        result = await db.connection.execute(sqlalchemy.text("select count(*) from t where id > :n"), {"n": 1})
        assert result.scalar_one() == 3
        assert db.migration == "0001_a"
        """,
    )
    await migrate(database_url, tmp_path)
    assert await value(database_url, "SELECT count(*) FROM t") == 4


@pytest.mark.since(14)
async def test_a_script_of_several_statements_runs_as_one(database_url: str, tmp_path: Path) -> None:
    script = """
        create table t (a text default ';');  -- a comment; with a semicolon
        /* nested /* comment ; */ ; */
        create function f() returns int language plpgsql as $body$
        begin
            begin perform 1; exception when others then return 2; end;
            return 3;
        end $body$;
        create function g() returns int begin atomic select 1; select case when true then 4 else 5 end; end;
        do $$ begin commit; exception when others then null; end $$;
        insert into t default values;
    """
    write(tmp_path, "0001_a", "await db.execute_script(SCRIPT)", head=f"SCRIPT = {script!r}")
    await migrate(database_url, tmp_path)
    assert await query(database_url, "SELECT f(), g(), a FROM t") == [(3, 4, ";")]


async def test_what_sqlalchemy_does_belongs_to_the_migrations_transaction(database_url: str, tmp_path: Path) -> None:
    body = """
        from sqlalchemy import text
        await db.connection.execute(text("create table t (a int)"))
        async with db.connection.begin_nested():
            await db.connection.execute(text("insert into t values (1)"))
    """
    write(tmp_path, "0001_a", body + "    raise KeyError")
    with pytest.raises(MigrationFailedError, match="KeyError"):
        await migrate(database_url, tmp_path)
    assert await tables(database_url) == set()
    write(tmp_path, "0001_a", body)
    assert await migrate(database_url, tmp_path) == ("0001_a",)
    assert await value(database_url, "SELECT count(*) FROM t") == 1


async def test_a_setting_of_one_migration_does_not_reach_the_next(database_url: str, tmp_path: Path) -> None:
    await execute(database_url, "CREATE ROLE runner_guest_role", "CREATE SCHEMA s")
    try:
        write(
            tmp_path,
            "0001_a",
            """
            await db.execute("create table t (a int)")
            await db.execute("select pg_catalog.set_config('search_path', '', false)")
            await db.execute("set role runner_guest_role")
            """,
        )
        write(
            tmp_path,
            "0002_b",
            "assert await db.fetch_val('show search_path') != ''\nawait db.execute('create table s.u (a int)')",
        )
        assert await migrate(database_url, tmp_path) == ("0001_a", "0002_b")
    finally:
        await execute(database_url, "DROP ROLE runner_guest_role")


async def test_reset_all_in_a_migration_is_harmless(database_url: str, tmp_path: Path) -> None:
    write(tmp_path, "0001_a", "await db.execute('reset all')\nawait db.execute('create table t ()')")
    assert await migrate(database_url, tmp_path) == ("0001_a",)
