"""SQLAlchemy's PostgreSQL dialect, mended so that DDL arrives byte for byte under SQLAlchemy 2.0 and 2.1."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from typing import Any

from sqlalchemy import exc, schema
from sqlalchemy.dialects.postgresql import base
from sqlalchemy.dialects.postgresql.asyncpg import (
    PGCompiler_asyncpg,
    PGDialect_asyncpg,
    PGIdentifierPreparer_asyncpg,
)
from sqlalchemy.sql import elements, sqltypes
from sqlalchemy.sql.compiler import Compiled, DDLCompiler

from matrx_orm_migrate.ddl.defined import CreateDefinedIndex, DefinedColumn, DefinedIndex
from matrx_orm_migrate.ddl.identifiers import check_identifier, literal, quote
from matrx_orm_migrate.ddl.shortcuts import (
    ESCAPED_COLON,
    dialect_options,
    ordinary_constraint,
    ordinary_default,
    ordinary_index,
    plain_text,
    type_key,
)
from matrx_orm_migrate.errors import UsageError

__all__ = ["MatrxDialect", "compile_ddl", "dialect"]

INDENT = "    "

_BIND = elements.TextClause._bind_params_regex


class MatrxPreparer(PGIdentifierPreparer_asyncpg):
    """Quotes identifiers by the rules of :func:`~matrx_orm_migrate.ddl.quote`."""

    def __init__(self, dialect: MatrxDialect, **options: Any) -> None:
        super().__init__(dialect, **options)
        default_schema = dialect.matrx_default_schema
        if default_schema is not None:
            self.schema_for_object = lambda obj: obj.schema or default_schema

    def _requires_quotes(self, value: str) -> bool:
        return quote(value) != value

    def quote(self, ident: str, force: Any = None) -> str:
        # quoted_name(…, quote=True / False) decides for itself, as everywhere in SQLAlchemy
        force = getattr(ident, "quote", None)
        if force is None:
            return quote(ident)
        check_identifier(ident)
        return str(self.quote_identifier(ident)) if force else str(ident)

    def quote_schema(self, schema: str, force: Any = None) -> str:
        return self.quote(schema)


class MatrxSQLCompiler(PGCompiler_asyncpg):
    """Expressions within DDL: nothing in them is ever a parameter."""

    def visit_textclause(self, textclause: Any, add_to_result_map: Any = None, **kw: Any) -> str:
        binds = textclause._bindparams

        def bind(match: re.Match[str]) -> str:
            parameter = binds.get(match.group(1))
            # SQLAlchemy reads every :word as a parameter, and renders one without a value as NULL. Only what was given
            # a value with .bindparams() is meant as one.
            if parameter is None or parameter.required:
                return match.group(0)
            return str(self.process(parameter, **{**kw, "literal_binds": True}))

        return ESCAPED_COLON.sub(r"\1", _BIND.sub(bind, textclause.text) if binds else textclause.text)

    def render_literal_value(self, value: Any, type_: Any) -> str:
        # past PGCompiler's own, which doubles backslashes as though standard_conforming_strings were off
        return escape_backslashes(super(base.PGCompiler, self).render_literal_value(value, type_))

    def visit_sequence(self, seq: Any, **kw: Any) -> str:  # type: ignore[override]  # SQLAlchemy's own two disagree
        return f"nextval({literal(self.preparer.format_sequence(seq))})"


def escape_backslashes(sql: str) -> str:
    """``sql``, as a type's literal processor printed it, with string constants that hold a backslash as ``E'…'``."""
    if "\\" not in sql:
        return sql
    pieces: list[str] = []
    position = 0
    while (start := sql.find("'", position)) >= 0:
        end = start + 1
        extended = start > 0 and sql[start - 1] in "eE" and not (start > 1 and (sql[start - 2].isalnum()))
        while end < len(sql) and (sql[end] != "'" or sql[end + 1 : end + 2] == "'"):
            end += 2 if sql[end] == "'" or (extended and sql[end] == "\\") else 1
        text = sql[start : end + 1]
        if "\\" in text and not extended:
            text = "E" + text.replace("\\", "\\\\")
        pieces += (sql[position:start], text)
        position = end + 1
    return "".join(pieces) + sql[position:]


