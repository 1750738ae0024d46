"""The plugin manager: what is found, what is refused, and who is to blame."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from matrx_orm_migrate.errors import PluginError
from matrx_orm_migrate.hooks import CatalogQuery, Detector, Finding, PlanContext, PluginManager, hookimpl
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Snapshot, Statement

EMPTY = Snapshot(objects={})


class Detecting(Detector):
    """A detector of nothing."""

    kind = "thing"
    catalog = "pg_thing"

    def query(self, server_version: int) -> CatalogQuery | None:
        return None

    def read(self, row: Sequence[Any]) -> CatalogObject | None:
        return None

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        return ()

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return ()

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return ()


class OneDetector:
    """A plugin that owns a kind."""

    @hookimpl
    def matrx_detectors(self) -> Iterable[Detector]:
        return [Detecting()]


class FakeEntryPoint:
    """An entry point as a broken distribution would have it."""

    name = "broken"
    dist = None

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def load(self) -> object:
        raise self.error


def manager(*plugins: tuple[str, object]) -> PluginManager:
    """These plugins and no others."""
    installed = [point.name for point in importlib.metadata.entry_points(group="matrx_orm_migrate")]
    return PluginManager.discover(blocked=installed, extra=plugins)


@pytest.mark.parametrize("error", [ImportError("no module"), SystemExit(3), ZeroDivisionError()], ids=repr)
def test_a_plugin_that_does_not_load_stops_the_run_and_not_the_discovery(
    error: BaseException, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [FakeEntryPoint(error)])
    found = PluginManager.discover()
    (plugin,) = found.plugins
    assert plugin.name == "broken"
    assert type(error).__name__ in plugin.failure
    with pytest.raises(PluginError, match="'broken'") as caught:
        found.check()
    assert caught.value.plugin == "broken"
    assert caught.value.exit_code == 2


def test_a_plugin_that_is_blocked_is_not_even_loaded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [FakeEntryPoint(AssertionError("loaded"))])
    found = PluginManager.discover(blocked=["broken"])
    assert found.plugins == []
    found.check()


def test_ctrl_c_while_plugins_are_loaded_stops_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.metadata, "entry_points", lambda group: [FakeEntryPoint(KeyboardInterrupt())])
    with pytest.raises(KeyboardInterrupt):
        PluginManager.discover()


def test_a_plugin_given_by_hand_is_listed_and_asked() -> None:
    found = manager(("mine", OneDetector()))
    found.check()
    assert [plugin.name for plugin in found.plugins] == ["mine"]
    assert list(found.detectors) == ["thing"]
    assert (found.sources, found.targets) == ({}, {})


def test_two_plugins_that_claim_one_kind_are_both_named() -> None:
    found = manager(("one", OneDetector()), ("other", OneDetector()))
    with pytest.raises(PluginError, match="kind 'thing'") as caught:
        found.check()
    assert "'one'" in caught.value.message
    assert "'other'" in caught.value.message


def test_two_plugins_of_one_name_are_refused() -> None:
    with pytest.raises(PluginError, match="two plugins are named 'mine'"):
        manager(("mine", OneDetector()), ("mine", OneDetector()))


class Misspelt:
    """A plugin whose author's finger slipped."""

    @hookimpl
    def matrx_detector(self) -> Iterable[Detector]:
        return []


def test_a_misspelt_hook_is_refused_with_the_names_that_there_are() -> None:
    with pytest.raises(PluginError, match="'matrx_detector', which is not a hook") as caught:
        manager(("mine", Misspelt()))
    assert "matrx_detectors" in caught.value.hint
    assert caught.value.plugin == "mine"


class NotADetector:
    """A plugin that gives the class where an instance is wanted."""

    @hookimpl
    def matrx_detectors(self) -> Iterable[Any]:
        return [Detecting]


def test_what_is_no_detector_is_refused() -> None:
    with pytest.raises(PluginError, match=r"'mine' gave .*Detecting.* wants Detectors"):
        manager(("mine", NotADetector())).check()


class Rewriting:
    """A plugin that appends a change, and asks for fewer arguments than there are."""

    def __init__(self, name: str) -> None:
        self.change = Change(before=None, after=CatalogObject(id=ObjectId("thing", "", name)))

    @hookimpl
    def matrx_rewrite(self, changes: Sequence[Change]) -> Sequence[Change]:
        return [*changes, self.change]


class Silent:
    """A plugin that looks and says nothing."""

    @hookimpl
    def matrx_rewrite(self, changes: Sequence[Change], desired: Snapshot, current: Snapshot) -> None:
        assert desired is current

    @hookimpl
    def matrx_include(self, obj: CatalogObject) -> None:
        return None


def test_changes_are_rewritten_by_one_plugin_after_the_other() -> None:
    one, other = Rewriting("one"), Rewriting("other")
    found = manager(("one", one), ("silent", Silent()), ("other", other)).rewrite([], EMPTY, EMPTY)
    assert {change.id.name for change in found} == {"one", "other"}


def test_an_object_takes_part_where_nobody_says_otherwise() -> None:
    obj = CatalogObject(id=ObjectId("thing", "", "a"))
    assert not manager().decides_inclusion
    asked = manager(("silent", Silent()))
    assert asked.decides_inclusion
    assert asked.include(obj, "current") is True


class Reviewing:
    """A plugin with a lint rule."""

    @hookimpl
    def matrx_review(self, plan: Any) -> Iterable[Finding]:
        return [Finding(code="X1", message=f"mind {plan}")]


def test_the_findings_of_all_plugins_are_put_together() -> None:
    found = manager(("one", Reviewing()), ("other", Reviewing())).review("the plan")
    assert [finding.message for finding in found] == ["mind the plan", "mind the plan"]


def test_the_built_in_pieces_are_installed_as_plugins() -> None:
    found = PluginManager.discover()
    found.check()
    assert {"detectors", "sources", "targets"} <= {plugin.name for plugin in found.plugins}
    assert {"table", "column", "index"} <= set(found.detectors)
    assert {"sqlalchemy", "sql"} <= set(found.sources)
