"""The story itself: a project in a temporary folder, a server, and the commands, each run as one would run it."""

from __future__ import annotations

import asyncio
import difflib
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

from matrx_orm_migrate.connections import create_engine
from matrx_orm_migrate.embedded import EmbeddedServer, temporary_embedded
from matrx_orm_migrate.errors import MatrxMigrateError

__all__ = ["DemoResult", "DemoStep", "Narrator", "tell_story"]

_CONFIGURATION = """\
[databases.shop]
url_env = "SHOP_URL"
models = ["models:Base"]
output = "generated"
"""
_ROWS = (
    "INSERT INTO customer (email, name, fax) VALUES ('ada@example.com', 'Ada', '+44 20 1'), "
    "('grace@example.com', 'Grace', NULL)",
    "INSERT INTO product (title, price) VALUES ('Engine', 9500.00)",
    'INSERT INTO "order" (customer_id) SELECT id FROM customer',
)


class Narrator(Protocol):
    """Who tells the story: prints, or keeps quiet.  ``quiet`` says that commands are not to print either."""

    quiet: bool

    def title(self, text: str) -> None:
        """A new chapter."""

    def text(self, text: str) -> None:
        """A sentence."""

    def command(self, text: str) -> None:
        """A command, as one types it."""

    def code(self, text: str, language: str) -> None:
        """A part of a file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoStep:
    """One command of the story: what was typed, its exit code, how many seconds it took; ``output`` if it was kept."""

    command: str
    exit_code: int
    seconds: float
    output: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoResult:
    """The whole story; ``seconds`` counts the server's start and stop too."""

    steps: tuple[DemoStep, ...]
    seconds: float


def tell_story(narrator: Narrator, *, color: bool = True) -> DemoResult:
    """Run the demo and clean up behind it, by an error or Ctrl-C too.

    Raises ``ConfigError`` where the embedded server is not installed, and `MatrxMigrateError` where a command of the
    story does not end as it should.
    """
    started = time.monotonic()
    narrator.title("A small shop, and a PostgreSQL of its own")
    narrator.text("Starting the embedded server in a temporary folder; nothing of yours is touched.")
    with _server() as server, _folder() as folder:
        asyncio.run(_execute(server.url(), "CREATE DATABASE shop TEMPLATE template0"))
        story = _Story(narrator, folder, server.url("shop"), color=color)
        story.tell()
    return DemoResult(steps=tuple(story.steps), seconds=time.monotonic() - started)


class _Story:
    def __init__(self, narrator: Narrator, folder: Path, url: str, *, color: bool) -> None:
        self.steps: list[DemoStep] = []
        self._narrator = narrator
        self._folder = folder
        self._url = url
        self._environment = {
            # without what would make another database the right one, or old bytecode the right models
            **{name: value for name, value in os.environ.items() if not name.startswith("PG")},
            "SHOP_URL": url,
            "XDG_CACHE_HOME": str(folder / ".cache"),
            "PYTHONDONTWRITEBYTECODE": "1",
            **({} if color else {"NO_COLOR": "1"}),
        }

    def tell(self) -> None:
        """From the first model to the generated ones."""
        say = self._narrator
        (self._folder / "matrx_orm.toml").write_text(_CONFIGURATION, encoding="utf-8")
        first = self._use_models("models_v1.py")
        say.text("models.py has three models; matrx_orm.toml names the database and the models. This is one of them:")
        say.code(_block(first, "class Customer"), "python")

        say.title("The first migration")
        self._run("makemigrations", "--name", "first version")
        self._run("migrate")
        self._execute(*_ROWS)
        say.text("Two customers, a product and two orders move in.")

        say.title("The second version of the models")
        second = self._use_models("models_v2.py")
        say.code(_difference(first, second), "diff")
        say.text("A column goes, and its data with it. That is refused as long as nobody consents:")
        self._run("makemigrations", "--name", "second version", expected=8)
        self._run("makemigrations", "--name", "second version", "--allow-data-loss")
        newest = max((self._folder / "migrations").glob("*.py"))
        say.text(f"Plain SQL, to be read before it runs. A part of {newest.name}:")
        say.code(_shortened(_block(newest.read_text(encoding="utf-8"), "async def up"), 14), "python")
        self._run("migrate")
        self._run("status")
        names = asyncio.run(_fetch(self._url, "SELECT full_name FROM customer ORDER BY id"))
        say.text(f"The renamed column still has its names: {', '.join(names)}.")

        say.title("Back, and forth again")
        self._run("rollback")
        names = asyncio.run(_fetch(self._url, "SELECT name FROM customer ORDER BY id"))
        say.text(f"The old column is back, with its names: {', '.join(names)}.")
        self._run("migrate")

        say.title("The other direction: from the database to models")
        self._run("rebuild")
        generated = (self._folder / "generated" / "models.py").read_text(encoding="utf-8")
        say.text("Models for every table, and managers. One of them:")
        say.code(_shortened(_block(generated, "class Order("), 24), "python")
        say.text("What was generated says the same as the database, so there is nothing left to do:")
        self._run("makemigrations", "--models", "generated.models:Base", "--check")

    def _use_models(self, name: str) -> str:
        text = files("matrx_orm_migrate.demo").joinpath(name).read_text(encoding="utf-8")
        (self._folder / "models.py").write_text(text, encoding="utf-8")
        return text

    def _execute(self, *statements: str) -> None:
        asyncio.run(_execute(self._url, *statements))

    def _run(self, *arguments: str, expected: int = 0) -> None:
        typed = shlex.join(["matrx-orm", *arguments])
        self._narrator.command(typed)
        started = time.monotonic()
        exit_code, output = _run_process(
            [sys.executable, "-m", "matrx_orm_migrate", *arguments],
            folder=self._folder,
            environment=self._environment,
            keep=self._narrator.quiet,
        )
        seconds = time.monotonic() - started
        self.steps.append(DemoStep(command=typed, exit_code=exit_code, seconds=seconds, output=output))
        if exit_code != expected:
            raise MatrxMigrateError(f"the demo stopped: `{typed}` ended with {exit_code}\n{output}".rstrip())


