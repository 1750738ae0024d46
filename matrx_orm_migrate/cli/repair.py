"""``matrx-orm repair``."""

from __future__ import annotations

from pathlib import Path

import click

from matrx_orm_migrate.cli import options
from matrx_orm_migrate.cli.group import COMMANDS, Command
from matrx_orm_migrate.cli.output import Output

__all__ = ["command"]

_HISTORY_MISMATCH = 6


@click.command("repair", cls=Command, short_help=COMMANDS["repair"])
@options.database
@options.existing_directory
@click.option("--accept-edited", multiple=True, metavar="NAME", help="Its file was changed: take it as it is now.")
@click.option("--forget", multiple=True, metavar="NAME", help="Its file is gone for good: forget that it was applied.")
@click.option(
    "--renamed",
    multiple=True,
    metavar="OLD=NEW",
    callback=options.pairs_such_as("0003_c=0004_c"),
    help="Its file has another name now, and the same content.",
)
@click.option("--mark-applied", multiple=True, metavar="NAME", help="It was cut off, and finished by hand.")
@click.option("--mark-not-applied", multiple=True, metavar="NAME", help="It was cut off, and undone by hand.")
@options.lock_wait
@options.connect_wait
@options.output
def command(
    database: str | None,
    directory: Path | None,
    accept_edited: tuple[str, ...],
    forget: tuple[str, ...],
    renamed: list[tuple[str, str]],
    mark_applied: tuple[str, ...],
    mark_not_applied: tuple[str, ...],
    lock_wait: float,
    connect_wait: float,
    out: Output,
) -> int:
    """Make the recorded history match the files again.  No migration is run.

    Without options it lists what is wrong, and the option that accepts each.  With options it does what they say, and
    nothing else; each takes one name, and may be repeated.  Exit code 6 as long as something is wrong.
    """
    from matrx_orm_migrate.api import repair
    from matrx_orm_migrate.cli.run import run

    result = run(
        repair(
            options.chosen_database(database),
            accept_edited=accept_edited,
            forget=forget,
            renamed=renamed,
            mark_applied=mark_applied,
            mark_not_applied=mark_not_applied,
            directory=directory,
            lock_wait=lock_wait,
            connect_wait=connect_wait,
        )
    )
    if out.as_json:
        out.json(
            {
                "done": result.done,
                "problems": [
                    {
                        "kind": problem.kind.value,
                        "migration": problem.migration,
                        "message": problem.message,
                        "options": problem.options,
                    }
                    for problem in result.problems
                ],
            }
        )
    else:
        for sentence in result.done:
            out.item("✓", sentence, "green")
        for problem in result.problems:
            out.item("!", f"{problem.migration}: {problem.message}", "red")
            for option in problem.options:
                out.item("", f"  repair {option}")
        if not result.problems:
            out.line("The history matches the files.", "green")
    return _HISTORY_MISMATCH if result.problems else 0
