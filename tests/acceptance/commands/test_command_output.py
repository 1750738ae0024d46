"""JSON, quiet commands, and errors: what is printed, and what never is."""

from __future__ import annotations

import json
import os
import subprocess

import pytest

from matrx_orm_migrate.cli.errors import redact
from tests.support.commands import ARGV, BEFORE, Ended, Project
from tests.support.migrations import write


def test_every_command_speaks_json(two_migrations: Project) -> None:
    project = two_migrations
    assert [entry["state"] for entry in project.run("status", "--json").json["migrations"]] == ["pending"] * 2
    assert project.run("migrate", "--plan", "--json").json["planned"] == ["0001_a", "0002_b"]
    applied = project.run("migrate", "--json").json
    assert [entry["name"] for entry in applied["applied"]] == ["0001_a", "0002_b"]
    assert applied["applied"][0]["seconds"] >= 0
    assert [entry["name"] for entry in project.run("rollback", "--json").json["rolled_back"]] == ["0002_b"]
    asked = "create table a (id int, more text); create table b (id int);"  # b is pending again
    made = project.make(asked, "--json", "--dry-run").json
    assert made["changed"] is True
    assert made["pending"] == ["0002_b"]
    (draft,) = made["migrations"]
    assert draft["path"] is None
    assert set(draft) == {"name", "path", "changes", "hazards", "down_hazards", "no_down", "text"}
    assert {"kind", "object", "message"} == set(draft["down_hazards"][0])
    assert project.run("create_empty", "--json").json["name"] == "0003_custom"
    assert set(project.run("rebuild", "--json").json) == {
        "output",
        "written",
        "removed",
        "unchanged",
        "schemas",
        "tables",
        "unhandled",
        "left_out",
    }


@pytest.mark.since(18)  # the way there is refused by older servers
def test_that_there_is_no_way_back_is_told(project: Project) -> None:
    tables = "CREATE TABLE base (id {} NOT NULL); CREATE TABLE kid ({}more text) INHERITS (base);"
    project.make(tables.format("bigint", ""))
    project.run("migrate")
    asked = tables.format("integer", "id integer NOT NULL, ")
    (draft,) = project.make(asked, "--json", "--dry-run").json["migrations"]
    assert draft["no_down"]
    made = project.make(asked)
    assert f"there is no down: {draft['no_down']}" in " ".join(made.out.split())
    assert "up leads to what is asked for." in made.out


def test_what_is_passed_over_is_told_to_people_and_to_scripts(project: Project) -> None:
    lines = [
        "from sqlalchemy import Column, Index, Integer, MetaData, Table",
        "metadata = MetaData()",
        "table = Table('t', metadata, Column('id', Integer, primary_key=True), Column('a', Integer))",
    ]
    (project.folder / "noted.py").write_text("\n".join(lines))
    project.run("makemigrations", "-m", "noted:metadata")
    project.run("migrate")
    lines.append("Index('ix_a', table.c.a, postgresql_concurrently=True)")
    (project.folder / "noted_again.py").write_text("\n".join(lines))
    asked = ("makemigrations", "-m", "noted_again:metadata")
    (note,) = project.run(*asked, "--check", "--json").json["notes"]
    assert note.startswith("index public.ix_a: postgresql_concurrently")
    assert note in project.run(*asked, "--check").out
    # a dry run prints the file, and beside it what is no part of the file
    dry = project.run(*asked, "--dry-run")
    assert note not in dry.out
    assert dry.err == f"note: {note}\n"
    assert project.run(*asked, "--dry-run", "--quiet").err == ""


def test_errors_are_json_too(two_migrations: Project) -> None:
    write(two_migrations.folder / "migrations", "0003_bad", "await db.execute('select 1/0')", dependencies=("0002_b",))
    failed = two_migrations.run("migrate", "--json")
    assert failed.code == 5
    error = failed.json["error"]
    assert error["type"] == "MigrationFailedError"
    assert error["exit_code"] == 5
    assert error["migration"] == "0003_bad"
    assert error["sqlstate"] == "22012"
    assert error["applied"] == ["0001_a", "0002_b"]
    assert error["hint"]
    assert two_migrations.run("migrate", "--nonsense", "--json").json["error"]["exit_code"] == 2
    unknown = two_migrations.run("status", "--json", "--database", "nope").json["error"]
    assert (unknown["type"], unknown["name"]) == ("UnknownDatabaseError", "nope")


def test_what_migrations_print_is_not_in_the_document(project: Project) -> None:
    """Neither in a process of its own, nor in a program that caught what the command prints."""
    said = "print('from the module')\nimport os; os.write(1, b'from below\\n')"
    write(project.folder / "migrations", "0001_a", "print('from up')", down="print('from down')", head=said)
    program = [*ARGV, "migrate", "--json"]
    process = subprocess.run(program, capture_output=True, text=True, check=True, cwd=project.folder)
    assert [entry["name"] for entry in json.loads(process.stdout)["applied"]] == ["0001_a"]
    assert set(process.stderr.splitlines()) == {"from the module", "from below", "from up"}
    within = project.run("rollback", "--json")
    assert [entry["name"] for entry in json.loads(within.out)["rolled_back"]] == ["0001_a"]
    assert within.err.splitlines() == ["from the module", "from down"]


