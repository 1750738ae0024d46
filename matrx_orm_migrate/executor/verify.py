"""Prove migration files, whoever wrote them, by running them on a scratch database: up, down, and up again."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from matrx_orm_migrate.connections import Database
from matrx_orm_migrate.ddl.lexer import refuse_psql_command, script_items
from matrx_orm_migrate.diff.generate import generate_migrations
from matrx_orm_migrate.diff.inspect import Known
from matrx_orm_migrate.diff.places import ScratchServer, open_scratch_server
from matrx_orm_migrate.diff.prove import differences
from matrx_orm_migrate.errors import (
    HistoryMismatchError,
    MatrxMigrateError,
    MigrationFailedError,
    MigrationFileError,
    NeedsAttentionError,
    UsageError,
)
from matrx_orm_migrate.executor.failures import describe
from matrx_orm_migrate.executor.replay import Replay, replay
from matrx_orm_migrate.executor.rows import announced, lost_rows, read_rows
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.loader import Migration, MigrationHistory
from matrx_orm_migrate.operations import MigrationDB
from matrx_orm_migrate.schema import Snapshot

__all__ = ["Verdict", "VerifiedMigration", "VerifyResult", "verify"]

log = logging.getLogger(__name__)

_SEED = "Give a .sql file of INSERT statements that fit what all migrations make: it is run once they stand."
# What a file is to blame for; a server that goes away is not among it.
_FAILURES = (MigrationFailedError, NeedsAttentionError, MigrationFileError, HistoryMismatchError)


class Verdict(StrEnum):
    """What a verification found of one file."""

    PROVED = "proved"  # up, down, and up again
    ONE_WAY = "one way"  # up ran; there is no down, or it was not asked for
    NOT_PROVED = "not proved"


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedMigration:
    """One file: the verdict, why, and how many seconds it took altogether."""

    name: str
    verdict: Verdict
    reason: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyResult:
    """What ``verify`` found: each file in the order of application, and in what the models differ from all of them.

    ``model_differences`` is None where no models are configured, or where the migrations do not run to their end.
    """

    migrations: tuple[VerifiedMigration, ...] = ()
    model_differences: tuple[str, ...] | None = None

    @property
    def ok(self) -> bool:
        """Whether nothing is left to be desired."""
        return not self.model_differences and all(m.verdict is not Verdict.NOT_PROVED for m in self.migrations)


async def verify(
    database: Database,
    history: MigrationHistory,
    plugins: PluginManager,
    *,
    steps: int | None = None,
    seed: Path | None = None,
    on_step: Callable[[str], None] | None = None,
) -> VerifyResult:
    """Run all migrations up on a scratch database, then each of the last ``steps`` down, up and down, and all up again.

    After each move the schema is compared with what it was there before.  ``seed`` is a .sql file that is run once all
    migrations stand; the rows are compared whenever a migration went down and up again, except for what its docstring
    announces as DATA LOSS.  The database itself is only asked for a place for scratch databases.

    Raises :class:`UsageError` for a seed that cannot be loaded and a set of files that is unusable; what a single file
    is to blame for is in the result.
    """
    if steps is not None and steps < 1:
        raise UsageError(f"cannot verify {steps} steps", hint="Give a number of 1 or more.")
    work = _Verification(database, history, plugins, steps=steps, seed=_read_seed(seed), on_step=on_step)
    async with open_scratch_server(database) as server:
        await work.run(server)
    return VerifyResult(
        migrations=tuple(work.verdict_of(migration) for migration in work.ordered),
        model_differences=work.model_differences,
    )


@dataclass(slots=True)
class _Finding:
    """What is known of one file so far."""

    verdict: Verdict = Verdict.NOT_PROVED
    reason: str = "not reached"
    seconds: float = 0.0


class _Verification:
    """One verification.  ``snapshots[n]`` is the schema with the first n migrations."""

    def __init__(
        self,
        database: Database,
        history: MigrationHistory,
        plugins: PluginManager,
        *,
        steps: int | None,
        seed: str,
        on_step: Callable[[str], None] | None,
    ) -> None:
        self.ordered: Sequence[Migration] = history.migrations
        self.model_differences: tuple[str, ...] | None = None
        self._database = database
        self._history = history
        self._plugins = plugins
        self._first = 0 if steps is None else max(0, len(self.ordered) - steps)
        self._seed = seed
        self._on_step = on_step
        self._known = Known()
        self._snapshots: dict[int, Snapshot] = {}
        self._findings: Mapping[str, _Finding] = {migration.name: _Finding() for migration in self.ordered}

    def verdict_of(self, migration: Migration) -> VerifiedMigration:
        """What was found of it."""
        finding = self._findings[migration.name]
        return VerifiedMigration(
            name=migration.name, verdict=finding.verdict, reason=finding.reason, seconds=finding.seconds
        )

    async def run(self, server: ScratchServer) -> None:
        """Up to the top once; then back, on a new scratch database below whatever does not go back."""
        at = await self._from_the_top(server)
        while at > self._first:
            blocked = self.ordered[at].name
            async with self._replay(server) as copy:
                await copy.up(self.ordered[at - 1])
                reached = await self._back(copy, at)
            for migration in self.ordered[reached:at]:
                finding = self._findings[migration.name]
                if self._seed and finding.verdict is Verdict.PROVED:
                    finding.reason = f"without the rows of the seed: {blocked} does not go back"
            at = reached

    def _replay(self, server: ScratchServer) -> Any:
        return replay(server, self._database, self._history, self._plugins, known=self._known)

    async def _from_the_top(self, server: ScratchServer) -> int:
        """Everything up, the seed in, the models compared, and back as far as it goes; where that is."""
        async with self._replay(server) as copy:
            top = await self._all_up(copy)
            if top == len(self.ordered):
                if self._database.config.models:
                    self.model_differences = await self._compare_models(copy)
                await self._load_seed(copy)
            elif self._seed:
                log.warning("the seed was not loaded: %s does not run", self.ordered[top].name)
            at = await self._back(copy, top)
            if at == self._first and top == len(self.ordered) and top > at:
                await self._all_up_again(copy, top)
            return at

    async def _all_up(self, copy: Replay) -> int:
        """How many ran."""
        for number, migration in enumerate(self.ordered):
            if number >= self._first:
                self._snapshots[number] = await copy.snapshot()
            if not await self._try(migration, "up", copy.up(migration)):
                return number
            finding = self._findings[migration.name]
            finding.verdict = Verdict.ONE_WAY
            finding.reason = "up ran; not among the last ones that were asked for" if number < self._first else ""
        self._snapshots[len(self.ordered)] = await copy.snapshot()
        return len(self.ordered)

    async def _back(self, copy: Replay, at: int) -> int:
        """Take each migration below ``at`` there and back; how far that went."""
        while at > self._first:
            migration = self.ordered[at - 1]
            finding = self._findings[migration.name]
            if not migration.reversible:
                finding.reason = "up ran; the file has no down"
                return at - 1
            self._tell(f"{migration.name}: down and up")
            finding.verdict = Verdict.NOT_PROVED
            if not await self._there_and_back(copy, migration, at):
                return at - 1
            at -= 1
        return at

    async def _there_and_back(self, copy: Replay, migration: Migration, at: int) -> bool:
        """Down, up, and down again; False where the database is not where it should be afterwards."""
        finding = self._findings[migration.name]
        driver: Any = (await copy.scratch.connection.get_raw_connection()).driver_connection
        rows = await read_rows(driver)
        if not await self._try(migration, "down", copy.down()):
            return False
        if not await self._is(copy, migration, at - 1, "after down, the schema is not what it was before up"):
            return False
        if not await self._try(migration, "up after down", copy.up(migration)):
            return migration.transactional
        if not await self._is(copy, migration, at, "after down and up, the schema is not what it was"):
            return False
        lost = lost_rows(rows, await read_rows(driver), announced(migration))
        if lost:
            finding.reason = f"after down and up, and no DATA LOSS announces it: {'; '.join(lost)}"
        else:
            finding.verdict, finding.reason = Verdict.PROVED, ""
        return await self._try(migration, "down", copy.down())

    async def _all_up_again(self, copy: Replay, top: int) -> None:
        for number, migration in enumerate(self.ordered[self._first :], start=self._first + 1):
            if self._findings[migration.name].verdict is not Verdict.PROVED:
                return  # it says why
            if not await self._try(migration, "up, after all went down,", copy.up(migration)):
                return
            if number == top and not await self._is(
                copy, migration, top, "after all went down and up again, the schema is not what it was"
            ):
                return

    async def _try(self, migration: Migration, direction: str, moving: Any) -> bool:
        """Whether a move went well; why not is noted."""
        self._tell(f"{migration.name}: {direction}")
        finding = self._findings[migration.name]
        started = time.monotonic()
        try:
            await moving
        except _FAILURES as error:
            finding.verdict = Verdict.NOT_PROVED
            finding.reason = f"{direction} failed: {' '.join(error.message.split())}"
            return False
        finally:
            finding.seconds += time.monotonic() - started
        return True

    async def _is(self, copy: Replay, migration: Migration, number: int, otherwise: str) -> bool:
        """Whether the schema is the one with the first ``number`` migrations."""
        lines = differences(await copy.snapshot(), self._snapshots[number], self._plugins)
        if lines:
            more = f" … and {len(lines) - 5} more" if len(lines) > 5 else ""
            finding = self._findings[migration.name]
            finding.verdict = Verdict.NOT_PROVED
            finding.reason = f"{otherwise}: {'; '.join(lines[:5])}{more}"
        return not lines

    async def _compare_models(self, copy: Replay) -> tuple[str, ...]:
        self._tell("comparing with the models")
        config = copy.database.config
        result = await generate_migrations(
            copy.database,
            self._plugins,
            directory=config.directory,
            schemas=config.schemas,
            include_tables=config.include_tables,
            exclude_tables=config.exclude_tables,
            check_only=True,
        )
        return tuple(line for draft in result.drafts for line in draft.summaries)

    async def _load_seed(self, copy: Replay) -> None:
        if not self._seed:
            return
        self._tell("loading the seed")
        async with copy.database.connect() as connection:  # its own: a seed may change settings
            driver: Any = (await connection.get_raw_connection()).driver_connection
            db = MigrationDB(connection, driver, migration="the seed")
            try:
                await db.execute_script(self._seed)
            except Exception as error:
                if isinstance(error, asyncio.CancelledError):
                    raise
                reason = error.message if isinstance(error, MatrxMigrateError) else describe(error)
                raise UsageError(f"the seed cannot be loaded: {reason}", hint=_SEED) from error

    def _tell(self, what: str) -> None:
        if self._on_step is not None:
            self._on_step(what)


def _read_seed(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        items = list(script_items(path.read_text("utf-8-sig")))
        for item in items:
            if item.kind == "meta":
                refuse_psql_command(item)
            elif item.kind == "copy":
                raise UsageError(f"line {item.line}: COPY … FROM STDIN", hint="Use `pg_dump --data-only --inserts`.")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise UsageError(f"the seed {path} cannot be read: {reason}", hint=_SEED) from None
    except UsageError as error:
        raise UsageError(f"the seed {path} cannot be loaded: {error.message}", hint=error.hint) from None
    return ";\n".join(item.text for item in items if item.kind == "statement")
