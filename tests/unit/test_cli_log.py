"""A command that is run in somebody else's process leaves that process its log."""

from __future__ import annotations

import logging

import click
import pytest

from matrx_orm_migrate.cli import command_line, options
from matrx_orm_migrate.cli.output import Output

NAMES = ("matrx_orm_migrate", "matrx_orm_migrate.operations.notices", "sqlalchemy", "asyncio")


def loggers() -> list[tuple[int, bool, list[logging.Handler]]]:
    """What a command could change, but for handlers that do nothing."""
    found = [logging.getLogger(name) for name in NAMES]
    return [
        (logger.level, logger.propagate, [h for h in logger.handlers if not isinstance(h, logging.NullHandler)])
        for logger in found
    ]


@pytest.mark.parametrize("how", ["--debug", "--quiet", "--no-color"])
def test_the_log_is_as_it_was_after_a_command(how: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = loggers()
    assert command_line(["plugins", how]) == 0
    assert loggers() == before


def test_the_log_is_as_it_was_after_a_command_that_failed(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MATRX_NO_PLUGINS", "detectors")
    before = loggers()
    assert command_line(["plugins", "--debug"]) == 2
    assert loggers() == before


def test_handlers_do_not_pile_up(capsys: pytest.CaptureFixture[str]) -> None:
    command_line(["plugins", "--quiet"])
    before = [list(logging.getLogger(name).handlers) for name in NAMES]
    command_line(["plugins", "--quiet"])
    assert [list(logging.getLogger(name).handlers) for name in NAMES] == before


@pytest.mark.parametrize(
    ("how", "shown"),
    [
        ([], "note: mind this\n"),
        (["--quiet"], ""),
        (["--debug"], "matrx_orm_migrate.x: said\nmatrx_orm_migrate.x: mind this\nsqlalchemy: said\n"),
    ],
)
def test_what_is_logged_meanwhile_goes_to_standard_error(
    how: list[str], shown: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    @click.command()
    @options.output
    def command(out: Output) -> None:
        logging.getLogger("matrx_orm_migrate.x").debug("said")
        logging.getLogger("matrx_orm_migrate.x").warning("mind %s", "this")
        logging.getLogger("sqlalchemy").warning("said")

    command.main(how, standalone_mode=False)
    assert capsys.readouterr().err == shown
