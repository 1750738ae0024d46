"""Types on both sides: what a field makes of a new column, and which columns it leaves as they are.

A field of matrx-orm tells a family of types apart, not a type: a ``DateTimeField`` may stand for a timestamp with or
without time zone, of any precision.  A column of the family stays as it is.
"""

from __future__ import annotations

import re

from matrx_orm_migrate.schema import Column, Domain, Enum, ObjectId, Snapshot
from matrx_orm_migrate_matrx.values import Field

__all__ = ["agrees", "bare", "base_of", "enum_of", "new_type", "same_family"]

# what matrx-orm's words mean for a new column; other words stand for themselves
_NEW = {
    "bigserial": "bigint",
    "bool": "boolean",
    "float": "double precision",
    "serial": "integer",
    "timestamp": "timestamp with time zone",
    "timestamptz": "timestamp with time zone",
    "varchar": "character varying",
}

# the columns that each of matrx-orm's words may stand for, beside those of that very type
_FAMILIES = {
    "cidr": {"cidr", "inet"},
    "citext": {"citext", "text", "character varying"},
    "enum": {"text", "character varying", "character", "citext"},
    "float": {"double precision", "real"},
    "hstore": {"hstore"},
    "inet": {"inet", "cidr"},
    "interval": {"interval"},
    "jsonb": {"jsonb", "json"},
    "macaddr": {"macaddr", "macaddr8"},
    "numeric": {"numeric", "money"},
    "time": {"time without time zone", "time with time zone"},
    "timestamp": {"timestamp with time zone", "timestamp without time zone"},
    "uuid": {"uuid", "text", "character varying", "character"},
    "varchar": {"character varying", "character", "text", "citext", "name", "bit", "bit varying"},
}
# what has a field of its own: a text field does not stand for it
_OWN = frozenset(
    {
        "bigint",
        "boolean",
        "bytea",
        "character varying",
        "cidr",
        "date",
        "double precision",
        "inet",
        "integer",
        "interval",
        "json",
        "jsonb",
        "macaddr",
        "numeric",
        "point",
        "real",
        "smallint",
        "time with time zone",
        "time without time zone",
        "timestamp with time zone",
        "timestamp without time zone",
        "uuid",
    }
)
# what a foreign key may hold of another family member
_ALIKE = (
    {"smallint", "integer", "bigint", "numeric"},
    {"text", "character varying", "character", "citext", "name"},
)
_MODIFIER = re.compile(r"\([^()]*\)")


def bare(type_name: str) -> str:
    """A type without its modifiers: ``timestamp with time zone`` for ``timestamp(3) with time zone``."""
    return " ".join(_MODIFIER.sub(" ", type_name).split())


def base_of(type_name: str, snapshot: Snapshot) -> str:
    """The type below all domains, with its modifiers; of an array's elements, the brackets kept."""
    element = type_name.removesuffix("[]")
    brackets, element = type_name[len(element) :], _unquoted(element)
    domains = {_qualified(obj.id): obj for obj in snapshot.of_kind("domain") if isinstance(obj, Domain)}
    seen: set[str] = set()
    while element in domains and element not in seen:
        seen.add(element)
        element = _unquoted(domains[element].base_type)
    return element + brackets


def enum_of(type_name: str, snapshot: Snapshot) -> Enum | None:
    """The enum that a column's type is, is an array of or is a domain over."""
    element = base_of(type_name, snapshot).removesuffix("[]")
    for obj in snapshot.of_kind("enum"):
        if isinstance(obj, Enum) and _qualified(obj.id) == element:
            return obj
    return None


def _qualified(object_id: ObjectId) -> str:
    # as format_type prints it with an empty search_path, but that servers of other versions quote other keywords
    return f"{object_id.schema}.{object_id.name}"


def _unquoted(type_name: str) -> str:
    return type_name.replace('"', "")


def new_type(field: Field, enum_type: str = "") -> str:
    """The type of a new column.  ``enum_type`` is the qualified name of the enum, for a field that has one."""
    if field.pg_type:
        return field.pg_type
    word = enum_type if field.db_type == "enum" else field.db_type
    head, modifier = bare(word).lower(), _modifier(word)
    if field.db_type != "enum" and '"' not in word:
        word = f"{_NEW[head]}{modifier}" if head in _NEW else word.lower()
    return word + "[]" * field.dimensions


def agrees(field: Field, column: Column, snapshot: Snapshot) -> bool:
    """Whether a column is of the family that the field stands for, and so stays as it is."""
    if field.pg_type:
        return field.pg_type == column.type
    live = base_of(column.type, snapshot)
    if live.endswith("[]") != bool(field.dimensions):
        # matrx-orm's schema builder makes JSON fields of arrays
        return field.db_type == "jsonb" and not field.dimensions
    live = live.removesuffix("[]")
    if enum_of(live, snapshot) is not None:
        return field.db_type in ("enum", "varchar")
    word = bare(field.db_type).lower()
    found = bare(live)
    if word == "text":
        return found == "text" or found not in _OWN
    family = _FAMILIES.get(word, {_NEW.get(word, word)})
    if found not in family and found.rpartition(".")[2] not in family:
        return False
    # a length or a precision counts where the field gives one, and only against the very type that has it
    modifier = _modifier(field.db_type)
    if not modifier or not field.exact:
        return True
    if found.rpartition(".")[2] not in (_NEW.get(word, word), "character", "bit", "bit varying"):
        return found == "money"
    return modifier == _modifier(live)


def same_family(one: str, other: str) -> bool:
    """Whether a column of one type may refer to a column of the other."""
    one, other = bare(one), bare(other)
    return one == other or any(one in alike and other in alike for alike in _ALIKE)


def _modifier(type_name: str) -> str:
    found = _MODIFIER.search(type_name)
    return found.group().replace(" ", "") if found else ""
