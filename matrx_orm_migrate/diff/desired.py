"""The desired side: what a source asks for, built for real in a scratch database and read back."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields, replace
from typing import Any

from matrx_orm_migrate.declaring import MISSING as MISSING_STATES
from matrx_orm_migrate.diff.building import DesiredBuilder
from matrx_orm_migrate.diff.cache import CatalogCache, cache_key
from matrx_orm_migrate.diff.inspect import CatalogData, Known, build_snapshot
from matrx_orm_migrate.diff.places import ScratchServer
from matrx_orm_migrate.diff.scope import Scope
from matrx_orm_migrate.errors import SourceError
from matrx_orm_migrate.hooks import Desired, PluginManager
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Snapshot

__all__ = ["DesiredSide", "merge", "refuse_what_misses"]

_Takes = Callable[[CatalogObject], bool]


class DesiredSide:
    """Builds what a source asks for and gives it as a snapshot, from the cache where nothing changed."""

    def __init__(
        self, desired: Desired, scope: Scope, plugins: PluginManager, cache: CatalogCache, search_path: Sequence[str]
    ) -> None:
        self.desired = desired
        self.scope = scope
        self.plugins = plugins
        self.cache = cache
        self.search_path = tuple(search_path)
        self.made: frozenset[ObjectId] = frozenset()
        self.passed: tuple[str, ...] = ()
        self.beside: tuple[str, ...] = ()
        self.carried_ids: frozenset[ObjectId] = frozenset()
        self._unknown: tuple[Snapshot, Snapshot] | None = None
        refuse_unknown_kinds(desired.owns, plugins)

    def asks_for(self, obj: CatalogObject) -> bool:
        """Whether the source says something of an object that came out."""
        return obj.id in self.made or self.desired.knows(obj)

    @property
    def tells_privileges(self) -> bool:
        """Whether the source says all owners and privileges that there are to be, for detectors that know of them."""
        kinds = {kind for kind, detector in self.plugins.detectors.items() if detector.of_privileges}
        return bool(kinds) and (self.desired.knows_everything or kinds <= self.desired.owns)

    def untouched(self, current: Snapshot) -> Snapshot:
        """The objects that the source has no say in: out of scope, or neither known to it nor made by it."""
        unknown = self._unknown_to_source(current)
        if not self.made:
            return unknown
        takes_part = self.scope.decide(current, self.plugins, "current")
        return unknown.select(lambda obj: obj.id not in self.made or not takes_part(obj))

    def carried(self, current: Snapshot) -> Snapshot:
        """The objects that are made beside the source's own, so that its statements find them."""
        return self._unknown_to_source(current)

    def _unknown_to_source(self, current: Snapshot) -> Snapshot:
        """What is out of scope, or what the source could not have asked for, as far as it can tell beforehand."""
        if self._unknown is None or self._unknown[0] is not current:
            takes_part = self.scope.decide(current, self.plugins, "current")
            knows = self.desired.knows
            self._unknown = current, current.select(lambda obj: not (takes_part(obj) and knows(obj)))
        return self._unknown[1]

    def key(self, current: Snapshot) -> str:
        """The cache's name for this desired side."""
        beside = self.carried(current)
        self.carried_ids = frozenset(beside.objects)
        carried = sorted(repr(obj) for obj in beside)
        extensions = sorted(repr(obj) for obj in current if "version" in type(obj).__dataclass_fields__)
        versions = sorted(f"{plugin.name} {plugin.version}" for plugin in self.plugins.plugins)
        # the rows that are kept are what these queries gave
        queries = [detector.query(current.server_version) for detector in self.plugins.detectors.values()]
        return cache_key(
            [
                str(current.server_version),
                repr(self.search_path),
                *versions,
                *(str(query.sql) for query in queries if query is not None),
                *(
                    f"{one.place} {one.sql}"
                    for statement in self.desired.statements
                    for one in (*statement.settings, statement)
                ),
                "carried",
                *carried,
                *extensions,
            ]
        )

    def notes(self, current: Snapshot, found: Snapshot) -> tuple[str, ...]:
        """What is told of declarations: what was passed over, and what stays though others of its kind are declared."""
        told: list[str] = []
        if self.passed:
            told.append(f"passed over, since they need what is not asked for: {_listed(self.passed)}.")
        if self.beside:
            told.append(f"passed over, since what they make takes no part and is there: {_listed(self.beside)}.")
        declared = [obj for obj in found if obj.id in self.made and not self.desired.knows(obj)]
        wanted = self.scope.decide(found, self.plugins, "desired")
        beside = [self.plugins.detectors[obj.id.kind].describe(obj) for obj in declared if not wanted(obj)]
        if beside:
            told.append(f"passed over, since their schema is not asked for: {_listed(beside)}.")
        places = {(obj.id.kind, obj.id.schema) for obj in declared}
        takes_part = self.scope.decide(current, self.plugins, "current")
        detectors = self.plugins.detectors
        # a new database has it too: there is nothing to drop, whoever owns the kind
        given = self.plugins.from_the_start(current.server_version)
        staying: dict[str, list[str]] = {}
        for obj in self.untouched(current) if places else ():
            if (obj.id.kind, obj.id.schema) not in places or obj.id in self.made or given.get(obj.id) == obj:
                continue
            if takes_part(obj):
                staying.setdefault(obj.id.kind, []).append(detectors[obj.id.kind].describe(obj))
        for kind, names in sorted(staying.items()):
            # a GRANT of what is granted changes nothing, so that nobody sees whether it was said
            if detectors[kind].of_privileges:
                what, such = "as they are, declared or not", "what is not declared"
            else:
                what, such = "not declared, and left to others", "such"
            told.append(f'{what}: {_listed(sorted(names))}. Say own_kinds(metadata, "{kind}") to have {such} dropped.')
        return tuple(told)

    def cached(self, key: str, known: Known, *, dependencies: bool) -> Snapshot | None:
        """The snapshot that was kept under the key, or None.  ``known`` are the objects of the live side."""
        data = self.cache.get(key, dependencies=dependencies)
        return self._snapshot(data, known) if data is not None else None

    async def build(self, server: ScratchServer, current: Snapshot, key: str) -> Snapshot:
        """Make the desired side in a scratch database and keep its catalog.  ``current`` carries dependencies.

        Raises ``SourceError`` with the statement's origin where one does not load.
        """
        carried = self.carried(current)
        if self.desired.knows_everything:
            data = await self._of_what_knows_everything(server, carried, current)
        else:
            data = await self._built(server, carried, current)
        if server.same_server and not self._holds_secrets(data):
            self.cache.put(key, data)
        return replace(self._snapshot(data), server_version=current.server_version)

    async def _built(self, server: ScratchServer, carried: Snapshot, current: Snapshot) -> CatalogData:
        async with server.database() as scratch:
            takes_part = self.scope.decide(current, self.plugins, "current")
            aside = carried.select(lambda obj: not takes_part(obj))
            builder = DesiredBuilder(scratch, self.desired, self.plugins, self.search_path, aside)
            return await builder.build(carried, current)

    async def _of_what_knows_everything(
        self, server: ScratchServer, carried: Snapshot, current: Snapshot
    ) -> CatalogData:
        """Build alone what may describe all there is; where it misses something, beside what takes no part.

        (A foreign key to a table of a schema that is not asked for, or that a plugin leaves alone.)
        """
        try:
            return await self._built(server, carried.select(lambda obj: False), current)
        except SourceError as error:
            if not carried or error.sqlstates.isdisjoint(MISSING_STATES):
                raise
            alone = error
        try:
            return await self._built(server, carried, current)
        except SourceError as beside:
            if beside.sqlstates and beside.sqlstates <= MISSING_STATES:
                raise  # fewer statements fail so, and those that do are at fault
            raise SourceError(
                alone.message,
                hint=f"{alone.hint} Beside what takes no part in the comparison, as it is in the database, "
                f"{beside.message}",
                sqlstates=alone.sqlstates,
            ) from None

    def _holds_secrets(self, data: CatalogData) -> bool:
        return any(detector.secret and data.rows.get(kind) for kind, detector in self.plugins.detectors.items())

    def _snapshot(self, data: CatalogData, known: Known | None = None) -> Snapshot:
        self.made = frozenset(ObjectId(*words) for words in data.made)
        self.passed = tuple(data.passed)
        self.beside = tuple(data.beside)
        return build_snapshot(data, self.plugins, known)


