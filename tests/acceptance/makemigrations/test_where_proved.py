"""Scratch databases: where they are made, and that none is left."""

from __future__ import annotations

import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import (
    Column,
    Integer,
    Table,
    Text,
)

from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff import places
from matrx_orm_migrate.diff.cache import CatalogCache
from matrx_orm_migrate.diff.generate import generate_migrations
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.errors import (
    ConfigError,
    DataLossRefusedError,
    ScratchUnavailableError,
    SourceError,
)
from tests.support import migrations
from tests.support.project import Project, blog, one_table
from tests.support.rebuild import built_in
from tests.support.servers import Databases


async def scratch_databases(url: str) -> set[str]:
    return {
        name
        for (name,) in await migrations.query(url, "SELECT datname::text FROM pg_database")
        if name.startswith("matrx_scratch_")
    }


async def test_no_scratch_database_is_left_after_success_and_failure(project: Project, tmp_path: Path) -> None:
    await project.apply(blog())
    assert await scratch_databases(project.url) == set()
    with pytest.raises(DataLossRefusedError):
        await project.generate(one_table("t"))
    file = tmp_path / "schema.sql"
    file.write_text("CREATE TABLE b (id nonsense);")
    with pytest.raises(SourceError):
        await project.generate(from_sql=file)
    assert await scratch_databases(project.url) == set()


@pytest.mark.parametrize("after", [0.0, 0.05, 0.15, 0.4])
async def test_no_scratch_database_is_left_after_a_cancelled_run(after: float, project: Project) -> None:
    models = blog()
    for number in range(30):
        Table(f"t{number}", models, Column("id", Integer, primary_key=True), Column("a", Text, unique=True))
    task = asyncio.ensure_future(project.generate(models))
    while not await scratch_databases(project.url) and not task.done():
        await asyncio.wait([task], timeout=0.01)
    await asyncio.wait([task], timeout=after)
    was_running = task.cancel()
    result = await asyncio.gather(task, return_exceptions=True)
    if was_running:
        assert isinstance(result[0], asyncio.CancelledError)
        assert project.files() == []
    assert await scratch_databases(project.url) == set()


async def test_left_over_scratch_databases_are_removed_and_young_or_busy_ones_are_not(
    project: Project, make_database: Databases
) -> None:
    dead = f"matrx_scratch_1000000000_{uuid.uuid4().hex[:8]}"
    young = f"matrx_scratch_{int(time.time())}_{uuid.uuid4().hex[:8]}"
    busy = f"matrx_scratch_1000000001_{uuid.uuid4().hex[:8]}"
    make_database(dead)
    make_database(young)
    connection = await migrations.connect(make_database(busy))
    try:
        await project.generate(blog())
    finally:
        await connection.close()
    assert await scratch_databases(project.url) == {young, busy}


@pytest.fixture
def poor_project(make_project: Callable[[], Project], make_database: Databases) -> Iterator[Project]:
    """A project whose role may not create databases, and owns its own."""
    project = make_project()
    role = f"poor_{uuid.uuid4().hex[:8]}"
    name = project.url.partition("@/")[2].partition("?")[0]
    asyncio.run(project.run(f"CREATE ROLE {role} LOGIN", f"ALTER DATABASE {name} OWNER TO {role}"))
    project.url = project.url.replace("postgres@", f"{role}@")
    yield project
    make_database.drop()
    rich = make_database()
    asyncio.run(migrations.execute(rich, f"DROP ROLE {role}"))


async def test_a_role_that_may_not_create_databases_proves_on_the_embedded_server(
    poor_project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="matrx_orm_migrate"):
        result = await poor_project.apply(blog())
    assert len(result.drafts) == 1
    assert any("may not create databases" in record.getMessage() for record in caplog.records)
    assert (await poor_project.generate(blog())).drafts == ()
    await poor_project.rollback()


async def test_without_any_place_for_a_scratch_database_the_three_ways_are_named(
    poor_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> EmbeddedServer:
        raise ConfigError("the embedded server is not installed")

    monkeypatch.setattr(places, "temporary_embedded", missing)
    with pytest.raises(ScratchUnavailableError) as caught:
        await poor_project.generate(blog())
    for way in ("scratch_url", "CREATEDB", "matrx-orm-migrate[embedded]"):
        assert way in caught.value.hint
    assert "may not create databases" in caught.value.message
    assert not poor_project.directory.exists()


async def test_a_scratch_server_that_is_configured_is_used(
    poor_project: Project, server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> EmbeddedServer:
        raise AssertionError("the embedded server is not needed")

    monkeypatch.setattr(places, "temporary_embedded", missing)
    async with open_database(poor_project.url) as database:
        configured = replace(database.config, scratch_url=server.url())
        result = await generate_migrations(
            replace(database, config=configured),
            built_in(),
            directory=poor_project.directory,
            models=(blog(),),
            cache=CatalogCache(poor_project.directory.parent / "cache"),
        )
    assert len(result.drafts) == 1
