"""``matrx-orm plugins``, and the commands that plugins bring."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

import click

from matrx_orm_migrate.cli import options
from matrx_orm_migrate.cli.group import COMMANDS, Command, LazyGroup
from matrx_orm_migrate.cli.output import Output

if TYPE_CHECKING:
    from matrx_orm_migrate.hooks import LoadedPlugin, PluginManager

__all__ = ["add_commands", "command"]

log = logging.getLogger("matrx_orm_migrate")


def add_commands(group: LazyGroup, wanted: str) -> None:
    """Let the plugins add their commands.  Raises ``PluginError`` where one fails at that, and ``wanted`` is missing.

    Which one would have brought it nobody can tell then.
    """
    from matrx_orm_migrate.config.plugins import discover_plugins
    from matrx_orm_migrate.errors import PluginError

    manager = discover_plugins()

    def told(plugin: str) -> None:
        group.owners.update(dict.fromkeys(group.commands.keys() - group.owners.keys(), plugin))

    group.owners.clear()
    for problem in manager.commands(group, told, built_in=COMMANDS):
        if wanted not in group.commands:
            raise problem
        log.warning("%s", problem.message)
    for plugin in manager.plugins:
        if plugin.failure and wanted not in group.commands:
            raise PluginError(
                f"there is no command {wanted!r}, and plugin {plugin.name!r} failed to load: {plugin.failure}",
                plugin=plugin.name,
                hint="`matrx-orm plugins` lists them; mend or uninstall it.",
            )


@click.command("plugins", cls=Command, short_help=COMMANDS["plugins"])
@options.output
def command(out: Output) -> int:
    """List the plugins that are installed, the built-in ones among them, and what each brings.

    It tells what is wrong with any of them, too, and why.
    """
    from matrx_orm_migrate.config.plugins import discover_plugins, unknown_plugins
    from matrx_orm_migrate.hooks import HOOK_API_VERSION
    from matrx_orm_migrate.hooks.marker import BUILT_IN

    manager = discover_plugins()
    commands, failed = _commands(manager)
    problems = [*manager.problems(), *failed]
    plugins = sorted((*manager.plugins, *manager.blocked), key=lambda plugin: plugin.name)
    listed = [_described(plugin, manager, commands.get(plugin.name, ())) for plugin in plugins]
    for entry in listed:
        entry["problems"] += [problem.message for problem in problems if problem.plugin == entry["name"]]
    unknown = unknown_plugins(manager)
    if out.as_json:
        document = {"hook_api": HOOK_API_VERSION, "plugins": listed, **_together(listed)}
        out.json({**document, "unknown": list(unknown)})
        return 0
    out.table(
        ("plugin", "from", "version", "state"),
        [(entry["name"], entry["distribution"], entry["version"], _state(entry)) for entry in listed],
        lambda row: "red" if listed[row]["problems"] else "dim" if listed[row]["blocked"] else "",
    )
    for title, names in _together(listed).items():
        out.line()
        out.line(title, "bold")
        out.item("", ", ".join(names) or "none")
    if unknown or problems or any(entry["problems"] for entry in listed):
        out.line()
    for name in unknown:
        others = ", ".join(entry["name"] for entry in listed if entry["name"] not in BUILT_IN) or "none"
        out.item("!", f"{name}: to be done without, and not installed here (installed: {others})", "yellow")
    for entry in listed:
        for problem in entry["problems"]:
            out.item("!", f"{entry['name']}: {problem}", "red")
    return 0


def _described(plugin: LoadedPlugin, manager: PluginManager, commands: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name": plugin.name,
        "distribution": plugin.distribution,
        "version": plugin.version,
        "blocked": plugin in manager.blocked,
        "failure": plugin.failure or None,
        "hooks": list(plugin.hooks),
        **{kind: list(names) for kind, names in manager.pieces_of(plugin.name).items()},
        "commands": list(commands),
        "problems": [plugin.failure] if plugin.failure else [],
    }


def _state(entry: dict[str, Any]) -> str:
    if entry["blocked"]:
        return "left out"
    return "failed" if entry["problems"] else "loaded"


def _together(listed: list[dict[str, Any]]) -> dict[str, list[str]]:
    kinds = ("detectors", "sources", "targets", "commands")
    return {kind: sorted(name for entry in listed for name in entry[kind]) for kind in kinds}


def _commands(manager: PluginManager) -> tuple[dict[str, tuple[str, ...]], list[Any]]:
    """The names of the commands that each plugin brings, and what went wrong; they are put into a group for nobody."""
    group = click.Group()
    found: dict[str, tuple[str, ...]] = {}

    def told(plugin: str) -> None:
        known = {name for names in found.values() for name in names}
        found[plugin] = tuple(sorted(set(group.commands) - known))

    return found, manager.commands(group, told, built_in=COMMANDS)
