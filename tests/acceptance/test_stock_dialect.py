"""Generated models need an engine and nothing else: ``create_all`` with SQLAlchemy's own dialects."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateTable

from matrx_orm_migrate.ddl import DefinedConstraint, DefinedIndex
from matrx_orm_migrate.ddl.defined import CreateDefinedIndex
from matrx_orm_migrate.integration import rebuild_schema
from tests.support.rebuild import (
    built_in,
    differences,
    execute,
    import_models,
    snapshot_of,
    sqlalchemy_url,
)
from tests.support.servers import Databases

DATA = Path(__file__).parent.parent / "data"

WITHOUT_WORDS = r"""
CREATE TABLE room (id integer PRIMARY KEY, name text NOT NULL, during int4range, area numeric,
    CONSTRAINT apart EXCLUDE USING gist (during WITH &&) WHERE (area > 1), UNIQUE (id) INCLUDE (name));
ALTER TABLE room ADD CONSTRAINT large CHECK (area > 10 OR name LIKE '100%' OR name = ':word') NOT VALID;
CREATE INDEX room_lower ON room (lower(name) DESC, area) INCLUDE (id) WHERE name <> '%s :word';
CREATE INDEX room_brin ON room USING brin (id) WITH (pages_per_range = 16);
CREATE UNIQUE INDEX "Room % odd" ON room (id, (name || '%x')) WITH (fillfactor = 70);
CREATE TABLE key (id integer, room_id integer);
ALTER TABLE key ADD FOREIGN KEY (room_id) REFERENCES room NOT VALID;
COMMENT ON CONSTRAINT apart ON room IS 'one at a time: 100%';
COMMENT ON INDEX room_pkey IS ':key';
COMMENT ON INDEX room_lower IS 'small';
CREATE TABLE booked (id integer, at date, room_id integer REFERENCES room) PARTITION BY RANGE (at);
CREATE TABLE booked_1 PARTITION OF booked FOR VALUES FROM ('2024-01-01') TO ('2025-01-01') PARTITION BY LIST (id);
CREATE TABLE booked_1_1 PARTITION OF booked_1 FOR VALUES IN (1, 2);
CREATE TABLE booked_rest PARTITION OF booked DEFAULT;
CREATE INDEX booked_at ON booked (at);
CREATE INDEX booked_id ON ONLY booked (id);
COMMENT ON INDEX booked_id IS 'not of all';
CREATE INDEX booked_rest_id ON booked_rest (id);
ALTER INDEX booked_id ATTACH PARTITION booked_rest_id;
CREATE SCHEMA other;
CREATE TABLE other.parted (id integer) PARTITION BY HASH (id);
CREATE TABLE other.booked_2 PARTITION OF booked FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE TABLE other.parted_0 PARTITION OF other.parted FOR VALUES WITH (MODULUS 1, REMAINDER 0);
"""


async def _create_all(base: Any, url: str) -> None:
    engine = create_async_engine(sqlalchemy_url(url), poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(base.metadata.create_all)
    finally:
        await engine.dispose()


@pytest.mark.parametrize("name", [pytest.param("pagila", marks=pytest.mark.since(18)), "without_words"])
async def test_create_all_makes_the_database_again(name: str, make_database: Databases, tmp_path: Path) -> None:
    script = (DATA / "pagila-schema.sql").read_text() if name == "pagila" else WITHOUT_WORDS
    first, second = make_database(), make_database()
    await execute(first, script)
    output = tmp_path / f"stock_{name}"
    await rebuild_schema(first, output=output, schemas=("*",), plugins=built_in())
    await _create_all(import_models(output).Base, second)
    assert differences(await snapshot_of(first), await snapshot_of(second)) == []


def test_the_definitions_reach_every_driver_as_they_are() -> None:
    table = Table("t", MetaData(), Column("a", Integer), DefinedConstraint("C %", "CHECK ((a % 2) = 0)"))
    index = DefinedIndex("Ix", "btree (a) WHERE (a % 2) = 0", unique=True).on(table)
    for dialect, percent in ((postgresql.dialect(), "%%"), (psycopg.dialect(), "%%"), (_asyncpg(), "%")):
        created = str(CreateTable(table).compile(dialect=dialect))
        assert f'CONSTRAINT "C {percent}" CHECK ((a {percent} 2) = 0)' in created
        made = str(CreateDefinedIndex(index).compile(dialect=dialect))
        assert made == f'CREATE UNIQUE INDEX "Ix" ON t USING btree (a) WHERE (a {percent} 2) = 0'


def _asyncpg() -> Any:
    from sqlalchemy.dialects.postgresql import asyncpg

    return asyncpg.dialect()
