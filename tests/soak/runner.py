"""The process that is killed: it migrates, and dies where it is told."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
import time
from functools import wraps
from pathlib import Path
from typing import Any

from asyncpg import Connection
from asyncpg.prepared_stmt import PreparedStatement

from matrx_orm_migrate.errors import MatrxMigrateError
from tests.support.awaits import Counter, counting
from tests.support.migrations import migrate

__all__ = ["AWAITS", "RANDOM", "STATEMENTS", "main"]

AWAITS = "awaits"
STATEMENTS = "statements"
RANDOM = "random"


def main(url: str, directory: str, what: str = AWAITS, at: float = 0) -> None:
    """Migrate; at place number ``at``, or after so many seconds, the process kills itself with SIGKILL (0: never).

    Exits as the command does.  The seconds are counted here: how long a process takes to start says nothing.
    """
    if what == RANDOM:
        threading.Thread(target=_die, args=(at,), daemon=True).start()
        at = 0
    counter = Counter(int(at), lambda: os.kill(os.getpid(), signal.SIGKILL))
    try:
        asyncio.run(_counted(url, Path(directory), what, counter))
    except MatrxMigrateError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)


def _die(after: float) -> None:
    time.sleep(after)
    os.kill(os.getpid(), signal.SIGKILL)


async def _counted(url: str, directory: Path, what: str, counter: Counter) -> None:
    if what != STATEMENTS:  # behind a statement that was sent, while nobody knows what the server makes of it
        await counting(migrate(url, directory), counter)
        return
    _count_boundaries(counter)
    await migrate(url, directory)


def _count_boundaries(counter: Counter) -> None:
    """From now on count where the answer to a statement is there, and the next is not sent yet."""
    methods = [(Connection, "execute"), (Connection, "prepare"), (PreparedStatement, "fetch"), (Connection, "close")]

    def counted(method: Any) -> Any:
        @wraps(method)
        async def call(*args: Any, **options: Any) -> Any:
            counter.count()
            return await method(*args, **options)

        return call

    for owner, name in methods:
        setattr(owner, name, counted(getattr(owner, name)))
