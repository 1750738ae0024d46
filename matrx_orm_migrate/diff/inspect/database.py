"""Read a database's catalog and make a snapshot of it."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.ext.asyncio import AsyncConnection

from matrx_orm_migrate.diff.inspect.build import Known, build_snapshot
from matrx_orm_migrate.diff.inspect.catalog import read_catalog
from matrx_orm_migrate.diff.inspect.roles import lacking_roles
from matrx_orm_migrate.garbage import without_garbage_collection
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.schema import ObjectId, Snapshot

__all__ = ["inspect_copy", "inspect_database"]


async def inspect_database(
    connection: AsyncConnection, plugins: PluginManager, *, dependencies: bool = False, known: Known | None = None
) -> Snapshot:
    """What the catalog says, at one moment, about all of the user's objects.

    ``dependencies`` also reads what depends on what, and which casts there are: planning needs them, comparing does
    not.  The number of round trips does not depend on the size of the database.  Inside an open transaction the
    caller's is used; else one is opened REPEATABLE READ READ ONLY and closed again.  ``known``: see
    :func:`build_snapshot`.
    """
    with plugins.blamed(), without_garbage_collection():  # rows are objects too
        data = await read_catalog(connection, plugins, dependencies=dependencies)
        return build_snapshot(data, plugins, known)


async def inspect_copy(
    connection: AsyncConnection,
    plugins: PluginManager,
    live: Snapshot,
    *,
    known: Known | None = None,
    was: Callable[[ObjectId], ObjectId] = lambda same: same,
) -> Snapshot:
    """What the catalog of a copy says, with dependencies, and what ``live`` knows around it.

    ``was`` gives the id that an object of the copy has in ``live``.  What could not be copied, for want of a role that
    it names, is as it is in ``live``.
    """
    copy = await inspect_database(connection, plugins, dependencies=True, known=known)
    lacking = await lacking_roles(connection, live)
    if lacking:
        copy = copy.with_objects([*copy, *(obj for obj in live if lacking.stop(obj))], live)
    return copy.with_surroundings_of(live, was)
