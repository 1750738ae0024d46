"""The built-in pieces with a plugin under test, and nothing else that happens to be installed, unless asked for."""

from __future__ import annotations

import importlib.metadata
import os

from matrx_orm_migrate import detectors, sources, targets
from matrx_orm_migrate.errors import PluginError
from matrx_orm_migrate.hooks import PROJECT_NAME, PluginManager

__all__ = ["plugins_with"]

_BUILT_IN = (("detectors", detectors), ("sources", sources), ("targets", targets))


def plugins_with(**plugins: object) -> PluginManager:
    """The built-in plugins and these, by name.  Raises ``PluginError`` where one of them is unusable.

    ``MATRX_TEST_BESIDE`` in the environment names installed plugins, with commas, that come along: the same tests then
    show that they get on with one another.

    ::

        import matrx_orm_migrate_rls

        manager = plugins_with(rls=matrx_orm_migrate_rls)
    """
    points = {point.name: point for point in importlib.metadata.entry_points(group=PROJECT_NAME)}
    installed = list(points)
    for name in filter(None, os.environ.get("MATRX_TEST_BESIDE", "").split(",")):
        if name not in points:
            raise PluginError(f"MATRX_TEST_BESIDE names {name!r}, which is not installed", plugin=name)
        plugins.setdefault(name, points[name].load())
    manager = PluginManager.discover(blocked=installed, extra=(*_BUILT_IN, *plugins.items()))
    manager.check()
    return manager
