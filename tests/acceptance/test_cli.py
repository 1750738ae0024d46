"""Every command end to end on a real PostgreSQL: what it does, what it prints, and how it ends."""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
import pytest

from matrx_orm_migrate import PluginManager, hookimpl
from matrx_orm_migrate.cli import command_line
from matrx_orm_migrate.cli.errors import redact
from matrx_orm_migrate.hooks import LoadedPlugin
from tests.support.migrations import execute, query, recorded, write
from tests.support.servers import Databases, run_apart

BEFORE = "create table shop (id int primary key, name varchar(20));"
AFTER = "create table shop (id int primary key, name varchar(40) not null); create table extra (id int);"
CTRL_C = "\x03"
ARGV = [sys.executable, "-m", "matrx_orm_migrate"]


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        assert self.err == ""
        return json.loads(self.out)


class Project:
    """A folder with a configuration that names one database, ``shop``, and commands that are run in it."""

    def __init__(self, folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.url = url
        self._capsys = capsys
        self.configure(f'[databases.shop]\nurl = "{url}"\noutput = "generated"\n')

    def configure(self, text: str) -> None:
        """Write matrx_orm.toml."""
        (self.folder / "matrx_orm.toml").write_text(text, encoding="utf-8")

    def sql(self, text: str) -> str:
        """Write schema.sql; its name."""
        (self.folder / "schema.sql").write_text(text, encoding="utf-8")
        return "schema.sql"

    def run(self, *arguments: str) -> Ended:
        """Run a command in this process."""
        self._capsys.readouterr()
        code = command_line(arguments)
        out, err = self._capsys.readouterr()
        assert "--debug" in arguments or len(err.splitlines()) <= 10
        return Ended(code, out, err)

    def make(self, text: str, *arguments: str) -> Ended:
        """Run makemigrations with a schema.sql of this text."""
        return self.run("makemigrations", "--from-sql", self.sql(text), *arguments)

    def execute(self, *statements: str) -> None:
        """Run SQL on the database."""
        run_apart(execute(self.url, *statements))

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        rows: list[tuple[Any, ...]] = []

        async def ask() -> None:
            rows.extend(await query(self.url, sql))

        run_apart(ask())
        return rows

    @property
    def recorded(self) -> tuple[str, ...]:
        """What the database has as applied."""
        names: list[str] = []

        async def ask() -> None:
            names.extend(await recorded(self.url))

        run_apart(ask())
        return tuple(names)

    @property
    def files(self) -> list[str]:
        """The names of the migrations."""
        return sorted(path.stem for path in (self.folder / "migrations").glob("*.py"))


@pytest.fixture
def project(
    tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Project:
    """A project folder, which is the current directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    return Project(tmp_path, database_url, capsys)


@pytest.fixture
def two_migrations(project: Project) -> Project:
    """A project with two migrations by hand."""
    folder = project.folder / "migrations"
    write(folder, "0001_a", "await db.execute('create table a (id int)')", down="await db.execute('drop table a')")
    write(
        folder,
        "0002_b",
        "await db.execute('create table b (id int)')",
        down="await db.execute('drop table b')",
        dependencies=("0001_a",),
    )
    return project


# --- the cycle -----------------------------------------------------------------------------------------------------


def test_the_whole_cycle_tells_what_it_does(project: Project) -> None:
    made = project.make(BEFORE, "--name", "First shop")
    assert made.code == 0, made.err
    assert made.out.splitlines()[0] == "migrations/0001_first_shop.py"
    assert "• Create table public.shop" in made.out
    assert "Proved on a scratch database" in made.out
    assert project.run("status").out.splitlines()[1].split() == ["0001_first_shop", "pending"]
    migrated = project.run("migrate")
    assert migrated.code == 0
    assert "✓" in migrated.out
    assert "0001_first_shop" in migrated.out
    assert migrated.out.endswith("Applied 1 migration.\n")
    assert project.run("migrate").out == "Nothing to apply.\n"
    assert project.run("status").out.splitlines()[1].split()[:2] == ["0001_first_shop", "applied"]
    assert project.make(BEFORE).out == "No changes detected.\n"
    back = project.run("rollback")
    assert back.out.endswith("Rolled back 1 migration.\n")
    assert project.run("rollback").out == "Nothing to roll back.\n"
    assert not project.recorded


def test_check_exits_with_9_and_writes_nothing(project: Project) -> None:
    found = project.make(BEFORE, "--check")
    assert found.code == 9
    assert "There are changes" in found.out
    assert project.files == []
    project.execute(BEFORE)
    assert project.make(BEFORE, "--check").code == 0


def test_a_dry_run_prints_the_file_and_writes_nothing(project: Project) -> None:
    shown = project.make(BEFORE, "--dry-run")
    assert shown.code == 0
    compile(shown.out, "shown", "exec")
    assert "async def up(db):" in shown.out
    assert project.files == []


def test_data_is_only_lost_with_consent(project: Project) -> None:
    project.execute("create table shop (id int primary key, name varchar(20), gone text)")
    refused = project.make(BEFORE)
    assert refused.code == 8
    assert "public.shop.gone" in refused.err
    assert "--allow-data-loss" in refused.err
    assert project.files == []
    assert "DATA LOSS" in project.make(BEFORE, "--allow-data-loss").out


def test_a_rename_can_be_said(project: Project) -> None:
    project.execute("create table store (id int primary key, title varchar(20))")
    made = project.make(BEFORE, "--rename", "store=shop", "--rename", "store.title=name")
    assert made.code == 0, made.err
    assert "Rename" in made.out
    assert "DROP" not in (project.folder / "migrations" / f"{project.files[0]}.py").read_text().partition("def down")[0]
    assert project.run("makemigrations", "--rename", "store").code == 2


@pytest.mark.parametrize(
    "option",
    [
        ["--include-tables", "a", "b"],
        ["--include-tables", "a,b"],
        ["--include-tables", "a", "--include-tables", "b"],
        ["--include-tables=a", "b"],
        ["--exclude-tables", "c"],
        ["--exclude-tables", "c*", "d"],
    ],
)
def test_tables_are_included_and_excluded_as_in_the_original(project: Project, option: list[str]) -> None:
    made = project.make("create table a (id int); create table b (id int); create table c (id int);", *option, "--json")
    changes = " ".join(made.json["migrations"][0]["changes"])
    assert "public.a" in changes
    assert "public.b" in changes
    assert "public.c" not in changes


def test_including_and_excluding_at_once_is_refused(project: Project) -> None:
    assert project.make(BEFORE, "--include-tables", "a", "--exclude-tables", "b").code == 2


def test_another_database_can_be_what_is_asked_for(project: Project, make_database: Databases) -> None:
    other = make_database()
    run_apart(execute(other, BEFORE))
    assert project.run("makemigrations", "--from-database", other).code == 0
    assert project.run("migrate").code == 0
    assert project.run("makemigrations", "--from-database", other, "--check").code == 0


def test_models_are_named_on_the_command_line_or_in_the_configuration(project: Project) -> None:
    source = """
        from sqlalchemy import Column, Integer, MetaData, Table
        metadata = MetaData()
        Table("shop", metadata, Column("id", Integer, primary_key=True))
    """
    name = f"models_{os.getpid()}_{time.monotonic_ns()}"
    (project.folder / f"{name}.py").write_text(textwrap.dedent(source), encoding="utf-8")
    assert project.run("makemigrations", "--check").code == 2
    assert project.run("makemigrations", "--check", "--models", f"{name}:metadata").code == 9
    project.configure(f'[databases.shop]\nurl = "{project.url}"\nmodels = ["{name}:metadata"]\n')
    assert project.run("makemigrations", "--check").code == 9


def test_a_star_is_every_schema(project: Project) -> None:
    asked = "create schema far; create table far.away (id int);"
    assert "far.away" in project.make(asked, "--check", "--schema", "*").out
    assert "far.away" not in project.make(f"{asked} create table near (id int);", "--check").out


def test_migrate_stops_where_it_is_told_to_and_can_only_plan(two_migrations: Project) -> None:
    planned = two_migrations.run("migrate", "--plan")
    assert planned.out.splitlines() == ["Would apply 2 migrations:", "  • 0001_a", "  • 0002_b"]
    assert not two_migrations.recorded
    assert "1 migration pending" in two_migrations.run("migrate", "--to", "0001").out
    assert two_migrations.recorded == ("0001_a",)
    assert two_migrations.run("status", "--check").code == 9
    assert two_migrations.run("migrate").code == 0
    assert two_migrations.run("status", "--check").code == 0


def test_rollback_takes_steps_or_a_name(two_migrations: Project) -> None:
    two_migrations.run("migrate")
    assert two_migrations.run("rollback", "--to", "0001_a").code == 0
    assert two_migrations.recorded == ("0001_a",)
    two_migrations.run("migrate")
    assert two_migrations.run("rollback", "--steps", "2").code == 0
    assert not two_migrations.recorded
    for wrong in (["--steps", "0"], ["--steps", "-1"], ["--steps", "x"], ["--steps", "1", "--to", "0001_a"]):
        assert two_migrations.run("rollback", *wrong).code == 2


def test_empty_migrations_can_be_made_twice_and_applied(project: Project) -> None:
    assert project.run("create_empty").out == "migrations/0001_custom.py\n"
    assert project.run("create-empty", "--name", "more").out == "migrations/0002_more.py\n"
    assert project.run("migrate").code == 0
    assert project.recorded == ("0001_custom", "0002_more")


def test_rebuild_generates_and_then_has_nothing_to_do(project: Project) -> None:
    project.execute("create table shop (id int primary key, name text not null)")
    assert project.run("rebuild", "--check").code == 9
    made = project.run("rebuild")
    assert made.code == 0
    assert made.out.splitlines()[0] == "generated"
    assert "class Shop" in (project.folder / "generated" / "models.py").read_text(encoding="utf-8")
    again = project.run("rebuild")
    assert again.out.endswith("Up to date with 1 table.\n")
    assert project.run("rebuild", "--check").code == 0
    assert project.run("rebuild", "--output", "elsewhere").code == 0
    assert (project.folder / "elsewhere" / "models.py").exists()


def test_migrate_rebuild_does_both(two_migrations: Project) -> None:
    done = two_migrations.run("migrate_rebuild")
    assert done.code == 0
    assert "Applied 2 migrations." in done.out
    assert "Generated from 2 tables." in done.out
    again = two_migrations.run("migrate-rebuild", "--json", "--database-project", "shop")
    assert again.json["applied"] == []
    assert again.json["rebuild"]["written"] == []


def test_plugins_are_listed_with_what_they_bring(project: Project) -> None:
    listed = project.run("plugins", "--json").json
    assert {"detectors", "sources", "targets"} <= {plugin["name"] for plugin in listed["plugins"]}
    assert {"table", "column", "index"} <= set(listed["detectors"])
    assert "detectors" in project.run("plugins").out


def test_a_plugins_command_is_a_command(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    class Plugin:
        @hookimpl
        def matrx_commands(self, cli: click.Group) -> None:
            cli.add_command(click.Command("draw-shop", callback=lambda: click.echo("drawn")))

    manager = PluginManager.discover(extra=[("shop", Plugin())])
    monkeypatch.setattr(PluginManager, "discover", lambda: manager)
    from matrx_orm_migrate.cli.group import cli

    monkeypatch.setattr(cli, "commands", {})
    assert project.run("draw-shop") == Ended(0, "drawn\n", "")
    assert project.run("draw-ship").code == 2


def test_a_broken_plugin_stops_makemigrations_by_name_and_nothing_else(
    two_migrations: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = two_migrations
    manager = PluginManager.discover()
    manager.plugins.append(LoadedPlugin(name="rls", distribution="x-rls", version="1", failure="ImportError: no"))
    monkeypatch.setattr(PluginManager, "discover", lambda: manager)
    stopped = project.make(BEFORE)
    assert stopped.code == 2
    assert "x-rls" in stopped.err
    assert project.run("status").code == 0
    assert "ImportError: no" in project.run("plugins").out
    migrated = project.run("migrate")
    assert migrated.code == 0
    assert migrated.err.startswith("note: plugin 'rls' failed to load")


# --- JSON, and what is not printed ---------------------------------------------------------------------------------


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
    assert set(draft) == {"name", "path", "changes", "hazards", "down_hazards", "text"}
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
    }


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


# --- errors --------------------------------------------------------------------------------------------------------


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


# --- as a process --------------------------------------------------------------------------------------------------


@pytest.fixture
def sleeper(project: Project) -> Project:
    """A project whose only migration takes its time."""
    write(project.folder / "migrations", "0001_slow", "await db.execute('select pg_sleep(60)')")
    return project


@pytest.fixture
def slow_run(sleeper: Project) -> Iterator[subprocess.Popen[str]]:
    """``migrate``, while the server sleeps for it."""
    with subprocess.Popen([*ARGV, "migrate"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            deadline = time.monotonic() + 60
            while not sleeper.query("select 1 from pg_stat_activity where query ~ '^select pg_sleep'"):
                assert process.poll() is None, process.communicate()
                assert time.monotonic() < deadline
                time.sleep(0.1)
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_the_query_and_rolls_back(
    sleeper: Project, slow_run: subprocess.Popen[str], number: signal.Signals, code: int
) -> None:
    slow_run.send_signal(number)
    _, err = slow_run.communicate(timeout=30)
    assert slow_run.returncode == code
    assert len(err.splitlines()) <= 10
    assert "Traceback" not in err
    assert sleeper.query("select 1 from pg_stat_activity where query ~ '^select pg_sleep' and state = 'active'") == []
    assert not sleeper.recorded


def test_a_second_ctrl_c_ends_at_once(slow_run: subprocess.Popen[str]) -> None:
    slow_run.send_signal(signal.SIGINT)
    slow_run.send_signal(signal.SIGINT)
    started = time.monotonic()
    slow_run.communicate(timeout=30)
    assert slow_run.returncode == 130
    assert time.monotonic() - started < 5


def test_a_reader_that_goes_away_does_not_stop_the_work(two_migrations: Project) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run([*ARGV, "migrate"], stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (process.returncode, process.stderr) == (0, "")
    assert two_migrations.recorded == ("0001_a", "0002_b")


def at_a_terminal(*arguments: str, answer: str = "", environment: dict[str, str] | None = None) -> tuple[int, str]:
    """Run a command at a terminal of its own, and answer its first question; exit code, and what was on the screen."""
    main, terminal = pty.openpty()
    process = subprocess.Popen(
        [*ARGV, *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
        env={**{k: v for k, v in os.environ.items() if k != "NO_COLOR"}, "TERM": "xterm", **(environment or {})},
    )
    os.close(terminal)
    screen = b""
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            ready, _, _ = select.select([main], [], [], 0.5)
            if not ready:
                continue
            try:
                screen += os.read(main, 65536)
            except OSError:  # nobody has the other end any more
                break
            if answer and b"[y/n]" in screen.lower():
                if answer == CTRL_C:  # this terminal controls nobody, so the signal is sent by hand
                    # Python's input() misses a signal that comes between its prompt and its read; nobody is that fast
                    time.sleep(1)
                    process.send_signal(signal.SIGINT)
                os.write(main, answer.encode())
                answer = ""
        return process.wait(timeout=60), screen.decode()
    finally:
        process.kill()
        process.wait()
        os.close(main)


def test_a_likely_rename_is_asked_about_at_a_terminal(project: Project) -> None:
    project.execute("create table shop (id int primary key, title varchar(20))")
    asking = ["makemigrations", "--from-sql", project.sql(BEFORE), "--dry-run"]
    code, screen = at_a_terminal(*asking, answer="y\n")
    assert code == 0, screen
    assert "RENAME COLUMN title TO name" in screen
    code, screen = at_a_terminal(*asking, answer="n\n")
    assert code == 8
    code, screen = at_a_terminal(*asking, answer=CTRL_C)
    assert code == 130, screen
    assert project.run(*asking).code == 8  # no terminal, no question


def test_a_terminal_gets_colours_unless_it_says_no(two_migrations: Project) -> None:
    assert "\x1b[" in at_a_terminal("status")[1]
    assert "\x1b[3" not in at_a_terminal("status", "--no-color")[1]
    assert "\x1b[" not in at_a_terminal("status", environment={"NO_COLOR": "1"})[1]


def test_the_command_is_also_called_by_both_names() -> None:
    for name in ("matrx-orm", "matrx-orm-migrate"):
        script = Path(sys.executable).with_name(name)
        run = subprocess.run([script, "--version"], capture_output=True, text=True, check=True)
        assert run.stdout.startswith("matrx-orm-migrate ")
