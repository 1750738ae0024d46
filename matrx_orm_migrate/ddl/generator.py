"""DDLGenerator: the twelve statements that change a table, over SQLAlchemy constructs."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any, Final

from sqlalchemy import Column, Constraint, FetchedValue, Identity, Index, Table, exc
from sqlalchemy.schema import CreateColumn, CreateIndex, CreateTable, DefaultClause
from sqlalchemy.types import TypeEngine

from matrx_orm_migrate.ddl.dialect import MatrxDDLCompiler, MatrxDialect, compile_ddl, dialect
from matrx_orm_migrate.errors import UsageError

__all__ = ["UNSET", "DDLGenerator", "Unset"]


class Unset(Enum):
    """The type of :data:`UNSET`."""

    UNSET = "unset"


UNSET: Final = Unset.UNSET
"""Stands for "leave it as it is" where None means something."""


class DDLGenerator:
    """Writes one SQL text, without semicolon, for each change of a table; nothing is sent anywhere.

    Works with ordinary SQLAlchemy constructs as with :class:`DefinedColumn`, :class:`DefinedConstraint` and
    :class:`DefinedIndex`, and leaves all of them as they were.  Constraints and indexes must be attached to a table.
    Raises ``UsageError`` for what cannot be written, and for names of more than 63 bytes.
    """

    def __init__(self, using: MatrxDialect | None = None) -> None:
        self._dialect = using or dialect()

    # tables

    def create_table(self, table: Table, *, with_options: Sequence[str] = (), of_type: str | None = None) -> str:
        """CREATE TABLE with all columns and constraints; indexes and comments are statements of their own.

        ``with_options`` are storage parameters as ``name=value``; ``of_type`` is the (quoted) type of a typed table,
        whose columns must be ``DefinedColumn(name, "WITH OPTIONS …")``.
        """
        return compile_ddl(CreateTable(table), using=self._dialect, with_options=tuple(with_options), of_type=of_type)

    def drop_table(self, table: Table, *, if_exists: bool = False, cascade: bool = False) -> str:
        """DROP TABLE."""
        return f"DROP TABLE {_if_exists(if_exists)}{self._table(table)}{_cascade(cascade)}"

    def rename_table(self, table: Table, new_name: str) -> str:
        """ALTER TABLE … RENAME TO; the table keeps its schema."""
        return f"ALTER TABLE {self._table(table)} RENAME TO {self._name(new_name)}"

    # columns

    def add_column(self, table: Table, column: Column[Any]) -> str:
        """ALTER TABLE … ADD COLUMN, with the checks of the column itself.

        Its foreign keys, ``unique=True`` and ``index=True`` belong to the table: they are statements of their own.
        ``column`` need not be attached to a table, unless its type or default asks for that.
        """
        attached: Column[Any] = column
        if getattr(column, "table", None) is None:
            # SQLAlchemy asks a column for its table; the user's own must not be given one
            attached = column._copy()
            Table(table.name, type(table.metadata)(), attached, schema=table.schema)
        spec = compile_ddl(CreateColumn(attached), using=self._dialect)
        return f"ALTER TABLE {self._table(table)} ADD COLUMN {spec}"

    def drop_column(
        self, table: Table, column: Column[Any] | str, *, if_exists: bool = False, cascade: bool = False
    ) -> str:
        """ALTER TABLE … DROP COLUMN."""
        name = self._column(column)
        return f"ALTER TABLE {self._table(table)} DROP COLUMN {_if_exists(if_exists)}{name}{_cascade(cascade)}"

    def alter_column(
        self,
        table: Table,
        column: Column[Any] | str,
        *,
        type_: TypeEngine[Any] | str | None = None,
        collation: str | None = None,
        using: str | None = None,
        nullable: bool | None = None,
        server_default: Any = UNSET,
        rename_to: str | None = None,
    ) -> list[str]:
        """The ALTER TABLE statements that change a column, in the order in which they work; empty if nothing is asked.

        ``type_`` is a SQLAlchemy type or SQL text; ``collation`` (quoted, as SQL text) and ``using`` (an expression)
        belong to a change of type.  ``server_default`` is SQL text, a SQLAlchemy default, or None to drop it; a
        default that changes together with the type is dropped first, since PostgreSQL would try to cast it.
        """
        if type_ is None and (collation is not None or using is not None):
            raise UsageError(f"column {self._column(column)}: collation and using change nothing without type_")
        alter = f"ALTER TABLE {self._table(table)} ALTER COLUMN {self._column(column)}"
        statements: list[str] = []
        default = None if server_default is UNSET or server_default is None else self._default(server_default)
        if server_default is None or (default is not None and default.startswith("SET") and type_ is not None):
            statements.append(f"{alter} DROP DEFAULT")
        if type_ is not None:
            text = type_ if isinstance(type_, str) else self._type(type_)
            text += f" COLLATE {collation}" if collation is not None else ""
            text += f" USING {using}" if using is not None else ""
            statements.append(f"{alter} TYPE {text}")
        if nullable is not None:
            statements.append(f"{alter} {'DROP' if nullable else 'SET'} NOT NULL")
        if default is not None:
            statements.append(f"{alter} {default}")
        if rename_to is not None:
            renamed = f"RENAME COLUMN {self._column(column)} TO {self._name(rename_to)}"
            statements.append(f"ALTER TABLE {self._table(table)} {renamed}")
        return statements

    # indexes

    def add_index(self, index: Index, *, concurrently: bool = False) -> str:
        """CREATE INDEX; ``concurrently`` also where the index says so itself (``postgresql_concurrently=True``)."""
        self._owner(index)
        concurrently = concurrently or bool(index.dialect_options["postgresql"]["concurrently"])
        return compile_ddl(CreateIndex(index), using=self._dialect, concurrently=concurrently)

    def drop_index(self, index: Index, *, concurrently: bool = False, if_exists: bool = False) -> str:
        """DROP INDEX."""
        self._owner(index)
        name = self._compiler()._prepared_index_name(index, include_schema=True)
        return f"DROP INDEX {'CONCURRENTLY ' if concurrently else ''}{_if_exists(if_exists)}{name}"

    # constraints

    def add_foreign_key(self, constraint: Constraint) -> str:
        """ALTER TABLE … ADD CONSTRAINT … FOREIGN KEY."""
        return self.add_constraint(constraint)

    def drop_foreign_key(self, constraint: Constraint) -> str:
        """ALTER TABLE … DROP CONSTRAINT of a foreign key."""
        return self.drop_constraint(constraint)

    def add_constraint(self, constraint: Constraint) -> str:
        """ALTER TABLE … ADD CONSTRAINT."""
        table = self._owner(constraint)
        try:
            # not AddConstraint: it switches the constraint off in CREATE TABLE for good
            definition = self._compiler().process(constraint)
        except exc.SQLAlchemyError as error:
            raise UsageError(f"constraint {constraint.name} of table {table}: {error}") from error
        return f"ALTER TABLE {self._table(table)} ADD {definition}"

    def drop_constraint(self, constraint: Constraint) -> str:
        """ALTER TABLE … DROP CONSTRAINT."""
        table = self._owner(constraint)
        # without a name and without a naming convention: None, or what SQLAlchemy keeps for "ask the convention"
        name = None if constraint.name is None else self._dialect.identifier_preparer.format_constraint(constraint)
        if name is None:
            raise UsageError(
                f"a constraint of table {table} has no name: {constraint!r}",
                hint="Name it, or give the MetaData a naming_convention.",
            )
        return f"ALTER TABLE {self._table(table)} DROP CONSTRAINT {name}"

    # pieces

    def _compiler(self) -> MatrxDDLCompiler:
        return MatrxDDLCompiler(self._dialect, None)  # type: ignore[arg-type]  # as SQLAlchemy itself does for pieces

    def _table(self, table: Table) -> str:
        return str(self._dialect.identifier_preparer.format_table(table))

    def _name(self, name: str) -> str:
        return self._dialect.identifier_preparer.quote(name)

    def _column(self, column: Column[Any] | str) -> str:
        return self._name(column if isinstance(column, str) else column.name)

    def _type(self, type_: TypeEngine[Any]) -> str:
        try:
            return str(self._dialect.type_compiler_instance.process(type_))
        except exc.SQLAlchemyError as error:
            raise UsageError(f"SQLAlchemy cannot write the type {type_!r} as SQL: {error}") from error

    def _default(self, default: Any) -> str:
        if isinstance(default, str):
            return f"SET DEFAULT {default}"
        if isinstance(default, Identity):
            return f"ADD {self._compiler().process(default)}"
        if isinstance(default, FetchedValue) and not isinstance(default, DefaultClause):  # Computed is one
            raise UsageError(f"{default!r} cannot be set on a column that exists", hint="Drop the column and add it.")
        expression = default.arg if isinstance(default, DefaultClause) else default
        return f"SET DEFAULT {self._compiler().render_default_string(expression)}"

    def _owner(self, construct: Constraint | Index) -> Table:
        try:
            table = construct.table
        except exc.InvalidRequestError:
            table = None
        if table is None:
            name = construct.name or "without a name"
            raise UsageError(
                f"{type(construct).__name__} {name} belongs to no table",
                hint="Give it to Table(…), or use .on(table) of DefinedConstraint and DefinedIndex.",
            )
        return table


def _if_exists(wanted: bool) -> str:
    return "IF EXISTS " if wanted else ""


def _cascade(wanted: bool) -> str:
    return " CASCADE" if wanted else ""
