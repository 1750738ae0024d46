"""What the generated package holds: the tables of a snapshot with their parts, and the Python names of all of them."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from matrx_orm_migrate.generating.declared import late_parts, made_after, said_by_models
from matrx_orm_migrate.generating.naming import Namespace, Style, attribute_name, attribute_names
from matrx_orm_migrate.generating.types import ColumnType, EnumName, column_type
from matrx_orm_migrate.hooks import TargetContext
from matrx_orm_migrate.schema import (
    CatalogObject,
    Column,
    Constraint,
    Default,
    Enum,
    ForeignKey,
    Index,
    KeyConstraint,
    ObjectId,
    Partition,
    PrimaryKey,
    Sequence,
    Snapshot,
    Table,
    Unique,
)

__all__ = ["ColumnModel", "EnumModel", "Package", "TableModel", "describe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnModel:
    """A column, its attribute and its type.

    ``inherited`` is the parent's column, by INHERITS, that this one is there for and would not be without;
    ``inherited_default`` is that one's default.
    """

    column: Column
    attribute: str
    type: ColumnType
    default: Default | None = None
    inherited: Column | None = None
    inherited_default: Default | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TableModel:
    """A table as a class, or as a Core ``Table`` (``mapped`` is False) where it cannot be one.

    ``schema`` is None where the models leave it out.  ``key`` names the attributes that tell rows apart: the primary
    key's, else those of a unique constraint, else all of them (``declared`` is False then).
    """

    table: Table
    name: str
    mapped: bool
    schema: str | None
    columns: tuple[ColumnModel, ...]
    primary_key: PrimaryKey | None
    constraints: tuple[Constraint, ...]
    indexes: tuple[Index, ...]
    partition: Partition | None
    key: tuple[str, ...]

    def attribute(self, column: str) -> str:
        """The attribute of a column, by the column's name."""
        return next(item.attribute for item in self.columns if item.column.id.name == column)

    def column(self, name: str) -> ColumnModel:
        """A column by its name."""
        return next(item for item in self.columns if item.column.id.name == name)

    @property
    def foreign_keys(self) -> list[ForeignKey]:
        """The foreign keys, sorted by name."""
        return [constraint for constraint in self.constraints if isinstance(constraint, ForeignKey)]


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumModel:
    """An enum and its names."""

    enum: Enum
    names: EnumName
    schema: str | None


@dataclass(frozen=True, kw_only=True)
class Package:
    """Everything that is written, in the order in which it is written.

    ``said`` are the ids of what the models say; all else has to be declared.  ``after`` are the tables that a table has
    to be made behind, though no foreign key says so.
    """

    tables: tuple[TableModel, ...]
    enums: tuple[EnumModel, ...]
    sequences: tuple[Sequence, ...]
    default_schema: str | None
    style: Style = field(default_factory=Style)
    said: frozenset[ObjectId] = frozenset()
    after: Mapping[ObjectId, frozenset[ObjectId]] = field(default_factory=dict)

    def schema(self, name: str) -> str | None:
        """A schema as the models say it: None for the one that they leave out."""
        return None if name == self.default_schema else name

    @cached_property
    def by_id(self) -> Mapping[ObjectId, TableModel]:
        """The tables by id."""
        return {model.table.id: model for model in self.tables}


def describe(snapshot: Snapshot, context: TargetContext, style: Style = Style()) -> Package:  # noqa: B008  # a value
    """Name everything in ``snapshot`` that models can say, in the ``style`` of these models."""
    # Without a schema a model means the first of the search path, which is public as a rule.  Where it is not the
    # first schema asked for, every model names its own.
    default_schema = "public" if not context.schemas or context.schemas[0] == "public" else None
    sayable = said_by_models(snapshot)
    said, after = sayable - late_parts(snapshot, sayable), made_after(snapshot, sayable)
    whole, snapshot = snapshot, snapshot.select(lambda obj: obj.id in said)
    parts: dict[ObjectId, list[CatalogObject]] = defaultdict(list)
    for obj in snapshot:
        if obj.owner_id is not None:
            parts[obj.owner_id].append(obj)
    order = {schema: number for number, schema in enumerate(context.schemas)}

    def rank(obj: CatalogObject) -> tuple[int, ObjectId]:
        return (order.get(obj.id.schema, len(order)), obj.id)

    tables = sorted((obj for obj in snapshot if isinstance(obj, Table)), key=rank)
    enums = sorted((obj for obj in snapshot if isinstance(obj, Enum)), key=rank)
    partitions = {obj.id: obj for obj in snapshot if isinstance(obj, Partition)}
    classes = Namespace()
    variables = Namespace()
    table_names = {table.id: _table_name(table, classes, style) for table in tables if _link(table) not in partitions}
    enum_models = tuple(
        EnumModel(
            enum=enum,
            names=_enum_name(enum, classes, variables, style),
            schema=None if enum.id.schema == default_schema else enum.id.schema,
        )
        for enum in enums
    )
    enum_names: dict[tuple[str, ...], EnumName] = {
        (model.enum.id.schema, model.enum.id.name): model.names for model in enum_models
    }
    taken = frozenset(_folded(name) for name in (*table_names.values(), *(e.names.class_name for e in enum_models)))
    models: list[TableModel] = []
    for table in tables:
        partition = partitions.get(_link(table))
        own = sorted(parts[table.id], key=lambda obj: (obj.position, obj.id))
        columns = _columns(own, snapshot, whole, enum_names, taken, style)
        primary_key = next((obj for obj in own if isinstance(obj, PrimaryKey)), None)
        key = _key(columns, primary_key, own) if partition is None else ()
        mapped = bool(key)
        models.append(
            TableModel(
                table=table,
                name=table_names[table.id] if mapped else classes.claim(_variable(table)),
                mapped=mapped,
                schema=None if table.id.schema == default_schema else table.id.schema,
                columns=columns,
                primary_key=primary_key,
                constraints=tuple(
                    obj
                    for obj in own
                    if isinstance(obj, Constraint) and not (_is_inherited(obj) and obj.origin in whole)
                ),
                indexes=tuple(obj for obj in own if isinstance(obj, Index)),
                partition=partition,
                key=key,
            )
        )
    models.sort(key=lambda model: (not model.mapped, order.get(model.table.id.schema, len(order)), model.table.id))
    return Package(
        tables=tuple(models),
        enums=enum_models,
        sequences=tuple(sorted((obj for obj in snapshot if isinstance(obj, Sequence)), key=rank)),
        default_schema=default_schema,
        style=style,
        said=said,
        after=after,
    )


