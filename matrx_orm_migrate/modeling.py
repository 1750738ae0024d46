"""What generated models import besides SQLAlchemy: types that SQLAlchemy has no words for.

This module imports SQLAlchemy only, so that an application which uses generated models carries nothing else along.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import DDL, BigInteger, Computed, FromClause, Integer, MetaData, SmallInteger, Table, event
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext import compiler
from sqlalchemy.types import UserDefinedType

__all__ = [
    "BigSerial",
    "CatalogType",
    "Serial",
    "SmallSerial",
    "Virtual",
    "after_attaching",
    "after_create",
    "attach_partitions",
    "created_after",
    "keyed_by",
]

# SQLAlchemy 2.0 has no types for these
_compiles: Callable[..., Callable[[Callable[..., str]], Callable[..., str]]] = compiler.compiles
_ddl: Callable[[str], Any] = DDL


def after_create(target: FromClause | MetaData, *statements: str) -> None:
    """Have ``MetaData.create_all`` run ``statements`` behind the table, or behind all tables, that it creates.

    For what a database holds and SQLAlchemy has no construct for: ``after_create(Log.__table__, "COMMENT …")``.
    """
    for statement in statements:
        event.listen(target, "after_create", _ddl(statement.replace("%", "%%")))


class AttachPartition(DDL):
    """ALTER TABLE … ATTACH PARTITION, as ``info`` of the partition's table asks for it."""


class AfterAttaching(DDL):
    """A statement that needs the partitions to hang on their parents."""


# SQLAlchemy 2.0 has no types for these either
_attach: Callable[[str], Any] = AttachPartition
_after_attaching: Callable[[str], Any] = AfterAttaching


def attach_partitions(metadata: MetaData) -> None:
    """Have ``MetaData.create_all`` attach the tables whose ``info`` says ``partition_of`` and ``bound``.

    The diff attaches them with or without this.  Raises ``ArgumentError`` where the parent is no table of the metadata.
    """

    def attach(target: MetaData, connection: Any, *, tables: Any = (), **_kw: Any) -> None:
        table_name = connection.dialect.identifier_preparer.format_table
        for table in tables:
            parent, bound = table.info.get("partition_of"), table.info.get("bound")
            if parent is None or bound is None:
                continue
            same_schema = f"{table.schema}.{parent}" if table.schema else parent
            # the schema that models leave out is said where the partition has another
            keys = (same_schema, parent, parent.partition(".")[2])
            found = next((target.tables[key] for key in keys if key in target.tables), None)
            if found is None:
                raise ArgumentError(f"table {table.fullname}: info partition_of {parent!r} is no table of the metadata")
            text = f"ALTER TABLE {table_name(found)} ATTACH PARTITION {table_name(table)} {bound}"
            connection.execute(_attach(text.replace("%", "%%")))

    event.listen(metadata, "after_create", attach)


def after_attaching(metadata: MetaData, *statements: str) -> None:
    """Have ``MetaData.create_all`` run ``statements`` once :func:`attach_partitions`, which stands before, is done."""
    for statement in statements:
        event.listen(metadata, "after_create", _after_attaching(statement.replace("%", "%%")))


def created_after(table: FromClause, *parents: FromClause) -> None:
    """Have ``MetaData.create_all`` make ``table`` behind ``parents``, the tables that it inherits from (INHERITS)."""
    assert isinstance(table, Table)
    for parent in parents:
        assert isinstance(parent, Table)
        table.add_is_dependent_on(parent)


def keyed_by(*columns: Any) -> dict[str, Any]:
    """``__mapper_args__`` of a model for which SQLAlchemy finds no primary key, or not all of it: its rows' key."""
    return {"primary_key": list(columns)}


class CatalogType(UserDefinedType[Any]):
    """A type by the name that PostgreSQL's ``format_type`` gives it: a domain, a composite, an extension's type.

    >>> str(CatalogType("public.ltree"))
    'public.ltree'
    >>> str(CatalogType("text", collation="public.german"))
    'text COLLATE public.german'

    ``name`` goes into SQL as it stands, and so does ``collation``: quote what needs quotes.  Values pass between the
    application and the driver untouched.
    """

    cache_ok = True

    def __init__(self, name: str, *, collation: str | None = None) -> None:
        self.name = name
        self.collation = collation

    def get_col_spec(self, **_kw: Any) -> str:
        """The type in DDL."""
        return self.name if self.collation is None else f"{self.name} COLLATE {self.collation}"


class Serial(Integer):
    """An integer column that is made as ``SERIAL``, where SQLAlchemy itself would not: outside of the primary key."""


class BigSerial(BigInteger):
    """A bigint column that is made as ``BIGSERIAL``."""


class SmallSerial(SmallInteger):
    """A smallint column that is made as ``SMALLSERIAL``."""


@_compiles(Serial, "postgresql")
def _serial(_type: Serial, _compiler: Any, **_kw: Any) -> str:
    return "SERIAL"


@_compiles(BigSerial, "postgresql")
def _big_serial(_type: BigSerial, _compiler: Any, **_kw: Any) -> str:
    return "BIGSERIAL"


@_compiles(SmallSerial, "postgresql")
def _small_serial(_type: SmallSerial, _compiler: Any, **_kw: Any) -> str:
    return "SMALLSERIAL"


class Virtual(Computed):
    """GENERATED ALWAYS AS … VIRTUAL (PostgreSQL 18): ``Computed(…, persisted=False)``, which SQLAlchemy 2.0 refuses."""

    inherit_cache = True

    def __init__(self, sqltext: Any) -> None:
        super().__init__(sqltext, persisted=False)

    def _copy(self, **_kw: Any) -> Virtual:
        return Virtual(self.sqltext)


@_compiles(Virtual, "postgresql")
def _virtual(generated: Virtual, compiler: Any, **_kw: Any) -> str:
    expression = compiler.sql_compiler.process(generated.sqltext, include_table=False, literal_binds=True)
    return f"GENERATED ALWAYS AS ({expression}) VIRTUAL"
