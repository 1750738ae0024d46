"""Declarations and plain SQLAlchemy: ``create_all`` makes what models declare, in the order in which it can be made."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Column, Enum, Integer, MetaData, Table, create_mock_engine, text
from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from matrx_orm_migrate import declare
from matrx_orm_migrate.declaring import declarations
from matrx_orm_migrate.modeling import CatalogType
from tests.support import migrations
from tests.support.rebuild import sqlalchemy_url


async def create_all(metadata: MetaData, url: str, **options: Any) -> None:
    tables = options.pop("tables", None)
    engine = create_async_engine(sqlalchemy_url(url), poolclass=NullPool, **options)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(lambda sync: metadata.create_all(sync, tables=tables))
    finally:
        await engine.dispose()


def models() -> MetaData:
    metadata = MetaData()
    declare(
        metadata,
        "CREATE VIEW happy AS SELECT id FROM person WHERE mood = 'happy'",
        "CREATE TRIGGER checked BEFORE INSERT ON person FOR EACH ROW EXECUTE FUNCTION checked()",
        "CREATE FUNCTION checked() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
        "CREATE FUNCTION age_of(p person) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT p.age::integer'",
        "CREATE DOMAIN age AS integer CHECK (VALUE % 1000 = VALUE)",
        "CREATE DOMAIN feeling AS mood CHECK (VALUE <> 'sad')",
        "COMMENT ON VIEW happy IS '100% :happy'",
        "CREATE EVENT TRIGGER nothing_more ON ddl_command_start EXECUTE FUNCTION nothing_more()",
        "CREATE FUNCTION nothing_more() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no'; END $$",
    )
    mood = Enum("sad", "happy", name="mood", metadata=metadata)
    Table("person", metadata, Column("id", Integer, primary_key=True), Column("age", CatalogType("age")),
          Column("mood", mood), Column("feels", CatalogType("feeling")))  # fmt: skip
    Table("pet", metadata, Column("id", Integer, primary_key=True),
          Column("n", Integer, server_default=text("age_of(ROW(1, 2, 'sad', 'happy')::person)")))  # fmt: skip
    return metadata


@pytest.mark.parametrize("options", [{}, {"isolation_level": "AUTOCOMMIT"}], ids=["transaction", "autocommit"])
async def test_create_all_makes_what_is_declared_once(options: Any, database_url: str) -> None:
    metadata = models()
    await create_all(metadata, database_url, **options)
    found = "SELECT obj_description('happy'::regclass) FROM pg_trigger WHERE tgname = 'checked'"
    assert await migrations.value(database_url, found) == "100% :happy"
    assert await migrations.value(database_url, "SELECT evtname FROM pg_event_trigger") == "nothing_more"
    assert await migrations.value(database_url, "INSERT INTO pet VALUES (1) RETURNING n") == 2
    await migrations.execute(database_url, "ALTER EVENT TRIGGER nothing_more DISABLE")
    await create_all(metadata, database_url, **options)


async def test_create_all_of_some_tables_leaves_what_needs_others(database_url: str) -> None:
    metadata = MetaData()
    one = Table("one", metadata, Column("id", Integer, primary_key=True))
    Table("two", metadata, Column("id", Integer, primary_key=True))
    declare(metadata, "CREATE VIEW both_ids AS SELECT id FROM one JOIN two USING (id)", "CREATE VIEW o AS TABLE one")
    await create_all(metadata, database_url, tables=[one])
    views = "SELECT string_agg(viewname, ' ' ORDER BY viewname) FROM pg_views WHERE schemaname = 'public'"
    assert await migrations.value(database_url, views) == "o"
    await create_all(metadata, database_url)
    assert await migrations.value(database_url, views) == "both_ids o"


@pytest.mark.parametrize("sql", ["CREATE VIEW v AS SELEC 1", "CREATE VIEW v AS TABLE nowhere"])
async def test_a_declaration_that_fails_is_named(sql: str, database_url: str) -> None:
    metadata = MetaData()
    Table("one", metadata, Column("id", Integer, primary_key=True))
    declare(metadata, sql)
    with pytest.raises(InvalidRequestError, match=r"test_declared_create_all:\d+: the declaration cannot be made"):
        await create_all(metadata, database_url)


@pytest.mark.parametrize(("url", "count"), [("postgresql+asyncpg://", 9), ("sqlite://", 0)])
def test_a_mock_engine_is_told_the_declarations_and_other_databases_are_not(url: str, count: int) -> None:
    told: list[str] = []
    engine = create_mock_engine(url, lambda sql, *_args: told.append(str(sql.compile(dialect=engine.dialect))))
    metadata = models()
    metadata.create_all(engine, checkfirst=False)
    declared = [declaration.sql for declaration in declarations(metadata)]
    assert [sql for sql in told if sql in declared] == declared[:count]
