"""The ready tests of an application's migrations.

::

    from matrx_orm_migrate.testing import MigrationTests


    class TestMigrations(MigrationTests):
        handwritten = ("0002_*",)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fnmatch import fnmatchcase
from pathlib import Path
from typing import ClassVar, NoReturn

import pytest

from matrx_orm_migrate.api import Migrator
from matrx_orm_migrate.config import DatabaseConfig
from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff.inspect import inspect_database
from matrx_orm_migrate.diff.prove import differences
from matrx_orm_migrate.diff.scope import Scope
from matrx_orm_migrate.diff.writer import PROOF
from matrx_orm_migrate.errors import MatrxMigrateError
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.loader import Migration, MigrationHistory, read_directory
from matrx_orm_migrate.schema import Snapshot
from matrx_orm_migrate.testing.servers import run_apart

__all__ = ["CHECKSUMS", "MigrationTests"]

CHECKSUMS = "checksums.txt"
"""The file beside the migrations that says what they were when they were accepted: a line each, as ``sha256sum``'s."""


class MigrationTests:
    """Five tests of a project's migrations; subclass it, or import it under a name that pytest collects.

    ``handwritten`` and ``irreversible`` are names, or patterns of names (``0001_*``), of files that nobody proved and
    of files without a way back.  What is listed and need not be is reported too.
    """

    handwritten: ClassVar[Sequence[str]] = ()
    irreversible: ClassVar[Sequence[str]] = ()

    def test_there_is_one_head(self, matrx_settings: DatabaseConfig) -> None:
        """Two people who each wrote a migration on top of the same one leave two heads."""
        history = _history(matrx_settings)
        heads = [migration.name for migration in history.leaves()]
        if len(heads) > 1:
            _fail(
                f"{history.directory} has {len(heads)} heads: {', '.join(heads)}",
                "Let one of them depend on the other, or write a migration whose `dependencies` name all of them.",
            )

    def test_the_models_match_the_migrations(self, migrator: Migrator) -> None:
        """After all migrations, `makemigrations` has nothing to do."""
        run_apart(_expect_no_changes(migrator))

    def test_every_migration_goes_up_and_down_and_up(self, migrator: Migrator, matrx_settings: DatabaseConfig) -> None:
        """Each file is run, taken back and run again: down gives the schema before it, and up the same one again."""
        history = _history(matrx_settings)
        stay = _listed(history.migrations, self.irreversible, lambda it: not it.reversible, "irreversible", "no down")
        run_apart(_up_down_up(migrator, history, stay))

    def test_no_file_is_unproved(self, matrx_settings: DatabaseConfig) -> None:
        """Each file says that it was proved when it was made, but for those that are ``handwritten``."""
        history = _history(matrx_settings)
        _listed(
            history.migrations,
            self.handwritten,
            lambda it: f"\n{PROOF}" not in it.description,
            "handwritten",
            "no proof",
        )

    def test_no_file_was_edited(self, matrx_settings: DatabaseConfig, pytestconfig: pytest.Config) -> None:
        """Each file is what it was when it was accepted, as ``checksums.txt`` beside it tells."""
        history = _history(matrx_settings)
        _expect_accepted(history, accept=bool(pytestconfig.getoption("--matrx-orm-accept")))


def _fail(what: str, todo: str = "") -> NoReturn:
    pytest.fail(f"{what}\n{todo}".strip(), pytrace=False)


def _history(settings: DatabaseConfig) -> MigrationHistory:
    """The project's migrations; a directory without any is a mistake in the configuration."""
    try:
        history = read_directory(settings.directory)
        found = history.migrations
    except MatrxMigrateError as error:
        _fail(str(error))
    if not found:
        _fail(f"there are no migrations in {settings.directory}", "Set `dir` of the database, or matrx_orm_dir.")
    return history


