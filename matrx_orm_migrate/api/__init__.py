"""The public functions, and ``Migrator`` for embedding: each opens a database, lets the right room work, and closes it.

Nothing here prints, asks, or keeps anything between two calls, so calls for different databases may run at the same
time in one event loop; calls for one database wait for each other by its migration lock.

Names are loaded when they are first used: `migrate` that finds nothing to do needs neither the diff nor SQLAlchemy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matrx_orm_migrate.api.functions import (
        CreatedMigration,
        create_empty,
        makemigrations,
        migrate,
        rollback,
        status,
    )
    from matrx_orm_migrate.api.history import baseline, repair, verify
    from matrx_orm_migrate.api.migrator import Migrator
    from matrx_orm_migrate.api.opening import DatabaseArgument, Progress
    from matrx_orm_migrate.config import register_database
    from matrx_orm_migrate.integration import migrate_and_rebuild, rebuild_schema

__all__ = [
    "CreatedMigration",
    "DatabaseArgument",
    "Migrator",
    "Progress",
    "baseline",
    "create_empty",
    "makemigrations",
    "migrate",
    "migrate_and_rebuild",
    "rebuild_schema",
    "register_database",
    "repair",
    "rollback",
    "status",
    "verify",
]

_HOME = {
    "CreatedMigration": "api.functions",
    "DatabaseArgument": "api.opening",
    "Migrator": "api.migrator",
    "Progress": "api.opening",
    "baseline": "api.history",
    "create_empty": "api.functions",
    "makemigrations": "api.functions",
    "migrate": "api.functions",
    "migrate_and_rebuild": "integration",
    "rebuild_schema": "integration",
    "register_database": "config",
    "repair": "api.history",
    "rollback": "api.functions",
    "status": "api.functions",
    "verify": "api.history",
}
"""Public name → the module that has it."""


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"matrx_orm_migrate.{_HOME[name]}"), name)
    globals()[name] = value
    return value
