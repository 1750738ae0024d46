"""Standard output: there or not, and for ``--json`` kept clean of what migrations and models print."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

from matrx_orm_migrate.cli.group import COMMANDS

__all__ = ["document", "prepared_streams", "visible"]

_document: TextIO | None = None

# All but tab and newline, C1 included: a name, a comment or a notice in somebody's database must not move the cursor,
# change the title, or answer for the user.
_CONTROLS = {code: f"\\u{code:04x}" for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))}  # turn a line around
_CONTROLS |= {code: f"\\x{code:02x}" for code in (*range(9), *range(11, 32), *range(127, 160))}


def document() -> TextIO:
    """Where the document that ``--json`` asks for goes."""
    return _document if _document is not None else sys.stdout


def visible(text: str) -> str:
    """The text with control characters spelt out (``\\x1b``), as it may be shown at a terminal."""
    return text if text.isprintable() else text.translate(_CONTROLS)


@contextmanager
def prepared_streams(arguments: Sequence[str]) -> Iterator[None]:
    """Streams that can be written to; with ``--json``, what others print goes to standard error.

    A migration may print, and so may a program that it starts: the document would not be one any more.  A plugin's
    command prints its document itself.
    """
    global _document
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # closed by whoever started us
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115  # as long as we live
        elif (reconfigure := getattr(stream, "reconfigure", None)) is not None:
            # A terminal that cannot show a character gets a question mark, and not a traceback.
            reconfigure(errors="replace")
    stdout: TextIO = sys.stdout
    ours = "--json" in arguments and arguments[0].replace("-", "_") in COMMANDS
    if not ours:
        yield
        return
    if stdout is not sys.__stdout__ or not _is_descriptor(stdout, 1):
        # within another program, which caught what is printed: its descriptor 1 is not ours to move
        _document, sys.stdout = stdout, sys.stderr
        try:
            yield
        finally:
            _document, sys.stdout = None, stdout
        return
    stdout.flush()
    kept = os.dup(1)
    os.dup2(2, 1)
    with open(kept, "w", encoding=stdout.encoding, errors="replace") as _document:
        try:
            yield
        finally:
            if not stdout.closed:  # by a plugin, or a migration
                stdout.flush()
            os.dup2(kept, 1)
            _document = None


def _is_descriptor(stream: TextIO, number: int) -> bool:
    try:
        return stream.fileno() == number and os.fstat(2) is not None
    except (OSError, ValueError):
        return False
