"""The public functions, and ``Migrator`` for embedding: each opens a database, lets the right room work, and closes it.

Nothing here prints, asks, or keeps anything between two calls, so calls for different databases may run at the same
time in one event loop; calls for one database wait for each other by its migration lock.
"""

from __future__ import annotations

from matrx_orm_migrate.api.functions import CreatedMigration, create_empty, makemigrations, migrate, rollback, status
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
