"""What is recorded, and in which order migrations are applied and taken back."""

from __future__ import annotations

import asyncio
import hashlib
import subprocess
import sys
from pathlib import Path

import pytest

from matrx_orm_migrate.errors import UsageError
from matrx_orm_migrate.loader import read_directory
from tests.support.migrations import (
    execute,
    executor,
    migrate,
    query,
    recorded,
    rollback,
    status,
    tables,
    value,
    write,
)


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


async def test_numbers_past_9999_are_applied_in_order(database_url: str, tmp_path: Path) -> None:
    write(tmp_path, "10000_second", "await db.execute('alter table t add column a int')")
    write(tmp_path, "9999_first", "await db.execute('create table t ()')")
    assert await migrate(database_url, tmp_path) == ("9999_first", "10000_second")
    assert await rollback(database_url, tmp_path) == ("10000_second",)


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


async def test_the_tracking_schema_is_made_and_quoted(database_url: str, three: Path) -> None:
    schema = 'tr"ack ing'
    assert len(await migrate(database_url, three, tracking_schema=schema)) == 3
    assert await value(database_url, 'SELECT count(*) FROM "tr""ack ing"._matrx_migrations') == 3
    assert await recorded(database_url) == ()
    assert len(await rollback(database_url, three, steps=3, tracking_schema=schema)) == 3


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
