"""``matrx-orm create_empty`` (also ``create-empty``)."""

from __future__ import annotations

from pathlib import Path

import click

from matrx_orm_migrate.cli import options
from matrx_orm_migrate.cli.group import COMMANDS, Command
from matrx_orm_migrate.cli.output import Output, shown_path

__all__ = ["command"]


@click.command("create_empty", cls=Command, short_help=COMMANDS["create_empty"])
@options.database
@options.directory
@click.option("--name", default="custom", metavar="TEXT", help="What the file is called.  [default: custom]")
@options.output
def command(database: str | None, directory: Path | None, name: str, out: Output) -> int:
    """Write a migration that does nothing yet, after the newest ones.  No database is touched."""
    from matrx_orm_migrate.api import create_empty
    from matrx_orm_migrate.cli.run import run

    created = run(create_empty(options.chosen_database(database), name=name, directory=directory))
    if out.as_json:
        out.json({"name": created.name, "path": str(created.path)})
    else:
        out.line(shown_path(created.path), "bold")
    return 0
