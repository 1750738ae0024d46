"""What goes into the log while migrations run: each statement with its time, and what the server says; no password."""

from __future__ import annotations

import asyncio
import logging
import os
import pty
import re
import subprocess
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from matrx_orm_migrate.errors import MigrationFailedError
from tests.support.commands import ARGV, Project
from tests.support.migrations import migrate, write

RAISE = "do $$begin raise {} 'the server says %', 7 using hint = 'so there'; end$$"


def messages(caplog: pytest.LogCaptureFixture, module: str) -> list[tuple[int, str]]:
    """Level and text of what one module logged."""
    return [
        (record.levelno, record.getMessage())
        for record in caplog.records
        if record.name == f"matrx_orm_migrate.{module}"
    ]


@pytest.mark.parametrize("transactional", [True, False])
async def test_what_the_server_says_is_logged_at_its_level(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture, *, transactional: bool
) -> None:
    body = "\n".join(f"await db.execute({RAISE.format(level)!r})" for level in ("notice", "warning", "info", "debug"))
    write(tmp_path, "0001_a", body, transactional=transactional)
    with caplog.at_level(logging.DEBUG, logger="matrx_orm_migrate"):
        await migrate(database_url, tmp_path)
    assert messages(caplog, "operations.notices") == [
        (logging.INFO, "0001_a: NOTICE: the server says 7; hint: so there"),
        (logging.WARNING, "0001_a: WARNING: the server says 7; hint: so there"),
        (logging.INFO, "0001_a: INFO: the server says 7; hint: so there"),
    ]


async def test_the_runners_own_statements_say_nothing_and_nobody_listens_afterwards(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(tmp_path, "0001_a", "await db.execute('create table if not exists t ()')", transactional=False)
    write(tmp_path, "0002_b", "await db.execute('create table if not exists t ()')", transactional=False)
    engine = create_async_engine(database_url)
    try:
        async with engine.connect() as connection:
            connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            with caplog.at_level(logging.INFO, logger="matrx_orm_migrate"):
                await migrate(connection, tmp_path)
                await connection.exec_driver_sql("create table if not exists t ()")
                await asyncio.sleep(0)
    finally:
        await engine.dispose()
    assert messages(caplog, "operations.notices") == [
        (logging.INFO, '0002_b: NOTICE: relation "t" already exists, skipping')
    ]


async def test_each_statement_is_logged_with_its_time_and_without_secrets(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    write(
        tmp_path,
        "0001_a",
        """
        await db.execute("select pg_sleep(0.1)")
        await db.fetch("select $1::text", "a parameter")
        await db.execute("create role matrx_logged_role password 'geheim'")
        await db.execute("drop role matrx_logged_role")
        """,
    )
    with caplog.at_level(logging.DEBUG, logger="matrx_orm_migrate"):
        await migrate(database_url, tmp_path)
    texts = [text for _, text in messages(caplog, "operations.db")]
    shapes = [re.fullmatch(r"0001_a: (\d+\.\d{3}) s: (.*)", text) for text in texts]
    assert [shape[2] for shape in shapes if shape] == [
        "select pg_sleep(0.1)",
        "select $1::text",
        "create role matrx_logged_role password '***'",
        "drop role matrx_logged_role",
    ]
    assert shapes[0] is not None
    assert float(shapes[0][1]) >= 0.1
    assert not any("geheim" in record.getMessage() or "a parameter" in record.getMessage() for record in caplog.records)
    names = {record.name for record in caplog.records}
    assert {"matrx_orm_migrate.operations.db", "matrx_orm_migrate.executor.executor"} <= names


async def test_a_statement_that_fails_is_told_without_its_password(database_url: str, tmp_path: Path) -> None:
    write(tmp_path, "0001_a", "await db.execute(\"alter role matrx_nobody password 'geheim'\")")
    with pytest.raises(MigrationFailedError) as caught:
        await migrate(database_url, tmp_path)
    assert "password '***'" in caught.value.statement
    assert "geheim" not in str(caught.value)


def test_the_command_shows_what_the_server_says_and_debug_shows_statements(project: Project) -> None:
    folder = project.folder / "migrations"
    write(folder, "0001_a", f"await db.execute({RAISE.format('notice')!r})", down="pass")
    ended = project.run("migrate")
    assert (ended.code, ended.err) == (0, "note: 0001_a: NOTICE: the server says 7; hint: so there\n")
    assert project.run("rollback").code == 0
    assert project.run("migrate", "--quiet").err == ""
    assert project.run("rollback").code == 0
    assert [m["name"] for m in project.run("migrate", "--json").json["applied"]] == ["0001_a"]
    assert project.run("rollback").code == 0
    write(
        folder,
        "0001_a",
        "await db.execute_script(\"create role matrx_shown password 'geheim'; drop role matrx_shown\")",
    )
    ended = project.run("migrate", "--debug")
    assert ended.code == 0
    assert re.search(
        r"matrx_orm_migrate\.operations\.db: 0001_a: \d\.\d{3} s: create role .* password \*\*\*;", ended.err
    )
    assert "geheim" not in ended.err


def test_verify_and_baseline_do_not_repeat_what_the_server_says(project: Project) -> None:
    folder = project.folder / "migrations"
    write(folder, "0001_a", f"await db.execute({RAISE.format('notice')!r})", down="pass")
    assert project.run("verify").err == ""
    assert project.run("baseline", "1").err == ""


def test_a_notice_has_a_line_of_its_own_at_a_terminal(project: Project) -> None:
    write(project.folder / "migrations", "0001_a", f"await db.execute({RAISE.format('notice')!r})")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [*ARGV, "migrate"], stdin=theirs, stdout=theirs, stderr=theirs, env={**os.environ, "TERM": "xterm"}
    )
    os.close(theirs)
    shown = b""
    while True:
        try:
            shown += os.read(ours, 4096)
        except OSError:  # the terminal's other end is closed
            break
    os.close(ours)
    assert process.wait(30) == 0
    plain = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", shown).decode().replace("\r", "\n")
    assert "note: 0001_a: NOTICE: the server says 7; hint: so there" in plain.splitlines()
