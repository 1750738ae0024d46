"""``matrx-orm rebuild``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from matrx_orm_migrate.cli import options
from matrx_orm_migrate.cli.group import COMMANDS, Command
from matrx_orm_migrate.cli.output import Output, shown_path

if TYPE_CHECKING:
    from matrx_orm_migrate.integration import RebuildResult

__all__ = ["command", "generation", "rebuilt", "tell_rebuilt"]

_F = TypeVar("_F", bound=Callable[..., Any])
_WOULD_CHANGE = 9

output_folder: Callable[[_F], _F] = click.option(
    "--output", type=click.Path(path_type=Path, file_okay=False), help="The folder of the generated files."
)
package: Callable[[_F], _F] = click.option(
    "--package", metavar="NAME", help="The folder's import name.  [default: its own name]"
)
targets: Callable[[_F], _F] = click.option(
    "--target", "targets", multiple=True, metavar="NAME", help="What to generate; repeatable.  `plugins` lists them."
)


def generation(function: _F) -> _F:
    """The options of what is generated, and where to."""
    return output_folder(package(targets(function)))


@click.command("rebuild", cls=Command, short_help=COMMANDS["rebuild"])
@options.database
@options.schemas
@options.tables
@generation
@click.option("--check", is_flag=True, help="Write nothing; exit 9 if a file would change.")
@options.connect_wait
@options.output
def command(
    database: str | None,
    schemas: tuple[str, ...],
    include_tables: tuple[str, ...],
    exclude_tables: tuple[str, ...],
    output: Path | None,
    package: str | None,
    targets: tuple[str, ...],
    check: bool,
    connect_wait: float,
    out: Output,
) -> int:
    """Generate a package of SQLAlchemy models, and a manager for each, from what the database holds.

    Files that were not generated are never touched.  When nothing changed, not a byte does.
    """
    from matrx_orm_migrate.api import rebuild_schema
    from matrx_orm_migrate.cli.run import run
    from matrx_orm_migrate.integration import DEFAULT_TARGETS

    result = run(
        rebuild_schema(
            options.chosen_database(database),
            output=output,
            schemas=schemas or None,
            targets=targets or DEFAULT_TARGETS,
            package=package,
            include_tables=include_tables or None,
            exclude_tables=exclude_tables or None,
            check=check,
            connect_wait=connect_wait,
        )
    )
    if out.as_json:
        out.json(rebuilt(result))
    else:
        tell_rebuilt(result, out, check=check)
    return _WOULD_CHANGE if check and result.files.changed else 0


def tell_rebuilt(result: RebuildResult, out: Output, *, check: bool = False) -> None:
    """The folder, a line for each file, and what the database has besides."""
    out.line(shown_path(result.output), "bold")
    files = [(path, "green", "+" if check else "✓") for path in result.files.written]
    files += [(path, "red", "−") for path in result.files.removed]
    files += [(path, "dim", "=") for path in result.files.unchanged]
    for path, style, mark in sorted(files):
        out.item(mark, str(path), style)
    tables = f"{result.tables} table{'' if result.tables == 1 else 's'}"
    if check and result.files.changed:
        out.line(f"Out of date; `matrx-orm rebuild` generates it anew from {tables}.", "yellow")
    elif result.files.changed:
        out.line(f"Generated from {tables}.", "green")
    else:
        out.line(f"Up to date with {tables}.")
    if result.unhandled:
        counted = ", ".join(f"{number} {kind}" for kind, number in sorted(result.unhandled.items()))
        out.line(f"Left out, since nothing here handles them: {counted}.", "dim")
    if result.left_out:
        named = ", ".join(result.left_out[:3])
        more = f" and {len(result.left_out) - 3} more" if len(result.left_out) > 3 else ""
        out.line(f"Left out, for they need what is not asked for, or may hold a password: {named}{more}.", "dim")


def rebuilt(result: RebuildResult) -> dict[str, object]:
    """The result as ``--json`` gives it."""
    return {
        "output": str(result.output),
        "written": [str(path) for path in result.files.written],
        "removed": [str(path) for path in result.files.removed],
        "unchanged": [str(path) for path in result.files.unchanged],
        "schemas": list(result.schemas),
        "tables": result.tables,
        "unhandled": dict(sorted(result.unhandled.items())),
        "left_out": list(result.left_out),
    }
