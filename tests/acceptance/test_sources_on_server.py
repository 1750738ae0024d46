"""What the sources give, on a real server: the same database as SQLAlchemy or psql would have made."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    ARRAY,
    DDL,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Enum,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Numeric,
    Sequence,
    SmallInteger,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    event,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from matrx_orm_migrate.hooks import Desired, SourceContext
from matrx_orm_migrate.schema import Snapshot
from matrx_orm_migrate.sources.sqlalchemy import SQLAlchemySource
from matrx_orm_migrate.sources.sqlfile import SqlFileSource
from tests.support.servers import Databases

CATALOG = {
    "columns": """
        SELECT c.oid::regclass::text, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
            a.attidentity::text, a.attgenerated::text, a.attstorage::text, a.attcompression::text, a.attstattarget,
            pg_get_expr(d.adbin, d.adrelid), col_description(c.oid, a.attnum)
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
        LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
        WHERE a.attnum > 0 AND c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace ORDER BY 1, 2
    """,
    "constraints": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid), obj_description(oid)
        FROM pg_constraint WHERE connamespace = 'public'::regnamespace ORDER BY 1, 2
    """,
    "indexes": """
        SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index
        WHERE indrelid::regclass::text NOT LIKE 'pg_%' ORDER BY 1
    """,
    "relations": """
        SELECT relname, relkind::text, relpersistence::text, reloptions::text[], obj_description(oid),
            pg_get_expr(relpartbound, oid)
        FROM pg_class WHERE relnamespace = 'public'::regnamespace ORDER BY 1
    """,
    "enums": "SELECT enumtypid::regtype::text, enumlabel FROM pg_enum ORDER BY 1, enumsortorder",
}


async def execute(engine: AsyncEngine, statements: list[str]) -> None:
    async with engine.begin() as connection:
        for statement in statements:
            await connection.exec_driver_sql(statement)


async def catalog(engine: AsyncEngine) -> dict[str, list[tuple[Any, ...]]]:
    async with engine.connect() as connection:
        return {
            name: [tuple(row) for row in await connection.exec_driver_sql(query)] for name, query in CATALOG.items()
        }


@pytest.fixture
async def engines(make_database: Databases) -> AsyncIterator[tuple[AsyncEngine, AsyncEngine]]:
    pair = (
        create_async_engine(make_database(), poolclass=NullPool),
        create_async_engine(make_database(), poolclass=NullPool),
    )
    yield pair
    for engine in pair:
        await engine.dispose()


def context(tmp_path: Path, *schemas: str) -> SourceContext:
    return SourceContext(
        current=Snapshot(objects={}, server_version=180000),
        schemas=schemas or ("public",),
        includes=lambda _id: True,
        project_dir=tmp_path,
    )


def statements_of(desired: Desired) -> list[str]:
    return [statement.sql for statement in desired.statements]


def shop() -> MetaData:
    metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "ck": "ck_%(constraint_name)s"})
    state = Enum("new", "it's paid", "gone\\", name="State")
    Table(
        "users",
        metadata,
        Column("id", Uuid, primary_key=True, server_default=text("gen_random_uuid()")),
        Column("email", String(200), nullable=False, unique=True),
        Column("boss_id", ForeignKey("users.id", ondelete="SET NULL")),
        Column("last_order", ForeignKey("orders.id", name="fk_last", use_alter=True)),
        Column("created", DateTime(timezone=True), server_default=func.now(), nullable=False),
        Column("tags", ARRAY(Text), server_default=text("'{}'::text[]")),
        Column("data", JSONB, server_default=text("""'{"a": 1}'::jsonb""")),
        comment="people: 100% of 'them'",
    )
    orders = Table(
        "orders",
        metadata,
        Column("id", BigInteger, Identity(start=10), primary_key=True),
        Column("user_id", ForeignKey("users.id", deferrable=True, initially="DEFERRED"), index=True, nullable=False),
        Column("state", state, server_default="new", nullable=False, comment="see %(docs)s and \\n"),
        Column("was", ARRAY(state)),
        Column("total", Numeric(10, 2), CheckConstraint("total >= 0", name="total"), server_default=text("0")),
        Column("open", Boolean, server_default="true"),
        Column("number", Integer, Sequence("order_numbers", start=100)),
        UniqueConstraint("user_id", "number", name="uq", postgresql_nulls_not_distinct=True, comment="one each"),
    )
    Index("ix_open", orders.c.open.desc(), func.lower(orders.c.id.cast(Text)), postgresql_where=orders.c.open)
    Table("small", metadata, Column("id", SmallInteger, primary_key=True), Column("serial", Integer, index=True))
    event.listen(orders, "after_create", DDL("ALTER TABLE %(fullname)s SET (fillfactor = 80)"))
    return metadata


