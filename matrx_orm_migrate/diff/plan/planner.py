"""The planner: changes → ordered statements.  It never names a kind; what it must know it asks the detectors."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.ddl import literal, reparsable
from matrx_orm_migrate.diff.plan.expand import expand
from matrx_orm_migrate.diff.plan.graph import ALTER, CREATE, DROP, Graph, Node
from matrx_orm_migrate.diff.plan.model import Plan, Step
from matrx_orm_migrate.diff.plan.order import ordered
from matrx_orm_migrate.diff.plan.work import Work
from matrx_orm_migrate.hooks import PlanContext, PluginManager
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Snapshot, Statement

__all__ = ["make_plan"]

_PHASES = {DROP: 0, ALTER: 1, CREATE: 2}


def make_plan(
    changes: Sequence[Change],
    current: Snapshot,
    desired: Snapshot,
    plugins: PluginManager,
    *,
    one_transaction: bool = False,
) -> Plan:
    """The changes as statements, in an order in which each finds what it needs.

    Both snapshots carry dependencies.  ``one_transaction`` leaves out what must be committed before it is used.
    Raises ``UnsupportedChangeError`` where PostgreSQL has no way.
    """
    context = PlanContext(
        current=current,
        desired=desired,
        server_version=current.server_version or desired.server_version,
        one_transaction=one_transaction,
    )
    work = expand(changes, plugins, context)
    graph = Graph(work, plugins, context)
    writer = _Writer(work, graph, plugins, context)
    steps = [writer.step(node) for node in ordered(graph.nodes, graph.before, writer.sort_key)]
    return Plan(steps=tuple(step for step in steps if step.statements))


class _Writer:
    """Writes the statements of each node."""

    def __init__(self, work: Work, graph: Graph, plugins: PluginManager, context: PlanContext) -> None:
        self.work = work
        self.groups = graph.groups()
        self.detectors = plugins.detectors
        self.context = context

    def sort_key(self, node: Node) -> tuple[int, int, ObjectId]:
        verb, object_id = node
        rank = self.detectors[object_id.kind].rank
        return _PHASES[verb], -rank if verb == DROP else rank, object_id

    def step(self, node: Node) -> Step:
        verb, object_id = node
        write = {ALTER: self._alter, DROP: self._drop, CREATE: self._create}[verb]
        step = write(object_id)
        statements = tuple(replace(statement, sql=reparsable(statement.sql)) for statement in step.statements)
        return replace(step, statements=statements)

    def _drop(self, object_id: ObjectId) -> Step:
        obj = self.work.drops[object_id]
        detector = self.detectors[obj.id.kind]
        rebuilt = obj.id in self.work.creates
        statements = tuple(detector.drop(obj, self.context))
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
        statements = [*detector.create(obj, self._parts(obj, children), self.context)]
        in_order = sorted(folded, key=lambda part: (part.position, part.id))
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
            subject=self._subject(obj),
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
        parts = sorted(children.get(obj.id, ()), key=lambda part: (part.position, part.id))
        return [self.detectors[part.id.kind].part(part, self._parts(part, children), self.context) for part in parts]

    def _alter(self, object_id: ObjectId) -> Step:
        change = self.work.alters[object_id]
        before, after = change.before, change.after
        assert before is not None
        assert after is not None
        detector = self.detectors[object_id.kind]
        renewed = object_id in self.work.renewed
        statements = [*self.work.statements[object_id], *self._comment(None if renewed else before, after)]
        if before.id != after.id:
            summary = f"Rename {detector.describe(before)} to {after.id.name}"
        else:
            summary = f"Alter {detector.describe(after)}"
            what = detector.describe_alteration(before, after)
            if not what and before.comment != after.comment:
                what = "comment"
            summary += f": {what}" if what else ""
        return Step(
            summary=summary,
            statements=tuple(statements),
            objects=(object_id,),
            subject=self._subject(after),
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
