"""The planner: changes → ordered statements.  It never names a kind; what it must know it asks the detectors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.ddl import literal, reparsable
from matrx_orm_migrate.diff.plan.detour import waiting
from matrx_orm_migrate.diff.plan.expand import expand
from matrx_orm_migrate.diff.plan.graph import Graph
from matrx_orm_migrate.diff.plan.model import Plan, Step
from matrx_orm_migrate.diff.plan.nodes import ALTER, CREATE, DROP, FINISH, RELEASE, CircleError, Node
from matrx_orm_migrate.diff.plan.order import ordered
from matrx_orm_migrate.diff.plan.overloads import loses_nothing_by_a_rebuild
from matrx_orm_migrate.diff.plan.privileges import keeping_privileges
from matrx_orm_migrate.diff.plan.work import Work
from matrx_orm_migrate.hooks import PlanContext, PluginManager
from matrx_orm_migrate.hooks.answers import expected
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Snapshot, Statement

__all__ = ["make_plan"]

_PHASES = {DROP: 0, RELEASE: 0, ALTER: 2, FINISH: 3, CREATE: 5}
_UNSEEN_PHASES = {CREATE: 1, DROP: 4}


def make_plan(
    changes: Sequence[Change],
    current: Snapshot,
    desired: Snapshot,
    plugins: PluginManager,
    *,
    one_transaction: bool = False,
) -> Plan:
    """The changes as statements, in an order in which each finds what it needs.

    Both snapshots carry dependencies; what plugins added to the changes and a side does not have is taken for a part of
    it.  ``one_transaction`` leaves out what must be committed before it is used.  Raises ``UnsupportedChangeError``
    where PostgreSQL has no way.
    """
    context = PlanContext(
        current=current.with_added(change.before for change in changes),
        desired=desired.with_added(change.after for change in changes),
        server_version=current.server_version or desired.server_version,
        one_transaction=one_transaction,
    )
    anew: set[ObjectId] = set()
    mistaking = False
    while True:
        work = expand(changes, plugins, context, anew)
        try:
            graph = Graph(work, plugins, context, mistaking=mistaking)
            break
        except CircleError as error:
            found = _let_go(error.circle, work, plugins, context) - anew
            if not found and mistaking:
                raise
            # where nothing can let go, a call may still be clear beside what it could be taken for
            mistaking = not found
            anew |= found
    writer = _Writer(work, graph, plugins, context)
    steps = [writer.step(node) for node in ordered(graph.nodes, graph.before, writer.sort_key)]
    steps = keeping_privileges([step for step in steps if step.statements], work, plugins, context)
    return Plan(steps=tuple(steps))


def _let_go(circle: set[Node], work: Work, plugins: PluginManager, context: PlanContext) -> set[ObjectId]:
    """Of the changes that run in a circle, what has to let go of one thing before it can have the other.

    First of what goes (a view that stays, on a view that becomes a materialized one), then of what changes (a view that
    stays, on a table that is renamed while another view takes its name).  It is rebuilt, if nothing is lost by that; of
    several, those of the latest rank.
    """
    altered = [object_id for verb, object_id in circle if verb == ALTER and object_id in work.alters]
    now = {change.before.id: one for one in altered if (change := work.alters[one]).before is not None}
    for ways in (work.drops, now):
        found: dict[ObjectId, int] = {}
        for object_id in altered:
            change = work.alters[object_id]
            if change.before is None or change.before.id != object_id:
                continue
            detector = plugins.detectors[object_id.kind]
            kept = context.desired.needs(object_id) if ways is now else ()
            left = [needed for needed in context.current.needs(object_id) if needed in ways]
            gone = [context.current.objects[needed] for needed in left if now.get(needed, needed) not in kept]
            for_good = [obj.id for obj in gone if ways is not now and obj.id not in work.creates]
            parted = detector.parted(change.before, change.subject, for_good, context) if for_good else None
            if parted is not None or loses_nothing_by_a_rebuild(change.before, gone, plugins.detectors, context):
                found[object_id] = detector.rank
        if found:
            return {object_id for object_id, rank in found.items() if rank == max(found.values())}
    return set()


def _in_order(parts: Iterable[CatalogObject]) -> list[CatalogObject]:
    """The parts of an owner, in the order in which its CREATE names them."""
    return sorted(parts, key=lambda part: (part.position, part.origin or part.id, part.id))


class _Writer:
    """Writes the statements of each node."""

    def __init__(self, work: Work, graph: Graph, plugins: PluginManager, context: PlanContext) -> None:
        self.work = work
        self.groups = graph.groups()
        self.detectors = plugins.detectors
        self.context = context

    def sort_key(self, node: Node) -> tuple[int, int, ObjectId, ObjectId]:
        verb, object_id = node
        detector = self.detectors[object_id.kind]
        rank, phase = detector.rank, _PHASES[verb]
        if detector.unseen and object_id not in self.work.rebuilt:
            phase = _UNSEEN_PHASES.get(verb, phase)
        # PostgreSQL joins the first that fits to an origin: those of like origins come in their origins' order
        obj = self.work.creates.get(object_id) if verb == CREATE else None
        first = obj.origin if obj is not None and obj.origin is not None else object_id
        return phase, -rank if verb in (DROP, FINISH, RELEASE) else rank, first, object_id

    def step(self, node: Node) -> Step:
        verb, object_id = node
        write = {
            ALTER: self._alter,
            DROP: self._drop,
            CREATE: self._create,
            FINISH: self._finish,
            RELEASE: self._release,
        }
        step = write[verb](object_id)
        statements = tuple(replace(statement, sql=reparsable(statement.sql)) for statement in step.statements)
        return replace(step, statements=statements)

    def _drop(self, object_id: ObjectId) -> Step:
        obj = self.work.drops[object_id]
        detector = self.detectors[obj.id.kind]
        rebuilt = obj.id in self.work.creates
        statements = tuple(expected(detector, "drop", detector.drop(obj, self.context), Statement))
        summary = f"{'Take down' if rebuilt else 'Drop'} {detector.describe(obj)}"
        return Step(
            summary=summary,
            statements=statements,
            objects=(obj.id, *self.groups.get((DROP, object_id), ())),
            subject=self._subject(obj),
            verb=DROP,
        )

    def _create(self, object_id: ObjectId) -> Step:
        obj = self.work.creates[object_id]
        detector = self.detectors[obj.id.kind]
        folded = [self.work.creates[part] for part in self.groups.get((CREATE, object_id), ())]
        children: dict[ObjectId, list[CatalogObject]] = defaultdict(list)
        for part in folded:
            assert part.owner_id is not None
            children[part.owner_id].append(part)
        made = detector.create(obj, self._parts(obj, children), self.context)
        statements = expected(detector, "create", made, Statement)
        in_order = _in_order(folded)
        for part in in_order:
            statements += self.detectors[part.id.kind].after_part(part, self.context)
        for commented in (obj, *in_order):
            statements += self._comment(None, commented)
        if obj.owner_id is not None and self._subject(obj) in self.work.creates:
            # the owner is new as well: no row to lose, to check or to wait for
            statements = [replace(statement, hazards=()) for statement in statements]
        verb = "Rebuild" if obj.id in self.work.drops else "Create"
        return Step(
            summary=f"{verb} {detector.describe(obj)}",
            statements=tuple(statements),
            objects=(obj.id, *(part.id for part in in_order)),
            subject=self._subject(self.context.desired.get(obj.id) or obj),
            verb=CREATE,
        )

    def _subject(self, obj: CatalogObject) -> ObjectId:
        """The outermost owner."""
        while obj.owner_id is not None:
            owner = self.context.desired.get(obj.owner_id) or self.context.current.get(obj.owner_id)
            if owner is None:
                break
            obj = owner
        return obj.id

    def _parts(self, obj: CatalogObject, children: dict[ObjectId, list[CatalogObject]]) -> list[Any]:
        parts = _in_order(children.get(obj.id, ()))
        return [self.detectors[part.id.kind].part(part, self._parts(part, children), self.context) for part in parts]

    def _alter(self, object_id: ObjectId) -> Step:
        change = self.work.alters[object_id]
        before, after = change.before, change.after
        assert before is not None
        assert after is not None
        detector = self.detectors[object_id.kind]
        renewed = object_id in self.work.renewed
        waits = object_id in self.work.detours
        comment = [] if waits else self._comment(None if renewed else before, after)
        statements = [*self.work.statements[object_id], *comment]
        if waits:
            summary = f"Rename {detector.describe(before)} to {waiting(before).id.name} for now"
        elif before.id != after.id:
            summary = f"Rename {detector.describe(before)} to {after.id.name}"
        else:
            summary = f"Alter {detector.describe(after)}"
            what = detector.alteration(before, after)
            if not what and object_id in self.work.moved:
                what = "move to what was made anew"
            summary += f": {what}" if what else ""
        return Step(
            summary=summary,
            statements=tuple(statements),
            objects=(object_id,),
            subject=self._subject(after),
            verb=ALTER,
        )

    def _release(self, object_id: ObjectId) -> Step:
        change = self.work.alters[object_id]
        assert change.before is not None
        gone = (self.detectors[one.kind].describe(self.work.drops[one]) for one in self.work.released[object_id])
        return Step(
            summary=f"Alter {self.detectors[object_id.kind].describe(change.before)}: let go of {', '.join(gone)}",
            statements=tuple(self.work.releases[object_id]),
            objects=(object_id,),
            subject=self._subject(change.subject),
            verb=ALTER,
        )

    def _finish(self, object_id: ObjectId) -> Step:
        change = self.work.alters[object_id]
        obj = change.subject
        statements = self.work.finishes[object_id]
        summary = f"Drop the former {self.detectors[object_id.kind].describe(obj)}"
        if object_id in self.work.detours and change.before is not None:
            summary = f"Rename {self.detectors[object_id.kind].describe(change.before)} to {obj.id.name}"
            statements = [*statements, *self._comment(change.before, obj)]
        return Step(
            summary=summary,
            statements=tuple(statements),
            objects=(object_id,),
            subject=self._subject(obj),
            verb=ALTER,
        )

    def _comment(self, before: CatalogObject | None, after: CatalogObject) -> list[Statement]:
        if after.comment == (before.comment if before is not None else None):
            return []
        target = self.detectors[after.id.kind].comment_target(after)
        if target is None:
            return []
        text = literal(after.comment) if after.comment is not None else "NULL"
        return [Statement(sql=f"COMMENT ON {target} IS {text}")]
