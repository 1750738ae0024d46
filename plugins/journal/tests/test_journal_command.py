"""``matrx-orm journal``, as it is typed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from matrx_orm_migrate_journal.command import journal as command
from matrx_orm_migrate_journal.entries import Entry, journal_path, write


def entry(migration: str, outcome: str = "applied", second: int = 0) -> Entry:
    return Entry(
        at=f"2026-03-01T09:12:{second:02}.000+00:00",
        migration=migration,
        direction="down" if outcome == "rolled_back" else "up",
        outcome=outcome,
        seconds=0.25 + second,
        checksum="0" * 64,
        directory="/srv/app/migrations",
        user="me",
        host="here",
    )


@pytest.fixture
def three(journal: Path) -> None:
    """Three lines."""
    for number, (name, outcome) in enumerate(
        [("0001_first", "failed"), ("0001_first", "applied"), ("0001_first", "rolled_back")]
    ):
        write(entry(name, outcome, number))


def shown(*arguments: str) -> tuple[str, str, int]:
    result = CliRunner().invoke(command, arguments)
    return result.stdout, result.stderr, result.exit_code


@pytest.mark.usefixtures("three")
def test_all_of_it_is_a_table() -> None:
    assert shown()[0] == (
        "ended (UTC)          migration         outcome      seconds\n"
        "2026-03-01 09:12:00  0001_first  up    failed         0.250\n"
        "2026-03-01 09:12:01  0001_first  up    applied        1.250\n"
        "2026-03-01 09:12:02  0001_first  down  rolled_back    2.250\n"
    )


@pytest.mark.usefixtures("three")
@pytest.mark.parametrize(
    ("arguments", "seconds"),
    [
        (["--last", "1"], [2.25]),
        (["--failed"], [0.25]),
        (["--failed", "--last", "2"], [0.25]),
        (["--migration", "0001_first"], [0.25, 1.25, 2.25]),
        (["--migration", "0002_other"], []),
        ([], [0.25, 1.25, 2.25]),
    ],
)
def test_what_is_asked_for_is_chosen(arguments: list[str], seconds: list[float]) -> None:
    lines = shown(*arguments, "--json")[0].splitlines()
    assert [json.loads(line)["seconds"] for line in lines] == seconds


@pytest.mark.usefixtures("three")
def test_a_line_that_was_cut_off_is_told_and_the_others_are_shown(journal: Path) -> None:
    with journal.open("a", encoding="utf-8") as file:
        file.write('{"at": "2026-03-\n[]\n{"at": "x"}\n')
    output, errors, code = shown("--json")
    assert len(output.splitlines()) == 3
    assert errors.splitlines() == [f"{journal}, line {number}: no entry" for number in (4, 5, 6)]
    assert code == 0


@pytest.mark.usefixtures("three")
def test_what_a_later_version_writes_besides_is_passed_over(journal: Path) -> None:
    line = json.loads(journal.read_text(encoding="utf-8").splitlines()[0])
    journal.write_text(json.dumps(line | {"database": "shop"}) + "\n", encoding="utf-8")
    assert json.loads(shown("--json")[0]) == line


def test_without_a_file_there_is_nothing(journal: Path) -> None:
    assert shown() == ("", f"Nothing of that kind in {journal}.\n", 0)


def test_without_a_journal_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MATRX_JOURNAL", "")
    assert shown()[2] == 2


def test_the_file_is_the_users_where_nobody_names_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MATRX_JOURNAL")
    path = journal_path()
    assert path is not None
    assert path.parts[-2:] == ("matrx-orm-migrate", "journal.jsonl")


@pytest.mark.usefixtures("three")
def test_the_command_line_has_it() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "matrx_orm_migrate", "journal", "--last", "1", "--json"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(done.stdout)["outcome"] == "rolled_back"
