"""Takes a SQL script apart into its statements, as psql does: the server is never asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from matrx_orm_migrate.errors import UsageError

__all__ = ["ScriptItem", "refuse_psql_command", "script_items", "split_statements", "tokens_of"]

_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<comment>--[^\n]*)
    | (?P<block>/\*)
    | (?P<word>[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_$\u0080-\U0010ffff]*)
    | (?P<number>\.?[0-9][A-Za-z0-9_.]*)
    | (?P<parameter>\$[0-9]+)
    | (?P<dollar>\$(?:[A-Za-z_\u0080-\U0010ffff][A-Za-z0-9_\u0080-\U0010ffff]*)?\$)
    | (?P<quote>')
    | (?P<identifier>")
    | (?P<meta>\\)
    | (?P<operator>(?:(?!--|/\*)[-+*/<>=~!@\#%^&|`?])+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_PLAIN_END = re.compile(r"(?:[^']|'')*+'")
_ESCAPE_END = re.compile(r"(?:[^'\\]|''|\\.)*+'", re.DOTALL)
# a string constant goes on behind a line break, comments in between or not (PostgreSQL, Lexical Structure)
_CONTINUED = re.compile(r"[ \t\f\v]*(?:--[^\n]*)?[\n\r](?:\s|--[^\n]*\n)*'")
_IDENTIFIER_END = re.compile(r'(?:[^"]|"")*+"')
_BLOCK_EDGE = re.compile(r"/\*|\*/")
_LINE = re.compile(r"[^\n]*")
_COPY_END = re.compile(r"^\\\.\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScriptItem:
    """A piece of a script: a statement, a ``COPY … FROM STDIN`` (its data left out), or a command to psql itself.

    ``text`` has no semicolon and no comments around it; ``line`` counts from 1; ``words`` are the statement's first
    words in lower case, outside parentheses, quotes and comments.
    """

    kind: Literal["statement", "copy", "meta"]
    text: str
    line: int
    words: tuple[str, ...] = ()


def split_statements(text: str) -> Iterator[tuple[str, int]]:
    """The statements of a script, each with its line number (from 1), without semicolons and comments around them.

    Knows quotes, ``E''`` strings, dollar quotes, nested comments, parentheses (rules) and ``BEGIN ATOMIC … END``.
    The data of ``COPY … FROM STDIN`` is left out with its statement, and so are the ``\\restrict`` lines of pg_dump.
    Raises ``UsageError`` that names the line for other psql commands, and for what is opened and never closed.
    """
    for item in script_items(text):
        if item.kind == "statement":
            yield item.text, item.line
        elif item.kind == "meta":
            refuse_psql_command(item)


def refuse_psql_command(item: ScriptItem) -> None:
    """Raise ``UsageError`` for a command to psql, but for pg_dump's ``\\restrict`` and ``\\unrestrict``."""
    if item.text.split(None, 1)[0] not in ("\\restrict", "\\unrestrict"):
        raise UsageError(
            f"line {item.line}: {item.text!r} is a command to psql, which is not at work here",
            hint="Take it out, or run the file through psql into a database and use --from-database.",
        )


def script_items(text: str) -> Iterator[ScriptItem]:
    """All pieces of a script, in their order.  Raises ``UsageError`` for what is opened and never closed."""
    return _Scanner(text).items()


def tokens_of(sql: str) -> Iterator[str]:
    """The words, names, operators and signs of one statement, without comments, strings and numbers.

    Words come as PostgreSQL folds them, quoted names without their quotes.
    """
    return _Scanner(sql).tokens()


