"""The plugin manager: finds the plugins, checks them, and is a typed face over pluggy's hooks."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pluggy

from matrx_orm_migrate.errors import PluginError
from matrx_orm_migrate.hooks import spec
from matrx_orm_migrate.hooks.detector import Detector
from matrx_orm_migrate.hooks.marker import PROJECT_NAME
from matrx_orm_migrate.hooks.source import Source
from matrx_orm_migrate.hooks.spec import Finding
from matrx_orm_migrate.hooks.target import Target
from matrx_orm_migrate.schema import CatalogObject, Change, Snapshot

__all__ = ["LoadedPlugin", "PluginManager"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedPlugin:
    """One plugin that was found: its entry point's name, distribution and version, and why it failed, if it did."""

    name: str
    distribution: str
    version: str
    failure: str = ""


class PluginManager:
    """All plugins that are installed, the built-in ones among them.

    Build it with :meth:`discover`; a plugin that fails to load does not stop that, :meth:`check` does: a diff without
    one of its detectors would be silently short.
    """

    def __init__(self) -> None:
        self._manager = pluggy.PluginManager(PROJECT_NAME)
        self._manager.add_hookspecs(spec)
        self.plugins: list[LoadedPlugin] = []

    @classmethod
    def discover(cls, *, blocked: Iterable[str] = (), extra: Sequence[tuple[str, object]] = ()) -> PluginManager:
        """Load what is installed under the entry-point group, but for the ``blocked`` names, and the ``extra`` ones."""
        manager = cls()
        names = set(blocked)
        entry_points = sorted(importlib.metadata.entry_points(group=PROJECT_NAME), key=lambda point: point.name)
        for point in entry_points:
            if point.name in names:
                continue
            distribution = point.dist.name if point.dist is not None else ""
            version = point.dist.version if point.dist is not None else ""
            try:
                manager._register(point.load(), point.name)
                failure = ""
            # whatever a plugin's import raises (SystemExit too) belongs in the report about the plugin
            except BaseException as error:
                if isinstance(error, KeyboardInterrupt):
                    raise
                failure = f"{type(error).__name__}: {error}"
            manager.plugins.append(
                LoadedPlugin(name=point.name, distribution=distribution, version=version, failure=failure)
            )
        for name, plugin in extra:
            manager._register(plugin, name)
            manager.plugins.append(LoadedPlugin(name=name, distribution="", version=""))
        return manager

    def _register(self, plugin: object, name: str) -> None:
        if self._manager.get_plugin(name) is not None:
            raise PluginError(f"two plugins are named {name!r}", plugin=name, hint="Remove or rename one of them.")
        self._manager.register(plugin, name)
        misspelt = [
            attribute
            for attribute in dir(plugin)
            if attribute.startswith("matrx_")
            and not hasattr(spec, attribute)
            and self._manager.parse_hookimpl_opts(plugin, attribute) is not None
        ]
        if misspelt:
            self._manager.unregister(plugin)
            raise PluginError(
                f"plugin {name!r} implements {misspelt[0]!r}, which is not a hook",
                plugin=name,
                hint="Hooks: " + ", ".join(sorted(hook for hook in spec.__all__ if hook.startswith("matrx_"))),
            )

    def check(self) -> None:
        """Raise ``PluginError`` where a plugin failed to load, or two claim the same kind, source or target."""
        for plugin in self.plugins:
            if plugin.failure:
                raise PluginError(
                    f"plugin {plugin.name!r} ({plugin.distribution} {plugin.version}) failed to load: {plugin.failure}",
                    plugin=plugin.name,
                    hint="Mend or uninstall it; a diff without it could be silently short.",
                )
        _ = self.detectors, self.sources, self.targets

    def _collect(self, hook: str, key: str, cls: type[Any]) -> dict[str, Any]:
        """What the plugins give out of ``hook``, by the attribute ``key``; ``cls`` is the (abstract) class wanted."""
        found: dict[str, Any] = {}
        owners: dict[str, str] = {}
        for implementation in getattr(self._manager.hook, hook).get_hookimpls():
            for item in implementation.function():
                if not isinstance(item, cls):
                    raise PluginError(
                        f"plugin {implementation.plugin_name!r} gave {item!r} out of {hook}(), "
                        f"which wants {cls.__name__}s",
                        plugin=implementation.plugin_name,
                    )
                name = getattr(item, key)
                if name in found:
                    raise PluginError(
                        f"plugins {owners[name]!r} and {implementation.plugin_name!r} both claim {key} {name!r}",
                        plugin=implementation.plugin_name,
                        hint="Uninstall one of them.",
                    )
                found[name] = item
                owners[name] = implementation.plugin_name
        return dict(sorted(found.items()))

    @cached_property
    def detectors(self) -> dict[str, Detector]:
        """The detectors by kind, sorted."""
        return self._collect("matrx_detectors", "kind", Detector)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources by name, sorted."""
        return self._collect("matrx_sources", "name", Source)

    @cached_property
    def targets(self) -> dict[str, Target]:
        """The targets by name, sorted."""
        return self._collect("matrx_targets", "name", Target)

    @cached_property
    def decides_inclusion(self) -> bool:
        """Whether any plugin implements ``matrx_include`` (asking for every object would cost where none does)."""
        return bool(self._manager.hook.matrx_include.get_hookimpls())

    def include(self, obj: CatalogObject, origin: str) -> bool:
        """Whether the object takes part: what the first plugin with an opinion says, else True."""
        verdict = self._manager.hook.matrx_include(obj=obj, origin=origin)
        return True if verdict is None else bool(verdict)

    def rewrite(self, changes: Sequence[Change], current: Snapshot, desired: Snapshot) -> Sequence[Change]:
        """The changes after every plugin has had its say, one after the other."""
        for implementation in self._manager.hook.matrx_rewrite.get_hookimpls():
            arguments: dict[str, Any] = {"changes": changes, "current": current, "desired": desired}
            call: Any = implementation.function
            rewritten: Sequence[Change] | None = call(*(arguments[name] for name in implementation.argnames))
            if rewritten is not None:
                changes = rewritten
        return changes

    def review(self, plan: Any) -> list[Finding]:
        """What the lint rules say of a plan."""
        return [finding for findings in self._manager.hook.matrx_review(plan=plan) for finding in findings]

    def before_migration(self, migration: Any, direction: str) -> None:
        """Tell the plugins that a migration is about to run."""
        self._manager.hook.matrx_before_migration(migration=migration, direction=direction)

    def after_migration(self, migration: Any, direction: str, outcome: str) -> None:
        """Tell the plugins how a migration ended."""
        self._manager.hook.matrx_after_migration(migration=migration, direction=direction, outcome=outcome)

    def commands(self, cli: Any) -> None:
        """Let the plugins add commands."""
        self._manager.hook.matrx_commands(cli=cli)
