"""The built-in pieces with a plugin under test, and nothing else that happens to be installed."""

from __future__ import annotations

import importlib.metadata

from matrx_orm_migrate import detectors, sources, targets
from matrx_orm_migrate.hooks import PROJECT_NAME, PluginManager

__all__ = ["plugins_with"]

_BUILT_IN = (("detectors", detectors), ("sources", sources), ("targets", targets))


def plugins_with(**plugins: object) -> PluginManager:
    """The built-in plugins and these, by name.  Raises ``PluginError`` where one of them is unusable.

    ::

        import matrx_orm_migrate_rls

        manager = plugins_with(rls=matrx_orm_migrate_rls)
    """
    installed = [point.name for point in importlib.metadata.entry_points(group=PROJECT_NAME)]
    manager = PluginManager.discover(blocked=installed, extra=(*_BUILT_IN, *plugins.items()))
    manager.check()
    return manager
