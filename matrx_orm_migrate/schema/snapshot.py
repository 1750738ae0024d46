"""A snapshot: what the catalog says about one database at one moment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from matrx_orm_migrate.schema.ids import ObjectId
from matrx_orm_migrate.schema.objects import CatalogObject

__all__ = ["Outsider", "Privileges", "Snapshot"]

_NOTHING: Mapping[ObjectId, frozenset[ObjectId]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Privileges:
    """That an object has another owner than the role that looked, or other privileges than a new one.

    ``may_own`` says whether that role could make ``owner`` the owner of an object made anew.  ``grantees`` are roles
    that may do something with it, ``public`` standing for all of them.
    """

    owner: str
    may_own: bool
    grantees: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outsider:
    """What no detector handles and depends on an object, as PostgreSQL names it (``policy p on table t``).

    ``owner_id`` is the object that it is part of, and goes with, if there is one.
    """

    name: str
    owner_id: ObjectId | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """All objects of one database, by id.

    ``dependencies`` maps an object to those that it needs (direct ones only); it is empty in a snapshot that was taken
    without them.  ``unhandled`` counts, by kind, what users made and no detector handles.  ``server_version`` is
    PostgreSQL's number (180004).  ``casts`` are the (source, target) pairs of types that an explicit cast converts,
    as ``format_type`` prints them, without modifiers.  ``privileges`` are of the objects whose owner or privileges are
    not those of a new one, ``outsiders`` what depends on an object and is none here; like the dependencies, they make
    no difference between snapshots.  ``default_grantees`` are the roles that may do something with a table which the
    role that looked makes, by schema, and under an empty text in all of them.  ``tells_privileges`` says that the
    owners and privileges among the objects are all asked for, and not just as they happened to be in one database.
    """

    objects: Mapping[ObjectId, CatalogObject]
    dependencies: Mapping[ObjectId, frozenset[ObjectId]] = field(default_factory=lambda: _NOTHING, repr=False)
    unhandled: Mapping[str, int] = field(default_factory=dict)
    casts: frozenset[tuple[str, str]] = field(default=frozenset(), repr=False)
    server_version: int = 0
    privileges: Mapping[ObjectId, Privileges] = field(default_factory=dict, repr=False)
    outsiders: Mapping[ObjectId, tuple[Outsider, ...]] = field(default_factory=dict, repr=False)
    default_grantees: Mapping[str, frozenset[str]] = field(default_factory=dict, repr=False)
    tells_privileges: bool = False

    def __iter__(self) -> Iterator[CatalogObject]:
        return iter(self.objects.values())

    def __len__(self) -> int:
        return len(self.objects)

    def __contains__(self, object_id: object) -> bool:
        return object_id in self.objects

    def get(self, object_id: ObjectId) -> CatalogObject | None:
        """The object, or None."""
        return self.objects.get(object_id)

    def of_kind(self, kind: str) -> list[CatalogObject]:
        """All objects of one kind, sorted by id."""
        return sorted((obj for obj in self if obj.id.kind == kind), key=lambda obj: obj.id)

    def parts_of(self, owner: ObjectId) -> list[CatalogObject]:
        """The objects whose ``owner_id`` is ``owner``, by position, then id.  Linear: use an index for many calls."""
        return sorted((obj for obj in self if obj.owner_id == owner), key=lambda obj: (obj.position, obj.id))

    def needs(self, object_id: ObjectId) -> frozenset[ObjectId]:
        """What the object depends on, directly; its owner included."""
        return self.dependencies.get(object_id, frozenset())

    def dependents(self) -> dict[ObjectId, set[ObjectId]]:
        """The dependencies turned round: each object with those that need it directly."""
        turned: dict[ObjectId, set[ObjectId]] = {}
        for dependent, needed in self.dependencies.items():
            for needed_id in needed:
                turned.setdefault(needed_id, set()).add(dependent)
        return turned

    def select(self, keep: Callable[[CatalogObject], bool]) -> Snapshot:
        """The same snapshot with only the objects that ``keep`` accepts."""
        kept = {object_id: obj for object_id, obj in self.objects.items() if keep(obj)}
        return self.with_objects(kept.values())

    def with_added(self, objects: Iterable[CatalogObject | None]) -> Snapshot:
        """The same snapshot with those of the objects that it does not have, and the dependencies that they name."""
        added = {obj.id: obj for obj in objects if obj is not None and obj.id not in self.objects}
        if not added:
            return self
        all_objects = {**self.objects, **added}
        dependencies = dict(self.dependencies)
        for obj in all_objects.values():
            owner = (obj.owner_id,) if obj.owner_id is not None and obj.id in added else ()
            own = {needed for needed in (*obj.depends_on, *owner) if needed in all_objects}
            if obj.id in added or not own.isdisjoint(added):
                dependencies[obj.id] = dependencies.get(obj.id, frozenset()) | own
        return replace(self, objects=all_objects, dependencies=dependencies)

    def with_surroundings_of(self, live: Snapshot, was: Callable[[ObjectId], ObjectId] = lambda same: same) -> Snapshot:
        """The same snapshot, read from a copy, with what ``live`` knows of owners, privileges and outsiders.

        ``was`` gives the id that an object has there.
        """
        known: dict[ObjectId, Privileges] = {}
        outsiders: dict[ObjectId, tuple[Outsider, ...]] = {}
        now = {was(object_id): object_id for object_id in self.objects} if live.privileges or live.outsiders else {}
        for old_id, object_id in now.items():
            if (privileges := live.privileges.get(old_id)) is not None:
                known[object_id] = privileges
            if around := live.outsiders.get(old_id):
                outsiders[object_id] = tuple(
                    Outsider(name=one.name, owner_id=now.get(one.owner_id) if one.owner_id is not None else None)
                    for one in around
                )
        return replace(
            self,
            privileges={**known, **self.privileges},
            outsiders=outsiders or self.outsiders,
            default_grantees=live.default_grantees or self.default_grantees,
        )

    def with_objects(self, objects: Iterable[CatalogObject], *extra: Snapshot) -> Snapshot:
        """A snapshot of ``objects``, with the dependencies of this one and of ``extra``, as far as they lie within."""
        kept = {obj.id: obj for obj in objects}
        dependencies: dict[ObjectId, frozenset[ObjectId]] = {}
        for source in (*extra, self):
            for dependent, needed in source.dependencies.items():
                if dependent in kept:
                    dependencies[dependent] = frozenset(needed_id for needed_id in needed if needed_id in kept)
        return Snapshot(
            objects=kept,
            dependencies=dependencies,
            unhandled=self.unhandled,
            casts=self.casts.union(*(source.casts for source in extra)),
            server_version=self.server_version,
            privileges={
                object_id: privileges
                for source in (*extra, self)
                for object_id, privileges in source.privileges.items()
                if object_id in kept
            },
            outsiders={object_id: around for object_id, around in self.outsiders.items() if object_id in kept},
            default_grantees=self.default_grantees,
            tells_privileges=self.tells_privileges,
        )