def merge(
    current: Snapshot,
    found: Snapshot,
    side: DesiredSide,
    unrenamed: Callable[[ObjectId], CatalogObject | None] | None = None,
) -> Snapshot:
    """The desired state of the whole database: what was asked for, and everything else as it is.

    Where a source has no words for a field and the field has its default value, the live value stays.  Where
    ``current`` is what renames have led to, ``unrenamed`` gives the object as it was before them: what only the rename
    made unusual (a NOT NULL constraint under its column's old name) does not stay.
    """
    as_it_was = unrenamed or current.get
    objects = dict(side.untouched(current).objects)
    if side.scope.include_tables:
        # only the tables asked for change; what they need may be added, but nothing else goes
        objects.update({obj.id: obj for obj in current if not _of_a_table(obj, current)})
    kept = frozenset(objects)
    wanted = side.scope.decide(found, side.plugins, "desired")
    by_name_alone = not side.plugins.decides_inclusion
    live = current.objects
    given = side.plugins.from_the_start(current.server_version)
    for object_id, obj in found.objects.items():
        if object_id in kept:
            continue
        before = live.get(object_id)
        if before is None and object_id in given and obj.owner_id in live and not side.asks_for(obj):
            continue  # every new database has it (USAGE of public for everybody), and this one has it no more
        if before is obj and by_name_alone:  # it takes part on the live side, or it would be kept
            objects[object_id] = obj
            continue
        if not wanted(obj):
            continue
        if before is not None:
            obj = side.plugins.detectors[object_id.kind].tidied(
                _with_unsayable(before, as_it_was(object_id), obj, side.desired)
            )
        objects[object_id] = obj
    if unrenamed is None:
        objects.update(_made_again(objects, current, found, side))
    _let_go_of_parts(objects, current)
    merged = found.with_objects(objects.values(), current.select(lambda obj: obj.id in kept))
    merged = replace(merged, tells_privileges=side.tells_privileges)
    for detector in side.plugins.detectors.values():
        merged = detector.settled(merged, current, kept)
    return merged


