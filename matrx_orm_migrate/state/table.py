"""The tracking table: its statements, and reading it without trusting it blindly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from matrx_orm_migrate.errors import DatabaseUnavailableError, HistoryMismatchError
from matrx_orm_migrate.operations import fetch_rows
from matrx_orm_migrate.quick import quick
from matrx_orm_migrate.state.text import EQUALS, identifier, literal

if TYPE_CHECKING:
    from asyncpg import Connection

__all__ = ["TABLE", "AppliedRecord", "DatabaseState", "TrackingTable", "plain_checksum", "read_state"]

TABLE = "_matrx_migrations"
PROGRESS = "_matrx_migrations_progress"


@quick
@dataclass(frozen=True, slots=True, kw_only=True)
class AppliedRecord:
    """One row of the tracking table.  Rows are in the order of ``id``, which is the order of application.

    ``name`` has no ``.py``, and ``checksum`` is in lower case without any prefix, however the row has them.
    """

    id: int
    name: str
    applied_at: datetime
    checksum: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseState:
    """What the database says: its history, and the facts about the server that a run depends on."""

    records: tuple[AppliedRecord, ...]
    interrupted: Mapping[tuple[str, str], int]  # (migration, direction) → number of finished steps
    table_exists: bool
    progress_exists: bool
    unfilled: str  # a column that wants a value which no row of ours has
    schema_exists: bool
    database: str
    read_only: bool
    standby: bool
    role: str

    @property
    def names(self) -> frozenset[str]:
        """Names of the applied migrations."""
        return frozenset(record.name for record in self.records)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingTable:
    """Where the history is kept.  All names come out qualified and quoted."""

    schema: str = "public"

    @property
    def qualified(self) -> str:
        """``"public"."_matrx_migrations"``."""
        return f"{identifier(self.schema)}.{identifier(TABLE)}"

    @property
    def progress(self) -> str:
        """``"public"."_matrx_migrations_progress"``."""
        return f"{identifier(self.schema)}.{identifier(PROGRESS)}"

    def create(self, *, schema_exists: bool) -> str:
        """The statements that make the table, as matrx-orm makes it; only sent under the lock."""
        create_schema = "" if schema_exists else f"CREATE SCHEMA IF NOT EXISTS {identifier(self.schema)};\n"
        return (
            f"{create_schema}CREATE TABLE IF NOT EXISTS {self.qualified} (\n"
            "    id serial PRIMARY KEY,\n"
            "    name pg_catalog.varchar(255) NOT NULL UNIQUE,\n"
            "    applied_at pg_catalog.timestamptz NOT NULL DEFAULT pg_catalog.now(),\n"
            "    checksum pg_catalog.varchar(64) NOT NULL\n"
            ")"
        )

    def record(self, name: str, checksum: str) -> str:
        """Statement that records a migration as applied."""
        return f"INSERT INTO {self.qualified} (name, checksum) VALUES ({literal(name)}, {literal(checksum)})"

    def erase(self, name: str) -> str:
        """Statement that takes a migration out of the history."""
        return f"DELETE FROM ONLY {self.qualified} AS t WHERE {self.names('t', name)}"

    def amend(self, name: str, *, new_name: str, checksum: str) -> str:
        """Statement that gives a migration's row another name and checksum; its place in the history stays."""
        return (
            f"UPDATE ONLY {self.qualified} AS t SET name = {literal(new_name)}, checksum = {literal(checksum)} "
            f"WHERE {self.names('t', name)}"
        )

    def exists(self, name: str) -> str:
        """Condition: the migration is recorded."""
        return f"EXISTS (SELECT FROM ONLY {self.qualified} AS t WHERE {self.names('t', name)})"

    @staticmethod
    def names(alias: str, name: str) -> str:
        """Condition: the row is that migration's, whether its name was recorded with or without ``.py``."""
        spellings = f"ARRAY[{literal(name)}, {literal(f'{name}.py')}]::pg_catalog.text[]"
        return f"{alias}.name::pg_catalog.text {EQUALS} ANY ({spellings})"


_FACTS = f"""
SELECT w.name AS wanted, c.oid, c.relkind::pg_catalog.text AS kind, o.rolname::pg_catalog.text AS owner,
       (o.rolsuper OR c.relowner {EQUALS} d.datdba
        OR pg_catalog.pg_has_role(CURRENT_USER, c.relowner, 'MEMBER')) AS trusted,
       (SELECT g.tgname::pg_catalog.text FROM pg_catalog.pg_trigger AS g
         WHERE g.tgrelid {EQUALS} c.oid AND NOT g.tgisinternal ORDER BY g.tgname LIMIT 1) AS trigger,
       (SELECT r.rulename::pg_catalog.text FROM pg_catalog.pg_rewrite AS r
         WHERE r.ev_class {EQUALS} c.oid ORDER BY r.rulename LIMIT 1) AS rule,
       pg_catalog.row_security_active(c.oid) AS row_security,
       (SELECT a.attname::pg_catalog.text FROM pg_catalog.pg_attribute AS a
         WHERE a.attrelid {EQUALS} c.oid AND a.attnum OPERATOR(pg_catalog.>) 0 AND NOT a.attisdropped
           AND a.attnotnull AND NOT a.atthasdef AND a.attidentity::pg_catalog.text {EQUALS} ''
           AND a.attname::pg_catalog.text OPERATOR(pg_catalog.<>) ALL (ARRAY['name', 'checksum']::pg_catalog.text[])
         ORDER BY a.attnum LIMIT 1) AS unfilled,
       (SELECT x.nspname::pg_catalog.text FROM pg_catalog.pg_class AS h
          JOIN pg_catalog.pg_namespace AS x ON x.oid {EQUALS} h.relnamespace
         WHERE h.oid {EQUALS} pg_catalog.to_regclass(w.name)::pg_catalog.oid
           AND h.relpersistence::pg_catalog.text OPERATOR(pg_catalog.<>) 't'
           -- a table of that name and nothing else is no history that anybody could go on with
           AND EXISTS (SELECT FROM pg_catalog.pg_attribute AS k
                        WHERE k.attrelid {EQUALS} h.oid AND k.attname::pg_catalog.text {EQUALS} 'checksum')
       ) AS elsewhere,
       s.oid IS NOT NULL AS schema_exists, d.datname::pg_catalog.text AS database,
       pg_catalog.current_setting('transaction_read_only') {EQUALS} 'on' AS read_only,
       pg_catalog.pg_is_in_recovery() AS standby, pg_catalog.current_setting('role') AS role
  FROM (VALUES ($2::pg_catalog.text), ($3::pg_catalog.text)) AS w (name)
  JOIN pg_catalog.pg_database AS d ON d.datname::pg_catalog.text {EQUALS} pg_catalog.current_database()::pg_catalog.text
  LEFT JOIN pg_catalog.pg_namespace AS s ON s.nspname::pg_catalog.text {EQUALS} $1::pg_catalog.text
  LEFT JOIN pg_catalog.pg_class AS c
    ON c.relnamespace {EQUALS} s.oid AND c.relname::pg_catalog.text {EQUALS} w.name
  LEFT JOIN pg_catalog.pg_roles AS o ON o.oid {EQUALS} c.relowner
"""


