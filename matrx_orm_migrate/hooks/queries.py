"""What a detector says of its catalog query: the text, and the rows without which there is no need to send it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Any

__all__ = ["FIRST_USER_OID", "CatalogQuery", "Presence"]

FIRST_USER_OID = 16384
"""Objects of initdb have lower oids (PostgreSQL 18, src/include/access/transam.h, FirstNormalObjectId)."""


@dataclass(frozen=True, slots=True)
class Presence:
    """Rows that users made in a catalog (:data:`FIRST_USER_OID` and above) for which ``expression`` gives ``value``.

    ``expression`` is SQL over the catalog's columns, compared as a text, the same for all detectors that tell rows of
    one catalog apart (``relkind``): it is evaluated once for all of them.  ``oid`` is the column that tells whether a
    row is the users'.  ``among`` is a condition for an index, where reading all of the catalog would cost much.
    """

    catalog: str
    expression: str = "''"
    value: str = ""
    oid: str = "oid"
    among: str = "true"


@dataclass(frozen=True, slots=True, kw_only=True)
class CatalogQuery:
    """One query over the catalogs.

    ``sql`` is a text, or a SQLAlchemy ``select()``; its first two columns are the object's address within the
    detector's ``catalog``: ``oid``, and ``subid`` (0 for all of a kind, or for none: columns).  Odd types are cast to
    text in the query (``"char"`` arrives as bytes otherwise), so that every value is JSON: text, number, boolean, null,
    or a list of texts.  (The driver asks the server what any other array is, once in every session, and that costs as
    much as a large query.)

    ``presence`` names rows without which the query finds nothing.  Where none of them is there the query is not sent:
    planning one over eight catalogs costs the server a millisecond or more, whatever it finds.

    ``shorter``, where it is given, is sent instead of ``sql`` to a database that holds none of ``unless``.  It gives
    the same rows there, and does without the joins that would find nothing (the parents of partitions).

    Detectors that give the very same ``sql`` have it sent once; ``takes`` then is what a detector's rows have as their
    last value.
    """

    sql: Any
    presence: tuple[Presence, ...] = ()
    shorter: Any = None
    unless: tuple[Presence, ...] = ()
    takes: str = ""

    @property
    def asked(self) -> tuple[Presence, ...]:
        """All that must be known of a database to choose what to send."""
        return (*self.presence, *self.unless)

    def chosen(self, present: Container[Presence]) -> Any:
        """What to send to a database that holds what is in ``present``; None where nothing is to be found."""
        if self.presence and not any(presence in present for presence in self.presence):
            return None
        if self.shorter is None or any(presence in present for presence in self.unless):
            return self.sql
        return self.shorter