class _Scanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 1 if text.startswith("\ufeff") else 0
        self.backslash_escapes = False  # standard_conforming_strings, as the script sets it
        self._counted_to = 0
        self._line = 1
        if "\0" in text:
            raise UsageError(f"line {self.line_of(text.index(chr(0)))}: a NUL character cannot stand in SQL")

    def line_of(self, position: int) -> int:
        """The line of a position, counting on from the last one that was asked for."""
        if position < self._counted_to:
            return self.text.count("\n", 0, position) + 1
        self._line += self.text.count("\n", self._counted_to, position)
        self._counted_to = position
        return self._line

    def tokens(self) -> Iterator[str]:
        previous = ""
        while self.position < len(self.text):
            match = _TOKEN.match(self.text, self.position)
            assert match is not None
            at, self.position = match.span()
            token = match.group()
            if match.lastgroup == "block":
                self._skip_comment(at)
            elif match.lastgroup == "dollar":
                self._skip_to(self.text.find(token, self.position), len(token), at, f"the text behind {token}")
            elif match.lastgroup == "quote":
                self._skip_string(at, escapes=self._is_escape(at, previous))
            elif match.lastgroup == "identifier":
                self._skip(_IDENTIFIER_END, at, "a quoted name")
                yield self.text[at + 1 : self.position - 1].replace('""', '"')
            elif match.lastgroup == "word":
                yield token.lower()
            elif match.lastgroup in ("operator", "other"):
                yield token
            if match.lastgroup not in ("space", "comment", "block"):
                previous = token.lower()

    def items(self) -> Iterator[ScriptItem]:
        start = -1  # where the statement begins; -1 between statements
        end = 0  # behind its last token
        words: list[str] = []
        depth = 0  # parentheses
        opened: list[int] = []
        body = 0  # BEGIN ATOMIC … END, with the CASE … END in it
        body_start = 0
        previous = ""
        while self.position < len(self.text):
            match = _TOKEN.match(self.text, self.position)
            assert match is not None
            kind = match.lastgroup
            at, self.position = match.span()
            if kind in ("space", "comment"):
                continue
            if kind == "block":
                self._skip_comment(at)
                continue
            if kind == "meta":
                line = _LINE.match(self.text, at)
                assert line is not None
                self.position = line.end()
                yield ScriptItem(kind="meta", text=line.group().rstrip(), line=self.line_of(at))
                continue
            token = match.group()
            if kind == "other" and token == ";" and not depth and not body:
                if start >= 0:
                    yield self._statement(start, end, words)
                start = -1
                words = []
                previous = ""
                continue
            if start < 0:
                start = at
            word = token.lower() if kind == "word" else ""
            if kind == "word":
                if not depth and len(words) < 64:
                    words.append(word)
                # a label may be called anything behind AS or a dot
                if previous not in ("as", "."):
                    if body:
                        body += (word == "case") - (word == "end")
                    elif word == "atomic" and previous == "begin" and not depth and _makes_routine(words):
                        body, body_start = 1, at
            elif kind == "dollar":
                self._skip_to(self.text.find(token, self.position), len(token), at, f"the text behind {token}")
            elif kind == "quote":
                self._skip_string(at, escapes=self.backslash_escapes or self._is_escape(at, previous))
            elif kind == "identifier":
                self._skip(_IDENTIFIER_END, at, "a quoted name")
            elif token == "(":
                depth += 1
                opened.append(at)
            elif token == ")" and depth:
                depth -= 1
                opened.pop()
            previous = word or token
            end = self.position
        if opened:
            raise self._unclosed(opened[0], "a parenthesis")
        if body:
            raise self._unclosed(body_start, "BEGIN ATOMIC")
        if start >= 0:
            yield self._statement(start, end, words)

    def _statement(self, start: int, end: int, words: list[str]) -> ScriptItem:
        text, line = self.text[start:end], self.line_of(start)
        kind: Literal["statement", "copy"] = "statement"
        if words[:1] == ["copy"] and ("from", "stdin") in pairwise(words):
            kind = "copy"
            self._skip_copy_data()
        elif words[:1] == ["set"] and "standard_conforming_strings" in words[:3]:
            self.backslash_escapes = words[-1] == "off" or text.lower().rstrip("' ").endswith("'off")
        return ScriptItem(kind=kind, text=text, line=line, words=tuple(words))

    def _skip_copy_data(self) -> None:
        line_end = self.text.find("\n", self.position)
        last = _COPY_END.search(self.text, line_end + 1) if line_end >= 0 else None
        self.position = last.end() if last is not None else len(self.text)

    def _is_escape(self, at: int, previous: str) -> bool:
        return previous == "e" and self.text[at - 1] in "eE"

    def _skip_string(self, at: int, *, escapes: bool) -> None:
        ending = _ESCAPE_END if escapes else _PLAIN_END
        self._skip(ending, at, "a string")
        while escapes and (more := _CONTINUED.match(self.text, self.position)) is not None:
            self.position = more.end()
            self._skip(ending, at, "a string")

    def _skip(self, ending: re.Pattern[str], at: int, what: str) -> None:
        match = ending.match(self.text, self.position)
        if match is None:
            raise self._unclosed(at, what)
        self.position = match.end()

    def _skip_to(self, found: int, length: int, at: int, what: str) -> None:
        if found < 0:
            raise self._unclosed(at, what)
        self.position = found + length

    def _skip_comment(self, at: int) -> None:
        depth = 1
        while depth:
            edge = _BLOCK_EDGE.search(self.text, self.position)
            if edge is None:
                raise self._unclosed(at, "a comment")
            depth += 1 if edge.group() == "/*" else -1
            self.position = edge.end()

    def _unclosed(self, at: int, what: str) -> UsageError:
        return UsageError(f"line {self.line_of(at)}: {what} begins here and never ends")


def _makes_routine(words: list[str]) -> bool:
    """Whether the statement is CREATE [OR REPLACE] FUNCTION or PROCEDURE: only those have a body in SQL."""
    if words[:1] != ["create"]:
        return False
    rest = words[3:] if words[1:3] == ["or", "replace"] else words[1:]
    return rest[:1] in (["function"], ["procedure"])
