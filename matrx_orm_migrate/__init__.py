"""Bidirectional PostgreSQL migrations: models or SQL → proved migration files → the database → models and managers.

Everything in ``__all__`` is public.  Names are loaded when they are first used: importing the package costs nothing,
and brings neither SQLAlchemy nor asyncpg.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matrx_orm_migrate._version import __version__
    from matrx_orm_migrate.api import (
        CreatedMigration,
        DatabaseArgument,
        Migrator,
        baseline,
        create_empty,
        makemigrations,
        migrate,
        repair,
        rollback,
        status,
        verify,
    )
    from matrx_orm_migrate.config import DatabaseConfig, register_database, unregister_database
    from matrx_orm_migrate.ddl import DDLGenerator
    from matrx_orm_migrate.declaring import declare, declare_file, own_kinds
    from matrx_orm_migrate.diff.generate import DiffResult, MigrationDraft, Questioner, SchemaDiff
    from matrx_orm_migrate.errors import (
        ConfigError,
        DatabaseUnavailableError,
        DataLossRefusedError,
        HistoryMismatchError,
        LockNotObtainedError,
        MatrxMigrateError,
        MigrationFailedError,
        MigrationFileError,
        NeedsAttentionError,
        PluginError,
        ProofFailedError,
        RenameError,
        ReviewRefusedError,
        SchemaMismatchError,
        ScratchUnavailableError,
        SourceError,
        UnknownDatabaseError,
        UnsupportedChangeError,
        UsageError,
    )
    from matrx_orm_migrate.executor import (
        AppliedMigration,
        BaselineResult,
        HistoryProblem,
        HistoryProblemKind,
        MigrateResult,
        MigrationState,
        MigrationStatus,
        ProgressEvent,
        ProgressPhase,
        RepairResult,
        RollbackResult,
        StatusResult,
    )
    from matrx_orm_migrate.executor.verify import Verdict, VerifiedMigration, VerifyResult
    from matrx_orm_migrate.hooks import PluginManager, hookimpl
    from matrx_orm_migrate.integration import (
        MigrateAndRebuildResult,
        RebuildResult,
        WriteResult,
        migrate_and_rebuild,
        rebuild_schema,
    )
    from matrx_orm_migrate.operations import MigrationDB

__all__ = [
    "AppliedMigration",
    "BaselineResult",
    "ConfigError",
    "CreatedMigration",
    "DDLGenerator",
    "DataLossRefusedError",
    "DatabaseArgument",
    "DatabaseConfig",
    "DatabaseUnavailableError",
    "DiffResult",
    "HistoryMismatchError",
    "HistoryProblem",
    "HistoryProblemKind",
    "LockNotObtainedError",
    "MatrxMigrateError",
    "MigrateAndRebuildResult",
    "MigrateResult",
    "MigrationDB",
    "MigrationDraft",
    "MigrationFailedError",
    "MigrationFileError",
    "MigrationState",
    "MigrationStatus",
    "Migrator",
    "NeedsAttentionError",
    "PluginError",
    "PluginManager",
    "ProgressEvent",
    "ProgressPhase",
    "ProofFailedError",
    "Questioner",
    "RebuildResult",
    "RenameError",
    "RepairResult",
    "ReviewRefusedError",
    "RollbackResult",
    "SchemaDiff",
    "SchemaMismatchError",
    "ScratchUnavailableError",
    "SourceError",
    "StatusResult",
    "UnknownDatabaseError",
    "UnsupportedChangeError",
    "UsageError",
    "Verdict",
    "VerifiedMigration",
    "VerifyResult",
    "WriteResult",
    "__version__",
    "baseline",
    "create_empty",
    "declare",
    "declare_file",
    "hookimpl",
    "makemigrations",
    "migrate",
    "migrate_and_rebuild",
    "own_kinds",
    "rebuild_schema",
    "register_database",
    "repair",
    "rollback",
    "status",
    "unregister_database",
    "verify",
]

_HOME = {
    "__version__": "_version",
    "CreatedMigration": "api",
    "DatabaseArgument": "api",
    "Migrator": "api",
    "create_empty": "api",
    "makemigrations": "api",
    "migrate": "api",
    "migrate_and_rebuild": "integration",
    "rebuild_schema": "integration",
    "rollback": "api",
    "status": "api",
    "DatabaseConfig": "config",
    "register_database": "config",
    "unregister_database": "config",
    "DDLGenerator": "ddl",
    "declare": "declaring",
    "declare_file": "declaring",
    "own_kinds": "declaring",
    "DiffResult": "diff.generate",
    "MigrationDraft": "diff.generate",
    "Questioner": "diff.generate",
    "SchemaDiff": "diff.generate",
    "AppliedMigration": "executor",
    "MigrateResult": "executor",
    "MigrationState": "executor",
    "MigrationStatus": "executor",
    "ProgressEvent": "executor",
    "ProgressPhase": "executor",
    "RollbackResult": "executor",
    "StatusResult": "executor",
    "PluginManager": "hooks",
    "hookimpl": "hooks",
    "MigrateAndRebuildResult": "integration",
    "RebuildResult": "integration",
    "WriteResult": "integration",
    "MigrationDB": "operations",
    "HistoryProblem": "executor",
    "HistoryProblemKind": "executor",
    "RepairResult": "executor",
    "BaselineResult": "executor",
    "repair": "api",
    "baseline": "api",
    "verify": "api",
    "Verdict": "executor.verify",
    "VerifiedMigration": "executor.verify",
    "VerifyResult": "executor.verify",
}
"""Public name → the module below this package that has it; the errors, which are many, are not listed."""


def __getattr__(name: str) -> object:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value: object = getattr(import_module(f"{__name__}.{_HOME.get(name, 'errors')}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