class MatrxDDLCompiler(base.PGDDLCompiler):
    """CREATE and ALTER as people write them: one column or constraint a line, nothing lost, nothing replaced."""

    def visit_create_table(
        self, create: Any, *, with_options: Sequence[str] = (), of_type: str | None = None, **kw: Any
    ) -> str:
        table = create.element
        items: list[str] = []
        first_pk = False
        # Straight to the method, unless somebody registered one of their own with @compiles: columns are many.
        straight = not hasattr(schema.CreateColumn, "_compiler_dispatcher")
        specified = self.get_column_specification
        for create_column in create.columns:
            column = create_column.element
            try:
                if straight and not column.system and not column.constraints:
                    item = specified(column)
                else:
                    item = self.process(create_column, first_pk=column.primary_key and not first_pk)
            except exc.CompileError as error:
                where = f"(in table {table.description!r}, column {column.name!r})"
                raise exc.CompileError(f"{where}: {error.args[0]}") from error
            if item is not None:
                items.append(item)
            first_pk = first_pk or column.primary_key
        items += self._table_constraints(table, create.include_foreign_key_constraints)
        words = ["CREATE", *table._prefixes, "TABLE"]
        if create.if_not_exists:
            words.append("IF NOT EXISTS")
        words.append(self.preparer.format_table(table))
        if of_type is not None:
            words.append(f"OF {of_type}")
        if items:
            body = f",\n{INDENT}".join(items)
            words.append(f"(\n{INDENT}{body}\n)")
        elif of_type is None:
            words.append("()")
        return " ".join([*words, *self._table_options(table, with_options)])

    def _table_constraints(self, table: Any, included_foreign_keys: Any) -> list[str]:
        left_out: set[Any] = set()
        if included_foreign_keys is not None:
            left_out = table.foreign_key_constraints.difference(included_foreign_keys)
        constraints = [constraint for constraint in table._sorted_constraints if constraint is not table.primary_key]
        if table.primary_key:
            constraints.insert(0, table.primary_key)
        texts = [
            ordinary_constraint(constraint, self.preparer) or self.process(constraint)
            for constraint in constraints
            if constraint not in left_out
            and constraint._should_create_for_compiler(self)
            and not getattr(constraint, "use_alter", False)
        ]
        return [text for text in texts if text]

    def _table_options(self, table: Any, with_options: Sequence[str]) -> list[str]:
        # in the order of PostgreSQL's grammar; SQLAlchemy 2.0 does not know WITH for tables
        options = dialect_options(table)
        texts: list[str] = []
        parents = options.get("inherits")
        if parents is not None:
            parents = parents if isinstance(parents, (list, tuple)) else (parents,)
            texts.append(f"INHERITS ({', '.join(self._parent(table, parent) for parent in parents)})")
        if options.get("partition_by"):
            texts.append(f"PARTITION BY {options['partition_by']}")
        if options.get("using"):
            texts.append(f"USING {options['using']}")
        parameters = [_storage_parameter(*item) for item in dict(options.get("with") or {}).items()]
        parameters += with_options
        if parameters:
            texts.append(f"WITH ({', '.join(parameters)})")
        if options.get("on_commit"):
            texts.append(f"ON COMMIT {options['on_commit'].replace('_', ' ').upper()}")
        if options.get("tablespace"):
            texts.append(f"TABLESPACE {self.preparer.quote(options['tablespace'])}")
        return texts

    def _parent(self, table: Any, parent: Any) -> str:
        if isinstance(parent, schema.Table):
            return str(self.preparer.format_table(parent))
        tables = table.metadata.tables
        found = tables.get(f"{table.schema}.{parent}" if table.schema else parent, tables.get(parent))
        return str(self.preparer.format_table(found)) if found is not None else self.preparer.quote(parent)

    def get_column_specification(self, column: Any, **kw: Any) -> str:
        name = column.name
        text = quote(name) if getattr(name, "quote", None) is None else self.preparer.quote(name)
        if type(column) is DefinedColumn:
            return f"{text} {column.definition}"
        identity = column.identity
        serial = self._serial(column) if column.primary_key and identity is None else None
        if serial is not None:
            text = f"{text} {serial}"
        else:
            text = f"{text} {self._type(column)}"
            if column.server_default is not None:
                default = self.get_column_default_string(column)
                if default is not None:
                    text = f"{text} DEFAULT {default}"
        if column.computed is not None:
            text = f"{text} {self.process(column.computed)}"
        if identity is not None:
            text = f"{text} {self.process(identity)}"
        return text if column.nullable else f"{text} NOT NULL"

    def _serial(self, column: Any) -> str | None:
        # SQLAlchemy's rule: an integer primary key that nothing else fills
        if column is not column.table._autoincrement_column:
            return None
        filled = column.default
        if filled is not None and not (isinstance(filled, schema.Sequence) and filled.optional):
            return None
        # not dialect_impl(): SQLAlchemy 2.0's asyncpg dialect takes a SmallInteger for an Integer there
        impl = column.type._variant_mapping.get("postgresql", column.type)
        while isinstance(impl, sqltypes.TypeDecorator):
            impl = impl.load_dialect_impl(self.dialect)
        if isinstance(impl, sqltypes.BigInteger):
            return "BIGSERIAL"
        return "SMALLSERIAL" if isinstance(impl, sqltypes.SmallInteger) else "SERIAL"

    def _type(self, column: Any) -> str:
        key = type_key(column.type)
        if key is None:
            return self._compile_type(column)
        assert isinstance(self.dialect, MatrxDialect)
        cache = self.dialect.matrx_types
        text = cache.get(key)
        if text is None:
            text = cache[key] = self._compile_type(column)
        return text

    def _compile_type(self, column: Any) -> str:
        return self.dialect.type_compiler_instance.process(
            column.type, type_expression=column, identifier_preparer=self.preparer
        )

    def get_column_default_string(self, column: Any) -> str | None:
        default = column.server_default
        if not isinstance(default, schema.DefaultClause):
            return None
        return ordinary_default(default.arg) or self.render_default_string(default.arg)

    def render_default_string(self, default: Any) -> str:
        return ordinary_default(default) or str(super().render_default_string(default))

    def define_check_body(self, constraint: Any, **kw: Any) -> str:
        text = plain_text(constraint.sqltext)
        return f"CHECK ({text})" if text else str(super().define_check_body(constraint, **kw))

    def _define_include(self, obj: Any) -> str:
        include: Callable[..., str] = super()._define_include
        return include(obj) if dialect_options(obj).get("include") else ""

    def define_unique_constraint_distinct(self, constraint: Any, **kw: Any) -> str:
        distinct = dialect_options(constraint).get("nulls_not_distinct")
        return "" if distinct is None else f"NULLS {'NOT ' if distinct else ''}DISTINCT "

    def _define_constraint_validity(self, constraint: Any) -> str:
        return " NOT VALID" if dialect_options(constraint).get("not_valid") else ""

    def visit_computed_column(self, generated: Any, **kw: Any) -> str:
        # SQLAlchemy 2.0 refuses VIRTUAL, 2.1 asks the server that it is connected to
        visit: Callable[..., str] = DDLCompiler.visit_computed_column
        text = visit(self, generated, **kw)
        assert isinstance(self.dialect, MatrxDialect)
        if generated.persisted is None and not self.dialect.supports_virtual_generated_columns:
            text += " STORED"
        return str(text)

    def visit_identity_column(self, identity: Any, **kw: Any) -> str:
        text = f"GENERATED {'ALWAYS' if identity.always else 'BY DEFAULT'} AS IDENTITY"
        options = self.get_identity_options(identity)
        column = identity.column
        sequence = column.info.get("identity_sequence") if column is not None else None
        if sequence is not None:
            owner = schema.Sequence(sequence, schema=column.table.schema)
            options = f"SEQUENCE NAME {self.preparer.format_sequence(owner)} {options}".rstrip()
        return f"{text} ({options})" if options else text

    def visit_create_index(self, create: Any, *args: Any, concurrently: bool = False, **kw: Any) -> str:
        index = create.element
        if isinstance(index, DefinedIndex):
            text = str(self.process(CreateDefinedIndex(index)))
        else:
            visit: Callable[..., str] = super().visit_create_index
            text = ordinary_index(create, self.preparer) or visit(create, *args, **kw)
        return text.replace("INDEX ", "INDEX CONCURRENTLY ", 1) if concurrently else text

    def define_constraint_cascades(self, constraint: Any) -> str:
        # SQLAlchemy 2.0 refuses SET NULL (column)
        on_delete = f" ON DELETE {constraint.ondelete}" if constraint.ondelete is not None else ""
        on_update = f" ON UPDATE {constraint.onupdate}" if constraint.onupdate is not None else ""
        return on_delete + on_update

    def visit_ddl(self, ddl: Any, **kw: Any) -> str:
        try:
            visit: Callable[..., str] = super().visit_ddl
            return visit(ddl, **kw)
        except (KeyError, TypeError, ValueError) as error:
            raise exc.CompileError(
                f"a DDL() text cannot be filled in ({error}): in DDL(), a % is written %%; text: {ddl.statement!r}"
            ) from error


