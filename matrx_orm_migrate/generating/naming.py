"""Names in Python for names in PostgreSQL: always an identifier, never one that is taken, the same on every run."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, count

__all__ = [
    "ANNOTATION_BUILTINS",
    "MODULE_NAMES",
    "PYDANTIC_NAMES",
    "Namespace",
    "Style",
    "attribute_name",
    "attribute_names",
    "class_name",
    "member_name",
    "pydantic_name",
    "relationship_base",
    "sort_exports",
    "sort_imports",
    "words",
]

ANNOTATION_BUILTINS = frozenset({"bool", "bytes", "dict", "float", "int", "list", "str"})
"""Builtins that annotations use: where an attribute has one of these names, its class says ``builtins.…``."""

MODULE_NAMES = frozenset(
    {
        "Any",
        "Base",
        "CatalogType",
        "Decimal",
        "DefinedConstraint",
        "DefinedIndex",
        "Mapped",
        "SEQUENCES",
        "Sequence",
        "Serial",
        "SmallSerial",
        "StrEnum",
        "BigSerial",
        "TABLES",
        "UUID",
        "after_create",
        "created_after",
        "declare_file",
        "builtins",
        "dt",
        "enums",
        "keyed_by",
        "mapped_column",
        "modeling",
        "models",
        "pg",
        "relationship",
        "sa",
    }
)
"""What modules of models import."""
# attributes that a declarative class has already, or that SQLAlchemy reserves (sqlalchemy.orm.DeclarativeBase)
_DECLARED = MODULE_NAMES | {"metadata", "registry", "type_annotation_map"}
PYDANTIC_NAMES = frozenset(
    """
    construct copy dict from_orm json model_computed_fields model_config model_construct model_copy model_dump
    model_dump_json model_extra model_fields model_fields_set model_json_schema model_parametrized_name model_post_init
    model_rebuild model_validate model_validate_json model_validate_strings parse_file parse_obj parse_raw schema
    schema_json update_forward_refs validate
    """.split()  # noqa: SIM905  # a list of quoted words reads worse
)
"""The public attributes of ``pydantic.BaseModel``; a test looks whether these are all."""
_SUFFIXES = ("_id", "_fk", "_uuid", "_key", "_code", "_ref", "Id", "ID", "_ID")


def words(text: str) -> list[str]:
    """The parts of ``text`` that an identifier may hold, in order: ``Order Details`` → Order, Details."""
    normal = unicodedata.normalize("NFKC", text)
    kept = "".join(character if f"a{character}".isidentifier() else " " for character in normal)
    return kept.split()


def _safe(name: str, empty: str, digit_prefix: str) -> str:
    if not name:
        return empty
    if not name.isidentifier():  # only a character that may not stand first is left to mind
        name = digit_prefix + name
    return f"{name}_" if keyword.iskeyword(name) else name


def attribute_name(column: str, reserved: Container[str] = _DECLARED) -> str:
    """The attribute for a column: its own name where that is an identifier, and not ``reserved``."""
    name = "_".join(words(column))
    if name.startswith("__"):  # private to the class, or special to Python
        name = name.lstrip("_")
    if name.startswith("_sa_"):
        name = name[1:]
    name = _safe(name, "column", "_")
    return f"{name}_" if name in reserved else name


def pydantic_name(column: str, reserved: Iterable[str]) -> str:
    """The field of a pydantic model for a column: its own name where pydantic lets it have that."""
    name = attribute_name(column, PYDANTIC_NAMES.union(reserved))
    return f"field{name}" if name.startswith("_") else name  # an underscore makes it private


def attribute_names(
    columns: Sequence[str], taken: Iterable[str] = (), safe: Callable[[str], str] = attribute_name
) -> Mapping[str, str]:
    """The attributes of a class by column; one that may keep its own name keeps it, whatever its neighbours do."""
    attributes = Namespace(taken)
    names: dict[str, str] = {}
    for column in sorted(columns, key=lambda column: safe(column) != column):
        names[column] = attributes.claim(safe(column), f"{safe(column)}_")
    return names


def class_name(table: str, reserved: Container[str] = MODULE_NAMES) -> str:
    """The class for a table or a type: ``film_actor`` → FilmActor."""
    parts = [part for word in words(table) for part in word.split("_") if part]
    name = _safe("".join(part[0].upper() + part[1:] for part in parts), "Table", "T")
    return f"{name}_" if name in reserved else name


def member_name(label: str) -> str:
    """The enum member for a label: ``in progress`` → IN_PROGRESS."""
    # a name with underscores at both ends is special to enum, one that begins with two is private to the class
    name = "_".join(words(label)).strip("_").upper()
    # an upper-case form may be longer than an identifier allows for, never shorter: normalise once more
    return _safe(unicodedata.normalize("NFKC", name), "EMPTY", "LABEL_")


def relationship_base(column: str) -> str | None:
    """What a foreign key's column is about: ``customer_id`` → customer; None where the name does not tell."""
    for suffix in _SUFFIXES:
        if column.endswith(suffix) and len(column) > len(suffix):
            return column[: -len(suffix)].rstrip("_") or None
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """How the names of one style of models are made: of attributes, and of classes."""

    attribute: Callable[[str], str] = attribute_name
    class_: Callable[[str], str] = class_name


class Namespace:
    """Hands out names once each: the first candidate that is free, else the last one with a number."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)

    def __contains__(self, name: str) -> bool:
        return name in self._taken

    def claim(self, *candidates: str, safe: Callable[[str], str] = str, endings: Sequence[str] = ("",)) -> str:
        """A free name, now taken; ``safe`` is put to each candidate first.

        What is taken is the name with each of the ``endings``, and it is free where all of those are.
        """
        names = [safe(candidate) for candidate in candidates]
        for name in chain(names, (f"{names[-1]}_{number}" for number in count(2))):
            family = {name + ending for ending in endings}
            if not family & self._taken:
                self._taken |= family
                return name
        raise AssertionError("numbers do not end")


# The orders in which ruff wants the names of an import and of __all__ (isort's order by type, numbers by value).


def sort_imports(names: Iterable[str]) -> list[str]:
    """Names as ``from … import`` lists them."""
    return sorted(names, key=lambda name: (_case_rank(name), _natural(name.lower()), _natural(name)))


def sort_exports(names: Iterable[str]) -> list[str]:
    """Names as ``__all__`` lists them."""
    return sorted(names, key=lambda name: (_case_rank(name), _natural(name)))


def _case_rank(name: str) -> int:
    if len(name) > 1 and name.isupper():
        return 0
    return 1 if name[:1].isupper() else 2


def _natural(name: str) -> list[tuple[int, int, str]]:
    parts: list[tuple[int, int, str]] = []
    for part in re.findall(r"[0-9]+|[^0-9]", name):
        if part.isdigit() and not part.startswith("0"):
            parts.append((0, len(part), part))
        elif part.isdigit():
            parts.append((0, 0, part))  # a run with leading zeros is compared digit by digit
        else:
            parts.append((1, ord(part), ""))
    return parts
