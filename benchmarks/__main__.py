"""``python -m benchmarks``: measure, print what was measured, and say which goals are reached."""

from __future__ import annotations

import argparse
import asyncio
import platform
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from benchmarks.applying import ALEMBIC_UPGRADE, ASYNCPG, MIGRATE, measure_applying
from benchmarks.database import create_database, create_tables, prepare_server
from benchmarks.history import ALEMBIC_CURRENT, STATUS, measure_history
from benchmarks.history import ALEMBIC_UPGRADE as ALEMBIC_NO_OP
from benchmarks.history import MIGRATE as NO_OP
from benchmarks.meter import Cost, ServerClock
from benchmarks.models import make_models
from benchmarks.reading import (
    ALEMBIC,
    CHANGED,
    CHECK,
    COMPARISON,
    INSPECTOR,
    PG_DUMP,
    SNAPSHOT,
    count_round_trips,
    measure_reading,
)
from benchmarks.starting import CLICK, HELP, VERSION, imported_modules, measure_starting
from matrx_orm_migrate.embedded import EmbeddedServer, temporary_embedded

GROUPS = ("starting", "reading", "applying", "history")
_OTHERS_UP_TO = 1000  # tables: alembic takes half a minute of CPU for 5,000
_TIMES_PER_TURN = 1000  # tables: with fewer, the work is repeated, so that a clock of 10 ms is fine enough


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """One goal.  ``goal`` None is a figure without one."""

    what: str
    value: str
    goal: str = ""
    reached: bool | None = None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the chosen groups; 1 where a goal is missed."""
    options = _parse(arguments)
    chosen = options.only or GROUPS
    print(_machine())
    verdicts = asyncio.run(_measure(chosen, options))
    print(f"\n{'goal':<76}{'measured':>12}{'goal':>10}  verdict")
    for verdict in verdicts:
        word = {True: "reached", False: "MISSED", None: ""}[verdict.reached]
        print(f"{verdict.what:<76}{verdict.value:>12}{verdict.goal:>10}  {word}")
    return int(any(verdict.reached is False for verdict in verdicts))


def _parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--tables", type=int, nargs="+", default=[100, 1000], metavar="N", help="sizes of the schema")
    parser.add_argument("--files", type=int, default=1000, metavar="N", help="migration files to apply")
    parser.add_argument("--history", type=int, default=10_000, metavar="N", help="files that are applied already")
    parser.add_argument("--rounds", type=int, default=3, metavar="N", help="turns of each side; the median counts")
    parser.add_argument("--only", choices=GROUPS, nargs="+", help="measure these groups alone")
    parser.add_argument("--postgres", type=Path, metavar="DIR", help="bin directory of another PostgreSQL")
    return parser.parse_args(arguments)


def _machine() -> str:
    packages = ", ".join(f"{name} {version(name)}" for name in ("SQLAlchemy", "asyncpg", "alembic", "click"))
    return f"Python {platform.python_version()}, {packages}"


async def _measure(chosen: Sequence[str], options: argparse.Namespace) -> list[Verdict]:
    verdicts: list[Verdict] = []
    if "starting" in chosen:
        verdicts += await _starting(options)
    if set(chosen) - {"starting"}:
        server = await asyncio.to_thread(temporary_embedded, bin_dir=options.postgres)
        try:
            await prepare_server(server)
            await asyncio.sleep(1)  # the autovacuum launcher takes its leave
            clock = ServerClock(server)
            with tempfile.TemporaryDirectory(prefix="matrx-bench-") as folder:
                if "reading" in chosen:
                    trips: dict[int, int] = {}
                    for tables in options.tables:
                        verdicts += await _reading(server, clock, Path(folder), tables, options)
                        trips[tables] = await count_round_trips(server, f"reading_{tables}")
                    verdicts.append(_same("statements of a snapshot, whatever the tables", trips))
                if "applying" in chosen:
                    verdicts += await _applying(server, clock, Path(folder), options)
                if "history" in chosen:
                    verdicts += await _history(server, clock, Path(folder), options)
        finally:
            await asyncio.to_thread(server.stop)
    return verdicts


async def _starting(options: argparse.Namespace) -> list[Verdict]:
    costs = await measure_starting(rounds=options.rounds, times=5)
    _show("starting the command line", costs)
    helped, versioned = imported_modules("--help"), imported_modules("--version")
    return [
        _ratio(f"{HELP} / {CLICK}", costs[HELP], costs[CLICK], 2.0),
        _ratio(f"{VERSION} / {CLICK}", costs[VERSION], costs[CLICK], None),
        _absent(f"{VERSION} imports click", "click", versioned),
        _absent(f"{VERSION} imports sqlalchemy", "sqlalchemy", versioned),
        _absent(f"{HELP} imports sqlalchemy", "sqlalchemy", helped),
    ]


async def _reading(
    server: EmbeddedServer, clock: ServerClock, folder: Path, tables: int, options: argparse.Namespace
) -> list[Verdict]:
    name, models = f"reading_{tables}", make_models(tables)
    await create_database(server, name)
    await create_tables(server, name, models)
    times = max(1, min(10, _TIMES_PER_TURN // tables))
    costs = await measure_reading(
        server,
        clock,
        name,
        models,
        folder / "cache",
        rounds=options.rounds,
        times=times,
        others=tables <= _OTHERS_UP_TO,
    )
    _show(f"{tables} tables", costs)
    goals = [
        (SNAPSHOT, PG_DUMP, 1.0),
        (SNAPSHOT, INSPECTOR, None),
        (CHECK, PG_DUMP, 2.0),
        (CHECK, ALEMBIC, 0.25),
        (COMPARISON, PG_DUMP, 0.25),
        (CHANGED, CHECK, 1.2),
    ]
    return [
        _ratio(f"{tables} tables: {ours} / {theirs}", costs[ours], costs[theirs], goal)
        for ours, theirs, goal in goals
        if theirs in costs
    ]


async def _applying(
    server: EmbeddedServer, clock: ServerClock, folder: Path, options: argparse.Namespace
) -> list[Verdict]:
    files = options.files
    costs = await measure_applying(server, clock, folder, files=files, rounds=options.rounds)
    _show(f"{files} migration files", costs)
    return [
        _ratio(f"{files} files: {MIGRATE} / {ASYNCPG}", costs[MIGRATE], costs[ASYNCPG], 1.3),
        _ratio(f"{files} files: {MIGRATE} / {ALEMBIC_UPGRADE}", costs[MIGRATE], costs[ALEMBIC_UPGRADE], None),
    ]


async def _history(
    server: EmbeddedServer, clock: ServerClock, folder: Path, options: argparse.Namespace
) -> list[Verdict]:
    long, short = options.history, max(1, options.history // 10)
    few = await measure_history(server, clock, folder / "short", files=short, rounds=options.rounds, alembic=False)
    _show(f"{short} files, all applied", few.costs)
    many = await measure_history(server, clock, folder / "long", files=long, rounds=options.rounds, alembic=True)
    _show(f"{long} files, all applied", many.costs)
    verdicts = []
    for ours, theirs in ((NO_OP, ALEMBIC_NO_OP), (STATUS, ALEMBIC_CURRENT)):
        verdicts += [
            _ratio(f"{long} files: {ours} / {theirs}", many.costs[ours], many.costs[theirs], 0.15),
            _ratio(f"{ours}: {long} / {short} files", many.costs[ours], few.costs[ours], 1.6),
            _size(f"{long} files: {ours}: memory", many.memory[ours], 60),
            _size(f"{long} files: {theirs}: memory", many.memory[theirs], None),
        ]
    return verdicts


def _show(title: str, costs: Mapping[str, Cost]) -> None:
    print(f"\n{title:<40}{'client':>10}{'server':>10}{'total':>10}   CPU milliseconds")
    for name, cost in costs.items():
        figures = "".join(f"{1000 * seconds:>10.1f}" for seconds in (cost.client, cost.server, cost.total))
        print(f"{name:<40}{figures}")
    sys.stdout.flush()


def _ratio(what: str, ours: Cost, theirs: Cost, goal: float | None) -> Verdict:
    ratio = ours.total / theirs.total
    if goal is None:
        return Verdict(what=what, value=f"{ratio:.2f}×")
    return Verdict(what=what, value=f"{ratio:.2f}×", goal=f"≤ {goal:g}×", reached=ratio <= goal)


def _same(what: str, numbers: Mapping[int, int]) -> Verdict:
    shown = ", ".join(str(number) for number in dict.fromkeys(numbers.values()))
    return Verdict(what=what, value=shown, goal="one number", reached=len(set(numbers.values())) == 1)


def _size(what: str, found: int, goal: float | None) -> Verdict:
    mebibytes = found / 2**20
    if goal is None:
        return Verdict(what=what, value=f"{mebibytes:.0f} MiB")
    return Verdict(what=what, value=f"{mebibytes:.0f} MiB", goal=f"≤ {goal:g} MiB", reached=mebibytes <= goal)


def _absent(what: str, module: str, modules: set[str]) -> Verdict:
    return Verdict(what=what, value="yes" if module in modules else "no", goal="no", reached=module not in modules)


if __name__ == "__main__":
    sys.exit(main())
