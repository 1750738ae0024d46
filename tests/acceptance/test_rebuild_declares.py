"""Pagila, and things that need each other in circles: models and what they declare make the whole database again."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.integration import rebuild_schema
from tests.acceptance.test_real_schemas import _has_extension, generate
from tests.acceptance.test_rebuild_corpus import CORPUS
from tests.support import migrations
from tests.support.corpus import Tools, first_difference, server_major
from tests.support.rebuild import built_in, check_code, execute, import_models, sqlalchemy_url
from tests.support.servers import Databases


async def create_all(module: Any, url: str) -> None:
    engine = create_async_engine(sqlalchemy_url(url), poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(module.Base.metadata.create_all)
    finally:
        await engine.dispose()


# what needs tables and is needed by tables; what a new table cannot have
CIRCLES = r"""
CREATE SCHEMA app;
COMMENT ON SCHEMA app IS 'its own';
CREATE SEQUENCE app.numbers;
CREATE DOMAIN app.number AS bigint DEFAULT nextval('app.numbers') CHECK (VALUE % 2 >= 0);
CREATE TABLE t (id integer PRIMARY KEY, n app.number, name text);
CREATE FUNCTION of_t(x t) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT x.id';
ALTER TABLE t ADD CONSTRAINT of_t CHECK (of_t(t) > 0);
CREATE INDEX of_t_index ON t (of_t(t));
CREATE TABLE z (id integer);
CREATE FUNCTION how_many() RETURNS bigint LANGUAGE sql STABLE BEGIN ATOMIC SELECT count(*) FROM z; END;
CREATE TABLE a (id bigint DEFAULT how_many(), row_of_t t, of_z integer GENERATED ALWAYS AS (1) STORED);
CREATE FUNCTION of_z(x z) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT x.id';
CREATE TABLE b (z z, id integer GENERATED ALWAYS AS (of_z(z)) STORED);
CREATE TYPE pair AS (one integer, two text);
CREATE TABLE pairs OF pair (PRIMARY KEY (one));
CREATE VIEW "a % view" AS SELECT '100 % :x'::text AS "b ""c" FROM pairs;
COMMENT ON VIEW "a % view" IS E'it''s\r\na \\ ; -- comment';
CREATE FUNCTION odd() RETURNS text LANGUAGE plpgsql AS $x$ BEGIN /* ; */ RETURN '%; $$ \'; END -- end
$x$;
ALTER TABLE t CLUSTER ON t_pkey;
ALTER TABLE t REPLICA IDENTITY FULL;
"""


_ATOMIC_SINCE = 14


async def _script(name: str, url: str) -> str:
    if name != "circles":
        return (CORPUS.parent / "data" / f"{name}.sql").read_text(encoding="utf-8")
    if await server_major(url) >= _ATOMIC_SINCE:
        return CIRCLES
    return CIRCLES.replace("BEGIN ATOMIC SELECT count(*) FROM z; END", "AS 'SELECT count(*) FROM z'")


@pytest.mark.parametrize("name", ["circles", "pagila-schema"])
async def test_models_and_declarations_are_migrated_to_an_empty_database_and_back(
    name: str, server: EmbeddedServer, make_database: Databases, tmp_path: Path
) -> None:
    tools, everywhere = Tools(server), ("*",)
    first, second, third = make_database(), make_database(), make_database()
    if name == "pagila-schema" and not await _has_extension(first, "vector"):
        pytest.skip("Pagila needs pgvector")
    await execute(first, await _script(name, first))
    empty = await tools.schema(second)
    package = tmp_path / f"whole_{name.partition('-')[0]}"
    written = await rebuild_schema(first, output=package, schemas=everywhere, plugins=built_in())
    files = {path: (package / path).read_bytes() for path in written.files.written}
    base = import_models(package).Base
    assert (await generate(first, tmp_path / "none", base, schemas=everywhere)).drafts == ()

    result = await generate(second, tmp_path / "migrations", base, schemas=("public", "app"))
    assert len(result.drafts) == 1
    await migrations.migrate(second, tmp_path / "migrations")
    found, wanted = await tools.schema(second), await tools.schema(first)
    assert found == wanted, first_difference(found, wanted)
    assert (await generate(second, tmp_path / "migrations", base, schemas=everywhere)).drafts == ()
    again = await rebuild_schema(second, output=package, schemas=everywhere, plugins=built_in())
    assert again.files.written == again.files.removed == ()
    assert {path: (package / path).read_bytes() for path in files} == files
    assert check_code(package, cache=tmp_path / "mypy") == ""
    await migrations.rollback(second, tmp_path / "migrations")
    assert await tools.schema(second) == empty

    await create_all(import_models(package), third)
    found = await tools.schema(third)
    assert found == wanted, first_difference(found, wanted)


async def test_declarations_that_are_gone_take_their_file_along(make_database: Databases, tmp_path: Path) -> None:
    url, package = make_database(), tmp_path / "shrinking"
    await execute(url, "CREATE TABLE t (id integer); CREATE VIEW v AS TABLE t; CREATE DOMAIN d AS text")
    await rebuild_schema(url, output=package, plugins=built_in())
    text = (package / "view.sql").read_text().replace("SELECT t.id\n", "SELECT id\n")  # before PostgreSQL 16
    assert text == (
        "-- Generated by matrx-orm-migrate (sqlalchemy): the next rebuild writes this file anew.\n\n"
        "-- Create view public.v\nCREATE VIEW public.v AS\nSELECT id\n   FROM public.t;\n"
    )
    await execute(url, "DROP VIEW v")
    result = await rebuild_schema(url, output=package, plugins=built_in())
    assert [str(path) for path in result.files.removed] == ["view.sql"]
    await execute(url, "DROP DOMAIN d")
    result = await rebuild_schema(url, output=package, plugins=built_in())
    assert [str(path) for path in result.files.removed] == ["domain.sql"]


async def test_what_needs_a_table_that_is_not_asked_for_is_not_declared(
    make_database: Databases, tmp_path: Path
) -> None:
    url, package = make_database(), tmp_path / "some"
    await execute(
        url,
        "CREATE SCHEMA other; CREATE TABLE other.t (id integer); CREATE TABLE t (id integer); CREATE TABLE u (id text)",
        "CREATE VIEW v AS SELECT id FROM t JOIN other.t ot USING (id); CREATE VIEW w AS TABLE v",
        "CREATE VIEW x AS TABLE t; CREATE VIEW other.y AS TABLE other.t; CREATE VIEW z AS TABLE u",
    )
    result = await rebuild_schema(url, output=package, exclude_tables=("u",), plugins=built_in())
    assert result.left_out == ("view public.v", "view public.w", "view public.z")
    assert re.findall(r"^-- Create (.*)", (package / "view.sql").read_text(), re.MULTILINE) == ["view public.x"]
    assert not (package / "schema.sql").exists()
