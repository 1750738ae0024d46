"""Starting the command line, beside importing click."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping

from benchmarks.meter import Cost, Side, compare_costs

__all__ = ["CLICK", "HELP", "PYTHON", "VERSION", "imported_modules", "measure_starting"]

PYTHON = "python -c pass"
CLICK = "python -c 'import click'"
HELP = "matrx-orm --help"
VERSION = "matrx-orm --version"

_MODULES = """\
import sys, json
from matrx_orm_migrate.__main__ import main
try:
    main(sys.argv[1:])
finally:
    print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


async def measure_starting(*, rounds: int, times: int) -> Mapping[str, Cost]:
    """Each start is a process of its own."""
    sides = (
        Side(name=PYTHON, work=lambda: _python("-c", "pass")),
        Side(name=CLICK, work=lambda: _python("-c", "import click")),
        Side(name=HELP, work=lambda: _python("-m", "matrx_orm_migrate", "--help")),
        Side(name=VERSION, work=lambda: _python("-m", "matrx_orm_migrate", "--version")),
    )
    return await compare_costs(sides, rounds=rounds, times=times)


def imported_modules(*arguments: str) -> set[str]:
    """The modules that a command has imported when it ends."""
    command = [sys.executable, "-c", _MODULES, *arguments]
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    return set(json.loads(ended.stderr.splitlines()[-1]))


def _python(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
