"""Commands that find nothing to do in a long history, each a process of its own, beside alembic's."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.applying import step, write_alembics, write_ours
from benchmarks.database import create_database
from benchmarks.meter import Cost, ServerClock, Side, compare_costs
from matrx_orm_migrate import migrate
from matrx_orm_migrate.embedded import EmbeddedServer

__all__ = ["ALEMBIC_CURRENT", "ALEMBIC_UPGRADE", "MIGRATE", "STATUS", "NoOps", "measure_history"]

MIGRATE = "migrate, nothing to do"
STATUS = "status"
ALEMBIC_UPGRADE = "alembic upgrade head, nothing to do"
ALEMBIC_CURRENT = "alembic current"

_OURS = """\
import sys
from matrx_orm_migrate.__main__ import main
try:
    main(sys.argv[1:])
finally:
    print(open("/proc/self/status").read(), file=sys.stderr)
"""
_ALEMBICS = """\
import sys
from alembic.config import main
try:
    main(sys.argv[1:])
finally:
    print(open("/proc/self/status").read(), file=sys.stderr)
"""

# What `alembic init -t async` writes, without logging and models.
_ENVIRONMENT = """\
import asyncio

from alembic import context
from sqlalchemy import pool
from sqlalchemy.ext.asyncio import create_async_engine


def run(connection):
    context.configure(connection=connection)
    with context.begin_transaction():
        context.run_migrations()


async def main():
    engine = create_async_engine(context.config.get_main_option("sqlalchemy.url"), poolclass=pool.NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run)
    await engine.dispose()


asyncio.run(main())
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoOps:
    """What the commands cost with so many files, and the most memory (bytes) that each process had."""

    costs: Mapping[str, Cost]
    memory: Mapping[str, int]


async def measure_history(
    server: EmbeddedServer, clock: ServerClock, folder: Path, *, files: int, rounds: int, alembic: bool
) -> NoOps:
    """All files are applied before; alembic, which takes long, only where it is asked for."""
    steps = [step(number) for number in range(1, files + 1)]
    name = f"history_{files}"
    await create_database(server, name)
    write_ours(folder / "ours", steps)
    logging.getLogger("matrx_orm_migrate").setLevel(logging.ERROR)  # it says that nothing was run, and so it should be
    await migrate(server.url(name), directory=folder / "ours", fake=True)
    memory: dict[str, int] = {}

    def side(what: str, code: str, *arguments: str) -> Side:
        def work() -> None:
            memory[what] = max(memory.get(what, 0), _run(code, arguments, folder))

        return Side(name=what, work=work)

    given = ("--database", server.url(name), "--dir", str(folder / "ours"))
    sides = [side(MIGRATE, _OURS, "migrate", *given), side(STATUS, _OURS, "status", *given)]
    if alembic:
        write_alembics(folder / "alembic", steps)
        (folder / "alembic" / "env.py").write_text(_ENVIRONMENT, encoding="utf-8")
        (folder / "alembic.ini").write_text(
            f"[alembic]\nscript_location = {folder / 'alembic'}\nsqlalchemy.url = {server.url(name)}\n",
            encoding="utf-8",
        )
        _run(_ALEMBICS, ("stamp", "head"), folder)
        sides += [
            side(ALEMBIC_UPGRADE, _ALEMBICS, "upgrade", "head"),
            side(ALEMBIC_CURRENT, _ALEMBICS, "current"),
        ]
    return NoOps(costs=await compare_costs(sides, rounds=rounds, clock=clock), memory=memory)


def _run(code: str, arguments: Sequence[str], folder: Path) -> int:
    """Run a command in the folder; the greatest size that its memory had, in bytes (VmHWM, proc_pid_status(5)).

    Not ``ru_maxrss``: a child's counts what this process had when it was forked.
    """
    command = [sys.executable, "-c", code, *arguments]
    # where no .pyc is written, each of them would compile its program anew, which no user's does
    environment = {name: text for name, text in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    ended = subprocess.run(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
        env=environment,
        check=False,
    )
    if ended.returncode:
        raise RuntimeError(f"{arguments[0]} exited with {ended.returncode}: {ended.stderr[:2000]}")
    (line,) = (line for line in ended.stderr.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024
