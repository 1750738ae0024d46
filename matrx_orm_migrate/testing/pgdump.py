"""Compares two schemas through ``pg_dump``: the judge that shares no code with what it judges.

``normalise(dump_schema(a)) == normalise(dump_schema(b))`` holds if and only if the two schemas are equal but for the
order of columns inside tables, the order of statements, and what the dump is told to leave out (owners, privileges).

Both dumps must come from the same version of ``pg_dump`` and of the server.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

__all__ = ["dump_schema", "normalise"]


def dump_schema(
    dsn_or_uri: str, *, pg_dump: str = "pg_dump", extra: Sequence[str] = (), privileges: bool = False
) -> str:
    """What ``pg_dump --schema-only`` prints for the database; owners and privileges only with ``privileges``.

    ``dsn_or_uri`` is anything that libpq takes (no ``postgresql+asyncpg://``), ``pg_dump`` the program (its major
    version must not be lower than the server's), ``extra`` more options, such as ``["--exclude-schema=audit"]``.
    Raises ``RuntimeError`` with the program's own words where it fails.
    """
    options = ["--schema-only", "--no-password", "--encoding=UTF8"]
    if not privileges:
        options += ["--no-owner", "--no-privileges"]
    return _run([pg_dump, *options, *extra, f"--dbname={dsn_or_uri}"])


def normalise(dump: str) -> str:
    """The statements of a schema dump in a canonical order, to be compared as one text.

    Left out: comments, ``SET`` statements, the ``set_config`` of the search path, psql's own lines (``\\restrict``),
    blank lines.  Columns and table constraints inside ``CREATE TABLE (…)`` are sorted, and so are its parents
    (INHERITS), the columns of CREATE STATISTICS, which stand in their table's order, and the members of operator
    classes; then the statements are.
    What ``SET default_tablespace`` and ``SET default_table_access_method`` say is written behind the statements that it
    is about, before they are sorted.
    What stands between quotes of any kind is never touched.
    """
    statements: list[str] = []
    defaults: dict[str, str] = {}
    for tokens in _split(dump):
        statement = _statement(tokens)
        if match := _DEFAULT.fullmatch(statement):
            defaults[match[1]] = match[2]
        elif not _is_setting(statement):
            statements.append(statement + _place(tokens, statement, defaults))
    return "".join(f"{statement};\n" for statement in sorted(statements))


def _run(command: Sequence[str]) -> str:
    done = subprocess.run(
        command,
        capture_output=True,
        check=False,
        env={**os.environ, "PGCLIENTENCODING": "UTF8"},
    )
    if done.returncode != 0:
        raise RuntimeError(
            f"{command[0]} exited with {done.returncode}: {done.stderr.decode(errors='replace').strip()}"
        )
    return done.stdout.decode()


# -- tokens --------------------------------------------------------------------------------------------------------


class _Token(NamedTuple):
    """``word`` is an unquoted identifier or keyword, ``quoted`` anything in quotes, ``mark`` a single character."""

    kind: Literal["space", "word", "quoted", "mark"]
    text: str


# Alternatives are tried in this order.  A word takes its dollar signs with it, so that `a$b$c` opens no dollar quote.
# Block comments nest, which no regular expression can follow: only their beginning is matched here.
# Outside quotes, SQL has no backslash: it begins a command of psql, which ends with the line.
_TOKEN: Final = re.compile(
    r"""
      (?P<space> \s+ )
    | (?P<left_out> --[^\n]* | \\[^\n]* )
    | (?P<block> /\* )
    | (?P<quoted> [eE]'(?:[^'\\]|\\.|'')*' | '(?:[^']|'')*' | "(?:[^"]|"")*"
        | (?P<tag> \$(?:[^\W\d]\w*)?\$ ) .*? (?P=tag) )
    | (?P<word> [^\W\d][\w$]* )
    | (?P<mark> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_BLOCK_EDGE: Final = re.compile(r"/\*|\*/")


def _tokens(text: str) -> Iterator[_Token]:
    """The tokens of a dump; comments and psql's commands come out as white space."""
    position = 0
    while match := _TOKEN.match(text, position):
        position = match.end()
        if match["block"]:
            position = _end_of_block_comment(text, position)
            yield _Token("space", " ")
        elif match["left_out"]:
            yield _Token("space", " ")
        elif match["space"]:
            yield _Token("space", match["space"])
        elif match["quoted"]:
            yield _Token("quoted", match["quoted"])
        elif match["word"]:
            yield _Token("word", match["word"])
        else:
            yield _Token("mark", match["mark"])


def _end_of_block_comment(text: str, position: int) -> int:
    depth = 1
    while depth:
        edge = _BLOCK_EDGE.search(text, position)
        if edge is None:
            return len(text)
        depth += 1 if edge[0] == "/*" else -1
        position = edge.end()
    return position


# -- statements ----------------------------------------------------------------------------------------------------


def _split(dump: str) -> Iterator[list[_Token]]:
    """The statements of a dump, without their semicolons.

    A semicolon inside brackets (``CREATE RULE … DO (…; …)``) or inside ``BEGIN ATOMIC … END`` of a function ends no
    statement; psql decides by the same signs.
    """
    statement: list[_Token] = []
    brackets = blocks = 0
    for token in _tokens(dump):
        if token.kind == "space" and not statement:
            continue
        statement.append(token)
        if token.kind == "mark":
            brackets += {"(": 1, "[": 1, ")": -1, "]": -1}.get(token.text, 0)
        elif token.kind == "word" and not brackets:
            word = token.text.upper()
            if (word == "BEGIN" and _makes_routine(statement)) or (word == "CASE" and blocks):
                blocks += 1
            elif word == "END" and blocks:
                blocks -= 1
        if token == _Token("mark", ";") and not brackets and not blocks:
            if len(statement) > 1:
                yield statement[:-1]
            statement = []
    if statement:
        yield statement


def _makes_routine(statement: Sequence[_Token]) -> bool:
    words = [word for word in _words(statement)[:4] if word not in {"OR", "REPLACE"}]
    return words[:2] in (["CREATE", "FUNCTION"], ["CREATE", "PROCEDURE"])


def _words(tokens: Sequence[_Token]) -> list[str]:
    return [token.text.upper() for token in tokens if token.kind == "word"]


def _is_setting(statement: str) -> bool:
    return statement.startswith(("SET ", "SELECT pg_catalog.set_config("))


_DEFAULT: Final = re.compile(r"SET default_(tablespace|table_access_method) = (.+)", re.DOTALL)
_NOTHING_OWN: Final = {"tablespace": "''", "table_access_method": "heap"}


def _place(tokens: Sequence[_Token], statement: str, defaults: dict[str, str]) -> str:
    """Where a table, materialized view or index lies, and how, as the ``SET`` lines in force say it."""
    words = [word for word in _words(tokens)[:4] if word not in {"UNLOGGED", "UNIQUE"}]
    stored = words[:2] in (["CREATE", "TABLE"], ["CREATE", "MATERIALIZED"])
    # whoever has no rows of its own has no access method, and pg_dump does not say SET for it
    has_rows = stored and _opening_of_body(tokens) is not None and "PARTITION BY" not in statement.rsplit("\n)", 1)[-1]
    has_rows = has_rows or words[:2] == ["CREATE", "MATERIALIZED"]
    has_index = words[:2] == ["CREATE", "INDEX"] or (
        words[:2] == ["ALTER", "TABLE"] and bool({"PRIMARY", "UNIQUE", "EXCLUDE"} & set(_words(tokens)))
    )
    about = {"tablespace": stored or has_index, "table_access_method": has_rows}
    said = [(name, defaults.get(name, nothing)) for name, nothing in _NOTHING_OWN.items() if about[name]]
    return "".join(f"\n-- {name} {value}" for name, value in said if value != _NOTHING_OWN[name])


def _statement(tokens: Sequence[_Token]) -> str:
    """The statement as text, its columns sorted if it is a table or statistics."""
    if _words(tokens)[:2] == ["CREATE", "STATISTICS"]:
        return _statistics(tokens)
    if _words(tokens)[:3] in (["CREATE", "OPERATOR", "CLASS"], ["ALTER", "OPERATOR", "FAMILY"]):
        return _members(tokens)
    opening = _opening_of_body(tokens)
    if opening is None:
        return _text(tokens)
    parts: list[list[_Token]] = [[]]
    depth = 0
    for position in range(opening + 1, len(tokens)):
        token = tokens[position]
        if token.kind == "mark":
            if token.text == ")" and depth == 0:
                break
            depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(token.text, 0)
            if token.text == "," and depth == 0:
                parts.append([])
                continue
        parts[-1].append(token)
    body = ",\n".join(sorted(f"    {text}" for text in map(_text, parts) if text))
    return f"{_text(tokens[: opening + 1])}\n{body}\n{_text(_with_parents_sorted(tokens[position:]))}"


def _with_parents_sorted(tokens: Sequence[_Token]) -> list[_Token]:
    """What stands behind a table's columns, its parents sorted: they stand in the order of their coming."""
    if _words(tokens)[:1] != ["INHERITS"]:
        return list(tokens)
    marks = [place for place, token in enumerate(tokens) if token.kind == "mark" and token.text in {"(", ")"}]
    start, end = marks[1] + 1, marks[2]  # the first closes the columns
    parents: list[list[_Token]] = [[]]
    for token in tokens[start:end]:
        if token == _Token("mark", ","):
            parents.append([])
        else:
            parents[-1].append(token)
    return [*tokens[:start], _Token("quoted", ", ".join(sorted(map(_text, parents)))), *tokens[end:]]


def _statistics(tokens: Sequence[_Token]) -> str:
    """CREATE STATISTICS with the plain columns between ON and FROM sorted; expressions stay where they are, behind."""
    depth, start, end = 0, 0, len(tokens)
    for position, token in enumerate(tokens):
        if token.kind == "mark":
            depth += {"(": 1, ")": -1}.get(token.text, 0)
        elif depth == 0 and token.kind == "word" and token.text in {"ON", "FROM"}:
            start, end = (position + 1, end) if token.text == "ON" else (start, position)
    items: list[list[_Token]] = [[]]
    for token in tokens[start:end]:
        if token.kind == "mark":
            depth += {"(": 1, ")": -1}.get(token.text, 0)
        if token == _Token("mark", ",") and depth == 0:
            items.append([])
        else:
            items[-1].append(token)
    texts = [_text(item) for item in items]
    columns = sorted(text for text in texts if not text.endswith(")"))
    expressions = [text for text in texts if text.endswith(")")]
    return f"{_text(tokens[:start])} {', '.join([*columns, *expressions])} {_text(tokens[end:])}"


def _members(tokens: Sequence[_Token]) -> str:
    """CREATE OPERATOR CLASS and ALTER OPERATOR FAMILY with their members, which stand as they were made, sorted."""
    places = [place for place, token in enumerate(tokens) if token.kind == "word" and token.text in {"AS", "ADD"}]
    if not places:  # ALTER OPERATOR FAMILY … OWNER TO
        return _text(tokens)
    start = places[0]
    depth = 0
    members: list[list[_Token]] = [[]]
    for token in tokens[start + 1 :]:
        if token.kind == "mark":
            depth += {"(": 1, ")": -1}.get(token.text, 0)
        if token == _Token("mark", ",") and depth == 0:
            members.append([])
        else:
            members[-1].append(token)
    return f"{_text(tokens[: start + 1])} {', '.join(sorted(map(_text, members)))}"


def _opening_of_body(tokens: Sequence[_Token]) -> int | None:
    """Where the column list of CREATE TABLE opens; None for any other statement, and for a table without a list."""
    words = [word for word in _words(tokens)[:3] if word not in {"UNLOGGED", "FOREIGN"}]
    if words[:2] != ["CREATE", "TABLE"]:
        return None
    solid = [position for position, token in enumerate(tokens) if token.kind != "space"]
    texts = [tokens[position].text for position in solid]
    index = _after_name(texts, next(i for i, text in enumerate(texts) if text.upper() == "TABLE") + 1)
    if texts[index : index + 1] == ["OF"]:
        index = _after_name(texts, index + 1)
    return solid[index] if texts[index : index + 1] == ["("] else None


def _after_name(texts: Sequence[str], index: int) -> int:
    """The index behind a name, qualified or not, that begins at ``index``."""
    index += 1
    while texts[index : index + 1] == ["."]:
        index += 2
    return index


def _text(tokens: Sequence[_Token]) -> str:
    """The tokens put together, without blank lines and without spaces at either end of a line."""
    pieces: list[str] = []
    for token in tokens:
        if token.kind != "space":
            pieces.append(token.text)
        elif pieces:
            if pieces[-1] in {" ", "\n"}:
                pieces[-1] = "\n" if "\n" in token.text + pieces[-1] else " "
            else:
                pieces.append("\n" if "\n" in token.text else " ")
    if pieces and pieces[-1] in {" ", "\n"}:
        pieces.pop()
    return "".join(pieces)
