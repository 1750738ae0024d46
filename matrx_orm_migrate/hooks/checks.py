"""What is checked of a plugin before it is taken in: the version it asks for, and the names and shapes of its hooks."""

from __future__ import annotations

import difflib
import inspect

import pluggy

from matrx_orm_migrate.errors import PluginError
from matrx_orm_migrate.hooks import spec
from matrx_orm_migrate.hooks.marker import HOOK_API_VERSION

__all__ = ["REQUIRES", "check_plugin"]

REQUIRES = "requires_hook_api"
"""The attribute by which a plugin says what version of the hook API it needs."""

_HOOKS = tuple(sorted(name for name in spec.__all__ if name.startswith("matrx_")))


def check_plugin(manager: pluggy.PluginManager, plugin: object, name: str) -> None:
    """Raise ``PluginError`` for a plugin that would not be called as its author means it."""
    _check_version(plugin, name)
    if inspect.isclass(plugin):
        raise PluginError(
            f"plugin {name!r} is a class, whose hooks could not be called",
            plugin=name,
            hint="Name a module in the entry point, or an object of the class.",
        )
    found = False
    for attribute in dir(plugin):
        options = manager.parse_hookimpl_opts(plugin, attribute)
        if options is None:
            if attribute in _HOOKS and not inspect.ismodule(getattr(plugin, attribute)):
                raise PluginError(
                    f"plugin {name!r} has a {attribute!r} that is not marked, and would never be called",
                    plugin=name,
                    hint="Write @hookimpl above it.",
                )
            continue
        found = True
        hook = options["specname"] or attribute
        if hook not in _HOOKS:
            near = difflib.get_close_matches(hook, _HOOKS, n=1)
            raise PluginError(
                f"plugin {name!r} implements {hook!r}, which is not a hook",
                plugin=name,
                hint=(f"Is {near[0]} meant?  " if near else "") + "Hooks: " + ", ".join(_HOOKS),
            )
        if options["wrapper"] or options["hookwrapper"]:
            raise PluginError(
                f"plugin {name!r} implements {hook!r} as a wrapper; hooks are called one by one here",
                plugin=name,
                hint="Write a plain function, with tryfirst=True or trylast=True where the order matters.",
            )
        if inspect.iscoroutinefunction(getattr(plugin, attribute)):
            raise PluginError(
                f"plugin {name!r} implements {hook!r} with async; hooks are plain functions",
                plugin=name,
                hint="Write `def` in place of `async def`.",
            )
    if not found:
        raise PluginError(
            f"plugin {name!r} implements no hook",
            plugin=name,
            hint="Is the entry point the module (or object) with the functions marked @hookimpl?",
        )


def _check_version(plugin: object, name: str) -> None:
    wanted = getattr(plugin, REQUIRES, 1)
    if not isinstance(wanted, int) or isinstance(wanted, bool):
        raise PluginError(f"plugin {name!r}: {REQUIRES} must be a number, not {wanted!r}", plugin=name)
    if wanted > HOOK_API_VERSION:
        raise PluginError(
            f"plugin {name!r} asks for version {wanted} of the hook API, and this is {HOOK_API_VERSION}",
            plugin=name,
            hint="Upgrade matrx-orm-migrate, or install an older version of the plugin.",
        )
