"""The plugin manager: finds the plugins, checks them, and is a typed face over pluggy's hooks."""

from __future__ import annotations

import importlib.metadata
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pluggy

from matrx_orm_migrate.errors import MatrxMigrateError, PluginError
from matrx_orm_migrate.hooks import spec
from matrx_orm_migrate.hooks.answers import PieceError, all_of, callers, failed, raised_by
from matrx_orm_migrate.hooks.checks import check_plugin
from matrx_orm_migrate.hooks.detector import Detector
from matrx_orm_migrate.hooks.marker import BUILT_IN, PROJECT_NAME
from matrx_orm_migrate.hooks.source import Source
from matrx_orm_migrate.hooks.spec import Finding, Review
from matrx_orm_migrate.hooks.target import Target
from matrx_orm_migrate.hooks.tracing import traced
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Snapshot

__all__ = ["LoadedPlugin", "PluginManager"]

# the hooks that give pieces: the attributes that must be names, of which the first is the piece's own, and its class
_PIECES: Mapping[str, tuple[tuple[str, ...], type[Any]]] = {
    "matrx_detectors": (("kind", "catalog"), Detector),
    "matrx_sources": (("name",), Source),
    "matrx_targets": (("name",), Target),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedPlugin:
    """One plugin that was found: its entry point's name, distribution and version, and why it failed, if it did.

    ``hooks`` are those that it implements, sorted.
    """

    name: str
    distribution: str
    version: str
    failure: str = ""
    hooks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pieces:
    """What the plugins gave out of one hook: the pieces by name, whose each is, and what is wrong, in order."""

    items: Mapping[str, Any]
    owners: Mapping[str, str]
    problems: tuple[PluginError, ...]


class PluginManager:
    """All plugins that are installed, the built-in ones among them.

    Build it with :meth:`discover`; a plugin that fails to load does not stop that, :meth:`check` does: a diff without
    one of its detectors would be silently short.

    Plugins are called in the order of their names, the built-in ones before them, those given by hand behind them in
    theirs; ``hookimpl(tryfirst=True)`` and ``trylast=True`` go before that.
    """

    def __init__(self) -> None:
        self._manager = pluggy.PluginManager(PROJECT_NAME)
        self._manager.add_hookspecs(spec)
        self.plugins: list[LoadedPlugin] = []
        self.blocked: list[LoadedPlugin] = []
        """Those that somebody asked to do without; they were not loaded."""

    @classmethod
    def discover(cls, *, blocked: Iterable[str] = (), extra: Sequence[tuple[str, object]] = ()) -> PluginManager:
        """Load what is installed under the entry-point group, but for the ``blocked`` names, and the ``extra`` ones.

        A plugin of ``extra`` that is unusable raises ``PluginError``.
        """
        manager = cls()
        names = set(blocked)
        # what is built in comes first: whoever claims the same comes second, and is to blame
        entry_points = sorted(
            importlib.metadata.entry_points(group=PROJECT_NAME),
            key=lambda point: (point.name not in BUILT_IN, point.name),
        )
        known: dict[int, tuple[str, str]] = {}  # each question parses the whole METADATA again
        for point in entry_points:
            if (described := known.get(id(point.dist))) is None:
                described = (point.dist.name, point.dist.version) if point.dist is not None else ("", "")
                known[id(point.dist)] = described
            distribution, version = described
            found = LoadedPlugin(name=point.name, distribution=distribution, version=version)
            if point.name in names:
                manager.blocked.append(found)
                continue
            try:
                found = replace(found, hooks=manager._register(point.load(), point.name))
            # whatever a plugin's import raises (SystemExit too) belongs in the report about the plugin
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                found = replace(found, failure=f"{type(error).__name__}: {error}")
            manager.plugins.append(found)
        for name, plugin in extra:
            hooks = manager._register(plugin, name)
            manager.plugins.append(LoadedPlugin(name=name, distribution="", version="", hooks=hooks))
        return manager

    def _register(self, plugin: object, name: str) -> tuple[str, ...]:
        """Take a plugin in, wholly or not at all; the hooks that it implements."""
        if self._manager.get_plugin(name) is not None:
            raise PluginError(f"two plugins are named {name!r}", plugin=name, hint="Remove or rename one of them.")
        check_plugin(self._manager, plugin, name)
        try:
            self._manager.register(plugin, name)
        except (pluggy.PluginValidationError, ValueError) as error:
            # pluggy keeps the hooks that it had taken in before the one that it refuses
            if self._manager.get_plugin(name) is not None:
                self._manager.unregister(name=name)
            raise PluginError(f"plugin {name!r} does not fit: {error}", plugin=name) from error
        callers = self._manager.get_hookcallers(plugin) or []
        return tuple(sorted(caller.name for caller in callers))

    def check(self) -> None:
        """Raise ``PluginError`` where a plugin failed to load, or two claim the same kind, source or target."""
        for plugin in self.plugins:
            if plugin.failure:
                raise PluginError(
                    f"plugin {plugin.name!r} ({plugin.distribution} {plugin.version}) failed to load: {plugin.failure}",
                    plugin=plugin.name,
                    hint="Mend or uninstall it, or say --no-plugin; a diff without it could be silently short.",
                )
        for problem in self.problems():
            raise problem

    # calling

    def _implementations(self, hook: str) -> list[Any]:
        """pluggy's records of who implements a hook, in the order in which they are called."""
        found = getattr(self._manager.hook, hook).get_hookimpls()
        if len(found) < 2:
            return list(found)  # asked twice a migration
        rank = {plugin.name: number for number, plugin in enumerate(self.plugins)}

        def order(implementation: Any) -> tuple[int, int]:
            wish = int(implementation.trylast) - int(implementation.tryfirst)
            return wish, rank.get(implementation.plugin_name, len(rank))

        return sorted(found, key=order)

    def _call(self, implementation: Any, hook: str, arguments: Mapping[str, Any]) -> Any:
        given = {name: arguments[name] for name in implementation.argnames}
        return traced(implementation.plugin_name, hook, lambda: implementation.function(**given))

    def _asked(self, hook: str, **arguments: Any) -> Iterator[tuple[str, Any]]:
        """What each plugin answers, by its name.  Raises ``PluginError`` for one that fails, or its own refusal."""
        for implementation in self._implementations(hook):
            yield implementation.plugin_name, self._answer(implementation, hook, arguments)

    def _answer(self, implementation: Any, hook: str, arguments: Mapping[str, Any]) -> Any:
        try:
            return self._call(implementation, hook, arguments)
        except (MatrxMigrateError, KeyboardInterrupt):
            raise
        # sys.exit() too: the command would end as if all were done
        except BaseException as error:
            raise failed(implementation.plugin_name, f"{hook}()", error) from error

    # pieces

    def _collect(self, hook: str) -> _Pieces:
        """What the plugins give out of ``hook``.  Of two that claim one name, neither is to be trusted: both go."""
        (key, *more), cls = _PIECES[hook]
        found: dict[str, list[tuple[str, Any]]] = defaultdict(list)
        problems: list[PluginError] = []
        for implementation in self._implementations(hook):
            plugin = implementation.plugin_name
            try:
                items = list(self._answer(implementation, hook, {}) or ())
            except PluginError as error:
                problems.append(error)
                continue
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # what it gives is made while it is looked at, and that may fail as well
                problems.append(failed(plugin, f"{hook}()", error))
                continue
            for item in items:
                lacking = [named for named in (key, *more) if not _is_name(getattr(item, named, None))]
                if isinstance(item, cls) and not lacking:
                    found[getattr(item, key)].append((plugin, item))
                    continue
                what = f"which wants {cls.__name__}s" if not isinstance(item, cls) else f"whose {lacking[0]} is no name"
                problems.append(PluginError(f"plugin {plugin!r} gave {item!r} out of {hook}(), {what}", plugin=plugin))
        for name, claims in found.items():
            if len(claims) > 1:
                # whatever a hookimpl says of its turn, what is built in was there before
                first, *_others, last = sorted(
                    (plugin for plugin, _item in claims), key=lambda one: one not in BUILT_IN
                )
                whose = f"plugin {first!r} claims" if first == last else f"plugins {first!r} and {last!r} both claim"
                twice = " twice" if first == last else ""
                problems.append(
                    PluginError(
                        f"{whose} {key} {name!r}{twice}",
                        plugin=last,
                        hint="Uninstall one of them, or say --no-plugin.",
                    )
                )
        alone = {name: claims[0] for name, claims in sorted(found.items()) if len(claims) == 1}
        return _Pieces(
            items={name: item for name, (_plugin, item) in alone.items()},
            owners={name: plugin for name, (plugin, _item) in alone.items()},
            problems=tuple(problems),
        )

    @cached_property
    def _pieces(self) -> dict[str, _Pieces]:
        return {hook: self._collect(hook) for hook in _PIECES}

    def _sound(self, hook: str) -> dict[str, Any]:
        for problem in self._pieces[hook].problems:
            raise problem
        return dict(self._pieces[hook].items)

    def problems(self) -> list[PluginError]:
        """What is wrong with the pieces that the plugins give; empty where all is well."""
        return [problem for pieces in self._pieces.values() for problem in pieces.problems]

    def pieces_of(self, plugin: str) -> dict[str, tuple[str, ...]]:
        """The names of the ``detectors``, ``sources`` and ``targets`` that one plugin brings and nobody else claims."""
        return {
            hook.removeprefix("matrx_"): tuple(name for name, owner in pieces.owners.items() if owner == plugin)
            for hook, pieces in self._pieces.items()
        }

    @cached_property
    def detectors(self) -> dict[str, Detector]:
        """The detectors by kind, sorted."""
        return self._sound("matrx_detectors")

    def from_the_start(self, server_version: int) -> dict[ObjectId, CatalogObject]:
        """What a new database of that server has already, as all detectors together say."""
        return {obj.id: obj for detector in self.detectors.values() for obj in detector.from_the_start(server_version)}

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources by name, sorted."""
        return self._sound("matrx_sources")

    @cached_property
    def targets(self) -> dict[str, Target]:
        """The targets by name, sorted."""
        return self._sound("matrx_targets")

    # the other hooks

    @cached_property
    def decides_inclusion(self) -> bool:
        """Whether any plugin implements ``matrx_include`` (asking for every object would cost where none does)."""
        return bool(self._manager.hook.matrx_include.get_hookimpls())

    def include(self, obj: CatalogObject, origin: str, *, left_alone: bool = False) -> bool:
        """Whether the object takes part: what the first plugin with an opinion says, else True.

        ``left_alone`` tells that what it is part of does not: then it takes no part either, unless a plugin that knows
        that argument says so.
        """
        arguments = {"obj": obj, "origin": origin, "left_alone": left_alone}
        for implementation in self._implementations("matrx_include"):
            if left_alone and "left_alone" not in implementation.argnames:
                continue
            verdict = self._answer(implementation, "matrx_include", arguments)
            if verdict is not None:
                if not isinstance(verdict, bool):
                    plugin = implementation.plugin_name
                    raise PluginError(
                        f"plugin {plugin!r} gave {verdict!r} out of matrx_include(), which wants True, False or None",
                        plugin=plugin,
                    )
                return verdict
        return not left_alone

    def rewrite(
        self,
        changes: Sequence[Change],
        current: Snapshot,
        desired: Snapshot,
        told: Callable[[str], object] | None = None,
    ) -> Sequence[Change]:
        """The changes after every plugin has had its say, one after the other.

        ``told`` is called with the name of each plugin that gave another list.
        """
        for implementation in self._implementations("matrx_rewrite"):
            arguments = {"changes": changes, "current": current, "desired": desired}
            rewritten = self._answer(implementation, "matrx_rewrite", arguments)
            if rewritten is not None:
                given = all_of(implementation.plugin_name, "matrx_rewrite", rewritten, Change)
                if told is not None and given != list(changes):
                    told(implementation.plugin_name)
                changes = given
        return changes

    def review(self, plan: Review) -> list[Finding]:
        """What the lint rules say of a plan."""
        asked = self._asked("matrx_review", plan=plan)
        return [finding for plugin, found in asked for finding in all_of(plugin, "matrx_review", found, Finding)]

    def before_migration(self, migration: Any, direction: str) -> None:
        """Tell the plugins that a migration is about to run.  What they raise comes through as it is."""
        self._tell("matrx_before_migration", migration=migration, direction=direction)

    def after_migration(self, migration: Any, direction: str, outcome: str) -> None:
        """Tell the plugins how a migration ended.  What they raise comes through as it is."""
        self._tell("matrx_after_migration", migration=migration, direction=direction, outcome=outcome)

    def _tell(self, hook: str, **arguments: Any) -> None:
        for implementation in self._implementations(hook):
            try:
                self._call(implementation, hook, arguments)
            except Exception as error:
                error.add_note(raised_by(implementation.plugin_name, hook))
                raise
            except KeyboardInterrupt:
                raise
            except BaseException as error:  # sys.exit(): the run would end as if all were done
                raise failed(implementation.plugin_name, f"{hook}()", error) from error

    def commands(
        self, cli: Any, told: Callable[[str], object] | None = None, built_in: Collection[str] = ()
    ) -> list[PluginError]:
        """Let the plugins add commands; what fails at that, without stopping the others.

        ``told`` is called with a plugin's name when it has been asked.  Nobody takes a name that is ``built_in`` or
        another plugin's: who comes second goes without.
        """
        problems: list[PluginError] = []
        for implementation in self._implementations("matrx_commands"):
            plugin, before = implementation.plugin_name, dict(cli.commands)
            try:
                self._answer(implementation, "matrx_commands", {"cli": cli})
            except MatrxMigrateError as error:
                problems.append(error if isinstance(error, PluginError) else failed(plugin, "matrx_commands()", error))
            for name in sorted(cli.commands):
                taken = name.replace("-", "_") in built_in
                if taken or cli.commands[name] is not before.get(name, cli.commands[name]):
                    whose = "is built in" if taken else "another plugin has"
                    problems.append(
                        PluginError(f"plugin {plugin!r} claims command {name!r}, which {whose}", plugin=plugin)
                    )
                    del cli.commands[name]
                    cli.commands.update({name: before[name]} if name in before else {})
            if told is not None:
                told(plugin)
        return problems

    # blame

    @contextmanager
    def blamed(self) -> Iterator[None]:
        """What comes out of a piece of a plugin's within the block is a ``PluginError`` that names the plugin.

        What is built in is ours, and its errors are left as they are.
        """
        try:
            yield
        except (MatrxMigrateError, KeyboardInterrupt):
            raise
        except BaseException as error:
            came_through = [(error.piece, "")] if isinstance(error, PieceError) else callers(error.__traceback__)
            for piece, method in came_through:
                for hook, pieces in self._pieces.items():
                    for name, item in pieces.items.items():
                        plugin = pieces.owners[name]
                        if item is piece and plugin not in BUILT_IN:
                            what = hook.removeprefix("matrx_").removesuffix("s")
                            where = f"its {what} {name!r}" + (f", {method}()" if method else "")
                            raise failed(plugin, where, error) from error
            raise


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value)
