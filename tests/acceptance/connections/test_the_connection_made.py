"""The connection that a migration needs: no pool, nothing prepared, and the settings that its URL gives."""

from __future__ import annotations

import socket

import pytest
from sqlalchemy import text
from sqlalchemy.pool import NullPool

from matrx_orm_migrate.connections import create_engine, open_database
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.errors import ConfigError
from tests.support.gate import Gate, listening
from tests.support.opening import ask


async def test_nothing_is_pooled_and_no_prepared_statement_outlives_its_use(database_url: str) -> None:
    engine = create_engine(database_url)
    assert isinstance(engine.sync_engine.pool, NullPool)
    async with engine.connect() as connection:
        for _ in range(3):
            await connection.execute(text("SELECT cast(:n AS int)"), {"n": 1})
            await connection.exec_driver_sql("SELECT now()")
        assert (
            await connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements WHERE name <> ''")
        ).scalar() == 0
        raw = await connection.get_raw_connection()
        # The traps: an engine with async_creator= ignores connect_args, and keeps both of SQLAlchemy's defaults.
        assert raw.dbapi_connection is not None
        assert raw.dbapi_connection._prepared_statement_cache is None
        assert raw.dbapi_connection._prepared_statement_name_func() == ""
        assert raw.driver_connection is not None
        assert raw.driver_connection._config.statement_cache_size == 0
    await engine.dispose()


async def test_a_table_may_change_between_two_reads_in_one_transaction(database_url: str) -> None:
    async with open_database(database_url) as database, database.connect() as connection:
        await connection.exec_driver_sql("CREATE TABLE t (a int)")
        await connection.exec_driver_sql("SELECT * FROM t")
        await connection.exec_driver_sql("ALTER TABLE t ADD b text")
        assert list((await connection.exec_driver_sql("SELECT * FROM t")).keys()) == ["a", "b"]


@pytest.mark.parametrize(
    ("query", "name"),
    [("", "matrx-orm-migrate"), ("&application_name=shop%20tool", "shop tool"), ("&fallback_application_name=x", "x")],
)
async def test_the_application_name_tells_who_it_is(database_url: str, query: str, name: str) -> None:
    assert await ask(database_url + query, "SHOW application_name") == name


async def test_options_of_the_url_reach_the_server(database_url: str) -> None:
    assert await ask(f"{database_url}&options=-c%20search_path%3Dapp", "SHOW search_path") == "app"
    assert await ask(f"{database_url}&options=-c+lock_timeout%3D7s", "SHOW lock_timeout") == "7s"


async def test_tcp_keepalive_is_on_unless_the_url_says_no(server: EmbeddedServer) -> None:
    async with listening(Gate(server)) as port:
        for query, idle in (("", 30), ("?keepalives_idle=11", 11), ("?keepalives=0", None)):
            url = f"postgresql://postgres@127.0.0.1:{port}/postgres{query}"
            async with open_database(url) as database, database.connect() as connection:
                driver = (await connection.get_raw_connection()).driver_connection
                assert driver is not None
                channel = driver._transport.get_extra_info("socket")
                assert bool(channel.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)) is (idle is not None)
                if idle is not None and hasattr(socket, "TCP_KEEPIDLE"):
                    assert channel.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == idle


def test_an_engine_shows_where_it_goes_but_no_password() -> None:
    engine = create_engine("postgres://anna:s3cret@h:5433/shop?password=s3cret&sslmode=require")

    assert str(engine.url) == "postgresql+asyncpg://anna@h:5433/shop"
    assert "s3cret" not in repr(engine)
    with pytest.raises(ConfigError, match="sslrootcert: /no/such"):
        create_engine("postgresql://h/d?sslmode=require&sslrootcert=/no/such")
