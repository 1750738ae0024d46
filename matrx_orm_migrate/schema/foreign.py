"""What the catalog says about data that lives elsewhere: wrappers, servers, user mappings, foreign tables.

Options are ``(name, value)`` pairs, sorted by name.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from matrx_orm_migrate.schema.ids import ObjectId
from matrx_orm_migrate.schema.objects import CatalogObject

__all__ = ["ForeignDataWrapper", "ForeignServer", "ForeignTable", "Options", "SecretOptions", "UserMapping"]

Options = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class SecretOptions:
    """Options whose values may be passwords: compared like any others, and never shown."""

    pairs: Options = field(default=(), repr=False)

    def __repr__(self) -> str:
        return f"({', '.join(f'{name} …' for name, _value in self.pairs)})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignDataWrapper(CatalogObject):
    """A foreign data wrapper; ``handler`` and ``validator`` are functions' names, qualified and quoted."""

    handler: str | None = None
    validator: str | None = None
    options: Options = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignServer(CatalogObject):
    """A foreign server."""

    wrapper: str
    type: str | None = None
    version: str | None = None
    options: Options = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UserMapping(CatalogObject):
    """Whom a role is on a foreign server, which ``id`` carries as name, the role in its signature.

    ``role`` is None for everybody else (PUBLIC).
    """

    role: str | None
    options: SecretOptions = SecretOptions()

    @property
    def roles(self) -> tuple[str, ...]:
        """The role, unless it is PUBLIC."""
        return () if self.role is None else (self.role,)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignTable(CatalogObject):
    """A table whose rows live elsewhere; its columns, defaults and checks are objects of their own, as a table's.

    ``inherits`` are the parents of plain inheritance; a partition's owner is its parent.
    """

    server: str
    options: Options = ()
    inherits: tuple[ObjectId, ...] = ()
