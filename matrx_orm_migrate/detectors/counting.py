"""How far a column's counter has counted, on its way from one sequence to another (serial ⇄ identity).

The two sequences often have the same name, so they are never there at once.  The position waits in a setting of the
transaction meanwhile; where there is none (a file that does not run in one transaction), the rows tell.
"""

from __future__ import annotations

import re
import zlib

from matrx_orm_migrate.ddl import literal, qualified, quote
from matrx_orm_migrate.schema import Hazard, HazardKind, ObjectId, SequenceOptions

__all__ = ["bounds_cost", "counting_lost", "has_to_restart", "position_kept", "position_set"]


def counting_lost(sequence: ObjectId) -> Hazard:
    """What the end of a sequence costs; an identity's goes along with the identity."""
    message = f"how far sequence {sequence.schema}.{sequence.name} has counted is gone"
    return Hazard(kind=HazardKind.DATA_LOSS, object=sequence, message=message)


def has_to_restart(before: SequenceOptions, after: SequenceOptions) -> bool:
    """Whether a sequence stands outside the new bounds when it has counted nothing yet, and so as a rule.

    PostgreSQL takes no bounds that the position does not fit (PostgreSQL 18, init_params in sequence.c).
    """
    return not after.minimum <= before.start <= after.maximum


def bounds_cost(sequence: ObjectId, before: SequenceOptions, after: SequenceOptions) -> tuple[Hazard, ...]:
    """What new bounds cost a sequence that has counted: its position where it has to restart, or perhaps a failure."""
    name = f"sequence {sequence.schema}.{sequence.name}"
    if has_to_restart(before, after):
        return (Hazard(kind=HazardKind.DATA_LOSS, object=sequence, message=f"{name} starts anew"),)
    if before.minimum < after.minimum or after.maximum < before.maximum:
        message = f"fails where {name} stands outside of {after.minimum} to {after.maximum}"
        return (Hazard(kind=HazardKind.MAY_FAIL, object=sequence, message=message),)
    return ()


def position_kept(column: ObjectId, sequence: tuple[str, str]) -> str:
    """SQL that keeps the position of a column's sequence until the transaction ends."""
    return (
        f"SELECT pg_catalog.set_config({literal(_setting(column))}, "
        f"pg_catalog.concat_ws(' ', last_value, is_called), true) FROM {qualified(*sequence)}"
    )


def position_set(column: ObjectId, sequence: tuple[str, str], options: SequenceOptions, *, kept: bool) -> str:
    """SQL that lets a column's new sequence go on where the rows end, or an insert would meet one of them.

    ``kept`` says that the former sequence's position was kept: it may be further on than the rows that are left.
    """
    bound, furthest, behind = ("max", "greatest", ">=") if options.increment > 0 else ("min", "least", "<=")
    rows = f"(SELECT {bound}({quote(column.name)}) AS value FROM {qualified(column.schema, column.parent)}) AS last"
    within = f"BETWEEN {options.minimum} AND {options.maximum}"
    name = literal(qualified(*sequence))
    if not kept:
        return f"SELECT pg_catalog.setval({name}, last.value) FROM {rows} WHERE last.value {within}"
    was = (
        "(SELECT nullif(split_part(kept, ' ', 1), '')::bigint AS value, "
        "nullif(split_part(kept, ' ', 2), '')::boolean AS called "
        f"FROM pg_catalog.current_setting({literal(_setting(column))}, true) AS kept) AS was"
    )
    return (
        f"SELECT pg_catalog.setval({name}, {furthest}(last.value, was.value), "
        f"coalesce(was.called, true) OR coalesce(last.value {behind} was.value, false)) "
        f"FROM {rows}, {was} WHERE {furthest}(last.value, was.value) {within}"
    )


def _setting(column: ObjectId) -> str:
    """A name for the column that a setting may have: settings are words of ASCII letters, digits and underlines."""
    words = re.sub(r"[^a-z0-9]+", "_", f"{column.parent}_{column.name}".lower()).strip("_")
    return f"matrx_orm.position_{words}_{zlib.crc32(repr(column).encode()):08x}"
