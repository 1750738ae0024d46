"""A history that lies in another schema than the one that is configured: nothing is begun anew beside it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from matrx_orm_migrate.errors import HistoryMismatchError
from matrx_orm_migrate.operations import fetch_rows
from matrx_orm_migrate.state.table import TABLE, TrackingTable, plain_checksum
from matrx_orm_migrate.state.text import EQUALS, identifier

if TYPE_CHECKING:
    from asyncpg import Connection

__all__ = ["refuse_history_elsewhere"]

log = logging.getLogger(__name__)

# Rows are read only of tables whose owner is trusted as with our own: a policy would run as whoever reads.
_OTHERS = f"""
SELECT n.nspname::pg_catalog.text AS schema,
       (o.rolsuper OR c.relowner {EQUALS} d.datdba
        OR pg_catalog.pg_has_role(CURRENT_USER, c.relowner, 'MEMBER'))
       AND NOT pg_catalog.row_security_active(c.oid)
       AND pg_catalog.has_schema_privilege(n.oid, 'USAGE')
       AND pg_catalog.has_table_privilege(c.oid, 'SELECT') AS readable
  FROM pg_catalog.pg_class AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid {EQUALS} c.relnamespace
  JOIN pg_catalog.pg_roles AS o ON o.oid {EQUALS} c.relowner
  JOIN pg_catalog.pg_database AS d ON d.datname::pg_catalog.text {EQUALS} pg_catalog.current_database()::pg_catalog.text
 WHERE c.relname::pg_catalog.text {EQUALS} $1::pg_catalog.text
   AND n.nspname::pg_catalog.text OPERATOR(pg_catalog.<>) $2::pg_catalog.text
   AND c.relkind::pg_catalog.text {EQUALS} 'r' AND c.relpersistence::pg_catalog.text OPERATOR(pg_catalog.<>) 't'
   AND (SELECT pg_catalog.count(*) FROM pg_catalog.pg_attribute AS a
         WHERE a.attrelid {EQUALS} c.oid AND NOT a.attisdropped
           AND a.attname::pg_catalog.text {EQUALS} ANY (ARRAY['name', 'checksum']::pg_catalog.text[])
       ) {EQUALS} 2
 ORDER BY 1
"""


async def refuse_history_elsewhere(driver: Connection[Any], table: TrackingTable, checksums: Mapping[str, str]) -> None:
    """Refuse to go on without a history where a table in another schema records one of these files.

    ``checksums`` are the files', by name.  A row counts where both are the same: another project in the same database
    may well have a ``0001_initial`` of its own.  For a database without ``table``; takes no lock and changes nothing.

    Raises :class:`HistoryMismatchError`.  A table that cannot be read, or whose owner is not trusted, is only told.
    """
    if not checksums:
        return
    for schema, readable in await fetch_rows(driver, _OTHERS, TABLE, table.schema):
        if not readable:
            log.warning(
                "there is no %s.%s; there is one in schema %s, which this role cannot read, or which it cannot trust",
                table.schema,
                TABLE,
                schema,
            )
            continue
        other = TrackingTable(schema=schema)
        rows = await fetch_rows(
            driver, f"SELECT t.name::pg_catalog.text, t.checksum::pg_catalog.text FROM ONLY {other.qualified} AS t"
        )
        found = [
            name.removesuffix(".py")
            for name, checksum in rows
            if name and checksums.get(name.removesuffix(".py")) == plain_checksum(checksum)
        ]
        if found:
            raise HistoryMismatchError(
                f"there is no {table.schema}.{TABLE}, but {schema}.{TABLE} records these files as applied: "
                f"{', '.join(sorted(found)[:3])}{' …' if len(found) > 3 else ''}",
                hint=f'If that is their history, write tracking_schema = "{schema}" in the configuration, or move it: '
                f"ALTER TABLE {other.qualified} SET SCHEMA {identifier(table.schema)}, and {TABLE}_progress with it.\n"
                "If these files have a history of their own here, make its table first: "
                f"CREATE TABLE {table.qualified} (LIKE {other.qualified} INCLUDING ALL).",
            )