def _listed(
    migrations: Iterable[Migration],
    patterns: Sequence[str],
    applies: Callable[[Migration], bool],
    attribute: str,
    lacks: str,
) -> frozenset[str]:
    """The names for which ``applies`` holds; each has to be among the patterns, and each pattern has to be needed."""
    found = [migration.name for migration in migrations if applies(migration)]
    unlisted = [name for name in found if not any(fnmatchcase(name, pattern) for pattern in patterns)]
    if unlisted:
        _fail(
            f"{', '.join(unlisted)}: {lacks} in the file",
            f"Generate it, write what is missing, or list it in `{attribute}` of the test class.",
        )
    idle = [pattern for pattern in patterns if not any(fnmatchcase(name, pattern) for name in found)]
    if idle:
        _fail(f"{attribute} lists {', '.join(idle)}, and needs not", "Take it out of the list.")
    return frozenset(found)


async def _expect_no_changes(migrator: Migrator) -> None:
    try:
        await migrator.migrate()
        result = await migrator.makemigrations(check=True)
    except MatrxMigrateError as error:
        _fail(str(error))
    steps = [f"  - {summary}" for draft in result.drafts for summary in draft.summaries]
    if steps:
        _fail("the models are not what the migrations make:\n" + "\n".join(steps), "Run: matrx-orm makemigrations")


async def _up_down_up(migrator: Migrator, history: MigrationHistory, stay: frozenset[str]) -> None:
    plugins = PluginManager.discover()
    plugins.check()
    before = await _snapshot(migrator, plugins)
    for migration in history.migrations:
        name = migration.name
        try:
            await migrator.migrate(to=name)
            after = await _snapshot(migrator, plugins)
            if name not in stay:
                await migrator.rollback()
                _expect(await _snapshot(migrator, plugins), before, plugins, f"{name}: down does not lead back")
                await migrator.migrate(to=name)
                again = await _snapshot(migrator, plugins)
                _expect(again, after, plugins, f"{name}: up does not lead to the same schema the second time")
        except MatrxMigrateError as error:
            _fail(f"{name} does not go up, down and up again: {error}")
        before = after


async def _snapshot(migrator: Migrator, plugins: PluginManager) -> Snapshot:
    async with open_database(migrator.database) as database, database.connect() as connection:
        snapshot = await inspect_database(connection, plugins)
    # the runner's own tables appear with the first migration
    return snapshot.select(Scope(schemas=()).decide(snapshot, plugins, "current"))


def _expect(found: Snapshot, wanted: Snapshot, plugins: PluginManager, what: str) -> None:
    lines = list(differences(found, wanted, plugins))
    for kind in sorted({*found.unhandled, *wanted.unhandled}):
        number, due = found.unhandled.get(kind, 0), wanted.unhandled.get(kind, 0)
        if number != due:
            lines.append(f"{number} × {kind.replace('_', ' ')} instead of {due}; no detector handles them")
    if lines:
        _fail(f"{what}:\n" + "\n".join(f"  - {line}" for line in lines))


def _expect_accepted(history: MigrationHistory, *, accept: bool) -> None:
    path = history.directory / CHECKSUMS
    current = {name: migration.checksum for name, migration in sorted(history.by_name.items())}
    if accept:
        path.write_text("".join(f"{checksum}  {name}\n" for name, checksum in current.items()), encoding="utf-8")
        return
    accepted = _read_checksums(path)
    problems = {
        "edited since it was accepted": [
            name for name in current if accepted.get(name, current[name]) != current[name]
        ],
        "gone since it was accepted": sorted(accepted.keys() - current.keys()),
        f"not in {CHECKSUMS} yet": [name for name in current if name not in accepted],
    }
    lines = [f"{what}: {', '.join(names)}" for what, names in problems.items() if names]
    if lines:
        _fail("\n".join(lines), "Restore what is applied anywhere. What is right as it is: pytest --matrx-orm-accept")


def _read_checksums(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = [line.split(maxsplit=1) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return {line[-1]: line[0] for line in lines}
