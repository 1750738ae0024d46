"""Roles that objects name: they are the server's, and another server may be without them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from matrx_orm_migrate.schema import CatalogObject, Snapshot, Statement

__all__ = ["LackingRoles", "lacking_roles", "without_roles"]

_SET_SINCE = 160000  # before, every member may SET ROLE

_ROLES = """
SELECT r.rolname::text, pg_catalog.pg_has_role(r.oid, CASE WHEN
           pg_catalog.current_setting('server_version_num')::int >= {since} THEN 'SET' ELSE 'MEMBER' END)
FROM pg_catalog.pg_roles r WHERE r.rolname = ANY ($1::text[])
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class LackingRoles:
    """Roles that a server does not have (``missing``), and those that the role which asked may not become."""

    missing: frozenset[str] = frozenset()
    beyond: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.missing or self.beyond)

    def stop(self, one: CatalogObject | Statement) -> bool:
        """Whether the object cannot be made there, or the statement not be run."""
        if not self:
            return False
        return not (self.missing.isdisjoint(one.roles) and (self.missing | self.beyond).isdisjoint(one.acts_as))


async def lacking_roles(connection: AsyncConnection, *sides: Snapshot) -> LackingRoles:
    """Which of the roles that objects of the snapshots name are not to be had for the connection."""
    named = {role for side in sides for obj in side for role in (*obj.roles, *obj.acts_as)}
    if not named:
        return LackingRoles()
    raw: Any = (await connection.get_raw_connection()).driver_connection
    found = dict(await raw.fetch(_ROLES.format(since=_SET_SINCE), [*named]))
    return LackingRoles(
        missing=frozenset(named.difference(found)),
        beyond=frozenset(name for name, may_be in found.items() if not may_be),
    )


def without_roles(snapshot: Snapshot, lacking: LackingRoles) -> Snapshot:
    """The snapshot without the objects that need one of these roles: those are neither made nor proved there."""
    return snapshot.select(lambda obj: not lacking.stop(obj)) if lacking else snapshot
