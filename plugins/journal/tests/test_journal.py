"""What the journal has of runs on a real database."""

from __future__ import annotations

import asyncio
import importlib.metadata
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matrx_orm_migrate import migrate, rollback, status
from matrx_orm_migrate.errors import ConfigError, MatrxMigrateError
from matrx_orm_migrate.hooks import PluginManager

SLOW = 0.2

FILES = {
    "0001_first": "async def up(db):\n    await db.execute('CREATE TABLE a (id integer)')\n\n\n"
    "async def down(db):\n    await db.execute('DROP TABLE a')\n",
    "0002_slow": 'dependencies = ["0001_first"]\n\n\n'
    f"async def up(db):\n    await db.execute('SELECT pg_sleep({SLOW})')\n\n\nasync def down(db):\n    pass\n",
}
FAILS = 'dependencies = ["0002_slow"]\n\n\nasync def up(db):\n    await db.execute("SELECT nothing")\n'


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    """A directory with two migrations."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8")
    return folder


def lines(path: Path) -> list[dict[str, Any]]:
    """What the file has."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def told(path: Path) -> list[tuple[str, str, str]]:
    return [(line["migration"], line["direction"], line["outcome"]) for line in lines(path)]


async def test_each_migration_has_a_line_there_and_back(
    database_url: str, plugins: PluginManager, directory: Path, journal: Path
) -> None:
    await migrate(database_url, directory=directory, plugins=plugins)
    await rollback(database_url, directory=directory, plugins=plugins)
    assert told(journal) == [
        ("0001_first", "up", "applied"),
        ("0002_slow", "up", "applied"),
        ("0002_slow", "down", "rolled_back"),
    ]
    first, slow, back = lines(journal)
    assert slow["seconds"] >= SLOW > back["seconds"]
    assert first["at"] <= slow["at"] <= back["at"]
    assert first["at"].endswith("+00:00")
    assert slow["checksum"] == back["checksum"] != first["checksum"]
    assert first["directory"] == str(directory)
    assert journal.stat().st_mode & 0o077 == 0


async def test_a_failure_is_a_line_as_well(
    database_url: str, plugins: PluginManager, directory: Path, journal: Path
) -> None:
    (directory / "0003_fails.py").write_text(FAILS, encoding="utf-8")
    for _again in range(2):
        with pytest.raises(MatrxMigrateError, match="nothing"):
            await migrate(database_url, directory=directory, plugins=plugins)
    assert told(journal)[2:] == [("0003_fails", "up", "failed")] * 2


async def test_databases_that_are_migrated_at_once_have_times_of_their_own(
    make_database: Callable[[], str], plugins: PluginManager, directory: Path, journal: Path
) -> None:
    urls = [make_database() for _each in range(3)]
    await asyncio.gather(*(migrate(url, directory=directory, plugins=plugins) for url in urls))
    found = lines(journal)
    assert sorted(line["migration"] for line in found) == ["0001_first"] * 3 + ["0002_slow"] * 3
    assert all(line["seconds"] >= SLOW for line in found if line["migration"] == "0002_slow")


async def test_a_journal_that_cannot_be_written_is_a_warning(
    database_url: str,
    plugins: PluginManager,
    directory: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setenv("MATRX_JOURNAL", str(tmp_path))  # a folder
    await migrate(database_url, directory=directory, plugins=plugins)
    assert list((await status(database_url, directory=directory)).applied) == [*FILES]
    assert [record.getMessage() for record in caplog.records if "the journal is without" in record.getMessage()]


@pytest.mark.parametrize("where", ["a folder", "nowhere"])
async def test_where_a_journal_is_required_nothing_runs_without(
    where: str,
    database_url: str,
    plugins: PluginManager,
    directory: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MATRX_JOURNAL_REQUIRED", "1")
    monkeypatch.setenv("MATRX_JOURNAL", str(tmp_path) if where == "a folder" else "")
    with pytest.raises(ConfigError, match="journal"):
        await migrate(database_url, directory=directory, plugins=plugins)
    assert not (await status(database_url, directory=directory)).applied


async def test_a_line_that_is_required_and_cannot_be_written_takes_the_migration_back(
    database_url: str, plugins: PluginManager, directory: Path, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATRX_JOURNAL_REQUIRED", "1")
    # the file is there when the migration begins, and a folder of its name when it ends
    (directory / "0002_slow.py").write_text(
        'import pathlib\n\ndependencies = ["0001_first"]\n\n\nasync def up(db):\n'
        f"    await db.execute('CREATE TABLE b (id integer)')\n    path = pathlib.Path({str(journal)!r})\n"
        "    path.rename(path.with_suffix('.old'))\n    path.mkdir()\n",
        encoding="utf-8",
    )
    with pytest.raises(MatrxMigrateError):
        await migrate(database_url, directory=directory, plugins=plugins)
    found = await status(database_url, directory=directory)
    assert list(found.applied) == ["0001_first"]


async def test_an_empty_name_means_no_journal(
    database_url: str, plugins: PluginManager, directory: Path, journal: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATRX_JOURNAL", "")
    await migrate(database_url, directory=directory, plugins=plugins)
    assert not journal.exists()


def test_it_is_found_by_its_entry_point() -> None:
    """Where the package is installed: ``nox -s plugins`` sees to that."""
    (point,) = [p for p in importlib.metadata.entry_points(group="matrx_orm_migrate") if p.name == "journal"]
    assert point.load().requires_hook_api == 1
