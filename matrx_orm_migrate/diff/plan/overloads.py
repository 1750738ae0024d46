"""Calls among overloads: what goes is gone before anything is made that calls another one of its name.

PostgreSQL looks for the overload anew wherever it reads a call, among those that are there then.  While one still
stands that is to go, the call may be taken for a call of that (by a default of an argument, a cast that needs no word),
or be refused as not unique.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from matrx_orm_migrate.diff.plan.work import Work
from matrx_orm_migrate.hooks import Detector, PlanContext
from matrx_orm_migrate.schema import ObjectId

__all__ = ["overtaken_calls"]


def overtaken_calls(
    work: Work, detectors: Mapping[str, Detector], context: PlanContext
) -> Iterator[tuple[ObjectId, ObjectId]]:
    """Each object that goes with each of those, made or altered, that are to call another overload of its name."""

    def name_of(object_id: ObjectId) -> tuple[str, str, str]:
        return detectors[object_id.kind].catalog, object_id.schema, object_id.name

    going: dict[tuple[str, str, str], list[ObjectId]] = defaultdict(list)
    for object_id in work.drops:
        if object_id.signature and object_id not in work.creates:
            going[name_of(object_id)].append(object_id)
    if not going:
        return
    for object_id in sorted({*work.creates, *work.alters}):
        change = work.alters.get(object_id)
        had = context.current.needs(change.before.id) if change is not None and change.before is not None else ()
        for needed in sorted(context.desired.needs(object_id)):
            if not needed.signature or needed not in context.desired:
                continue
            for gone in going.get(name_of(needed), ()):
                # what is altered where it stands lets go of it by that, and so comes first
                if gone not in had:
                    yield gone, object_id
