"""Values of types that users make (but for enums), and of collations."""

from __future__ import annotations

from dataclasses import dataclass, field

from matrx_orm_migrate.schema.objects import CatalogObject

__all__ = ["Attribute", "BaseType", "Collation", "CompositeType", "Domain", "DomainConstraint", "Range"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainConstraint:
    """A CHECK of a domain; ``definition`` is what ``pg_get_constraintdef`` prints, without NOT VALID."""

    name: str
    definition: str
    validated: bool = True
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Domain(CatalogObject):
    """A domain.  ``constraints`` are its checks, by name: PostgreSQL tests them in that order.

    ``collation`` is None where it is the base type's own; ``not_null_name`` is a name that PostgreSQL 18 keeps, None
    where it is the one that PostgreSQL chooses itself.
    """

    base_type: str
    default: str | None = None
    not_null: bool = False
    not_null_name: str | None = None
    collation: str | None = None
    constraints: tuple[DomainConstraint, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """An attribute of a composite type; ``collation`` is None where it is its type's own."""

    name: str
    type: str
    collation: str | None = None
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CompositeType(CatalogObject):
    """A composite type of its own (not a table's row type); the order of ``attributes`` has a meaning."""

    attributes: tuple[Attribute, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Range(CatalogObject):
    """A range type.

    ``operator_class`` and ``collation`` are qualified, and None where they are the subtype's own; ``canonical`` and
    ``subtype_diff`` are names of functions.  ``multirange`` (from PostgreSQL 14 on) is the name of the multirange type
    that stands in the same schema.
    """

    subtype: str
    operator_class: str | None = None
    collation: str | None = None
    canonical: str | None = None
    subtype_diff: str | None = None
    multirange: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseType(CatalogObject):
    """A base type; ``options`` are those of CREATE TYPE with their values, in the order of the manual.

    The functions that read and write it, and so need it themselves, are part of it.
    """

    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Collation(CatalogObject):
    """A collation; ``provider`` is libc, icu, builtin or default.

    ``collate`` and ``ctype`` are libc's; ``locale`` and ``rules`` the other providers'.  The version that the library
    had when the collation was made is the server's business and not compared.
    """

    provider: str
    deterministic: bool = True
    collate: str | None = None
    ctype: str | None = None
    locale: str | None = None
    rules: str | None = None
    version: str | None = field(default=None, compare=False)
