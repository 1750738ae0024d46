"""``open_database``: what may be given to it, and what it closes."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from matrx_orm_migrate.config import DatabaseConfig, register_database, unregister_database
from matrx_orm_migrate.connections import open_database, parse_url
from matrx_orm_migrate.connections.engines import check_driver
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.errors import ConfigError, DatabaseUnavailableError, UnknownDatabaseError
from tests.support.opening import ask


async def test_a_name_is_opened_with_its_configuration(database_url: str, tmp_path: Path) -> None:
    register_database("shop", database_url, directory="db")
    try:
        async with open_database("shop", project_dir=tmp_path) as database:
            assert database.config.directory == tmp_path / "db"
            assert database.owned
            assert database.url == database_url
            assert database_url not in repr(database)
            async with database.connect() as first, database.connect() as second:
                assert first is not second
            assert first.closed
            async with open_database(database.config) as again, again.connect():
                assert again.config is database.config
    finally:
        unregister_database("shop")
    with pytest.raises(UnknownDatabaseError):
        async with open_database("shop", project_dir=tmp_path):
            pass


async def test_the_embedded_server_runs_while_its_database_is_open(reachable_dir: Path) -> None:
    running = reachable_dir / ".matrx-orm" / "embedded" / "data" / "postmaster.pid"
    async with open_database("embedded", project_dir=reachable_dir) as database:
        assert running.exists()
        assert parse_url(database.url).hosts == (str(running.parent),)
        async with database.connect() as connection:
            assert (await connection.exec_driver_sql("SELECT 1")).scalar() == 1
    assert not running.exists()


@pytest.mark.parametrize("url", ["embedded://relative", "embedded:relative", "embedded://"])
async def test_the_directory_of_an_embedded_server_is_absolute(url: str) -> None:
    with pytest.raises(ConfigError, match="embedded:///DIRECTORY"):
        async with open_database(DatabaseConfig(name="x", url=url)):
            pass


async def test_an_engine_that_is_given_is_used_and_left_alone(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.exec_driver_sql("SELECT 1")
    async with open_database(engine) as database:
        assert database.engine is engine
        assert not database.owned
        assert database.config.name == engine.url.database
        async with database.connect() as connection:
            assert connection.engine is engine
    assert engine.pool.checkedin() == 1  # type: ignore[attr-defined]  # still pooled: not disposed of
    await engine.dispose()


async def test_a_connection_that_is_given_is_used_as_it_is_and_left_open(engine: AsyncEngine) -> None:
    async with engine.connect() as mine:
        await mine.exec_driver_sql("CREATE TEMPORARY TABLE t (x int)")
        async with open_database(mine) as database:
            assert (database.engine, database.connection, database.owned) == (None, mine, False)
            async with database.connect() as connection:
                assert connection is mine
                await connection.exec_driver_sql("INSERT INTO t VALUES (1)")
        assert mine.in_transaction()
        assert (await mine.exec_driver_sql("SELECT count(*) FROM t")).scalar() == 1
    await engine.dispose()


async def test_a_users_engine_that_cannot_connect_is_explained_without_its_password(server: EmbeddedServer) -> None:
    engine = create_async_engine(f"postgresql+asyncpg://nobody_here:s3cret@/postgres?host={server.socket_dir}")
    with pytest.raises(DatabaseUnavailableError, match='role "nobody_here" does not exist') as caught:
        async with open_database(engine) as database, database.connect():
            pass
    assert "s3cret" not in str(caught.value)
    await engine.dispose()


async def test_engines_of_other_kinds_are_refused_with_what_to_pass() -> None:
    synchronous = sqlalchemy.create_engine("sqlite://")
    with pytest.raises(ConfigError, match="from a Engine") as caught:
        async with open_database(synchronous):  # type: ignore[arg-type]
            pass
    assert "create_async_engine" in caught.value.hint
    with pytest.raises(ConfigError, match=r"uses sqlite\+pysqlite") as caught:
        check_driver(synchronous)
    assert "create_async_engine" in caught.value.hint
    synchronous.dispose()


async def test_the_work_inside_may_fail_and_the_connection_is_closed_all_the_same(database_url: str) -> None:
    async with open_database(database_url) as database:
        with pytest.raises(sqlalchemy.exc.DBAPIError):
            async with database.connect() as connection:
                await connection.exec_driver_sql("SELECT 1/0")
        assert connection.closed

        async def hold() -> None:
            async with database.connect() as held:
                await held.exec_driver_sql("SELECT pg_sleep(30)")

        task = asyncio.create_task(hold())
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    for _ in range(50):
        if await ask(database_url, others) == 0:
            break
        await asyncio.sleep(0.1)
    else:
        pytest.fail("a connection was left open")
