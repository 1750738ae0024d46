"""What most models are made of, written without asking SQLAlchemy's compiler: it takes its time with each piece."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable
from operator import attrgetter
from typing import Any

from sqlalchemy import schema
from sqlalchemy.dialects import postgresql
from sqlalchemy.sql import elements, sqltypes

__all__ = [
    "ESCAPED_COLON",
    "PLAIN_TYPES",
    "dialect_options",
    "ordinary_constraint",
    "ordinary_default",
    "ordinary_index",
    "plain_text",
    "type_key",
]

# SQLAlchemy's documented escape for a colon in text(): \\:word stands for :word
ESCAPED_COLON = re.compile(r"\\(:\w*)(?![:\w])")

# Types whose SQL depends on these attributes and nothing else: a model has thousands of columns and a dozen of these.
_ATTRIBUTES: dict[type, Callable[[Any], Hashable] | None] = {
    **dict.fromkeys(
        (sqltypes.String, sqltypes.VARCHAR, sqltypes.Text, sqltypes.TEXT), attrgetter("length", "collation")
    ),
    **dict.fromkeys((sqltypes.Numeric, sqltypes.NUMERIC), attrgetter("precision", "scale")),
    **dict.fromkeys((sqltypes.DateTime, sqltypes.Time), attrgetter("timezone")),
    **dict.fromkeys((postgresql.TIMESTAMP, postgresql.TIME), attrgetter("timezone", "precision")),
    **dict.fromkeys((sqltypes.Uuid, sqltypes.UUID), attrgetter("native_uuid")),
    **dict.fromkeys(
        (
            sqltypes.BigInteger,
            sqltypes.Boolean,
            sqltypes.Date,
            sqltypes.Integer,
            sqltypes.JSON,
            sqltypes.LargeBinary,
            sqltypes.SmallInteger,
            postgresql.JSONB,
        ),
        None,
    ),
}

PLAIN_TYPES = frozenset(_ATTRIBUTES)
"""Types that make nothing else (an enum does) and hold no other type, but for the variants that they may have."""

_NAMES = frozenset((str, elements.quoted_name))


def type_key(type_: Any) -> Hashable:
    """What the SQL of a type depends on; None for a type that has to be compiled to know."""
    if type_._variant_mapping:
        return None
    cls = type(type_)
    if cls in _ATTRIBUTES:
        attributes = _ATTRIBUTES[cls]
        return (cls,) if attributes is None else (cls, attributes(type_))
    if cls is sqltypes.ARRAY or cls is postgresql.ARRAY:
        item = type_key(type_.item_type)
        return (cls, type_.dimensions, item) if item is not None else None
    return None


def ordinary_default(default: Any) -> str:
    """The SQL of a text or a ``text()`` without parameters as a default; else an empty string."""
    if type(default) is str and "'" not in default and "\\" not in default:
        return f"'{default}'"
    return plain_text(default)


def plain_text(element: Any) -> str:
    """The SQL of a ``text()`` without parameters; an empty string for anything else."""
    if type(element) is not elements.TextClause or element._bindparams:
        return ""
    text = str(element.text)
    return ESCAPED_COLON.sub(r"\1", text) if "\\" in text else text


def ordinary_constraint(constraint: Any, preparer: Any) -> str:
    """A constraint without options but a name, as SQLAlchemy writes it; an empty string for any other."""
    kind, name = type(constraint), constraint.name
    ordinary = (
        kind in _CONSTRAINTS
        and not hasattr(kind, "_compiler_dispatcher")  # somebody's own, by @compiles
        and "dialect_options" not in constraint.__dict__
        and constraint.deferrable is None
        and constraint.initially is None
        and (name is None or type(name) in _NAMES)
    )
    body = _CONSTRAINTS[kind](constraint, preparer) if ordinary else ""
    return f"CONSTRAINT {preparer.quote(name)} {body}" if body and name is not None else body


def _primary_key(constraint: Any, preparer: Any) -> str:
    columns = list(constraint._columns)  # of several, the one that counts up may come first
    return f"PRIMARY KEY ({preparer.quote(columns[0].name)})" if len(columns) == 1 else ""


def _unique(constraint: Any, preparer: Any) -> str:
    names = ", ".join([preparer.quote(column.name) for column in constraint._columns])
    return f"UNIQUE ({names})" if names else ""


def _check(constraint: Any, preparer: Any) -> str:
    condition = plain_text(constraint.sqltext) if not constraint._type_bound else ""
    return f"CHECK ({condition})" if condition else ""


def _foreign_key(constraint: Any, preparer: Any) -> str:
    if constraint.ondelete is not None or constraint.onupdate is not None or constraint.match is not None:
        return ""
    keys = constraint.elements
    columns = ", ".join([preparer.quote(key.parent.name) for key in keys])
    referred = ", ".join([preparer.quote(key.column.name) for key in keys])
    return f"FOREIGN KEY({columns}) REFERENCES {preparer.format_table(keys[0].column.table)} ({referred})"


_CONSTRAINTS: dict[type, Callable[[Any, Any], str]] = {
    schema.PrimaryKeyConstraint: _primary_key,
    schema.UniqueConstraint: _unique,
    schema.CheckConstraint: _check,
    schema.ForeignKeyConstraint: _foreign_key,
}


def ordinary_index(create: Any, preparer: Any) -> str:
    """CREATE INDEX over plain columns without options but WHERE, as SQLAlchemy writes it; else an empty string."""
    index = create.element
    options = dialect_options(index)
    given = options._non_defaults if options else {}
    where = given.get("where")
    condition = plain_text(where) if where is not None else ""
    ordinary = (
        type(index.name) in _NAMES
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