def plain_checksum(recorded: str | None) -> str:
    """The checksum of a row in lower case, without any prefix."""
    return (recorded or "").strip().lower().removeprefix("sha256:")


async def read_state(driver: Connection[Any], table: TrackingTable) -> DatabaseState:
    """Read the history; a database without the table has none.  Takes no lock and changes nothing.

    Raises :class:`HistoryMismatchError` where the relation of that name cannot be trusted: not a table, owned by a role
    that is neither ours nor the database's owner nor a superuser, with triggers, rules or active row level security;
    and where there is none, but matrx-orm, which names no schema, would find one by the search_path.
    """
    facts = {row["wanted"]: dict(row) for row in await fetch_rows(driver, _FACTS, table.schema, TABLE, PROGRESS)}
    for name, fact in facts.items():
        if fact["oid"] is not None:
            _check_trust(f"{table.schema}.{name}", fact)
    main, progress = facts[TABLE], facts[PROGRESS]
    if main["oid"] is None and main["elsewhere"] is not None and table.schema == "public":
        raise HistoryMismatchError(
            f"there is no public.{TABLE}, but the search_path leads to {main['elsewhere']}.{TABLE}",
            hint=f'If that is this database\'s history, write tracking_schema = "{main["elsewhere"]}" in its '
            "configuration; else take the schema out of the role's search_path.",
        )
    records: tuple[AppliedRecord, ...] = ()
    interrupted: dict[tuple[str, str], int] = {}
    if main["oid"] is not None:
        sql = f"SELECT t.id, t.name, t.applied_at, t.checksum FROM ONLY {table.qualified} AS t ORDER BY t.id"
        records = tuple(
            AppliedRecord(
                id=row[0],
                name=row[1].removesuffix(".py"),
                applied_at=row[2],
                checksum=plain_checksum(row[3]),
            )
            for row in await _read(driver, sql, table.schema)
        )
    if progress["oid"] is not None:
        sql = (
            "SELECT p.migration, p.direction, pg_catalog.count(*) FILTER (WHERE p.state::pg_catalog.text "
            f"{EQUALS} 'done') FROM ONLY {table.progress} AS p GROUP BY 1, 2"
        )
        interrupted = {(row[0], row[1]): row[2] for row in await _read(driver, sql, table.schema)}
    return DatabaseState(
        records=records,
        interrupted=interrupted,
        table_exists=main["oid"] is not None,
        progress_exists=progress["oid"] is not None,
        unfilled=main["unfilled"] or "",
        schema_exists=main["schema_exists"],
        database=main["database"],
        read_only=main["read_only"],
        standby=main["standby"],
        role=main["role"],
    )


async def _read(driver: Connection[Any], sql: str, schema: str) -> list[Any]:
    from asyncpg import InsufficientPrivilegeError, UndefinedColumnError

    try:
        return await fetch_rows(driver, sql)
    except UndefinedColumnError as error:
        raise HistoryMismatchError(
            f"{schema}.{TABLE} is not a table of migrations: {error}",
            hint="Rename that table, or set another `tracking_schema` for this database.",
        ) from error
    except InsufficientPrivilegeError as error:
        raise DatabaseUnavailableError(
            f"the history of migrations cannot be read: {error}",
            sqlstate="42501",
            hint=f"Connect as the owner of {schema}.{TABLE}, or have it grant SELECT, INSERT and DELETE to this role.",
        ) from error


def _check_trust(name: str, fact: Mapping[str, Any]) -> None:
    kinds = {"v": "a view", "m": "a materialized view", "f": "a foreign table", "p": "a partitioned table"}
    if fact["kind"] != "r":
        reason = f"is {kinds.get(fact['kind'], 'not a table')}"
    elif not fact["trusted"]:
        reason = "belongs to somebody else"
    elif fact["trigger"] is not None:
        reason = f"has a trigger, {fact['trigger']!r}"
    elif fact["rule"] is not None:
        reason = f"has a rule, {fact['rule']!r}"
    elif fact["row_security"]:
        reason = "has row level security, which may hide rows from this role"
    else:
        return
    raise HistoryMismatchError(
        f"{name} cannot be trusted: it {reason} (owner: {fact['owner']})",
        hint="Look at who made it; remove it, connect as its owner, or set another `tracking_schema`.",
    )
