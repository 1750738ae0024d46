"""The statements that make what a target has no words for, out of a snapshot that it is made of."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matrx_orm_migrate.diff.compare import compare
from matrx_orm_migrate.diff.plan import make_plan
from matrx_orm_migrate.hooks import Creation, PluginManager
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Snapshot

__all__ = ["creations"]


def creations(
    wanted: Snapshot, everything: Snapshot, said: Callable[[CatalogObject], bool], plugins: PluginManager
) -> Sequence[Creation]:
    """What makes the objects of ``wanted`` but those that are ``said`` in other words, in order.

    ``everything`` is what ``wanted`` was chosen from, with dependencies: what needs something that was not chosen is
    left out, and so is what may hold a password.
    """
    complete = _complete(wanted.select(lambda obj: not plugins.detectors[obj.id.kind].secret), everything, said)
    given = {obj.id: obj for detector in plugins.detectors.values() for obj in detector.from_the_start()}
    base = [obj if said(obj) else given[obj.id] for obj in complete if said(obj) or obj.id in given]
    current = complete.with_objects(base)
    plan = make_plan(compare(current, complete, plugins), current, complete, plugins)
    return [
        Creation(
            objects=step.objects,
            summary=step.summary,
            statements=tuple(statement.sql for statement in step.statements),
        )
        for step in plan.steps
    ]


def _complete(wanted: Snapshot, everything: Snapshot, said: Callable[[CatalogObject], bool]) -> Snapshot:
    """``wanted`` without what needs, directly or not, something that is not in it."""
    verdicts: dict[ObjectId, bool] = {}

    def stands(object_id: ObjectId) -> bool:
        if object_id not in verdicts:
            obj = wanted.get(object_id)
            verdicts[object_id] = obj is not None  # a circle is no reason to fall
            if obj is not None and not said(obj):
                verdicts[object_id] = all(map(stands, everything.needs(object_id)))
        return verdicts[object_id]

    return wanted.select(lambda obj: stands(obj.id))
