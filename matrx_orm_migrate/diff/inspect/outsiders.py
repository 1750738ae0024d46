"""What no detector handles, and depends on what one does: a migration must not pull the ground from under it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from matrx_orm_migrate.schema import ObjectId, Outsider

__all__ = ["outsiders", "outsiders_query"]


def outsiders_query(handled: Iterable[str]) -> str:
    """SQL for what lies in catalogs that no detector reads (``handled`` are those that are) and depends on objects.

    Seven columns: its address in two, what it depends on in three, whether it is part of that (PostgreSQL drops it
    along), and what PostgreSQL calls it.
    """
    known = ", ".join(f"'pg_catalog.{catalog}'" for catalog in sorted({*handled, *_WITHOUT_OBJECTS}))
    return f"""
        SELECT d.classid::bigint, d.objid::bigint, d.refclassid::bigint, d.refobjid::bigint, d.refobjsubid,
               d.deptype = 'a', pg_catalog.pg_describe_object(d.classid, d.objid, 0)
        FROM pg_catalog.pg_depend d
        WHERE d.objid >= 16384 AND d.deptype IN ('n', 'a') AND d.classid <> ALL (ARRAY[{known}]::regclass[]::oid[])
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend e
                          WHERE e.classid = d.classid AND e.objid = d.objid AND e.deptype = 'e')
        ORDER BY 7, 3, 4, 5
    """


# Rows here are never on their own: they belong to a relation, a type, a trigger.
_WITHOUT_OBJECTS = ("pg_attrdef", "pg_class", "pg_constraint", "pg_proc", "pg_rewrite", "pg_trigger", "pg_type")


def outsiders(
    rows: Iterable[Sequence[Any]], at: Callable[[int, int, int], ObjectId | None]
) -> dict[ObjectId, tuple[Outsider, ...]]:
    """The rows of the query by the objects that they are about; ``at`` gives the object at an address."""
    listed = [(row[0], row[1], at(row[2], row[3], row[4]), row[5], row[6]) for row in rows]
    owners = {(classid, oid): needed for classid, oid, needed, is_part, _name in listed if is_part}
    found: dict[ObjectId, dict[Outsider, None]] = {}
    for classid, oid, needed, _is_part, name in listed:
        if needed is not None:
            outsider = Outsider(name=name, owner_id=owners.get((classid, oid)))
            found.setdefault(needed, {})[outsider] = None
    return {needed: tuple(those) for needed, those in found.items()}
