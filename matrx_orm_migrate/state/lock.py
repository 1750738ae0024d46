"""The advisory locks that keep two runners apart.

The first lock says "a run is going on".  It is taken by simple protocol in a transaction on a connection of its own, so
that the connection holds no snapshot and CREATE INDEX CONCURRENTLY does not wait for it.  The second belongs to each
working transaction, and so proves that the work of a runner which lost its first lock is over.  Both are polled with
``pg_try_*``: a session that *waits* for an advisory lock holds a snapshot, and deadlocks with an index build.

PostgreSQL keeps advisory locks apart by database; the key comes from the tracking table's name alone, so it is the same
on every host, in every process and for every URL.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from matrx_orm_migrate.operations import fetch_rows
from matrx_orm_migrate.state.text import EQUALS

if TYPE_CHECKING:
    from asyncpg import Connection

__all__ = ["LockHolder", "MigrationLock", "find_holder"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LockHolder:
    """The session that is in the way."""

    pid: int
    application_name: str
    user: str
    since: datetime | None
    query: str

    def __str__(self) -> str:
        name = f" ({self.application_name})" if self.application_name else ""
        since = f", since {self.since:%Y-%m-%d %H:%M:%S %Z}" if self.since else ""
        return f"server process {self.pid}{name}{since}"


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationLock:
    """One of the two locks, identified by the tracking table's schema."""

    key: int

    @classmethod
    def for_run(cls, schema: str) -> MigrationLock:
        """The lock that a run holds from its first look to its end."""
        return cls._named(f"matrx-orm-migrate run {schema}._matrx_migrations")

    @classmethod
    def for_work(cls, schema: str) -> MigrationLock:
        """The lock that each working transaction holds."""
        return cls._named(f"matrx-orm-migrate work {schema}._matrx_migrations")

    @classmethod
    def _named(cls, name: str) -> MigrationLock:
        return cls(key=int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True))

    @property
    def try_in_transaction(self) -> str:
        """Expression: true if the lock was free and is now held until the transaction ends."""
        return f"pg_catalog.pg_try_advisory_xact_lock({self.key}::pg_catalog.int8)"

    @property
    def try_in_session(self) -> str:
        """Expression: true if the lock was free and is now held until it is given back."""
        return f"pg_catalog.pg_try_advisory_lock({self.key}::pg_catalog.int8)"

    @property
    def release_in_session(self) -> str:
        """Expression that gives a session's lock back."""
        return f"pg_catalog.pg_advisory_unlock({self.key}::pg_catalog.int8)"

    @property
    def rows(self) -> str:
        """Condition on ``pg_locks AS l``: the row is this lock, granted."""
        unsigned = self.key % 2**64
        return (
            f"l.locktype {EQUALS} 'advisory' AND l.granted AND l.objsubid {EQUALS} 1::pg_catalog.int2 "
            f"AND l.classid {EQUALS} {unsigned >> 32}::pg_catalog.oid "
            f"AND l.objid {EQUALS} {unsigned & 0xFFFFFFFF}::pg_catalog.oid "
            f"AND l.database {EQUALS} (SELECT d.oid FROM pg_catalog.pg_database AS d WHERE d.datname {EQUALS} "
            "pg_catalog.current_database())"
        )


async def find_holder(driver: Connection[Any], *locks: MigrationLock) -> LockHolder | None:
    """Who holds one of these locks, other than this connection."""
    condition = " OR ".join(f"({lock.rows})" for lock in locks)
    rows = await fetch_rows(
        driver,
        f"""
        SELECT l.pid, a.application_name, a.usename::pg_catalog.text,
               COALESCE(a.xact_start, a.backend_start), a.query
          FROM pg_catalog.pg_locks AS l
          LEFT JOIN pg_catalog.pg_stat_activity AS a ON a.pid {EQUALS} l.pid
         WHERE ({condition}) AND l.pid OPERATOR(pg_catalog.<>) pg_catalog.pg_backend_pid()
         ORDER BY l.pid LIMIT 1
        """,
    )
    for row in rows:
        return LockHolder(
            pid=row[0], application_name=row[1] or "", user=row[2] or "", since=row[3], query=row[4] or ""
        )
    return None
