"""``python -m tests.soak``: kill the tool again and again, and look each time whether anything was lost or done twice.

At every await of a run in turn, at every boundary between two statements in turn, then at random while two other
runners race; straight to the server and through PgBouncer in transaction mode.  After each kill the database must be
before or after each migration, and after the next plain run all of them must be there once, and pg_dump must say what
it says after a run that nobody disturbed.  Bounded by ``--kills`` and ``--seconds``; exits with 1 where it diverged.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import multiprocessing
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess as Process
from pathlib import Path

import asyncpg
from sqlalchemy.engine import make_url

from matrx_orm_migrate.embedded import EmbeddedServer
from tests.soak import runner
from tests.support.migrations import connect, migrate, write
from tests.support.pooler import noise, pooled_url, start_pgbouncer
from tests.support.servers import Databases, fresh_databases, start_server

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    ["tests.soak.runner", "asyncpg", "sqlalchemy.ext.asyncio", "sqlalchemy.dialects.postgresql"]
)
WHAT = {
    runner.AWAITS: "at each await",
    runner.STATEMENTS: "at each boundary of statements",
    runner.RANDOM: "at random, three runs racing",
}
NAMES = ("0001_one", "0002_two", "0003_index", "0004_column", "0005_three")
# which migration makes which column
COLUMNS = {("one", "a"): NAMES[0], ("two", "a"): NAMES[1], ("one", "b"): NAMES[3], ("three", "a"): NAMES[4]}


@dataclass(slots=True)
class Tally:
    """What came of one way of killing."""

    what: str
    way: str
    kills: int = 0
    survived: int = 0
    seconds: float = 0.0
    cut_off: str = ""
    diverged: list[str] = field(default_factory=list)


def write_migrations(directory: Path) -> None:
    """Tables that refer to each other, an index built CONCURRENTLY, and updates that must not happen twice."""
    write(directory, NAMES[0], "await db.execute('create table one (a int primary key, n int default 0)')\n"
          "await db.execute('insert into one select generate_series(1, 100)')")  # fmt: skip
    write(directory, NAMES[1], "await db.execute('create table two (a int references one)')\n"
          "await db.execute('insert into two select a from one')", dependencies=NAMES[:1])  # fmt: skip
    write(directory, NAMES[2], "await db.execute('update one set n = n + 1')\n"
          "await db.execute('create index concurrently two_a on two (a)')\n"
          "await db.execute('update one set n = n + 1')", dependencies=NAMES[1:2], transactional=False)  # fmt: skip
    write(directory, NAMES[3], "await db.execute(\"alter table one add column b text default 'x'\")\n"
          "await db.execute(\"update one set b = b || 'y'\")", dependencies=NAMES[2:3])  # fmt: skip
    write(directory, NAMES[4], "await db.execute('create table three as select a, b from one')",
          dependencies=NAMES[3:4])  # fmt: skip


class Soak:
    """One database, reached on one way, that is brought up again and again."""

    def __init__(self, watch: asyncpg.Connection, dump: Sequence[str], url: str, directory: Path) -> None:
        self.watch, self.url, self.directory = watch, url, directory
        self.wrong: list[str] = []
        self.length = 0.0
        self._dump = dump
        self._clean = ""

    async def set_up(self) -> None:
        """Keep what pg_dump says after a run that nobody disturbs, and how many seconds the run takes."""
        await self.clear()
        await migrate(self.url, self.directory)
        self._clean = await self._dumped()
        self.length = min([await self._timed() for _ in range(3)])  # the first waits for the imports as well

    async def _timed(self) -> float:
        await self.clear()
        started = time.monotonic()
        await asyncio.to_thread(self.runner().join)
        return time.monotonic() - started

    async def clear(self) -> None:
        """Back to an empty database."""
        await self.watch.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")

    def runner(self, what: str = runner.AWAITS, at: float = 0) -> Process:
        """A process that migrates, forked from one that has imported everything."""
        process = PROCESSES.Process(target=runner.main, args=(self.url, str(self.directory), what, at))
        process.start()
        return process

    async def settle(self, tally: Tally) -> None:
        """What was killed left nothing half done, and the next run finishes the work."""
        await self._at_rest()
        found = await self._half_done()
        try:
            await migrate(self.url, self.directory)
        except Exception as error:
            found.append(f"the next run failed: {type(error).__name__}: {error}")
        await self._at_rest()
        if not found:
            found = await self._unfinished()
        tally.diverged += found + self.wrong
        self.wrong.clear()

    async def _applied(self) -> tuple[str, ...]:
        if not await self.watch.fetchval("SELECT to_regclass('public._matrx_migrations') IS NOT NULL"):
            return ()
        return tuple(row[0] for row in await self.watch.fetch("SELECT name FROM _matrx_migrations ORDER BY id"))

    async def _half_done(self) -> list[str]:
        """Where a migration is neither before nor after, or is not what the history says."""
        applied = await self._applied()
        found = [] if applied == NAMES[: len(applied)] else [f"applied out of order: {applied}"]
        rows = await self.watch.fetch(
            "SELECT c.relname::text, a.attname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
            "WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0"
        )
        there = {tuple(row) for row in rows}
        for column, name in COLUMNS.items():
            if (column in there) != (name in applied):
                found.append(f"{column} is {'there' if column in there else 'missing'}, {name} is not as recorded")
        for table in ("one", "two", "three"):
            if (table, "a") in there and (count := await self.watch.fetchval(f"SELECT count(*) FROM {table}")) != 100:
                found.append(f"{table} has {count} rows")
        return found

    async def _unfinished(self) -> list[str]:
        """Where the database is not what an undisturbed run makes of it."""
        found = [] if await self._applied() == NAMES else [f"applied: {await self._applied()}"]
        invalid, locks = await self.watch.fetchrow(
            "SELECT (SELECT count(*) FROM pg_index WHERE NOT indisvalid), (SELECT count(*) FROM pg_locks l "
            "JOIN pg_database d ON d.oid = l.database WHERE l.locktype = 'advisory' AND d.datname = current_database())"
        )
        if invalid or locks:
            found.append(f"{invalid} invalid indexes, {locks} stuck locks")
        if await self._dumped() != self._clean:
            found.append("pg_dump is not what it is after an undisturbed run")
        return found

    async def _dumped(self) -> str:
        """Schema and rows, without the runner's books (where a rolled back row leaves a gap in the numbers)."""
        done = await asyncio.to_thread(subprocess.run, self._dump, capture_output=True, text=True, check=True)
        lines = (line for line in done.stdout.splitlines() if not line.startswith(("--", "\\")))
        return "\n".join(sorted(lines))

    async def _at_rest(self) -> None:
        """Wait until the server has noticed that the dead are dead."""
        busy = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND "
            "application_name = 'matrx-orm-migrate' AND (state = 'active' OR state LIKE 'idle in%')"
        )
        for _ in range(300):
            if await self.watch.fetchval(busy) == 0:
                return
            await asyncio.sleep(0.05)


