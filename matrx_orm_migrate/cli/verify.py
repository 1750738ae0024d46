"""``matrx-orm verify``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from matrx_orm_migrate.cli import options
from matrx_orm_migrate.cli.errors import redact
from matrx_orm_migrate.cli.folder import said_of_folder
from matrx_orm_migrate.cli.group import COMMANDS, Command
from matrx_orm_migrate.cli.output import Output, shown_seconds

if TYPE_CHECKING:
    from matrx_orm_migrate.executor.verify import VerifyResult

__all__ = ["command"]

_NOT_PROVED = 9
_MARKS = {"proved": ("✓", "green"), "one way": ("→", ""), "not proved": ("✗", "red")}


@click.command("verify", cls=Command, short_help=COMMANDS["verify"])
@options.database
@options.existing_directory
@click.option("--steps", type=int, metavar="N", help="How many of the last ones to take down and up.  [default: all]")
@click.option("--seed", type=click.Path(path_type=Path), metavar="FILE", help="Rows as SQL, which have to survive it.")
@options.connect_wait
@options.output
def command(
    database: str | None,
    directory: Path | None,
    steps: int | None,
    seed: Path | None,
    connect_wait: float,
    out: Output,
) -> int:
    """Prove the migration files on a scratch database, whoever wrote them; for CI.

    All are run up, each of the last N down and up again, and all up again.  After each move the schema has to be what
    it was there before, and the rows of --seed too, except for what a file announces as DATA LOSS.  Exit code 9 where
    something is not proved, or the models ask for something else.
    """
    from matrx_orm_migrate.api import verify
    from matrx_orm_migrate.cli.run import run

    with out.working("verifying") as say:
        result = run(
            verify(
                options.chosen_database(database),
                steps=steps,
                seed=seed,
                directory=directory,
                progress=say,
                connect_wait=connect_wait,
            )
        )
    notes = [] if result.migrations else said_of_folder(database, directory)
    if out.as_json:
        out.json({**_document(result), "notes": notes})
    else:
        _tell(result, notes, out)
    return 0 if result.ok else _NOT_PROVED


def _tell(result: VerifyResult, notes: list[str], out: Output) -> None:
    for migration in result.migrations:
        mark, style = _MARKS[migration.verdict.value]
        reason = f": {redact(migration.reason)}" if migration.reason else ""
        out.item(mark, f"{migration.name}{reason}", style, before=f"{shown_seconds(migration.seconds):>8}")
    for difference in result.model_differences or ():
        out.item("!", f"the models ask for more: {difference}", "red")
    proved = sum(migration.verdict.value == "proved" for migration in result.migrations)
    if not result.migrations:
        for line in notes or ["No migrations."]:
            out.line(line, "yellow" if notes else "")
    elif result.ok:
        out.line(f"{proved} of {len(result.migrations)} proved up, down and up again; none failed.", "green")
    else:
        out.line(f"Not all is well: {proved} of {len(result.migrations)} proved up, down and up again.", "red")


def _document(result: VerifyResult) -> dict[str, object]:
    return {
        "ok": result.ok,
        "migrations": [
            {
                "name": migration.name,
                "verdict": migration.verdict.value,
                "reason": redact(migration.reason),
                "seconds": round(migration.seconds, 3),
            }
            for migration in result.migrations
        ],
        "model_differences": result.model_differences,
    }
