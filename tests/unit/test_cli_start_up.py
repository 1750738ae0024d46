"""The command line starts quickly: nothing is imported before it is needed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import matrx_orm_migrate.cli.group
from matrx_orm_migrate import __version__
from matrx_orm_migrate.cli.group import COMMANDS

SLOW = ("sqlalchemy", "asyncpg", "rich", "asyncio", "pluggy", "importlib.metadata", "matrx_orm_migrate.api")


def imported(*arguments: str) -> set[str]:
    """The modules that a command brings, of those that are slow, and click."""
    code = (
        "import sys, json\n"
        "from matrx_orm_migrate.__main__ import main\n"
        "try:\n    main(sys.argv[1:])\n"
        "finally:\n    print(json.dumps(sorted(sys.modules)), file=sys.stderr)\n"
    )
    run = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return {*SLOW, "click"} & set(json.loads(run.stderr.splitlines()[-1]))


def seconds_of_cpu(code: str, *arguments: str) -> float:
    """The least of five runs, user and system time."""
    measured = []
    for _ in range(5):
        before = os.times()
        subprocess.run([sys.executable, "-c", code, *arguments], stdout=subprocess.DEVNULL, check=True)
        after = os.times()
        measured.append(after.children_user + after.children_system - before.children_user - before.children_system)
    return min(measured)


def test_the_version_is_told_without_click() -> None:
    assert imported("--version") == set()


def test_help_brings_click_alone() -> None:
    assert imported("--help") == {"click"}


def test_no_arguments_show_the_help() -> None:
    assert imported() == {"click"}


@pytest.mark.parametrize("command", COMMANDS)
def test_the_help_of_each_command_brings_click_alone(command: str) -> None:
    assert imported(command, "--help") == {"click"}


def test_help_costs_at_most_twice_what_importing_click_costs() -> None:
    if sys.gettrace() is not None:
        pytest.skip("a tracer is at work")
    click = seconds_of_cpu("import click")
    shown = seconds_of_cpu("from matrx_orm_migrate.__main__ import main; main(['--help'])")
    assert shown <= 2 * click


def test_help_names_every_command_and_every_exit_code() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "matrx_orm_migrate", "--help"], capture_output=True, text=True, check=True
    )
    for command in COMMANDS:
        assert re.search(rf"^  {command} ", run.stdout, re.MULTILINE)
    text = " ".join(run.stdout.split())
    assert all(re.search(rf"\b{code} [\w-]", text.partition("Exit codes:")[2]) for code in range(10))
    assert all(len(line) <= 80 for line in run.stdout.splitlines())


def test_the_version_is_the_packages() -> None:
    for spelling in (["--version"], ["--help", "--version"]):
        run = subprocess.run(
            [sys.executable, "-m", "matrx_orm_migrate", *spelling], capture_output=True, text=True, check=True
        )
        assert __version__ in run.stdout or "--help" in spelling


def test_every_command_has_a_module_and_the_module_the_command() -> None:
    folder = Path(matrx_orm_migrate.cli.group.__file__).parent
    for command in COMMANDS:
        assert f'@click.command("{command}"' in (folder / f"{command}.py").read_text(encoding="utf-8")


@pytest.mark.parametrize(("command", "stream"), [("journal", "stdout"), ("status", "stderr")])
def test_what_a_plugins_command_prints_for_json_is_on_standard_output(command: str, stream: str) -> None:
    """What is printed along with one of ours is not: its document is written elsewhere."""
    code = (
        "import sys\nfrom matrx_orm_migrate.cli.streams import prepared_streams\n"
        "with prepared_streams(sys.argv[1:]):\n    print('[]')\n"
    )
    run = subprocess.run([sys.executable, "-c", code, command, "--json"], capture_output=True, text=True, check=True)
    assert getattr(run, stream) == "[]\n"
