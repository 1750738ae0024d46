"""The source itself: from specs to everything that a diff needs to know of the models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import sqlalchemy
from sqlalchemy import Table
from sqlalchemy.types import ARRAY, TypeDecorator, TypeEngine
from sqlalchemy.types import Enum as EnumType

from matrx_orm_migrate.ddl import PLAIN_TYPES, MatrxDialect, qualified, quote
from matrx_orm_migrate.declaring import owned_kinds
from matrx_orm_migrate.errors import SourceError
from matrx_orm_migrate.hooks.importing import is_import_string
from matrx_orm_migrate.hooks.source import Desired, Source, SourceContext, SourceStatement
from matrx_orm_migrate.schema import ObjectId
from matrx_orm_migrate.sources.sqlalchemy.heads import created_name
from matrx_orm_migrate.sources.sqlalchemy.info import column_info, table_info
from matrx_orm_migrate.sources.sqlalchemy.knowledge import UNSAYABLE, Name, knowledge, unclaimed
from matrx_orm_migrate.sources.sqlalchemy.loading import (
    LabelledMetaData,
    has_tables,
    load_metadata,
    metadata_of,
)
from matrx_orm_migrate.sources.sqlalchemy.recording import Recorder, actual_name, enum_declared_twice

__all__ = ["SQLAlchemySource"]

_VIRTUAL_BY_DEFAULT = 180000  # PostgreSQL 18: a generated column is virtual unless it says STORED


class SQLAlchemySource(Source):
    """A ``MetaData``, anything with ``.metadata`` (a declarative base), or an import string ``app.models[:Base]``.

    A module without an attribute stands for every MetaData with tables that is found in it.  Tables, enums and
    sequences without a schema belong to the *first* schema in scope.
    """

    name = "sqlalchemy"

    def accepts(self, spec: object) -> bool:
        """An import string, or an object with tables."""
        return is_import_string(spec) if isinstance(spec, str) else metadata_of(spec) is not None

    def recognises(self, spec: object, context: SourceContext) -> bool:
        """Whether there are tables."""
        return has_tables(spec, context.project_dir) if isinstance(spec, str) else True

    def load(self, specs: tuple[object, ...], context: SourceContext) -> Desired:
        """What ``MetaData.create_all`` would execute, in its order, and what that leaves open."""
        default_schema = context.schemas[0] if context.schemas else "public"
        recorder = Recorder(_dialect(context, default_schema), default_schema)
        loaded = load_metadata(specs, context.project_dir)
        tables = _tables_by_name(loaded, recorder)
        included = {name: table for name, table in tables.items() if context.includes(ObjectId("table", *name))}
        for label, metadata in loaded:
            kept = [table for table in included.values() if table.metadata is metadata]
            recorder.record(label, metadata, kept)
        owns = frozenset[str]().union(*(owned_kinds(metadata) for _label, metadata in loaded))
        if not included and not _may_be_without_tables(recorder, tables, context, owns):
            raise _no_models(specs, tables, context)
        attached = list(_attachments(included, tables, recorder))
        statements = [*_missing_schemas(included, recorder, context), *recorder.statements, *attached]
        statements += recorder.after_attaching
        foreign_enums = _foreign_enums(tables.values(), recorder)
        return Desired(
            statements=tuple(_source_statements(statements, recorder)),
            knows=knowledge(
                context.current,
                tables=included.keys(),
                enums=recorder.enums.keys(),
                foreign_enums=foreign_enums,
                sequences=recorder.sequences.keys(),
                includes=context.includes,
                owns=owns,
            ),
            owns=owns,
            partial=len(included) < len(tables),
            unsayable=dict(UNSAYABLE),
            renames=tuple(_renames(included, context)),
            notes=(
                *_out_of_scope(tables, context),
                *unclaimed(
                    context.current,
                    [sql for sql, _origin in statements],
                    enums=recorder.enums.keys() | foreign_enums,
                    sequences=recorder.sequences.keys(),
                    includes=lambda object_id: object_id.kind not in owns and context.includes(object_id),
                ),
            ),
            notes_on=dict(_notes_on_indexes(included, context)),
        )


def _source_statements(statements: Iterable[tuple[str, str]], recorder: Recorder) -> Iterator[SourceStatement]:
    for sql, origin in statements:
        beyond = sql in recorder.beyond
        yield SourceStatement(sql=sql, origin=origin, declares=beyond, name=created_name(sql) if beyond else "")
    for one in recorder.declarations:
        place: Literal["anywhere", "last"] = "last" if one.last else "anywhere"
        yield SourceStatement(sql=one.sql, origin=one.origin, declares=True, name=created_name(one.sql), place=place)


def _may_be_without_tables(
    recorder: Recorder, tables: dict[Name, Table], context: SourceContext, owns: frozenset[str]
) -> bool:
    """Whether models that only declare, or have types, or say that there are no tables, are meant.

    Where tables are there, they would all be dropped.
    """
    live = any(obj.id.kind == "table" and context.includes(obj.id) for obj in context.current)
    return not tables and not live and bool(recorder.statements or recorder.declarations or "table" in owns)


def _dialect(context: SourceContext, default_schema: str) -> MatrxDialect:
    # SQLAlchemy 2.0 makes a computed column without persisted= STORED; 2.1 leaves the choice to the server
    leaves_it_open = not sqlalchemy.__version__.startswith("2.0.")
    server_version = context.current.server_version or _VIRTUAL_BY_DEFAULT
    return MatrxDialect(
        default_schema=default_schema, virtual_columns=leaves_it_open and server_version >= _VIRTUAL_BY_DEFAULT
    )


def _tables_by_name(loaded: list[LabelledMetaData], recorder: Recorder) -> dict[Name, Table]:
    tables: dict[Name, Table] = {}
    labels: dict[Name, str] = {}
    for label, metadata in loaded:
        for table in metadata.tables.values():
            name = (recorder.schema_of(table), actual_name(table.name))
            if name in tables:
                raise SourceError(
                    f"the table {'.'.join(name)} is declared twice: in {labels[name]} and in {label}",
                    hint="A table without a schema belongs to the first schema in scope.",
                )
            tables[name], labels[name] = table, label
    return tables


def _no_models(specs: tuple[object, ...], tables: dict[Name, Table], context: SourceContext) -> SourceError:
    shown = ", ".join(spec if isinstance(spec, str) else type(spec).__name__ for spec in specs) or "nothing"
    if tables:
        return SourceError(
            f"no models in scope: {shown} has {len(tables)} tables, and none is asked for",
            hint=f"In scope are the schemas {', '.join(context.schemas)}, less what include and exclude leave out.",
        )
    return SourceError(
        f"no models: {shown} has no tables",
        hint="See that the modules with the tables are imported; an empty model would drop everything.",
    )


def _out_of_scope(tables: dict[Name, Table], context: SourceContext) -> Iterator[str]:
    """Whose tables are passed over because nobody asked for their schema; exclude and include are somebody's wish."""
    passed = [
        f"{schema}.{name}"
        for schema, name in sorted(tables)
        if schema not in context.schemas and not context.includes(ObjectId("table", schema, name))
    ]
    if passed:
        shown = ", ".join(passed[:3]) + (f" and {len(passed) - 3} more" if len(passed) > 3 else "")
        yield (
            f"passed over, since their schema is not asked for: {shown}. "
            f"Add it to schemas, or give --schema (now: {', '.join(context.schemas)})."
        )


