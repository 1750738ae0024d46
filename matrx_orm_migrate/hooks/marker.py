"""The marker that plugins put on their hook functions; importing it loads pluggy and nothing else."""

from __future__ import annotations

import pluggy

__all__ = ["BUILT_IN", "HOOK_API_VERSION", "PROJECT_NAME", "hookimpl", "hookspec"]

PROJECT_NAME = "matrx_orm_migrate"

BUILT_IN = frozenset({"detectors", "sources", "targets"})
"""The plugins that come with the package."""

HOOK_API_VERSION = 1
"""Counts up whenever hooks are added, or gain arguments; they never lose any.

A plugin that needs what came with a version says so: ``requires_hook_api = 2`` in the module.
"""

hookspec = pluggy.HookspecMarker(PROJECT_NAME)
hookimpl = pluggy.HookimplMarker(PROJECT_NAME)
