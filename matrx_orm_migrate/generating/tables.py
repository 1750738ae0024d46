"""Tables as source: what stands in ``__table_args__``, Core tables, and what a module of models has around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from matrx_orm_migrate.generating.columns import ColumnWriter, foreign_key_node, sequence_node, serial_sequences
from matrx_orm_migrate.generating.constraints import constraint_node, index_node, key_on_columns
from matrx_orm_migrate.generating.layout import Call, Dictionary, Items, Node, layout, literal
from matrx_orm_migrate.generating.modules import Import
from matrx_orm_migrate.generating.package import Package, TableModel
from matrx_orm_migrate.generating.relationships import RelationshipModel, relationships
from matrx_orm_migrate.generating.statements import (
    created_after,
    is_added_later,
    listeners,
    not_null_definition,
    package_statements,
    partition_statements,
    table_statements,
)
from matrx_orm_migrate.hooks import GeneratedFile
from matrx_orm_migrate.schema import ForeignKey, ObjectId, PrimaryKey

__all__ = ["declarations", "key_is_known", "model_blocks", "model_imports", "summary", "table_arguments"]


_IMPORTS: Sequence[Import] = (
    (0, "import builtins", ("builtins",)),
    (0, "import datetime as dt", ("dt",)),
    (0, "from collections.abc import {}", ("Sequence",)),
    (0, "from decimal import {}", ("Decimal",)),
    (0, "from enum import {}", ("StrEnum",)),
    (0, "from typing import {}", ("Any",)),
    (0, "from uuid import {}", ("UUID",)),
    (1, "import sqlalchemy as sa", ("sa",)),
    (1, "from matrx_orm_migrate.ddl import {}", ("DefinedConstraint", "DefinedIndex")),
    (1, "from matrx_orm_migrate.declaring import {}", ("declare_file", "own_kinds")),
    (
        1,
        "from matrx_orm_migrate.modeling import {}",
        (
            "BigSerial",
            "CatalogType",
            "Serial",
            "SmallSerial",
            "Virtual",
            "after_attaching",
            "after_create",
            "attach_partitions",
            "created_after",
            "keyed_by",
        ),
    ),
    (1, "from sqlalchemy.dialects import postgresql as pg", ("pg",)),
    (2, "from . import {}", ("enums",)),
    (2, "from .base import {}", ("Base",)),
)


def model_imports(*more: Import) -> Sequence[Import]:
    """What modules of models import: what every style of them does, and ``more``; in the order of isort."""
    names: dict[tuple[int, str], tuple[str, ...]] = {}
    for section, statement, given in (*_IMPORTS, *more):
        key = (section, statement)
        names[key] = tuple(dict.fromkeys((*names.get(key, ()), *given)))
    order = sorted(names, key=lambda key: (key[0], key[1].startswith("from"), key[1]))
    return [(section, statement, names[section, statement]) for section, statement in order]


ClassWriter = Callable[[TableModel, ColumnWriter, Sequence[RelationshipModel]], str]


def model_blocks(package: Package, server_version: int, write: ClassWriter) -> list[str]:
    """The blocks of a module of models: what ``write`` makes of each mapped table, Core tables, and all around them."""
    serials = serial_sequences(package)
    related = relationships(package)
    blocks: list[str] = []
    free = [sequence for sequence in package.sequences if sequence.id not in serials]
    if free:
        nodes = tuple(sequence_node(sequence, package) for sequence in free)
        blocks.append(layout(Items(nodes, "()"), before="SEQUENCES = "))
    for model in package.tables:
        writer = ColumnWriter(model=model, package=package, serials=serials)
        if model.mapped:
            blocks.append(write(model, writer, related.get(model.table.id, ())))
        else:
            blocks.append(_core_table(model, writer))
        statements = table_statements(model, package, serials)
        if statements:
            blocks.append(listeners(f"{model.name}.__table__" if model.mapped else model.name, statements))
    parents = [created_after(model, package) for model in package.tables]
    blocks += ["\n".join(line for line in parents if line)] if any(parents) else []
    statements = package_statements(package, serials, server_version)
    if statements:
        blocks.append(listeners("Base.metadata", statements))
    if any(model.partition is not None for model in package.tables):
        blocks.append(layout(Call("attach_partitions", ("Base.metadata",))))
    statements = partition_statements(package)
    if statements:
        blocks.append(listeners("Base.metadata", statements, function="after_attaching"))
    return blocks


def declarations(files: Sequence[GeneratedFile], *, any_tables: bool = True) -> list[str]:
    """Behind everything else: types that models make come before what is declared.

    Models of a database where there is nothing say so, and are not taken for models that nobody imported.
    """
    names = [literal(str(file.path)) for file in files]
    if names:
        return [layout(Call("declare_file", ("Base.metadata", *names)))]
    return [] if any_tables else [layout(Call("own_kinds", ("Base.metadata", literal("table"))))]


def summary(model: TableModel) -> str:
    """A table's docstring: its name, and the first line of its comment."""
    comment = (model.table.comment or "").strip().partition("\n")[0].strip()
    where = f"Table {model.table.id.schema}.{model.table.id.name}"
    return f"{where}: {comment}" if comment else f"{where}."


