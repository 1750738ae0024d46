"""What keeps, for the rows that are there, what a function's former body gave.

PostgreSQL takes an IMMUTABLE function at its word: nothing is computed, sorted, placed or checked anew when its body
changes.  The edges are those of ``pg_depend``, so what a body calls in a text is not seen.
"""

from __future__ import annotations

from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.schema import (
    CatalogObject,
    Check,
    Default,
    Domain,
    Exclusion,
    Hazard,
    HazardKind,
    Index,
    KeyConstraint,
    ObjectId,
    Table,
)

__all__ = ["stale_values"]

# what passes on what a function gives
_BETWEEN = frozenset(["function", "operator", "operator_class", "operator_family", "cast"])


def stale_values(function: ObjectId, context: PlanContext) -> tuple[Hazard, ...]:
    """The hazard of a body that changes, where anything keeps what the former one gave; it names each of these."""
    kept: set[ObjectId] = set()
    seen, waiting = {function}, [function]
    while waiting:
        for dependent in context.dependents.get(waiting.pop(), ()):
            if dependent in seen:
                continue
            seen.add(dependent)
            obj = context.current.get(dependent)
            if dependent.kind in _BETWEEN:
                waiting.append(dependent)
            elif obj is not None and _keeps(obj) and context.desired.get(dependent) == obj:
                kept.add(dependent)
    if not kept:
        return ()
    names = ", ".join(f"column {one.parent}.{one.name}" if one.kind == "default" else str(one) for one in sorted(kept))
    message = f"for the rows that are there, what the former body gave stays: {names}"
    return (Hazard(kind=HazardKind.STALE, object=function, message=message),)


def _keeps(obj: CatalogObject) -> bool:
    if isinstance(obj, Default):
        return obj.generated == "stored"
    if isinstance(obj, Table):
        return obj.partition_key is not None  # by which its rows were put where they are
    return isinstance(obj, (Index, Check, Exclusion, KeyConstraint, Domain))
