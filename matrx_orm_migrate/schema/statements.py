"""One SQL text with what it may cost."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from matrx_orm_migrate.schema.ids import ObjectId

__all__ = ["Hazard", "HazardKind", "Statement"]


class HazardKind(StrEnum):
    """What a statement may cost.  The values are what files and messages print."""

    DATA_LOSS = "DATA LOSS"
    """Rows or values are gone afterwards; ``down`` makes the place anew, but empty."""
    MAY_FAIL = "MAY FAIL"
    """Whether it succeeds depends on the rows that are there."""
    SESSION = "SESSION SETTINGS"
    """What the values become depends on a setting of the session that runs it (``TimeZone``)."""
    TABLE_REWRITE = "TABLE REWRITE"
    """PostgreSQL writes the whole table anew under ACCESS EXCLUSIVE: nobody reads or writes it meanwhile."""
    TABLE_SCAN = "TABLE SCAN"
    """PostgreSQL reads the whole table under a lock that stops writers."""
    LONG_LOCK = "LONG LOCK"
    """Writers wait while an index is built."""
    STALE = "STALE VALUES"
    """What a function gave for the rows that are there stays as it is, though the function gives something else now."""
    SECRET = "SECRET"
    """The text holds what may be a password: whoever may read the file reads it."""
    PRIVILEGES = "PRIVILEGES"
    """An object gets the owner and the privileges of a new one, where it, or the one before it, had others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """One cost: what kind, on which object, and one sentence for people."""

    kind: HazardKind
    object: ObjectId
    message: str

    def __str__(self) -> str:
        return f"{self.kind}: {self.message}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One SQL text, without the closing semicolon.

    ``transactional`` is False for what PostgreSQL refuses inside a transaction block.  ``commits_before_use`` is True
    where what the statement made cannot be used in the same transaction (ALTER TYPE … ADD VALUE; PostgreSQL 18, ALTER
    TYPE, Notes): what builds on it belongs in a later migration.  ``call`` is a method of ``db`` and its arguments,
    where a migration calls that instead of executing ``sql``, which then only asks for what the call will look for.
    ``uses`` are objects that it cannot run without, though what it leads to does not depend on them.
    ``roles`` are those that the text names: a server without one of them cannot run it; ``acts_as`` are those that
    whoever runs it has to be, or be able to become.
    """

    sql: str
    hazards: tuple[Hazard, ...] = ()
    transactional: bool = True
    commits_before_use: bool = False
    call: tuple[str, ...] = ()
    uses: tuple[ObjectId, ...] = ()
    roles: tuple[str, ...] = ()
    acts_as: tuple[str, ...] = ()