def _missing_schemas(
    included: dict[Name, Table], recorder: Recorder, context: SourceContext
) -> Iterator[tuple[str, str]]:
    present = {obj.id.name for obj in context.current if obj.id.kind == "schema"} | recorder.created_schemas
    needed = {schema for schema, _ in (*included, *recorder.enums, *recorder.sequences)}
    for schema in sorted(needed - present):
        yield f"CREATE SCHEMA IF NOT EXISTS {quote(schema)}", "models"


def _attachments(
    included: dict[Name, Table], tables: dict[Name, Table], recorder: Recorder
) -> Iterator[tuple[str, str]]:
    """ATTACH PARTITION for the tables that say so in ``info``, when everything else stands."""
    for name, table in included.items():
        info = table_info(table)
        if info.partition_of is None:
            continue
        parent = (name[0], info.partition_of)
        if parent not in tables and "." in info.partition_of:
            schema, _, rest = info.partition_of.partition(".")
            parent = (schema, rest)
        if parent not in tables:
            raise SourceError(
                f"table {'.'.join(name)}: info partition_of {info.partition_of!r} is no table of the models"
            )
        attach = f"ALTER TABLE {qualified(*parent)} ATTACH PARTITION {qualified(*name)} {info.bound}"
        yield attach, f"models table {'.'.join(name)}"


