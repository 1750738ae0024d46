"""Owners, grants and default privileges in SQLAlchemy models: ``Owner(…)``, ``Grant(…)`` and ``give(…)``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from sqlalchemy import DDL, MetaData, Table, event
from sqlalchemy.exc import ArgumentError
from sqlalchemy.sql.schema import SchemaItem

from matrx_orm_migrate_privileges.objects import EVERYBODY

__all__ = ["PUBLIC", "DefaultPrivileges", "Grant", "Owner", "give"]

PUBLIC = EVERYBODY
"""All roles, in ``to`` and ``revoke_from``.  Any other text is a role of just that name."""

_SORTS = ("TABLES", "SEQUENCES", "FUNCTIONS", "TYPES", "SCHEMAS", "LARGE OBJECTS")
_ddl: Callable[[str], Any] = DDL  # SQLAlchemy 2.0 has no types for it


class Owner(SchemaItem):
    """Among ``__table_args__``: the role that the table belongs to.

    >>> from sqlalchemy import Column, Integer, MetaData, Table
    >>> note = Table("note", MetaData(), Column("id", Integer), Owner("app"), Grant("SELECT", to="reader"))
    """

    __visit_name__ = "owner"

    def __init__(self, role: str) -> None:
        self.role = role

    def _set_parent(self, parent: Any, **_kw: Any) -> None:
        _after(_table(parent, f"Owner({self.role!r})"), self._sql)

    def _copy(self, **_kw: Any) -> Owner:
        return Owner(self.role)

    def _sql(self, table: str) -> str:
        return f"ALTER TABLE {table} OWNER TO {_role(self.role)}"


class Grant(SchemaItem):
    """Among ``__table_args__``: what roles may do with the table, or with some of its columns.

    ::

        __table_args__ = (
            Grant("SELECT", "INSERT", to="app"),
            Grant("SELECT", to=("reader", "auditor"), columns=("id", "name")),
        )

    ``ALL`` stands for all privileges that the server knows.  What is not said of a role that is named here, it may not.
    """

    __visit_name__ = "grant"

    def __init__(
        self,
        *privileges: str,
        to: str | Sequence[str],
        columns: Sequence[str] = (),
        grant_option: bool = False,
    ) -> None:
        self.privileges = _words(privileges)
        self.to = _names(to)
        self.columns = tuple(columns)
        self.grant_option = grant_option

    def _set_parent(self, parent: Any, **_kw: Any) -> None:
        _after(_table(parent, f"Grant({', '.join(map(repr, self.privileges))})"), self._sql)

    def _copy(self, **_kw: Any) -> Grant:
        return Grant(*self.privileges, to=self.to, columns=self.columns, grant_option=self.grant_option)

    def _sql(self, table: str) -> str:
        from matrx_orm_migrate.ddl import quote

        columns = f" ({', '.join(map(quote, self.columns))})" if self.columns else ""
        words = ", ".join(f"{privilege}{columns}" for privilege in self.privileges)
        return f"GRANT {words} ON TABLE {table} TO {_roles(self.to)}{_option(self.grant_option)}"


class DefaultPrivileges:
    """What objects give that are still to be made: ``give(Base.metadata, DefaultPrivileges("SELECT", to="reader"))``.

    ``on`` is TABLES, SEQUENCES, FUNCTIONS, TYPES, SCHEMAS or LARGE OBJECTS; ``schema`` the one schema that it is about;
    ``role`` the role that makes the objects, without it the one that migrates.  ``revoke_from`` in place of ``to``
    takes privileges away (EXECUTE on FUNCTIONS from :data:`PUBLIC`).
    """

    def __init__(
        self,
        *privileges: str,
        on: str = "TABLES",
        to: str | Sequence[str] = (),
        revoke_from: str | Sequence[str] = (),
        schema: str | None = None,
        role: str | None = None,
        grant_option: bool = False,
    ) -> None:
        if on not in _SORTS:
            raise ArgumentError(f"default privileges on {on!r}: they are on {', '.join(_SORTS)}")
        if bool(to) is bool(revoke_from):
            raise ArgumentError("default privileges are given, or taken away: say to or revoke_from, one of them")
        self.privileges = _words(privileges)
        self.on = on
        self.to = _names(to)
        self.revoke_from = _names(revoke_from)
        self.schema = schema
        self.role = role
        self.grant_option = grant_option

    def _sql(self) -> str:
        from matrx_orm_migrate.ddl import quote

        of = f" FOR ROLE {_role(self.role)}" if self.role is not None else ""
        place = f" IN SCHEMA {quote(self.schema)}" if self.schema is not None else ""
        words = f"{', '.join(self.privileges)} ON {self.on}"
        if self.revoke_from:
            return f"ALTER DEFAULT PRIVILEGES{of}{place} REVOKE {words} FROM {_roles(self.revoke_from)}"
        return f"ALTER DEFAULT PRIVILEGES{of}{place} GRANT {words} TO {_roles(self.to)}{_option(self.grant_option)}"


def give(to: Any, *items: Owner | Grant | DefaultPrivileges) -> None:
    """Say more of a table that is made elsewhere, or of a ``MetaData``, which takes :class:`DefaultPrivileges`."""
    for item in items:
        if isinstance(item, DefaultPrivileges):
            if not isinstance(to, MetaData):
                raise ArgumentError(
                    "default privileges belong to a MetaData: give(Base.metadata, DefaultPrivileges(…))"
                )
            # in front of the tables, which give them then as any new table does
            event.listen(to, "before_create", partial(_run, item._sql()))
        else:
            item._set_parent(to)


def _words(privileges: Sequence[str]) -> tuple[str, ...]:
    words = tuple(privilege.upper() for privilege in privileges)
    if not words or not all(word.isalpha() for word in words):
        raise ArgumentError(f"{', '.join(map(repr, privileges)) or 'nothing'}: name privileges, SELECT and the like")
    return words


def _names(roles: str | Sequence[str]) -> tuple[str, ...]:
    return (roles,) if isinstance(roles, str) else tuple(roles)


def _role(role: str) -> str:
    from matrx_orm_migrate.ddl import quote

    return "PUBLIC" if role == PUBLIC else quote(role)


def _roles(roles: Sequence[str]) -> str:
    return ", ".join(map(_role, roles))


def _option(asked: bool) -> str:
    return " WITH GRANT OPTION" if asked else ""


def _table(parent: Any, what: str) -> Table:
    if not isinstance(parent, Table):
        raise ArgumentError(f"{what} belongs among the arguments of a table")
    return parent


def _after(table: Table, write: Callable[[str], str]) -> None:
    """Have ``create_all`` run a statement behind the tables."""

    def listener(_target: MetaData, connection: Any, *, tables: Any = (), **_kw: Any) -> None:
        if table in tables:
            _run(write(connection.dialect.identifier_preparer.format_table(table)), _target, connection)

    event.listen(table.metadata, "after_create", listener)


def _run(sql: str, _target: MetaData, connection: Any, **_kw: Any) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(_ddl(sql.replace("%", "%%")))
