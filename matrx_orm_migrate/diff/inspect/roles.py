"""Roles that objects name: they are the server's, and another server may be without them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from matrx_orm_migrate.schema import Snapshot

__all__ = ["lacking_roles", "without_roles"]


async def lacking_roles(connection: AsyncConnection, *sides: Snapshot) -> frozenset[str]:
    """The roles that objects of the snapshots name, and that the connection's server does not have."""
    named = {role for side in sides for obj in side for role in obj.roles}
    if not named:
        return frozenset()
    raw: Any = (await connection.get_raw_connection()).driver_connection
    found = await raw.fetch("SELECT rolname::text FROM pg_catalog.pg_roles WHERE rolname = ANY ($1::text[])", [*named])
    return frozenset(named.difference(name for (name,) in found))


def without_roles(snapshot: Snapshot, lacking: Iterable[str]) -> Snapshot:
    """The snapshot without the objects that name one of these roles: those are neither made nor proved there."""
    gone = frozenset(lacking)
    return snapshot.select(lambda obj: gone.isdisjoint(obj.roles)) if gone else snapshot
