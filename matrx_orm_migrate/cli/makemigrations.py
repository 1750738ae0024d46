"""``matrx-orm makemigrations``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from matrx_orm_migrate.cli import options
from matrx_orm_migrate.cli.group import COMMANDS, Command
from matrx_orm_migrate.cli.output import Output, shown_path

if TYPE_CHECKING:
    from matrx_orm_migrate.diff.generate import DiffResult, MigrationDraft
    from matrx_orm_migrate.schema import Hazard

__all__ = ["command"]

_CHANGES_FOUND = 9
_LOSS = "DATA LOSS"  # HazardKind.DATA_LOSS, which is imported late


@click.command("makemigrations", cls=Command, short_help=COMMANDS["makemigrations"])
@options.database
@options.directory
@options.schemas
@click.option("--name", metavar="TEXT", help="What the file is called, after its number.")
@click.option("--models", "-m", multiple=True, metavar="M:ATTR", help="Models, as app.models:Base; repeatable.")
@click.option(
    "--from-sql", type=click.Path(path_type=Path), metavar="PATH", help="What a .sql file, or a folder, gives."
)
@click.option("--from-database", metavar="X", help="What another database is.")
@options.tables
@click.option(
    "--rename",
    "renames",
    multiple=True,
    metavar="OLD=NEW",
    callback=options.pairs_such_as("orders.total=orders.amount"),
    help="A table or column was renamed: orders=sales, orders.total=amount; repeatable.",
)
@click.option("--allow-data-loss", is_flag=True, help="Consent to changes that destroy data.")
@click.option("--check", is_flag=True, help="Write nothing; exit 9 if there are changes.")
@click.option("--dry-run", is_flag=True, help="Write nothing; print the file.")
@options.connect_wait
@options.output
def command(
    database: str | None,
    directory: Path | None,
    schemas: tuple[str, ...],
    name: str | None,
    models: tuple[str, ...],
    from_sql: Path | None,
    from_database: str | None,
    include_tables: tuple[str, ...],
    exclude_tables: tuple[str, ...],
    renames: Sequence[tuple[str, str]],
    allow_data_loss: bool,
    check: bool,
    dry_run: bool,
    connect_wait: float,
    out: Output,
) -> int:
    """Compare what you ask for with the database, and write the migration that leads there.

    You ask by models (--models, or the configuration), by a .sql file, or by another database.  The file is kept only
    when it was proved on a scratch database: up leads to what you ask for, down leads back.
    """
    from matrx_orm_migrate.api import makemigrations
    from matrx_orm_migrate.cli.questions import TerminalQuestioner
    from matrx_orm_migrate.cli.run import run

    questioner = TerminalQuestioner() if out.interactive and not check else None
    result = run(
        makemigrations(
            options.chosen_database(database),
            directory=directory,
            schemas=schemas or None,
            models=models,
            from_sql=from_sql,
            from_database=from_database,
            name=name,
            include_tables=include_tables or None,
            exclude_tables=exclude_tables or None,
            renames=renames,
            questioner=questioner,
            allow_data_loss=allow_data_loss,
            dry_run=dry_run,
            check=check,
            connect_wait=connect_wait,
        )
    )
    if out.as_json:
        out.json(_document(result, dry_run=dry_run))
    elif dry_run:
        for draft in result.drafts:
            out.text(draft.text)
        if not result.drafts:
            out.line("No changes detected.")
        for note in () if out.silent else result.notes:
            click.echo(f"note: {note}", err=True)
    else:
        _tell(result, out, check=check)
    return _CHANGES_FOUND if check and result.drafts else 0


def _tell(result: DiffResult, out: Output, *, check: bool) -> None:
    for draft in result.drafts:
        if draft.path is not None:
            out.line(shown_path(draft.path), "bold")
        _tell_draft(draft, out)
    if not result.drafts:
        out.line("No changes detected.")
    elif check:
        out.line("There are changes: `matrx-orm makemigrations` writes them down.", "yellow")
    else:
        back = "." if any(draft.no_down for draft in result.drafts) else ", down leads back."
        out.line(f"Proved on a scratch database: up leads to what is asked for{back}", "green")
    if result.pending:
        names = f"{len(result.pending)} migrations" if len(result.pending) > 1 else result.pending[0]
        verb = "are" if len(result.pending) > 1 else "is"
        out.line(f"{names} {verb} not applied yet; the database was compared as it will be then.", "dim")
    for note in result.notes:
        out.item("i", note)
    if result.unhandled:
        counted = ", ".join(f"{number} {kind}" for kind, number in sorted(result.unhandled.items()))
        out.line(f"Left alone, since nothing here handles them: {counted}.", "dim")


def _tell_draft(draft: MigrationDraft, out: Output) -> None:
    for summary in draft.summaries:
        out.item("•", summary)
    for text in _texts(draft.hazards):
        out.item("!", text, _style(text))
    for text in _texts(draft.down_hazards):
        if text.startswith(_LOSS):
            out.item("!", f"on rollback: {text}", "dim")
    if draft.no_down:
        out.item("!", f"there is no down: {draft.no_down}", "yellow")


def _texts(hazards: Iterable[Hazard]) -> list[str]:
    return list(dict.fromkeys(str(hazard) for hazard in hazards))


def _style(text: str) -> str:
    return "bold red" if text.startswith(_LOSS) else "yellow"


def _document(result: DiffResult, *, dry_run: bool) -> dict[str, object]:
    return {
        "changed": bool(result.drafts),
        "migrations": [
            {
                "name": draft.name,
                "path": None if draft.path is None else str(draft.path),
                "changes": list(draft.summaries),
                "hazards": _hazards(draft.hazards),
                "down_hazards": _hazards(draft.down_hazards),
                "no_down": draft.no_down,
                **({"text": draft.text} if dry_run else {}),
            }
            for draft in result.drafts
        ],
        "unhandled": dict(sorted(result.unhandled.items())),
        "notes": list(result.notes),
        "pending": list(result.pending),
    }


def _hazards(hazards: Iterable[Hazard]) -> list[dict[str, str]]:
    return [{"kind": hazard.kind.value, "object": str(hazard.object), "message": hazard.message} for hazard in hazards]