def key_is_known(model: TableModel) -> bool:
    """Whether SQLAlchemy knows of the primary key, and takes it for the key of the rows.

    A column of it that refers to another column of it is not taken in, since it says nothing new.
    """
    key = model.primary_key
    if key is None or constraint_node(key).function != "sa.PrimaryKeyConstraint":
        return False
    return not any(
        local != remote and {local, remote} <= set(key.columns)
        for constraint in model.foreign_keys
        if constraint.referred_table == model.table.id
        for local, remote in zip(constraint.columns, constraint.referred_columns, strict=True)
    )


def _core_table(model: TableModel, writer: ColumnWriter) -> str:
    arguments = table_arguments(model, writer.package)
    positional: list[Node] = [literal(model.table.id.name), "Base.metadata"]
    positional += [writer.core(item) for item in model.columns]
    keyword: tuple[tuple[str, Node], ...] = ()
    for item in arguments.items:
        if isinstance(item, Dictionary):
            keyword = item.entries
        else:
            positional.append(item)
    return layout(Call("sa.Table", tuple(positional), keyword), before=f"{model.name} = ")


def table_arguments(model: TableModel, package: Package) -> Items:
    """What stands in ``__table_args__``: constraints, indexes, and the table's own options last."""
    items: list[Node] = []
    for constraint in model.constraints:
        if isinstance(constraint, PrimaryKey) and key_on_columns(model):
            continue
        if isinstance(constraint, ForeignKey) and foreign_key_node(constraint, package) is not None:
            continue  # stands at its column
        if is_added_later(constraint, package):
            continue
        items.append(constraint_node(constraint, package))
    for item in model.columns:
        not_null = not_null_definition(item.column)
        # what comes from the parent alone comes by itself
        own = item.inherited is None or not item.inherited.not_null or item.column.not_null_local
        if not_null is not None and item.column.not_null_valid and own:
            items.append(Call("DefinedConstraint", (literal(not_null[0]), literal(not_null[1]))))
    items += [index_node(index) for index in sorted(model.indexes, key=lambda index: index.id) if not index.on_only]
    options = _table_options(model, package)
    if options:
        items.append(Dictionary(tuple(options)))
    return Items(tuple(items), "()")


def _table_options(model: TableModel, package: Package) -> list[tuple[str, Node]]:
    table = model.table
    options: list[tuple[str, Node]] = []
    if model.schema is not None:
        options.append(("schema", literal(model.schema)))
    if table.comment is not None:
        options.append(("comment", literal(table.comment)))
    if table.unlogged:
        options.append(("prefixes", Items((literal("UNLOGGED"),))))
    if table.partition_key is not None:
        options.append(("postgresql_partition_by", literal(table.partition_key)))
    if table.inherits:
        parents = tuple(literal(_metadata_key(parent, package)) for parent in table.inherits)
        options.append(("postgresql_inherits", Items(parents, "()")))
    if table.access_method is not None:
        options.append(("postgresql_using", literal(table.access_method)))
    if table.tablespace is not None:
        options.append(("postgresql_tablespace", literal(table.tablespace)))
    info = _table_info(model)
    if info:
        options.append(("info", Dictionary(tuple(info))))
    return options


def _metadata_key(table: ObjectId, package: Package) -> str:
    """What a table is called in ``MetaData.tables``."""
    schema = package.schema(table.schema)
    return f"{schema}.{table.name}" if schema is not None else table.name


def _table_info(model: TableModel) -> list[tuple[str, Node]]:
    table = model.table
    info: list[tuple[str, Node]] = []
    if table.options:
        parameters = (option.partition("=") for option in table.options)
        info.append(
            ("storage_parameters", Dictionary(tuple((name, literal(value)) for name, _equals, value in parameters)))
        )
    if model.partition is not None:
        parent = model.partition.parent
        name = parent.name if parent.schema == table.id.schema else f"{parent.schema}.{parent.name}"
        info.append(("partition_of", literal(name)))
        info.append(("bound", literal(model.partition.bound)))
    return info
