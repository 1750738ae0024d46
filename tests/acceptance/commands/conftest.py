"""Project folders for the tests of the commands."""

from __future__ import annotations

import pytest

from tests.support.commands import Project
from tests.support.migrations import write


@pytest.fixture
def two_migrations(project: Project) -> Project:
    """A project with two migrations by hand."""
    folder = project.folder / "migrations"
    write(folder, "0001_a", "await db.execute('create table a (id int)')", down="await db.execute('drop table a')")
    write(
        folder,
        "0002_b",
        "await db.execute('create table b (id int)')",
        down="await db.execute('drop table b')",
        dependencies=("0001_a",),
    )
    return project
