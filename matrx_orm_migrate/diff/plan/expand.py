"""Which objects are dropped, created and altered: the changes, and what they drag along."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Set
from dataclasses import replace

from matrx_orm_migrate.diff.plan.follow import follow_origins
from matrx_orm_migrate.diff.plan.outsiders import refuse_to_cut_off
from matrx_orm_migrate.diff.plan.overloads import Overloads, loses_nothing_by_a_rebuild
from matrx_orm_migrate.diff.plan.work import Work
from matrx_orm_migrate.hooks import PlanContext, PluginManager, Rebuild
from matrx_orm_migrate.hooks.answers import expected
from matrx_orm_migrate.hooks.detector import Alteration
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Statement

__all__ = ["expand"]


def expand(
    changes: Iterable[Change], plugins: PluginManager, context: PlanContext, anew: Set[ObjectId] = frozenset()
) -> Work:
    """Sort the changes into drops, creates and alters, and follow them to what depends on them.

    What is in ``anew`` is rebuilt, though it could be altered.

    An object that has to be rebuilt takes its parts along; dependents of what is rebuilt or disturbed are asked how
    they react, and so on until nothing is left to ask.
    """
    return _Expansion(plugins, context, anew).run(changes)


class _Expansion:
    def __init__(self, plugins: PluginManager, context: PlanContext, anew: Set[ObjectId]) -> None:
        self.detectors = plugins.detectors
        self.context = context
        self.anew = anew
        self.work = Work()
        self.moves: dict[ObjectId, list[Statement]] = defaultdict(list)
        self.renamed: dict[ObjectId, ObjectId] = {}
        self.parts: dict[ObjectId, list[ObjectId]] = defaultdict(list)
        self.dependents = context.dependents
        self.pending: list[tuple[Change, bool]] = []
        self.disturbed: set[ObjectId] = set()

    def run(self, changes: Iterable[Change]) -> Work:
        work = self.work
        altered: list[Change] = []
        for change in changes:
            if change.after is None and change.before is not None:
                work.drops[change.before.id] = change.before
            elif change.before is None:
                work.creates[change.id] = change.subject
            else:
                altered.append(change)
                if change.before.id != change.id:
                    self.renamed[change.before.id] = change.id
        self._index()
        self.overloads = Overloads(work.drops.values(), self.detectors, self.context)
        for change in altered:
            self._alter(change)
        self._check_parts()
        dropped = [obj for obj in work.drops.values() if self.dependents.get(obj.id)]
        while self.pending:
            self._ask_dependents(*self.pending.pop())
        for obj in dropped:
            self._free_dependents(obj)
        self._make_again_what_follows_otherwise()
        while self.pending:
            self._ask_dependents(*self.pending.pop())
        refuse_to_cut_off(work, self.disturbed | work.renewed, self.context)
        self._make_again_what_goes_with_its_origin()
        follow_origins(work, self.detectors, self.context)
        self._move()
        return work

    def _move(self) -> None:
        """What moves to a successor does that in front of all else that is altered about it."""
        work = self.work
        for object_id, statements in self.moves.items():
            before, after = self.context.current.get(object_id), self.context.desired.get(object_id)
            if object_id in work.drops or after is None:
                continue
            work.alters.setdefault(object_id, Change(before=before, after=after))
            work.statements[object_id] = [*statements, *work.statements.get(object_id, ())]
            work.moved.add(object_id)

    def _check_parts(self) -> None:
        """What can only be made or dropped along with its owner rebuilds that."""
        for object_id, obj in self.work.creates.items():
            if obj.owner_id not in self.work.creates and self.detectors[object_id.kind].must_be_part(obj):
                self.pending.append((Change(before=obj, after=obj), True))
        for object_id, obj in self.work.drops.items():
            if obj.owner_id not in self.work.drops and not self.detectors[object_id.kind].may_drop_alone(obj):
                self.pending.append((Change(before=obj, after=obj), True))

    def _free_dependents(self, dropped: CatalogObject) -> None:
        """What stays, unchanged, and needs what goes: it is the same to the eye and must let go all the same."""
        change = Change(before=dropped, after=None)
        for dependent_id in sorted(self.dependents.get(dropped.id, ())):
            dependent = self._standing(dependent_id)
            if dependent is None or dependent_id in self.work.alters:
                continue
            if dependent.owner_id == dropped.id:
                # the same part on both sides, of an owner that goes: it belongs to another one afterwards
                self.pending.append((Change(before=dependent, after=dependent), True))
                continue
            # the same words, and another function
            if (
                not self._let_go(dependent, dropped.id)
                and self.detectors[dependent_id.kind].react(dependent, change, self.context).rebuild
            ):
                self.pending.append((Change(before=dependent, after=dependent), True))

    def _make_again_what_follows_otherwise(self) -> None:
        """What follows an origin on one side and stands on its own on the other is the same to the eye."""
        work = self.work
        for obj in self.context.current:
            after = self.context.desired.get(self.renamed.get(obj.id, obj.id))
            if after is None or obj.id in work.drops or (obj.origin is None) == (after.origin is None):
                continue
            follows = obj if obj.origin is not None else after
            turned = follows.origin in (work.drops if follows is obj else work.creates)
            stands = follows.link in self.context.current and follows.link in self.context.desired
            detector = self.detectors[obj.id.kind]
            if turned and stands and follows.link not in work.drops and detector.follows_anew(obj, after):
                self.pending.append((Change(before=obj, after=obj), True))

    def _make_again_what_goes_with_its_origin(self) -> None:
        """An index that a partition is to keep goes with its parent's: it is made again."""
        work = self.work
        for obj in self.context.current:
            if obj.origin is None or obj.origin not in work.drops or obj.link in work.drops:
                continue
            wanted = self.renamed.get(obj.id, obj.id)
            after = self.context.desired.get(wanted)
            if after is not None and obj.id not in work.drops and self.detectors[obj.id.kind].echo == "first":
                work.gone_with_origin.add(wanted)
                work.creates[wanted] = after
                work.alters.pop(wanted, None)
                work.statements.pop(wanted, None)

    def _index(self) -> None:
        for snapshot in (self.context.current, self.context.desired):
            for obj in snapshot:
                if obj.owner_id is not None:
                    self.parts[obj.owner_id].append(obj.id)

    def _alter(self, change: Change) -> None:
        before, after = change.before, change.after
        assert before is not None
        assert after is not None
        if after.id in self.work.rebuilt or after.id in self.work.renewed:
            return
        must = after.id in self.anew or before.origin in self.anew  # what follows goes with its origin
        if after.id not in self.work.releases and (must or self.overloads.stand_in_the_way(change)):
            parted = self._parted(change)
            if parted is not None:
                self._alter(parted)
                return
            if must or self._may_be_rebuilt(before):
                self.pending.append((change, True))
                return
        detector = self.detectors[after.id.kind]
        statements: list[Statement] = []
        if before.id != after.id:
            statements += detector.rename(before, after, self.context) or ()
        if replace(before, id=after.id, comment=after.comment) != after:
            answer = detector.alter(before, after, self.context)
            if isinstance(answer, Rebuild):
                self._take_down(answer.rebuilds)
                if not answer.in_place:
                    self.pending.append((Change(before=before, after=after), True))
                    return
                self._step_aside(change, answer, statements)
                return
            if isinstance(answer, Alteration):
                statements += answer.statements
                self.pending.append((change, False))
                self._take_down(answer.rebuilds)
            else:
                statements += expected(detector, "alter", answer, Statement)
        self.work.alters[after.id] = change
        self.work.statements[after.id] = statements

    def _let_go(self, dependent: CatalogObject, gone: ObjectId) -> bool:
        """Let what cannot be rebuilt go of something that is taken down; whether it has a way."""
        after = self.context.desired.get(self.renamed.get(dependent.id, dependent.id))
        parted = self._parted(Change(before=dependent, after=after), gone)
        if parted is not None:
            self._alter(parted)
        return parted is not None

    def _parted(self, change: Change, *more: ObjectId) -> Change | None:
        """What is left of a change once the object has let go of the overloads that go; None where it has no way."""
        assert change.before is not None
        found = {*self.overloads.needed_by(change.before.id), *self.work.released.get(change.id, ()), *more}
        gone = tuple(sorted(found))
        if not gone or change.after is None:
            return None
        answer = self.detectors[change.id.kind].parted(change.before, change.after, gone, self.context)
        if answer is None:
            return None
        statements, between = answer
        self.work.releases[change.id] = [*statements]
        self.work.released[change.id] = gone
        return replace(change, before=between)

    def _may_be_rebuilt(self, obj: CatalogObject) -> bool:
        gone = [self.work.drops[object_id] for object_id in self.overloads.needed_by(obj.id)]
        return loses_nothing_by_a_rebuild(obj, gone, self.detectors, self.context)

    def _ask_dependents(self, change: Change, rebuild: bool) -> None:
        """Follow one change to its dependents; with ``rebuild``, the object itself is dropped and made anew first."""
        assert change.before is not None
        if rebuild:
            detector = self.detectors[change.id.kind]
            roots = {detector.rebuild_root(side) for side in (change.before, change.after) if side is not None}
            root_id = next((root for root in sorted(roots) if root != change.id), change.id)
            if not self._rebuild(root_id):
                return
            disturbed = [root_id, *self._all_parts(root_id)]
        else:
            disturbed = [change.before.id]
        self.disturbed.update(disturbed)
        for root_id in disturbed:
            root = self.context.current.get(root_id)
            if root is None:
                continue
            seen_as = Change(before=root, after=None) if rebuild else change
            for dependent_id in sorted(self.dependents.get(root_id, ())):
                dependent = self._standing(dependent_id)
                if dependent is None or dependent_id in disturbed:
                    continue
                if rebuild and self._let_go(dependent, root_id):
                    continue
                reaction = self.detectors[dependent_id.kind].react(dependent, seen_as, self.context)
                if reaction.rebuild or rebuild:
                    self.pending.append((Change(before=dependent, after=dependent), True))

    def _step_aside(self, change: Change, how: Rebuild, ahead: list[Statement]) -> None:
        """Let an object make way for its successor, and its dependents move over or be rebuilt.

        A dependent may step aside in its turn: a row type that holds an enum has to be made anew with the enum.
        """
        before = change.before
        assert before is not None
        self.work.renewed.add(change.id)
        self.work.alters[change.id] = change
        self.work.statements[change.id] = [*ahead, *how.prepare]
        self.work.finishes[change.id] = [*how.finish]
        change = replace(change, aside=True)
        for dependent_id in sorted(self.dependents.get(before.id, ())):
            dependent = self._standing(dependent_id)
            if dependent is None or dependent_id in self.work.renewed:
                continue
            reaction = self.detectors[dependent_id.kind].react(dependent, change, self.context)
            if reaction.rebuild:
                self.pending.append((Change(before=dependent, after=dependent), True))
            elif reaction.aside is not None:
                after = self.context.desired.get(dependent_id)
                self._step_aside(Change(before=dependent, after=after), reaction.aside, [])
            elif reaction.statements or reaction.carried:
                self.moves[dependent_id] += reaction.statements
                self.pending.append((Change(before=dependent, after=dependent), False))
            self._take_down(reaction.rebuilds)

    def _take_down(self, object_ids: Iterable[ObjectId]) -> None:
        for object_id in object_ids:
            obj = self._standing(object_id)
            if obj is not None:
                self.pending.append((Change(before=obj, after=obj), True))

    def _standing(self, object_id: ObjectId) -> CatalogObject | None:
        """The object as it is now, if it is to be there afterwards and is not on its way out already."""
        wanted = self.renamed.get(object_id, object_id)
        if object_id in self.work.drops or wanted not in self.context.desired:
            return None
        return self.context.current.get(object_id)

    def _rebuild(self, object_id: ObjectId) -> bool:
        if object_id in self.work.rebuilt:
            return False
        for one in (object_id, *self._all_parts(object_id)):
            wanted = self.renamed.get(one, one)
            before, after = self.context.current.get(one), self.context.desired.get(wanted)
            self.work.rebuilt |= {one, wanted}
            self.work.alters.pop(wanted, None)
            self.work.statements.pop(wanted, None)
            self.work.finishes.pop(wanted, None)
            self.work.releases.pop(wanted, None)
            if before is not None:
                self.work.drops[one] = before
            if after is not None:
                self.work.creates[wanted] = after
        return True

    def _all_parts(self, object_id: ObjectId) -> list[ObjectId]:
        found: list[ObjectId] = []
        waiting = [object_id]
        while waiting:
            for part in self.parts.get(waiting.pop(), ()):
                if part not in found:
                    found.append(part)
                    waiting.append(part)
        return found
