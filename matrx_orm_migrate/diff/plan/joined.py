"""Two plans, one behind the other, without what the first makes anew only for the second to take down.

(A materialized view is computed once and not twice.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from matrx_orm_migrate.diff.plan.model import KEEP, Plan, Step
from matrx_orm_migrate.diff.plan.nodes import ALTER, CREATE, DROP
from matrx_orm_migrate.schema import ObjectId, Snapshot

__all__ = ["joined"]


def joined(
    first: Plan, second: Plan, start: Snapshot, between: Snapshot, target: Callable[[ObjectId], str | None]
) -> Plan:
    """One plan of two; ``start`` and ``between`` are what the first leads from and to, with dependencies.

    What both take down and make is taken down by the first and made by the second, if so is all that needs it; its
    owner and privileges are kept over both.  ``target`` gives the name under which these are kept.
    """
    late: set[ObjectId] = set()
    altered = _objects(first, ALTER) | _objects(second, ALTER)
    if first.transactional and second.transactional:
        late = _objects(first, DROP) & _objects(first, CREATE) & _objects(second, DROP) & _objects(second, CREATE)
        late -= altered
    needing, needed_by = between.dependents(), start.dependents()
    # what goes in the end may be made again in between: privileges, to be given back and then taken
    touched = _objects(first, CREATE) | altered
    while held := {one for one in late if not needing.get(one, set()) | (needed_by.get(one, set()) & touched) <= late}:
        late -= held
    kept = {name for one in late if (name := target(one)) is not None}
    ahead = [_without(step, late, CREATE, kept, "give_back_privileges") for step in first.steps]
    behind = [_without(step, late, DROP, kept, "keep_privileges") for step in second.steps]
    return Plan(steps=tuple(step for step in (*ahead, *behind) if step.statements))


def _objects(plan: Plan, verb: str) -> set[ObjectId]:
    return {object_id for step in plan.steps if step.verb == verb for object_id in step.objects}


def _without(step: Step, late: set[ObjectId], verb: str, kept: set[str], call: str) -> Step:
    """The step without what it does to what is late, where that is ``verb``, and without this call for it."""
    if step.verb == KEEP:
        others = (one for one in step.statements if one.call[:1] != (call,) or one.call[1] not in kept)
        return replace(step, statements=tuple(others))
    return replace(step, statements=()) if step.verb == verb and step.objects[0] in late else step
