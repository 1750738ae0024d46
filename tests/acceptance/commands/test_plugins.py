"""Plugins as the commands meet them: what goes on without one, and what does not."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable, Iterable
from typing import Any

import click
import pytest

from matrx_orm_migrate.hooks import (
    HOOK_API_VERSION,
    CatalogQuery,
    Detector,
    Finding,
    GeneratedFile,
    Review,
    Target,
    TargetContext,
    hookimpl,
)
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Snapshot, Statement
from tests.support.commands import BEFORE, Project


class Drawing(Target):
    """A target of nothing."""

    name = "drawing"

    def render(self, snapshot: Snapshot, context: TargetContext) -> list[GeneratedFile]:
        return []


class Sound:
    """A plugin with a bit of everything."""

    @hookimpl
    def matrx_targets(self) -> Iterable[Target]:
        return [Drawing()]

    @hookimpl
    def matrx_include(self, obj: CatalogObject) -> bool | None:
        return False if obj.id.name == "left_alone" else None

    @hookimpl
    def matrx_review(self, plan: Review) -> Iterable[Finding]:
        return [Finding(code="T1", message=f"{change.id} is new") for change in plan.changes if change.before is None]

    @hookimpl
    def matrx_commands(self, cli: click.Group) -> None:
        cli.add_command(click.Command("draw", callback=lambda: click.echo("drawn")))


class Refusing:
    """A plugin whose rule stops the run."""

    @hookimpl
    def matrx_review(self, plan: Review) -> Iterable[Finding]:
        yield Finding(code="T2", message="there are tables", blocking=bool(plan.up))


class Point:
    """An entry point."""

    dist = None

    def __init__(self, name: str, plugin: object) -> None:
        self.name, self.plugin = name, plugin

    def load(self) -> object:
        if isinstance(self.plugin, BaseException):
            raise self.plugin
        return self.plugin


class Installed:
    """Gives the built-in plugins these companions."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._built_in = [
            point
            for point in importlib.metadata.entry_points(group="matrx_orm_migrate")
            if point.name in ("detectors", "sources", "targets")
        ]

    def __call__(self, **plugins: object) -> None:
        from matrx_orm_migrate.cli.group import cli

        points = [*self._built_in, *(Point(name, plugin) for name, plugin in plugins.items())]
        self._monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: points)
        self._monkeypatch.setattr(cli, "commands", {})


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> Installed:
    return Installed(monkeypatch)


BROKEN = {
    "does not load": ImportError("no such thing"),
    "exits": SystemExit(3),
    "misspelt": type("Misspelt", (), {"matrx_reviews": hookimpl(lambda self: [])})(),
    "newer": type("Newer", (), {"requires_hook_api": HOOK_API_VERSION + 1})(),
    "lazily broken": type("Lazy", (), {"matrx_targets": hookimpl(lambda self: 1 / 0)})(),
    "of the wrong class": type("Wrong", (), {"matrx_targets": hookimpl(lambda self: [Drawing])})(),
    "claiming": type("Claiming", (), {"matrx_targets": hookimpl(lambda self: [Managers()])})(),
}


class Managers(Drawing):
    """A target by a name that is taken."""

    name = "managers"


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_plugin_stops_makemigrations_by_name_and_nothing_else(
    how: str, two_migrations: Project, installed: Installed
) -> None:
    project = two_migrations
    installed(sound=Sound(), zz=BROKEN[how])
    stopped = project.make(BEFORE)
    assert stopped.code == 2
    assert "'zz'" in stopped.err
    assert project.run("rebuild").code == 2
    assert project.run("migrate_rebuild").code == 2
    assert project.query("SELECT to_regclass('a')") == [(None,)]
    assert project.run("--help").code == 0
    assert project.run("status").code == 0
    listed = {plugin["name"]: plugin for plugin in project.run("plugins", "--json").json["plugins"]}
    assert listed["zz"]["problems"]
    assert listed["sound"]["problems"] == []
    assert listed["sound"]["targets"] == ["drawing"]
    assert listed["sound"]["commands"] == ["draw"]
    assert "zz" in project.run("plugins").out
    assert project.run("draw").out == "drawn\n"
    assert project.run("migrate").code == 0
    assert project.run("rollback", "--steps", "2").code == 0
    without = project.make(BEFORE, "--no-plugin", "zz", "--allow-data-loss")
    assert without.code == 0, without.err


def test_what_a_plugin_registered_is_listed(project: Project, installed: Installed) -> None:
    installed(sound=Sound())
    document = project.run("plugins", "--json").json
    assert document["hook_api"] == HOOK_API_VERSION
    (sound,) = [plugin for plugin in document["plugins"] if plugin["name"] == "sound"]
    assert sound["hooks"] == ["matrx_commands", "matrx_include", "matrx_review", "matrx_targets"]
    (built_in,) = [plugin for plugin in document["plugins"] if plugin["name"] == "detectors"]
    assert built_in["distribution"] == "matrx-orm-migrate"
    assert {"table", "column"} <= set(built_in["detectors"])


