"""What is piped is written without rich, and looks as rich writes it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from io import StringIO

import pytest

from matrx_orm_migrate.cli.output import Output

TABLES = [
    [("0001_first", "applied", "2024-01-02 03:04"), ("0002", "pending", "")],
    [("0001_日本", "applied", ""), ("0002_é", "edited", "x")],
    [("0001_\x1b[2J", "applied", ""), ("0002", "\u202e", "y")],
    [],
]


def written(show: Callable[[Output], None], *, plain: bool, monkeypatch: pytest.MonkeyPatch) -> str:
    out = Output(as_json=False, quiet=False, no_color=False)
    monkeypatch.setattr(out, "_plain", plain)
    monkeypatch.setattr(sys, "stdout", stream := StringIO())
    show(out)
    return stream.getvalue()


@pytest.mark.parametrize(
    "show",
    [
        lambda out: out.line(),
        lambda out: out.line("tab\there, [bold]brackets[/], :smile: and é", "red"),
        lambda out: out.line("two\nlines  "),
        lambda out: out.line("\x1b[2J\x07\r"),
        lambda out: out.item("✓", "0001_first", "green", before="  0.01 s"),
        lambda out: out.item("", "some text\nand more"),
        lambda out: out.item("!", "é\nthe rest", "red", before="0.1"),
        *(
            lambda out, rows=rows: out.table(("migration", "state", "applied"), rows, lambda _row: "red")
            for rows in TABLES
        ),
    ],
)
def test_it_is_the_same_text(show: Callable[[Output], None], monkeypatch: pytest.MonkeyPatch) -> None:
    found = written(show, plain=True, monkeypatch=monkeypatch)
    assert found == written(show, plain=False, monkeypatch=monkeypatch)
    assert "\x1b" not in found
