"""What the plugin manager promises: order, versions, blame, a trace, and no plugin half taken in."""

from __future__ import annotations

import importlib.metadata
import logging
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click
import pytest

from matrx_orm_migrate.config.plugins import NO_PLUGINS_VARIABLE, blocked_plugins, discover_plugins, without_plugins
from matrx_orm_migrate.errors import ConfigError, PluginError, UnsupportedChangeError
from matrx_orm_migrate.hooks import (
    HOOK_API_VERSION,
    Detector,
    Finding,
    PluginManager,
    Review,
    Source,
    Target,
    TargetContext,
    hookimpl,
)
from matrx_orm_migrate.hooks.target import GeneratedFile
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Snapshot

EMPTY = Snapshot(objects={})
REVIEW = Review(current=EMPTY, desired=EMPTY, changes=(), up=(), down=None)
OBJECT = CatalogObject(id=ObjectId("thing", "", "a"))


def manager(*plugins: tuple[str, object]) -> PluginManager:
    """These plugins and no others."""
    installed = [point.name for point in importlib.metadata.entry_points(group="matrx_orm_migrate")]
    return PluginManager.discover(blocked=installed, extra=plugins)


class Drawing(Target):
    """A target of nothing."""

    name = "drawing"

    def render(self, snapshot: Snapshot, context: TargetContext) -> Sequence[GeneratedFile]:
        return ()


class Newer:
    """A plugin of tomorrow, with a hook that is not known yet."""

    requires_hook_api = HOOK_API_VERSION + 1

    @hookimpl
    def matrx_tomorrow(self) -> None:
        """Of the next version."""


def test_a_plugin_that_asks_for_a_newer_hook_api_is_refused_by_name() -> None:
    with pytest.raises(PluginError, match=rf"'mine' asks for version {HOOK_API_VERSION + 1} of the hook API") as caught:
        manager(("mine", Newer()))
    assert caught.value.plugin == "mine"
    assert "Upgrade" in caught.value.hint


def test_a_plugin_that_asks_for_this_hook_api_is_taken() -> None:
    class Plugin:
        requires_hook_api = HOOK_API_VERSION

        @hookimpl
        def matrx_targets(self) -> None:
            return None

    assert manager(("mine", Plugin())).plugins[0].failure == ""


@pytest.mark.parametrize("wanted", ["1", None, True])
def test_a_version_that_is_no_number_is_refused(wanted: object) -> None:
    class Plugin:
        requires_hook_api = wanted

    with pytest.raises(PluginError, match="requires_hook_api must be a number"):
        manager(("mine", Plugin()))


class Unmarked:
    """A plugin whose author forgot the marker."""

    def matrx_targets(self) -> Iterable[Target]:
        return [Drawing()]


def test_a_hook_without_its_marker_is_refused() -> None:
    with pytest.raises(PluginError, match="'matrx_targets' that is not marked") as caught:
        manager(("mine", Unmarked()))
    assert "@hookimpl" in caught.value.hint


class OtherWords:
    """A plugin whose hook has a name of its own making."""

    @hookimpl
    def detectors(self) -> Iterable[Detector]:
        return []


class Near:
    """A plugin that is one letter away."""

    @hookimpl
    def matrx_target(self) -> Iterable[Target]:
        return []


def test_what_is_no_hook_is_refused_and_the_nearest_one_named() -> None:
    with pytest.raises(PluginError, match="'detectors', which is not a hook"):
        manager(("mine", OtherWords()))
    with pytest.raises(PluginError) as caught:
        manager(("mine", Near()))
    assert caught.value.hint.startswith("Is matrx_targets meant?")


class Wrapping:
    """A plugin that wants to stand around the others."""

    @hookimpl(wrapper=True)
    def matrx_targets(self) -> Iterator[None]:
        return (yield)


def test_a_wrapper_is_refused() -> None:
    with pytest.raises(PluginError, match="as a wrapper"):
        manager(("mine", Wrapping()))


class HalfFitting:
    """A plugin whose first hook fits and whose second takes an argument that there is not."""

    def __init__(self) -> None:
        self.called = False

    @hookimpl
    def matrx_include(self, obj: CatalogObject) -> None:
        self.called = True

    @hookimpl
    def matrx_review(self, plan: Review, colour: str) -> Iterable[Finding]:
        return []


class Point:
    """An entry point."""

    def __init__(self, name: str, plugin: object) -> None:
        self.name, self.plugin = name, plugin
        self.dist = None

    def load(self) -> object:
        return self.plugin


