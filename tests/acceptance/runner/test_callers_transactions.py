"""Engines and connections of the caller's, and whose the transaction is."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from matrx_orm_migrate.errors import MigrationFailedError, UsageError
from tests.support.migrations import migrate, recorded, rollback, tables, value, write


async def test_a_callers_transaction_is_used_and_left_to_the_caller(database_url: str, three: Path) -> None:
    engine = create_async_engine(database_url)
    try:
        async with engine.connect() as connection:
            assert len(await migrate(connection, three)) == 3
            assert connection.in_transaction()
            assert await tables(database_url) == set()
            await connection.rollback()
            assert await tables(database_url) == set()
            await migrate(connection, three, to="0001_shops")
            await connection.commit()
            assert await tables(database_url) == {"shops"}
            write(three, "0003_items", "await db.execute('nonsense')", dependencies=("0002_orders",))
            with pytest.raises(MigrationFailedError, match="0003_items"):
                await migrate(connection, three)
            await connection.commit()
            assert await recorded(database_url) == ("0001_shops", "0002_orders")
            assert await rollback(connection, three) == ("0002_orders",)
            await connection.commit()
            assert await recorded(database_url) == ("0001_shops",)
    finally:
        await engine.dispose()


async def test_a_callers_transaction_cannot_run_what_needs_none(database_url: str, tmp_path: Path) -> None:
    write(tmp_path, "0001_t", "await db.execute('create table t (a int)')")
    write(tmp_path, "0002_i", "await db.execute('create index concurrently i on t (a)')", transactional=False)
    engine = create_async_engine(database_url)
    try:
        async with engine.connect() as connection:
            with pytest.raises(UsageError, match="0002_i says `transactional = False`"):
                await migrate(connection, tmp_path)
        async with engine.connect() as plain:
            connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
            assert await migrate(connection, tmp_path) == ("0001_t", "0002_i")
            assert await value(database_url, "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'") == 0
    finally:
        await engine.dispose()


async def test_a_users_engine_gets_its_connections_back_unchanged(database_url: str, three: Path) -> None:
    engine = create_async_engine(database_url, pool_size=2, max_overflow=0)
    try:
        settings = "SELECT name, setting FROM pg_settings ORDER BY name"
        async with engine.connect() as connection:
            before = (await connection.exec_driver_sql(settings)).all()
        assert len(await migrate(engine, three)) == 3
        async with engine.connect() as connection, engine.connect() as other:
            for one in (connection, other):
                assert (await one.exec_driver_sql(settings)).all() == before
                assert await one.get_isolation_level() == "READ COMMITTED"
    finally:
        await engine.dispose()
