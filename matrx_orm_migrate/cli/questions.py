"""The question that ``makemigrations`` may have, asked at a terminal."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matrx_orm_migrate.schema import CatalogObject

__all__ = ["TerminalQuestioner"]


class TerminalQuestioner:
    """Asks whether a dropped and an added object are one.  There is no default: a rename is never guessed."""

    def is_rename(self, before: CatalogObject, after: CatalogObject, summary: str) -> bool:
        """Ask until somebody says yes or no; Ctrl-C ends the command."""
        import click

        from matrx_orm_migrate.cli.errors import Interrupted
        from matrx_orm_migrate.cli.run import interruptible
        from matrx_orm_migrate.cli.streams import visible

        click.echo(visible(f"Yes keeps the data; no drops {before.id} and makes {after.id} anew."))
        try:
            with interruptible():
                return click.confirm(visible(summary), default=None)
        except click.Abort:  # Ctrl-C, or the end of the input
            click.echo()
            raise Interrupted(signal.SIGINT) from None
