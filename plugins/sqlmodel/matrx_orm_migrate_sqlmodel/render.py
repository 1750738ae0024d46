"""The files of the package, out of what :mod:`matrx_orm_migrate.generating.package` describes."""

from __future__ import annotations

from collections.abc import Sequence

from matrx_orm_migrate.generating.columns import ColumnWriter, annotation
from matrx_orm_migrate.generating.enums import docstring
from matrx_orm_migrate.generating.files import model_files
from matrx_orm_migrate.generating.layout import Call, Dictionary, Node, layout, literal
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
from matrx_orm_migrate_sqlmodel.fields import field_node, is_optional

__all__ = ["package_files"]

_IMPORTS: Sequence[Import] = model_imports(
    (0, "from typing import {}", ("TYPE_CHECKING", "Any", "ClassVar", "Optional")),
    (1, "from sqlalchemy.orm import {}", ("registry",)),
    (1, "from sqlmodel import {}", ("Field", "Relationship", "SQLModel")),
)
_BASE = '''class Base(SQLModel, registry=registry()):
    """Base of all models; its metadata holds every table."""

    model_config = {"arbitrary_types_allowed": True, "protected_namespaces": ()}

    if TYPE_CHECKING:  # SQLAlchemy sets it
        __table__: ClassVar[sa.Table]'''


def package_files(package: Package, server_version: int, creations: Sequence[Creation]) -> list[GeneratedFile]:
    """``__init__.py``, ``base.py``, ``enums.py`` where there are enums, ``models.py``; .sql files of the rest."""
    return model_files(
        package,
        server_version,
        creations,
        target="sqlmodel",
        imports=_IMPORTS,
        base=_BASE,
        write_class=_class,
        # SQLModel reads the annotations of relationships while the class is made, so that they have to be there
        lazy=False,
    )


def _class(model: TableModel, writer: ColumnWriter, related: Sequence[RelationshipModel]) -> str:
    taken = frozenset({item.attribute for item in model.columns} | {item.name for item in related})
    lines = [f"class {model.name}(Base, table=True):", f"    {docstring(summary(model))}", ""]
    lines.append(f"    __tablename__ = {literal(model.table.id.name)}")
    arguments = table_arguments(model, writer.package)
    if arguments.items:
        lines.append(layout(arguments, indent=4, before="__table_args__ = "))
    if model.primary_key is None or not key_is_known(model):
        names = tuple(literal(name) for name in model.key)
        lines.append(layout(Call("keyed_by", names), indent=4, before="__mapper_args__ = "))
    lines.append("")
    for item in model.columns:
        python = annotation(item.type.python, taken)
        if is_optional(item):
            python = f"{python} | None"
        head = f"{item.attribute}: {python}"
        node = field_node(item, model, writer)
        lines.append(f"    {head}" if node is None else layout(node, indent=4, before=f"{head} = "))
    if related:
        lines.append("")
    for relationship in related:
        lines.append(_relationship(relationship, taken))
    return "\n".join(lines)


def _relationship(relationship: RelationshipModel, taken: frozenset[str]) -> str:
    target = literal(relationship.target)
    python = annotation(f"list[{target}]", taken) if relationship.many else f"Optional[{target}]"
    words: list[tuple[str, Node]] = []
    others: list[tuple[str, Node]] = [] if relationship.many else [("uselist", "False")]
    for name, value in relationship.node.keyword:
        (words if name == "back_populates" else others).append((name, value))
    if others:
        words.append(("sa_relationship_kwargs", Dictionary(tuple(others))))
    return layout(Call("Relationship", (), tuple(words)), indent=4, before=f"{relationship.name}: {python} = ")
