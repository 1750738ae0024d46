"""Options that several commands have."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from matrx_orm_migrate.cli.logs import followed_log
from matrx_orm_migrate.cli.output import Output
from matrx_orm_migrate.limits import lock_timeout_problem

__all__ = [
    "chosen_database",
    "connect_wait",
    "database",
    "directory",
    "existing_directory",
    "lock_timeout",
    "lock_wait",
    "output",
    "pairs_such_as",
    "schemas",
    "tables",
]

_F = TypeVar("_F", bound=Callable[..., Any])


def _seconds(_context: click.Context, _parameter: click.Parameter, given: float | None) -> float | None:
    if given is not None and not 0 <= given < float("inf"):
        raise click.BadParameter("must be a number of seconds, 0 or more")
    return given


def _lock_timeout(_context: click.Context, _parameter: click.Parameter, given: float | None) -> float | None:
    if given is not None and (problem := lock_timeout_problem(given)):
        raise click.BadParameter(problem)
    return given


database: Callable[[_F], _F] = click.option(
    "--database",
    "-d",
    metavar="X",
    help="A name from pyproject.toml, matrx_orm.toml or the environment, a URL, or `embedded`.",
)
directory: Callable[[_F], _F] = click.option(
    "--dir", "directory", type=click.Path(path_type=Path, file_okay=False), help="The folder of the migration files."
)
existing_directory: Callable[[_F], _F] = click.option(
    "--dir",
    "directory",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    help="The folder of the migration files.",
)
schemas: Callable[[_F], _F] = click.option(
    "--schema", "schemas", metavar="NAME", multiple=True, help="A schema in scope; repeatable; '*' for all of yours."
)
connect_wait: Callable[[_F], _F] = click.option(
    "--connect-wait",
    type=float,
    callback=_seconds,
    default=0.0,
    metavar="SECONDS",
    help="How long to try again while the server does not answer.  [default: 0]",
)
lock_wait: Callable[[_F], _F] = click.option(
    "--lock-wait",
    type=float,
    callback=_seconds,
    default=60.0,
    metavar="SECONDS",
    help="How long to wait for another run, or for locks on tables.  [default: 60]",
)

lock_timeout: Callable[[_F], _F] = click.option(
    "--lock-timeout",
    type=float,
    callback=_lock_timeout,
    metavar="SECONDS",
    help="How long one statement may wait for a lock before it is tried again; 0: no limit.  [default: the database's "
    "lock_timeout, or 5]",
)


def tables(function: _F) -> _F:
    """``--include-tables`` and ``--exclude-tables``."""
    for name, what in (("exclude", "Leave these tables alone"), ("include", "Only these tables")):
        function = click.option(
            f"--{name}-tables",
            multiple=True,
            metavar="TABLE…",
            callback=_split,
            help=f"{what}; names or patterns, with commas or spaces between them.",
        )(function)
    return function


def output(function: _F) -> _F:
    """``--json``, ``--quiet``, ``--no-color`` and ``--debug``, which the command gets as one `Output`, ``out``.

    And ``--no-plugin``, which holds while the command runs.
    """

    @click.option("--json", "as_json", is_flag=True, help="Print one JSON document, for scripts.")
    @click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors and what was asked for.")
    @click.option("--no-color", is_flag=True, help="No colours; NO_COLOR in the environment does the same.")
    @click.option("--debug", is_flag=True, help="Log what happens, and show tracebacks.")
    @click.option("--no-plugin", "no_plugins", multiple=True, metavar="NAME", help="Do without a plugin; repeatable.")
    @functools.wraps(function)
    def wrapper(
        as_json: bool, quiet: bool, no_color: bool, debug: bool, no_plugins: tuple[str, ...], **options: Any
    ) -> Any:
        out = Output(as_json=as_json, quiet=quiet, no_color=no_color)
        with followed_log(debug=debug, silent=out.silent):
            if not no_plugins:
                return function(out=out, **options)
            from matrx_orm_migrate.config.plugins import discover_plugins, without_plugins

            with without_plugins(no_plugins):
                discover_plugins()  # a name that there is not is refused, also where the command needs no plugins
                return function(out=out, **options)

    return wrapper  # type: ignore[return-value]  # click calls it by keyword


def chosen_database(given: str | None) -> str:
    """The database that was named, or the only one that is configured.

    What the project's files declare comes before what the environment happens to have.  Raises ``ConfigError``.
    """
    if given is not None:
        return given
    from matrx_orm_migrate.config import declared_databases, known_databases
    from matrx_orm_migrate.errors import ConfigError

    names = declared_databases() or tuple(name for name in known_databases() if name != "embedded")
    if len(names) == 1:
        return names[0]
    if names:
        raise ConfigError(f"which database? there are {', '.join(names)}", hint=f"Say it: --database {names[0]}")
    raise ConfigError(
        "no database is configured",
        hint="Give a URL: --database postgresql://…, or declare [tool.matrx-orm.databases.NAME] in pyproject.toml.",
    )


_Pairs = Callable[[click.Context, click.Parameter, tuple[str, ...]], list[tuple[str, str]]]


def pairs_such_as(example: str) -> _Pairs:
    """Reads ``old=new`` as pairs; what is none is answered with the example."""

    def read(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> list[tuple[str, str]]:
        pairs: list[tuple[str, str]] = []
        for text in given:
            old, separator, new = text.partition("=")
            if not (separator and old.strip() and new.strip()):
                raise click.BadParameter(f"{text!r} is not old=new, such as {example}")
            pairs.append((old.strip(), new.strip()))
        return pairs

    return read


def _split(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for text in given for name in text.replace(",", " ").split())