def _foreign_enums(tables: Iterable[Table], recorder: Recorder) -> set[Name]:
    """The enums that tables use and that nothing creates (``create_type=False``)."""
    foreign: set[Name] = set()
    for table in tables:
        for column in table.columns:
            type_ = column.type
            if type(type_) in PLAIN_TYPES and not type_._variant_mapping:
                continue  # columns are many, and most are of these
            enum = _enum(type_)
            if enum is None or not enum.name:
                continue
            name = (recorder.schema_of(enum), actual_name(enum.name))
            created = recorder.enums.get(name)
            if created is None:
                foreign.add(name)
            elif enum.enums and tuple(enum.enums) != created and getattr(enum, "create_type", True):
                raise enum_declared_twice(table.fullname, name, created, tuple(enum.enums))
    return foreign


def _enum(type_: TypeEngine[object]) -> EnumType | None:
    """The native enum that a column's type is, or is an array of."""
    type_ = type_._variant_mapping.get("postgresql", type_)
    if isinstance(type_, EnumType):
        return type_ if type_.native_enum else None
    if isinstance(type_, ARRAY):
        return _enum(type_.item_type)
    if isinstance(type_, TypeDecorator):
        return _enum(type_.impl_instance)
    return None


def _notes_on_indexes(included: dict[Name, Table], context: SourceContext) -> Iterator[tuple[ObjectId, str]]:
    """Indexes of tables with rows that are to be built concurrently: migrations do not, and would say nothing of it."""
    for (schema, name), table in included.items():
        asked = [index for index in table.indexes if index.dialect_options["postgresql"]["concurrently"]]
        was = ObjectId("table", schema, table_info(table).renamed_from or name)
        if not asked or (ObjectId("table", schema, name) not in context.current and was not in context.current):
            continue
        for index in asked:
            if index.name is not None:
                index_name = actual_name(index.name)
                yield (
                    ObjectId("index", schema, index_name, name),
                    f"index {schema}.{index_name}: postgresql_concurrently is not followed; writes to {schema}.{name} "
                    "wait while the index is built. Without that: write CREATE INDEX CONCURRENTLY into a migration of "
                    "your own that says transactional = False (matrx-orm create_empty), and run that first.",
                )


def _renames(included: dict[Name, Table], context: SourceContext) -> Iterator[tuple[ObjectId, ObjectId]]:
    """The renames that are still to be done: models keep ``renamed_from`` for databases that are behind."""
    current = context.current
    claimed: dict[ObjectId, str] = {}

    def claim(old: ObjectId, by: str) -> None:
        if old in claimed:
            raise SourceError(f"two things were {old}: {claimed[old]} and {by}")
        claimed[old] = by

    for (schema, name), table in included.items():
        new_table = ObjectId("table", schema, name)
        live_table = new_table
        old_name = table_info(table).renamed_from
        if old_name is not None:
            old_table = ObjectId("table", schema, old_name)
            claim(old_table, f"{schema}.{name}")
            if old_table in current and new_table not in current:
                live_table = old_table
                yield old_table, new_table
        for column in table.columns:
            if "info" not in column.__dict__:  # asking for it would make one
                continue
            old_column = column_info(column).renamed_from
            if old_column is None:
                continue
            column_name = actual_name(column.name)
            claim(ObjectId("column", schema, old_column, name), f"{schema}.{name}.{column_name}")
            was = ObjectId("column", schema, old_column, live_table.name)
            already = ObjectId("column", schema, column_name, live_table.name)
            if was in current and already not in current:
                yield ObjectId("column", schema, old_column, name), ObjectId("column", schema, column_name, name)
