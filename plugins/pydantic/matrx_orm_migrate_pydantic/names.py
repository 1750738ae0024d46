"""Names that a generated model may not have: those of pydantic, and those that its module uses."""

from __future__ import annotations

from matrx_orm_migrate.generating.naming import class_name, pydantic_name
from matrx_orm_migrate_pydantic.base import BASE_NAMES

__all__ = ["RESERVED", "field_name", "model_name"]

RESERVED = frozenset(
    {
        *BASE_NAMES,
        "Annotated",
        "Any",
        "BaseModel",
        "Decimal",
        "Field",
        "IPv4Address",
        "IPv4Interface",
        "IPv4Network",
        "IPv6Address",
        "IPv6Interface",
        "IPv6Network",
        "Json",
        "JsonValue",
        "StrEnum",
        "UUID",
        "builtins",
        "dt",
        "enums",
    }
)
"""What ``models.py`` imports."""


def model_name(name: str) -> str:
    """The class for a table or a type: ``film_actor`` → FilmActor."""
    return class_name(name, RESERVED)


def field_name(column: str) -> str:
    """The field for a column."""
    return pydantic_name(column, RESERVED)
