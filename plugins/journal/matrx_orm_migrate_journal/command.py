"""``matrx-orm journal``: what ran, when, how long, and how it ended."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

import click

from matrx_orm_migrate_journal.entries import FILE_VARIABLE, Entry, journal_path, read

__all__ = ["journal"]

_HEADINGS = ("ended (UTC)", "migration", "", "outcome", "seconds")


@click.command("journal", short_help="Show which migrations ran when, how long, and how they ended.")
@click.option("--last", type=click.IntRange(min=1), metavar="N", help="The latest N of what is asked for.")
@click.option("--failed", is_flag=True, help="Only those that failed.")
@click.option("--migration", metavar="NAME", help="Only this one.")
@click.option("--json", "as_json", is_flag=True, help="The lines as they stand in the file.")
def journal(last: int | None, failed: bool, migration: str | None, as_json: bool) -> None:
    """Show which migrations ran on this machine, when, how long, and how they ended: the oldest first."""
    path = journal_path()
    if path is None:
        raise click.UsageError(f"there is no journal: {FILE_VARIABLE} is set and empty")
    found: list[Entry] = []
    if path.exists():
        for entry in read(path):
            if isinstance(entry, int):
                click.echo(f"{path}, line {entry}: no entry", err=True)
            elif (not failed or entry.outcome == "failed") and migration in (None, entry.migration):
                found.append(entry)
    found = found[-last:] if last is not None else found
    if as_json:
        for entry in found:
            click.echo(json.dumps(asdict(entry), ensure_ascii=False))
    elif found:
        click.echo("\n".join(_table(found)))
    else:
        click.echo(f"Nothing of that kind in {path}.", err=True)


def _table(entries: Sequence[Entry]) -> list[str]:
    rows = [_HEADINGS]
    rows += [
        (entry.at[:19].replace("T", " "), entry.migration, entry.direction, entry.outcome, f"{entry.seconds:.3f}")
        for entry in entries
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(_HEADINGS))]
    return [
        "  ".join(
            [*(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)), row[-1].rjust(widths[-1])]
        )
        for row in rows
    ]
