"""Rows for whatever tables a database has, so that a migration has something to lose."""

from __future__ import annotations

from collections.abc import Iterator

import asyncpg

__all__ = ["empty", "fill"]

_TABLES = r"""
    SELECT c.oid::regclass::text
    FROM pg_class c
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relname NOT LIKE '\_matrx%'
        AND c.relnamespace::regnamespace::text !~ '^(pg_|information_)'
    ORDER BY c.oid
"""
_COLUMNS = r"""
    SELECT c.oid::regclass::text, quote_ident(a.attname), a.attname = 'k' AND c.relkind = 'p',
           EXISTS (SELECT FROM pg_partitioned_table p WHERE p.partrelid = c.oid AND p.partdefid <> 0),
           (SELECT format_type(coalesce(nullif(t.typbasetype, 0), t.oid), NULL)), t.typtype::text,
           format_type(t.oid, NULL), a.attnotnull, a.atthasdef OR a.attidentity <> ''
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
        AND c.relnamespace::regnamespace::text !~ '^(pg_|information_)'
        AND c.relname NOT LIKE '\_matrx%' AND a.attgenerated = '' AND a.attidentity <> 'a'
        AND NOT EXISTS (SELECT FROM pg_constraint k
                        WHERE k.contype = 'f' AND k.conrelid = c.oid AND a.attnum = ANY (k.conkey))
    ORDER BY c.oid, a.attnum
"""
_VALUES = {
    **dict.fromkeys(("integer", "bigint", "smallint"), ("2", "1", "4")),
    **dict.fromkeys(("numeric", "double precision"), ("1.50", "-0.25", "1e5")),
    **dict.fromkeys(("text", "character varying", "character"), ("'x'", "'y'", "'ü'")),
    "boolean": ("true", "false", "true"),
    "date": ("'2024-02-29'", "'infinity'", "'0001-01-01'"),
    "timestamp with time zone": ("'2024-02-29 12:00+02'", "'-infinity'", "'1999-12-31 23:59:59.999999Z'"),
    "uuid": ("gen_random_uuid()",) * 3,
    "jsonb": ("""'{"a": [1.0, null]}'""", "'null'", "'[]'"),
    "integer[]": ("'{1,NULL}'", "'{}'", "'{{1},{2}}'"),
    "text[]": ("""'{"a,b",NULL}'""", "'{}'", "'{x}'"),
    "bytea": (r"'\x00ff'", "''", r"'\xdeadbeef'"),
    "inet": ("'10.0.0.1/8'", "'::1'", "'10.0.0.2'"),
    "interval": ("'1 mon 1 day'", "'-00:00:01'", "'0'"),
}
_PARTITION_KEYS = ("0", "10", "20", "30", "1", "11")
# PostgreSQL refuses a partition for rows that the DEFAULT one has: such tables get a key that no partition is made for
_OF_DEFAULT = "99"


async def empty(url: str) -> None:
    """Delete every row of every table but the runner's."""
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://", 1), statement_cache_size=0)
    try:
        if names := ", ".join(record[0] for record in await connection.fetch(_TABLES)):
            await connection.execute(f"TRUNCATE {names} CASCADE")
    finally:
        await connection.close()


async def fill(url: str) -> int:
    """Put some rows into every table, as far as its constraints let them in; how many there are.

    Columns of foreign keys stay NULL.
    """
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://", 1), statement_cache_size=0)
    try:
        tables: dict[str, list[asyncpg.Record]] = {}
        for record in await connection.fetch(_COLUMNS):
            tables.setdefault(record[0], []).append(record)
        made = 0
        for table, columns in tables.items():
            for number in range(len(_PARTITION_KEYS)):
                values = dict(_row(columns, number))
                try:
                    await connection.execute(
                        f"INSERT INTO {table} ({', '.join(values)}) VALUES ({', '.join(values.values())})"
                        if values
                        else f"INSERT INTO {table} DEFAULT VALUES"
                    )
                except (asyncpg.IntegrityConstraintViolationError, asyncpg.DataError):
                    continue  # this row is not for this table
                made += 1
        return made
    finally:
        await connection.close()


def _row(columns: list[asyncpg.Record], number: int) -> Iterator[tuple[str, str]]:
    for _table, column, is_partition_key, has_rest, base, typtype, type_, not_null, has_default in columns:
        if is_partition_key:
            yield column, _OF_DEFAULT if has_rest else _PARTITION_KEYS[number]
        elif typtype == "e":
            yield column, f"(enum_range(NULL::{type_}))[1]"
        elif base not in _VALUES:
            if typtype == "c":
                yield column, f'json_populate_record(NULL::{type_}, \'{{"a": 1, "b": "x,\\"y"}}\')'
        elif number % 3 == 2 and has_default:
            continue
        elif number % 3 == 1 and not not_null:
            yield column, "NULL"
        else:
            yield column, _VALUES[base][number % 3]
