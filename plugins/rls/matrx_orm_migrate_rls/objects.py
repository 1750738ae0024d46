"""What the catalog says about row level security, as values."""

from __future__ import annotations

from dataclasses import dataclass

from matrx_orm_migrate.schema import CatalogObject

__all__ = ["EVERYBODY", "PolicyObject", "RowSecurityObject"]

EVERYBODY = "public"
"""The role that stands for all of them; PostgreSQL lets nobody give a role that name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowSecurityObject(CatalogObject):
    """That a table has row level security: ``id`` names the table.  ``forced`` has it apply to the owner as well.

    A table without either has no such object.
    """

    enabled: bool
    forced: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyObject(CatalogObject):
    """A policy; ``id`` carries the table as parent.

    ``command`` is ALL, SELECT, INSERT, UPDATE or DELETE; ``to`` names the roles, sorted, :data:`EVERYBODY` for all.
    (``roles``, of the base, are those without which an object is left out of the proof.)  ``using`` and ``check`` are
    what ``pg_get_expr`` prints, or None.
    """

    command: str = "ALL"
    permissive: bool = True
    to: tuple[str, ...] = (EVERYBODY,)
    using: str | None = None
    check: str | None = None
