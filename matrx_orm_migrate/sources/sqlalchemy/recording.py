"""What ``MetaData.create_all`` would execute, as SQL: a connection that writes down instead of sending."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import MetaData, Table, exc
from sqlalchemy.dialects.postgresql import CreateEnumType
from sqlalchemy.engine.mock import MockConnection
from sqlalchemy.schema import (
    DDL,
    AddConstraint,
    CreateIndex,
    CreateSchema,
    CreateSequence,
    CreateTable,
    SetColumnComment,
    SetConstraintComment,
    SetTableComment,
)
from sqlalchemy.sql.elements import TextClause

from matrx_orm_migrate.ddl import MatrxDialect, compile_ddl, literal, qualified, quote
from matrx_orm_migrate.ddl.defined import CreateDefinedIndex
from matrx_orm_migrate.ddl.lexer import split_statements
from matrx_orm_migrate.declaring import Declaration, DeclaredStatement
from matrx_orm_migrate.errors import SourceError, UsageError
from matrx_orm_migrate.modeling import AfterAttaching, AttachPartition
from matrx_orm_migrate.sources.sqlalchemy.info import column_info, table_info

__all__ = ["Recorder", "actual_name", "enum_declared_twice"]

_UNORDERED = (AddConstraint, CreateIndex, SetConstraintComment)
_OF_TABLES = (*_UNORDERED, CreateDefinedIndex, SetColumnComment, SetTableComment)


def actual_name(name: str) -> str:
    """The name as PostgreSQL keeps it: ``quoted_name(…, quote=False)`` is folded to lower case."""
    return str(name).lower() if getattr(name, "quote", None) is False else str(name)


class Recorder(MockConnection):
    """Stands in for a connection in ``create_all``; ``statements`` are (SQL, origin) pairs in their order.

    ``after_attaching`` are those that come when the partitions are attached, ``declarations`` those that may stand
    anywhere.  ``beyond`` are the SQL texts among all of them that may make anything, and not just tables and types.
    ``enums`` are the labels of the enums that were created, and ``sequences`` the statements of the sequences, by
    (schema, name).
    """

    def __init__(self, dialect: MatrxDialect, default_schema: str) -> None:
        super().__init__(dialect, self._record)
        self.statements: list[tuple[str, str]] = []
        self.after_attaching: list[tuple[str, str]] = []
        self.declarations: list[Declaration] = []
        self.beyond: set[str] = set()
        self.enums: dict[tuple[str, str], tuple[str, ...]] = {}
        self.sequences: dict[tuple[str, str], str] = {}
        self.created_schemas: set[str] = set()
        self._using = dialect
        self._default_schema = default_schema
        self._label = ""
        self._runs: dict[int, type] = {}
        self._failure: Exception | None = None

    def record(self, label: str, metadata: MetaData, tables: list[Table]) -> None:
        """Record what ``create_all`` of these tables executes."""
        self._label = label
        # SQLAlchemy 2.0 switches a foreign key off in its table when it is added apart from it
        rules = [(key, key._create_rule) for table in tables for key in table.foreign_key_constraints]
        first = len(self.statements)
        try:
            metadata.create_all(bind=self, tables=tables, checkfirst=False)
        except SourceError:
            raise
        except UsageError as error:
            raise SourceError(f"models {label}: {error.message}", hint=error.hint) from error
        except exc.SQLAlchemyError as error:
            raise SourceError(f"models {label}: {error}") from error
        except Exception as error:
            if error is self._failure:
                raise
            raise SourceError(
                f"models {label}: a listener to DDL events failed: {type(error).__name__}: {error}",
                hint="Listeners run while the models are read; there is no database behind their connection.",
            ) from error
        finally:
            for key, rule in rules:
                key._create_rule = rule
        self._settle(first)

    def schema_of(self, obj: Any) -> str:
        """The schema of a table, type or sequence, the default one included."""
        return actual_name(obj.schema) if obj.schema else self._default_schema

    # what listeners use of a connection

    def exec_driver_sql(self, statement: str, parameters: Any = None, execution_options: Any = None) -> None:
        """Record a text as it stands."""
        if parameters:
            raise SourceError(f"models {self._label}: a listener sends parameters with {statement!r}")
        self._add_script(statement, self._label)

    def _record(self, element: Any, parameters: Any) -> None:
        try:
            self._record_one(element, parameters)
        except Exception as error:
            self._failure = error  # ours, and not the listener's
            raise

    def _record_one(self, element: Any, parameters: Any) -> None:
        if type(element) is CreateTable:
            self._create_table(element)
        elif type(element) is CreateIndex:
            self._runs[len(self.statements)] = CreateIndex
            self._add(self._compile(element), self._origin(element))
        elif isinstance(element, str):
            self._add_script(element, self._label)
        elif isinstance(element, CreateTable):
            self._create_table(element)
        elif isinstance(element, CreateEnumType):
            self._create_enum(element)
        elif isinstance(element, CreateSequence):
            self._create_sequence(element)
        elif isinstance(element, CreateSchema):
            self._create_schema(element)
        elif isinstance(element, AttachPartition):
            pass  # the source attaches every table whose info says so
        elif isinstance(element, DeclaredStatement):
            self.declarations.append(element.declaration)
            self.beyond.add(element.declaration.sql)
        elif isinstance(element, AfterAttaching):
            self.after_attaching.append((self._compile(element), self._label))
            self.beyond.add(self.after_attaching[-1][0])
        elif isinstance(element, (DDL, TextClause)):
            self._add_script(self._compile(_with_values(element, parameters)), self._origin(element))
        elif getattr(element, "is_dml", False) or getattr(element, "is_select", False):
            statement = _with_values(element, parameters)
            self._add(self._compile(statement, literal_binds=True), self._label)
        else:
            if isinstance(element, _UNORDERED):
                self._runs[len(self.statements)] = type(element)
            statement = self._compile(element)
            if isinstance(element, _OF_TABLES):
                self._add(statement, self._origin(element))
            elif statement not in self.beyond:  # a type that several tables use is made by each of them
                self.beyond.add(statement)
                self._add(statement, self._origin(element))

    # the statements that need more than compiling

    def _create_table(self, element: CreateTable) -> None:
        table = element.element
        origin = self._origin(element)
        self._add(self._compile(element, with_options=table_info(table).storage_parameters), origin)
        alter = f"ALTER TABLE {qualified(self.schema_of(table), actual_name(table.name))} ALTER COLUMN"
        for column in table.columns:
            if "info" not in column.__dict__:  # asking for it would make one
                continue
            for clause in column_info(column).clauses:
                self._add(f"{alter} {quote(actual_name(column.name))} {clause}", origin)

    def _create_enum(self, element: Any) -> None:
        enum = element.element
        key, labels = (self.schema_of(enum), actual_name(enum.name)), tuple(enum.enums)
        present = self.enums.get(key)
        if present is None:
            self.enums[key] = labels
            self._add(self._compile(element), f"{self._label} enum {'.'.join(key)}")
        elif present != labels:
            raise enum_declared_twice(self._label, key, present, labels)

    def _create_sequence(self, element: CreateSequence) -> None:
        key = (self.schema_of(element.element), actual_name(element.element.name))
        create = self._compile(element)
        present = self.sequences.setdefault(key, create)
        if present is create:
            self._add(create, f"{self._label} sequence {'.'.join(key)}")
        elif present != create:
            raise SourceError(
                f"models {self._label}: the sequence {'.'.join(key)} is declared twice, with other options"
            )

    def _create_schema(self, element: CreateSchema) -> None:
        name = actual_name(element.element)
        self.created_schemas.add(name)
        self._add(f"CREATE SCHEMA IF NOT EXISTS {quote(name)}", self._label)

    # writing down

    def _settle(self, first: int) -> None:
        """Sort the statements that SQLAlchemy takes out of a set, so that the same models give the same text."""
        entries = list(enumerate(self.statements[first:], start=first))
        settled: list[tuple[str, str]] = []
        for run, group in groupby(entries, key=lambda entry: self._runs.get(entry[0])):
            statements = [statement for _, statement in group]
            settled += statements if run is None else sorted(statements)
        self.statements[first:] = settled

    def _compile(self, element: Any, **options: Any) -> str:
        return compile_ddl(element, using=self._using, **options)

    def _origin(self, element: Any) -> str:
        owner = element.target if isinstance(element, DDL) else getattr(element, "element", None)
        table = owner if isinstance(owner, Table) else getattr(owner, "table", None)
        if not isinstance(table, Table):
            return self._label
        return f"{self._label} table {self.schema_of(table)}.{actual_name(table.name)}"

    def _add_script(self, script: str, origin: str) -> None:
        for sql, _ in split_statements(script):
            words = sql.split(None, 3)
            if [word.lower() for word in words[:2]] == ["create", "schema"] and len(words) > 2:
                # the listener's own CREATE SCHEMA must not meet one of ours
                self.created_schemas.add(words[2].strip('"'))
            self.beyond.add(sql)
            self._add(sql, origin)

    def _add(self, sql: str, origin: str) -> None:
        self.statements.append((sql, origin))


def enum_declared_twice(label: str, name: tuple[str, str], one: tuple[str, ...], other: tuple[str, ...]) -> SourceError:
    """The error for two enums of one name: SQLAlchemy would create the first, and say nothing of the second."""
    return SourceError(
        f"models {label}: the enum {'.'.join(name)} is declared twice, as {', '.join(one)} and as {', '.join(other)}"
    )


def _with_values(element: Any, parameters: Any) -> Any:
    """A statement with its parameters' values in it."""
    if not parameters:
        return element
    if isinstance(element, TextClause) and isinstance(parameters, Mapping):
        return element.bindparams(**parameters)
    if getattr(element, "is_insert", False):
        return element.values(parameters)
    if isinstance(parameters, Mapping):
        return element.params(parameters)
    raise SourceError(f"a listener to DDL events sends parameters that cannot be written out: {literal(str(element))}")
