"""The edges of a plan: which drop, create or alter comes before which.

Where what is folded into its owner's statement would make a circle (two tables' foreign keys; a column's default that
counts with a sequence that the column owns), the piece at fault is unfolded.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable

from matrx_orm_migrate.diff.plan.detour import make_detour
from matrx_orm_migrate.diff.plan.nodes import ALTER, CREATE, DROP, FINISH, RELEASE, CircleError, Node, Nodes
from matrx_orm_migrate.diff.plan.order import cycles
from matrx_orm_migrate.diff.plan.overloads import overtaken_calls
from matrx_orm_migrate.diff.plan.work import Work
from matrx_orm_migrate.hooks import Alteration, PlanContext, PluginManager, Rebuild
from matrx_orm_migrate.schema import Change, ObjectId

__all__ = ["Graph"]

_Edge = Callable[[Node | None, tuple[Node, ...], Node | None], None]


class Graph(Nodes):
    """The nodes of a plan, and for each the nodes that come before it.

    With ``mistaking``, calls that could be taken for ones of what goes come before that is gone, if it has to be.
    Without, that is a circle, and raises ``CircleError`` like any other.
    """

    def __init__(self, work: Work, plugins: PluginManager, context: PlanContext, *, mistaking: bool = False) -> None:
        super().__init__(work, plugins, context)
        self.mistaking = mistaking
        self.overtaken = overtaken_calls(work, self.detectors, context)
        self.before = self._edges()
        while circles := cycles(self.nodes, self.before):
            if not self._overtake(circles):
                self._unfold(circles)
            self.before = self._edges()

    # circles

    def _unfold(self, circles: list[set[Node]]) -> None:
        """Take apart what closes each circle: of the folded objects on it, those of the latest rank."""
        for circle in circles:
            if self._loosen(circle):
                continue
            candidates: dict[Node, int] = {}
            for target in circle:
                for source in self.before.get(target, ()):
                    if source not in circle:
                        continue
                    for piece in self.causes[source, target]:
                        objects = self.work.drops if piece[0] == DROP else self.work.creates
                        if self.leader.get(piece, piece) == piece or piece[1] not in objects:
                            continue
                        detector = self.detectors[piece[1].kind]
                        if not (piece[0] == CREATE and detector.must_be_part(objects[piece[1]])):
                            candidates[piece] = detector.rank
            if not candidates:
                renamed = [object_id for verb, object_id in circle if verb == ALTER]
                if make_detour(self.work, renamed, self.detectors, self.context):
                    continue
                raise CircleError(circle)
            latest = max(candidates.values())
            for piece, rank in candidates.items():
                if rank == latest:
                    self.leader[piece] = piece

    def _overtake(self, circles: list[set[Node]]) -> bool:
        """Let what runs in a circle otherwise come while an overload stands that it does not mean; whether any did."""
        met = {
            (gone, caller)
            for (gone, caller), mistaken in self.overtaken.items()
            for circle in circles
            if (self.mistaking or not mistaken)
            and (DROP, gone) in circle
            and not circle.isdisjoint(self._made_or_altered(caller))
        }
        self.overtaken = {pair: mistaken for pair, mistaken in self.overtaken.items() if pair not in met}
        return bool(met)

    def _made_or_altered(self, object_id: ObjectId) -> list[Node]:
        return [node for verb in (CREATE, ALTER) if (node := self._node(verb, object_id)) is not None]

    def _loosen(self, circle: set[Node]) -> bool:
        """Where a new part of something that is there already counts with what it owns, bind that to it afterwards.

        So the part comes with its default at once, and the rows that are there get their values.
        """
        work, found = self.work, False
        for verb, object_id in circle:
            obj = work.creates.get(object_id) if verb == CREATE else self.context.desired.get(object_id)
            if obj is None or verb not in (CREATE, ALTER) or obj.owner_id is None or object_id in work.loose:
                continue
            owner = work.creates.get(obj.owner_id)
            if owner is None or (CREATE, owner.id) not in circle or owner.owner_id not in self.context.current:
                continue
            loosened = self.detectors[object_id.kind].loosened(obj)
            if loosened is None:
                continue
            found = True
            work.loose.add(object_id)
            if verb == CREATE:
                work.creates[object_id] = loosened
                bound = self.detectors[object_id.kind].alter(loosened, obj, self.context)
                assert not isinstance(bound, (Alteration, Rebuild))
                work.alters[object_id] = Change(before=loosened, after=obj)
                work.statements[object_id] = [*bound]
        return found

    # edges

    def _edges(self) -> dict[Node, set[Node]]:
        self.causes: dict[tuple[Node, Node], list[Node]] = defaultdict(list)
        before: dict[Node, set[Node]] = defaultdict(set)

        def edge(first: Node | None, pieces: tuple[Node, ...], then: Node | None) -> None:
            if first is not None and then is not None and first != then:
                before[then].add(first)
                self.causes[first, then] += pieces

        work = self.work
        renamed_from = {change.before.id: new for new, change in work.alters.items() if change.before is not None}
        touched = set(work.drops) | set(work.creates) | set(work.alters)
        current, desired = self.context.current, self.context.desired

        for object_id in touched:
            for needed in desired.needs(object_id):
                for verb in (CREATE, ALTER):
                    then = self._node(verb, object_id)
                    if then is None or (verb == CREATE and self._is_bound_late(object_id, needed)):
                        continue
                    pieces: tuple[Node, ...] = ((verb, object_id), (CREATE, needed))
                    edge(self._made_by(needed), pieces, then)
                    if needed in work.loose or self._is_made_with(needed, then):
                        continue
                    if not self._is_part_of(needed, object_id):
                        edge(self._node(ALTER, needed), pieces, then)
        for old_id in {*work.drops, *renamed_from}:
            new_id = renamed_from.get(old_id, old_id)
            for needed in current.needs(old_id):
                pieces = ((DROP, old_id), (DROP, needed))
                then_drop = self._node(DROP, needed)
                then_alter = self._node(ALTER, renamed_from.get(needed, needed))
                edge(self._node(DROP, old_id), pieces, then_drop)
                edge(self._letting_go(old_id, new_id, needed), pieces, then_drop)
                edge(self._node(DROP, old_id), pieces, then_alter)
                if renamed_from.get(needed, needed) not in desired.needs(new_id):
                    # it moves away from what changes: first it moves
                    edge(self._node(ALTER, new_id), pieces, then_alter)
        self._edges_of_followers(edge)
        self._edges_of_finishes(edge)
        self._edges_of_names(edge)
        self._edges_of_uses(edge)
        for object_id in work.drops:
            if object_id in work.creates:
                pieces = ((DROP, object_id), (CREATE, object_id))
                edge(self._node(DROP, object_id), pieces, self._node(CREATE, object_id))
        for object_id in work.releases:
            edge(self._node(RELEASE, object_id), ((RELEASE, object_id),), self._node(ALTER, object_id))
        for object_id in work.loose:
            edge(self._node(CREATE, object_id), ((CREATE, object_id),), self._node(ALTER, object_id))
        for gone, caller in self.overtaken:
            for then in self._made_or_altered(caller):
                edge(self._node(DROP, gone), ((DROP, gone), then), then)
        self._edges_of_unfolded(edge)
        return before

    def _letting_go(self, old_id: ObjectId, new_id: ObjectId, needed: ObjectId) -> Node | None:
        """What parts an object that is altered from something that goes."""
        if needed in self.work.released.get(new_id, ()):
            return self._node(RELEASE, new_id)
        carrier = self._carrier_of(old_id)
        return self._node(ALTER, new_id) if carrier is None else self._node(DROP, carrier)

    def _carrier_of(self, object_id: ObjectId) -> ObjectId | None:
        """What takes an object along as it goes; None for one that goes by itself, or stays."""
        obj = self.work.carried_off.get(object_id)
        if obj is None:
            return None
        while obj.id in self.work.carried_off:
            above = self.context.current.get(obj.origin) if obj.origin is not None else None
            if above is None:
                return None
            obj = above
        return obj.id

    def _is_part_of(self, part: ObjectId, owner: ObjectId) -> bool:
        """Whether the owner needs a part that needs the owner: both are there, and either can be altered first."""
        obj = self.context.desired.get(part)
        return obj is not None and obj.owner_id == owner and owner in self.context.desired.needs(part)

    def _is_made_with(self, part: ObjectId, node: Node) -> bool:
        """Whether a part comes with what the node makes: what is altered about it comes behind that."""
        obj = self.context.desired.get(part)
        return obj is not None and obj.owner_id is not None and self._node(CREATE, obj.owner_id) == node

    def _is_bound_late(self, object_id: ObjectId, needed: ObjectId) -> bool:
        obj = self.context.desired.get(object_id)
        return object_id in self.work.loose and obj is not None and obj.owner_id == needed

    def _edges_of_finishes(self, edge: _Edge) -> None:
        """The old one goes when its successor stands and its dependents have moved, and before what it needs itself."""
        if not self.work.finishes:
            return
        dependents = self.context.dependents
        for object_id in self.work.finishes:
            own = self._node(FINISH, object_id)
            edge(self._node(ALTER, object_id), ((ALTER, object_id),), own)
            for dependent in dependents.get(object_id, ()):
                for verb in (DROP, ALTER, FINISH):
                    edge(self._node(verb, dependent), ((verb, dependent),), own)
            for needed in self.context.current.needs(object_id) - set(self.work.released.get(object_id, ())):
                edge(own, ((DROP, needed),), self._node(DROP, needed))

    def _edges_of_unfolded(self, edge: _Edge) -> None:
        """A part that was taken out of its owner's statement: made after it, dropped before it."""
        for verb, objects in ((CREATE, self.work.creates), (DROP, self.work.drops)):
            for object_id, obj in objects.items():
                if obj.owner_id is None:
                    continue  # on its own, or bound to its owner later
                own, owner = self._node(verb, object_id), self._node(verb, obj.owner_id)
                if own is None or owner is None or own == owner:
                    continue
                pieces = ((verb, object_id), (verb, obj.owner_id))
                if verb == CREATE:
                    edge(owner, pieces, own)
                else:
                    edge(own, pieces, owner)

    def _edges_of_followers(self, edge: _Edge) -> None:
        """Objects that follow an origin, against the origin and the bond between their tables."""
        work = self.work
        for object_id, obj in work.creates.items():
            if obj.origin is None:
                continue
            own, origin = self._node(CREATE, object_id), self._node(CREATE, obj.origin)
            pieces = ((CREATE, object_id), (CREATE, obj.origin))
            above = self.context.desired.get(obj.origin)
            late = above is not None and self.detectors[object_id.kind].stands_after_bonds(above)
            if obj.link is not None and obj.link in work.creates and not late:
                # the bond joins the two: both stand first, the origin under its own names before the others
                edge(origin, pieces, own)
                for node in (own, origin):
                    edge(node, ((CREATE, object_id), (CREATE, obj.link)), self._node(CREATE, obj.link))
            elif self.detectors[object_id.kind].echo == "first" or obj.declared:
                # what is declared below as well is there already when the origin comes down to it
                edge(own, pieces, origin)
            if object_id in work.gone_with_origin:
                edge(self._node(DROP, obj.origin), ((DROP, obj.origin), (CREATE, object_id)), own)
        self._edges_of_latecomers(edge)
        for object_id, obj in work.drops.items():
            if obj.link is not None and obj.link in work.drops:
                # else the origin's drop takes it along, and there is nothing left to drop
                for gone in (object_id, obj.origin):
                    if gone is not None:
                        pieces = ((DROP, obj.link), (DROP, gone))
                        edge(self._node(DROP, obj.link), pieces, self._node(DROP, gone))
            elif obj.declared and obj.origin is not None:
                # PostgreSQL drops no column that a parent has as well
                edge(self._node(DROP, obj.origin), ((DROP, obj.origin), (DROP, object_id)), self._node(DROP, object_id))
        for object_id, change in work.alters.items():
            after = change.subject
            link = after.link
            if link is not None and self._stands_alone(link):
                for other in (object_id, after.origin):
                    if other is not None:
                        pieces = ((ALTER, other), (CREATE, link))
                        edge(self._node(ALTER, other), pieces, self._node(CREATE, link))
                        edge(self._node(DROP, link), pieces, self._node(ALTER, other))
            if change.before is not None and change.before.link is not None:
                # while the bond stands, the parent's alteration would be the partition's as well
                for other in (object_id, change.before.origin):
                    if other is not None:
                        pieces = ((DROP, change.before.link), (ALTER, other))
                        edge(self._node(DROP, change.before.link), pieces, self._node(ALTER, other))
            if change.before is not None and change.before.origin is not None and object_id not in work.followers:
                origin_id = change.before.origin
                edge(self._node(ALTER, origin_id), ((ALTER, origin_id),), self._node(ALTER, object_id))
        for object_id, (origin_id, leads) in work.followers.items():
            own = self._node(ALTER, object_id)
            for verb in (CREATE, ALTER):
                carrier = self._node(verb, origin_id)
                pieces = ((ALTER, object_id), (verb, origin_id))
                edge(own if leads else carrier, pieces, carrier if leads else own)

        self._edges_of_standing_followers(edge)

    def _stands_alone(self, bond: ObjectId) -> bool:
        """Whether a bond has a statement of its own: one that is part of its table's stands before all that follows."""
        return self.leader.get((CREATE, bond), (CREATE, bond)) == (CREATE, bond)

    def _edges_of_standing_followers(self, edge: _Edge) -> None:
        """Where what follows stays as it is and its bond does not, the bond goes before the origin does, or comes last.

        What changes above goes down as long as the bond stands: a column that is dropped there would be dropped below.
        """
        work = self.work
        for side, verb, bonds in (
            (self.context.current, DROP, work.drops),
            (self.context.desired, CREATE, work.creates),
        ):
            alone = {object_id for object_id in bonds if self.leader.get((verb, object_id)) == (verb, object_id)}
            if not alone:
                continue
            for obj in side:
                if obj.link not in alone or obj.origin is None or obj.id in bonds:
                    continue
                above = side.get(obj.origin)
                if above is not None and self.detectors[above.id.kind].stands_after_bonds(above):
                    continue
                for other in (verb, ALTER):
                    bond, origin = self._node(verb, obj.link), self._node(other, obj.origin)
                    pieces = ((verb, obj.link), (other, obj.origin))
                    edge(bond if verb == DROP else origin, pieces, origin if verb == DROP else bond)

    def _edges_of_latecomers(self, edge: _Edge) -> None:
        """What is made once the bonds of its owner stand comes behind all of them."""
        late = [obj for obj in self.work.creates.values() if self.detectors[obj.id.kind].stands_after_bonds(obj)]
        if not late:
            return
        bonds = {obj.link for obj in self.context.desired if obj.link is not None and obj.link in self.work.creates}
        for obj in late:
            for bond in bonds:
                if obj.owner_id in self.context.desired.needs(bond):
                    pieces = ((CREATE, bond), (CREATE, obj.id))
                    edge(self._node(CREATE, bond), pieces, self._node(CREATE, obj.id))

    def _edges_of_uses(self, edge: _Edge) -> None:
        """What a statement uses, though no dependency tells so, is made before it and dropped after it."""
        work = self.work
        for object_id, statements in work.statements.items():
            own = self._node(ALTER, object_id)
            for used in {used for statement in statements for used in statement.uses}:
                edge(self._node(CREATE, used), ((CREATE, used),), own)
                if used not in work.creates:
                    edge(own, ((DROP, used),), self._node(DROP, used))
        lent = [(obj, lent) for obj in work.creates.values() for lent in self.detectors[obj.id.kind].lends(obj)]
        dependents = self.context.desired.dependents() if lent else {}
        for obj, lent_id in lent:
            for user in dependents.get(lent_id, ()):
                if user.kind != obj.id.kind and user not in self.context.desired.needs(obj.id):
                    for verb in (CREATE, ALTER):
                        edge(self._node(CREATE, obj.id), ((CREATE, obj.id),), self._node(verb, user))

    def _edges_of_names(self, edge: _Edge) -> None:
        """Of two objects that may not exist at once, the one that goes goes first."""
        leaving: dict[Hashable, list[Node]] = defaultdict(list)
        arriving: list[tuple[Node, Hashable]] = []
        for object_id, obj in self.work.drops.items():
            for name in self.detectors[object_id.kind].occupies(obj):
                leaving[name].append((DROP, object_id))
        for object_id, obj in self.work.carried_off.items():
            carrier = self._carrier_of(object_id)
            if carrier is not None:
                for name in self.detectors[object_id.kind].occupies(obj):
                    leaving[name].append((DROP, carrier))
        for object_id, obj in self.work.creates.items():
            arriving += [((CREATE, object_id), name) for name in self.detectors[object_id.kind].occupies(obj)]
        for object_id, change in self.work.alters.items():
            assert change.before is not None
            detector = self.detectors[object_id.kind]
            had, has = set(detector.occupies(change.before)), set(detector.occupies(change.subject))
            for name in had - has:
                leaving[name].append((ALTER, object_id))
            verb = FINISH if object_id in self.work.detours else ALTER
            arriving += [((verb, object_id), name) for name in has - had]
        for node, name in arriving:
            for other in leaving.get(name, ()):
                if other != node:
                    edge(self._node(*other), (other, node), self._node(*node))
