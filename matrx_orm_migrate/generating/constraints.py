"""Constraints and indexes as SQLAlchemy constructs; what those cannot say exactly keeps PostgreSQL's own text."""

from __future__ import annotations

from collections.abc import Container

from matrx_orm_migrate.ddl import quote, reparsable
from matrx_orm_migrate.generating.definitions import Reader, read_index, unwrapped
from matrx_orm_migrate.generating.layout import Call, Dictionary, Items, Node, literal
from matrx_orm_migrate.generating.package import Package, TableModel
from matrx_orm_migrate.generating.sqltext import escaped, sql_text
from matrx_orm_migrate.schema import Check, Constraint, ForeignKey, Index, KeyConstraint, ObjectId, PrimaryKey, Unique

__all__ = ["constraint_node", "definition_of", "foreign_key_arguments", "index_node", "is_match_full", "key_on_columns"]

Keyword = tuple[str, Node]


def key_on_columns(model: TableModel) -> bool:
    """Whether ``primary_key=True`` on the columns says all there is to the primary key."""
    key = model.primary_key
    if key is None or not isinstance(constraint_node(key), Call):
        return False
    in_order = tuple(item.column.id.name for item in model.columns if item.column.id.name in key.columns)
    plain = (("name", literal(f"{key.id.parent}_pkey")),)
    return constraint_node(key) == Call("sa.PrimaryKeyConstraint", tuple(literal(name) for name in in_order), plain)


def constraint_node(constraint: Constraint, package: Package | None = None) -> Call:
    """A constraint for ``__table_args__``."""
    node: Call | None = None
    match constraint:
        case Check():
            node = _check(constraint)
        case PrimaryKey() | Unique():
            node = _key(constraint)
        case ForeignKey() if package is not None:
            arguments = foreign_key_arguments(constraint, package.by_id)
            node = _foreign_key(constraint, package, arguments) if arguments is not None else None
        case _:
            pass
    return node or _defined(constraint)


def _defined(constraint: Constraint) -> Call:
    return Call("DefinedConstraint", (literal(constraint.id.name), literal(definition_of(constraint))))


def definition_of(constraint: Constraint) -> str:
    """The definition, with what ``pg_get_constraintdef`` leaves out about the index behind a key."""
    extra = ""
    if isinstance(constraint, KeyConstraint):
        if constraint.index_options:
            extra += f" WITH ({', '.join(constraint.index_options)})"
        if constraint.tablespace is not None:
            extra += f" USING INDEX TABLESPACE {quote(constraint.tablespace)}"
    if not extra:
        return reparsable(constraint.definition)
    # in PostgreSQL's grammar these stand in front of WHERE, DEFERRABLE and whatever follows the columns
    reader = Reader(constraint.definition)
    for words in ("PRIMARY KEY", "UNIQUE", "NULLS NOT DISTINCT", "EXCLUDE", "USING"):
        if reader.take(words) and words == "USING":
            reader.name()
            reader.take(" ")
    reader.group()
    if reader.take("INCLUDE"):
        reader.group()
    head = constraint.definition[: reader.position].rstrip()
    return reparsable(f"{head}{extra} {reader.rest}".rstrip())


def _timing(reader: Reader) -> list[Keyword]:
    keyword: list[Keyword] = []
    if reader.take("DEFERRABLE"):
        keyword.append(("deferrable", "True"))
        if reader.take("INITIALLY DEFERRED"):
            keyword.append(("initially", literal("DEFERRED")))
    return keyword


def _comment(constraint: Constraint) -> list[Keyword]:
    return [] if constraint.comment is None else [("comment", literal(constraint.comment))]


def _key(constraint: PrimaryKey | Unique) -> Call | None:
    if constraint.index_options or constraint.tablespace is not None:
        return None
    primary = isinstance(constraint, PrimaryKey)
    if primary and constraint.comment is not None:
        return None  # SQLAlchemy's PrimaryKeyConstraint takes none
    reader = Reader(constraint.definition)
    reader.take("PRIMARY KEY" if primary else "UNIQUE")
    keyword: list[Keyword] = [("name", literal(constraint.id.name))]
    if reader.take("NULLS NOT DISTINCT"):
        keyword.append(("postgresql_nulls_not_distinct", "True"))
    names = reader.names()
    if names is None:
        return None
    keyword += _timing(reader) + _comment(constraint)
    if not reader.finished:
        return None
    function = "sa.PrimaryKeyConstraint" if primary else "sa.UniqueConstraint"
    return Call(function, tuple(literal(name) for name in names), tuple(keyword))


