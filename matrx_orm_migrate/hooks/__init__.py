"""Hooks: what a plugin imports to take part, and the manager that calls it.

A plugin is a module (or object) with functions marked :data:`hookimpl`, named by an entry point of the group
``matrx_orm_migrate``.
"""

from __future__ import annotations

from matrx_orm_migrate.hooks.context import PlanContext
from matrx_orm_migrate.hooks.detector import Alteration, Detector, Reaction, Rebuild
from matrx_orm_migrate.hooks.importing import import_module, is_import_string, looked_up, split_import_string
from matrx_orm_migrate.hooks.manager import LoadedPlugin, PluginManager
from matrx_orm_migrate.hooks.marker import HOOK_API_VERSION, PROJECT_NAME, hookimpl
from matrx_orm_migrate.hooks.queries import FIRST_USER_OID, CatalogQuery, Presence
from matrx_orm_migrate.hooks.source import Desired, Source, SourceContext, SourceStatement
from matrx_orm_migrate.hooks.spec import Finding, Review
from matrx_orm_migrate.hooks.target import (
    GENERATED_MARK,
    Creation,
    GeneratedFile,
    Target,
    TargetContext,
    generated_marker,
)

__all__ = [
    "FIRST_USER_OID",
    "GENERATED_MARK",
    "HOOK_API_VERSION",
    "PROJECT_NAME",
    "Alteration",
    "CatalogQuery",
    "Creation",
    "Desired",
    "Detector",
    "Finding",
    "GeneratedFile",
    "LoadedPlugin",
    "PlanContext",
    "PluginManager",
    "Presence",
    "Reaction",
    "Rebuild",
    "Review",
    "Source",
    "SourceContext",
    "SourceStatement",
    "Target",
    "TargetContext",
    "generated_marker",
    "hookimpl",
    "import_module",
    "is_import_string",
    "looked_up",
    "split_import_string",
]
