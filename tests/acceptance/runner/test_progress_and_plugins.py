"""Who is told of a run, and who may object."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from matrx_orm_migrate.errors import MigrationFailedError
from matrx_orm_migrate.executor import ProgressEvent, ProgressPhase
from matrx_orm_migrate.hooks import PluginManager, hookimpl
from tests.support.migrations import migrate, rollback, tables, write


async def test_progress_is_told_and_plugins_are_called(database_url: str, three: Path) -> None:
    calls: list[tuple[str, ...]] = []
    events: list[ProgressEvent] = []

    class Plugins:
        def before_migration(self, migration: Any, direction: str) -> None:
            calls.append(("before", migration.name, direction))

        def after_migration(self, migration: Any, direction: str, outcome: str) -> None:
            calls.append(("after", migration.name, direction, outcome))

    write(three, "0002_orders", "await db.execute('nonsense')", dependencies=("0001_shops",))
    with pytest.raises(MigrationFailedError):
        await migrate(database_url, three, plugins=Plugins(), progress=events.append)
    await rollback(database_url, three, plugins=Plugins())
    assert calls == [
        ("before", "0001_shops", "up"),
        ("after", "0001_shops", "up", "applied"),
        ("before", "0002_orders", "up"),
        ("after", "0002_orders", "up", "failed"),
        ("before", "0001_shops", "down"),
        ("after", "0001_shops", "down", "rolled_back"),
    ]
    assert [(event.phase, event.migration, event.position, event.total) for event in events] == [
        (ProgressPhase.STARTED, "0001_shops", 1, 3),
        (ProgressPhase.FINISHED, "0001_shops", 1, 3),
        (ProgressPhase.STARTED, "0002_orders", 2, 3),
        (ProgressPhase.FAILED, "0002_orders", 2, 3),
    ]


async def test_a_plugin_that_objects_rolls_the_migration_back(database_url: str, three: Path) -> None:
    class Objects:
        def before_migration(self, migration: Any, direction: str) -> None:
            pass

        def after_migration(self, migration: Any, direction: str, outcome: str) -> None:
            raise ValueError("not on a Friday")

    with pytest.raises(MigrationFailedError, match="not on a Friday"):
        await migrate(database_url, three, plugins=Objects())
    assert await tables(database_url) == set()


async def test_a_plugin_that_objects_is_to_blame_and_not_the_file(database_url: str, three: Path) -> None:
    class Objects:
        @hookimpl
        def matrx_after_migration(self) -> None:
            raise ValueError("not on a Friday")

    plugins = PluginManager.discover(extra=[("friday", Objects())])
    with pytest.raises(MigrationFailedError, match="not on a Friday") as caught:
        await migrate(database_url, three, plugins=plugins)
    assert caught.value.hint == "Nothing of it was kept. Mend plugin 'friday', or do without it."
