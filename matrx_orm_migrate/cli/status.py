"""``matrx-orm status``."""

from __future__ import annotations

import functools
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from matrx_orm_migrate.cli import options
from matrx_orm_migrate.cli.folder import said_of_folder
from matrx_orm_migrate.cli.group import COMMANDS, Command
from matrx_orm_migrate.cli.output import Output, shown_path

__all__ = ["command"]

_SOMETHING_TO_DO = 9
_STYLES = {"pending": "yellow", "edited": "red", "missing": "red", "interrupted": "bold red"}


@click.command("status", cls=Command, short_help=COMMANDS["status"])
@options.database
@options.existing_directory
@click.option("--check", is_flag=True, help="Exit 9 unless every migration is applied and unchanged.")
@options.connect_wait
@options.output
def command(database: str | None, directory: Path | None, check: bool, connect_wait: float, out: Output) -> int:
    """Show where each migration stands.  Changes nothing.

    applied; pending; edited (changed after it was applied); missing (applied, and the file is gone); interrupted
    (without a transaction, and begun but not finished).
    """
    from matrx_orm_migrate.api import status
    from matrx_orm_migrate.cli.run import run

    result = run(status(options.chosen_database(database), directory=directory, connect_wait=connect_wait))
    migrations = result.migrations
    notes = [] if migrations else said_of_folder(database, directory)
    if out.as_json:
        out.json(
            {
                "migrations": [
                    {
                        "name": migration.name,
                        "state": migration.state.value,
                        "applied_at": None if migration.applied_at is None else migration.applied_at.isoformat(),
                        "path": None if migration.path is None else str(migration.path),
                    }
                    for migration in migrations
                ],
                "ignored": [str(path) for path in result.ignored],
                "notes": notes,
            }
        )
    elif not migrations:
        for line in notes or ["No migrations."]:
            out.line(line, "yellow" if notes else "")
    else:
        out.table(
            ("migration", "state", "applied"),
            [(migration.name, str(migration.state), _shown_time(migration.applied_at)) for migration in migrations],
            lambda row: _STYLES.get(migrations[row].state.value, ""),
        )
    for path in result.ignored:
        out.line(f"Not a migration's name, so passed over: {shown_path(path)}", "dim")
    return _SOMETHING_TO_DO if check and any(migration.state.value != "applied" for migration in migrations) else 0


def _shown_time(moment: datetime | None) -> str:
    """Local time, to the minute; the place on earth is asked about each quarter of an hour once."""
    return "" if moment is None else str(moment + _offset(int(moment.timestamp()) // 900))[:16]


@functools.cache
def _offset(quarter: int) -> timedelta:
    """How far local time was from UTC then; clocks are changed at full quarters of an hour."""
    return datetime.fromtimestamp(quarter * 900, UTC).astimezone().utcoffset() or timedelta()
