"""Another schema for ``_matrx_migrations``: it is nobody's business, and a wrong one begins nothing anew."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from matrx_orm_migrate import DatabaseConfig, HistoryMismatchError, Migrator, makemigrations, migrate
from tests.support.migrations import execute, value, write


async def test_a_schema_for_the_tracking_table_alone_is_not_dropped(database_url: str, tmp_path: Path) -> None:
    schema = tmp_path / "schema.sql"
    schema.write_text("create table a (id int);", encoding="utf-8")
    config = DatabaseConfig(
        name="x",
        url=database_url,
        directory=tmp_path / "migrations",
        schemas=("*",),
        tracking_schema="books",
        project_dir=tmp_path,
    )
    assert len((await makemigrations(config, from_sql=schema)).drafts) == 1
    await migrate(config)
    assert (await makemigrations(config, from_sql=schema)).drafts == ()
    # with something of the user's in it, it is compared as any other
    schema.write_text("create table a (id int); create schema books; create table books.b ();", encoding="utf-8")
    (draft,) = (await makemigrations(config, from_sql=schema)).drafts
    assert draft.summaries == ("Create table books.b",)
    await migrate(config)
    assert (await makemigrations(config, from_sql=schema)).drafts == ()


def configured(url: str, folder: Path, schema: str) -> DatabaseConfig:
    return DatabaseConfig(name="x", url=url, directory=folder, tracking_schema=schema)


async def test_a_wrong_tracking_schema_does_not_begin_the_history_anew(database_url: str, tmp_path: Path) -> None:
    write(tmp_path, "0001_a", "await db.execute('create table if not exists a (id int)')")
    await Migrator(configured(database_url, tmp_path, "public")).migrate()
    write(tmp_path, "0002_b", dependencies=("0001_a",))
    wrong = Migrator(configured(database_url, tmp_path, "nosuch"))
    for run in (wrong.migrate, wrong.status, wrong.rollback, wrong.repair, lambda: wrong.baseline("0001_a")):
        with pytest.raises(
            HistoryMismatchError, match=r"no nosuch\._matrx_migrations, but public\..* 0001_a"
        ) as caught:
            await run()
        assert caught.value.exit_code == 6
    assert await value(database_url, "SELECT to_regnamespace('nosuch') IS NULL")
    # each of the hint's ways leads on
    assert [m.name for m in (await Migrator(configured(database_url, tmp_path, "public")).migrate()).applied] == [
        "0002_b"
    ]
    await execute(database_url, "CREATE SCHEMA nosuch", caught.value.hint.rpartition(": ")[2].rstrip("."))
    assert [m.name for m in (await wrong.migrate()).applied] == ["0001_a", "0002_b"]
    move = caught.value.hint.partition("move it: ")[2].partition(",")[0]
    await execute(database_url, "DROP TABLE nosuch._matrx_migrations", move)
    assert len((await wrong.status()).applied) == 2


async def test_another_projects_history_beside_ours_is_none_of_our_business(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path / "one", "0001_initial", "await db.execute('create table a (id int)')")
    write(tmp_path / "two", "0001_initial", "await db.execute('create table b (id int)')")
    await Migrator(configured(database_url, tmp_path / "one", "public")).migrate()
    assert len((await Migrator(configured(database_url, tmp_path / "two", "two")).migrate()).applied) == 1
    assert caplog.records == []


async def test_a_history_that_cannot_be_read_is_told(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, "0001_a")
    await Migrator(configured(database_url, tmp_path, "public")).migrate()
    role = f"poor_{make_url(database_url).database}"
    await execute(database_url, f"CREATE ROLE {role} LOGIN", f"CREATE SCHEMA own AUTHORIZATION {role}")
    try:
        poor = Migrator(configured(database_url.replace("postgres@", f"{role}@"), tmp_path, "own"))
        with caplog.at_level(logging.WARNING, logger="matrx_orm_migrate"):
            assert len((await poor.status()).pending) == 1
        (told,) = (record.getMessage() for record in caplog.records)
        assert told.startswith(
            "there is no own._matrx_migrations; there is one in schema public, which this role cannot"
        )
    finally:
        await execute(database_url, "DROP SCHEMA own CASCADE", f"DROP ROLE {role}")
