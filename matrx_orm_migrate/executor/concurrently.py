"""What PostgreSQL says of an index that a statement builds or drops CONCURRENTLY."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType
from typing import TYPE_CHECKING, Any

from matrx_orm_migrate.errors import MigrationFileError
from matrx_orm_migrate.loader import Migration
from matrx_orm_migrate.operations import fetch_rows
from matrx_orm_migrate.operations.sql import tokens
from matrx_orm_migrate.schema.definitions import unquoted

if TYPE_CHECKING:
    from asyncpg import Connection

__all__ = [
    "UNNAMED",
    "BuiltIndex",
    "IndexStatement",
    "drop_if_invalid",
    "find_index",
    "index_statement",
    "refuse_unnamed_builds",
]

UNNAMED = (
    "CREATE INDEX CONCURRENTLY without a name for the index",
    "Write a name behind CONCURRENTLY: by it a run that was cut off finds the index again.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexStatement:
    """CREATE INDEX CONCURRENTLY or DROP INDEX CONCURRENTLY.

    ``name`` is the index's bare name (empty where PostgreSQL is to choose one), ``table`` the table as it is written;
    ``tolerant`` says IF NOT EXISTS.
    """

    creates: bool
    name: str = ""
    table: str = ""
    tolerant: bool = False

    @property
    def unnamed(self) -> bool:
        """Whether PostgreSQL is to choose the name: a free one each time, so that nobody finds the index again."""
        return self.creates and not self.name and bool(self.table)


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltIndex:
    """The index that a statement is about, as the catalog has it.  ``name`` is qualified and quoted."""

    name: str
    exists: bool
    valid: bool
    on_table: bool
    tolerated: bool
    builder: int | None


def index_statement(sql: str) -> IndexStatement | None:
    """Recognise the statement; None for any other."""
    if "concurrently" not in sql.lower():
        return None
    words = [(token, start) for token, start in tokens(sql)]
    texts = [token for token, _ in words]
    if texts[:3] == ["drop", "index", "concurrently"]:
        return IndexStatement(creates=False)
    at = 3 if texts[:2] == ["create", "unique"] else 2
    if texts[:1] != ["create"] or texts[at - 1 : at + 1] != ["index", "concurrently"]:
        return None
    at += 1
    tolerant = texts[at : at + 3] == ["if", "not", "exists"]
    at += 3 if tolerant else 0
    if at >= len(texts):
        return None  # cut short: the server's to refuse
    name = ""
    if texts[at] != "on":
        name = unquoted(texts[at])
        at += 1
    at += 2 if texts[at + 1 : at + 2] == ["only"] else 1
    parts: list[str] = []
    while at < len(texts) and (texts[at] == "." or not parts or texts[at - 1] == "."):
        parts.append(texts[at])
        at += 1
    return IndexStatement(creates=True, name=name, table="".join(parts), tolerant=tolerant)


async def find_index(driver: Connection[Any], statement: IndexStatement) -> BuiltIndex | None:
    """Look the index up, in the schema of its table; None where the table does not exist or the index has no name."""
    if not statement.name:
        return None
    rows = await fetch_rows(
        driver,
        """
        SELECT pg_catalog.format('%I.%I', n.nspname, $2::pg_catalog.text::pg_catalog.name), x.indexrelid IS NOT NULL,
               COALESCE(x.indisvalid AND x.indisready, false),
               COALESCE(x.indrelid OPERATOR(pg_catalog.=) t.oid, false),
               (SELECT g.pid FROM pg_catalog.pg_stat_progress_create_index AS g
                 WHERE g.index_relid OPERATOR(pg_catalog.=) i.oid AND i.oid IS NOT NULL LIMIT 1)
          FROM pg_catalog.pg_class AS t
          JOIN pg_catalog.pg_namespace AS n ON n.oid OPERATOR(pg_catalog.=) t.relnamespace
          LEFT JOIN pg_catalog.pg_class AS i
            ON i.relnamespace OPERATOR(pg_catalog.=) t.relnamespace
           AND i.relname OPERATOR(pg_catalog.=) $2::pg_catalog.text::pg_catalog.name
          LEFT JOIN pg_catalog.pg_index AS x ON x.indexrelid OPERATOR(pg_catalog.=) i.oid
         WHERE t.oid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid
        """,
        statement.table,
        statement.name,
    )
    for row in rows:
        return BuiltIndex(
            name=row[0],
            exists=row[1],
            valid=row[2],
            on_table=row[3],
            tolerated=statement.tolerant and row[3],
            builder=row[4],
        )
    return None


async def drop_if_invalid(driver: Connection[Any], name: str) -> None:
    """Drop an index, by its qualified and quoted name, where it is there and not valid."""
    rows = await fetch_rows(
        driver,
        "SELECT NOT x.indisvalid FROM pg_catalog.pg_index AS x "
        "WHERE x.indexrelid OPERATOR(pg_catalog.=) pg_catalog.to_regclass($1)::pg_catalog.oid",
        name,
    )
    if rows and rows[0][0]:
        await driver.execute(f"DROP INDEX CONCURRENTLY IF EXISTS {name}")


def refuse_unnamed_builds(migration: Migration, function: object) -> None:
    """Look at the texts that are written out in a migration's function, before anything is run.

    Raises :class:`MigrationFileError` for an index build without a name; one that is put together at run time is
    refused when its turn comes.
    """
    code = getattr(function, "__code__", None)
    for text in _texts(code) if isinstance(code, CodeType) else ():
        statement = index_statement(text)
        if statement is not None and statement.unnamed:
            reason, hint = UNNAMED
            raise MigrationFileError(
                f"migration {migration.name}: {reason}, on {statement.table} ({migration.path}); nothing was run",
                migration=migration.name,
                hint=hint,
            )


def _texts(constant: object) -> Iterator[str]:
    """The strings among a function's constants, those in lists and in functions within it too."""
    if isinstance(constant, str):
        yield constant
    elif isinstance(constant, CodeType | tuple):
        for inner in constant.co_consts if isinstance(constant, CodeType) else constant:
            yield from _texts(inner)
