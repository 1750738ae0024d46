"""``matrx-orm rollback``."""

from __future__ import annotations

from pathlib import Path

import click

from matrx_orm_migrate.cli import options
from matrx_orm_migrate.cli.group import COMMANDS, Command
from matrx_orm_migrate.cli.output import Output
from matrx_orm_migrate.cli.progress import counted, shown_progress, timed

__all__ = ["command"]


@click.command("rollback", cls=Command, short_help=COMMANDS["rollback"])
@options.database
@options.existing_directory
@click.option("--steps", type=int, default=None, metavar="N", help="How many to take back.  [default: 1]")
@click.option("--to", metavar="NAME", help="Take back all that were applied after this one; its name, or its number.")
@click.option("--fake", is_flag=True, help="Take them out of the history, and run nothing.")
@options.lock_wait
@options.lock_timeout
@options.connect_wait
@options.output
def command(
    database: str | None,
    directory: Path | None,
    steps: int | None,
    to: str | None,
    fake: bool,
    lock_wait: float,
    lock_timeout: float | None,
    connect_wait: float,
    out: Output,
) -> int:
    """Take migrations back, in the opposite order of their application.

    Nothing is done unless each of them has an unchanged file with a `down`.
    """
    from matrx_orm_migrate.api import rollback
    from matrx_orm_migrate.cli.run import run

    if steps is not None and to is not None:
        raise click.UsageError("--steps and --to say different things; give one of them")
    with shown_progress(out) as progress:
        result = run(
            rollback(
                options.chosen_database(database),
                steps=1 if steps is None else steps,
                to=to,
                fake=fake,
                directory=directory,
                lock_wait=lock_wait,
                lock_timeout=lock_timeout,
                connect_wait=connect_wait,
                progress=progress,
            )
        )
    if out.as_json:
        out.json({"rolled_back": timed(result.rolled_back), "forgotten": result.forgotten})
    elif result.forgotten:
        for name in result.forgotten:
            out.item("!", name, "yellow")
        out.line(f"Took {counted(len(result.forgotten))} out of the history. NOTHING WAS RUN.", "bold yellow")
    elif result.rolled_back:
        fewer = steps is not None and len(result.rolled_back) < steps
        more = "; no more were applied" if fewer else ""
        out.line(f"Rolled back {counted(len(result.rolled_back))}{more}.", "green")
    else:
        out.line("Nothing to roll back.")
    return 0
