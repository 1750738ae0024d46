"""What models say through ``info``: the things that SQLAlchemy has no words for."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Table

from matrx_orm_migrate.ddl import literal, quote
from matrx_orm_migrate.errors import SourceError

__all__ = ["COLUMN_KEYS", "TABLE_KEYS", "ColumnInfo", "TableInfo", "column_info", "table_info"]

TABLE_KEYS = ("renamed_from", "storage_parameters", "partition_of", "bound")
COLUMN_KEYS = ("renamed_from", "storage", "compression", "statistics", "identity_sequence")

_STORAGE = ("plain", "external", "extended", "main", "default")
# the letters of pg_attribute, as snapshots have them
_STORAGE_LETTERS = {"p": "plain", "e": "external", "m": "main", "x": "extended"}
_COMPRESSION_LETTERS = {"p": "pglz", "l": "lz4"}
_PARAMETER = re.compile(r"[a-z_][a-z0-9_]*(\.[a-z_][a-z0-9_]*)?\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableInfo:
    """What a table's ``info`` says: ``storage_parameters`` as ``name=value``, ``partition_of`` as the user wrote it."""

    renamed_from: str | None = None
    storage_parameters: tuple[str, ...] = ()
    partition_of: str | None = None
    bound: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnInfo:
    """What a column's ``info`` says, as the clauses behind ALTER COLUMN, and its old name."""

    renamed_from: str | None = None
    clauses: tuple[str, ...] = ()


def table_info(table: Table) -> TableInfo:
    """Read a table's ``info``.  Raises ``SourceError`` for keys that are ours but mistyped, and for wrong values."""
    info = table.info
    if not info:
        return _NO_TABLE_INFO
    where = f"table {table.fullname}"
    _check_keys(info, TABLE_KEYS, COLUMN_KEYS, where, "a column")
    partition_of = _text(info, "partition_of", where)
    bound = _text(info, "bound", where)
    if (partition_of is None) != (bound is None):
        raise SourceError(f'{where}: info needs both "partition_of" and "bound", or neither')
    return TableInfo(
        renamed_from=_old_name(info, table.name, where),
        storage_parameters=_storage_parameters(info, where),
        partition_of=partition_of,
        bound=bound,
    )


def column_info(column: Column[Any]) -> ColumnInfo:
    """Read a column's ``info``.  Raises ``SourceError`` for keys that are ours but mistyped, and for wrong values."""
    info = column.info
    if not info:
        return _NO_COLUMN_INFO
    where = f"column {column.table.fullname}.{column.name}"
    _check_keys(info, COLUMN_KEYS, TABLE_KEYS, where, "a table")
    clauses: list[str] = []
    storage = _text(info, "storage", where)
    if storage is not None:
        storage = _STORAGE_LETTERS.get(storage, storage)
        if storage.lower() not in _STORAGE:
            raise SourceError(f"{where}: info storage {storage!r} is none of {', '.join(_STORAGE)}")
        clauses.append(f"SET STORAGE {storage.upper()}")
    compression = _text(info, "compression", where)
    if compression is not None:
        compression = _COMPRESSION_LETTERS.get(compression, compression).lower()
        word = "default" if compression == "default" else quote(compression)
        clauses.append(f"SET COMPRESSION {word}")
    statistics = info.get("statistics")
    if statistics is not None:
        if not isinstance(statistics, int) or isinstance(statistics, bool):
            raise SourceError(f"{where}: info statistics must be a number, not {statistics!r}")
        clauses.append(f"SET STATISTICS {statistics}")
    _text(info, "identity_sequence", where)
    return ColumnInfo(renamed_from=_old_name(info, column.name, where), clauses=tuple(clauses))


_NO_TABLE_INFO = TableInfo()
_NO_COLUMN_INFO = ColumnInfo()


def _check_keys(
    info: Mapping[Any, Any], ours: tuple[str, ...], others: tuple[str, ...], where: str, owner: str
) -> None:
    for key in info:
        if not isinstance(key, str) or key in ours:
            continue
        if key in others:
            raise SourceError(f"{where}: info {key!r} is for {owner}, not for this")
        near = difflib.get_close_matches(key, ours, n=1, cutoff=0.8)
        if near:
            raise SourceError(f"{where}: info {key!r} means nothing; is {near[0]!r} meant?")


def _text(info: Mapping[Any, Any], key: str, where: str) -> str | None:
    value = info.get(key)
    if value is None:
        return None
    if not isinstance(value, str) or not value:
        raise SourceError(f"{where}: info {key!r} must be a text, not {value!r}")
    return value


def _old_name(info: Mapping[Any, Any], name: str, where: str) -> str | None:
    old = _text(info, "renamed_from", where)
    if old == name:
        raise SourceError(f"{where}: info renamed_from is the name that it has")
    return old


def _storage_parameters(info: Mapping[Any, Any], where: str) -> tuple[str, ...]:
    parameters = info.get("storage_parameters")
    if parameters is None:
        return ()
    if not isinstance(parameters, Mapping):
        raise SourceError(f"{where}: info storage_parameters must be a dictionary, not {parameters!r}")
    texts: list[str] = []
    for name, value in parameters.items():
        if not isinstance(name, str) or not _PARAMETER.match(name) or not isinstance(value, (bool, int, float, str)):
            raise SourceError(f"{where}: info storage_parameters: {name!r}: {value!r} is no storage parameter")
        if isinstance(value, bool):
            texts.append(f"{name}={str(value).lower()}")
        else:
            texts.append(f"{name}={literal(value) if isinstance(value, str) else value}")
    return tuple(texts)
