"""What the package exports, and that importing it costs nothing."""

from __future__ import annotations

import subprocess
import sys

import matrx_orm_migrate
from matrx_orm_migrate import errors

API = [
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


def test_the_public_names_are_these() -> None:
    assert sorted(matrx_orm_migrate.__all__) == sorted(API)


def test_every_public_name_can_be_imported() -> None:
    for name in API:
        assert getattr(matrx_orm_migrate, name) is not None
    assert set(API) <= set(dir(matrx_orm_migrate))


def test_every_error_is_public() -> None:
    assert set(errors.__all__) <= set(matrx_orm_migrate.__all__)


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    assert not hasattr(matrx_orm_migrate, "nonsense")


def test_importing_the_package_brings_no_slow_import() -> None:
    code = (
        "import matrx_orm_migrate, sys; "
        "print(sorted(m for m in ('sqlalchemy', 'asyncpg', 'click', 'rich', 'asyncio') if m in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_registering_a_url_brings_no_slow_import() -> None:
    code = (
        "import matrx_orm_migrate, sys; matrx_orm_migrate.register_database('a', 'postgresql://localhost/a'); "
        "print(sorted(m for m in ('sqlalchemy', 'asyncpg', 'click', 'rich') if m in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
