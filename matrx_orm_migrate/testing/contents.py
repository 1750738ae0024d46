"""What a database holds besides its schema, and what a migration must keep of it."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.schema import Hazard, HazardKind
from matrx_orm_migrate.testing.servers import connect

__all__ = ["Data", "losses", "missing", "read_data"]

_COLUMNS = r"""
    WITH RECURSIVE composite AS (
        SELECT oid FROM pg_type WHERE typtype = 'c'
        UNION SELECT t.oid FROM pg_type t JOIN composite ON composite.oid IN (t.typelem, t.typbasetype)
    )
    SELECT format('%I.%I', n.nspname, c.relname), a.attname::text, format_type(a.atttypid, a.atttypmod),
        a.attgenerated <> '', a.atttypid IN (SELECT oid FROM composite)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    WHERE c.relkind = 'r' AND c.relname NOT LIKE '\_matrx\_%'
        AND n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'
"""
_PARENTS = """
    SELECT format('%s.%s', n.nspname, c.relname), format('%s.%s', pn.nspname, p.relname)
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_class p ON p.oid = i.inhparent JOIN pg_namespace pn ON pn.oid = p.relnamespace WHERE c.relispartition
"""
_SEQUENCES = r"""
    SELECT format('%I.%I', n.nspname, c.relname), format('%s.%s', tn.nspname, t.relname), a.attname::text,
        (SELECT s.seqincrement < 0 FROM pg_sequence s WHERE s.seqrelid = c.oid)
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid
        AND d.refclassid = 'pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')
    LEFT JOIN (pg_class t JOIN pg_namespace tn ON tn.oid = t.relnamespace) ON t.oid = d.refobjid
    LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
    WHERE c.relkind = 'S' AND c.relname NOT LIKE '\_matrx\_%' AND n.nspname !~ '^pg_'
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Data:
    """What a database holds besides its schema.

    ``rows`` by table (``schema.table``, quoted where needed); ``types`` by table and column, ``generated`` those that
    nobody writes; ``sequences`` how far each has counted, ``descending`` those that count down.  ``parents`` are those
    of partitions, ``owners`` the table and column of sequences; both are spelt as `losses` does.
    """

    rows: Mapping[str, list[Mapping[str, Any]]] = field(default_factory=dict)
    types: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    generated: frozenset[tuple[str, str]] = frozenset()
    sequences: Mapping[str, tuple[int, bool]] = field(default_factory=dict)
    descending: frozenset[str] = frozenset()
    parents: Mapping[str, str] = field(default_factory=dict)
    owners: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def is_lost(self, table: str, column: str, lost: Collection[str]) -> bool:
        """Whether a table, or a column of it, is among ``lost``, by itself or along with what its table is part of."""
        while table:
            if table in lost or f"{table}.{column}" in lost:
                return True
            table = self.parents.get(table, "")
        return False

    def has_counted_on(self, name: str, state: tuple[int, bool]) -> bool:
        """Whether a sequence stands where it stood, or further: rows that were there may get values in a new column."""
        (now, called), (was, called_then) = self.sequences[name], state
        return (-now if name in self.descending else now, called) >= (
            -was if name in self.descending else was,
            called_then,
        )


async def read_data(url: str) -> Data:
    """What the database holds, without the runner's own tables."""
    connection = await connect(url)
    try:
        types: dict[str, dict[str, str]] = {}
        generated: set[tuple[str, str]] = set()
        rows: dict[str, list[Mapping[str, Any]]] = {}
        structured: set[tuple[str, str]] = set()
        for table, column, kind, is_generated, holds_attributes in await connection.fetch(_COLUMNS):
            types.setdefault(table, {})
            if column is not None:
                types[table][column] = kind
            if is_generated:
                generated.add((table, column))
            if holds_attributes:
                structured.add((table, column))
        for table in types:
            # Each value as its type's output function prints it: JSON would make one of 1.0 and 1.00, of two
            # spellings of a json value, and of a domain and what it is over.  %L tells NULL from a text by quotes.
            # Rows within columns, and arrays of them, as JSON: their attributes may change places.
            values = ", ".join(
                f"to_json(t.{quote(column)})::text"
                if (table, column) in structured
                else f"nullif(format('%L', t.{quote(column)}), 'NULL')"
                for column in types[table]
            )
            found = await connection.fetch(f"SELECT ARRAY[{values}]::text[] FROM ONLY {table} t")
            rows[table] = [
                {
                    column: _attributes(value) if (table, column) in structured else value
                    for column, value in zip(types[table], row, strict=True)
                }
                for (row,) in found
            ]
        sequences: dict[str, tuple[int, bool]] = {}
        owners: dict[str, tuple[str, str]] = {}
        descending: set[str] = set()
        parents = {str(child): str(parent) for child, parent in await connection.fetch(_PARENTS)}
        for name, table, column, counts_down in await connection.fetch(_SEQUENCES):
            ((counted, called),) = await connection.fetch(f"SELECT last_value, is_called FROM {name}")
            sequences[name] = (counted, called)
            if column is not None:
                owners[name] = (table, column)
            if counts_down:
                descending.add(name)
    finally:
        await connection.close()
    return Data(
        rows=rows,
        types=types,
        generated=frozenset(generated),
        sequences=sequences,
        descending=frozenset(descending),
        parents=parents,
        owners=owners,
    )


