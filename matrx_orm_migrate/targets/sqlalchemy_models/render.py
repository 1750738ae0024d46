"""The files of the generated package, out of what :mod:`.package` describes."""

from __future__ import annotations

import io
import tokenize
from collections.abc import Sequence
from pathlib import PurePosixPath

from matrx_orm_migrate.hooks import Creation, GeneratedFile, generated_marker
from matrx_orm_migrate.schema import ForeignKey, ObjectId, PrimaryKey
from matrx_orm_migrate.targets.sqlalchemy_models.columns import (
    ColumnWriter,
    annotation,
    foreign_key_node,
    sequence_node,
    serial_sequences,
)
from matrx_orm_migrate.targets.sqlalchemy_models.constraints import constraint_node, index_node, key_on_columns
from matrx_orm_migrate.targets.sqlalchemy_models.declared import declaration_files
from matrx_orm_migrate.targets.sqlalchemy_models.enums import docstring, enums_body
from matrx_orm_migrate.targets.sqlalchemy_models.layout import (
    Call,
    Dictionary,
    Items,
    Node,
    layout,
    literal,
    width,
)
from matrx_orm_migrate.targets.sqlalchemy_models.naming import sort_exports, sort_imports
from matrx_orm_migrate.targets.sqlalchemy_models.package import Package, TableModel
from matrx_orm_migrate.targets.sqlalchemy_models.relationships import RelationshipModel, relationships
from matrx_orm_migrate.targets.sqlalchemy_models.statements import (
    created_after,
    is_added_later,
    listeners,
    not_null_definition,
    package_statements,
    partition_statements,
    table_statements,
)

__all__ = ["module", "package_files"]


_PACKAGE = "matrx_orm_migrate"
_MODELING = (
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
)
# isort, and ruff's rules of it, with their default settings join and break imports at this width
_IMPORT_LENGTH = 88
# (section, statement, name that needs it), in the order of isort
_IMPORTS: Sequence[tuple[int, str, tuple[str, ...]]] = (
    (0, "import builtins", ("builtins",)),
    (0, "import datetime as dt", ("dt",)),
    (0, "from collections.abc import {}", ("Sequence",)),
    (0, "from decimal import {}", ("Decimal",)),
    (0, "from enum import {}", ("StrEnum",)),
    (0, "from typing import {}", ("Any",)),
    (0, "from uuid import {}", ("UUID",)),
    (1, "import sqlalchemy as sa", ("sa",)),
    (1, f"from {_PACKAGE}.ddl import {{}}", ("DefinedConstraint", "DefinedIndex")),
    (1, f"from {_PACKAGE}.declaring import {{}}", ("declare_file",)),
    (1, f"from {_PACKAGE}.managers import {{}}", ("Manager",)),
    (
        1,
        f"from {_PACKAGE}.modeling import {{}}",
        _MODELING,
    ),
    (1, "from sqlalchemy.dialects import postgresql as pg", ("pg",)),
    (1, "from sqlalchemy.orm import {}", ("DeclarativeBase", "Mapped", "mapped_column", "relationship")),
    (2, "from . import {}", ("enums", "models")),
    (2, "from .base import {}", ("Base",)),
)


def package_files(package: Package, server_version: int, creations: Sequence[Creation]) -> list[GeneratedFile]:
    """``__init__.py``, ``base.py``, ``enums.py`` where there are enums, ``models.py``; .sql files of the rest."""
    declared = declaration_files(creations, generated_marker("sqlalchemy", "--"))
    files = {
        "base.py": module(
            "The declarative base that all models share.",
            ['class Base(DeclarativeBase):\n    """Base of all models; its metadata holds every table."""'],
            own="Base",
        ),
        "models.py": module(
            "One class for each table.", [*_model_blocks(package, server_version), *_declarations(declared)]
        ),
        "__init__.py": _init(package),
    }
    if package.enums:
        files["enums.py"] = module("The enumerated types of the database.", enums_body(package))
    python = [GeneratedFile(path=PurePosixPath(path), text=text) for path, text in sorted(files.items())]
    return [*python, *declared]


def _declarations(files: Sequence[GeneratedFile]) -> list[str]:
    """Behind everything else: types that models make come before what is declared."""
    names = [literal(str(file.path)) for file in files]
    return [layout(Call("declare_file", ("Base.metadata", *names)))] if names else []


