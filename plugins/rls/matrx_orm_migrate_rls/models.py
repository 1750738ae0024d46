"""Row level security in SQLAlchemy models: ``RowSecurity()`` and ``Policy(…)`` among a table's arguments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Literal

from sqlalchemy import DDL, MetaData, Table, event
from sqlalchemy.exc import ArgumentError
from sqlalchemy.sql.schema import SchemaItem

__all__ = ["Policy", "RowSecurity", "secure"]

Command = Literal["ALL", "SELECT", "INSERT", "UPDATE", "DELETE"]
_ddl: Callable[[str], Any] = DDL  # SQLAlchemy 2.0 has no types for it


class RowSecurity(SchemaItem):
    """Among ``__table_args__``: the table has row level security.  ``forced`` has it apply to the owner as well.

    ``enabled=False`` is for a table where it is forced and off.

    >>> from sqlalchemy import Column, Integer, MetaData, Table
    >>> note = Table("note", MetaData(), Column("id", Integer), RowSecurity(), Policy("all", using="true"))
    """

    __visit_name__ = "row_security"

    def __init__(self, *, enabled: bool = True, forced: bool = False) -> None:
        self.enabled = enabled
        self.forced = forced

    def _set_parent(self, parent: Any, **_kw: Any) -> None:
        for action, wanted in (("ENABLE", self.enabled), ("FORCE", self.forced)):
            if wanted:
                _after(_table(parent, "RowSecurity()"), partial(_alter, action))

    def _copy(self, **_kw: Any) -> RowSecurity:
        return RowSecurity(enabled=self.enabled, forced=self.forced)


class Policy(SchemaItem):
    """Among ``__table_args__``: a policy of the table.

    ``using`` and ``check`` are SQL, as it stands behind USING and WITH CHECK; ``to`` names the roles, all without it.

    ::

        __table_args__ = (
            RowSecurity(),
            Policy("own", to="authenticated", using="owner = (SELECT auth.uid())"),
        )
    """

    __visit_name__ = "policy"

    def __init__(
        self,
        name: str,
        *,
        command: Command = "ALL",
        permissive: bool = True,
        to: str | Sequence[str] = (),
        using: str | None = None,
        check: str | None = None,
        comment: str | None = None,
    ) -> None:
        if command not in ("ALL", "SELECT", "INSERT", "UPDATE", "DELETE"):
            raise ArgumentError(f"policy {name!r}: {command!r} is no command that a policy can be for")
        self.name = name
        self.command = command
        self.permissive = permissive
        self.roles = (to,) if isinstance(to, str) else tuple(to)
        self.using = using
        self.check = check
        self.comment = comment

    def _set_parent(self, parent: Any, **_kw: Any) -> None:
        table = _table(parent, f"Policy({self.name!r})")
        _after(table, self._create)
        if self.comment is not None:
            _after(table, self._comment)

    def _copy(self, **_kw: Any) -> Policy:
        return Policy(
            self.name,
            command=self.command,
            permissive=self.permissive,
            to=self.roles,
            using=self.using,
            check=self.check,
            comment=self.comment,
        )

    def _create(self, table: str) -> str:
        from matrx_orm_migrate.ddl import quote

        words = [f"CREATE POLICY {quote(self.name)} ON {table}"]
        words += [] if self.permissive else ["AS RESTRICTIVE"]
        words += [] if self.command == "ALL" else [f"FOR {self.command}"]
        if self.roles:
            roles = ("PUBLIC" if role.lower() == "public" else quote(role) for role in self.roles)
            words.append(f"TO {', '.join(roles)}")
        words += [] if self.using is None else [f"USING ({self.using})"]
        words += [] if self.check is None else [f"WITH CHECK ({self.check})"]
        return " ".join(words)

    def _comment(self, table: str) -> str:
        from matrx_orm_migrate.ddl import literal, quote

        assert self.comment is not None
        return f"COMMENT ON POLICY {quote(self.name)} ON {table} IS {literal(self.comment)}"


def _alter(action: str, table: str) -> str:
    return f"ALTER TABLE {table} {action} ROW LEVEL SECURITY"


def secure(table: Any, *items: RowSecurity | Policy) -> None:
    """Give a table what could stand among its arguments: ``secure(Note.__table__, RowSecurity(), Policy(…))``."""
    for item in items:
        item._set_parent(table)


def _table(parent: Any, what: str) -> Table:
    if not isinstance(parent, Table):
        raise ArgumentError(f"{what} belongs among the arguments of a table")
    return parent


def _after(table: Table, write: Callable[[str], str]) -> None:
    """Have ``create_all`` run a statement behind the tables, whichever of them a policy asks."""

    def listener(_target: MetaData, connection: Any, *, tables: Any = (), **_kw: Any) -> None:
        if connection.dialect.name == "postgresql" and table in tables:
            name = connection.dialect.identifier_preparer.format_table(table)
            connection.execute(_ddl(write(name).replace("%", "%%")))

    event.listen(table.metadata, "after_create", listener)
