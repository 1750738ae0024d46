"""For tests of what belongs to whom: roles, and databases that have them."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest

from matrx_orm_migrate.embedded import EmbeddedServer
from tests.support import migrations
from tests.support.corpus import Tools
from tests.support.privileges import Project, Roles
from tests.support.servers import Databases, run_apart


@pytest.fixture
def roles(server: EmbeddedServer) -> Iterator[Roles]:
    """Made before any database of the test, and dropped after all of them."""
    mark = uuid.uuid4().hex[:12]
    made = Roles(*(f"test_{mark}_{name}" for name in Roles.__slots__))
    names = [getattr(made, name) for name in Roles.__slots__]
    admin = server.url("postgres")
    try:
        run_apart(migrations.execute(admin, *(f"CREATE ROLE {name}" for name in names)))
        run_apart(migrations.execute(admin, f"ALTER ROLE {made.deployer} LOGIN CREATEDB"))
        yield made
    finally:
        run_apart(migrations.execute(admin, *(f"DROP ROLE IF EXISTS {name}" for name in names)))


@pytest.fixture
def project(roles: Roles, make_database: Databases, server: EmbeddedServer, tmp_path: Path) -> Project:
    return Project(make_database, roles, Tools(server), tmp_path / "migrations")
