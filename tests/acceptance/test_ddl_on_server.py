"""What DDLGenerator writes, on a real server."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import (
    ARRAY,
    CheckConstraint,
    Column,
    Computed,
    Date,
    Enum,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Numeric,
    Sequence,
    String,
    Table,
    Text,
    UniqueConstraint,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ENUM, INT4RANGE, CreateEnumType, ExcludeConstraint
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool
from sqlalchemy.schema import CreateSequence, SetColumnComment, SetTableComment

from matrx_orm_migrate.ddl import (
    KEYWORDS,
    DDLGenerator,
    DefinedColumn,
    DefinedConstraint,
    DefinedIndex,
    compile_ddl,
    literal,
    quote,
    table_ref,
)

ddl = DDLGenerator()
NASTY = "':docs' 50% %% %(x)s \"q\" it's \\ E'\\\\:' $1 {\"a\":1} $$ -- /*"


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[AsyncConnection]:
    engine = create_async_engine(database_url, poolclass=NullPool)
    async with engine.connect() as opened:
        await opened.execution_options(isolation_level="AUTOCOMMIT")
        yield opened
    await engine.dispose()


async def run(connection: AsyncConnection, *statements: str) -> None:
    for statement in statements:
        await connection.exec_driver_sql(statement)


async def value(connection: AsyncConnection, query: str) -> Any:
    return (await connection.exec_driver_sql(query)).scalar()


async def definitions(connection: AsyncConnection, table: str) -> dict[str, str]:
    query = (
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
        f"WHERE conrelid = {literal(table)}::regclass AND contype <> 'n'"
    )
    return {row[0]: row[1] for row in await connection.exec_driver_sql(query)}


async def test_the_key_words_are_those_of_the_server(connection: AsyncConnection) -> None:
    rows = await connection.exec_driver_sql("SELECT word FROM pg_get_keywords() WHERE catcode <> 'U'")
    words = {row[0] for row in rows}
    version = await value(connection, "SHOW server_version_num")
    if int(version) // 10000 == 18:
        assert words == KEYWORDS


@pytest.mark.parametrize("setting", ["on", "off"])
async def test_a_text_means_the_same_whatever_the_server_makes_of_backslashes(
    connection: AsyncConnection, setting: str
) -> None:
    await run(connection, f"SET standard_conforming_strings = {setting}", "SET backslash_quote = off")
    for written in (NASTY, "\\", "'\\'", "a\nb", "日本🙂"):
        assert await value(connection, f"SELECT {literal(written)}") == written


@pytest.mark.parametrize(
    "name",
    ['we"ird', "with%pct", "co:lon", "select", "日本語", "🙂", "a.b", "%(x)s", "user", "é" * 31, "Upper", "a$b", "1a"],
)
async def test_names_arrive_as_they_were_written(connection: AsyncConnection, name: str) -> None:
    table = Table(
        name, MetaData(), Column(name, Integer, comment=NASTY), CheckConstraint("true", name=name), schema=name
    )
    index = Index(f"{name[:-1]}_", table.c[name])
    await run(
        connection,
        f"CREATE SCHEMA {quote(name)}",
        ddl.create_table(table),
        ddl.add_index(index),
        compile_ddl(SetColumnComment(table.c[name])),
    )
    relation = f"{literal(f'{quote(name)}.{quote(name)}')}::regclass"
    assert await value(connection, f"SELECT relname FROM pg_class WHERE oid = {relation}") == name
    assert (
        await value(connection, f"SELECT attname FROM pg_attribute WHERE attrelid = {relation} AND attnum = 1") == name
    )
    assert await value(connection, f"SELECT conname FROM pg_constraint WHERE conrelid = {relation}") == name
    assert await value(connection, f"SELECT col_description({relation}, 1)") == NASTY
    await run(connection, ddl.drop_index(index), ddl.drop_table(table, cascade=True), f"DROP SCHEMA {quote(name)}")


async def test_defaults_checks_predicates_and_comments_arrive_byte_for_byte(connection: AsyncConnection) -> None:
    table = Table(
        "t",
        MetaData(),
        Column("a", Text, server_default=NASTY),
        Column("b", Text, server_default=text("'see :docs, 100%'")),
        CheckConstraint("b <> ':foo % \"x\"'", name="ck"),
        comment=NASTY,
        schema="public",
    )
    index = Index("ix", table.c.a, postgresql_where=table.c.a != NASTY)
    await run(connection, ddl.create_table(table), ddl.add_index(index), compile_ddl(SetTableComment(table)))
    await run(connection, "INSERT INTO public.t DEFAULT VALUES")
    assert await value(connection, "SELECT a FROM public.t") == NASTY
    assert await value(connection, "SELECT b FROM public.t") == "see :docs, 100%"
    assert await value(connection, "SELECT obj_description('public.t'::regclass)") == NASTY
    assert await definitions(connection, "public.t") == {"ck": "CHECK ((b <> ':foo % \"x\"'::text))"}
    assert await value(connection, f"SELECT {literal(NASTY)} = a FROM public.t") is True
    indexes = "pg_index WHERE indexrelid = 'public.ix'::regclass"
    predicate = await value(connection, f"SELECT pg_get_expr(indpred, indrelid) FROM {indexes}")
    assert await value(connection, f"SELECT {predicate} FROM public.t") is False


async def test_a_table_with_everything_is_created_as_it_says(connection: AsyncConnection) -> None:
    metadata = MetaData(schema="public")
    sequence = Sequence('it\'s "a" seq', start=5, metadata=metadata)
    mood = ENUM("a'b", "c\\d", ":e", "%", name="Mood", metadata=metadata)
    table = Table(
        "Everything",
        metadata,
        Column("id", Integer, Identity(always=True, start=7, increment=2, cycle=True), primary_key=True),
        Column("n", Integer, server_default=sequence.next_value(), nullable=False),
        Column("m", mood, server_default="c\\d"),
        Column("ms", ARRAY(mood)),
        Column("price", Numeric(10, 2), server_default=text("0")),
        Column("double", Numeric, Computed("price * 2", persisted=True)),
        Column("day", Date, server_default=func.current_date()),
        Column("span", INT4RANGE),
        Column("parent", ForeignKey("public.Everything.id", name="fk", ondelete="SET NULL", onupdate="CASCADE")),
        Column("c", String(10, collation="C")),
        UniqueConstraint("n", "price", name="uq", deferrable=True, initially="DEFERRED"),
        CheckConstraint("price >= 0 AND c <> ':x'", name="ck"),
        ExcludeConstraint(("span", "&&"), name="ex", where=text("price > 1")),
        prefixes=["UNLOGGED"],
    )
    await run(
        connection,
        compile_ddl(CreateSequence(sequence)),
        compile_ddl(CreateEnumType(mood)),
        ddl.create_table(table, with_options=["fillfactor=70", "autovacuum_enabled=false"]),
        'INSERT INTO public."Everything" (price) VALUES (2)',
    )
    row = (await connection.exec_driver_sql('SELECT id, n, m::text, double FROM public."Everything"')).one()
    assert tuple(row) == (7, 5, "c\\d", 4)
    assert await definitions(connection, 'public."Everything"') == {
        "Everything_pkey": "PRIMARY KEY (id)",
        "fk": 'FOREIGN KEY (parent) REFERENCES "Everything"(id) ON UPDATE CASCADE ON DELETE SET NULL',
        "uq": "UNIQUE (n, price) DEFERRABLE INITIALLY DEFERRED",
        "ck": "CHECK (((price >= (0)::numeric) AND ((c)::text <> ':x'::text)))",
        "ex": "EXCLUDE USING gist (span WITH &&) WHERE ((price > (1)::numeric))",
    }
    assert await value(connection, "SELECT reloptions::text[] FROM pg_class WHERE relname = 'Everything'") == [
        "fillfactor=70",
        "autovacuum_enabled=false",
    ]
    assert await value(connection, "SELECT relpersistence::text FROM pg_class WHERE relname = 'Everything'") == "u"


async def test_virtual_columns_and_named_identity_sequences_work(connection: AsyncConnection) -> None:
    table = Table(
        "t",
        MetaData(),
        Column("id", Integer, Identity(start=3), info={"identity_sequence": "My ids"}),
        Column(
            "twice",
            Integer,
            Computed("id * 2", persisted=int(await value(connection, "SHOW server_version_num")) < 180000),
        ),
        schema="public",
    )
    await run(connection, ddl.create_table(table), "INSERT INTO public.t DEFAULT VALUES")
    assert await value(connection, "SELECT twice FROM public.t") == 6
    assert await value(connection, "SELECT pg_get_serial_sequence('public.t', 'id')") == 'public."My ids"'


async def test_tables_of_defined_pieces_come_out_as_they_went_in(connection: AsyncConnection) -> None:
    table = Table(
        "t",
        MetaData(),
        DefinedColumn("a", "integer DEFAULT 1 NOT NULL"),
        DefinedColumn("B b", "text COLLATE \"C\" DEFAULT ':x%'::text"),
        DefinedConstraint("C k", "CHECK ((a > 0))"),
        DefinedConstraint("uq", 'UNIQUE (a) INCLUDE ("B b")'),
        schema="public",
        postgresql_partition_by="RANGE (a)",
    )
    index = DefinedIndex("I x", "btree (a) WHERE (\"B b\" <> ':x%'::text)", only=True).on(table)
    await run(connection, ddl.create_table(table), ddl.add_index(index))
    assert (await definitions(connection, "public.t")) == {
        "C k": "CHECK ((a > 0))",
        "uq": 'UNIQUE (a) INCLUDE ("B b")',
    }
    printed = await value(connection, "SELECT pg_get_indexdef('public.\"I x\"'::regclass)")
    assert printed == ddl.add_index(index)
    part = table_ref("public", "part")
    await run(
        connection,
        "CREATE TYPE public.pair AS (a integer, b text)",
        ddl.create_table(part, of_type="public.pair"),
        ddl.drop_table(part),
        ddl.create_table(Table("o", MetaData(), DefinedColumn("a", "WITH OPTIONS NOT NULL")), of_type="public.pair"),
    )


async def test_every_change_of_a_table_works(connection: AsyncConnection) -> None:
    metadata = MetaData(schema="public")
    table = Table("t", metadata, Column("id", Integer, primary_key=True), Column("v", Text, server_default="1"))
    other = Table("other", metadata, Column("t_id", Integer, ForeignKey("public.t.id", name="fk")))
    (key,) = other.foreign_key_constraints
    index = Index("ix", table.c.v)
    await run(connection, ddl.create_table(table))
    await run(connection, "INSERT INTO public.t VALUES (1), (2)", ddl.create_table(other))
    await run(connection, ddl.drop_foreign_key(key), ddl.add_foreign_key(key))
    await run(
        connection,
        *ddl.alter_column(table, table.c.v, type_=Integer(), using="v::integer", nullable=False, server_default="7"),
    )
    check = DefinedConstraint("ck", "CHECK ((v > 0)) NOT VALID").on(table)
    await run(connection, "INSERT INTO public.t (id) VALUES (3)", ddl.add_constraint(check), ddl.drop_constraint(check))
    assert await value(connection, "SELECT sum(v) FROM public.t") == 9
    await run(connection, ddl.add_index(index, concurrently=True), ddl.drop_index(index, concurrently=True))
    await run(connection, ddl.drop_index(index, if_exists=True))
    await run(connection, *ddl.alter_column(table, "v", server_default=None, nullable=True, rename_to="W w"))
    await run(connection, ddl.add_column(table, Column("extra", Text, CheckConstraint("extra <> ''"))))
    await run(
        connection, ddl.drop_column(table, "extra", cascade=True), ddl.drop_column(table, "extra", if_exists=True)
    )
    await run(connection, *ddl.alter_column(table, "W w", type_="text", collation='"C"'))
    await run(connection, ddl.rename_table(table, "T t"))
    rows = await connection.exec_driver_sql('SELECT id, "W w" FROM public."T t" ORDER BY id')
    assert [tuple(row) for row in rows] == [(1, "1"), (2, "1"), (3, "7")]
    await run(
        connection, ddl.drop_table(table_ref("public", "T t"), cascade=True), ddl.drop_table(table, if_exists=True)
    )


async def test_an_identity_can_be_added_to_a_column(connection: AsyncConnection) -> None:
    table = Table("t", MetaData(), Column("a", Integer, nullable=False), schema="public")
    identity = Identity(always=True, start=9)
    await run(connection, ddl.create_table(table), *ddl.alter_column(table, "a", server_default=identity))
    assert await value(connection, "INSERT INTO public.t DEFAULT VALUES RETURNING a") == 9


async def test_enums_of_models_are_found_by_their_columns(connection: AsyncConnection) -> None:
    mood = Enum("a", "b", name="mood", schema="public")
    table = Table("t", MetaData(), Column("m", mood), schema="public")
    await run(connection, "CREATE TYPE public.mood AS ENUM ('a', 'b')", ddl.create_table(table))
    assert await value(connection, "SELECT format_type(atttypid, -1) FROM pg_attribute WHERE attname = 'm'") == "mood"
