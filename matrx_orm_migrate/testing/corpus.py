"""A corpus of ``a.sql`` and ``b.sql``: its cases, what their databases hold, and what a migration must keep of it."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg

from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.schema import Hazard, HazardKind
from matrx_orm_migrate.testing.pgdump import dump_schema, normalise

__all__ = [
    "Case",
    "Data",
    "Tools",
    "cases",
    "first_difference",
    "losses",
    "missing",
    "read_case",
    "run_scripts",
    "server_major",
]

_HEADER = re.compile(r"--\s*(requires|one way|rows stay|known gap):\s*(.+)")
# in which order storage parameters were set makes no difference to anything but the dump
_STORAGE_PARAMETERS = re.compile(r"(?<=[\s)])WITH \(((?:[\w.]+=(?:'[^']*'|\w+)(?:, )?)+)\)")
# what the runner keeps its books in belongs to no schema
_BOOKS = ("--exclude-table=public._matrx_migrations*",)
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
class Case:
    """One folder of the corpus.

    ``requires`` is the least major version of PostgreSQL; ``one_way`` says why the way from b to a is refused, or is
    empty; ``rows_stay`` says why no migration may fail because of the rows, whatever is announced, or is empty.
    ``rows`` go into a's database, ``rows_b`` into b's.
    """

    name: str
    a: str
    b: str
    rows: str = ""
    rows_b: str = ""
    requires: int = 0
    one_way: str = ""
    rows_stay: str = ""
    known_gap: str = ""


def cases(corpus: Path) -> list[str]:
    """The names of all cases below a folder: ``kind/case``."""
    return sorted(f"{path.parent.parent.name}/{path.parent.name}" for path in corpus.glob("*/*/b.sql"))


def read_case(corpus: Path, name: str) -> Case:
    """The case of that name.  What its header says stands in comments before the first statement of ``b.sql``."""
    folder = corpus / name
    texts = {
        file: (folder / f"{file}.sql").read_text(encoding="utf-8") if (folder / f"{file}.sql").exists() else ""
        for file in ("a", "b", "rows", "rows_b")
    }
    said: dict[str, str] = {}
    for line in texts["b"].splitlines():
        if line and not line.startswith("--"):
            break
        if match := _HEADER.match(line):
            said[match[1]] = match[2].strip()
    return Case(
        name=name,
        requires=int(said.get("requires", 0)),
        one_way=said.get("one way", ""),
        rows_stay=said.get("rows stay", ""),
        known_gap=said.get("known gap", ""),
        **texts,
    )


async def run_scripts(url: str, *scripts: str) -> None:
    """Run SQL texts of several statements each."""
    connection = await asyncpg.connect(_libpq(url), statement_cache_size=0)
    try:
        for script in scripts:
            # asyncpg chokes on a text without any statement
            await connection.execute(f"{script}\n;SELECT 1")
    finally:
        await connection.close()


async def server_major(url: str) -> int:
    """The server's major version."""
    connection = await asyncpg.connect(_libpq(url))
    try:
        return int(connection.get_server_version().major)
    finally:
        await connection.close()


def _libpq(url: str) -> str:
    return url.replace("postgresql+asyncpg://", "postgresql://", 1)


# What a database holds


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


class Tools:
    """pg_dump and psql of the server's own version."""

    def __init__(self, server: EmbeddedServer) -> None:
        self._bin = server.bin_dir

    async def schema(self, url: str, *, privileges: bool = False) -> str:
        """The normalised ``pg_dump --schema-only``, without the runner's own tables.

        ``privileges`` also shows owners and privileges.
        """
        program = str(self._bin / "pg_dump")
        printed = await asyncio.to_thread(
            dump_schema, _libpq(url), pg_dump=program, extra=_BOOKS, privileges=privileges
        )
        dump = normalise(printed)
        return _STORAGE_PARAMETERS.sub(_sorted_parameters, dump)

    async def everything(self, url: str, *extra: str) -> str:
        """The whole ``pg_dump`` as it stands, without the runner's own tables."""
        command = [str(self._bin / "pg_dump"), "--no-owner", "--no-privileges", *_BOOKS, *extra, _libpq(url)]
        process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
        printed, _nothing = await process.communicate()
        assert process.returncode == 0
        return printed.decode()

    async def data(self, url: str) -> Data:
        """What the database holds, without the runner's own tables."""
        connection = await asyncpg.connect(_libpq(url), statement_cache_size=0)
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
                    f"to_json(t.{_quoted(column)})::text"
                    if (table, column) in structured
                    else f"nullif(format('%L', t.{_quoted(column)}), 'NULL')"
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
                state = await connection.fetchrow(f"SELECT last_value, is_called FROM {name}")
                assert state is not None
                sequences[name] = (state[0], state[1])
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


def _sorted_parameters(match: re.Match[str]) -> str:
    return f"WITH ({', '.join(sorted(match[1].split(', ')))})"


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


def _quoted(name: str) -> str:
    escaped = name.replace('"', '""')
    return f'"{escaped}"'


def _plain(name: str) -> str:
    """``"a b".c`` as ``a b.c``: as `losses` spells it."""
    parts = re.findall(r'"((?:[^"]|"")*)"|([^".]+)', name)
    return ".".join(quoted.replace('""', '"') or bare for quoted, bare in parts)


def first_difference(found: str, wanted: str) -> str:
    """The lines that only one of two texts has, for a failure's message."""
    one, other = found.splitlines(), wanted.splitlines()
    only = [f"+ {line}" for line in one if line not in other] + [f"- {line}" for line in other if line not in one]
    return "\n".join(only[:30])
