"""Names that a generated model may not have: those of pydantic, and those that its module uses."""

from __future__ import annotations

from matrx_orm_migrate.generating.naming import attribute_name, class_name
from matrx_orm_migrate_pydantic.base import BASE_NAMES

__all__ = ["MODEL_NAMES", "RESERVED", "field_name", "model_name"]

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

MODEL_NAMES = frozenset(
    """
    construct copy dict from_orm json model_computed_fields model_config model_construct model_copy model_dump
    model_dump_json model_extra model_fields model_fields_set model_json_schema model_parametrized_name model_post_init
    model_rebuild model_validate model_validate_json model_validate_strings parse_file parse_obj parse_raw schema
    schema_json update_forward_refs validate
    """.split()  # noqa: SIM905  # a list of quoted words reads worse
)
"""The public attributes of ``pydantic.BaseModel``; a test looks whether these are all."""


def model_name(name: str) -> str:
    """The class for a table or a type: ``film_actor`` → FilmActor."""
    return class_name(name, RESERVED)


def field_name(column: str) -> str:
    """The field for a column: its own name where pydantic lets it have that."""
    name = attribute_name(column, RESERVED | MODEL_NAMES)
    return f"field{name}" if name.startswith("_") else name  # an underscore makes it private
