"""The files of the generated package, out of what :mod:`matrx_orm_migrate.generating.package` describes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from matrx_orm_migrate.generating.columns import ColumnWriter, annotation
from matrx_orm_migrate.generating.declared import declaration_files
from matrx_orm_migrate.generating.enums import docstring, enums_body
from matrx_orm_migrate.generating.layout import Call, layout, literal
from matrx_orm_migrate.generating.modules import Import, module, package_module
from matrx_orm_migrate.generating.package import Package, TableModel
from matrx_orm_migrate.generating.relationships import RelationshipModel
from matrx_orm_migrate.generating.tables import (
    declarations,
    key_is_known,
    model_blocks,
    model_imports,
    summary,
    table_arguments,
)
from matrx_orm_migrate.hooks import Creation, GeneratedFile, generated_marker

__all__ = ["IMPORTS", "package_files"]

_TARGET = "sqlalchemy"
IMPORTS: Sequence[Import] = model_imports(
    (1, "from matrx_orm_migrate.managers import {}", ("Manager",)),
    (1, "from sqlalchemy.orm import {}", ("DeclarativeBase", "Mapped", "mapped_column", "relationship")),
    (2, "from . import {}", ("enums", "models")),
)


def package_files(package: Package, server_version: int, creations: Sequence[Creation]) -> list[GeneratedFile]:
    """``__init__.py``, ``base.py``, ``enums.py`` where there are enums, ``models.py``; .sql files of the rest."""
    declared = declaration_files(creations, generated_marker(_TARGET, "--"))
    files = {
        "base.py": module(
            "The declarative base that all models share.",
            ['class Base(DeclarativeBase):\n    """Base of all models; its metadata holds every table."""'],
            imports=IMPORTS,
            target=_TARGET,
        ),
        "models.py": module(
            "One class for each table.",
            [*model_blocks(package, server_version, _class), *declarations(declared, any_tables=bool(package.tables))],
            imports=IMPORTS,
            target=_TARGET,
        ),
        "__init__.py": _init(package),
    }
    if package.enums:
        files["enums.py"] = module(
            "The enumerated types of the database.", enums_body(package), imports=IMPORTS, target=_TARGET
        )
    python = [GeneratedFile(path=PurePosixPath(path), text=text) for path, text in sorted(files.items())]
    return [*python, *declared]


def _init(package: Package) -> str:
    models = [model.name for model in package.tables]
    members: list[tuple[str, list[str]]] = [
        # what stands there beside tables is declared when it is imported
        ("from . import {}", [] if models else ["models"]),
        ("from .base import {}", ["Base"]),
        ("from .enums import {}", [enum.names.class_name for enum in package.enums]),
        ("from .models import {}", models),
    ]
    return package_module("The models of the database.", members, target=_TARGET)


def _class(model: TableModel, writer: ColumnWriter, related: Sequence[RelationshipModel]) -> str:
    taken = frozenset({item.attribute for item in model.columns} | {item.name for item in related})
    lines = [f"class {model.name}(Base):", f"    {docstring(summary(model))}", ""]
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
    if model.primary_key is None or not key_is_known(model):
        lines += ["", layout(Call("keyed_by", tuple(model.key)), indent=4, before="__mapper_args__ = ")]
    if related:
        lines.append("")
    for relationship in related:
        python = annotation(relationship.annotation, taken)
        lines.append(layout(relationship.node, indent=4, before=f"{relationship.name}: Mapped[{python}] = "))
    return "\n".join(lines)