def test_quiet_commands_say_nothing(project: Project) -> None:
    for command in (
        ["makemigrations", "--from-sql", project.sql(BEFORE)],
        ["migrate"],
        ["status"],
        ["rollback"],
        ["rebuild"],
        ["create_empty"],
    ):
        assert project.run(*command, "--quiet") == Ended(0, "", "")


def test_what_is_piped_has_no_colours_and_no_trailing_spaces(two_migrations: Project) -> None:
    for command in (["migrate"], ["status"], ["plugins"]):
        shown = two_migrations.run(*command).out
        assert "\x1b" not in shown
        assert all(line == line.rstrip() for line in shown.splitlines())


def test_the_only_database_need_not_be_named(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTHER_URL", "postgresql://localhost/other")
    assert project.run("status").code == 0
    project.configure(f'[databases.shop]\nurl = "{project.url}"\n[databases.stock]\nurl = "{project.url}"\n')
    asked = project.run("status")
    assert asked.code == 2
    assert "shop, stock" in asked.err
    (project.folder / "matrx_orm.toml").unlink()
    for name in [name for name in os.environ if name.endswith("_URL")]:
        monkeypatch.delenv(name)
    assert "no database is configured" in project.run("status").err
    monkeypatch.setenv("SHOP_URL", project.url)
    assert project.run("status").code == 0


def test_an_unknown_database_lists_the_known_ones(project: Project) -> None:
    asked = project.run("migrate", "--database", "nope")
    assert asked.code == 2
    assert "shop" in asked.err


def test_a_database_that_does_not_answer_is_3_and_shows_no_password(project: Project) -> None:
    refused = project.run("status", "--database", "postgresql://anna:s3cretpw@127.0.0.1:1/shop", "--debug")
    assert refused.code == 3
    assert "127.0.0.1:1" in refused.err or "hint:" in refused.err
    assert "s3cretpw" not in refused.out + refused.err


def test_a_failing_migration_is_5_and_says_which_one(two_migrations: Project) -> None:
    write(two_migrations.folder / "migrations", "0003_bad", "await db.execute('select 1/0')", dependencies=("0002_b",))
    failed = two_migrations.run("migrate")
    assert failed.code == 5
    assert "0003_bad" in failed.err
    assert "22012" in failed.err
    assert two_migrations.recorded == ("0001_a", "0002_b")


def test_an_edited_file_is_6(two_migrations: Project) -> None:
    two_migrations.run("migrate")
    write(two_migrations.folder / "migrations", "0001_a", "await db.execute('select 1')")
    assert two_migrations.run("migrate").code == 6
    assert "edited" in two_migrations.run("status").out


def test_a_broken_file_is_2(two_migrations: Project) -> None:
    (two_migrations.folder / "migrations" / "0003_c.py").write_text("def up(:", encoding="utf-8")
    broken = two_migrations.run("migrate")
    assert broken.code == 2
    assert "0003_c.py" in broken.err
    assert not two_migrations.recorded


def test_a_bug_is_one_line_and_a_traceback_only_with_debug(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_args: object, **_options: object) -> None:
        raise RuntimeError("lost postgresql://anna:s3cretpw@db/shop")

    monkeypatch.setattr("matrx_orm_migrate.api.status", broken)
    plain = project.run("status")
    assert plain.code == 1
    assert len(plain.err.splitlines()) == 2
    assert "report" in plain.err
    assert "Traceback" not in plain.err
    shown = project.run("status", "--debug")
    assert shown.code == 1
    assert "Traceback" in shown.err
    assert "s3cretpw" not in plain.err + shown.err


@pytest.mark.parametrize(
    "text",
    [
        "postgresql://anna:s3cretpw@db/shop",
        "postgres://anna:s3cretpw@x@db/shop",
        "connect(password='s3cretpw')",
        "host=db password=s3cretpw",
        "SHOP_HOST=db SHOP_PASSWORD=s3cretpw",
        '{"password": "s3cretpw"}',
    ],
)
def test_passwords_are_taken_out_of_texts_that_others_made(text: str) -> None:
    assert "s3cretpw" not in redact(text)
    assert "db" in redact(text) or "password" in redact(text)


def test_a_long_error_has_at_most_ten_lines(project: Project) -> None:
    project.execute(f"create table shop (id int primary key, {', '.join(f'c{n} text' for n in range(30))})")
    refused = project.make("create table shop (id int primary key);")
    assert refused.code == 8
    assert len(refused.err.splitlines()) <= 10
    assert "more lines" in refused.err
    assert len(project.make("create table shop (id int primary key);", "--json").json["error"]["losses"]) == 30
