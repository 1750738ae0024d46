"""The process that is killed: ``python -m tests.soak.runner URL DIRECTORY AWAIT`` migrates, and dies at that await.

It kills itself with SIGKILL; 0 lets it live, and then the last line says how many awaits there were.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from tests.support.awaits import Counter, counting
from tests.support.migrations import migrate


def main(url: str, directory: str, at: str) -> None:
    counter = Counter(int(at), lambda: os.kill(os.getpid(), signal.SIGKILL))
    asyncio.run(counting(migrate(url, Path(directory)), counter))
    sys.stdout.write(f"{counter.seen}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
