"""Live database → snapshot."""

from __future__ import annotations

from matrx_orm_migrate.diff.inspect.build import Known, build_snapshot
from matrx_orm_migrate.diff.inspect.catalog import CatalogData, read_catalog
from matrx_orm_migrate.diff.inspect.database import inspect_copy, inspect_database
from matrx_orm_migrate.diff.inspect.roles import LackingRoles, lacking_roles, without_roles

__all__ = [
    "CatalogData",
    "Known",
    "LackingRoles",
    "build_snapshot",
    "inspect_copy",
    "inspect_database",
    "lacking_roles",
    "read_catalog",
    "without_roles",
]
