"""Every error that matrx-orm-migrate raises on purpose, in one tree.

::

    MatrxMigrateError                    1   (a bug of ours, unless a subclass says otherwise)
    ├── UsageError                       2   wrong call, configuration or files; the database was not touched
    │   ├── ConfigError                      a setting is missing or wrong
    │   │   └── UnknownDatabaseError         a database name that nobody declared
    │   ├── SourceError                      the desired side cannot be read (models, .sql file)
    │   ├── MigrationFileError               a migration file, or the set of them, is unusable
    │   ├── PluginError                      a plugin failed to load, clashes, or registers a misspelt hook
    │   ├── ReviewRefusedError               a plugin's lint rule refuses the plan
    │   ├── RenameError                      a rename that names nothing, or a name that is taken
    │   └── UnsupportedChangeError           PostgreSQL has no way to make this change; the message says what to do
    ├── DatabaseUnavailableError         3   unreachable, refused, read-only, not allowed, pooler in statement mode
    │   └── ScratchUnavailableError          no place for a scratch database
    ├── LockNotObtainedError             4   somebody else is migrating, or holds a lock; try again
    ├── MigrationFailedError             5   a migration failed and was rolled back
    ├── HistoryMismatchError             6   what is recorded in the database does not match the files
    │   └── SchemaMismatchError              a baseline's schema is not what the files give
    ├── NeedsAttentionError              7   interrupted without a transaction, or outcome of a commit unknown
    ├── DataLossRefusedError             8   destructive, and nobody consented
    └── ProofFailedError                 1   a generated migration did not do what it promises on a scratch database

The number is the exit code of the command line (``exit_code``).  Exit code 9 (``--check`` found something) is a
result, not an error.  Messages never contain passwords.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

__all__ = [
    "ConfigError",
    "DataLossRefusedError",
    "DatabaseUnavailableError",
    "HistoryMismatchError",
    "LockNotObtainedError",
    "MatrxMigrateError",
    "MigrationFailedError",
    "MigrationFileError",
    "NeedsAttentionError",
    "PluginError",
    "ProofFailedError",
    "RenameError",
    "ReviewRefusedError",
    "SchemaMismatchError",
    "ScratchUnavailableError",
    "SourceError",
    "UnknownDatabaseError",
    "UnsupportedChangeError",
    "UsageError",
]


class MatrxMigrateError(Exception):
    """Base of all errors raised on purpose.

    ``message`` says what happened, to what and where; ``hint`` says what to do now, or is empty.
    ``exit_code`` is what the command line exits with.
    """

    exit_code: int = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message}\n{self.hint}" if self.hint else self.message


class UsageError(MatrxMigrateError):
    """Wrong call, configuration or files.  The database was not touched."""

    exit_code = 2


class ConfigError(UsageError):
    """A setting is missing or wrong."""


class UnknownDatabaseError(ConfigError):
    """A database name that no URL, registration, file or environment variable declares."""

    def __init__(self, name: str, known: tuple[str, ...] = (), *, variable: str = "") -> None:
        """``known`` are the names that are declared; ``variable`` is what the environment would have to hold."""
        self.name = name
        self.known = known
        self.variable = variable
        listed = ", ".join(known) if known else "none"
        bare = name.isascii() and name.replace("_", "").replace("-", "").isalnum()
        key = name if bare else json.dumps(name, ensure_ascii=False)
        in_environment = f", or {variable} in the environment" if variable else ""
        super().__init__(
            f"unknown database {name!r}; known databases: {listed}",
            hint=f"Give a URL, or declare it: [tool.matrx-orm.databases.{key}] in pyproject.toml{in_environment}.",
        )


class SourceError(UsageError):
    """The desired side cannot be read: models that do not import, a .sql file that does not load, no models at all.

    ``sqlstates`` are what PostgreSQL said of the statements that do not load, where that is why.
    """

    def __init__(self, message: str, *, hint: str = "", sqlstates: Iterable[str] = ()) -> None:
        super().__init__(message, hint=hint)
        self.sqlstates = frozenset(sqlstates)


class MigrationFileError(UsageError):
    """A migration file, or the set of them, is unusable: syntax, missing ``up``, cycle, unknown dependency, twins.

    ``migration`` is the file's name without ``.py`` where one file is to blame, else an empty string.
    """

    def __init__(self, message: str, *, migration: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.migration = migration


class PluginError(UsageError):
    """A plugin failed to load, two plugins claim one thing, or a hook is misspelt.  ``plugin`` names the culprit."""

    def __init__(self, message: str, *, plugin: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.plugin = plugin


class ReviewRefusedError(UsageError):
    """A plugin's lint rule refuses the plan; no file was written.  ``findings`` has one line for each."""

    def __init__(self, findings: tuple[str, ...]) -> None:
        self.findings = findings
        listed = "\n".join(f"  - {finding}" for finding in findings)
        super().__init__(
            f"refused by lint rules:\n{listed}", hint="Change what is asked for, or do without the plugin: --no-plugin."
        )