def test_the_findings_of_a_rule_are_told(project: Project, installed: Installed) -> None:
    installed(sound=Sound())
    made = project.make(BEFORE, "--json")
    assert "table public.shop is new [T1]" in made.json["notes"]


def test_a_finding_may_stop_the_run(project: Project, installed: Installed) -> None:
    installed(refusing=Refusing())
    stopped = project.make(BEFORE)
    assert stopped.code == 2
    assert "there are tables [T2]" in stopped.err
    assert not (project.folder / "migrations").exists()
    assert project.make(BEFORE, "--no-plugin", "refusing").code == 0


def test_what_a_plugin_leaves_alone_is_compared_without_it(
    project: Project, installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(sound=Sound())
    project.execute("CREATE TABLE left_alone (id int)")
    assert project.make("CREATE SCHEMA IF NOT EXISTS public;", "--check").code == 0
    assert project.run("makemigrations", "--from-sql", "schema.sql", "--check", "--no-plugin", "sound").code == 9
    monkeypatch.setenv("MATRX_NO_PLUGINS", "sound")
    assert project.run("makemigrations", "--from-sql", "schema.sql", "--check").code == 9
    monkeypatch.delenv("MATRX_NO_PLUGINS")
    config = project.folder / "matrx_orm.toml"
    config.write_text('no_plugins = ["sound"]\n' + config.read_text(encoding="utf-8"), encoding="utf-8")
    assert project.run("makemigrations", "--from-sql", "schema.sql", "--check").code == 9
    (sound,) = [plugin for plugin in project.run("plugins", "--json").json["plugins"] if plugin["name"] == "sound"]
    assert sound["blocked"]


def test_a_plugin_to_do_without_that_nobody_has_is_listed(
    project: Project, installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(sound=Sound())
    monkeypatch.setenv("MATRX_NO_PLUGINS", "suond")
    said = project.run("plugins").out
    assert "suond: to be done without, and not installed here (installed: sound" in " ".join(said.split())
    assert project.run("plugins", "--json").json["unknown"] == ["suond"]


def test_a_command_that_nobody_brings_may_be_the_broken_plugins(project: Project, installed: Installed) -> None:
    installed(zz=ImportError("no such thing"))
    missing = project.run("draw")
    assert missing.code == 2
    assert "no command 'draw', and plugin 'zz' failed to load" in missing.err


def test_the_calls_are_shown_where_that_is_asked(
    project: Project, installed: Installed, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed(sound=Sound())
    monkeypatch.setenv("MATRX_TRACE_PLUGINS", "1")
    shown = project.make(BEFORE, "--debug")
    assert "plugins: sound: matrx_targets() → 1 given" in shown.err
    assert "plugins: sound: matrx_review() →" in shown.err


def test_migrations_that_are_written_need_no_plugin(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    assert project.make(BEFORE).code == 0
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [])
    assert project.run("migrate").code == 0
    assert project.query("SELECT to_regclass('shop')::text") == [("shop",)]
    assert project.run("status", "--check").code == 0
    assert project.run("rollback").code == 0
    assert project.query("SELECT to_regclass('shop')::text") == [(None,)]


class Things(Detector):
    """A detector of databases named nothing; what is wrong with it, its subclasses say."""

    kind = "thing"
    catalog = "pg_database"

    def query(self, server_version: int) -> Any:
        return CatalogQuery(sql="SELECT oid::int8, 0 FROM pg_catalog.pg_class WHERE relname = 'shop'")

    def read(self, row: Any) -> Any:
        return CatalogObject(id=ObjectId("thing", "", "one"))

    def create(self, obj: CatalogObject, parts: Any, context: Any) -> Any:
        return [Statement(sql="SELECT 1")]

    def drop(self, obj: CatalogObject, context: Any) -> Any:
        return [Statement(sql="SELECT 1")]

    def alter(self, before: CatalogObject, after: CatalogObject, context: Any) -> Any:
        return []


MISTAKES: dict[str, tuple[dict[str, Any], str]] = {
    "query that is a text": ({"query": lambda *_: "SELECT 1"}, "query() gave 'SELECT 1', and CatalogQuery is wanted"),
    "query that raises": ({"query": lambda self, _: 1 / 0}, "ZeroDivisionError"),
    "query in no SQL": ({"query": lambda *_: CatalogQuery(sql="SELEC")}, "its catalog query fails: syntax error"),
    "catalog that there is not": ({"catalog": "pg_nothing"}, "there is no catalog 'pg_nothing'"),
    "object that is a text": ({"read": lambda *_: "x"}, "read() gave 'x', and CatalogObject is wanted"),
    "statement that is a text": ({"create": lambda *_: ["x"]}, "create() gave 'x', and Statement is wanted"),
    "create that raises": ({"create": lambda self, *_: 1 / 0}, "ZeroDivisionError"),
}


def test_what_a_detector_does_wrong_names_its_plugin(project: Project, installed: Installed) -> None:
    for name, (wrong, said) in MISTAKES.items():
        detector = type("Wrong", (Things,), wrong)()
        installed(zz=type("Plugin", (), {"matrx_detectors": hookimpl(lambda self, it=detector: [it])})())
        stopped = project.make(BEFORE)
        assert stopped.code == 2, name
        assert stopped.err.startswith("error: plugin 'zz' failed in its detector 'thing'"), name
        assert said in stopped.err, name
    assert project.files == []


def test_a_plugin_that_ends_the_process_does_not_end_a_migration(two_migrations: Project, installed: Installed) -> None:
    class Leaving:
        @hookimpl
        def matrx_before_migration(self) -> None:
            raise SystemExit(0)

    installed(zz=Leaving())
    stopped = two_migrations.run("migrate")
    assert stopped.code == 2
    assert "plugin 'zz' failed in matrx_before_migration(): SystemExit" in stopped.err
    assert two_migrations.recorded == ()


def test_a_plugin_that_objects_to_a_migration_is_named(two_migrations: Project, installed: Installed) -> None:
    class Objecting:
        @hookimpl
        def matrx_after_migration(self) -> None:
            raise ValueError("not on a Friday")

    installed(zz=Objecting())
    stopped = two_migrations.run("migrate")
    assert stopped.code == 5
    assert "ValueError: not on a Friday\n  raised by plugin 'zz' in matrx_after_migration()" in stopped.err
    assert "Traceback" not in stopped.err
    assert "hint: Mend plugin 'zz', or do without it: --no-plugin zz." in stopped.err
    assert two_migrations.recorded == ()
    assert two_migrations.run("migrate", "--no-plugin", "zz").code == 0


def rewriting(keep: Callable[[Change], bool]) -> object:
    """A plugin that leaves out of the changes what ``keep`` does not want."""

    class Rewriting:
        @hookimpl
        def matrx_rewrite(self, changes: Iterable[Change]) -> list[Change]:
            return [change for change in changes if keep(change)]

    return Rewriting()


def test_a_rewrite_that_leaves_nothing_is_named(project: Project, installed: Installed) -> None:
    installed(idle=rewriting(lambda _: True), zz=rewriting(lambda _: False))
    for more in ((), ("--check",), ("--dry-run",)):
        stopped = project.make(BEFORE, *more)
        assert (stopped.code, stopped.out) == (2, "")
        assert stopped.err.startswith("error: plugin 'zz' left nothing of the changes in matrx_rewrite():\n")
        assert stopped.err.count("Create table public.shop") == 1
        assert "--no-plugin" in stopped.err
    project.execute(BEFORE)
    assert project.make(BEFORE, "--check").code == 0


def test_a_rewrite_that_leaves_something_out_is_named_where_the_proof_fails(
    project: Project, installed: Installed
) -> None:
    installed(idle=rewriting(lambda _: True), zz=rewriting(lambda change: "extra" not in str(change.id)))
    stopped = project.make(f"{BEFORE} create table extra (id int);")
    assert stopped.code == 1
    assert stopped.err.count("missing: table public.extra\n") == 1
    assert "hint: plugin 'zz' rewrote the changes (matrx_rewrite); try it without: --no-plugin zz." in stopped.err
    assert "report" not in stopped.err
    assert project.files == []


class Tables(Things):
    """A detector of a kind that is taken."""

    kind = "table"


@pytest.mark.parametrize("first", [False, True])
def test_whoever_claims_what_is_built_in_is_to_blame(project: Project, installed: Installed, first: bool) -> None:
    class Claiming:
        @hookimpl(tryfirst=first)
        def matrx_detectors(self) -> Iterable[Detector]:
            return [Tables()]

    installed(aa=Claiming())
    problems = {entry["name"]: entry["problems"] for entry in project.run("plugins", "--json").json["plugins"]}
    assert problems["aa"] == ["plugins 'detectors' and 'aa' both claim kind 'table'"]
    assert not any(problems[name] for name in ("detectors", "sources", "targets"))
    assert [line.split()[-1] for line in project.run("plugins").out.splitlines() if line.startswith("aa ")] == [
        "failed"
    ]
    assert "'aa'" in project.make(BEFORE).err


def test_a_plugins_command_that_fails_names_the_plugin(project: Project, installed: Installed) -> None:
    def missing() -> None:
        (project.folder / "nowhere").read_text()

    class Commanding:
        @hookimpl
        def matrx_commands(self, cli: click.Group) -> None:
            cli.add_command(click.Command("divide", callback=lambda: 1 / 0))
            cli.add_command(click.Command("look", callback=missing))
            cli.add_command(click.Command("leave", callback=lambda: 4))

    installed(zz=Commanding(), yy=Sound())
    stopped = project.run("divide")
    assert stopped.code == 2
    assert stopped.err.startswith("error: plugin 'zz' failed in its command 'divide': ZeroDivisionError: ")
    assert "nowhere: No such file" in project.run("look").err
    assert project.run("leave").code == 4
    assert project.run("draw").out == "drawn\n"
