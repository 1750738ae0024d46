"""What a plugin raises, or gives that it should not, is told with the plugin's name, whatever it is."""

from __future__ import annotations

import asyncio
import importlib.metadata
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import click
import pytest

from matrx_orm_migrate.cli.group import COMMANDS
from matrx_orm_migrate.errors import PluginError
from matrx_orm_migrate.hooks import Detector, Finding, PluginManager, Review, hookimpl
from matrx_orm_migrate.hooks.answers import PieceError
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Snapshot

EMPTY = Snapshot(objects={})
REVIEW = Review(current=EMPTY, desired=EMPTY, changes=(), up=(), down=None)
OBJECT = CatalogObject(id=ObjectId("thing", "", "a"))


class Evil(BaseException):
    """Nobody catches it by `except Exception`."""


def manager(plugin: object) -> PluginManager:
    """This plugin and no other."""
    installed = [point.name for point in importlib.metadata.entry_points(group="matrx_orm_migrate")]
    return PluginManager.discover(blocked=installed, extra=[("mine", plugin)])


def plugin(**hooks: Callable[..., Any]) -> object:
    """An object with these hooks."""
    return type("Plugin", (), {name: hookimpl(function) for name, function in hooks.items()})()


def raising(error: BaseException) -> Callable[..., Any]:
    """A hook that raises."""

    def hook(self: object) -> Any:
        raise error

    return hook


def giving(answer: Any) -> Callable[..., Any]:
    """A hook that gives this."""
    return lambda self: answer


def half(*answers: Any) -> Callable[..., Any]:
    """A hook that gives these and breaks then."""

    def hook(self: object) -> Iterator[Any]:
        yield from answers
        raise ValueError("half way")

    return hook


CALLS: dict[str, Callable[[PluginManager], object]] = {
    "matrx_include": lambda plugins: plugins.include(OBJECT, "current"),
    "matrx_rewrite": lambda plugins: plugins.rewrite([Change(before=None, after=OBJECT)], EMPTY, EMPTY),
    "matrx_review": lambda plugins: plugins.review(REVIEW),
    "matrx_before_migration": lambda plugins: plugins.before_migration(None, "up"),
    "matrx_after_migration": lambda plugins: plugins.after_migration(None, "up", "applied"),
    "matrx_detectors": lambda plugins: plugins.detectors,
    "matrx_sources": lambda plugins: plugins.sources,
    "matrx_targets": lambda plugins: plugins.targets,
}


@pytest.mark.parametrize("error", [SystemExit(0), Evil("x"), asyncio.CancelledError()], ids=lambda e: type(e).__name__)
@pytest.mark.parametrize("hook", CALLS)
def test_what_is_no_exception_names_the_plugin_too(hook: str, error: BaseException) -> None:
    with pytest.raises(PluginError, match=rf"'mine' failed in {hook}\(\): {type(error).__name__}") as caught:
        CALLS[hook](manager(plugin(**{hook: raising(error)})))
    assert caught.value.plugin == "mine"


@pytest.mark.parametrize("hook", CALLS)
def test_ctrl_c_in_a_hook_stays_what_it_is(hook: str) -> None:
    with pytest.raises(KeyboardInterrupt):
        CALLS[hook](manager(plugin(**{hook: raising(KeyboardInterrupt())})))


@pytest.mark.parametrize("hook", ["matrx_rewrite", "matrx_review", "matrx_detectors", "matrx_targets"])
def test_a_hook_that_breaks_half_way_names_the_plugin(hook: str) -> None:
    with pytest.raises(PluginError, match=rf"'mine' failed in {hook}\(\): ValueError: half way"):
        CALLS[hook](manager(plugin(**{hook: half()})))


