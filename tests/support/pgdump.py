"""Compares two databases through ``pg_dump`` and their rows: the judge that shares no code with what it judges.

``normalise(dump_schema(a)) == normalise(dump_schema(b))`` holds if and only if the two schemas are equal but for the
order of columns inside tables, the order of statements, and what the dump is told to leave out (owners, privileges) or
says with ``SET`` lines (tablespaces, table access methods).

Both dumps must come from the same version of ``pg_dump`` and of the server.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Iterator, Sequence
from typing import Final, Literal, NamedTuple

__all__ = ["dump_rows", "dump_schema", "normalise"]


def dump_schema(dsn_or_uri: str, *, pg_dump: str = "pg_dump", extra: Sequence[str] = ()) -> str:
    """What ``pg_dump --schema-only`` prints for the database, without owners and privileges.

    ``dsn_or_uri`` is anything that libpq takes (no ``postgresql+asyncpg://``), ``pg_dump`` the program (its major
    version must not be lower than the server's), ``extra`` more options, such as ``["--exclude-schema=audit"]``.
    Raises ``RuntimeError`` with the program's own words where it fails.
    """
    options = ["--schema-only", "--no-owner", "--no-privileges", "--no-password", "--encoding=UTF8"]
    return _run([pg_dump, *options, *extra, f"--dbname={dsn_or_uri}"])


def normalise(dump: str) -> str:
    """The statements of a schema dump in a canonical order, to be compared as one text.

    Left out: comments, ``SET`` statements, the ``set_config`` of the search path, psql's own lines (``\\restrict``),
    blank lines.  Columns and table constraints inside ``CREATE TABLE (…)`` are sorted, then the statements are.
    What stands between quotes of any kind is never touched.
    """
    statements = sorted(_statement(tokens) for tokens in _split(dump))
    return "".join(f"{statement};\n" for statement in statements if not _is_setting(statement))


def dump_rows(dsn_or_uri: str, *, psql: str = "psql") -> dict[str, list[str]]:
    """Per user table (``schema.table``, quoted where needed), its own rows as JSON texts, sorted.

    Rows of partitions and of inheriting tables are listed with the table that holds them; a partitioned table holds
    none and is not listed.  The order of columns makes no difference, as ``jsonb`` sorts its keys.
    """
    # The list of tables becomes one query per table (\gexec); each line of output is one JSON array: the table's
    # name, then a row or, once per table so that empty ones show up too, null.
    script = r"""
        SELECT format(
            'SELECT jsonb_build_array(%1$L, NULL)
             UNION ALL SELECT jsonb_build_array(%1$L, to_jsonb(t)::text) FROM ONLY %1$s t', name)
        FROM (
            SELECT format('%I.%I', n.nspname, c.relname) AS name
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
        ) AS tables
        \gexec
    """
    options = ["--no-psqlrc", "--no-password", "--quiet", "--tuples-only", "--no-align", "--set=ON_ERROR_STOP=1"]
    tables: dict[str, list[str]] = {}
    # Not splitlines(): it would also split at U+0085 or U+2028, which JSON leaves as they are.
    for line in filter(None, _run([psql, *options, f"--dbname={dsn_or_uri}"], script).split("\n")):
        name, row = json.loads(line)
        rows = tables.setdefault(str(name), [])
        if row is not None:
            rows.append(str(row))
    return {name: sorted(tables[name]) for name in sorted(tables)}


def _run(command: Sequence[str], script: str = "") -> str:
    done = subprocess.run(
        command,
        input=script.encode(),
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


def _statement(tokens: Sequence[_Token]) -> str:
    """The statement as text, its columns sorted if it is a table."""
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
    return f"{_text(tokens[: opening + 1])}\n{body}\n{_text(tokens[position:])}"


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
