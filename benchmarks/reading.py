"""The snapshot and the no-change check, beside pg_dump, SQLAlchemy's Inspector and alembic."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Connection, MetaData, Text, inspect
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from benchmarks.database import pg_dump_schema
from benchmarks.meter import Cost, ServerClock, Side, compare_costs
from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff.cache import CatalogCache
from matrx_orm_migrate.diff.compare import compare
from matrx_orm_migrate.diff.generate import SchemaDiff
from matrx_orm_migrate.diff.inspect import inspect_database
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.hooks import PluginManager

__all__ = [
    "ALEMBIC",
    "CHANGED",
    "CHECK",
    "COMPARISON",
    "INSPECTOR",
    "PG_DUMP",
    "PLANNING",
    "SNAPSHOT",
    "count_round_trips",
    "measure_reading",
]

PG_DUMP = "pg_dump --schema-only"
SNAPSHOT = "snapshot"
PLANNING = "snapshot with dependencies"
INSPECTOR = "Inspector.get_multi_*"
COMPARISON = "comparing two snapshots"
CHECK = "no-change check"
CHANGED = "check that finds 10 changes"
ALEMBIC = "alembic compare_metadata"

_CHANGES = 10


async def measure_reading(
    server: EmbeddedServer,
    clock: ServerClock,
    database: str,
    models: MetaData,
    cache: Path,
    *,
    rounds: int,
    times: int,
    others: bool = True,
) -> Mapping[str, Cost]:
    """Each side connects anew; modules, models and plugins are loaded, and the cache is warm.

    ``others`` also measures SQLAlchemy's Inspector and alembic.
    """
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

    async def check(asked: MetaData = models, expected: int = 0) -> None:
        async with open_database(engine) as opened:
            changes = await SchemaDiff(opened, plugins, models=(asked,), cache=kept).changes()
        if len(changes) != expected:
            raise RuntimeError(f"{len(changes)} changes instead of {expected}: {changes[:1]}")

    changed_models = _changed(models)

    async def changed() -> None:
        await check(changed_models, _CHANGES)

    async with engine.connect() as connection:
        snapshots = [await inspect_database(connection, plugins) for _ in range(2)]

    def comparison() -> None:
        if compare(*snapshots, plugins):
            raise RuntimeError("two snapshots of one database differ")

    async def alembic() -> None:
        await _run_sync(engine, lambda connection: _compare_with_alembic(connection, models))

    sides = (
        Side(name=PG_DUMP, work=lambda: pg_dump_schema(server, database)),
        Side(name=SNAPSHOT, work=snapshot),
        Side(name=PLANNING, work=planning),
        Side(name=COMPARISON, work=comparison),
        Side(name=CHECK, work=check),
        Side(name=CHANGED, work=changed),
    )
    if others:
        sides += (Side(name=INSPECTOR, work=inspector), Side(name=ALEMBIC, work=alembic))
    try:
        return await compare_costs(sides, rounds=rounds, times=times, clock=clock)
    finally:
        await engine.dispose()


async def count_round_trips(server: EmbeddedServer, database: str) -> int:
    """How many statements one snapshot with dependencies sends."""
    plugins = PluginManager.discover()
    engine = create_async_engine(server.url(database), poolclass=NullPool)
    sent: list[str] = []
    async with engine.connect() as connection:
        raw: Any = (await connection.get_raw_connection()).driver_connection
        raw.add_query_logger(lambda record: sent.append(record.query))
        await inspect_database(connection, plugins, dependencies=True)
    await engine.dispose()
    return len(sent)


def _changed(models: MetaData) -> MetaData:
    """The same models, with a column more in ten tables."""
    changed = MetaData()
    for table in models.tables.values():
        table.to_metadata(changed)
    for table in list(changed.tables.values())[:_CHANGES]:
        table.append_column(Column("added", Text))
    return changed


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