@pytest.mark.parametrize(
    ("hook", "answer", "said"),
    [
        ("matrx_review", ["mind"], "gave 'mind' out of matrx_review(), which wants Findings"),
        ("matrx_review", Finding(code="A", message="b"), "'Finding' object is not iterable"),
        ("matrx_rewrite", ["x"], "gave 'x' out of matrx_rewrite(), which wants Changes"),
        ("matrx_rewrite", 5, "'int' object is not iterable"),
        ("matrx_include", "no", "gave 'no' out of matrx_include(), which wants True, False or None"),
        ("matrx_detectors", "x", "gave 'x' out of matrx_detectors(), which wants Detectors"),
    ],
)
def test_what_a_hook_should_not_give_names_the_plugin(hook: str, answer: Any, said: str) -> None:
    with pytest.raises(PluginError, match=rf"^plugin 'mine'.*{re.escape(said)}"):
        CALLS[hook](manager(plugin(**{hook: giving(answer)})))


class Things(Detector):
    """A detector that says too little: no catalog."""

    kind = "thing"

    def query(self, server_version: int) -> None:
        return None

    def read(self, row: Sequence[Any]) -> None:
        raise ZeroDivisionError("by nothing")

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: Any) -> tuple[()]:
        return ()

    def drop(self, obj: CatalogObject, context: Any) -> tuple[()]:
        return ()

    def alter(self, before: CatalogObject, after: CatalogObject, context: Any) -> tuple[()]:
        return ()


class Whole(Things):
    """And one that says enough."""

    catalog = "pg_class"


def test_a_detector_without_a_catalog_is_refused() -> None:
    with pytest.raises(PluginError, match="whose catalog is no name"):
        manager(plugin(matrx_detectors=giving([Things()]))).check()


def test_what_a_piece_raises_names_the_plugin_and_the_method() -> None:
    plugins = manager(plugin(matrx_detectors=giving([Whole()])))
    raised = r"'mine' failed in its detector 'thing', read\(\): ZeroDivisionError"
    with pytest.raises(PluginError, match=raised), plugins.blamed():
        plugins.detectors["thing"].read(())
    with pytest.raises(PluginError, match="'mine' failed in its detector 'thing': it gave nonsense"), plugins.blamed():
        raise PieceError(plugins.detectors["thing"], "it gave nonsense")


def test_what_nobodys_piece_raises_stays_what_it_is() -> None:
    plugins = manager(plugin(matrx_detectors=giving([Whole()])))
    with pytest.raises(ZeroDivisionError), plugins.blamed():
        Whole().read(())
    with pytest.raises(PieceError), plugins.blamed():
        raise PieceError(Whole(), "not the plugin's")


@pytest.mark.parametrize(
    ("unusable", "said"),
    [
        (5, "implements no hook"),
        (type("Hooks", (), {"matrx_review": hookimpl(lambda self: [])}), "is a class"),
        (type("Hooks", (), {"matrx_review": 5})(), "'matrx_review' that is not marked"),
    ],
)
def test_what_could_never_be_called_is_refused(unusable: object, said: str) -> None:
    with pytest.raises(PluginError, match=rf"'mine'.* {said}"):
        manager(unusable)


class Waiting:
    """A plugin whose hook is a coroutine."""

    @hookimpl
    async def matrx_review(self) -> Iterable[Finding]:
        return []


def test_an_async_hook_is_refused() -> None:
    with pytest.raises(PluginError, match="'mine' implements 'matrx_review' with async"):
        manager(Waiting())


def test_no_plugin_takes_a_command_that_is_built_in_or_anothers() -> None:
    def adding(name: str) -> object:
        return plugin(matrx_commands=lambda self, cli: cli.add_command(click.Command(name, help=name)))

    installed = [point.name for point in importlib.metadata.entry_points(group="matrx_orm_migrate")]
    extra = [("1", adding("draw")), ("2", adding("draw")), ("3", adding("create-empty"))]
    group = click.Group()
    problems = PluginManager.discover(blocked=installed, extra=extra).commands(group, built_in=COMMANDS)
    assert [(problem.plugin, problem.message.partition(" claims ")[2]) for problem in problems] == [
        ("2", "command 'draw', which another plugin has"),
        ("3", "command 'create-empty', which is built in"),
    ]
    assert list(group.commands) == ["draw"]


def test_commands_that_end_the_process_do_not() -> None:
    (problem,) = manager(plugin(matrx_commands=raising(SystemExit(0)))).commands(click.Group())
    assert "'mine' failed in matrx_commands(): SystemExit" in problem.message
