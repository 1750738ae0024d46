"""What a command prints: calm aligned lines for people, or one JSON document for scripts."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from matrx_orm_migrate.cli import streams
from matrx_orm_migrate.cli.errors import redact_urls
from matrx_orm_migrate.cli.streams import visible

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

__all__ = ["Output", "shown_path", "shown_seconds"]


class Output:
    """Standard output as the options ask for it.  A reader that goes away (``| head``) never stops the work."""

    def __init__(self, *, as_json: bool, quiet: bool, no_color: bool) -> None:
        self.as_json = as_json
        self.quiet = quiet
        self._no_color = no_color or bool(os.environ.get("NO_COLOR"))
        self._console: Console | None = None
        # by rich's rule; then the lines are written without it, whose import and tables cost more than the work
        forced = bool(os.environ.get("FORCE_COLOR")) or os.environ.get("TTY_COMPATIBLE") == "1"
        self._plain = not forced and not sys.stdout.isatty()

    @property
    def console(self) -> Console:
        """The terminal, or what stands in for it: without colours and without wrapping where it is piped."""
        if self._console is None:
            from rich.console import Console

            width = None if sys.stdout.isatty() else 10_000
            colors: Literal["auto"] | None = None if self._no_color else "auto"
            self._console = Console(highlight=False, markup=False, emoji=False, width=width, color_system=colors)
        return self._console

    @property
    def interactive(self) -> bool:
        """Whether somebody is there who can answer a question."""
        return not self.as_json and sys.stdin is not None and sys.stdin.isatty() and sys.stdout.isatty()

    @property
    def in_color(self) -> bool:
        """Whether colours are shown."""
        return self.console.color_system is not None

    @property
    def silent(self) -> bool:
        """Whether nothing is to be told."""
        return self.as_json or self.quiet

    def json(self, document: Mapping[str, object]) -> None:
        """The document that ``--json`` asks for."""
        import json

        with _nobody_listens():
            stream = streams.document()
            stream.write(json.dumps(_redacted(document), indent=2, ensure_ascii=False, default=str) + "\n")
            stream.flush()

    def text(self, text: str) -> None:
        """Text that was asked for, as it stands."""
        with _nobody_listens():
            sys.stdout.write(text if text.endswith("\n") else f"{text}\n")
            sys.stdout.flush()

    def line(self, text: str = "", style: str = "") -> None:
        """One line."""
        if self.silent:
            return
        text = redact_urls(text)
        if self._plain:
            self._write([text])
            return
        from rich.text import Text

        self._print(Text(visible(text), style=style))

    def item(self, mark: str, text: str, style: str = "", *, before: str = "") -> None:
        """A line of a list, after ``before`` in grey; where it must go on in the next line, that is indented."""
        if self.silent:
            return
        text = redact_urls(text)
        if self._plain:
            start = f"  {mark} " if mark else "  "
            start += f"{before}  " if before else ""
            first, *others = text.splitlines() or [""]
            self._write([start + first, *(" " * len(start) + line for line in others)])
            return
        from rich.table import Table
        from rich.text import Text

        row = Table.grid(padding=(0, 1))
        row.add_column(no_wrap=True)
        cells = [Text(f"  {mark}" if mark else " ", style=style)]
        if before:
            row.add_column(no_wrap=True)
            cells.append(Text(f"{before} ", style="dim"))
        row.add_column(overflow="fold")
        row.add_row(*cells, Text(visible(text), style=style))
        self._print(row)

    def table(self, columns: Sequence[str], rows: Sequence[Sequence[str]], style: Callable[[int], str]) -> None:
        """A table; ``style`` gives the colour of a row by its number."""
        if self.silent:
            return
        if self._plain and (lines := _aligned(columns, rows)):
            self._write(lines)
            return
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, padding=(0, 2, 0, 0), header_style="bold")
        for number, column in enumerate(columns):
            table.add_column(column, no_wrap=number > 0, overflow="fold")
        for number, row in enumerate(rows):
            table.add_row(*(Text(visible(cell)) for cell in row), style=style(number) or None)
        self._print(table)

    def code(self, text: str, language: str) -> None:
        """A part of a file, indented, with its words coloured."""
        if self.silent:
            return
        from rich.padding import Padding
        from rich.syntax import Syntax
        from rich.text import Text

        room = self.console.width - 4
        text = "\n".join(line if len(line) <= room else f"{line[: room - 1]}…" for line in visible(text).splitlines())
        shown = Syntax(text, language, theme="ansi_dark", background_color="default")
        self._print(Padding(shown if self.in_color else Text(text), (0, 0, 0, 4)))

    def _write(self, lines: Sequence[str]) -> None:
        text = "".join(f"{visible(line).expandtabs(8).rstrip()}\n" for line in lines)
        with _nobody_listens():
            sys.stdout.write(text)
            sys.stdout.flush()

    def _print(self, what: RenderableType) -> None:
        with _nobody_listens():
            if self.console.is_terminal:
                self.console.print(what)
                return
            with self.console.capture() as captured:
                self.console.print(what)
            sys.stdout.write("".join(f"{line.rstrip()}\n" for line in captured.get().splitlines()))
            sys.stdout.flush()

    @contextmanager
    def working(self, text: str) -> Iterator[Callable[[str], None]]:
        """A spinner at a terminal while something takes its time; gives a function that changes its text."""
        if self.silent or self._plain or not self.console.is_terminal:
            yield lambda _text: None
            return
        with self.console.status(text, spinner="dots") as spinner:
            yield lambda text: spinner.update(text)


def _redacted(value: object, key: str = "") -> object:
    """A document without passwords in URLs; the text of a file is what the file has."""
    if isinstance(value, str):
        return value if key == "text" else redact_urls(value)
    if isinstance(value, Mapping):
        return {name: _redacted(content, name) for name, content in value.items()}
    if isinstance(value, list | tuple):
        return [_redacted(item, key) for item in value]
    return value


def _aligned(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The lines of a table; none where a cell has more than one line, or what cannot be printed."""
    everything = "".join(chain.from_iterable(rows))
    if not everything.isprintable():
        return []
    if everything.isascii():
        template = "  ".join(f"%-{max(map(len, cells))}s" for cells in zip(columns, *rows, strict=True))
        return [template % tuple(row) for row in (columns, *rows)]
    from rich.cells import cell_len  # some characters take two places

    widths = [max(map(cell_len, cells)) for cells in zip(columns, *rows, strict=True)]
    return [
        "  ".join(cell + " " * (widest - cell_len(cell)) for cell, widest in zip(row, widths, strict=True))
        for row in (columns, *rows)
    ]


@contextmanager
def _nobody_listens() -> Iterator[None]:
    """Printing to a closed pipe or a full disk does nothing, from then on too; a migration must not fail for it."""
    try:
        yield
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    except OSError as error:  # a full disk: said once, where it can be
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        sys.stderr.write(f"note: standard output cannot be written: {error.strerror or error}\n")


def shown_path(path: Path) -> str:
    """A path as one would type it."""
    current = Path.cwd()
    return str(path.relative_to(current)) if path.is_relative_to(current) else str(path)


def shown_seconds(seconds: float) -> str:
    """``0.03 s``, ``12.4 s``, ``3 min 05 s``."""
    if seconds < 60:
        return f"{seconds:.2f} s" if seconds < 10 else f"{seconds:.1f} s"
    return f"{int(seconds) // 60} min {int(seconds) % 60:02d} s"
