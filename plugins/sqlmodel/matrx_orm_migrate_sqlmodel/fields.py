"""Columns as ``Field(…)``: in SQLModel's own words where those say all of it, else with the column itself."""

from __future__ import annotations

from collections.abc import Mapping

from matrx_orm_migrate.generating.columns import ColumnWriter
from matrx_orm_migrate.generating.layout import Call, Dictionary, Items, Node, literal
from matrx_orm_migrate.generating.package import ColumnModel, TableModel
from matrx_orm_migrate.generating.statements import not_null_definition

__all__ = ["field_node", "is_optional"]

Keyword = tuple[str, Node]

# sqlmodel.main.get_sqlalchemy_type: what SQLModel makes of an annotation by itself
_OWN_TYPES: Mapping[str, str] = {
    "sa.Boolean": "bool",
    "sa.Date": "dt.date",
    "sa.Integer": "int",
    "sa.LargeBinary": "bytes",
    "sa.Numeric": "Decimal",
    "sa.Time": "dt.time",
    "sa.Uuid": "UUID",
}
_ON_DELETE = frozenset({"CASCADE", "RESTRICT", "SET NULL"})
_LONGEST_NAME = 63  # bytes that PostgreSQL keeps


def is_optional(item: ColumnModel) -> bool:
    """Whether a new object may do without the attribute: it may be NULL, or the database gives it."""
    return not item.column.not_null or item.default is not None or item.column.identity is not None


def field_node(item: ColumnModel, model: TableModel, writer: ColumnWriter) -> Call | None:
    """What stands behind the annotation; None where that says all."""
    head: list[Keyword] = [("default", "None")] if is_optional(item) else []
    words = _words(item, model, writer)
    if words is None:
        return Call("Field", (), (*head, ("sa_column", writer.core(item))))
    return Call("Field", (), (*head, *words)) if head or words else None


def _words(item: ColumnModel, model: TableModel, writer: ColumnWriter) -> list[Keyword] | None:
    """The column in SQLModel's words; None where it has none for something."""
    if item.attribute != item.column.id.name:
        return None
    positional, keyword = writer.arguments(item)
    words = _type(positional[0], item.type.python)
    if words is None:
        return None
    options = dict(keyword)
    foreign_keys = [node for node in positional[1:] if isinstance(node, Call) and node.function == "sa.ForeignKey"]
    others = [node for node in positional[1:] if node not in foreign_keys]
    primary = options.pop("primary_key", None) is not None
    if primary:
        words.append(("primary_key", "True"))
    if foreign_keys:
        referred = _foreign_key(foreign_keys, item, model)
        if referred is None:
            return None
        words += referred
    apart = not_null_definition(item.column) is not None
    nullable = apart or not item.column.not_null
    if not primary and nullable != is_optional(item):
        words.append(("nullable", str(nullable)))
    if others:
        words.append(("sa_column_args", Items(tuple(others))))
    if options:
        words.append(("sa_column_kwargs", Dictionary(tuple(options.items()))))
    return words


def _type(node: Node, python: str) -> list[Keyword] | None:
    """How the type is said: by the annotation, by its limits, or as a class of SQLAlchemy's."""
    if isinstance(node, str):
        if _OWN_TYPES.get(node) == python:
            return []
        # an object (an enum's type) is none of the classes that sa_type is declared to take
        return [("sa_type", node)] if node.startswith(("sa.", "pg.")) else None
    match node:
        case Call("sa.String", (str(length),), ()):
            return [("max_length", length)]
        case Call("sa.Numeric", (str(precision), str(scale)), ()) if 0 < int(scale) <= int(precision):
            return [("max_digits", precision), ("decimal_places", scale)]
        case _:
            return None


def _foreign_key(nodes: list[Call], item: ColumnModel, model: TableModel) -> list[Keyword] | None:
    """A foreign key in words: one alone, under the name that PostgreSQL gives it."""
    if len(nodes) != 1:
        return None
    (target,), options = nodes[0].positional, dict(nodes[0].keyword)
    name = f"{model.table.id.name}_{item.column.id.name}_fkey"
    if options.pop("name", None) != literal(name) or len(name.encode()) > _LONGEST_NAME:
        return None
    words: list[Keyword] = [("foreign_key", target)]
    action = options.pop("ondelete", None)
    if options:
        return None
    if action is not None:
        if not isinstance(action, str) or action.strip('"') not in _ON_DELETE:
            return None
        words.append(("ondelete", action))
    return words