def _link(table: Table) -> ObjectId:
    return ObjectId("partition", table.id.schema, table.id.name)


def _folded(name: str) -> str:
    return unicodedata.normalize("NFKC", name)


def _table_name(table: Table, classes: Namespace, style: Style) -> str:
    schema = style.class_(table.id.schema)
    return classes.claim(table.id.name, f"{schema} {table.id.name}", safe=style.class_)


def _enum_name(enum: Enum, classes: Namespace, variables: Namespace, style: Style) -> EnumName:
    schema = style.class_(enum.id.schema)
    return EnumName(
        class_name=classes.claim(
            enum.id.name, f"{enum.id.name} enum", f"{schema} {enum.id.name} enum", safe=style.class_
        ),
        type_name=variables.claim(
            f"{attribute_name(enum.id.name)}_type",
            f"{attribute_name(enum.id.schema)}_{attribute_name(enum.id.name)}_type",
        ),
    )


def _variable(table: Table) -> str:
    return f"{attribute_name(table.id.name)}_table"


def _columns(
    own: list[CatalogObject],
    snapshot: Snapshot,
    whole: Snapshot,
    enums: Mapping[tuple[str, ...], EnumName],
    taken: frozenset[str],
    style: Style,
) -> tuple[ColumnModel, ...]:
    columns = [obj for obj in own if isinstance(obj, Column)]
    names = attribute_names([column.id.name for column in columns], taken, style.attribute)
    models: list[ColumnModel] = []
    for column in columns:
        inherited = whole.get(column.origin) if column.origin is not None and _is_inherited(column) else None
        assert inherited is None or isinstance(inherited, Column)
        models.append(
            ColumnModel(
                column=column,
                attribute=names[column.id.name],
                type=column_type(column.type, collation=column.collation, enums=enums),
                default=_default(column, snapshot),
                inherited=inherited,
                inherited_default=_default(inherited, whole) if inherited is not None else None,
            )
        )
    return tuple(models)


def _is_inherited(obj: CatalogObject) -> bool:
    """Whether an object is there for no other reason than that a parent has it, by INHERITS."""
    by_inheritance = obj.link is not None and obj.link.kind == "inheritance"
    return obj.origin is not None and by_inheritance and not obj.declared


def _default(column: Column, snapshot: Snapshot) -> Default | None:
    default = snapshot.get(ObjectId("default", column.id.schema, column.id.name, column.id.parent))
    return default if isinstance(default, Default) else None


def _key(columns: tuple[ColumnModel, ...], primary_key: PrimaryKey | None, own: list[CatalogObject]) -> tuple[str, ...]:
    """The attributes that tell the rows apart; empty where no columns can."""
    attributes = {item.column.id.name: item.attribute for item in columns}
    if primary_key is not None:
        return tuple(attributes[name] for name in primary_key.columns)
    by_name = {item.column.id.name: item for item in columns}
    candidates = [obj.columns for obj in own if isinstance(obj, Unique)]
    candidates += [obj.columns for obj in own if isinstance(obj, Index) and obj.unique and _total(obj)]
    for names in sorted(candidates, key=lambda names: (len(names), names)):
        found = [by_name.get(name) for name in names]
        if found and all(item is not None and item.column.not_null and item.type.hashable for item in found):
            return tuple(attributes[name] for name in names)
    # Rows of a table without a key are told apart by all they hold, which the session keeps as a dictionary key: with
    # one value that cannot be hashed, or a part left out, it would take two rows for one.
    if all(item.type.hashable for item in columns):
        return tuple(item.attribute for item in columns)
    return ()


def _total(index: Index) -> bool:
    """Whether a unique index is over plain columns and over all rows."""
    return "" not in index.columns and " WHERE " not in index.definition and index.valid


def has_options(constraint: Constraint) -> bool:
    """Whether a key's index has options that the definition does not show."""
    return isinstance(constraint, KeyConstraint) and bool(constraint.index_options or constraint.tablespace)
