"""``matrx-orm baseline``."""

from __future__ import annotations

from pathlib import Path

import click

from matrx_orm_migrate.cli import options
from matrx_orm_migrate.cli.group import COMMANDS, Command
from matrx_orm_migrate.cli.output import Output
from matrx_orm_migrate.cli.progress import counted, shown_progress

__all__ = ["command"]

_DIFFERENCES_FOUND = 9


@click.command("baseline", cls=Command, short_help=COMMANDS["baseline"])
@click.argument("name")
@options.database
@options.existing_directory
@options.schemas
@options.tables
@click.option("--accept-differences", is_flag=True, help="Record, although the schema is not quite theirs.")
@click.option("--check", is_flag=True, help="Only compare; exit 9 if there are differences.")
@options.lock_wait
@options.connect_wait
@options.output
def command(
    name: str,
    database: str | None,
    directory: Path | None,
    schemas: tuple[str, ...],
    include_tables: tuple[str, ...],
    exclude_tables: tuple[str, ...],
    accept_differences: bool,
    check: bool,
    lock_wait: float,
    connect_wait: float,
    out: Output,
) -> int:
    """Adopt an existing database: record the migrations up to NAME as applied, and run none of them on it.

    They are run on a scratch database, and what comes of it is compared with the database.  Where the two differ, the
    differences are shown, and nothing is recorded (exit code 6).
    """
    from matrx_orm_migrate.api import baseline
    from matrx_orm_migrate.cli.run import run

    with shown_progress(out) as progress:
        result = run(
            baseline(
                options.chosen_database(database),
                name,
                directory=directory,
                schemas=schemas or None,
                include_tables=include_tables or None,
                exclude_tables=exclude_tables or None,
                accept_differences=accept_differences,
                check=check,
                lock_wait=lock_wait,
                connect_wait=connect_wait,
                progress=progress,
            )
        )
    if out.as_json:
        out.json(
            {
                "recorded": result.recorded,
                "differences": result.differences,
                "unhandled": dict(sorted(result.unhandled.items())),
            }
        )
        return _DIFFERENCES_FOUND if check and result.differences else 0
    for line in result.differences:
        out.item("!", line, "yellow")
    for recorded in result.recorded:
        out.item("✓", recorded)
    if result.unhandled:
        kinds = ", ".join(f"{number} {kind}" for kind, number in sorted(result.unhandled.items()))
        out.line(f"Not compared, since nothing here handles them: {kinds}.", "dim")
    if check:
        same = "The database is what the migrations give."
        out.line(
            same if not result.differences else "There are differences.", "yellow" if result.differences else "green"
        )
        return _DIFFERENCES_FOUND if result.differences else 0
    if result.recorded:
        out.line(f"Recorded {counted(len(result.recorded))} as applied; nothing was run.", "green")
    else:
        out.line("Nothing to record.")
    return 0
