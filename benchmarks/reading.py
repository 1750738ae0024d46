"""The snapshot and the no-change check, beside pg_dump, SQLAlchemy's Inspector and alembic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from sqlalchemy import Connection, MetaData, inspect
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from benchmarks.database import pg_dump_schema
from benchmarks.meter import Cost, ServerClock, Side, compare_costs
from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff.cache import CatalogCache
from matrx_orm_migrate.diff.generate import SchemaDiff
from matrx_orm_migrate.diff.inspect import inspect_database
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.hooks import PluginManager

__all__ = ["ALEMBIC", "CHECK", "INSPECTOR", "PG_DUMP", "PLANNING", "SNAPSHOT", "measure_reading"]

PG_DUMP = "pg_dump --schema-only"
SNAPSHOT = "snapshot"
PLANNING = "snapshot with dependencies"
INSPECTOR = "Inspector.get_multi_*"
CHECK = "no-change check"
ALEMBIC = "alembic compare_metadata"


async def measure_reading(
    server: EmbeddedServer, clock: ServerClock, database: str, models: MetaData, cache: Path, *, rounds: int, times: int
) -> Mapping[str, Cost]:
    """Each side connects anew; modules, models and plugins are loaded, and the cache is warm."""
    plugins = PluginManager.discover()
    engine = create_async_engine(server.url(database), poolclass=NullPool)
    kept = CatalogCache(cache)

    async def snapshot(*, dependencies: bool = False) -> None:
        async with engine.connect() as connection:
            await inspect_database(connection, plugins, dependencies=dependencies)

    async def planning() -> None:
        await snapshot(dependencies=True)

    async def inspector() -> None:
        await _run_sync(engine, _read_with_inspector)

    async def check() -> None:
        async with open_database(engine) as opened:
            changes = await SchemaDiff(opened, plugins, models=(models,), cache=kept).changes()
        if changes:
            raise RuntimeError(f"the benchmark's models are not what is in the database: {changes[0]}")

    async def alembic() -> None:
        await _run_sync(engine, lambda connection: _compare_with_alembic(connection, models))

    sides = (
        Side(name=PG_DUMP, work=lambda: pg_dump_schema(server, database)),
        Side(name=SNAPSHOT, work=snapshot),
        Side(name=PLANNING, work=planning),
        Side(name=INSPECTOR, work=inspector),
        Side(name=CHECK, work=check),
        Side(name=ALEMBIC, work=alembic),
    )
    try:
        return await compare_costs(sides, rounds=rounds, times=times, clock=clock)
    finally:
        await engine.dispose()


async def _run_sync(engine: AsyncEngine, work: Callable[[Connection], None]) -> None:
    async with engine.connect() as connection:
        await connection.run_sync(work)


def _read_with_inspector(connection: Connection) -> None:
    """The bulk calls for what the tables above have; views, types and sequences would cost more."""
    inspector = inspect(connection)
    inspector.get_multi_columns()
    inspector.get_multi_pk_constraint()
    inspector.get_multi_foreign_keys()
    inspector.get_multi_unique_constraints()
    inspector.get_multi_check_constraints()
    inspector.get_multi_indexes()
    inspector.get_multi_table_comment()


def _compare_with_alembic(connection: Connection, models: MetaData) -> None:
    """alembic as it comes: without comparing server defaults, which costs it a query for each."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    changes = compare_metadata(MigrationContext.configure(connection), models)
    if changes:
        raise RuntimeError(f"alembic finds a difference: {changes[0]}")
