"""Calls among overloads: what goes is gone before anything is made that calls another one of its name.

PostgreSQL looks for the overload anew wherever it reads a call, among those that are there then.  While one still
stands that is to go, the call may be taken for a call of that (by a default of an argument, a cast that needs no word),
or be refused as not unique.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from matrx_orm_migrate.diff.plan.work import Work
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import Detector, PlanContext
from matrx_orm_migrate.schema import CatalogObject, Change, HazardKind, ObjectId

__all__ = ["Overloads", "loses_nothing_by_a_rebuild", "overtaken_calls"]


class Overloads:
    """The overloads that go, and whose calls they stand in the way of."""

    def __init__(self, going: Iterable[CatalogObject], detectors: Mapping[str, Detector], context: PlanContext) -> None:
        self.detectors = detectors
        self.context = context
        self.going: dict[tuple[str, str, str], list[CatalogObject]] = defaultdict(list)
        for obj in going:
            if obj.id.signature:
                self.going[self._name_of(obj.id)].append(obj)

    def beside(self, caller: ObjectId) -> dict[ObjectId, bool]:
        """What goes beside the overloads that the caller needs in the end; whether it can be taken for one of them."""
        found: dict[ObjectId, bool] = {}
        if not self.going:
            return found
        for needed_id in sorted(self.context.desired.needs(caller)):
            needed = self.context.desired.get(needed_id) if needed_id.signature else None
            if needed is None:
                continue
            for gone in self.going.get(self._name_of(needed_id), ()):
                mistaken = self.detectors[gone.id.kind].mistakable(gone, needed)
                found[gone.id] = found.get(gone.id, False) or mistaken
        return found

    def needed_by(self, object_id: ObjectId) -> tuple[ObjectId, ...]:
        """Those that go and that the object needs as it is now."""
        if not self.going:
            return ()
        needs = self.context.current.needs(object_id)
        return tuple(sorted(obj.id for objects in self.going.values() for obj in objects if obj.id in needs))

    def stand_in_the_way(self, change: Change) -> bool:
        """Whether what changes has to let go of one before it can call the other."""
        if change.before is None or not (had := self.needed_by(change.before.id)):
            return False
        beside = self.beside(change.id)
        return any(beside.get(gone, False) for gone in had)

    def _name_of(self, object_id: ObjectId) -> tuple[str, str, str]:
        return self.detectors[object_id.kind].catalog, object_id.schema, object_id.name


def overtaken_calls(
    work: Work, detectors: Mapping[str, Detector], context: PlanContext
) -> dict[tuple[ObjectId, ObjectId], bool]:
    """Each object that goes with each of those, made or altered, that are to call another overload of its name.

    With each pair, whether the one that goes can be taken for the one that is called.
    """
    going = [obj for object_id, obj in work.drops.items() if object_id not in work.creates]
    overloads = Overloads(going, detectors, context)
    found: dict[tuple[ObjectId, ObjectId], bool] = {}
    for object_id in sorted({*work.creates, *work.alters}):
        change = work.alters.get(object_id)
        had = context.current.needs(change.before.id) if change is not None and change.before is not None else ()
        for gone, mistaken in overloads.beside(object_id).items():
            # what is altered where it stands lets go of it by that, and so comes first, if it can
            if mistaken or gone not in had:
                found[gone, object_id] = mistaken
    return found


def loses_nothing_by_a_rebuild(
    obj: CatalogObject, gone: Iterable[CatalogObject], detectors: Mapping[str, Detector], context: PlanContext
) -> bool:
    """Whether an object takes it that something goes by being made anew, and neither it nor what needs it is lost."""
    detector = detectors[obj.id.kind]
    try:
        if not any(detector.react(obj, Change(before=one, after=None), context).rebuild for one in gone):
            return False
        if any(statement.hazards for statement in detector.drop(obj, context)):
            return False
        return not any(_loses(one, detectors, context) for one in _dragged_along(obj, detectors, context))
    except UnsupportedChangeError:
        return False


def _dragged_along(
    obj: CatalogObject, detectors: Mapping[str, Detector], context: PlanContext
) -> Iterator[CatalogObject]:
    """What has to be made anew with the object: itself, or what it is part of, and what needs that and stays."""
    seen: set[ObjectId] = set()
    waiting = [obj]
    while waiting:
        one = waiting.pop()
        root = context.current.get(detectors[one.id.kind].rebuild_root(one)) or one
        if root.id in seen:
            continue
        seen.add(root.id)
        yield root
        for dependent_id in sorted(context.dependents.get(root.id, ())):
            dependent, after = context.current.get(dependent_id), context.desired.get(dependent_id)
            if dependent_id in seen or dependent is None or after is None:
                continue
            detector = detectors[dependent_id.kind]
            if dependent.owner_id != root.id:
                if detector.parted(dependent, after, (root.id,), context) is not None:
                    continue
                detector.react(dependent, Change(before=root, after=None), context)
            waiting.append(dependent)


def _loses(obj: CatalogObject, detectors: Mapping[str, Detector], context: PlanContext) -> bool:
    statements = detectors[obj.id.kind].drop(obj, context)
    return any(hazard.kind is HazardKind.DATA_LOSS for statement in statements for hazard in statement.hazards)