def test_a_plugin_is_taken_in_wholly_or_not_at_all(monkeypatch: pytest.MonkeyPatch) -> None:
    half = HalfFitting()
    with pytest.raises(PluginError, match=r"(?s)'mine' does not fit.*colour"):
        manager(("mine", half))
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [Point("mine", half)])
    found = PluginManager.discover()
    assert "colour" in found.plugins[0].failure
    assert found.include(OBJECT, "current")
    assert not half.called
    with pytest.raises(PluginError, match="'mine'"):
        found.check()


class Lazily:
    """A plugin whose module loads, and whose pieces need what is not installed."""

    @hookimpl
    def matrx_targets(self) -> Iterable[Target]:
        import not_installed_anywhere  # type: ignore[import-not-found]  # that is the point

        return [not_installed_anywhere.Target()]


class Late:
    """A plugin that breaks while its pieces are looked at, after the first."""

    @hookimpl
    def matrx_targets(self) -> Iterable[Target]:
        yield Drawing()
        raise ZeroDivisionError("later")


@pytest.mark.parametrize(("plugin", "reason"), [(Lazily(), "ModuleNotFoundError"), (Late(), "ZeroDivisionError")])
def test_a_plugin_that_imports_half_of_itself_is_named_and_nothing_of_it_is_used(plugin: object, reason: str) -> None:
    class Other:
        @hookimpl
        def matrx_sources(self) -> Iterable[Source]:
            return []

        @hookimpl
        def matrx_targets(self) -> None:
            return None

    found = manager(("other", Other()), ("mine", plugin))
    with pytest.raises(PluginError, match=rf"'mine' failed in matrx_targets\(\): {reason}") as caught:
        found.check()
    assert caught.value.plugin == "mine"
    assert found.sources == {}
    assert found.pieces_of("mine") == {"detectors": (), "sources": (), "targets": ()}
    with pytest.raises(PluginError):
        _ = found.targets


class Giving:
    """A plugin with targets."""

    def __init__(self, *given: object) -> None:
        self.given = given

    @hookimpl
    def matrx_targets(self) -> Iterable[Any]:
        return list(self.given)


class Nameless(Drawing):
    """A target whose author forgot its name."""

    name = ""


def test_a_piece_without_a_name_is_refused() -> None:
    with pytest.raises(PluginError, match="whose name is no name"):
        manager(("mine", Giving(Nameless()))).check()


def test_a_plugin_that_claims_a_name_twice_is_named_once() -> None:
    with pytest.raises(PluginError, match="'mine' claims name 'drawing' twice"):
        manager(("mine", Giving(Drawing(), Drawing()))).check()


def test_of_two_that_claim_one_name_neither_is_listed() -> None:
    found = manager(("one", Giving(Drawing())), ("other", Giving(Drawing())))
    assert found.pieces_of("one")["targets"] == found.pieces_of("other")["targets"] == ()
    assert [problem.plugin for problem in found.problems()] == ["other"]


class Asked:
    """A plugin that notes when it is asked."""

    def __init__(self, name: str, calls: list[str]) -> None:
        self.name, self.calls = name, calls

    @hookimpl
    def matrx_review(self) -> Iterable[Finding]:
        self.calls.append(self.name)
        return []


class AskedFirst(Asked):
    @hookimpl(tryfirst=True)
    def matrx_review(self) -> Iterable[Finding]:
        return super().matrx_review()


class AskedLast(Asked):
    @hookimpl(trylast=True)
    def matrx_review(self) -> Iterable[Finding]:
        return super().matrx_review()


def test_plugins_are_asked_in_the_order_of_their_names(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    kinds = {"b": Asked, "a": AskedLast, "d": AskedFirst, "c": Asked}
    points = [Point(name, kind(name, calls)) for name, kind in kinds.items()]
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: points)
    PluginManager.discover(extra=[("by hand", Asked("by hand", calls))]).review(REVIEW)
    assert calls == ["d", "b", "c", "by hand", "a"]


def test_the_first_opinion_on_an_object_counts() -> None:
    class Verdict:
        def __init__(self, verdict: bool | None) -> None:
            self.verdict = verdict

        @hookimpl
        def matrx_include(self) -> bool | None:
            return self.verdict

    assert not manager(("1", Verdict(None)), ("2", Verdict(False)), ("3", Verdict(True))).include(OBJECT, "current")