@pytest.mark.since(15)
async def test_the_statements_make_what_create_all_makes(
    engines: tuple[AsyncEngine, AsyncEngine], tmp_path: Path
) -> None:
    ours, theirs = engines
    metadata = shop()
    await execute(ours, statements_of(SQLAlchemySource().load((metadata,), context(tmp_path))))
    async with theirs.begin() as connection:
        await connection.run_sync(metadata.create_all)
    made, expected = await catalog(ours), await catalog(theirs)
    smallserial_of_2_0 = ("small", "id")  # SQLAlchemy 2.0 with asyncpg makes an integer of a smallint key
    for name in CATALOG:
        assert [row for row in made[name] if row[:2] != smallserial_of_2_0] == [
            row for row in expected[name] if row[:2] != smallserial_of_2_0
        ]


@pytest.mark.since(15)
async def test_what_info_says_is_done(engines: tuple[AsyncEngine, AsyncEngine], tmp_path: Path) -> None:
    engine, _ = engines
    metadata = MetaData()
    Table(
        "logs_1",
        metadata,
        Column("at", Integer, primary_key=True),
        Column("what", Text, info={"storage": "external", "compression": "pglz", "statistics": 500}),
        info={
            "partition_of": "logs",
            "bound": "FOR VALUES FROM (1) TO (10)",
            "storage_parameters": {"fillfactor": 70, "autovacuum_enabled": False, "toast.autovacuum_enabled": False},
        },
    )
    Table(
        "logs",
        metadata,
        Column("at", Integer, primary_key=True),
        Column("what", Text, server_default=":x"),
        postgresql_partition_by="RANGE (at)",
    )
    await execute(engine, statements_of(SQLAlchemySource().load((metadata,), context(tmp_path))))
    found = await catalog(engine)
    relation = {row[0]: row for row in found["relations"]}["logs_1"]
    assert relation[3] == ["fillfactor=70", "autovacuum_enabled=false"]
    assert relation[5] == "FOR VALUES FROM (1) TO (10)"
    column = {row[:2]: row for row in found["columns"]}["logs_1", "what"]
    assert column[6:9] == ("e", "p", 500)


@pytest.mark.since(15)
async def test_a_schema_of_its_own_holds_what_has_none(
    engines: tuple[AsyncEngine, AsyncEngine], tmp_path: Path
) -> None:
    engine, _ = engines
    await execute(engine, statements_of(SQLAlchemySource().load((shop(),), context(tmp_path, "My app"))))
    async with engine.connect() as connection:
        query = "SELECT count(*) FROM pg_class WHERE relnamespace = '\"My app\"'::regnamespace AND relkind = 'r'"
        assert (await connection.exec_driver_sql(query)).scalar() == 3
        leftovers = "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        assert (await connection.exec_driver_sql(leftovers)).scalar() == 0


SCRIPT = r"""
\restrict abc
SET check_function_bodies = false;
SET standard_conforming_strings = on;
/* a comment; /* nested; */ */
CREATE TABLE public.a (id integer, note text DEFAULT 'it''s; \');  -- trailing; comment
COPY public.a (id, note) FROM stdin;
1	it's (;
\.
INSERT INTO public.a VALUES (2, E'\';'), (3, $q$;$q$);
CREATE TABLE public.log (id integer);
CREATE RULE keep AS ON INSERT TO public.a DO ALSO (INSERT INTO public.log VALUES (1); NOTIFY logged;);
CREATE FUNCTION public.f(a integer) RETURNS integer LANGUAGE sql
    BEGIN ATOMIC
        SELECT CASE WHEN a > 1 THEN 1 ELSE CASE WHEN a > 0 THEN 2 END END;
        SELECT a AS end;
    END;
CREATE OR REPLACE FUNCTION public.g() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1; -- it's
END $$;
DO $do$ BEGIN PERFORM $$;$$; END $do$;
COMMENT ON TABLE public.a IS U&'d\0061t;a';
"""


@pytest.mark.since(14)
async def test_a_script_is_split_where_the_server_would_split_it(
    engines: tuple[AsyncEngine, AsyncEngine], tmp_path: Path
) -> None:
    engine, _ = engines
    file = tmp_path / "schema.sql"
    file.write_bytes(b"\xef\xbb\xbf" + SCRIPT.replace("\n", "\r\n").encode())
    desired = SqlFileSource().load((file,), context(tmp_path))
    await execute(engine, statements_of(desired))
    async with engine.connect() as connection:
        rows = await connection.exec_driver_sql("SELECT id, note FROM public.a ORDER BY id")
        assert [tuple(row) for row in rows] == [(2, "';"), (3, ";")]
        assert (await connection.exec_driver_sql("SELECT public.f(5)")).scalar() == 5
        comment = "SELECT obj_description('public.a'::regclass)"
        assert (await connection.exec_driver_sql(comment)).scalar() == "dat;a"
