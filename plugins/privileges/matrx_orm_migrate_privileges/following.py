"""What default privileges and owners that change bring about on objects of which a side says nothing.

An object whose privileges are what a new one gives has no :class:`Privileges`.  Where what a new one gives changes,
with the default privileges or with the owner, those that are there already are moved along; and where one side alone
says something, the other's is what a new one gives there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from matrx_orm_migrate.ddl import qualified
from matrx_orm_migrate.schema import CatalogObject, Change, Column, ObjectId, Snapshot
from matrx_orm_migrate_privileges.objects import SELF, DefaultPrivileges, Privileges, Rights
from matrx_orm_migrate_privileges.rights import joined
from matrx_orm_migrate_privileges.targets import granted_on, has_privileges, owner_id, privileges_id, sort_of
from matrx_orm_migrate_privileges.usual import NAMES, holders, owner_of, usual, usual_on

__all__ = ["followed", "settled"]

_Places = Mapping[tuple[str, str], Collection[str]]
"""The grantees of default privileges, by the name of the objects and the schema, which is empty for all of them."""


def followed(changes: Sequence[Change], current: Snapshot, desired: Snapshot) -> list[Change] | None:
    """The changes with those that default privileges and owners bring about; None where there are none."""
    spoken = {
        change.subject.target
        for change in changes
        if isinstance(change.subject, Privileges) and (change.before is None or change.after is None)
    }
    more = {change.id: change for change in _Comparison(current, desired).changes(spoken)}
    if not more:
        return None
    return [*(more.pop(change.id, change) for change in changes), *more.values()]


def settled(desired: Snapshot, current: Snapshot, left_alone: frozenset[ObjectId]) -> Snapshot:
    """What is left alone gives what it gave, where that is something else than what a new object will give."""
    comparison = _Comparison(current, desired)
    if not comparison.changed:
        return desired
    objects = dict(desired.objects)
    for obj in desired.of_kind("privileges"):
        assert isinstance(obj, Privileges)
        if obj.grantor == SELF and not obj.column and obj.granted == usual(desired, obj, comparison.version):
            del objects[obj.id]
    for change in comparison.changes(()):
        obj = change.subject
        assert isinstance(obj, Privileges)
        if obj.target in left_alone and obj.id not in desired and obj.id not in current:
            was = change.before.granted if isinstance(change.before, Privileges) else ()
            objects[obj.id] = replace(obj, granted=was)
    return desired.with_objects(objects.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Target:
    """Something with privileges that is there on both sides.

    ``sort`` is the first argument of acldefault(), ``on`` what stands behind GRANT … ON.
    """

    id: ObjectId
    sort: str
    on: str

    def said_of(self, grantee: str) -> ObjectId:
        return privileges_id(self.id, grantee, what="identity" if self.id.kind == "column" else "")


class _Comparison:
    """Two sides, and what new objects give on each."""

    def __init__(self, current: Snapshot, desired: Snapshot) -> None:
        self.current, self.desired = current, desired
        self.version = current.server_version or desired.server_version
        self.changed, self.given = _defaults(current, desired)

    def changes(self, spoken: Collection[ObjectId]) -> Iterator[Change]:
        """What is to be done about objects that stay, of which not both sides say something.

        Beside those whose owner or default privileges change, it looks at those that are ``spoken`` of.
        """
        moved = _owners_differ(self.current, self.desired)
        if not self.changed and not moved and not (self.given and spoken):
            return
        for target in sorted(self._targets(), key=lambda target: target.id):
            places = [(NAMES.get(target.sort, ""), place) for place in {"", target.id.schema}]
            had, has = owner_of(target.id, self.current), owner_of(target.id, self.desired)
            if target.id not in spoken and had == has and self.changed.isdisjoint(places):
                continue
            grantees = {SELF, had, has}.union(*(self.given.get(place, ()) for place in places))
            for grantee in sorted(grantees):
                change = self._change(target, grantee, had, has)
                if change is not None:
                    yield change

    def _change(self, target: _Target, grantee: str, had: str, has: str) -> Change | None:
        object_id = target.said_of(grantee)
        if object_id in self.current and object_id in self.desired:
            return None
        before, after = (self._rights(side, target, grantee) for side in (self.current, self.desired))
        said = self.current.get(object_id) or self.desired.get(object_id)
        if said is not None:
            # where nobody has anything on the other side, it is made or taken as it stands
            if not (before if object_id in self.desired else after):
                return None
        elif before == after or (had != has == grantee != SELF and self._is_merged(target, before)):
            return None
        return Change(
            before=self._privileges(self.current, target, grantee, before) if before or said is not None else None,
            after=self._privileges(self.desired, target, grantee, after) if after or said is not None else None,
        )

    def _is_merged(self, target: _Target, rights: Rights) -> bool:
        """Whether it makes no difference that the owner to come has these: he has them as the owner all along."""
        owners = (
            self._rights(self.current, target, SELF),
            self._rights(self.desired, target, SELF),
            usual_on(self.desired, target.id, SELF, sort=target.sort, server_version=self.version),
        )
        return all(joined(held, rights) == held for held in owners)

    def _rights(self, side: Snapshot, target: _Target, grantee: str) -> Rights:
        said = side.get(target.said_of(grantee))
        if isinstance(said, Privileges):
            return said.granted
        return usual_on(side, target.id, grantee, sort=target.sort, server_version=self.version)

    def _privileges(self, side: Snapshot, target: _Target, grantee: str, granted: Rights) -> CatalogObject:
        object_id = target.said_of(grantee)
        return side.get(object_id) or Privileges(
            id=object_id,
            owner_id=target.id,
            depends_on=tuple(owner_id(holder) for holder in holders(target.id, side)),
            target=target.id,
            on=target.on,
            sort=target.sort,
            grantee=grantee,
            granted=granted,
            usual=granted,
            owner=owner_of(target.id, side),
        )

    def _targets(self) -> Iterator[_Target]:
        for obj in self.current:
            after = self.desired.get(obj.id)
            if after is None:
                continue
            if has_privileges(obj.id):
                yield _Target(id=obj.id, sort=sort_of(obj.id), on=granted_on(obj.id))
            elif (sequence := _sequence_of(obj)) is not None and _sequence_of(after) is not None:
                yield _Target(id=obj.id, sort="s", on=f"SEQUENCE {sequence}")


def _sequence_of(obj: CatalogObject) -> str | None:
    """The sequence of an identity column, as SQL."""
    return qualified(*obj.identity.sequence) if isinstance(obj, Column) and obj.identity is not None else None


def _owners_differ(current: Snapshot, desired: Snapshot) -> bool:
    return any(
        other.get(obj.id) != obj
        for side, other in ((current, desired), (desired, current))
        for obj in side.of_kind("owner")
    )


def _defaults(current: Snapshot, desired: Snapshot) -> tuple[frozenset[tuple[str, str]], _Places]:
    """Where default privileges of the role that looks change, and all to whom they give something."""
    changed: set[tuple[str, str]] = set()
    given: dict[tuple[str, str], set[str]] = defaultdict(set)
    for side, other in ((current, desired), (desired, current)):
        for obj in side.of_kind("default_privileges"):
            if isinstance(obj, DefaultPrivileges) and obj.role == SELF:
                given[obj.id.name, obj.id.schema].add(obj.grantee)
                if other.get(obj.id) != obj:
                    changed.add((obj.id.name, obj.id.schema))
    return frozenset(changed), given