class Failing:
    """A plugin whose every hook breaks."""

    @hookimpl
    def matrx_review(self) -> Iterable[Finding]:
        raise ValueError("of its own")

    @hookimpl
    def matrx_rewrite(self) -> None:
        raise UnsupportedChangeError("a refusal of its own")

    @hookimpl
    def matrx_before_migration(self) -> None:
        raise ValueError("before")

    @hookimpl
    def matrx_commands(self) -> None:
        raise ValueError("no commands")


def test_who_failed_is_named() -> None:
    found = manager(("mine", Failing()))
    with pytest.raises(PluginError, match=r"'mine' failed in matrx_review\(\): ValueError: of its own"):
        found.review(REVIEW)
    with pytest.raises(UnsupportedChangeError, match="a refusal of its own"):
        found.rewrite([Change(before=None, after=OBJECT)], EMPTY, EMPTY)
    with pytest.raises(ValueError, match="before") as caught:
        found.before_migration(None, "up")
    assert caught.value.__notes__ == ["raised by plugin 'mine' in matrx_before_migration()"]


def test_a_plugin_that_fails_to_add_its_commands_does_not_stop_the_others() -> None:
    class Commands:
        @hookimpl
        def matrx_commands(self, cli: click.Group) -> None:
            cli.add_command(click.Command("draw"))

    group = click.Group()
    problems = manager(("1", Failing()), ("2", Commands())).commands(group)
    assert [problem.plugin for problem in problems] == ["1"]
    assert list(group.commands) == ["draw"]


def test_the_calls_are_traced_where_that_is_asked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    found = manager(("mine", Failing()), ("other", Asked("other", [])))
    with caplog.at_level(logging.WARNING, "matrx_orm_migrate.plugins"), pytest.raises(PluginError):
        found.review(REVIEW)
    assert (capsys.readouterr().err, caplog.messages) == ("", [])
    monkeypatch.setenv("MATRX_TRACE_PLUGINS", "1")
    with caplog.at_level(logging.DEBUG, "matrx_orm_migrate.plugins"), pytest.raises(PluginError):
        found.review(REVIEW)
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("plugins: mine: matrx_review() → ValueError: of its own (")
    assert caplog.messages == [line.removeprefix("plugins: ")]
    _ = manager(("mine", Giving(Drawing()))).targets
    assert "mine: matrx_targets() → 1 given" in capsys.readouterr().err


# doing without


def test_the_names_to_do_without_come_from_three_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(NO_PLUGINS_VARIABLE, raising=False)
    assert blocked_plugins(tmp_path) == ()
    (tmp_path / "pyproject.toml").write_text('[tool.matrx-orm]\nno_plugins = ["file"]\n', encoding="utf-8")
    (tmp_path / "matrx_orm.toml").write_text('no_plugins = ["other file"]\n', encoding="utf-8")
    monkeypatch.setenv(NO_PLUGINS_VARIABLE, "one, two")
    with without_plugins(["asked"]):
        assert blocked_plugins(tmp_path) == ("asked", "one", "two", "file", "other file")
    assert blocked_plugins(tmp_path) == ("one", "two", "file", "other file")


def test_a_list_that_is_none_is_refused_with_its_file(tmp_path: Path) -> None:
    (tmp_path / "matrx_orm.toml").write_text('no_plugins = "rls"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"matrx_orm.toml.*no_plugins must be a list"):
        blocked_plugins(tmp_path)


def test_what_is_blocked_is_listed_and_not_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [Point("mine", Failing())])
    with without_plugins(["mine"]):
        found = discover_plugins(tmp_path)
    assert ([plugin.name for plugin in found.blocked], found.plugins) == (["mine"], [])
    assert found.review(REVIEW) == []


def test_a_plugin_that_there_is_not_cannot_be_done_without(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with without_plugins(["rsl"]), pytest.raises(PluginError, match="no plugin 'rsl'"):
        discover_plugins(tmp_path)
    monkeypatch.setenv(NO_PLUGINS_VARIABLE, "rsl")  # another machine may have it
    assert "detectors" in {plugin.name for plugin in discover_plugins(tmp_path).plugins}


@pytest.mark.parametrize("name", ["detectors", "sources", "targets"])
def test_what_is_built_in_cannot_be_done_without(name: str, tmp_path: Path) -> None:
    with without_plugins([name]), pytest.raises(PluginError, match="built in"):
        discover_plugins(tmp_path)
