"""A project folder in which commands are run."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from matrx_orm_migrate.cli import command_line
from tests.support.migrations import execute, query, recorded
from tests.support.servers import run_apart

BEFORE = "create table shop (id int primary key, name varchar(20));"
AFTER = "create table shop (id int primary key, name varchar(40) not null); create table extra (id int);"
CTRL_C = "\x03"
ARGV = [sys.executable, "-m", "matrx_orm_migrate"]


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        assert self.err == ""
        return json.loads(self.out)


class Project:
    """A folder with a configuration that names one database, ``shop``, and commands that are run in it."""

    def __init__(self, folder: Path, url: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.url = url
        self._capsys = capsys
        self.configure(f'[databases.shop]\nurl = "{url}"\noutput = "generated"\n')

    def configure(self, text: str) -> None:
        """Write matrx_orm.toml."""
        (self.folder / "matrx_orm.toml").write_text(text, encoding="utf-8")

    def sql(self, text: str) -> str:
        """Write schema.sql; its name."""
        (self.folder / "schema.sql").write_text(text, encoding="utf-8")
        return "schema.sql"

    def run(self, *arguments: str) -> Ended:
        """Run a command in this process."""
        self._capsys.readouterr()
        code = command_line(arguments)
        out, err = self._capsys.readouterr()
        assert "--debug" in arguments or len(err.splitlines()) <= 10
        return Ended(code, out, err)

    def make(self, text: str, *arguments: str) -> Ended:
        """Run makemigrations with a schema.sql of this text."""
        return self.run("makemigrations", "--from-sql", self.sql(text), *arguments)

    def execute(self, *statements: str) -> None:
        """Run SQL on the database."""
        run_apart(execute(self.url, *statements))

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query."""
        rows: list[tuple[Any, ...]] = []

        async def ask() -> None:
            rows.extend(await query(self.url, sql))

        run_apart(ask())
        return rows

    @property
    def recorded(self) -> tuple[str, ...]:
        """What the database has as applied."""
        names: list[str] = []

        async def ask() -> None:
            names.extend(await recorded(self.url))

        run_apart(ask())
        return tuple(names)

    @property
    def files(self) -> list[str]:
        """The names of the migrations."""
        return sorted(path.stem for path in (self.folder / "migrations").glob("*.py"))
