"""What most models are made of, written without asking SQLAlchemy's compiler: it takes its time with each piece."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import schema
from sqlalchemy.sql import elements

__all__ = ["ESCAPED_COLON", "dialect_options", "ordinary_index", "plain_text"]

# SQLAlchemy's documented escape for a colon in text(): \\:word stands for :word
ESCAPED_COLON = re.compile(r"\\(:\w*)(?![:\w])")


def plain_text(element: Any) -> str:
    """The SQL of a ``text()`` without parameters; an empty string for anything else."""
    if type(element) is not elements.TextClause or element._bindparams:
        return ""
    text = str(element.text)
    return ESCAPED_COLON.sub(r"\1", text) if "\\" in text else text


def ordinary_index(create: Any, preparer: Any) -> str:
    """CREATE INDEX over plain columns without options but WHERE, as SQLAlchemy writes it; else an empty string."""
    index = create.element
    options = dialect_options(index)
    given = options._non_defaults if options else {}
    where = given.get("where")
    condition = plain_text(where) if where is not None else ""
    ordinary = (
        type(index.name) in (str, elements.quoted_name)
        and index.table is not None
        and not create.if_not_exists
        and (where is None or condition)
        and not given.keys() - {"where", "concurrently"}
        and all(type(expression) is schema.Column for expression in index.expressions)
    )
    if not ordinary:
        return ""
    names = ", ".join([preparer.quote(column.name) for column in index.expressions])
    text = f"CREATE {'UNIQUE ' if index.unique else ''}INDEX {preparer.quote(index.name)} "
    text += f"ON {preparer.format_table(index.table)} ({names})"
    return f"{text} WHERE {condition}" if condition else text


def dialect_options(construct: Any) -> Any:
    """PostgreSQL's options of a construct; looking them up costs more than rendering them, and most have none."""
    return construct.dialect_options["postgresql"] if "dialect_options" in construct.__dict__ else {}