def losses(hazards: Iterable[Hazard], *kinds: HazardKind) -> set[str]:
    """What the hazards of these kinds concern, DATA LOSS where none is given.

    ``schema.table``, ``schema.table.column``, ``schema.sequence``, without quotes.
    """
    return {
        ".".join(part for part in (hazard.object.schema, hazard.object.parent, hazard.object.name) if part)
        for hazard in hazards
        if hazard.kind in (kinds or (HazardKind.DATA_LOSS,))
    }


def missing(before: Data, after: Data, lost: Collection[str], *, respelt: Collection[str] | None = None) -> list[str]:
    """What was there before, is not any more, and was not announced as ``lost``; one line each.

    Only columns that have the same type as before are compared, as values are converted.  When all is as it was,
    ``respelt`` are the columns that were announced to go through a conversion that does not suit every value: what
    comes back of those is NULL where it was, and may be spelt otherwise (``yes``, as a boolean and back, is ``true``).
    """
    found: list[str] = []
    for table, rows in before.rows.items():
        if not rows or before.is_lost(_plain(table), "", lost):
            continue
        if table not in after.rows:
            found.append(f"table {table} is gone")
            continue
        columns: dict[str, bool] = {}
        for column, kind in before.types[table].items():
            name = f"{_plain(table)}.{column}"
            if before.is_lost(_plain(table), column, lost) or (table, column) in before.generated:
                continue
            if column not in after.types[table]:
                found.append(f"column {table}.{column} is gone")
            elif kind == after.types[table][column] and (table, column) not in after.generated:
                columns[column] = respelt is not None and name in respelt
        was, now = _projected(rows, columns), _projected(after.rows[table], columns)
        if was != now:
            found.append(f"rows of {table} were {was[:5]} and are {now[:5]}")
    for name, state in before.sequences.items():
        if _plain(name) in lost or before.is_lost(*before.owners.get(name, ("", "")), lost):
            continue
        if name in after.sequences and not after.has_counted_on(name, state):
            found.append(f"sequence {name} stood at {state} and stands at {after.sequences[name]}")
    return found


def _projected(rows: Sequence[Mapping[str, Any]], columns: Mapping[str, bool]) -> list[str]:
    """The rows with these columns, as texts, sorted; of columns marked True, only whether they are NULL."""
    return sorted(
        json.dumps({column: row[column] is None if rough else row[column] for column, rough in columns.items()})
        for row in rows
    )


def _attributes(value: str | None) -> Any:
    """A row within a column, or an array of rows, by the names of the attributes and without their order.

    Without those that are NULL, too: the attributes that its type gets are.  Numbers are texts, spelt as they were.
    """
    return None if value is None else _ordered(json.loads(value, parse_float=str, parse_int=str))


def _ordered(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _ordered(held) for name, held in sorted(value.items()) if held is not None}
    if isinstance(value, list):
        return [_ordered(held) for held in value]
    return value


def _plain(name: str) -> str:
    """``"a b".c`` as ``a b.c``: as `losses` spells it."""
    parts = re.findall(r'"((?:[^"]|"")*)"|([^".]+)', name)
    return ".".join(quoted.replace('""', '"') or bare for quoted, bare in parts)
