"""``db``: what a migration's ``up(db)`` and ``down(db)`` call.

SQL text goes to the server as it was written, byte for byte: no ``:name``, no ``%s``, only PostgreSQL's own ``$1``.
"""

from __future__ import annotations

from matrx_orm_migrate.operations.db import MigrationDB, RefusedStatementError, fetch_rows
from matrx_orm_migrate.operations.sql import SqlStatement, split_statements, without_secrets

__all__ = [
    "MigrationDB",
    "RefusedStatementError",
    "SqlStatement",
    "fetch_rows",
    "split_statements",
    "without_secrets",
]
