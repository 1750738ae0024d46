"""The rows of a scratch database, and which of them a migration's way there and back changed unannounced."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.loader import Migration
from matrx_orm_migrate.operations import fetch_rows
from matrx_orm_migrate.schema import HazardKind

if TYPE_CHECKING:
    from asyncpg import Connection

__all__ = ["Rows", "announced", "lost_rows", "read_rows"]

_USERS = (
    "n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema' AND c.relname NOT LIKE '\\_matrx\\_migrations%'"
)

_TABLES = f"""
SELECT c.oid, n.nspname::text, c.relname::text,
       ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attname)
  FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind IN ('r', 'p') AND {_USERS}
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend d
                    WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
"""

_PARENTS = "SELECT i.inhrelid, i.inhparent FROM pg_catalog.pg_inherits i"

# where a sequence stands; its owner is the column that it counts for
_SEQUENCES = f"""
SELECT n.nspname::text, c.relname::text, coalesce(pg_catalog.pg_sequence_last_value(c.oid), s.seqstart),
       d.refobjid, a.attname::text
  FROM pg_catalog.pg_sequence s
  JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
  JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_catalog.pg_depend d
         ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
        AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjsubid > 0
  LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
 WHERE s.seqincrement > 0 AND {_USERS}
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Table:
    """``names`` are the table's and those of what it is a partition of, or inherits from: ``schema.table``."""

    names: tuple[str, ...]
    columns: tuple[str, ...]
    rows: Sequence[Sequence[str | None]]

    def picked(self, columns: Sequence[str]) -> Counter[tuple[str | None, ...]]:
        """The rows with these columns alone, without their order."""
        places = [self.columns.index(column) for column in columns]
        return Counter(tuple(row[place] for place in places) for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sequence:
    value: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """All rows, as PostgreSQL prints their values, and where the sequences stand."""

    tables: Mapping[str, _Table]
    sequences: Mapping[str, _Sequence]


async def read_rows(driver: Connection[Any]) -> Rows:
    """Read every table of the user's.  For scratch databases: nobody else writes, and there are few rows."""
    found = {row[0]: (f"{row[1]}.{row[2]}", row) for row in await fetch_rows(driver, _TABLES)}
    parents: dict[int, list[int]] = {}
    for child, parent in await fetch_rows(driver, _PARENTS):
        parents.setdefault(child, []).append(parent)

    def names(oid: int) -> tuple[str, ...]:
        own = (found[oid][0],) if oid in found else ()
        return own + tuple(name for parent in parents.get(oid, ()) for name in names(parent))

    tables: dict[str, _Table] = {}
    for oid, (name, row) in sorted(found.items(), key=lambda item: item[1][0]):
        # %L tells NULL from a text by its quotes; JSON would make one of 1.0 and 1.00
        values = ", ".join(f"nullif(format('%L', t.{quote(column)}), 'NULL')" for column in row[3])
        sql = f"SELECT ARRAY[{values}]::text[] FROM ONLY {quote(row[1])}.{quote(row[2])} AS t"
        rows = [tuple(values) for (values,) in await fetch_rows(driver, sql)]
        tables[name] = _Table(names=names(oid), columns=tuple(row[3]), rows=rows)
    sequences: dict[str, _Sequence] = {}
    for schema, name, value, table, column in await fetch_rows(driver, _SEQUENCES):
        owners = tuple(f"{owner}.{column}" for owner in names(table)) + names(table) if table is not None else ()
        sequences[f"{schema}.{name}"] = _Sequence(value=value, names=(f"{schema}.{name}", *owners))
    return Rows(tables=tables, sequences=sequences)


def announced(migration: Migration) -> tuple[str, ...]:
    """The lines of the file's docstring that announce a loss of data, for ``up`` and for ``down``."""
    return tuple(line.strip() for line in migration.description.splitlines() if HazardKind.DATA_LOSS in line)


def lost_rows(before: Rows, after: Rows, losses: Sequence[str]) -> tuple[str, ...]:
    """What rows are not as they were, one line for each table or sequence.

    Left out is what the ``losses`` name: ``schema.table``, ``schema.table.column``, or a sequence.
    """
    lines: list[str] = []
    for name, table in before.tables.items():
        if not table.rows or _named(table.names, losses):
            continue
        now = after.tables.get(name)
        if now is None:
            lines.append(f"table {name} is gone, with {len(table.rows)} rows")
            continue
        kept = [
            column
            for column in table.columns
            if column in now.columns and not _named(_spellings(table.names, column), losses)
        ]
        was, now_rows = table.picked(kept), now.picked(kept)
        if was != now_rows:
            lines.append(
                _difference(name, table, now, kept, sum((was - now_rows).values()), sum((now_rows - was).values()))
            )
    for name, sequence in before.sequences.items():
        later = after.sequences.get(name)
        if later is not None and later.value < sequence.value and not _named(sequence.names, losses):
            lines.append(f"sequence {name} stood at {sequence.value}, and stands at {later.value}")
    return tuple(lines)


def _difference(name: str, table: _Table, now: _Table, kept: Sequence[str], gone: int, new: int) -> str:
    if len(table.rows) != len(now.rows):
        return f"{name} had {len(table.rows)} rows, and has {len(now.rows)}"
    changed = [column for column in kept if table.picked([column]) != now.picked([column])]
    what = f"the values of {', '.join(changed)}" if changed else "which values stand in one row"
    return f"{name}: {what} changed, in {max(gone, new)} of {len(table.rows)} rows"


def _spellings(tables: Sequence[str], column: str) -> list[str]:
    """A column as hazards name it: with its schema, or where its type changes without."""
    return [f"{name}.{column}" for table in tables for name in (table, table.partition(".")[2])]


def _named(names: Sequence[str], losses: Sequence[str]) -> bool:
    """Whether a sentence names one of these, and not something within it."""
    return any(re.search(rf"(?<![\w.]){re.escape(name)}(?!\w|\.\w)", loss) for name in names for loss in losses)
