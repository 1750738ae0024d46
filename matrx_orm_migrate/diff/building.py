"""Builds a desired side in a scratch database: the source's statements, and what the source leaves alone."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence, Set
from dataclasses import replace

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.declaring import MISSING
from matrx_orm_migrate.diff.compare import compare
from matrx_orm_migrate.diff.inspect import CatalogData, inspect_database, lacking_roles, read_catalog, without_roles
from matrx_orm_migrate.diff.loading import ALREADY_THERE, Failure, does_not_load, settle, shortened, subject_of
from matrx_orm_migrate.diff.plan import make_plan
from matrx_orm_migrate.diff.scratch import ScratchDatabase, StatementFailedError
from matrx_orm_migrate.errors import SourceError
from matrx_orm_migrate.hooks import Desired, PluginManager, SourceStatement
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Snapshot

__all__ = ["DesiredBuilder"]


class DesiredBuilder:
    """Fills one scratch database.

    What the source leaves alone is made before its statements as far as it needs nothing of theirs, and the rest
    behind them.  Where statements declare, nothing is made before that has the name of what they make; what there is of
    it is theirs, then, and known to be.

    ``aside`` is what of all that takes no part in the comparison: a statement that would make it once more is passed
    over.  ``search_path`` has the schemas for names without one.
    """

    def __init__(
        self,
        scratch: ScratchDatabase,
        desired: Desired,
        plugins: PluginManager,
        search_path: Sequence[str],
        aside: Snapshot,
    ) -> None:
        self._scratch = scratch
        self._desired = desired
        self._plugins = plugins
        self._search_path = ", ".join(quote(schema) for schema in search_path)
        # what lies in no schema is found under the empty one
        self._aside = {("" if obj.id.kind == "schema" else obj.id.schema, obj.id.name) for obj in aside}
        self._before: dict[ObjectId, CatalogObject] = {}
        self._passed: list[str] = []
        self._beside: list[str] = []

    async def build(self, carried: Snapshot, current: Snapshot) -> CatalogData:
        """The catalog of what comes out.  Raises ``SourceError`` with its origin where a statement does not load."""
        declaring = any(statement.declares for statement in self._desired.statements)
        named = {statement.name for statement in self._desired.statements if statement.name}
        # every new database has it: default privileges in the schema public come before what is made there
        given = self._plugins.from_the_start(self._scratch.major * 10_000).keys()
        alone = _independent(carried, current, given, lambda obj: False)
        first = _independent(carried, current, given, lambda obj: obj.id.name in named) if named else alone
        await self._carry(carried.select(lambda obj: obj.id in first), "before the source's own statements")
        if declaring:
            self._before = dict((await self._inspect()).objects)
        await self._load(carried.select(lambda obj: obj.id in alone - first))
        made = self._made(await self._inspect(), carried, given) if declaring else frozenset()
        if len(first) < len(carried):
            await self._carry(carried, "after the source's own statements", keep=made)
        data = await read_catalog(self._scratch.connection, self._plugins, dependencies=True)
        return replace(data, made=sorted([*object_id] for object_id in made), passed=self._passed, beside=self._beside)

    def _made(self, present: Snapshot, carried: Snapshot, given: Set[ObjectId]) -> frozenset[ObjectId]:
        """What the statements made or changed, and what of the same name cannot stand beside it.

        So is what they took from that which every new database has: REVOKE USAGE ON SCHEMA public FROM PUBLIC.
        """
        taken_away = {
            object_id
            for object_id in given
            if object_id not in present and (obj := self._before.get(object_id)) is not None and obj.owner_id in present
        }
        made = {obj.id for obj in present if self._before.get(obj.id) != obj}
        taken = {name for obj in present if obj.id in made for name in self._names(obj)}
        displaced = {obj.id for obj in carried if obj.id not in present and taken.intersection(self._names(obj))}
        return frozenset(made | displaced | taken_away)

    def _names(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        return self._plugins.detectors[obj.id.kind].occupies(obj)

    async def _inspect(self) -> Snapshot:
        return await inspect_database(self._scratch.connection, self._plugins)

    # what the source leaves alone

    async def _carry(self, wanted: Snapshot, when: str, keep: frozenset[ObjectId] = frozenset()) -> None:
        """Make carried objects, and leave what is there already; ``keep`` as it is."""
        wanted = without_roles(wanted, await lacking_roles(self._scratch.connection, wanted))
        fresh = await inspect_database(self._scratch.connection, self._plugins, dependencies=True)
        wanted = _with_owners(wanted.select(lambda obj: obj.id not in keep), fresh)
        goal = fresh.with_objects([*fresh, *wanted], wanted)
        plan = make_plan(compare(fresh, goal, self._plugins), fresh, goal, self._plugins)
        try:
            await self._run([statement.sql for statement in plan.statements])
        except StatementFailedError as error:
            raise SourceError(
                f"the desired side cannot be built: what the source does not describe stays as it is, but {when} "
                f"this failed: {error.reason}\n{shortened(error.sql)}",
                hint="Drop or change that object in a migration of your own first, or take it into the source.",
            ) from None

    async def _run(self, statements: Sequence[str]) -> None:
        """Run statements of ours, which name all schemas; bodies that they call may not, and find what they miss then.

        (ADD CHECK calls functions.)  Not the whole plan at once, for a schema more may change what a name means.
        """
        while error := await self._scratch.run_to_failure(statements):
            if error.sqlstate not in MISSING:
                raise error
            try:
                await self._scratch.run(statements[error.index : error.index + 1], search_path=self._search_path)
            except StatementFailedError:
                raise error from None
            statements = statements[error.index + 1 :]

    # the source's statements

    async def _load(self, held_back: Snapshot) -> None:
        """Run the statements, those that may stand anywhere as soon as they can.

        ``held_back`` is what the source leaves alone under the names of what it makes: made where nothing else helps.
        """
        statements = self._desired.statements
        anywhere = [one for one in statements if one.place == "anywhere" or self._desired.any_order]
        here = [one for one in statements if one.place == "here" and not self._desired.any_order]
        waiting = await self._settle(anywhere)
        search_path = self._search_path
        while here:
            error = await self._scratch.run_to_failure([one.sql for one in here], search_path=search_path)
            if error is None:
                break
            here = here[error.index :]
            search_path, schema = await self._scratch.where_names_lead()  # statements set others
            if self._is_aside(here[0], error, schema):
                self._beside.append(here[0].origin)
                here = here[1:]
                continue
            still = await self._settle([failure.statement for failure in waiting])
            if len(still) == len(waiting):
                if not len(held_back):
                    raise does_not_load([Failure(here[0], here[0], error), *waiting], self._search_path)
                still = await self._after_carrying(held_back, waiting)
                held_back = held_back.select(lambda obj: False)
            waiting = still
        if waiting:
            waiting = await self._settle([failure.statement for failure in waiting])
        if waiting and len(held_back):
            waiting = await self._after_carrying(held_back, waiting)
        last = [one for one in statements if one.place == "last" and not self._desired.any_order]
        waiting += await self._settle(last)
        again = [failure for failure in waiting if failure.error.sqlstate in ALREADY_THERE]
        under = [(failure, await self._schema_under(failure.statement.settings)) for failure in again]
        beside = [failure for failure, schema in under if self._is_aside(failure.statement, failure.error, schema)]
        self._beside += [failure.statement.origin for failure in beside]
        waiting = [failure for failure in waiting if failure not in beside]
        if any(not (self._desired.partial and failure.error.sqlstate in MISSING) for failure in waiting):
            raise does_not_load(waiting, self._search_path, len(anywhere) + len(last))
        self._passed += [failure.statement.origin for failure in waiting]

    def _is_aside(self, statement: SourceStatement, error: StatementFailedError, current_schema: str) -> bool:
        """Whether it failed for making what takes no part, and is there as it is in the live database."""
        if error.sqlstate not in ALREADY_THERE:
            return False
        schema, name = subject_of(statement.sql)
        return not self._aside.isdisjoint({(schema, name), (schema or current_schema, name)})

    async def _schema_under(self, settings: Sequence[SourceStatement]) -> str:
        """What a name without a schema means under these settings, which hold for a statement that was tried."""
        await self._scratch.set_search_path(self._search_path)
        for setting in settings:
            await self._scratch.run_autocommit(setting.sql)
        _search_path, schema = await self._scratch.where_names_lead()
        await self._scratch.reset()
        return schema

    async def _after_carrying(self, held_back: Snapshot, waiting: Sequence[Failure]) -> list[Failure]:
        present = await self._inspect()
        missing = held_back.select(lambda obj: obj.id not in present)
        await self._carry(missing, "among the source's own statements")
        self._before |= missing.objects
        return await self._settle([failure.statement for failure in waiting])

    async def _settle(self, statements: Sequence[SourceStatement]) -> list[Failure]:
        return await settle(self._scratch, statements, self._search_path)


def _with_owners(wanted: Snapshot, fresh: Snapshot) -> Snapshot:
    """Without what is part of something that the source does not ask for any more: it goes with that."""
    while True:
        orphans = {
            obj.id
            for obj in wanted
            if obj.owner_id is not None and obj.owner_id not in fresh and obj.owner_id not in wanted
        }
        if not orphans:
            return wanted
        wanted = wanted.with_objects(obj for obj in wanted if obj.id not in orphans)


def _independent(
    carried: Snapshot, current: Snapshot, given: Set[ObjectId], made_otherwise: Callable[[CatalogObject], bool]
) -> set[ObjectId]:
    """The carried objects that need nothing, directly or not, which the source is to make; ``given`` it need not."""
    verdicts: dict[ObjectId, bool] = {}

    def alone(object_id: ObjectId) -> bool:
        if object_id not in verdicts:
            verdicts[object_id] = True  # a circle within the carried objects does not make them dependent
            obj = carried.get(object_id)
            if obj is None:
                verdicts[object_id] = object_id in given
            else:
                verdicts[object_id] = not made_otherwise(obj) and all(map(alone, current.needs(object_id)))
        return verdicts[object_id]

    return {obj.id for obj in carried if alone(obj.id)}
