"""``matrx-orm``, ``matrx-orm-migrate`` and ``python -m matrx_orm_migrate``: start the command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import NoReturn

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run a command and end the process with its exit code (``errors.py`` and ``docs/commands.md`` list them)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--version"]:
        from matrx_orm_migrate._version import __version__

        sys.stdout.write(f"matrx-orm-migrate {__version__}\n")
        sys.exit(0)
    from matrx_orm_migrate.cli import command_line

    sys.exit(command_line(given))


if __name__ == "__main__":
    main()
