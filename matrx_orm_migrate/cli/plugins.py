"""``matrx-orm plugins``, and the commands that plugins bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from matrx_orm_migrate.cli import options
from matrx_orm_migrate.cli.group import COMMANDS, Command
from matrx_orm_migrate.cli.output import Output

if TYPE_CHECKING:
    from matrx_orm_migrate.hooks import PluginManager

__all__ = ["add_commands", "command"]


def add_commands(group: click.Group) -> None:
    """Let the plugins add their commands.  Raises ``PluginError`` where one of them fails at that."""
    from matrx_orm_migrate.errors import PluginError
    from matrx_orm_migrate.hooks import PluginManager

    try:
        PluginManager.discover().commands(group)
    except Exception as error:
        raise PluginError(
            f"a plugin failed while it added its commands: {type(error).__name__}: {error}",
            hint="`matrx-orm plugins` lists them; mend or uninstall it.",
        ) from error


@click.command("plugins", cls=Command, short_help=COMMANDS["plugins"])
@options.output
def command(out: Output) -> int:
    """List the plugins that are installed, the built-in ones among them, and what each kind of piece they bring."""
    from matrx_orm_migrate.hooks import PluginManager

    manager = PluginManager.discover()
    problem, pieces = _pieces(manager)
    if out.as_json:
        out.json(
            {
                "plugins": [
                    {
                        "name": plugin.name,
                        "distribution": plugin.distribution,
                        "version": plugin.version,
                        "failure": plugin.failure or None,
                    }
                    for plugin in manager.plugins
                ],
                **pieces,
                "problem": problem or None,
            }
        )
        return 0
    plugins = manager.plugins
    out.table(
        ("plugin", "from", "version", "state"),
        [(plugin.name, plugin.distribution, plugin.version, plugin.failure or "loaded") for plugin in plugins],
        lambda row: "red" if plugins[row].failure else "",
    )
    for title, names in pieces.items():
        out.line()
        out.line(title, "bold")
        out.item("", ", ".join(names) or "none")
    if problem:
        out.line()
        out.item("!", problem, "red")
    return 0


def _pieces(manager: PluginManager) -> tuple[str, dict[str, list[str]]]:
    """What is wrong with the plugins together, and what they bring as far as that can be told."""
    from matrx_orm_migrate.errors import PluginError

    try:
        manager.check()
        return "", {
            "detectors": list(manager.detectors),
            "sources": list(manager.sources),
            "targets": list(manager.targets),
        }
    except PluginError as error:
        return error.message, {}
