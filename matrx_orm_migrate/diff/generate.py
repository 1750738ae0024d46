"""From a source and a live database to proved migration files: the whole write path before anything is applied."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from pathlib import Path

from matrx_orm_migrate.connections import Database
from matrx_orm_migrate.diff.ahead import pending_migrations, snapshot_ahead
from matrx_orm_migrate.diff.cache import CatalogCache
from matrx_orm_migrate.diff.compare import compare
from matrx_orm_migrate.diff.desired import DesiredSide, merge, refuse_what_misses
from matrx_orm_migrate.diff.inspect import Known, inspect_copy, inspect_database
from matrx_orm_migrate.diff.naming import describe_change, describe_plan
from matrx_orm_migrate.diff.places import ScratchPlace, ScratchServer
from matrx_orm_migrate.diff.plan import Plan
from matrx_orm_migrate.diff.prove import build_copy, prove
from matrx_orm_migrate.diff.renames import (
    Questioner,
    Rename,
    asked_renames,
    declared_renames,
    old_id,
    parsed_renames,
    rename_statements,
)
from matrx_orm_migrate.diff.results import DiffResult, MigrationDraft
from matrx_orm_migrate.diff.review import reviewed
from matrx_orm_migrate.diff.scope import Scope, schemas_of
from matrx_orm_migrate.diff.scratch import StatementFailedError
from matrx_orm_migrate.diff.stages import Stage, changes_between, rewriting_hint, split_into_stages
from matrx_orm_migrate.diff.writer import migration_text, save_new_file
from matrx_orm_migrate.errors import DataLossRefusedError, ProofFailedError, SourceError, UsageError
from matrx_orm_migrate.garbage import without_garbage_collection
from matrx_orm_migrate.hooks import Desired, PlanContext, PluginManager, Source, SourceContext
from matrx_orm_migrate.loader import Migration, migration_name, read_directory
from matrx_orm_migrate.schema import Change, Hazard, ObjectId, Snapshot

__all__ = ["DiffResult", "MigrationDraft", "Questioner", "SchemaDiff", "generate_migrations"]


class SchemaDiff:
    """The difference between a live database and what a source asks for.

    One of ``models`` (import strings, ``MetaData``, anything that a source accepts), ``from_sql`` (a .sql file, or a
    folder of them) and ``from_database`` gives the desired side; without any, the models that the database's
    configuration names.  ``schemas`` are those in scope, ``("*",)`` for every schema of the user's.  ``pending`` are
    migrations that are written and not applied: the live side is taken as it will be with them.
    """

    def __init__(
        self,
        database: Database,
        plugins: PluginManager,
        *,
        schemas: Sequence[str] = (),
        models: Sequence[object] = (),
        from_sql: Path | None = None,
        from_database: Database | None = None,
        include_tables: Sequence[str] = (),
        exclude_tables: Sequence[str] = (),
        renames: Sequence[tuple[str, str]] = (),
        questioner: Questioner | None = None,
        cache: CatalogCache | None = None,
        pending: Sequence[Migration] = (),
    ) -> None:
        if sum((bool(models), from_sql is not None, from_database is not None)) > 1:
            raise UsageError(
                "the desired side is asked for more than once",
                hint="Give models, a .sql file or a database, one of them.",
            )
        config = database.config
        self.database = database
        self.plugins = plugins
        self.schemas = tuple(schemas) or config.schemas
        self.scope = Scope.of(config, self.schemas, include_tables, exclude_tables)
        self.specs: tuple[object, ...] = (from_sql,) if from_sql is not None else tuple(models) or config.models
        self.from_database = from_database
        self.renames = tuple(renames)
        self.questioner = questioner
        self.cache = cache or CatalogCache()
        self._known = Known()
        self._loaded: Desired | None = None
        self._told: tuple[str, ...] = ()
        self._pending = tuple(pending)
        self._ahead: Snapshot | None = None
        self._answered: list[Rename] = []
        self._findings: tuple[str, ...] = ()
        self.place = ScratchPlace(database)
        self.unhandled: dict[str, int] = {}

    # the two sides

    async def current(self, *, dependencies: bool) -> Snapshot:
        """The live side, with the pending migrations where there are any."""
        if self._ahead is not None:
            return self._ahead
        if self._pending:
            async with self.database.connect() as connection:
                live = await inspect_database(connection, self.plugins, dependencies=True)
            async with self.place.server(live.server_version) as server:
                self._ahead = await snapshot_ahead(server, live, self._pending, self.plugins, self._known)
            return self._ahead
        async with self.database.connect() as connection:
            live = await inspect_database(connection, self.plugins, dependencies=dependencies, known=self._known)
        self._count(live)
        return live

    async def _current_on(self, server: ScratchServer) -> Snapshot:
        """The live side with dependencies, as the scratch server spells it where that is another PostgreSQL."""
        current = await self.current(dependencies=True)
        if self._ahead is None and server.differs_from(current.server_version):
            current = self._ahead = await snapshot_ahead(server, current, (), self.plugins)
        return current

    def _source(self, context: SourceContext) -> Source:
        if not self.specs:
            raise SourceError(
                f"database {self.database.config.name!r} has no models to compare with",
                hint="Name them: --models package.module:Base, or models = [...] in the configuration; "
                "or use --from-sql FILE or --from-database NAME.",
            )
        accepting = [one for one in self.plugins.sources.values() if all(one.accepts(spec) for spec in self.specs)]
        if len(accepting) > 1:
            found = [one for one in accepting if all(one.recognises(spec, context) for spec in self.specs)]
            if len(found) > 1:
                raise SourceError(
                    f"several sources find models there: {', '.join(one.name for one in found)}",
                    hint="Name what is meant, as in package.module:attribute.",
                )
            accepting = found or accepting[-1:]  # the last one says what is wrong with them
        if accepting:
            return accepting[0]
        shown = ", ".join(repr(spec) if isinstance(spec, (str, Path)) else type(spec).__name__ for spec in self.specs)
        raise SourceError(
            f"no source reads {shown}",
            hint=f"Sources: {', '.join(self.plugins.sources)}. Models are named as package.module:attribute.",
        )

    def _asked(self, current: Snapshot) -> Desired:
        context = SourceContext(
            current=current,
            schemas=self.scope.schemas or schemas_of(current),
            includes=self.scope.including(current, self.plugins),
            project_dir=self.database.config.project_dir,
            privileges=any(detector.of_privileges for detector in self.plugins.detectors.values()),
        )
        source = self._source(context)
        with without_garbage_collection():
            self._loaded = source.load(self.specs, context)
        return self._loaded

    def notes(self, touched: Iterable[ObjectId]) -> tuple[str, ...]:
        """What is to be told: of the scratch databases, and of the source, with these objects made or changed."""
        if self._loaded is None:
            return (*self.place.notes, *self._told, *self._findings)
        on = self._loaded.notes_on
        said = [on[object_id] for object_id in dict.fromkeys(touched) if object_id in on]
        return (*self.place.notes, *self._loaded.notes, *self._told, *said, *self._findings)

    # the difference

    async def changes(self) -> list[Change]:
        """The changes, without renames: what ``--check`` needs and no more."""
        if self.from_database is not None:
            current = await self.current(dependencies=False)
            _side, desired, _asked = await self._from_database(current)
            self._told = self.scope.notes(current, desired)
            return changes_between(current, desired, self.plugins)
        with without_garbage_collection():  # in one go: each time that it is let go, it looks at all that came in
            current = await self.current(dependencies=False)
            side, _asked = self._side(current)
            key = side.key(current)
            found = side.cached(key, self._known, dependencies=False)
            if found is not None:
                return self._differences(current, found, side)
        async with self.place.server(current.server_version) as server:
            current = await self._current_on(server)
            found = await side.build(server, current, key)
        with without_garbage_collection():
            return self._differences(current, found, side)

    def _differences(self, current: Snapshot, found: Snapshot, side: DesiredSide) -> list[Change]:
        desired = merge(current, found, side)
        self._count(current, found)
        self._told = (*side.notes(current, found), *self.scope.notes(current, desired))
        # whether a declared rename is one or a drop and a create, it is a change
        return changes_between(current, desired, self.plugins)

    def _count(self, *sides: Snapshot) -> None:
        """Note what no detector handles, on either side."""
        for side in sides:
            for kind, number in side.unhandled.items():
                self.unhandled[kind] = max(number, self.unhandled.get(kind, 0))

    def _side(self, current: Snapshot) -> tuple[DesiredSide, Desired]:
        asked = self._asked(current)
        path = self.scope.schemas or ("public",)
        return DesiredSide(asked, self.scope, self.plugins, self.cache, path), asked

    async def _from_database(
        self, current: Snapshot, server: ScratchServer | None = None
    ) -> tuple[DesiredSide, Snapshot, Desired]:
        assert self.from_database is not None
        async with self.from_database.connect() as connection:
            found = await inspect_database(connection, self.plugins, dependencies=True)
        self._count(current, found)
        if server is not None and server.differs_from(found.server_version):
            found = await snapshot_ahead(server, found, (), self.plugins)
        asked = Desired(statements=(), knows_everything=True)
        side = DesiredSide(asked, self.scope, self.plugins, self.cache, ())
        desired = merge(current, replace(found, privileges={}), side)
        refuse_what_misses(current, found, desired, side)
        return side, desired, asked

    async def _stages(self, stack: AsyncExitStack) -> tuple[list[Stage], ScratchServer | None]:
        if not await self.changes():
            self._told += tuple(f"--rename {old}={new}: nothing changes, and so no name" for old, new in self.renames)
            return [], None
        current = await self.current(dependencies=False)
        server = await stack.enter_async_context(self.place.server(current.server_version))
        current = await self._current_on(server)
        if self.from_database is not None:
            side, desired, asked = await self._from_database(current, server)
            found = desired
        else:
            side, asked = self._side(current)
            key = side.key(current)
            found = side.cached(key, self._known, dependencies=True) or await side.build(server, current, key)
            desired = merge(current, found, side)
        renames = self._renames(asked, current, desired)
        renamed = current
        if renames:
            renamed = await self._renamed(server, current, renames)
            if self.from_database is None:
                # what stays as it is stays under the new names
                desired = merge(renamed, found, side, lambda new: current.get(old_id(new, renames)))
        return split_into_stages(current, renamed, desired, renames, self.plugins), server

    def _renames(self, asked: Desired, current: Snapshot, desired: Snapshot) -> tuple[Rename, ...]:
        renames = declared_renames(asked.renames, current, desired)
        if self.renames:
            renames += parsed_renames(self.renames, current, desired, self.scope.schemas, self.plugins)
        if self.questioner is not None:
            known = {rename.new for rename in renames} | {rename.old for rename in renames}
            changes = [change for change in compare(current, desired, self.plugins) if change.id not in known]
            context = PlanContext(current=current, desired=desired, server_version=current.server_version)
            self._answered = asked_renames(changes, self.questioner, self.plugins, context)
            renames += self._answered
        unique = dict.fromkeys(renames)
        return tuple(sorted(unique, key=lambda rename: (bool(rename.new.parent), rename.new)))

    async def _renamed(self, server: ScratchServer, current: Snapshot, renames: Sequence[Rename]) -> Snapshot:
        """The database as it is once the renames are done: done on a copy, and read back."""
        async with server.database() as scratch:
            await build_copy(scratch, current, self.plugins)
            try:
                await scratch.run(statement.sql for statement in rename_statements(renames, current, self.plugins))
            except StatementFailedError as error:
                raise ProofFailedError(f"a rename failed in the proof: {error.reason}", statement=error.sql) from None
            return await inspect_copy(scratch.connection, self.plugins, current, was=lambda new: old_id(new, renames))

    @asynccontextmanager
    async def proved_stages(self, *, allow_data_loss: bool) -> AsyncGenerator[list[Stage]]:
        """The stages, each proved on a scratch database."""
        async with self.place.kept(), AsyncExitStack() as stack:
            stages, server = await self._stages(stack)
            losses = [str(hazard.message) for stage in stages for hazard in stage.up.losses]
            if losses and not allow_data_loss:
                said = " ".join(f"--rename {rename}" for rename in self._answered)
                raise DataLossRefusedError(
                    tuple(dict.fromkeys(losses)), hint=f"Say so with --allow-data-loss {said}." if said else ""
                )
            self._findings = reviewed(stages, self.plugins)
            for stage in stages:
                assert server is not None
                try:
                    await prove(
                        server,
                        current=stage.current,
                        desired=stage.desired,
                        up=stage.up.statements,
                        down=stage.down.statements if stage.down is not None else None,
                        plugins=self.plugins,
                    )
                except ProofFailedError as error:
                    error.hint = " ".join(filter(None, (rewriting_hint(stage), error.hint)))
                    raise
            yield stages


async def generate_migrations(
    database: Database,
    plugins: PluginManager,
    *,
    directory: Path,
    schemas: Sequence[str] = (),
    models: Sequence[object] = (),
    from_sql: Path | None = None,
    from_database: Database | None = None,
    include_tables: Sequence[str] = (),
    exclude_tables: Sequence[str] = (),
    name: str | None = None,
    renames: Sequence[tuple[str, str]] = (),
    questioner: Questioner | None = None,
    allow_data_loss: bool = False,
    write: bool = True,
    check_only: bool = False,
    cache: CatalogCache | None = None,
) -> DiffResult:
    """Compare, plan, prove, and write the files.

    ``write=False`` gives the texts and writes nothing; ``check_only`` only tells whether there are changes: its drafts
    carry summaries, and neither text nor proof.  Raises ``SourceError``, ``DataLossRefusedError``,
    ``UnsupportedChangeError``, ``RenameError``, ``ProofFailedError`` and ``ScratchUnavailableError``; no file is kept
    then.
    """
    plugins.check()
    history = read_directory(directory)
    history.check()
    pending = await pending_migrations(database, history)
    diff = SchemaDiff(
        database,
        plugins,
        schemas=schemas,
        models=models,
        from_sql=from_sql,
        from_database=from_database,
        include_tables=include_tables,
        exclude_tables=exclude_tables,
        renames=renames,
        questioner=questioner,
        pending=pending,
    )
    diff.cache = cache or diff.cache
    if check_only:
        async with diff.place.kept():
            changes = await diff.changes()
        summaries = tuple(describe_change(change, plugins) for change in changes)
        draft = MigrationDraft(name="", path=None, text="", summaries=summaries, hazards=(), down_hazards=())
        notes = diff.notes(change.id for change in changes if change.after is not None)
        return DiffResult(
            drafts=(draft,) if changes else (),
            unhandled=diff.unhandled,
            notes=notes,
            pending=tuple(migration.name for migration in pending),
        )
    async with diff.proved_stages(allow_data_loss=allow_data_loss) as stages:
        drafts: list[MigrationDraft] = []
        dependencies = [migration.name for migration in history.leaves()]
        number = history.next_number()
        for index, stage in enumerate(stages):
            title = describe_plan(stage.up)
            last = index == len(stages) - 1
            given = name if last or name is None else f"{name}_types"
            full_name = migration_name(number + index, given or title.name)
            text = migration_text(
                title=title.sentence,
                dependencies=dependencies,
                up=stage.up,
                down=stage.down,
                no_down=stage.no_down,
            )
            dependencies = [full_name]
            drafts.append(
                MigrationDraft(
                    name=full_name,
                    path=directory / f"{full_name}.py" if write else None,
                    text=text,
                    summaries=tuple(step.summary for step in stage.up.steps),
                    hazards=_hazards(stage.up),
                    down_hazards=_hazards(stage.down) if stage.down is not None else (),
                    no_down=stage.no_down,
                )
            )
    if write:
        history.check_newcomers()
    for draft in drafts:
        if draft.path is not None:
            save_new_file(draft.path, draft.text)
    notes = diff.notes(object_id for stage in stages for step in stage.up.steps for object_id in step.objects)
    return DiffResult(
        drafts=tuple(drafts),
        unhandled=diff.unhandled,
        notes=notes,
        pending=tuple(migration.name for migration in pending),
    )


def _hazards(plan: Plan) -> tuple[Hazard, ...]:
    return tuple(dict.fromkeys(hazard for step in plan.steps for hazard in step.hazards))
