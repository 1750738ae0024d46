"""What the drivers make of PostgreSQL's types: measured with pg 8, postgres 3 and ``to_jsonb()``, as they come.

``tests/test_typescript_drivers.py`` measures it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["DRIVERS", "Driver"]

_POINT = "{ x: number; y: number }"
_CIRCLE = "{ x: number; y: number; radius: number }"

_NUMBERS = {"smallint": "number", "integer": "number", "real": "number", "double precision": "number"}
_COMMON = {**_NUMBERS, "boolean": "boolean", "json": "Json", "jsonb": "Json"}
_MOMENTS = ("date", "timestamp without time zone", "timestamp with time zone")
_NATIVE = {**_COMMON, **dict.fromkeys(_MOMENTS, "Date"), "bytea": "Uint8Array", "oid": "number"}
_PG = {**_NATIVE, "interval": "PostgresInterval", "point": _POINT, "circle": _CIRCLE}
# what is written: these drivers send a text for whatever they are given
_INPUT = {
    "bigint": "string | number | bigint",
    "numeric": "string | number",
    **dict.fromkeys(_MOMENTS, "Date | string"),
}

# the arrays that pg takes apart; all others arrive as the text that PostgreSQL prints
_PG_ARRAYS = frozenset(_PG) - {"circle"} | {
    "bigint",
    "character",
    "character varying",
    "cidr",
    "inet",
    "macaddr",
    "money",
    "numeric",
    "numrange",
    "text",
    "time with time zone",
    "time without time zone",
    "uuid",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """What values look like.

    ``read`` and ``write`` are by PostgreSQL's own types; what is not in ``read`` is a string, what is not in ``write``
    is as it is read.  ``elements`` are types that differ within arrays.  ``arrays`` are the types whose arrays are
    taken apart, None for all.  ``objects``: composite values are objects, not text, and domains count as their base
    type within arrays.  ``other`` is the type of what nobody knows, ``extensions`` of what is known by name.
    """

    read: Mapping[str, str]
    write: Mapping[str, str] = field(default_factory=dict)
    elements: Mapping[str, str] = field(default_factory=dict)
    arrays: frozenset[str] | None = None
    objects: bool = False
    other: str = "string"
    extensions: Mapping[str, str] = field(default_factory=dict)


DRIVERS: Mapping[str, Driver] = {
    "pg": Driver(
        read=_PG,
        write={**_INPUT, "interval": "string", "point": "string", "circle": "string"},
        elements={"numeric": "number"},
        arrays=_PG_ARRAYS,
    ),
    "postgres": Driver(read=_NATIVE, write=_INPUT),
    "json": Driver(
        read={**_COMMON, "bigint": "number", "numeric": "number"},
        write={"bigint": "number | string", "numeric": "number | string"},
        objects=True,
        other="unknown",
        extensions={"citext": "string", "hstore": "Record<string, string | null>", "ltree": "string"},
    ),
}
