"""Projects for the tests of makemigrations."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from matrx_orm_migrate.embedded import EmbeddedServer
from tests.support.corpus import Tools
from tests.support.project import Project
from tests.support.servers import Databases


@pytest.fixture
def make_project(server: EmbeddedServer, make_database: Databases, tmp_path: Path) -> Callable[[], Project]:
    """Projects on databases of their own."""

    def make() -> Project:
        return Project(make_database(), tmp_path / uuid.uuid4().hex / "migrations", Tools(server))

    return make


@pytest.fixture
def project(make_project: Callable[[], Project]) -> Project:
    return make_project()
