"""The process that is killed: it migrates, and dies at the await that it is told."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from matrx_orm_migrate.errors import MatrxMigrateError
from tests.support.awaits import Counter, counting
from tests.support.migrations import migrate

__all__ = ["awaits", "main"]


def main(url: str, directory: str, at: int) -> None:
    """Migrate; at await number ``at`` (0: never) the process kills itself with SIGKILL.  Exits as the command does."""
    counter = Counter(at, lambda: os.kill(os.getpid(), signal.SIGKILL))
    try:
        asyncio.run(counting(migrate(url, Path(directory)), counter))
    except MatrxMigrateError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)


async def awaits(url: str, directory: Path) -> int:
    """How many awaits a whole run has."""
    counter = Counter()
    await counting(migrate(url, directory), counter)
    return counter.seen
