"""The group of commands, which imports a command when it is asked for, and the plugins when nobody else knows it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from typing import Any

import click

__all__ = ["COMMANDS", "Command", "cli"]

COMMANDS = {
    "makemigrations": "Compare models or SQL with the database; write a migration.",
    "migrate": "Apply the migrations that are pending.",
    "rollback": "Take migrations back, the last one first.",
    "status": "Show which migrations are applied.",
    "baseline": "Adopt an existing database: record migrations, once it is seen to be theirs.",
    "repair": "Make the history match the files again, one thing at a time.",
    "verify": "Prove the migration files on a scratch database: up, down, up again.",
    "create_empty": "Write an empty migration, for SQL of your own.",
    "rebuild": "Generate models and managers from the database.",
    "migrate_rebuild": "Migrate, then generate models and managers.",
    "demo": "The whole story on a PostgreSQL of its own, in a minute.",
    "plugins": "List the plugins, and what they bring.",
}
"""Name → what it does.  The module of the same name in this package has it as ``command``."""

_MANY = ("--include-tables", "--exclude-tables")


class Command(click.Command):
    """A command whose table options take several values, as matrx-orm's do: ``--include-tables a b`` or ``a,b``."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Repeat the option's name before each further value; a command's own argument stands in front of them."""
        return super().parse_args(ctx, list(_repeated(args)))


def _repeated(args: list[str]) -> Iterator[str]:
    option, count = "", 0
    for argument in args:
        if argument.startswith("-"):
            option, count = argument.partition("=")[0], int("=" in argument)
        elif option in _MANY:
            if count:
                yield option
            count += 1
        yield argument


class LazyGroup(click.Group):
    """Commands by name.  ``create-empty`` is ``create_empty``.  ``owners`` has the plugin of each that one brought."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.owners: dict[str, str] = {}

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The built-in commands, in the order in which one meets them; plugins' commands are not looked for."""
        return [*COMMANDS, *(name for name in sorted(self.commands) if name not in COMMANDS)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a built-in command, or ask the plugins for one of theirs."""
        name = cmd_name.replace("-", "_")
        if name in COMMANDS:
            found = importlib.import_module(f"matrx_orm_migrate.cli.{name}").command
            assert isinstance(found, click.Command)
            return found
        if not self.commands:
            from matrx_orm_migrate.cli.plugins import add_commands

            add_commands(self, cmd_name)
        return self.commands.get(cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what goes wrong in a plugin's is the plugin's fault, and says so."""
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except Exception as error:
            plugin = self.owners.get(ctx.invoked_subcommand or "")
            from matrx_orm_migrate.errors import MatrxMigrateError

            # a file that cannot be read or written is told as it is: the error has its name
            told = isinstance(error, MatrxMigrateError) or (isinstance(error, OSError) and error.filename is not None)
            if plugin is None or told:
                raise
            from matrx_orm_migrate.hooks.answers import failed

            raise failed(plugin, f"its command {ctx.invoked_subcommand!r}", error) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any of them."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


def _version(ctx: click.Context, _parameter: click.Parameter, value: bool) -> None:
    if value:
        from matrx_orm_migrate._version import __version__

        click.echo(f"matrx-orm-migrate {__version__}")
        ctx.exit()


@click.group(
    cls=LazyGroup,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="Databases are named in pyproject.toml or matrx_orm.toml; where there is one, --database may be left out.  "
    "Exit codes: 0 done, 1 a bug, 2 usage or files, 3 no database, 4 locked, 5 migration failed, 6 history mismatch, "
    "7 needs attention, 8 data loss refused, 9 --check found something.",
)
@click.option("--version", is_flag=True, expose_value=False, is_eager=True, callback=_version, help="Show the version.")
@click.pass_context
def cli(ctx: click.Context, /, **_options: Any) -> None:
    """Migrations for PostgreSQL, in both directions.

    Models or SQL become proved migration files, and the database becomes models and managers.
    """
    if ctx.invoked_subcommand is None:
        sys.stdout.write(ctx.get_help() + "\n")
