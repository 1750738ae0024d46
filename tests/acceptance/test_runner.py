"""The runner on a real PostgreSQL: what it does when nothing goes wrong, and what it refuses before it begins."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from matrx_orm_migrate.errors import (
    HistoryMismatchError,
    MigrationFailedError,
    MigrationFileError,
    NeedsAttentionError,
    UsageError,
)
from matrx_orm_migrate.executor import ProgressEvent, ProgressPhase
from matrx_orm_migrate.loader import read_directory
from tests.support.migrations import execute, executor, migrate, query, recorded, rollback, status, value, write


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A directory with three tables that refer to each other."""
    write(
        tmp_path,
        "0001_shops",
        "await db.execute('create table shops (id int primary key)')",
        down="await db.execute('drop table shops')",
    )
    write(
        tmp_path,
        "0002_orders",
        "await db.execute('create table orders (id int primary key, shop int references shops)')",
        down="await db.execute('drop table orders')",
        dependencies=("0001_shops",),
    )
    write(
        tmp_path,
        "0003_items",
        "await db.execute('create table items (id int primary key, o int references orders)')",
        down="await db.execute('drop table items')",
        dependencies=("0002_orders",),
    )
    return tmp_path


async def tables(url: str) -> set[str]:
    rows = await query(url, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    return {name for (name,) in rows if not name.startswith("_matrx")}


async def test_the_whole_cycle_applies_tells_and_takes_back(database_url: str, three: Path) -> None:
    assert await status(database_url, three) == dict.fromkeys(["0001_shops", "0002_orders", "0003_items"], "pending")
    assert await recorded(database_url) == ()
    assert await migrate(database_url, three) == ("0001_shops", "0002_orders", "0003_items")
    assert await tables(database_url) == {"shops", "orders", "items"}
    assert await migrate(database_url, three) == ()
    assert set((await status(database_url, three)).values()) == {"applied"}
    assert await rollback(database_url, three) == ("0003_items",)
    assert await rollback(database_url, three, steps=10) == ("0002_orders", "0001_shops")
    assert await tables(database_url) == set()
    assert await rollback(database_url, three) == ()
    assert await migrate(database_url, three) == ("0001_shops", "0002_orders", "0003_items")


async def test_status_neither_makes_the_table_nor_needs_it(database_url: str, three: Path) -> None:
    await status(database_url, three)
    assert await value(database_url, "SELECT to_regclass('public._matrx_migrations')") is None


async def test_the_record_is_matrx_orms(database_url: str, three: Path) -> None:
    await migrate(database_url, three)
    columns = await query(
        database_url,
        "SELECT attname::text, format_type(atttypid, atttypmod), attnotnull FROM pg_attribute "
        "WHERE attrelid = '_matrx_migrations'::regclass AND attnum > 0 ORDER BY attnum",
    )
    assert columns == [
        ("id", "integer", True),
        ("name", "character varying(255)", True),
        ("applied_at", "timestamp with time zone", True),
        ("checksum", "character varying(64)", True),
    ]
    sums = await query(database_url, "SELECT name, checksum FROM _matrx_migrations ORDER BY id")
    for name, checksum in sums:
        assert checksum == hashlib.sha256((three / f"{name}.py").read_text("utf-8").encode()).hexdigest()


async def test_a_table_that_matrx_orm_made_is_taken_over(database_url: str, three: Path) -> None:
    text = (three / "0001_shops.py").read_text("utf-8")
    await execute(
        database_url,
        "CREATE TABLE IF NOT EXISTS _matrx_migrations (id SERIAL PRIMARY KEY, name VARCHAR(255) NOT NULL UNIQUE, "
        "applied_at TIMESTAMPTZ NOT NULL DEFAULT now(), checksum VARCHAR(64) NOT NULL)",
        "CREATE TABLE shops (id int primary key)",
        f"INSERT INTO _matrx_migrations (name, checksum) VALUES ('0001_shops', "
        f"'{hashlib.sha256(text.encode()).hexdigest()}')",
    )
    assert await migrate(database_url, three) == ("0002_orders", "0003_items")


async def test_files_of_create_empty_with_a_bare_dependency_are_applied(database_url: str, tmp_path: Path) -> None:
    # matrx-orm's create_empty wrote `dependencies = ["0001"]`, and its loader then found no such migration.
    write(tmp_path, "0001_custom")
    write(tmp_path, "0002_custom", dependencies=("0001",))
    write(tmp_path, "0003_custom", dependencies=("0002",))
    assert await migrate(database_url, tmp_path) == ("0001_custom", "0002_custom", "0003_custom")


async def test_a_statement_may_end_in_a_quoted_identifier(database_url: str, tmp_path: Path) -> None:
    # matrx-orm pasted SQL between triple quotes, which a closing quote broke.
    write(tmp_path, "0001_a", """await db.execute('CREATE TABLE "a" (); ALTER TABLE "a" RENAME TO "b\\"\\"c"')""")
    with pytest.raises(MigrationFailedError) as caught:
        await migrate(database_url, tmp_path)
    assert "execute_script" in caught.value.hint
    write(tmp_path, "0001_a", """await db.execute('CREATE TABLE "b""c" ()')""")
    write(tmp_path, "0002_b", """await db.execute('DROP TABLE "b""c"')""", dependencies=("0001_a",))
    assert await migrate(database_url, tmp_path) == ("0001_a", "0002_b")


async def test_numbers_past_9999_are_applied_in_order(database_url: str, tmp_path: Path) -> None:
    write(tmp_path, "10000_second", "await db.execute('alter table t add column a int')")
    write(tmp_path, "9999_first", "await db.execute('create table t ()')")
    assert await migrate(database_url, tmp_path) == ("9999_first", "10000_second")
    assert await rollback(database_url, tmp_path) == ("10000_second",)


async def test_a_failing_migration_leaves_nothing_and_keeps_what_was_before_it(database_url: str, three: Path) -> None:
    write(
        three,
        "0002_orders",
        """
        await db.execute('create table orders (id int primary key)')
        await db.execute('insert into nowhere values (1)')
        """,
        dependencies=("0001_shops",),
    )
    with pytest.raises(MigrationFailedError) as caught:
        await migrate(database_url, three)
    error = caught.value
    assert (error.migration, error.sqlstate, error.applied) == ("0002_orders", "42P01", ("0001_shops",))
    assert error.statement == "insert into nowhere values (1)"
    assert len(str(error).splitlines()) <= 10
    assert await tables(database_url) == {"shops"}
    assert await recorded(database_url) == ("0001_shops",)


async def test_an_exception_of_python_rolls_the_migration_back(database_url: str, tmp_path: Path) -> None:
    for body in ("raise KeyError('x')", "raise SystemExit(3)", "import asyncio; raise asyncio.CancelledError"):
        write(tmp_path, "0001_a", f"await db.execute('create table t ()')\n{body}")
        with pytest.raises(MigrationFailedError, match="migration 0001_a failed"):
            await migrate(database_url, tmp_path)
        assert await tables(database_url) == set()


async def test_migrate_stops_at_the_name_given(database_url: str, three: Path) -> None:
    assert await migrate(database_url, three, to="0002_orders") == ("0001_shops", "0002_orders")
    assert await migrate(database_url, three, to="0001_shops") == ()
    with pytest.raises(UsageError, match="no migration '0009_x'"):
        await migrate(database_url, three, to="0009_x")
    assert await migrate(database_url, three, to="3") == ("0003_items",)


async def test_a_plan_names_what_would_be_applied_and_does_nothing(database_url: str, three: Path) -> None:
    async with executor(database_url) as runner:
        result = await runner.migrate(read_directory(three), to="0002_orders", plan_only=True)
        assert result.planned == ("0001_shops", "0002_orders")
        assert result.pending == ("0001_shops", "0002_orders", "0003_items")
        assert result.applied == ()
        assert await recorded(database_url) == ()
        result = await runner.migrate(read_directory(three), to="0002_orders")
        assert result.pending == ("0003_items",)


async def test_rollback_to_a_name_keeps_that_name(database_url: str, three: Path) -> None:
    await migrate(database_url, three)
    assert await rollback(database_url, three, to="0001_shops") == ("0003_items", "0002_orders")
    with pytest.raises(UsageError, match="it is not applied"):
        await rollback(database_url, three, to="0003_items")


@pytest.mark.parametrize("steps", [0, -1])
async def test_rollback_of_less_than_one_step_is_refused(database_url: str, three: Path, steps: int) -> None:
    await migrate(database_url, three)
    with pytest.raises(UsageError, match=f"cannot roll back {steps} steps"):
        await rollback(database_url, three, steps=steps)
    assert len(await recorded(database_url)) == 3


async def test_rollback_without_down_does_nothing(database_url: str, three: Path) -> None:
    write(three, "0002_orders", "await db.execute('create table orders (id int primary key)')", down=None)
    await migrate(database_url, three)
    with pytest.raises(UsageError, match="0002_orders has no `down`"):
        await rollback(database_url, three, steps=2)
    assert await tables(database_url) == {"shops", "orders", "items"}


async def test_rollback_follows_the_order_of_application_and_not_the_clock(database_url: str, tmp_path: Path) -> None:
    for name in ("0001_a", "0002_b", "0004_d"):
        write(tmp_path, name)
    await migrate(database_url, tmp_path)
    write(tmp_path, "0003_late")
    assert await migrate(database_url, tmp_path) == ("0003_late",)
    await execute(database_url, "UPDATE _matrx_migrations SET applied_at = '2001-01-01' WHERE name = '0003_late'")
    assert await rollback(database_url, tmp_path, steps=2) == ("0003_late", "0004_d")


async def test_what_another_depends_on_is_not_rolled_back(database_url: str, three: Path) -> None:
    await migrate(database_url, three)
    await execute(database_url, "UPDATE _matrx_migrations SET id = 99 WHERE name = '0001_shops'")
    with pytest.raises(UsageError, match="0002_orders is applied and depends on it"):
        await rollback(database_url, three)


async def test_an_edited_file_stops_the_run_before_any_sql(database_url: str, three: Path) -> None:
    await migrate(database_url, three, to="0002_orders")
    path = three / "0001_shops.py"
    text = path.read_text()
    path.write_text(text + "# edited\n")
    with pytest.raises(HistoryMismatchError, match="changed after it was applied: 0001_shops") as caught:
        await migrate(database_url, three)
    assert caught.value.migrations == ("0001_shops",)
    assert (await status(database_url, three))["0001_shops"] == "edited"
    assert await tables(database_url) == {"shops", "orders"}
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert await migrate(database_url, three) == ("0003_items",)


async def test_a_missing_file_stops_the_run_before_any_sql(database_url: str, three: Path) -> None:
    await migrate(database_url, three, to="0002_orders")
    (three / "0002_orders.py").rename(three / "0002_orders.bak")
    write(three, "0003_items")
    with pytest.raises(HistoryMismatchError, match=r"file is missing in .*: 0002_orders"):
        await migrate(database_url, three)
    with pytest.raises(HistoryMismatchError, match="file is missing"):
        await rollback(database_url, three)
    assert await status(database_url, three) == {
        "0001_shops": "applied",
        "0002_orders": "missing",
        "0003_items": "pending",
    }


@pytest.mark.parametrize(
    "body",
    [
        "async def up(db:",
        "import sys; sys.exit(0)\nasync def up(db): pass",
        "def up(db): pass",
        "async def down(db): pass",
        "dependencies = ['0003_items']\nasync def up(db): pass",
    ],
)
async def test_one_bad_file_stops_the_run_before_any_sql(database_url: str, three: Path, body: str) -> None:
    (three / "0004_bad.py").write_text(body + "\n")
    if "0003_items" in body:
        write(three, "0003_items", dependencies=("0004_bad",))
    with pytest.raises(MigrationFileError):
        await migrate(database_url, three)
    assert await tables(database_url) == set()
    assert await recorded(database_url) == ()


async def test_the_tracking_schema_is_made_and_quoted(database_url: str, three: Path) -> None:
    schema = 'tr"ack ing'
    assert len(await migrate(database_url, three, tracking_schema=schema)) == 3
    assert await value(database_url, 'SELECT count(*) FROM "tr""ack ing"._matrx_migrations') == 3
    assert await recorded(database_url) == ()
    assert len(await rollback(database_url, three, steps=3, tracking_schema=schema)) == 3


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
        await db.connection.commit()
        async with db.connection.begin_nested():
            await db.connection.execute(text("insert into t values (1)"))
        await db.connection.commit()
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


async def test_a_callers_transaction_is_used_and_left_to_the_caller(database_url: str, three: Path) -> None:
    engine = create_async_engine(database_url)
    try:
        async with engine.connect() as connection:
            assert len(await migrate(connection, three)) == 3
            assert connection.in_transaction()
            assert await tables(database_url) == set()
            await connection.rollback()
            assert await tables(database_url) == set()
            await migrate(connection, three, to="0001_shops")
            await connection.commit()
            assert await tables(database_url) == {"shops"}
            write(three, "0003_items", "await db.execute('nonsense')", dependencies=("0002_orders",))
            with pytest.raises(MigrationFailedError, match="0003_items"):
                await migrate(connection, three)
            await connection.commit()
            assert await recorded(database_url) == ("0001_shops", "0002_orders")
            assert await rollback(connection, three) == ("0002_orders",)
            await connection.commit()
            assert await recorded(database_url) == ("0001_shops",)
    finally:
        await engine.dispose()


async def test_a_callers_transaction_cannot_run_what_needs_none(database_url: str, tmp_path: Path) -> None:
    write(tmp_path, "0001_t", "await db.execute('create table t (a int)')")
    write(tmp_path, "0002_i", "await db.execute('create index concurrently i on t (a)')", transactional=False)
    engine = create_async_engine(database_url)
    try:
        async with engine.connect() as connection:
            with pytest.raises(UsageError, match="0002_i says `transactional = False`"):
                await migrate(connection, tmp_path)
        async with engine.connect() as plain:
            connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
            assert await migrate(connection, tmp_path) == ("0001_t", "0002_i")
            assert await value(database_url, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == 0
    finally:
        await engine.dispose()


async def test_a_users_engine_gets_its_connections_back_unchanged(database_url: str, three: Path) -> None:
    engine = create_async_engine(database_url, pool_size=2, max_overflow=0)
    try:
        settings = "SELECT name, setting FROM pg_settings ORDER BY name"
        async with engine.connect() as connection:
            before = (await connection.exec_driver_sql(settings)).all()
        assert len(await migrate(engine, three)) == 3
        async with engine.connect() as connection, engine.connect() as other:
            for one in (connection, other):
                assert (await one.exec_driver_sql(settings)).all() == before
                assert await one.get_isolation_level() == "READ COMMITTED"
    finally:
        await engine.dispose()


async def test_progress_is_told_and_plugins_are_called(database_url: str, three: Path) -> None:
    calls: list[tuple[str, ...]] = []
    events: list[ProgressEvent] = []

    class Plugins:
        def before_migration(self, migration: Any, direction: str) -> None:
            calls.append(("before", migration.name, direction))

        def after_migration(self, migration: Any, direction: str, outcome: str) -> None:
            calls.append(("after", migration.name, direction, outcome))

    write(three, "0002_orders", "await db.execute('nonsense')", dependencies=("0001_shops",))
    with pytest.raises(MigrationFailedError):
        await migrate(database_url, three, plugins=Plugins(), progress=events.append)
    await rollback(database_url, three, plugins=Plugins())
    assert calls == [
        ("before", "0001_shops", "up"),
        ("after", "0001_shops", "up", "applied"),
        ("before", "0002_orders", "up"),
        ("after", "0002_orders", "up", "failed"),
        ("before", "0001_shops", "down"),
        ("after", "0001_shops", "down", "rolled_back"),
    ]
    assert [(event.phase, event.migration, event.position, event.total) for event in events] == [
        (ProgressPhase.STARTED, "0001_shops", 1, 3),
        (ProgressPhase.FINISHED, "0001_shops", 1, 3),
        (ProgressPhase.STARTED, "0002_orders", 2, 3),
        (ProgressPhase.FAILED, "0002_orders", 2, 3),
    ]


async def test_a_plugin_that_objects_rolls_the_migration_back(database_url: str, three: Path) -> None:
    class Objects:
        def before_migration(self, migration: Any, direction: str) -> None:
            pass

        def after_migration(self, migration: Any, direction: str, outcome: str) -> None:
            raise ValueError("not on a Friday")

    with pytest.raises(MigrationFailedError, match="not on a Friday"):
        await migrate(database_url, three, plugins=Objects())
    assert await tables(database_url) == set()


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


@pytest.mark.parametrize("command", ["migrate", "status"])
async def test_a_command_with_nothing_to_do_loads_little(command: str, database_url: str, three: Path) -> None:
    """With a long history it takes a fraction of what importing SQLAlchemy takes (docs/performance.md)."""
    await migrate(database_url, three)
    code = (
        "import sys\nfrom matrx_orm_migrate.__main__ import main\n"
        "try:\n    main(sys.argv[1:])\nfinally:\n    print(*sys.modules, file=sys.stderr)\n"
    )
    given = [sys.executable, "-c", code, command, "--database", database_url, "--dir", str(three)]
    ended = await asyncio.to_thread(subprocess.run, given, capture_output=True, text=True, check=True)
    loaded = set(ended.stderr.split())
    assert {"asyncpg", "matrx_orm_migrate.executor"} <= loaded
    assert loaded & {"sqlalchemy", "rich", "pluggy", "matrx_orm_migrate.diff", "matrx_orm_migrate.hooks"} == set()
    assert {name for name in loaded if name.startswith("_matrx_migration")} == set()
