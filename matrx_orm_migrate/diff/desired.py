"""The desired side: what a source asks for, built for real in a scratch database and read back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import MISSING, fields, replace
from typing import Any

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.diff.cache import CatalogCache, cache_key
from matrx_orm_migrate.diff.compare import compare
from matrx_orm_migrate.diff.inspect import CatalogData, Known, build_snapshot, inspect_database, read_catalog
from matrx_orm_migrate.diff.plan import make_plan
from matrx_orm_migrate.diff.scope import Scope
from matrx_orm_migrate.diff.scratch import ScratchDatabase, ScratchServer, StatementFailedError
from matrx_orm_migrate.errors import SourceError
from matrx_orm_migrate.hooks import Desired, PluginManager, SourceStatement
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Snapshot

__all__ = ["DesiredSide", "merge"]

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
        self.search_path = ", ".join(quote(schema) for schema in search_path)
        self._untouched: tuple[Snapshot, Snapshot] | None = None

    def untouched(self, current: Snapshot) -> Snapshot:
        """The objects that the source has no say in: out of scope, or beyond its words."""
        if self._untouched is None or self._untouched[0] is not current:
            takes_part = self.scope.decide(current, self.plugins, "current")
            knows = self.desired.knows
            self._untouched = current, current.select(lambda obj: not (takes_part(obj) and knows(obj)))
        return self._untouched[1]

    def carried(self, current: Snapshot) -> Snapshot:
        """The objects that are made beside the source's own, so that its statements find them."""
        return current.select(lambda obj: False) if self.desired.knows_everything else self.untouched(current)

    def key(self, current: Snapshot) -> str:
        """The cache's name for this desired side."""
        carried = sorted(repr(obj) for obj in self.carried(current))
        extensions = sorted(repr(obj) for obj in current if "version" in type(obj).__dataclass_fields__)
        versions = sorted(f"{plugin.name} {plugin.version}" for plugin in self.plugins.plugins)
        # the rows that are kept are what these queries gave
        queries = [detector.query(current.server_version) for detector in self.plugins.detectors.values()]
        return cache_key(
            [
                str(current.server_version),
                self.search_path,
                *versions,
                *(str(query.sql) for query in queries if query is not None),
                *(statement.sql for statement in self.desired.statements),
                "carried",
                *carried,
                *extensions,
            ]
        )

    def cached(self, key: str, known: Known, *, dependencies: bool) -> Snapshot | None:
        """The snapshot that was kept under the key, or None.  ``known`` are the objects of the live side."""
        data = self.cache.get(key, dependencies=dependencies)
        return build_snapshot(data, self.plugins, known) if data is not None else None

    async def build(self, server: ScratchServer, current: Snapshot, key: str) -> Snapshot:
        """Make the desired side in a scratch database and keep its catalog.  ``current`` carries dependencies.

        Raises ``SourceError`` with the statement's origin where one does not load.
        """
        async with server.database() as scratch:
            data = await self._build(scratch, current)
        if server.same_server and not self._holds_secrets(data):
            self.cache.put(key, data)
        return build_snapshot(data, self.plugins)

    def _holds_secrets(self, data: CatalogData) -> bool:
        return any(detector.secret and data.rows.get(kind) for kind, detector in self.plugins.detectors.items())

    async def _build(self, scratch: ScratchDatabase, current: Snapshot) -> CatalogData:
        carried = self.carried(current)
        first = _independent_of_the_rest(carried, current)
        await self._make(scratch, carried.select(lambda obj: obj.id in first), "before the source's own statements")
        await self._load(scratch, self.desired.statements)
        if len(first) < len(carried):
            await self._make(scratch, carried, "after the source's own statements")
        return await read_catalog(scratch.connection, self.plugins, dependencies=True)

    async def _make(self, scratch: ScratchDatabase, wanted: Snapshot, when: str) -> None:
        """Make carried objects, and leave what is there already."""
        fresh = await inspect_database(scratch.connection, self.plugins, dependencies=True)
        goal = fresh.with_objects([*fresh, *wanted], wanted)
        plan = make_plan(compare(fresh, goal, self.plugins), fresh, goal, self.plugins)
        try:
            await scratch.run(statement.sql for statement in plan.statements)
        except StatementFailedError as error:
            raise SourceError(
                f"the desired side cannot be built: what the source does not describe stays as it is, but {when} "
                f"this failed: {error.reason}\n{_shortened(error.sql)}",
                hint="Drop or change that object in a migration of your own first, or take it into the source.",
            ) from None

    async def _load(self, scratch: ScratchDatabase, statements: Sequence[SourceStatement]) -> None:
        if self.desired.any_order:
            await self._load_in_any_order(scratch, statements)
            return
        try:
            await scratch.run((statement.sql for statement in statements), search_path=self.search_path)
        except StatementFailedError as error:
            raise _does_not_load(statements[error.index], error) from None

    async def _load_in_any_order(self, scratch: ScratchDatabase, statements: Sequence[SourceStatement]) -> None:
        """Try the statements again and again until all are in, or a round brings nothing more."""
        waiting = list(statements)
        while waiting:
            failed = await scratch.try_each((one.sql for one in waiting), search_path=self.search_path)
            if len(failed) == len(waiting):
                raise _does_not_load(waiting[failed[0].index], failed[0])
            waiting = [waiting[error.index] for error in failed]


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
    for object_id, obj in found.objects.items():
        if object_id in kept:
            continue
        before = live.get(object_id)
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
    return found.with_objects(objects.values(), current.select(lambda obj: obj.id in kept))


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


def _independent_of_the_rest(carried: Snapshot, current: Snapshot) -> set[ObjectId]:
    """The carried objects that need nothing, directly or not, which the source is to make."""
    verdicts: dict[ObjectId, bool] = {}

    def alone(object_id: ObjectId) -> bool:
        if object_id not in verdicts:
            verdicts[object_id] = True  # a circle within the carried objects does not make them dependent
            verdicts[object_id] = object_id in carried and all(map(alone, current.needs(object_id)))
        return verdicts[object_id]

    return {obj.id for obj in carried if alone(obj.id)}


def _does_not_load(statement: SourceStatement, error: StatementFailedError) -> SourceError:
    where = f"{statement.origin}: " if statement.origin else ""
    return SourceError(
        f"{where}the desired side does not load: {error.reason}\n{_shortened(error.sql)}",
        hint="PostgreSQL refused this statement in an empty scratch database.",
    )


def _shortened(sql: str) -> str:
    line = " ".join(sql.split())
    return line if len(line) <= 300 else f"{line[:300]}…"