def refuse_what_misses(current: Snapshot, found: Snapshot, desired: Snapshot, side: DesiredSide) -> None:
    """Raise ``SourceError`` for what is asked for, and needs what takes no part and is not there.

    ``found`` is what was asked for, with dependencies, and ``desired`` what was made of it.
    """
    wanted = side.scope.decide(found, side.plugins, "desired")
    for object_id, obj in sorted(desired.objects.items()):
        if found.get(object_id) is None or current.get(object_id) == obj:
            continue
        for needed_id in sorted(found.needs(object_id)):
            needed = found.get(needed_id)
            if needed is None or needed_id in desired or wanted(needed):
                continue
            schemas = side.scope.schemas
            there = bool(schemas) and needed_id.schema not in ("", *schemas)
            options = " ".join(f"--schema {schema}" for schema in (*schemas, needed_id.schema))
            raise SourceError(
                f"{side.plugins.detectors[object_id.kind].describe(obj)} needs "
                f"{side.plugins.detectors[needed_id.kind].describe(needed)}, which is not asked for, "
                "and the database does not have it",
                hint=(f"Ask for it: {options}." if there else "Ask for it as well, or make it first.")
                + " Or leave out what needs it: --exclude-tables.",
            )


def _let_go_of_parts(objects: dict[ObjectId, CatalogObject], current: Snapshot) -> None:
    """What is left alone and is part of something that goes, goes along (the privileges on a column)."""
    while True:
        gone = [
            object_id
            for object_id, obj in objects.items()
            if obj.owner_id is not None and obj.owner_id not in objects and obj.owner_id in current
        ]
        if not gone:
            return
        for object_id in gone:
            del objects[object_id]


def _made_again(
    objects: dict[ObjectId, CatalogObject], current: Snapshot, found: Snapshot, side: DesiredSide
) -> dict[ObjectId, CatalogObject]:
    """What the source leaves alone and stands on what it changes, as PostgreSQL has it there.

    A view over a column has the column's type, and a condition loses a cast that the new type does not need.  What
    names roles is left as it is: the scratch database's server may lack them.
    """
    dependents = found.dependents()
    waiting = [object_id for object_id, obj in objects.items() if current.get(object_id) not in (None, obj)]
    seen: set[ObjectId] = set(waiting)
    again: dict[ObjectId, CatalogObject] = {}
    while waiting:
        for object_id in dependents.get(waiting.pop(), ()):
            if object_id in seen:
                continue
            seen.add(object_id)
            waiting.append(object_id)
            obj = found.get(object_id)
            if obj is not None and object_id in objects and object_id in side.carried_ids and not obj.roles:
                again[object_id] = obj
    return again


def _of_a_table(obj: CatalogObject, snapshot: Snapshot) -> bool:
    while obj.owner_id is not None and (owner := snapshot.get(obj.owner_id)) is not None:
        obj = owner
    return obj.id.kind == "table"


def _with_unsayable(
    before: CatalogObject, as_it_was: CatalogObject | None, after: CatalogObject, desired: Desired
) -> CatalogObject:
    names = desired.unsayable.get(after.id.kind)
    if not names or before == after:
        return after
    stay: dict[str, Any] = {}
    for field in fields(after):
        default = _default_of(field)
        if field.name not in names or getattr(after, field.name) != default:
            continue
        if as_it_was is None or getattr(as_it_was, field.name) != default:
            stay[field.name] = getattr(before, field.name)
    return replace(after, **stay) if stay else after


def _default_of(field: Any) -> Any:
    if field.default is not MISSING:
        return field.default
    return field.default_factory() if field.default_factory is not MISSING else MISSING


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")


def refuse_unknown_kinds(kinds: frozenset[str], plugins: PluginManager) -> None:
    """Raise ``SourceError`` for kinds that a source says it owns, and that no detector has."""
    for kind in sorted(kinds - plugins.detectors.keys()):
        near = difflib.get_close_matches(kind, plugins.detectors, n=1)
        raise SourceError(
            f"there is no kind {kind!r} to own" + (f"; is {near[0]!r} meant?" if near else ""),
            hint=f"Kinds: {', '.join(sorted(plugins.detectors))}.",
        )