async def in_turn(soak: Soak, tally: Tally, step: int, deadline: float) -> None:
    """At every await or boundary, or at each so many of them, until a run comes to its end."""
    for number in itertools.count(1, step):
        if time.monotonic() > deadline:
            tally.cut_off = f"time was up at number {number}"
            return
        await soak.clear()
        process = soak.runner(tally.what, number)
        await asyncio.to_thread(process.join)
        if process.exitcode == 0:
            return
        tally.kills += process.exitcode == -signal.SIGKILL
        if process.exitcode != -signal.SIGKILL:
            tally.diverged.append(f"the runner exited with {process.exitcode} at {number} of {tally.what}")
        await soak.settle(tally)


async def at_random(soak: Soak, tally: Tally, kills: int, deadline: float, chance: random.Random) -> None:
    """Three runners race; two of them die at random moments of as long as a run takes."""
    while tally.kills < kills and time.monotonic() < deadline:
        await soak.clear()
        racing = [soak.runner(runner.RANDOM, chance.uniform(0, soak.length)) for _ in range(2)]
        racing.append(soak.runner())
        for process in racing:
            await asyncio.to_thread(process.join)
            tally.kills += process.exitcode == -signal.SIGKILL
            tally.survived += process.exitcode == 0
        # 4: a statement of one that was killed is still running
        if racing[2].exitcode not in (0, 4):
            tally.diverged.append(f"the runner that was left alone exited with {racing[2].exitcode}")
        await soak.settle(tally)


async def run(server: EmbeddedServer, databases: Databases, pooler: Path, options: argparse.Namespace) -> list[Tally]:
    tallies = []
    with tempfile.TemporaryDirectory() as directory:
        write_migrations(Path(directory))
        for way in options.way:
            direct = databases()
            url = direct if way == "direct" else pooled_url(direct, pooler)
            plain = make_url(direct).set(drivername="postgresql").render_as_string(hide_password=False)
            dump = [str(server.bin_dir / "pg_dump"), "--inserts", "--exclude-table=*._matrx_migrations*", plain]
            async with AsyncExitStack() as stack:
                watch = await connect(direct)
                stack.push_async_callback(watch.close)
                soak = Soak(watch, dump, url, Path(directory))
                if way != "direct":
                    soak.wrong = await stack.enter_async_context(noise(url))
                await soak.set_up()
                for what in WHAT:
                    tallies.append(await _one(soak, Tally(what, way), options))
    return tallies


async def _one(soak: Soak, tally: Tally, options: argparse.Namespace) -> Tally:
    started = time.monotonic()
    deadline = started + options.seconds / (len(WHAT) * len(options.way))
    if tally.what == runner.RANDOM:
        await at_random(soak, tally, options.kills, deadline, random.Random(options.seed))
    else:
        await in_turn(soak, tally, options.step, deadline)
    tally.seconds = time.monotonic() - started
    print(_line(tally), flush=True)
    return tally


def _line(tally: Tally) -> str:
    numbers = f"{tally.kills:>7}{tally.survived:>10}{len(tally.diverged):>10}{tally.seconds:>9.0f}"
    return f"{WHAT[tally.what]:<32}{tally.way:<13}{numbers}  {tally.cut_off}".rstrip()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=400, help="kills at random on each way (400)")
    parser.add_argument("--step", type=int, default=1, help="of the awaits and boundaries, take each so many (1: all)")
    parser.add_argument("--seconds", type=float, default=3000, help="the whole soak ends after this time (3000)")
    parser.add_argument("--way", choices=("direct", "transaction"), nargs="+", default=["direct", "transaction"])
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    print(f"{'killed':<32}{'way':<13}{'kills':>7}{'survived':>10}{'diverged':>10}{'seconds':>9}")
    with ExitStack() as stack:
        server = stack.enter_context(start_server())
        databases = stack.enter_context(fresh_databases(server))
        pooler = stack.enter_context(start_pgbouncer(server, "transaction")) if "transaction" in options.way else Path()
        tallies = asyncio.run(run(server, databases, pooler, options))
    print(f"{'together':<45}{sum(t.kills for t in tallies):>7}")
    diverged = [f"{WHAT[tally.what]}, {tally.way}: {text}" for tally in tallies for text in tally.diverged]
    for text in diverged:
        print(text)
    return 1 if diverged else 0


if __name__ == "__main__":
    sys.exit(main())
