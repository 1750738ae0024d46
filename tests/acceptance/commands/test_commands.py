"""Every command end to end on a real PostgreSQL: what it does, what it prints, and how it ends."""

from __future__ import annotations

import os
import textwrap
import time

import click
import pytest

from matrx_orm_migrate import PluginManager, hookimpl
from matrx_orm_migrate.hooks import LoadedPlugin
from tests.support.commands import BEFORE, Ended, Project
from tests.support.migrations import execute
from tests.support.servers import Databases, run_apart


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
    for command, option, example in (
        ("makemigrations", "--rename", "orders.total=orders.amount"),
        ("repair", "--renamed", "0003_c=0004_c"),
    ):
        refused = project.run(command, option, "store")
        assert refused.code == 2
        assert f"'store' is not old=new, such as {example}" in " ".join(refused.err.split())


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
    assert two_migrations.run("rollback", "--steps", "99").out.endswith("2 migrations; no more were applied.\n")
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
    monkeypatch.setattr(PluginManager, "discover", lambda **_blocked: manager)
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
    monkeypatch.setattr(PluginManager, "discover", lambda **_blocked: manager)
    stopped = project.make(BEFORE)
    assert stopped.code == 2
    assert "x-rls" in stopped.err
    assert project.run("status").code == 0
    assert "ImportError: no" in project.run("plugins").out
    migrated = project.run("migrate")
    assert migrated.code == 0
    assert migrated.err.startswith("note: plugin 'rls' failed to load")


@pytest.mark.parametrize(
    "command",
    [
        ("migrate",),
        ("rollback",),
        ("status", "--check"),
        ("verify",),
        ("repair",),
        ("baseline", "1"),
        ("migrate_rebuild",),
    ],
)
def test_a_folder_that_was_named_and_is_not_there_is_refused(project: Project, command: tuple[str, ...]) -> None:
    ended = project.run(*command, "--dir", "migrationz")
    assert (ended.code, ended.out) == (2, "")
    assert "'migrationz' does not exist" in ended.err


def test_a_folder_of_the_configuration_that_is_not_there_is_told(project: Project) -> None:
    """No error: it may be too early for migrations.  Once something is recorded, its files are missing."""
    project.configure(f'[databases.shop]\nurl = "{project.url}"\noutput = "generated"\ndir = "migrationz"\n')
    said = f"No migrations: there is no folder {project.folder / 'migrationz'}."
    for command in (("migrate",), ("migrate", "--plan"), ("status",), ("verify",), ("migrate_rebuild",)):
        ended = project.run(*command)
        assert (ended.code, ended.out.splitlines()[0]) == (0, said)
        assert project.run(*command, "--json").json["notes"] == [said]
    assert project.make(BEFORE).code == 0
    assert (project.folder / "migrationz").is_dir()
    assert project.run("migrate", "--json").json["notes"] == []
    assert said not in project.run("status").out


@pytest.mark.parametrize("given", ["0.0004", "99999999999", "1e300", "2147483.7", "nan", "-1"])
def test_a_lock_timeout_that_cannot_be_is_refused(two_migrations: Project, given: str) -> None:
    for command in ("migrate", "rollback"):
        ended = two_migrations.run(command, "--lock-timeout", given)
        assert (ended.code, ended.out) == (2, "")
        assert f"0 (no limit), or 0.001 to 2147483 seconds; it is {float(given)!r}" in ended.err
    assert two_migrations.recorded == ()


def test_a_folder_that_was_named_may_be_made(project: Project) -> None:
    assert project.run("create_empty", "--dir", "others").code == 0
    assert project.make(BEFORE, "--dir", "more").code == 0
    assert [len(list((project.folder / name).glob("*.py"))) for name in ("others", "more")] == [1, 1]
