"""Owners and privileges of what is made anew: kept before the first step, given back after the last.

What they are is read where and when the migration is applied, as they differ from database to database; the plan only
says of which objects.  They are given back last, when all that the migrating role makes is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from matrx_orm_migrate.diff.plan.graph import DROP
from matrx_orm_migrate.diff.plan.model import KEEP, Step
from matrx_orm_migrate.diff.plan.work import Work
from matrx_orm_migrate.hooks import PlanContext, PluginManager
from matrx_orm_migrate.operations.privileges import address
from matrx_orm_migrate.schema import CatalogObject, Hazard, HazardKind, ObjectId, Statement

__all__ = ["keeping_privileges"]

_Pair = tuple[CatalogObject, CatalogObject]


def keeping_privileges(steps: Sequence[Step], work: Work, plugins: PluginManager, context: PlanContext) -> list[Step]:
    """The steps of a plan with those around them that keep owners and privileges, where anything is made anew.

    Where they cannot be had, hazards say so.
    """
    return _Keeper(work, plugins, context).around(list(steps))


class _Keeper:
    def __init__(self, work: Work, plugins: PluginManager, context: PlanContext) -> None:
        self.work = work
        self.detectors = plugins.detectors
        self.context = context

    def around(self, steps: list[Step]) -> list[Step]:
        pairs = self._pairs()
        if not all(statement.transactional for step in steps for statement in step.statements):
            # a run that is cut off and goes on does not know any more what they were
            return self._with_hazards(steps, {after.id for _before, after in pairs} | self._lost(pairs))
        steps = self._with_hazards(steps, self._lost(pairs))
        if not pairs:
            return steps
        first, last = pairs[0][1].id, ", ".join(self._describe(after) for _before, after in pairs)
        keep = Step(
            summary=f"Keep owner and privileges of {', '.join(self._describe(before) for before, _after in pairs)}",
            statements=tuple(self._keep(before) for before, _after in pairs),
            objects=(),
            subject=first,
            verb=KEEP,
        )
        give = Step(
            summary=f"Give back owner and privileges to {last}",
            statements=tuple(self._give_back(before, after) for before, after in pairs),
            objects=(),
            subject=first,
            verb=KEEP,
        )
        return [keep, *steps, give]

    # which objects

    def _pairs(self) -> list[_Pair]:
        """What goes and what comes in its place, owners in front of what is theirs."""
        work = self.work
        anew = {*work.rebuilt, *work.renewed, *(object_id for object_id in work.drops if object_id in work.creates)}
        found: list[_Pair] = []
        for object_id in anew:
            before, after = self.context.current.get(object_id), self.context.desired.get(object_id)
            if before is not None and after is not None and not self._comes_with_owner(before, anew):
                found.append((before, after))
        found += self._successors()
        found = [pair for pair in found if self._target(pair[0]) is not None and self._target(pair[1]) is not None]
        return sorted(found, key=lambda pair: (self._depth(pair[1]), self.detectors[pair[1].id.kind].rank, pair[1].id))

    def _comes_with_owner(self, obj: CatalogObject, anew: set[ObjectId]) -> bool:
        """Whether what keeps the owner's privileges keeps those of this part as well: it is named within the owner."""
        return obj.owner_id in anew and obj.id.parent != ""

    def _successors(self) -> list[_Pair]:
        """What is dropped and what is made under the same name in its place (a function with other arguments)."""
        dropped, created = self._by_name(self.work.drops), self._by_name(self.work.creates)
        return [
            (gone[0], created[name][0])
            for name, gone in dropped.items()
            if len(gone) == 1 and len(created.get(name, ())) == 1
        ]

    def _by_name(self, objects: dict[ObjectId, CatalogObject]) -> dict[tuple[str, ...], list[CatalogObject]]:
        """What stands on one side alone, by its catalog and its name without a signature."""
        other = self.context.current if objects is self.work.creates else self.context.desired
        found: dict[tuple[str, ...], list[CatalogObject]] = defaultdict(list)
        for obj in objects.values():
            if obj.id not in other and self._target(obj) is not None:
                catalog = self.detectors[obj.id.kind].catalog
                found[catalog, obj.id.schema, obj.id.parent, obj.id.name].append(obj)
        return found

    def _depth(self, obj: CatalogObject) -> int:
        depth = 0
        while obj.owner_id is not None and (owner := self.context.desired.get(obj.owner_id)) is not None:
            obj, depth = owner, depth + 1
        return depth

    # what is done

    def _target(self, obj: CatalogObject) -> str | None:
        return self.detectors[obj.id.kind].privileges_target(obj)

    def _describe(self, obj: CatalogObject) -> str:
        return self.detectors[obj.id.kind].describe(obj)

    def _keep(self, before: CatalogObject) -> Statement:
        target = self._target(before)
        assert target is not None
        return Statement(sql=f"SELECT {address(target)}", call=("keep_privileges", target))

    def _give_back(self, before: CatalogObject, after: CatalogObject) -> Statement:
        kept, target = self._target(before), self._target(after)
        assert kept is not None
        assert target is not None
        hazards: tuple[Hazard, ...] = ()
        known = self.context.current.privileges.get(before.id) or self.context.desired.privileges.get(after.id)
        if known is not None and not known.may_own:
            message = (
                f"{self._describe(after)} belongs to {known.owner}: fails where the role that migrates may not "
                "make that the owner of it"
            )
            hazards = (Hazard(kind=HazardKind.MAY_FAIL, object=after.id, message=message),)
        call = ("give_back_privileges", kept) if kept == target else ("give_back_privileges", kept, target)
        return Statement(sql=f"SELECT {address(target)}", call=call, hazards=hazards)

    # where it cannot be done

    def _lost(self, pairs: Sequence[_Pair]) -> set[ObjectId]:
        """What is made with the owner and the privileges of a new object, where it should have others."""
        given_back = {after.id for _before, after in pairs}
        known = self.context.desired.privileges  # of a plan that leads back, that is the live database
        lost = {object_id for object_id in self.work.creates if object_id in known} - given_back
        lost -= {object_id for object_id in lost if self._owner_of(object_id) in lost | given_back}
        dropped, created = self._by_name(self.work.drops), self._by_name(self.work.creates)
        # of several that go, nobody knows which of them each one follows
        unclear = {obj.id for name, made in created.items() if dropped.get(name) for obj in made} - given_back
        return lost | unclear

    def _owner_of(self, object_id: ObjectId) -> ObjectId | None:
        obj = self.context.desired.get(object_id)
        return obj.owner_id if obj is not None else None

    def _with_hazards(self, steps: list[Step], lost: set[ObjectId]) -> list[Step]:
        found: list[Step] = []
        for step in steps:
            concerned = [object_id for object_id in step.objects if object_id in lost and step.verb != DROP]
            hazards = tuple(self._hazard(object_id) for object_id in concerned)
            *others, last = step.statements
            found.append(replace(step, statements=(*others, replace(last, hazards=(*last.hazards, *hazards)))))
            lost = lost - set(concerned)
        return found

    def _hazard(self, object_id: ObjectId) -> Hazard:
        obj = self.context.desired.get(object_id)
        described = self._describe(obj) if obj is not None else str(object_id)
        message = f"{described} gets the owner and the privileges of a new object, not its own"
        return Hazard(kind=HazardKind.PRIVILEGES, object=object_id, message=message)
