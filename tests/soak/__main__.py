"""``python -m tests.soak``: kill the tool again and again, and look each time whether anything was lost or done twice.

First at every await of a run in turn, then at random while two other runners race; straight to the server and through
PgBouncer in transaction mode.  After each kill the database must be before or after each migration, and after the next
plain run all of them must be there once.  Bounded by ``--kills`` and ``--seconds``; exits with 1 where it diverged.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import random
import signal
import sys
import tempfile
import time
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, ExitStack
from dataclasses import dataclass, field
from multiprocessing.context import ForkServerProcess as Process
from pathlib import Path

from tests.soak import runner
from tests.support.migrations import execute, migrate, query, recorded, write
from tests.support.pooler import noise, pooled_url, start_pgbouncer
from tests.support.servers import Databases, fresh_databases, start_server

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(
    ["tests.soak.runner", "asyncpg", "sqlalchemy.ext.asyncio", "sqlalchemy.dialects.postgresql"]
)
NAMES = ("0001_one", "0002_two", "0003_index", "0004_column", "0005_three")
TABLES = ("one", "two", "three")


@dataclass(slots=True)
class Tally:
    """What came of one way of killing."""

    what: str
    way: str
    kills: int = 0
    survived: int = 0
    seconds: float = 0.0
    diverged: list[str] = field(default_factory=list)


def write_migrations(directory: Path) -> None:
    """Tables that refer to each other, an index built CONCURRENTLY, and updates that must not happen twice."""
    write(directory, NAMES[0], "await db.execute('create table one (a int primary key, n int default 0)')\n"
          "await db.execute('insert into one select generate_series(1, 500)')")  # fmt: skip
    write(directory, NAMES[1], "await db.execute('create table two (a int references one)')\n"
          "await db.execute('insert into two select a from one')", dependencies=NAMES[:1])  # fmt: skip
    write(directory, NAMES[2], "await db.execute('update one set n = n + 1')\n"
          "await db.execute('create index concurrently two_a on two (a)')\n"
          "await db.execute('update one set n = n + 1')", dependencies=NAMES[1:2], transactional=False)  # fmt: skip
    write(directory, NAMES[3], "await db.execute(\"alter table one add column b text default 'x'\")\n"
          "await db.execute(\"update one set b = b || 'y'\")", dependencies=NAMES[2:3])  # fmt: skip
    write(directory, NAMES[4], "await db.execute('create table three as select a, b from one')",
          dependencies=NAMES[3:4])  # fmt: skip


async def differences(url: str, *, finished: bool) -> AsyncGenerator[str]:
    """What is wrong with the database."""
    applied = await recorded(url)
    if applied != NAMES[: len(applied)]:
        yield f"applied out of order: {applied}"
    if finished and applied != NAMES:
        yield f"not applied: {set(NAMES) - set(applied)}"
    rows = await query(url, "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
    there = {name for (name,) in rows}
    for table, name in zip(TABLES, (NAMES[0], NAMES[1], NAMES[4]), strict=True):
        if (table in there) != (name in applied):
            yield f"{table} is {'there' if table in there else 'missing'}, {name} is not what the history says"
    if finished:
        facts = await query(
            url,
            "SELECT (SELECT count(*) FROM one WHERE n = 2 AND b = 'xy'), (SELECT count(*) FROM two), "
            "(SELECT count(*) FROM three), (SELECT indisvalid FROM pg_index WHERE indexrelid = 'two_a'::regclass), "
            "(SELECT count(*) FROM pg_index WHERE NOT indisvalid), (SELECT count(*) FROM pg_locks l JOIN pg_database d "
            "ON d.oid = l.database WHERE l.locktype = 'advisory' AND d.datname = current_database())",
        )
        if facts != [(500, 500, 500, True, 0, 0)]:
            yield f"rows, index or locks: {facts}"


class Soak:
    """One database, reached on one way, that is brought up again and again."""

    def __init__(self, direct: str, url: str, directory: Path) -> None:
        self.direct, self.url, self.directory = direct, url, directory
        self.wrong: list[str] = []

    async def clear(self) -> None:
        """Back to an empty database."""
        await execute(self.direct, "DROP SCHEMA public CASCADE", "CREATE SCHEMA public")

    def runner(self, at: int = 0) -> Process:
        """A process that migrates, forked from one that has imported everything."""
        process = PROCESSES.Process(target=runner.main, args=(self.url, str(self.directory), at))
        process.start()
        return process

    async def settle(self, tally: Tally) -> None:
        """What was killed left nothing half done, and the next run finishes the work."""
        await self._at_rest()
        found = [text async for text in differences(self.direct, finished=False)]
        try:
            await migrate(self.url, self.directory)
        except Exception as error:
            found.append(f"the next run failed: {type(error).__name__}: {error}")
        await self._at_rest()
        found += [text async for text in differences(self.direct, finished=True)] if not found else []
        tally.diverged += found + self.wrong
        self.wrong.clear()

    async def _at_rest(self) -> None:
        """Wait until the server has noticed that the dead are dead."""
        busy = (
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid() AND "
            "application_name = 'matrx-orm-migrate' AND (state = 'active' OR state LIKE 'idle in%')"
        )
        for _ in range(300):
            if (await query(self.direct, busy))[0][0] == 0:
                return
            await asyncio.sleep(0.05)


async def in_turn(soak: Soak, tally: Tally, kills: int, deadline: float) -> None:
    """At every await, or at so many of them, evenly."""
    await soak.clear()
    total = await runner.awaits(soak.url, soak.directory)
    step = max(1, -(-total // kills))
    for number in range(1, total + 1, step):
        if time.monotonic() > deadline:
            return
        await soak.clear()
        process = soak.runner(number)
        await asyncio.to_thread(process.join)
        tally.kills += process.exitcode == -signal.SIGKILL
        tally.survived += process.exitcode == 0
        if process.exitcode not in (0, -signal.SIGKILL):
            tally.diverged.append(f"the runner exited with {process.exitcode} before await {number}")
        await soak.settle(tally)


async def at_random(soak: Soak, tally: Tally, kills: int, deadline: float, chance: random.Random) -> None:
    """Three runners race; two of them are killed at random moments."""
    while tally.kills < kills and time.monotonic() < deadline:
        await soak.clear()
        racing = [soak.runner() for _ in range(3)]
        for process in racing[:2]:
            await asyncio.sleep(chance.uniform(0, 0.6))
            process.kill()
        for process in racing:
            await asyncio.to_thread(process.join)
            tally.kills += process.exitcode == -signal.SIGKILL
            tally.survived += process.exitcode == 0
        # 4: a statement of one that was killed is still running
        if racing[2].exitcode not in (0, 4):
            tally.diverged.append(f"the runner that was left alone exited with {racing[2].exitcode}")
        await soak.settle(tally)


async def soak_one(tally: Tally, soak: Soak, options: argparse.Namespace) -> None:
    started = time.monotonic()
    deadline = started + options.seconds / 4
    if tally.what == "in turn":
        await in_turn(soak, tally, options.kills, deadline)
    else:
        await at_random(soak, tally, options.kills, deadline, random.Random(options.seed))
    tally.seconds = time.monotonic() - started


async def run(databases: Databases, pooler: Path, options: argparse.Namespace) -> list[Tally]:
    tallies = []
    with tempfile.TemporaryDirectory() as directory:
        write_migrations(Path(directory))
        for way in ("direct", "transaction"):
            for what in ("in turn", "at random"):
                direct = databases()
                soak = Soak(direct, direct if way == "direct" else pooled_url(direct, pooler), Path(directory))
                tally = Tally(what, way)
                async with AsyncExitStack() as stack:
                    if way != "direct":
                        soak.wrong = await stack.enter_async_context(noise(soak.url))
                    await soak_one(tally, soak, options)
                tallies.append(tally)
    return tallies


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.soak", description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=150, help="kills in each of the four lines of the table (150)")
    parser.add_argument("--seconds", type=float, default=900, help="the whole soak ends after this time (900)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with ExitStack() as stack:
        server = stack.enter_context(start_server())
        databases = stack.enter_context(fresh_databases(server))
        pooler = stack.enter_context(start_pgbouncer(server, "transaction"))
        tallies = asyncio.run(run(databases, pooler, options))
    print(f"{'killed':<12}{'way':<14}{'kills':>7}{'survived':>10}{'diverged':>10}{'seconds':>9}")
    for tally in tallies:
        numbers = f"{tally.kills:>7}{tally.survived:>10}{len(tally.diverged):>10}{tally.seconds:>9.0f}"
        print(f"{tally.what:<12}{tally.way:<14}{numbers}")
    diverged = [f"{tally.what}, {tally.way}: {text}" for tally in tallies for text in tally.diverged]
    for text in diverged:
        print(text)
    return 1 if diverged else 0


if __name__ == "__main__":
    sys.exit(main())
