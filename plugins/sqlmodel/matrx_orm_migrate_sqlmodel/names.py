"""Names that a generated class and its attributes may not have."""

from __future__ import annotations

from matrx_orm_migrate.generating.naming import MODULE_NAMES, Style, class_name, pydantic_name

__all__ = ["STYLE"]

# what the modules import besides, and what SQLModel adds to pydantic's names
_RESERVED = MODULE_NAMES | {"ClassVar", "Field", "Optional", "Relationship", "SQLModel", "TYPE_CHECKING"}
_ATTRIBUTES = _RESERVED | {"metadata", "registry", "sqlmodel_update", "type_annotation_map"}


def _attribute(column: str) -> str:
    return pydantic_name(column, _ATTRIBUTES)


def _class(table: str) -> str:
    return class_name(table, _RESERVED)


STYLE = Style(attribute=_attribute, class_=_class)
"""How attributes and classes are called."""
