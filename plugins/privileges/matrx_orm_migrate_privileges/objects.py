"""What the catalog says about owners and privileges, as values.

Whoever looks has no name here, and neither has the owner of an object among the object's privileges: the same schema
made by another role is the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from matrx_orm_migrate.schema import CatalogObject, ObjectId

__all__ = ["EVERYBODY", "PUBLIC_IS_CLOSED_SINCE", "SELF", "DefaultPrivileges", "Owner", "Privileges", "Rights", "named"]

EVERYBODY = "public"
"""The grantee that stands for all roles (PUBLIC); PostgreSQL lets nobody give a role that name."""
SELF = ""
"""Among an object's privileges: its owner.  For default privileges: the role that migrates."""
PUBLIC_IS_CLOSED_SINCE = 150000
"""The server that gives the schema public to pg_database_owner, and no CREATE there to PUBLIC (release notes of 15)."""

Rights = tuple[str, ...]
"""Privileges by their names, sorted; an asterisk behind a name says that it may be granted on."""


def named(*roles: str) -> tuple[str, ...]:
    """The roles among them that have a name."""
    return tuple(dict.fromkeys(role for role in roles if role not in (SELF, EVERYBODY)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner(CatalogObject):
    """That an object belongs to another role than the one that looks; ``target`` is the object."""

    owner: str
    target: ObjectId = field(compare=False)

    @property
    def roles(self) -> tuple[str, ...]:
        """The owner."""
        return (self.owner,)

    @property
    def acts_as(self) -> tuple[str, ...]:
        """The owner: nobody gives an object to a role that he cannot become (PostgreSQL 18, ALTER TABLE, Notes)."""
        return (self.owner,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Privileges(CatalogObject):
    """What one role may do with an object, where that is not what it may do with a new one.

    ``target`` is the object (a table's column counts as one), ``on`` what stands behind GRANT … ON, ``column`` the
    column that it is about or an empty text.  ``grantee`` is a role, :data:`SELF` or :data:`EVERYBODY`, ``grantor`` a
    role or :data:`SELF`.  ``usual`` is what a new object would give: the default privileges of the role that looks
    included.  ``owner`` is the owner where it is not the role that looks.
    """

    granted: Rights
    target: ObjectId = field(compare=False)
    on: str = field(compare=False)
    sort: str = field(compare=False)
    grantee: str = field(compare=False)
    grantor: str = field(default=SELF, compare=False)
    column: str = field(default="", compare=False)
    usual: Rights = field(default=(), compare=False)
    owner: str = field(default=SELF, compare=False)

    @property
    def roles(self) -> tuple[str, ...]:
        """Grantee and grantor."""
        return named(self.grantee, self.grantor)

    @property
    def acts_as(self) -> tuple[str, ...]:
        """In whose name the privileges are granted."""
        return named(self.owner, self.grantor)


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultPrivileges(CatalogObject):
    """What ``grantee`` may do with objects that ``role`` makes, where that is not what PostgreSQL has by itself.

    ``id`` has the schema, or none for all of them, and the sort of objects as name: TABLES, SEQUENCES, FUNCTIONS,
    TYPES, SCHEMAS, LARGE OBJECTS.  ``role`` is :data:`SELF` for the role that looks.  Those of a schema come on top of
    those for all schemas; ``usual`` is what stands without them.
    """

    granted: Rights
    role: str = field(compare=False)
    grantee: str = field(compare=False)
    usual: Rights = field(default=(), compare=False)

    @property
    def roles(self) -> tuple[str, ...]:
        """The role that makes the objects, and the grantee."""
        return named(self.role, self.grantee)

    @property
    def acts_as(self) -> tuple[str, ...]:
        """The role that makes the objects."""
        return named(self.role)
