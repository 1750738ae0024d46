"""The command line: click commands that parse, call ``matrx_orm_migrate.api``, and print what it gives back.

Only click is imported here.  A command's module is imported when the command is asked for, and what it works with
(SQLAlchemy, asyncpg, rich) when it runs.
"""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["command_line"]


def command_line(arguments: Sequence[str]) -> int:
    """Run one command; the exit code.  Errors are on standard error by then, or in the JSON on standard output."""
    import click

    from matrx_orm_migrate.cli.errors import report
    from matrx_orm_migrate.cli.group import cli
    from matrx_orm_migrate.cli.streams import prepared_streams

    with prepared_streams(arguments):
        try:
            outcome = cli.main(args=list(arguments), prog_name="matrx-orm", standalone_mode=False)
        except (click.ClickException, click.Abort) as error:
            return report(error, arguments)
        except BaseException as error:
            if isinstance(error, SystemExit):
                raise
            return report(error, arguments)
        return outcome if isinstance(outcome, int) else 0