def _storage_parameter(name: str, value: Any) -> str:
    if value is None:
        return name
    return f"{name}={str(value).lower() if isinstance(value, bool) else value}"


class MatrxDialect(PGDialect_asyncpg):
    """PostgreSQL as SQLAlchemy's asyncpg dialect knows it, for compiling only.

    ``default_schema`` qualifies what has no schema of its own.  ``virtual_columns`` says whether the server makes a
    computed column without ``persisted=`` virtual (PostgreSQL 18, with SQLAlchemy 2.1) instead of stored.
    """

    supports_statement_cache = True
    preparer = MatrxPreparer  # type: ignore[assignment]  # a class attribute that SQLAlchemy means to be replaced
    statement_compiler = MatrxSQLCompiler
    ddl_compiler = MatrxDDLCompiler
    _backslash_escapes = False
    # CONCURRENTLY says how an index is built, not what it is: DDLGenerator.add_index(concurrently=True) asks for it
    _supports_create_index_concurrently = False
    _supports_drop_index_concurrently = False

    def __init__(self, *, default_schema: str | None = None, virtual_columns: bool | None = None) -> None:
        self.matrx_default_schema = default_schema
        self.matrx_types: dict[Any, str] = {}
        super().__init__()  # type: ignore[no-untyped-call]  # SQLAlchemy's dialects have no annotations
        knows_virtual = getattr(base.PGDialect, "supports_virtual_generated_columns", False)
        self.supports_virtual_generated_columns = knows_virtual if virtual_columns is None else virtual_columns

    def validate_identifier(self, ident: str) -> None:
        check_identifier(ident)

    @cached_property
    def matrx_ddl_compiler(self) -> MatrxDDLCompiler:
        """A compiler without a statement of its own."""
        return MatrxDDLCompiler(self, None)  # type: ignore[arg-type]  # SQLAlchemy itself passes None, for types


@cache
def dialect() -> MatrxDialect:
    """The dialect that the whole package compiles with; made once."""
    return MatrxDialect()


def compile_ddl(element: Any, *, using: MatrxDialect | None = None, **options: Any) -> str:
    """One SQLAlchemy construct as one statement, stripped, without a semicolon.

    ``using`` is the dialect, :func:`dialect` where it is not given.  Raises ``UsageError`` where SQLAlchemy cannot
    compile the construct.
    """
    try:
        if isinstance(element, schema.ExecutableDDLElement):
            # one compiler for all: making one for each statement costs as much as a short statement
            return str((using or dialect()).matrx_ddl_compiler.process(element, **options)).strip()
        compiled: Compiled = element.compile(dialect=using or dialect(), compile_kwargs=options)
        return str(compiled).strip()
    except exc.SQLAlchemyError as error:
        raise UsageError(f"SQLAlchemy cannot write this as SQL: {error}") from error
