"""What to mind about vectors in a plan.

PGV001  a column takes vectors of any number of dimensions: no index can be made of it
PGV002  an ivfflat index is built on a table that has no rows yet: its lists are made of nothing
PGV003  a column has more dimensions than an index can take
PGV004  a vector index is built on a table in use, and writes wait for it
PGV005  an index serves another distance than the one that views and functions ask for
PGV006  a column changes its number of dimensions: what is in it is lost, and has to be computed again

Said of what the plan makes or changes, not of everything that there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from matrx_orm_migrate.hooks import Finding, Review
from matrx_orm_migrate.schema import Column, Index, MaterializedView, ObjectId, Routine, Snapshot, View
from matrx_orm_migrate_pgvector.vectors import (
    OPERATORS,
    VectorIndex,
    changes_dimensions,
    vector_index,
    vector_type,
)

__all__ = ["MOST_DIMENSIONS", "findings"]

MOST_DIMENSIONS = {"vector": 2000, "halfvec": 4000}
"""How many dimensions an hnsw or ivfflat index takes (pgvector, README, Indexing); of a sparsevec, it depends."""

_DISTANCE = re.compile("|".join(re.escape(operator) for operator in OPERATORS.values()))


def findings(plan: Review) -> Iterator[Finding]:
    """What the rules find, in the order of the objects."""
    for change in plan.changes:
        if changes_dimensions(change):
            yield Finding(
                code="PGV006",
                message=f"{_column(change.id)} has another number of dimensions: it is made anew, and what was in it "
                "has to be computed again",
            )
        if isinstance(change.after, Column):
            before = change.before.type if isinstance(change.before, Column) else None
            if before != change.after.type:
                yield from _of_column(change.after, plan.desired)
        elif isinstance(change.after, Index) and _is_built(change.before, change.after):
            kind = vector_index(change.after)
            if kind is not None:
                yield from _of_index(change.after, kind, plan)


def _is_built(before: object, after: Index) -> bool:
    return not isinstance(before, Index) or before.definition != after.definition


def _of_column(column: Column, desired: Snapshot) -> Iterator[Finding]:
    found = vector_type(column.type)
    if found is None:
        return
    if found.dimensions is None:
        yield Finding(
            code="PGV001",
            message=f"{_column(column.id)} takes vectors of any number of dimensions, so that no index can be made of "
            f"it: say {found.name}(n)",
        )
    most = MOST_DIMENSIONS.get(found.name)
    indexed = any(
        isinstance(obj, Index) and obj.owner_id == column.owner_id and vector_index(obj) is not None for obj in desired
    )
    if found.dimensions is not None and most is not None and found.dimensions > most and not indexed:
        instead = "halfvec takes 4000, and an index on (… :: halfvec(n)) would do" if most < 4000 else "halve them"
        yield Finding(
            code="PGV003",
            message=f"{_column(column.id)} has {found.dimensions} dimensions, and an index takes {most} of a "
            f"{found.name}: {instead}",
        )


def _of_index(index: Index, kind: VectorIndex, plan: Review) -> Iterator[Finding]:
    assert index.owner_id is not None
    table = f"{index.owner_id.schema}.{index.owner_id.name}"
    if index.owner_id in plan.current:
        yield Finding(
            code="PGV004",
            message=f"writes to {table} wait while index {index.id.name} is built, which takes long for vectors: with "
            "rows in it, CREATE INDEX CONCURRENTLY in a migration of your own, with transactional = False",
        )
    elif kind.method == "ivfflat":
        yield Finding(
            code="PGV002",
            message=f"ivfflat index {index.id.name} is made along with {table}, and its lists of no rows: make it when "
            "there are some, or take hnsw",
        )
    asked = _asked_for(index.owner_id, plan.desired)
    if asked and OPERATORS[kind.distance] not in asked:
        yield Finding(
            code="PGV005",
            message=f"index {index.id.name} serves {OPERATORS[kind.distance]}, and what asks {table} orders by "
            f"{', '.join(sorted(asked))}",
        )


def _asked_for(table: ObjectId, desired: Snapshot) -> frozenset[str]:
    """The distances in views and functions that name the table."""
    name = re.compile(rf"(?<!\w){re.escape(table.name)}(?!\w)")
    texts = [obj.definition for obj in desired if isinstance(obj, View | MaterializedView | Routine)]
    return frozenset(operator for text in texts if name.search(text) for operator in _DISTANCE.findall(text))


def _column(object_id: ObjectId) -> str:
    return f"{object_id.schema}.{object_id.parent}.{object_id.name}"