def _check(constraint: Check) -> Call | None:
    reader = Reader(constraint.definition)
    reader.take("CHECK")
    condition = reader.group()
    if condition is None or not reader.finished:
        return None
    text = escaped(unwrapped(reparsable(condition)))
    if text is None:
        return None
    keyword = [("name", literal(constraint.id.name)), *_comment(constraint)]
    return Call("sa.CheckConstraint", (literal(text),), tuple(keyword))


def foreign_key_arguments(constraint: ForeignKey, known: Container[ObjectId]) -> tuple[Keyword, ...] | None:
    """The options of a foreign key that SQLAlchemy can say in full; None where it cannot."""
    if constraint.referred_table not in known:
        return None
    names = (constraint.referred_table.schema, constraint.referred_table.name, *constraint.referred_columns)
    if any("." in name for name in names):  # SQLAlchemy takes "schema.table.column" apart at the dots
        return None
    reader = Reader(constraint.definition)
    reader.take("FOREIGN KEY")
    columns = reader.names()
    reader.take("REFERENCES")
    reader.dotted()
    if columns != constraint.columns or reader.names() != constraint.referred_columns:
        return None
    keyword: list[Keyword] = [("name", literal(constraint.id.name))]
    if reader.take("MATCH FULL"):
        keyword.append(("match", literal("FULL")))
    for clause, argument in (("ON UPDATE", "onupdate"), ("ON DELETE", "ondelete")):
        if not reader.take(clause):
            continue
        action = next((action for action in _ACTIONS if reader.take(action)), None)
        if action is None:
            return None
        if reader.rest.startswith("("):  # ON DELETE SET NULL (column)
            listed = reader.group()
            action = f"{action} ({listed})"
        keyword.append((argument, literal(action)))
    keyword += _timing(reader) + _comment(constraint)
    if reader.take("NOT VALID"):
        # means nothing within CREATE TABLE, so it is added afterwards
        keyword += [("postgresql_not_valid", "True"), ("use_alter", "True")]
    return tuple(keyword) if reader.finished else None


def is_match_full(constraint: ForeignKey) -> bool:
    """Whether the columns of a foreign key are NULL together or not at all."""
    reader = Reader(constraint.definition)
    reader.take("FOREIGN KEY")
    reader.group()
    reader.take("REFERENCES")
    reader.dotted()
    reader.group()
    return reader.take("MATCH FULL")


_ACTIONS = ("CASCADE", "RESTRICT", "SET NULL", "SET DEFAULT", "NO ACTION")


def _foreign_key(constraint: ForeignKey, package: Package, arguments: tuple[Keyword, ...]) -> Call:
    schema = package.schema(constraint.referred_table.schema)
    table = constraint.referred_table.name
    prefix = f"{schema}.{table}." if schema is not None else f"{table}."
    return Call(
        "sa.ForeignKeyConstraint",
        (
            Items(tuple(literal(name) for name in constraint.columns)),
            Items(tuple(literal(prefix + name) for name in constraint.referred_columns)),
        ),
        arguments,
    )


def index_node(index: Index) -> Call:
    """An index for ``__table_args__``."""
    definition = reparsable(index.definition)
    read = read_index(definition)
    if read is None or quote(read.method) != read.method:  # SQLAlchemy folds the method to lower case
        keyword: list[Keyword] = [("unique", "True")] if index.unique else []
        return Call("DefinedIndex", (literal(index.id.name), literal(definition)), tuple(keyword))
    elements: list[Node] = [literal(name) if name is not None else sql_text(text) for name, text in read.elements]
    keyword = [("unique", "True")] if index.unique else []
    if read.method != "btree":
        keyword.append(("postgresql_using", literal(read.method)))
    if read.include:
        keyword.append(("postgresql_include", Items(tuple(literal(name) for name in read.include))))
    if read.nulls_not_distinct:
        keyword.append(("postgresql_nulls_not_distinct", "True"))
    if read.options:
        keyword.append(("postgresql_with", Dictionary(tuple((name, literal(value)) for name, value in read.options))))
    if index.tablespace is not None:
        keyword.append(("postgresql_tablespace", literal(index.tablespace)))
    if read.predicate is not None:
        keyword.append(("postgresql_where", sql_text(read.predicate)))
    return Call("sa.Index", (literal(index.id.name), *elements), tuple(keyword))
