"""The nodes of a plan: what is dropped, made and altered by statements of its own.

A node is (verb, object id).  Objects that are made or dropped along with their owner have no node of their own: they
are folded into their owner's.

What steps aside for a successor has two nodes: its alteration makes the successor, and its finish removes the old one
once everything has moved over.  What is altered, and has to let go of something before that, is released first.
"""

from __future__ import annotations

from collections import defaultdict

from matrx_orm_migrate.diff.plan.work import Work
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import PlanContext, PluginManager
from matrx_orm_migrate.schema import CatalogObject, ObjectId

__all__ = ["ALTER", "CREATE", "DROP", "FINISH", "RELEASE", "CircleError", "Node", "Nodes"]

DROP, ALTER, CREATE, FINISH, RELEASE = "drop", "alter", "create", "finish", "release"
Node = tuple[str, ObjectId]


class CircleError(UnsupportedChangeError):
    """Changes that need one another first; ``circle`` are their nodes."""

    def __init__(self, circle: set[Node]) -> None:
        self.circle = circle
        members = ", ".join(sorted(f"{verb} {object_id}" for verb, object_id in circle))
        super().__init__(
            f"these changes need one another first: {members}",
            hint="Make one of them in a migration of its own, then the rest.",
        )


class Nodes:
    """The nodes of a plan; ``leader`` says into which each is folded, itself for one with statements of its own."""

    def __init__(self, work: Work, plugins: PluginManager, context: PlanContext) -> None:
        self.work = work
        self.detectors = plugins.detectors
        self.context = context
        self.leader: dict[Node, Node] = {}
        self._fold()

    @property
    def nodes(self) -> list[Node]:
        """All nodes that have statements of their own."""
        found: list[Node] = [(ALTER, object_id) for object_id in self.work.alters]
        found += [(FINISH, object_id) for object_id in self.work.finishes]
        found += [(RELEASE, object_id) for object_id in self.work.releases]
        found += [node for node, leader in self.leader.items() if node == leader]
        return found

    def groups(self) -> dict[Node, list[ObjectId]]:
        """Every leader with its folded objects."""
        found: dict[Node, list[ObjectId]] = defaultdict(list)
        for node, leader in self.leader.items():
            if node != leader:
                found[leader].append(node[1])
        return found

    def _fold(self) -> None:
        for verb, objects in ((DROP, self.work.drops), (CREATE, self.work.creates)):
            for object_id, obj in objects.items():
                self.leader[verb, object_id] = self._leader_of(verb, obj, objects)

    def _leader_of(self, verb: str, obj: CatalogObject, objects: dict[ObjectId, CatalogObject]) -> Node:
        while obj.owner_id is not None and obj.owner_id in objects:
            if verb == CREATE and not self.detectors[obj.id.kind].may_be_part(obj):
                break
            obj = objects[obj.owner_id]
        return (verb, obj.id)

    def _node(self, verb: str, object_id: ObjectId) -> Node | None:
        node = (verb, object_id)
        if verb == ALTER:
            return node if object_id in self.work.alters else None
        if verb == FINISH:
            return node if object_id in self.work.finishes else None
        if verb == RELEASE:
            return node if object_id in self.work.releases else None
        return self.leader.get(node)

    def _made_by(self, object_id: ObjectId) -> Node | None:
        """What makes an object: its own node, or that of the origin whose statement brings it along."""
        node, obj = self._node(CREATE, object_id), self.context.desired.get(object_id)
        while node is None and obj is not None and obj.origin is not None and obj.id not in self.context.current:
            node, obj = self._node(CREATE, obj.origin), self.context.desired.get(obj.origin)
        return node
