"""Python source out of small trees: calls, tuples, dictionaries, laid out as ``ruff format`` would leave them.

A node is a string (source that is never broken) or one of the classes here.  A node that does not fit on its line is
broken into one item a line, with a trailing comma: what the formatters call a magic trailing comma, and keep.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = [
    "LINE_LENGTH",
    "Call",
    "Dictionary",
    "Items",
    "Node",
    "assignment",
    "layout",
    "literal",
    "one_line",
    "width",
]

LINE_LENGTH = 120

_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}


@dataclass(frozen=True, slots=True)
class Call:
    """``function(positional, keyword=…)``; with other brackets, ``Annotated[…]``."""

    function: str
    positional: tuple[Node, ...] = ()
    keyword: tuple[tuple[str, Node], ...] = ()
    brackets: str = "()"


@dataclass(frozen=True, slots=True)
class Items:
    """A list or a tuple."""

    items: tuple[Node, ...]
    brackets: str = "[]"


@dataclass(frozen=True, slots=True)
class Dictionary:
    """A dictionary whose keys are strings."""

    entries: tuple[tuple[str, Node], ...]


Node = str | Call | Items | Dictionary


def literal(text: str) -> str:
    """A Python string literal of ``text``: printable characters as they are, the rest escaped."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + "".join(_escaped(character, quote) for character in text) + quote


def _escaped(character: str, quote: str) -> str:
    if character == quote:
        return "\\" + quote
    if character in _ESCAPES:
        return _ESCAPES[character]
    # joined, reversed or invisible characters would make the source read as something else
    if character.isprintable() and unicodedata.category(character) not in ("Cf", "Mn", "Me"):
        return character
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def one_line(node: Node) -> str:
    """The node's source on one line."""
    match node:
        case str():
            return node
        case Call(function, positional, keyword, brackets):
            arguments = [one_line(item) for item in positional]
            arguments += [f"{name}={one_line(value)}" for name, value in keyword]
            return f"{function}{brackets[0]}{', '.join(arguments)}{brackets[1]}"
        case Items(items, brackets):
            inner = ", ".join(one_line(item) for item in items)
            comma = "," if brackets == "()" and len(items) == 1 else ""
            return f"{brackets[0]}{inner}{comma}{brackets[1]}"
        case Dictionary(entries):
            return "{" + ", ".join(f"{literal(key)}: {one_line(value)}" for key, value in entries) + "}"


def layout(node: Node, *, indent: int = 0, before: str = "", after: str = "", broken: bool = False) -> str:
    """The line or lines ``before`` + node + ``after``, all at ``indent`` spaces, without a newline at the end.

    ``broken`` breaks the node even where it would fit.
    """
    flat = f"{' ' * indent}{before}{one_line(node)}{after}"
    if isinstance(node, str) or (width(flat) <= LINE_LENGTH and not broken):
        return flat
    match node:
        case Call(function, positional, keyword, brackets):
            opening, closing = f"{function}{brackets[0]}", brackets[1]
            parts: Sequence[tuple[str, Node]] = [("", item) for item in positional]
            parts = [*parts, *((f"{name}=", value) for name, value in keyword)]
        case Items(items, brackets):
            opening, closing = brackets[0], brackets[1]
            parts = [("", item) for item in items]
        case Dictionary(entries):
            opening, closing = "{", "}"
            parts = [(f"{literal(key)}: ", value) for key, value in entries]
    if not parts:
        return flat
    lines = [f"{' ' * indent}{before}{opening}"]
    lines += [layout(value, indent=indent + 4, before=prefix, after=",") for prefix, value in parts]
    lines.append(f"{' ' * indent}{closing}{after}")
    return "\n".join(lines)


def assignment(name: str, value: str, *, indent: int = 0) -> str:
    """``name = value``, the value never broken: where the line is too long, in brackets on a line of its own."""
    margin = " " * indent
    line = f"{margin}{name} = {value}"
    return line if width(line) <= LINE_LENGTH else f"{margin}{name} = (\n{margin}    {value}\n{margin})"


def width(line: str) -> int:
    """How many columns a line takes up, as ruff counts them."""
    if line.isascii():
        return len(line)
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in line)
