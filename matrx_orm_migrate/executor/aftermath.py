"""Whether a statement that ran outside of a transaction, and that the server refused, left anything behind."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matrx_orm_migrate.executor.concurrently import IndexStatement
from matrx_orm_migrate.operations import fetch_rows
from matrx_orm_migrate.operations.sql import first_word, tokens
from matrx_orm_migrate.state import Step

if TYPE_CHECKING:
    from asyncpg import Connection

__all__ = ["Before", "left_nothing", "look_before"]

# ALTER SYSTEM, CREATE DATABASE, VACUUM and so on clean up behind themselves where they fail.
_WHOLE = frozenset({"alter", "analyze", "cluster", "create", "discard", "reindex", "vacuum"})
# Dependent objects, no such database, object not in the prerequisite state, syntax or access rule (appendix A).
_NOT_TO_BE_HAD = frozenset({"2B", "3D", "42", "55"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Before:
    """What was known before the statement was sent.

    ``known`` is what the journal says of the step, ``builds`` that the statement builds an index CONCURRENTLY;
    ``traces`` are the invalid indexes and the partitions half detached, for other statements that say CONCURRENTLY.
    """

    known: Step | None
    builds: bool
    traces: frozenset[int] | None


async def look_before(
    driver: Connection[Any], sql: str, statement: IndexStatement | None, known: Step | None
) -> Before:
    """Look at what is there before the statement is sent."""
    builds = statement is not None and statement.creates
    concurrent = "concurrently" in sql.lower() and any(token == "concurrently" for token, _ in tokens(sql))
    traces = await _traces(driver) if concurrent and not builds else None
    return Before(known=known, builds=builds, traces=traces)


async def left_nothing(driver: Connection[Any], before: Before, sql: str, code: str) -> bool:
    """Whether the statement, and earlier runs of its step, surely left nothing; ``code`` is the server's.

    An index that was being built has been looked for already.
    """
    known = before.known
    if before.builds:  # the one of an earlier run is gone, unless that ran another statement
        return known is None or known.state == "running" or bool(known.leftover)
    if known is not None:
        return False
    if before.traces is not None:
        return before.traces == await _traces(driver)
    # DO and CALL may have committed a part.  DROP DATABASE and its like have done nothing where the object was not to
    # be had in the first place.
    word = first_word(sql)
    return word in _WHOLE or (word == "drop" and code[:2] in _NOT_TO_BE_HAD)


async def _traces(driver: Connection[Any]) -> frozenset[int]:
    rows = await fetch_rows(
        driver,
        # PostgreSQL 13 has no pg_inherits.inhdetachpending
        "SELECT x.indexrelid FROM pg_catalog.pg_index AS x WHERE NOT x.indisvalid "
        "UNION ALL SELECT h.inhrelid FROM pg_catalog.pg_inherits AS h WHERE (pg_catalog.to_jsonb(h) "
        "OPERATOR(pg_catalog.->>) 'inhdetachpending'::pg_catalog.text) OPERATOR(pg_catalog.=) 'true'",
    )
    return frozenset(row[0] for row in rows)
