"""Owners and privileges of what is made anew: kept before the first step, given back after the last.

What they are is read where and when the migration is applied, as they differ from database to database; the plan only
says of which objects.  They are given back last, when all that the migrating role makes is made.

Where detectors know of owners and privileges, what these say of an object that is made anew is made again in front of
that, as it was, and changed behind it: in a database with other privileges the change is all that comes of it.  A
source that says all the owners and privileges that are to be leaves nothing to be kept.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from matrx_orm_migrate.diff.plan.model import KEEP, Step
from matrx_orm_migrate.diff.plan.nodes import ALTER, CREATE, DROP
from matrx_orm_migrate.diff.plan.work import Work
from matrx_orm_migrate.hooks import Alteration, PlanContext, PluginManager, Rebuild
from matrx_orm_migrate.operations.privileges import address
from matrx_orm_migrate.schema import CatalogObject, Hazard, HazardKind, ObjectId, Statement

__all__ = ["keeping_privileges"]

_Pair = tuple[CatalogObject, CatalogObject]
_SUMMARIES = {CREATE: "Rebuild", ALTER: "Alter", DROP: "Drop"}


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
        if self.context.current.tells_privileges or self.context.desired.tells_privileges:
            return steps
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
        ahead, behind = self._around_give_back(steps, pairs)
        return [keep, *ahead, give, *behind]

    # what the plan itself says of owners and privileges

    @property
    def _all_is_said(self) -> bool:
        """Whether detectors know of owners and privileges: their objects are made along with those that are made."""
        return any(detector.of_privileges for detector in self.detectors.values())

    def _says(self, object_id: ObjectId) -> bool:
        return self.detectors[object_id.kind].of_privileges

    def _around_give_back(self, steps: list[Step], pairs: list[_Pair]) -> tuple[list[Step], list[Step]]:
        """The steps before and behind giving back."""
        rebuilt = {before.id for before, after in pairs if before.id == after.id}
        covered = {after.id for _before, after in pairs}
        ahead: list[Step] = []
        behind: list[Step] = []
        for step in steps:
            subject = step.objects[0]
            before = self.context.current.get(subject)
            after = self.context.desired.get(subject) or self.work.creates.get(subject)
            if not self._says(subject) or before == after or after is None or not self._is_of(after, covered):
                ahead.append(step)
            elif step.verb == CREATE and before is not None and self._is_of(before, rebuilt):
                ahead += self._as_it_was(before)
                behind += self._step(ALTER, after, self._altered(before, after))
            else:
                behind.append(step)
        for object_id in sorted(self.work.drops.keys() - self.work.creates.keys()):
            obj = self.work.drops[object_id]
            if self._says(object_id) and self._is_of(obj, rebuilt):
                ahead += self._as_it_was(obj)
                behind += self._step(DROP, obj, self.detectors[object_id.kind].drop(obj, self.context))
        return ahead, behind

    def _is_of(self, obj: CatalogObject, owners: set[ObjectId]) -> bool:
        """Whether the object is part of one of the owners, at any depth."""
        while obj.owner_id is not None and obj.owner_id not in owners:
            owner = self.context.desired.get(obj.owner_id) or self.context.current.get(obj.owner_id)
            if owner is None:
                return False
            obj = owner
        return obj.owner_id is not None

    def _as_it_was(self, obj: CatalogObject) -> list[Step]:
        return self._step(CREATE, obj, self.detectors[obj.id.kind].create(obj, (), self.context))

    def _altered(self, before: CatalogObject, after: CatalogObject) -> Sequence[Statement]:
        detector = self.detectors[after.id.kind]
        answer = detector.alter(before, after, self.context)
        if isinstance(answer, Rebuild):
            return [*detector.drop(before, self.context), *detector.create(after, (), self.context)]
        return answer.statements if isinstance(answer, Alteration) else answer

    def _step(self, verb: str, obj: CatalogObject, statements: Sequence[Statement]) -> list[Step]:
        if not statements:
            return []
        step = Step(
            summary=f"{_SUMMARIES[verb]} {self._describe(obj)}",
            statements=tuple(statements),
            objects=(obj.id,),
            subject=obj.owner_id or obj.id,
            verb=verb,
        )
        return [step]

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
        # of a plan that leads back, that is the live database; what the plan says itself is not lost
        known = {} if self._all_is_said else self.context.desired.privileges
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
