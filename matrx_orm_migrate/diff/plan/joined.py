"""Two plans, one behind the other, without what the first makes anew only for the second to take down.

(A materialized view is computed once and not twice.)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from matrx_orm_migrate.diff.plan.graph import ALTER, CREATE, DROP
from matrx_orm_migrate.diff.plan.model import KEEP, Plan, Step
from matrx_orm_migrate.schema import ObjectId, Snapshot

__all__ = ["joined"]


def joined(first: Plan, second: Plan, between: Snapshot, target: Callable[[ObjectId], str | None]) -> Plan:
    """One plan of two; ``between`` is what the first leads to, with dependencies.

    What both take down and make is taken down by the first and made by the second, if all that needs it is; its owner
    and privileges are kept over both.  ``target`` gives the name under which these are kept.
    """
    late: set[ObjectId] = set()
    if first.transactional and second.transactional:
        late = _objects(first, DROP) & _objects(first, CREATE) & _objects(second, DROP) & _objects(second, CREATE)
    dependents = between.dependents()
    while held := {one for one in late if not dependents.get(one, set()) <= late}:
        late -= held
    kept = {name for one in late if (name := target(one)) is not None}
    ahead = [_without(step, late, {ALTER, CREATE}, kept, "give_back_privileges") for step in first.steps]
    behind = [_without(step, late, {DROP}, kept, "keep_privileges") for step in second.steps]
    return Plan(steps=tuple(step for step in (*ahead, *behind) if step.statements))


def _objects(plan: Plan, verb: str) -> set[ObjectId]:
    return {object_id for step in plan.steps if step.verb == verb for object_id in step.objects}


def _without(step: Step, late: set[ObjectId], verbs: set[str], kept: set[str], call: str) -> Step:
    """The step without what it does to what is late, where that is one of ``verbs``, and without this call for it."""
    if step.verb == KEEP:
        others = (one for one in step.statements if one.call[:1] != (call,) or one.call[1] not in kept)
        return replace(step, statements=tuple(others))
    return replace(step, statements=()) if step.verb in verbs and step.objects[0] in late else step