def module(summary: str, blocks: Sequence[str], *, own: str = "", target: str = "sqlalchemy") -> str:
    """A module: marker, docstring, the imports that ``blocks`` need, and the blocks; ``own`` is defined here."""
    used = _names("\n".join(blocks)) - {own}
    sections: dict[int, list[str]] = {}
    for section, statement, names in _IMPORTS:
        needed = [name for name in names if name in used]
        if needed:
            sections.setdefault(section, []).append(_import(statement, sort_imports(needed)))
    imports = ["from __future__ import annotations"]
    imports += ["\n".join(lines) for _section, lines in sorted(sections.items())]
    head = f'{generated_marker(target)}\n"""{summary}"""\n\n' + "\n\n".join(imports)
    text = head
    for block in blocks:
        spaced = block.startswith(("class ", "def ")) or text.endswith("\x00")
        text = text.removesuffix("\x00") + ("\n\n\n" if spaced else "\n\n") + block
        if block.startswith(("class ", "def ")):
            text += "\x00"  # two empty lines behind a class too
    return text.removesuffix("\x00") + "\n"


def _names(source: str) -> set[str]:
    """The names in ``source`` that are looked up, not those behind a dot."""
    names: set[str] = set()
    before = ""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.NAME and before != ".":
            names.add(token.string)
        before = token.string
    return names


def _init(package: Package) -> str:
    models = sort_imports([*(model.name for model in package.tables)])
    enums = sort_imports([enum.names.class_name for enum in package.enums])
    # what stands there beside tables is declared when it is imported
    modules = [] if models else ["models"]
    lines = [*(f"from . import {name}" for name in modules), "from .base import Base"]
    if enums:
        lines.append(_import("from .enums import {}", enums))
    if models:
        lines.append(_import("from .models import {}", models))
    exports = Items(tuple(literal(name) for name in sort_exports(["Base", *enums, *models, *modules])))
    text = (
        f'{generated_marker("sqlalchemy")}\n"""The models of the database."""\n\nfrom __future__ import annotations\n\n'
    )
    return text + "\n".join(lines) + "\n\n" + layout(exports, before="__all__ = ") + "\n"


def _import(statement: str, names: Sequence[str]) -> str:
    """The import of ``names``, on one line where that fits."""
    flat = statement.format(", ".join(names))
    if width(flat) <= _IMPORT_LENGTH or "{}" not in statement:
        return flat
    return layout(Items(tuple(names), "()"), before=statement.removesuffix("{}"), broken=True)


def _model_blocks(package: Package, server_version: int) -> list[str]:
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
            blocks.append(_class(model, writer, related.get(model.table.id, ())))
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


def _class(model: TableModel, writer: ColumnWriter, related: Sequence[RelationshipModel]) -> str:
    taken = frozenset({item.attribute for item in model.columns} | {item.name for item in related})
    lines = [f"class {model.name}(Base):", f"    {docstring(_summary(model))}", ""]
    lines.append(f"    __tablename__ = {literal(model.table.id.name)}")
    arguments = table_arguments(model, writer.package)
    if arguments.items:
        lines.append(layout(arguments, indent=4, before="__table_args__ = "))
    lines.append("")
    for item in model.columns:
        python = annotation(item.type.python, taken)
        if not item.column.not_null:
            python = f"{python} | None"
        lines.append(layout(writer.mapped(item), indent=4, before=f"{item.attribute}: Mapped[{python}] = "))
    if model.primary_key is None or not _key_known(model):
        lines += ["", layout(Call("keyed_by", tuple(model.key)), indent=4, before="__mapper_args__ = ")]
    if related:
        lines.append("")
    for relationship in related:
        python = annotation(relationship.annotation, taken)
        lines.append(layout(relationship.node, indent=4, before=f"{relationship.name}: Mapped[{python}] = "))
    return "\n".join(lines)


def _summary(model: TableModel) -> str:
    comment = (model.table.comment or "").strip().partition("\n")[0].strip()
    where = f"Table {model.table.id.schema}.{model.table.id.name}"
    return f"{where}: {comment}" if comment else f"{where}."


def _key_known(model: TableModel) -> bool:
    key = model.primary_key
    return key is not None and constraint_node(key).function == "sa.PrimaryKeyConstraint"


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