class RenameError(UsageError):
    """A rename whose old name does not exist, whose new name is taken, or that says the same thing twice."""


class UnsupportedChangeError(UsageError):
    """PostgreSQL has no way to make this change in place; the hint says what to do instead."""


class DatabaseUnavailableError(MatrxMigrateError):
    """The database cannot be used: unreachable, refused, not allowed, read-only, a standby.

    ``sqlstate`` is PostgreSQL's code where the server answered, else an empty string.
    """

    exit_code = 3

    def __init__(self, message: str, *, sqlstate: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.sqlstate = sqlstate


class ScratchUnavailableError(DatabaseUnavailableError):
    """There is no place for a scratch database; the hint names the three ways to have one."""


class LockNotObtainedError(MatrxMigrateError):
    """Somebody else holds the migration lock, or a lock that a statement needs.  Nothing was changed; try again.

    ``holder_pid`` is the server process that is in the way, where it is known.
    """

    exit_code = 4

    def __init__(self, message: str, *, holder_pid: int | None = None, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.holder_pid = holder_pid


class MigrationFailedError(MatrxMigrateError):
    """A migration failed and was rolled back; what was applied before it stays applied.

    ``migration`` is its name, ``sqlstate`` PostgreSQL's code ("" where Python failed), ``statement`` the SQL that
    failed (shortened, "" where none did), ``applied`` the migrations that the same run applied before it.
    """

    exit_code = 5

    def __init__(
        self,
        message: str,
        *,
        migration: str,
        sqlstate: str = "",
        statement: str = "",
        applied: tuple[str, ...] = (),
        hint: str = "",
    ) -> None:
        super().__init__(message, hint=hint)
        self.migration = migration
        self.sqlstate = sqlstate
        self.statement = statement
        self.applied = applied


class HistoryMismatchError(MatrxMigrateError):
    """What ``_matrx_migrations`` records does not match the files.  ``migrations`` are the names concerned."""

    exit_code = 6

    def __init__(self, message: str, *, migrations: tuple[str, ...] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.migrations = migrations


class SchemaMismatchError(HistoryMismatchError):
    """The database is not what the migrations would make of an empty one.  ``differences`` has one line for each."""

    def __init__(self, message: str, *, differences: tuple[str, ...], hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.differences = differences


class NeedsAttentionError(MatrxMigrateError):
    """A non-transactional migration was interrupted, or the outcome of a commit is unknown.  ``migration`` names it."""

    exit_code = 7

    def __init__(self, message: str, *, migration: str = "", sqlstate: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.migration = migration
        self.sqlstate = sqlstate


class DataLossRefusedError(MatrxMigrateError):
    """The change would destroy data and nobody consented.  ``losses`` has one line for each loss."""

    exit_code = 8

    def __init__(self, losses: tuple[str, ...], *, hint: str = "") -> None:
        self.losses = losses
        listed = "\n".join(f"  - {loss}" for loss in losses)
        super().__init__(
            f"refused: this would lose data:\n{listed}",
            hint=hint or "Say so with --allow-data-loss (allow_data_loss=True), or declare a rename.",
        )


class ProofFailedError(MatrxMigrateError):
    """A generated migration did not do what it promises when it was run on a scratch database; no file was kept.

    ``differences`` are one line each; ``statement`` is the SQL that failed, where one did.
    """

    def __init__(self, message: str, *, differences: tuple[str, ...] = (), statement: str = "", hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.differences = differences
        self.statement = statement
