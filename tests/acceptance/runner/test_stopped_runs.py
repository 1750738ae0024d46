"""What stops a run: files that are refused before any SQL, and migrations that fail and leave nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate.errors import HistoryMismatchError, MigrationFailedError, MigrationFileError
from tests.support.migrations import migrate, recorded, rollback, status, tables, write


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
