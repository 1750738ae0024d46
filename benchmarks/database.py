"""The server of the benchmarks, its databases, and programs that connect to it."""

from __future__ import annotations

import subprocess

import asyncpg
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from matrx_orm_migrate.embedded import EmbeddedServer

__all__ = ["connect", "create_database", "create_tables", "pg_dump_schema", "prepare_server"]


async def connect(server: EmbeddedServer, database: str = "postgres") -> asyncpg.Connection:
    """asyncpg's own connection."""
    return await asyncpg.connect(host=str(server.socket_dir), port=server.port, user="postgres", database=database)


async def prepare_server(server: EmbeddedServer) -> None:
    """No work in the background: whoever is measured meanwhile would pay for it."""
    connection = await connect(server)
    await connection.execute("ALTER SYSTEM SET autovacuum = off")
    await connection.execute("SELECT pg_reload_conf()")
    await connection.close()


async def create_database(server: EmbeddedServer, name: str) -> None:
    """An empty database; one of that name is dropped."""
    connection = await connect(server)
    await connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
    await connection.close()


async def create_tables(server: EmbeddedServer, name: str, models: MetaData) -> None:
    """Fill a database with the tables of the models, and let PostgreSQL know how large its catalogs are."""
    engine = create_async_engine(server.url(name), poolclass=NullPool, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:  # one transaction would run out of lock slots
        await connection.run_sync(models.create_all)
        await connection.exec_driver_sql("VACUUM ANALYZE")
    await engine.dispose()


def pg_dump_schema(server: EmbeddedServer, database: str) -> None:
    """Run ``pg_dump --schema-only`` and throw away what it prints."""
    command = [
        str(server.bin_dir / "pg_dump"),
        "--schema-only",
        f"--host={server.socket_dir}",
        f"--port={server.port}",
        "--username=postgres",
        "--no-password",
        database,
    ]
    subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
