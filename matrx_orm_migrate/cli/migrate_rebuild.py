"""``matrx-orm migrate_rebuild`` (also ``migrate-rebuild``)."""

from __future__ import annotations

from pathlib import Path

import click

from matrx_orm_migrate.cli import options
from matrx_orm_migrate.cli.folder import said_of_folder
from matrx_orm_migrate.cli.group import COMMANDS, Command
from matrx_orm_migrate.cli.migrate import tell_migrated
from matrx_orm_migrate.cli.output import Output
from matrx_orm_migrate.cli.progress import shown_progress, timed
from matrx_orm_migrate.cli.rebuild import generation, rebuilt, tell_rebuilt

__all__ = ["command"]


@click.command("migrate_rebuild", cls=Command, short_help=COMMANDS["migrate_rebuild"])
@options.database
@options.existing_directory
@click.option("--to", metavar="NAME", help="Stop after this migration; its name, or its number.")
@options.schemas
@options.tables
@generation
@click.option(
    "--database-project",
    metavar="X",
    help="Another configured database, whose output folder and schemas are used.  [default: --database]",
)
@options.lock_wait
@options.lock_timeout
@options.connect_wait
@options.output
def command(
    database: str | None,
    directory: Path | None,
    to: str | None,
    schemas: tuple[str, ...],
    include_tables: tuple[str, ...],
    exclude_tables: tuple[str, ...],
    output: Path | None,
    package: str | None,
    targets: tuple[str, ...],
    database_project: str | None,
    lock_wait: float,
    lock_timeout: float | None,
    connect_wait: float,
    out: Output,
) -> int:
    """Apply the migrations that are pending, then generate models and managers from the database.

    Where a migration fails, nothing is generated.
    """
    from matrx_orm_migrate.api import migrate_and_rebuild
    from matrx_orm_migrate.cli.run import run
    from matrx_orm_migrate.config import resolve_database
    from matrx_orm_migrate.integration import DEFAULT_TARGETS

    if database_project is not None:
        project = resolve_database(database_project)
        output, schemas = output or project.output, schemas or project.schemas
    with shown_progress(out) as progress:
        result = run(
            migrate_and_rebuild(
                options.chosen_database(database),
                directory=directory,
                to=to,
                output=output,
                schemas=schemas or None,
                targets=targets or DEFAULT_TARGETS,
                package=package,
                include_tables=include_tables or None,
                exclude_tables=exclude_tables or None,
                lock_wait=lock_wait,
                lock_timeout=lock_timeout,
                connect_wait=connect_wait,
                progress=progress,
            )
        )
    migrated = result.migrate
    notes = [] if migrated.applied or migrated.pending else said_of_folder(database, directory)
    if out.as_json:
        done = {"applied": timed(migrated.applied), "pending": migrated.pending}
        out.json({**done, "notes": notes, "rebuild": rebuilt(result.rebuild)})
    else:
        for note in notes:
            out.line(note, "yellow")
        tell_migrated(result.migrate, out)
        tell_rebuilt(result.rebuild, out)
    return 0
