"""``matrx-orm migrate``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from matrx_orm_migrate.cli import options
from matrx_orm_migrate.cli.folder import said_of_folder
from matrx_orm_migrate.cli.group import COMMANDS, Command
from matrx_orm_migrate.cli.output import Output
from matrx_orm_migrate.cli.progress import counted, shown_progress, timed

if TYPE_CHECKING:
    from matrx_orm_migrate.executor import MigrateResult

__all__ = ["command", "tell_migrated"]


@click.command("migrate", cls=Command, short_help=COMMANDS["migrate"])
@options.database
@options.existing_directory
@click.option("--to", metavar="NAME", help="Stop after this migration; its name, or its number.")
@click.option("--plan", is_flag=True, help="Only list what would be applied.")
@click.option("--fake", is_flag=True, help="Record as applied, and run nothing.")
@options.lock_wait
@options.lock_timeout
@options.connect_wait
@options.output
def command(
    database: str | None,
    directory: Path | None,
    to: str | None,
    plan: bool,
    fake: bool,
    lock_wait: float,
    lock_timeout: float | None,
    connect_wait: float,
    out: Output,
) -> int:
    """Apply the migrations that are pending, each in a transaction with its record.

    What is applied stays applied when a later one fails.  Of two runs at the same time, one waits for the other.
    """
    from matrx_orm_migrate.api import migrate
    from matrx_orm_migrate.cli.run import run

    with shown_progress(out) as progress:
        result = run(
            migrate(
                options.chosen_database(database),
                directory=directory,
                to=to,
                plan=plan,
                fake=fake,
                lock_wait=lock_wait,
                lock_timeout=lock_timeout,
                connect_wait=connect_wait,
                progress=progress,
            )
        )
    found = result.applied or result.pending or result.recorded
    notes = [] if found else said_of_folder(database, directory)
    if out.as_json:
        out.json(
            {
                "applied": timed(result.applied),
                "pending": result.pending,
                "planned": result.planned,
                "recorded": result.recorded,
                "notes": notes,
            }
        )
    elif notes:
        for note in notes:
            out.line(note, "yellow")
    elif plan:
        out.line(f"Would apply {counted(len(result.planned))}:" if result.planned else "Nothing to apply.")
        for name in result.planned:
            out.item("•", name)
    elif result.recorded:
        for name in result.recorded:
            out.item("!", name, "yellow")
        out.line(f"Recorded {counted(len(result.recorded))} as applied. NOTHING WAS RUN.", "bold yellow")
    else:
        tell_migrated(result, out)
    return 0


def tell_migrated(result: MigrateResult, out: Output) -> None:
    """The last line of a run."""
    if result.applied:
        left = f" {counted(len(result.pending))} pending." if result.pending else ""
        out.line(f"Applied {counted(len(result.applied))}.{left}", "green")
    else:
        out.line("Nothing to apply." if not result.pending else f"Nothing to apply; {len(result.pending)} pending.")
