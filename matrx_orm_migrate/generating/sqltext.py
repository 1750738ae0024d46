"""SQL texts as SQLAlchemy constructs that render exactly that text."""

from __future__ import annotations

import re

from matrx_orm_migrate.generating.layout import Call, Node, literal

__all__ = ["escaped", "sql_argument", "sql_text"]

# sqlalchemy.sql.elements.TextClause and sqlalchemy.sql.compiler: a :word is a parameter unless it is written \\:word
_PARAMETER = re.compile(r"(?<![:\w\x5c]):(\w+)(?!:)")
_ESCAPED = re.compile(r"\x5c(:[\w$]*)(?![:\w$])")


def escaped(text: str) -> str | None:
    """``text`` for ``sqlalchemy.text()``, no part of it a parameter; None where there is no such text."""
    written = _ESCAPED.sub(lambda match: "\\" + match.group(0), text)
    written = _PARAMETER.sub(lambda match: "\\" + match.group(0), written)
    # '[[:space:]]' has a parameter named spac for SQLAlchemy, and no spelling that escapes it
    reads_back = _ESCAPED.sub(lambda match: match.group(1), written) == text
    return written if reads_back and _PARAMETER.search(written) is None else None


def sql_text(text: str) -> Call:
    """``sa.text("…")``, or ``sa.literal_column("…")`` where that is the only one that keeps the text."""
    written = escaped(text)
    if written is None:
        return Call("sa.literal_column", (literal(text),))
    return Call("sa.text", (literal(written),))


def sql_argument(text: str) -> Node:
    """The text as an argument that SQLAlchemy puts into ``text()`` itself."""
    written = escaped(text)
    return literal(written) if written is not None else sql_text(text)
