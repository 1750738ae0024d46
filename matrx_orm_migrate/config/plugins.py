"""Which plugins take part: all that are installed, but for those that somebody asked to do without."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

from matrx_orm_migrate.config import find_project_dir
from matrx_orm_migrate.config.files import project_texts
from matrx_orm_migrate.errors import PluginError
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.hooks.marker import BUILT_IN

__all__ = ["NO_PLUGINS_VARIABLE", "blocked_plugins", "discover_plugins", "unknown_plugins", "without_plugins"]

NO_PLUGINS_VARIABLE = "MATRX_NO_PLUGINS"

_blocked: ContextVar[tuple[str, ...]] = ContextVar("blocked_plugins", default=())


@contextmanager
def without_plugins(names: Iterable[str]) -> Iterator[None]:
    """Do without these plugins within the block: what ``--no-plugin`` does."""
    token = _blocked.set((*_blocked.get(), *names))
    try:
        yield
    finally:
        _blocked.reset(token)


def blocked_plugins(project_dir: Path | None = None) -> tuple[str, ...]:
    """The names to do without: of ``--no-plugin``, of MATRX_NO_PLUGINS, and of ``no_plugins`` in the project's files.

    Raises ``PluginError`` for a built-in one.
    """
    root = find_project_dir() if project_dir is None else project_dir.absolute()
    in_environment = os.environ.get(NO_PLUGINS_VARIABLE, "").replace(",", " ").split()
    names = tuple(dict.fromkeys((*_blocked.get(), *in_environment, *project_texts(root, "no_plugins"))))
    for name in names:
        # without these there is nothing left to compare, and nothing would be found to be different
        if name in BUILT_IN:
            raise PluginError(
                f"plugin {name!r} is built in and cannot be left out", plugin=name, hint="Without it nothing is found."
            )
    return names


def discover_plugins(project_dir: Path | None = None) -> PluginManager:
    """The plugins that take part.  Raises ``PluginError`` where ``--no-plugin`` names one that there is not."""
    manager = PluginManager.discover(blocked=blocked_plugins(project_dir))
    known = {plugin.name for plugin in (*manager.plugins, *manager.blocked)}
    for name in _blocked.get():
        if name not in known:
            listed = ", ".join(sorted(known - BUILT_IN)) or "none"
            raise PluginError(f"there is no plugin {name!r} to do without", plugin=name, hint=f"Installed: {listed}.")
    return manager


def unknown_plugins(manager: PluginManager, project_dir: Path | None = None) -> tuple[str, ...]:
    """The names to do without that nothing here has, sorted: spelt wrong, or installed on other machines only."""
    known = {plugin.name for plugin in (*manager.plugins, *manager.blocked)}
    return tuple(sorted(set(blocked_plugins(project_dir)) - known))
