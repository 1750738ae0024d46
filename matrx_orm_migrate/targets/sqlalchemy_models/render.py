"""The files of the generated package, out of what :mod:`matrx_orm_migrate.generating.package` describes."""

from __future__ import annotations

from collections.abc import Sequence

from matrx_orm_migrate.generating.columns import ColumnWriter, annotation
from matrx_orm_migrate.generating.enums import docstring
from matrx_orm_migrate.generating.files import model_files
from matrx_orm_migrate.generating.layout import Call, layout, literal
from matrx_orm_migrate.generating.modules import Import
from matrx_orm_migrate.generating.package import Package, TableModel
from matrx_orm_migrate.generating.relationships import RelationshipModel
from matrx_orm_migrate.generating.tables import (
    key_is_known,
    model_imports,
    summary,
    table_arguments,
)
from matrx_orm_migrate.hooks import Creation, GeneratedFile

__all__ = ["IMPORTS", "package_files"]

IMPORTS: Sequence[Import] = model_imports(
    (1, "from matrx_orm_migrate.managers import {}", ("Manager",)),
    (1, "from sqlalchemy.orm import {}", ("DeclarativeBase", "Mapped", "mapped_column", "relationship")),
    (2, "from . import {}", ("enums", "models")),
)
_BASE = '''class Base(DeclarativeBase):
    """Base of all models; its metadata holds every table."""'''


def package_files(package: Package, server_version: int, creations: Sequence[Creation]) -> list[GeneratedFile]:
    """``__init__.py``, ``base.py``, ``enums.py`` where there are enums, ``models.py``; .sql files of the rest."""
    return model_files(
        package,
        server_version,
        creations,
        target="sqlalchemy",
        imports=IMPORTS,
        base=_BASE,
        write_class=_class,
    )


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