def _run_process(command: Sequence[str], *, folder: Path, environment: dict[str, str], keep: bool) -> tuple[int, str]:
    """Run a command; its output goes where ours goes, or is kept."""
    sys.stdout.flush()
    stream: Any = subprocess.PIPE if keep else None
    errors: Any = subprocess.STDOUT if keep else None
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=stream, stderr=errors, text=True
    ) as process:
        try:
            output, _ = process.communicate()
        except BaseException:
            process.terminate()  # at a terminal, Ctrl-C told it already
            raise
    return process.returncode, output or ""


@contextmanager
def _server() -> Iterator[EmbeddedServer]:
    server = temporary_embedded()
    try:
        yield server
    finally:
        with _undisturbed():
            server.stop()


@contextmanager
def _folder() -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="matrx-orm-demo-"))
    try:
        yield folder
    finally:
        with _undisturbed():
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Clean up to the end, whoever presses Ctrl-C once more: it takes a fraction of a second."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {number: signal.signal(number, signal.SIG_IGN) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


async def _execute(url: str, *statements: str) -> None:
    engine = create_engine(url)
    try:
        async with engine.connect() as connection:
            connection = await connection.execution_options(isolation_level="AUTOCOMMIT")
            for statement in statements:
                await connection.exec_driver_sql(statement)
    finally:
        await engine.dispose()


async def _fetch(url: str, sql: str) -> list[str]:
    engine = create_engine(url)
    try:
        async with engine.connect() as connection:
            return [str(row[0]) for row in await connection.exec_driver_sql(sql)]
    finally:
        await engine.dispose()


def _block(source: str, start: str) -> str:
    """The class or function that begins with ``start``, up to the next thing that stands at the left margin."""
    lines = source.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith(start))
    end = first + 1
    while end < len(lines) and (not lines[end] or lines[end].startswith((" ", ")"))):
        end += 1
    return "\n".join(lines[first:end]).rstrip()


def _shortened(text: str, most: int) -> str:
    lines = text.splitlines()
    if len(lines) <= most + 1:
        return text
    return "\n".join([*lines[:most], f"    # … and {len(lines) - most} more lines"])


def _difference(before: str, after: str) -> str:
    """What changed in the models, without imports and docstrings."""
    kept: list[str] = []
    for line in difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0):
        if line.startswith(("---", "+++", "@@")) or not line[1:].strip() or "import" in line or '"""' in line:
            continue
        kept.append(line)
    return "\n".join(kept)
