"""Read SQL text just far enough to know what kind of statements are in it; never to change it.

A tokenizer of PostgreSQL's lexical rules (PostgreSQL 18, chapter 4.1): strings with their prefixes, quoted
identifiers, dollar quotes, nested comments.  Statements end at a ``;`` outside parentheses and outside a
``BEGIN ATOMIC … END`` body, as in psql.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

__all__ = ["SqlStatement", "changes_session", "first_word", "split_statements", "tokens", "without_secrets"]

_IDENTIFIER = r"[^\W\d][\w$]*"
_TOKEN = re.compile(
    rf"""
      (?P<space>\s+|--[^\r\n]*)
    | (?P<comment>/\*)
    | (?P<escaped>[eE]'(?:[^'\\]|''|\\.)*')
    | (?P<string>(?:[bBxXnN]|[uU]&)?'(?:[^']|'')*')
    | (?P<quoted>(?:[uU]&)?"(?:[^"]|"")*")
    | (?P<dollar>\$(?P<tag>(?:[^\W\d]\w*)?)\$)
    | (?P<word>{_IDENTIFIER})
    | (?P<number>\.?\d[\w.]*|\$\d+)
    | (?P<other>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_MAY_BE_SECRET = re.compile(r"password|passwd|://[^\s/@:]*:[^\s@]*@", re.IGNORECASE)
_OPTIONS_OF_A_MAPPING = re.compile(r"\bUSER\s+MAPPING\b.*?\bOPTIONS\b", re.IGNORECASE | re.DOTALL)
# Setting pg_settings' rows sets the session, too (PostgreSQL, pg_settings).
_BY_A_FUNCTION = re.compile(r"set_config|pg_settings", re.IGNORECASE)
_BY_A_STATEMENT = re.compile(r"\b(?:re)?set\b|\bdiscard\b", re.IGNORECASE)
_COMMENT_MARK = re.compile(r"/\*|\*/")


class SqlStatement(NamedTuple):
    """The leading tokens of one statement: words in lower case, quoted identifiers as written, strings as ``'``."""

    words: tuple[str, ...]

    @property
    def ends_transaction(self) -> bool:
        """COMMIT, END, ROLLBACK (not TO a savepoint), ABORT, PREPARE TRANSACTION."""
        match self.words:
            case ("rollback", "to", *_) | ("rollback", "work" | "transaction", "to", *_):
                return False
            case ("commit" | "end" | "rollback" | "abort", *_) | ("prepare", "transaction", *_):
                return True
            case _:
                return False

    @property
    def begins_transaction(self) -> bool:
        """BEGIN, START TRANSACTION."""
        return self.words[:1] == ("begin",) or self.words[:2] == ("start", "transaction")

    @property
    def copies_from_client(self) -> bool:
        """COPY … FROM STDIN, for which the server would wait for ever."""
        if self.words[:1] != ("copy",):
            return False
        pairs = zip(self.words, self.words[1:], strict=False)
        return ("from", "stdin") in pairs

    @property
    def changes_session(self) -> bool:
        """SET, RESET, DISCARD: something that may outlive the transaction."""
        return self.words[:1] in {("set",), ("reset",), ("discard",)}


def tokens(sql: str) -> Iterator[tuple[str, int]]:
    """Significant tokens with their position: words in lower case, strings as ``'``, everything else as written."""
    position, end = 0, len(sql)
    match_at = _TOKEN.match
    while position < end:
        match = match_at(sql, position)
        if match is None:  # pragma: no cover - the last alternative takes any character
            return
        kind, start, position = match.lastgroup, position, match.end()
        if kind == "space":
            continue
        if kind == "comment":
            position = _end_of_comment(sql, position)
            continue
        if match["dollar"] is not None:
            close = sql.find(match["dollar"], position)
            position = end if close < 0 else close + len(match["dollar"])
            yield "'", start
        elif kind in {"string", "escaped"}:
            yield "'", start
        elif kind == "word":
            yield match["word"].lower(), start
        else:
            yield match[0], start


def split_statements(sql: str, *, keep: int = 400) -> tuple[SqlStatement, ...]:
    """The statements of a text, each with its first ``keep`` tokens; empty ones are left out."""
    statements: list[SqlStatement] = []
    words: list[str] = []
    parentheses = blocks = 0
    for token, _ in tokens(sql):
        if token == ";" and not parentheses and not blocks:
            if words:
                statements.append(SqlStatement(tuple(words)))
            words = []
            continue
        if token == "(":
            parentheses += 1
        elif token == ")":
            parentheses = max(0, parentheses - 1)
        elif words[:1] == ["create"]:
            if (token == "atomic" and words[-1] == "begin") or (token == "case" and blocks):
                blocks += 1
            elif token == "end" and blocks:
                blocks -= 1
        if len(words) < keep:
            words.append(token)
        elif words[:1] == ["create"]:
            words[-1] = token  # `begin` before `atomic` is looked for at the end
    if words:
        statements.append(SqlStatement(tuple(words)))
    return tuple(statements)


def changes_session(sql: str) -> bool:
    """Whether a text may change a setting or the role for the session: SET and the like, in a body of DO as well.

    What a function or a procedure does that is called cannot be seen.
    """
    if _BY_A_FUNCTION.search(sql):
        return True
    if not _BY_A_STATEMENT.search(sql):
        return False
    return any(statement.changes_session or statement.words[0] == "do" for statement in split_statements(sql, keep=1))


def first_word(sql: str) -> str:
    """The first word of a text in lower case, after white space and comments; empty where there is none."""
    return next((token for token, _ in tokens(sql)), "")


def without_secrets(sql: str) -> str:
    """The text for people to see: strings behind PASSWORD, and those with a password in them, are ``'***'``.

    It ends with the options of the first user mapping: one closing quote misread would show the rest.
    """
    if (mapping := _OPTIONS_OF_A_MAPPING.search(sql)) is not None:
        return f"{without_secrets(sql[: mapping.start()])}{mapping.group()} (…"
    if not _MAY_BE_SECRET.search(sql):
        return sql
    shown: list[str] = []
    done = 0
    behind = False  # what comes next is a password
    found = [*tokens(sql), ("", len(sql))]
    for (token, start), (_, following) in pairwise(found):
        if token == "'":
            text = sql[start:following]
            body = text.rstrip()
            tag = match["dollar"] if (match := _TOKEN.match(body)) is not None else None
            if tag and not behind and body.endswith(tag) and len(body) >= 2 * len(tag):
                # a body of SQL, such as DO's, is looked into; anything else that is quoted like this as well
                masked = tag + without_secrets(body[len(tag) : -len(tag)]) + tag
            elif behind or _MAY_BE_SECRET.search(body):
                masked = "'***'"
                behind = not behind  # a setting's name may be before its value
            else:
                masked = body
            shown += [sql[done:start], masked, text[len(body) :]]
            done = following
        behind = token.strip('"').endswith("password") or (behind and token in {"'", "=", ":", ">", ","})
    return "".join([*shown, sql[done:]])


def _end_of_comment(sql: str, position: int) -> int:
    depth = 1
    for mark in _COMMENT_MARK.finditer(sql, position):
        depth += 1 if mark[0] == "/*" else -1
        if depth == 0:
            return mark.end()
    return len(sql)
