"""Run a script on a connection, and see what a snapshot of it asks."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from matrx_orm_migrate.diff.inspect import read_catalog
from matrx_orm_migrate.hooks import PluginManager

__all__ = ["queries_of_a_snapshot", "script"]


async def script(connection: AsyncConnection, sql: str) -> None:
    """Run several statements as one text."""
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None
    await raw.execute(sql)


async def queries_of_a_snapshot(connection: AsyncConnection) -> list[str]:
    """The queries that reading the catalog sends."""
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None
    asked: list[str] = []

    def note(record: object) -> None:
        asked.append(record.query)  # type: ignore[attr-defined]

    raw.add_query_logger(note)
    try:
        await read_catalog(connection, PluginManager.discover(), dependencies=False)
    finally:
        raw.remove_query_logger(note)
    return [sql for sql in asked if not sql.startswith(("BEGIN", "ROLLBACK"))]
