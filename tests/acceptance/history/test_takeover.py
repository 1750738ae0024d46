"""A database that matrx-orm migrated, or something like it, is taken over as it is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from matrx_orm_migrate import HistoryMismatchError, Migrator
from tests.support.migrations import execute, query, recorded, value, write

# what matrx-orm sends, before each of its commands; without a schema, so the search_path says where it goes
MATRX_ORM = """
CREATE TABLE IF NOT EXISTS _matrx_migrations (
    id SERIAL PRIMARY KEY,
    name VARCHAR(255) NOT NULL UNIQUE,
    applied_at TIMESTAMPTZ NOT NULL DEFAULT now(),
    checksum VARCHAR(64) NOT NULL
)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three migrations as matrx-orm writes them."""
    for number, table in enumerate("abc", start=1):
        before = f'["{number - 1:04d}_{"abc"[number - 2]}"]' if number > 1 else "[]"
        (tmp_path / f"{number:04d}_{table}.py").write_text(
            f'''"""
Migration: {number:04d}_{table}
"""

dependencies = {before}


async def up(db):
    await db.execute("""
        CREATE TABLE {table} (id integer)
    """)


async def down(db):
    await db.execute("""
        DROP TABLE {table}
    """)
''',
            encoding="utf-8",
        )
    return tmp_path


def checksum(folder: Path, name: str) -> str:
    """As matrx-orm computes it."""
    return hashlib.sha256((folder / f"{name}.py").read_text(encoding="utf-8").encode("utf-8")).hexdigest()


async def applied_by_matrx_orm(
    url: str, folder: Path, table: str = MATRX_ORM, *, suffix: str = "", spelling: str = "{}"
) -> None:
    """The first two of them, applied by matrx-orm."""
    await execute(url, table, "CREATE TABLE a (id integer)", "CREATE TABLE b (id integer)")
    for name in ("0001_a", "0002_b"):
        text = spelling.format(checksum(folder, name)) if spelling != "upper" else checksum(folder, name).upper()
        await execute(url, f"INSERT INTO _matrx_migrations (name, checksum) VALUES ('{name}{suffix}', '{text}')")


async def whole_cycle(url: str, folder: Path) -> None:
    """Status, migrate, roll back what matrx-orm applied, migrate again, repair an edited file."""
    migrator = Migrator(url, directory=folder)
    states = {migration.name: migration.state.value for migration in (await migrator.status()).migrations}
    assert states == {"0001_a": "applied", "0002_b": "applied", "0003_c": "pending"}
    assert (await migrator.repair()).problems == ()
    assert [m.name for m in (await migrator.migrate()).applied] == ["0003_c"]
    assert [m.name for m in (await migrator.rollback(steps=2)).rolled_back] == ["0003_c", "0002_b"]
    assert await value(url, "SELECT count(*) FROM _matrx_migrations") == 1
    assert await value(url, "SELECT to_regclass('b')") is None
    assert [m.name for m in (await migrator.migrate()).applied] == ["0002_b", "0003_c"]
    assert (await migrator.migrate()).applied == ()
    write(folder, "0001_a", "pass")
    with pytest.raises(HistoryMismatchError, match="0001_a"):
        await migrator.migrate()
    assert (await migrator.repair(accept_edited=["0001_a"])).problems == ()
    assert await recorded(url) == ("0001_a", "0002_b", "0003_c")
    assert (await migrator.migrate()).applied == ()


async def test_a_history_of_matrx_orms_goes_on(database_url: str, folder: Path) -> None:
    await applied_by_matrx_orm(database_url, folder)
    await whole_cycle(database_url, folder)


async def test_files_with_windows_line_ends_have_the_same_checksum(database_url: str, folder: Path) -> None:
    await applied_by_matrx_orm(database_url, folder)
    for path in folder.glob("*.py"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    await whole_cycle(database_url, folder)


async def test_names_that_end_in_py_are_understood(database_url: str, folder: Path) -> None:
    await applied_by_matrx_orm(database_url, folder, suffix=".py")
    await whole_cycle(database_url, folder)


@pytest.mark.parametrize("spelling", ["upper", "sha256:{}", "{}  "])
async def test_checksums_may_be_spelt_otherwise(database_url: str, folder: Path, spelling: str) -> None:
    table = MATRX_ORM.replace("VARCHAR(64)", "TEXT")
    await applied_by_matrx_orm(database_url, folder, table, spelling=spelling)
    await whole_cycle(database_url, folder)


@pytest.mark.parametrize(
    "table",
    [
        MATRX_ORM.replace("id SERIAL", "id BIGINT GENERATED ALWAYS AS IDENTITY"),
        MATRX_ORM.replace(
            "checksum VARCHAR(64) NOT NULL", "checksum CHAR(64) NOT NULL, by TEXT DEFAULT 'me', note TEXT"
        ),
        MATRX_ORM.replace("TIMESTAMPTZ", "TIMESTAMP"),
        MATRX_ORM.replace("NOT NULL UNIQUE", ""),
    ],
    ids=["bigint", "more columns", "timestamp", "no constraint on name"],
)
async def test_tables_that_differ_a_little_do_as_well(database_url: str, folder: Path, table: str) -> None:
    await applied_by_matrx_orm(database_url, folder, table)
    await whole_cycle(database_url, folder)


async def test_ids_with_gaps_say_the_order(database_url: str, folder: Path) -> None:
    await applied_by_matrx_orm(database_url, folder)
    await execute(
        database_url, "UPDATE _matrx_migrations SET id = 10 - id", "SELECT setval('_matrx_migrations_id_seq', 20)"
    )
    migrator = Migrator(database_url, directory=folder)
    assert (await migrator.status()).applied == ("0002_b", "0001_a")
    assert [m.name for m in (await migrator.migrate()).applied] == ["0003_c"]
    assert await query(database_url, "SELECT id, name FROM _matrx_migrations ORDER BY id") == [
        (8, "0002_b"),
        (9, "0001_a"),
        (21, "0003_c"),
    ]


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (MATRX_ORM.replace("id SERIAL PRIMARY KEY", "id INT NOT NULL DEFAULT 0, app TEXT NOT NULL"), "app"),
        (MATRX_ORM.replace("id SERIAL", "id INT"), "id"),
        (MATRX_ORM.replace("DEFAULT now()", ""), "applied_at"),
    ],
)
async def test_a_table_that_cannot_take_a_row_of_ours_stops_the_run_before_any_sql(
    database_url: str, folder: Path, table: str, column: str
) -> None:
    await execute(database_url, table)
    migrator = Migrator(database_url, directory=folder)
    with pytest.raises(HistoryMismatchError, match=rf"_matrx_migrations.*column {column} is NOT NULL") as caught:
        await migrator.migrate()
    assert f"ALTER COLUMN {column} SET DEFAULT" in caught.value.hint
    assert await value(database_url, "SELECT to_regclass('a')") is None
    assert len((await migrator.status()).pending) == 3


async def test_a_table_without_a_column_of_ours_is_not_touched(database_url: str, folder: Path) -> None:
    await execute(database_url, "CREATE TABLE _matrx_migrations (id serial, name text)")
    with pytest.raises(HistoryMismatchError, match="not a table of migrations"):
        await Migrator(database_url, directory=folder).migrate()


async def test_a_history_that_the_search_path_hides_is_not_begun_anew(database_url: str, folder: Path) -> None:
    """matrx-orm names no schema: with a search_path of the database's own its table lies elsewhere."""
    name = make_url(database_url).database
    await execute(database_url, "CREATE SCHEMA app", f"ALTER DATABASE {name} SET search_path = app, public")
    await applied_by_matrx_orm(database_url, folder)
    assert await value(database_url, "SELECT count(*) FROM app._matrx_migrations") == 2
    migrator = Migrator(database_url, directory=folder)
    for run in (migrator.migrate, migrator.status, migrator.rollback):
        with pytest.raises(HistoryMismatchError, match=r"app\._matrx_migrations") as caught:
            await run()
        assert 'tracking_schema = "app"' in caught.value.hint
    from matrx_orm_migrate import DatabaseConfig

    config = DatabaseConfig(name="x", url=database_url, directory=folder, tracking_schema="app")
    assert [m.name for m in (await Migrator(config).migrate()).applied] == ["0003_c"]
    assert await value(database_url, "SELECT count(*) FROM app._matrx_migrations") == 3
