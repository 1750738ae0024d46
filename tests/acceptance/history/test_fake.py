"""``--fake``: the history changes, the schema does not, and everybody is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate.errors import HistoryMismatchError, NeedsAttentionError
from tests.support.commands import Project
from tests.support.migrations import executor, recorded, value, write
from tests.support.migrations import migrate as run_migrate


def three(directory: Path) -> Path:
    """Three migrations, the last one without a way back."""
    write(directory, "0001_a", "await db.execute('create table a ()')", down="await db.execute('drop table a')")
    write(
        directory,
        "0002_b",
        "await db.execute('create table b ()')",
        down="await db.execute('drop table b')",
        dependencies=("0001_a",),
    )
    write(directory, "0003_c", "await db.execute('create table c ()')", down=None, dependencies=("0002_b",))
    return directory


def test_fake_records_and_runs_nothing(project: Project) -> None:
    three(project.folder / "migrations")
    ended = project.run("migrate", "--fake", "--to", "0002_b")
    assert ended.code == 0
    assert "NOTHING WAS RUN" in ended.out
    assert "NOT run: 0001_a, 0002_b" in ended.err
    assert project.recorded == ("0001_a", "0002_b")
    assert project.query("select to_regclass('public.a')") == [(None,)]
    # the rest is run as ever
    assert project.run("migrate").code == 0
    assert project.recorded == ("0001_a", "0002_b", "0003_c")
    assert project.query("select to_regclass('public.c')::text, to_regclass('public.a')") == [("c", None)]
    assert project.run("status", "--check").code == 0


def test_fake_rollback_forgets_and_runs_nothing_and_needs_no_down(project: Project) -> None:
    three(project.folder / "migrations")
    assert project.run("migrate").code == 0
    ended = project.run("rollback", "--fake", "--to", "0001_a", "--json")
    assert ended.json == {"rolled_back": [], "forgotten": ["0003_c", "0002_b"]}
    assert project.recorded == ("0001_a",)
    assert project.query("select to_regclass('public.c')::text") == [("c",)]
    document = project.run("migrate", "--fake", "--json").json
    assert document["recorded"] == ["0002_b", "0003_c"]
    assert document["applied"] == document["pending"] == []
    ended = project.run("rollback", "--fake")
    assert ended.code == 0
    assert "NOTHING WAS RUN" in ended.out
    assert project.query("select to_regclass('public.c')::text") == [("c",)]


def test_a_plan_of_fake_changes_nothing(project: Project) -> None:
    three(project.folder / "migrations")
    assert project.run("migrate", "--fake", "--plan", "--json").json["planned"] == ["0001_a", "0002_b", "0003_c"]
    assert project.query("select to_regclass('public._matrx_migrations')") == [(None,)]


def test_fake_stops_where_the_history_does_not_match(project: Project) -> None:
    three(project.folder / "migrations")
    assert project.run("migrate", "--to", "1").code == 0
    write(project.folder / "migrations", "0001_a", "await db.execute('create table other ()')")
    ended = project.run("migrate", "--fake")
    assert ended.code == HistoryMismatchError.exit_code
    assert "0001_a" in ended.err
    assert project.recorded == ("0001_a",)


async def test_fake_does_not_record_what_is_half_done(database_url: str, tmp_path: Path) -> None:
    body = "await db.execute('create table a ()')\nawait db.execute('select 1/0')"
    write(tmp_path, "0001_steps", body, transactional=False)
    with pytest.raises(NeedsAttentionError):
        await run_migrate(database_url, tmp_path)
    async with executor(database_url) as runner:
        from matrx_orm_migrate.loader import read_directory

        with pytest.raises(NeedsAttentionError, match=r"0001_steps.*after 1 of its statements"):
            await runner.migrate(read_directory(tmp_path), fake=True)
    assert await recorded(database_url) == ()
    assert await value(database_url, "select count(*) from _matrx_migrations_progress where state = 'done'") == 1
