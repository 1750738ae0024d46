"""Other desired sides than models, changes that need words, and several diffs at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import (
    CheckConstraint,
    Column,
    Integer,
    Text,
    Uuid,
)

from matrx_orm_migrate.connections import Database, open_database
from matrx_orm_migrate.diff.cache import CatalogCache
from matrx_orm_migrate.diff.generate import generate_migrations
from matrx_orm_migrate.errors import (
    SourceError,
    UsageError,
)
from matrx_orm_migrate.schema import HazardKind
from tests.support.project import Project, blog, docstring, one_table, sql_of


async def test_the_desired_side_may_be_a_file_of_sql(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "schema.sql"
    file.write_text(
        """
        CREATE TYPE mood AS ENUM ('good', 'bad');
        CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood mood NOT NULL DEFAULT 'good');
        COMMENT ON TABLE t IS 'says; "much"';
        CREATE INDEX ON t (mood) WHERE id > 10;
        """
    )
    await project.apply(from_sql=file)
    assert (await project.generate(from_sql=file)).drafts == ()
    await project.run("INSERT INTO t DEFAULT VALUES")
    file.write_text(file.read_text().replace("'bad'", "'bad', 'ugly'").replace("PRIMARY KEY", "PRIMARY KEY, n integer"))
    await project.apply(from_sql=file)
    assert await project.query("SELECT * FROM t") == [(1, "good", None)]
    assert (await project.generate(from_sql=file)).drafts == ()


async def test_a_file_of_sql_that_does_not_load_is_blamed_by_its_line(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "schema.sql"
    file.write_text("CREATE TABLE a (id integer);\n\nCREATE TABLE b (id nonsense);\n")
    with pytest.raises(SourceError, match=r"schema\.sql:3.*nonsense"):
        await project.generate(from_sql=file)
    assert not project.directory.exists()


async def test_the_desired_side_may_be_another_database(project: Project, make_project: Callable[[], Project]) -> None:
    goal = make_project()
    await goal.apply(blog())
    await goal.run("ALTER TABLE post ALTER COLUMN body SET STORAGE EXTERNAL")
    await project.apply(from_database=goal.url)
    assert await project.schema() == await goal.schema()
    assert (await project.generate(from_database=goal.url)).drafts == ()
    await project.rollback()


@pytest.mark.parametrize("where", ["table", "column", "constraint"])
async def test_a_name_that_postgresql_would_cut_off_is_refused(where: str, project: Project) -> None:
    long = "ä" * 32  # 64 bytes
    names = {"table": "t", "column": "a", "constraint": "c", where: long}
    models = one_table(
        names["table"], Column(names["column"], Integer), CheckConstraint("id > 0", name=names["constraint"])
    )
    with pytest.raises(UsageError, match="63"):
        await project.generate(models)
    assert not project.directory.exists()


async def test_a_type_change_without_a_cast_is_announced(project: Project) -> None:
    await project.apply(one_table("t", Column("a", Integer)))
    (draft,) = (await project.generate(one_table("t", Column("a", Uuid)))).drafts
    (hazard,) = [hazard for hazard in draft.hazards if hazard.kind is HazardKind.MAY_FAIL]
    assert "no cast from integer to uuid" in hazard.message
    assert any("no cast from integer to uuid" in line for line in docstring(draft.text))
    assert any(" USING " in sql for sql in sql_of(draft.text))
    await project.migrate()


async def test_a_type_change_with_a_cast_keeps_the_values(project: Project) -> None:
    await project.apply(one_table("t", Column("a", Text)))
    await project.run("INSERT INTO t (a) VALUES ('12'), (NULL)")
    await project.apply(one_table("t", Column("a", Integer)))
    assert await project.query("SELECT a FROM t ORDER BY id") == [(12,), (None,)]
    await project.rollback()
    assert await project.query("SELECT a FROM t ORDER BY id") == [("12",), (None,)]


async def test_two_databases_are_compared_in_one_loop_at_the_same_time(make_project: Callable[[], Project]) -> None:
    one, other = make_project(), make_project()
    first, second = await asyncio.gather(one.generate(blog()), other.generate(one_table("t", Column("a", Text))))
    assert [draft.name for draft in first.drafts] == ["0001_create_post_remark"]
    assert [draft.name for draft in second.drafts] == ["0001_create_t"]
    await asyncio.gather(one.migrate(), other.migrate())
    again = await asyncio.gather(one.generate(blog()), other.generate(one_table("t", Column("a", Text))))
    assert [result.drafts for result in again] == [(), ()]


async def test_a_database_may_be_an_engine_or_a_connection_of_the_callers(project: Project) -> None:
    async with open_database(project.url) as opened:
        assert opened.engine is not None
        await _generate_with(opened, project, "engine")
        async with opened.engine.connect() as connection, open_database(connection) as borrowed:
            await _generate_with(borrowed, project, "connection")
            assert not connection.closed


async def _generate_with(database: Database, project: Project, name: str) -> None:
    directory = project.directory.parent / name
    cache = CatalogCache(project.directory.parent / "cache")
    result = await generate_migrations(database, project.plugins, directory=directory, models=(blog(),), cache=cache)
    assert [path.name for path in directory.iterdir()] == ["0001_create_post_remark.py"]
    assert len(result.drafts) == 1


async def test_a_file_finds_what_takes_no_part_where_it_does_not_have_it_itself(
    project: Project, tmp_path: Path
) -> None:
    await project.run(
        "CREATE SCHEMA auth",
        "CREATE TABLE auth.users (id integer PRIMARY KEY)",
        "CREATE FUNCTION auth.uid() RETURNS integer LANGUAGE sql STABLE AS 'SELECT 1'",
    )
    before = await project.schema()
    file = tmp_path / "schema.sql"
    file.write_text("CREATE TABLE note (id integer REFERENCES auth.users, owner integer DEFAULT auth.uid());")
    await project.apply(from_sql=file, schemas=["public"])
    assert (await project.generate(from_sql=file, schemas=["public"])).drafts == ()
    # a file with all of it is built alone
    complete = tmp_path / "complete.sql"
    complete.write_text(
        "CREATE SCHEMA auth; CREATE TABLE auth.users (id integer PRIMARY KEY);"
        "CREATE FUNCTION auth.uid() RETURNS integer LANGUAGE sql STABLE AS 'SELECT 1';" + file.read_text()
    )
    assert (await project.generate(from_sql=complete, schemas=["public"])).drafts == ()
    await project.rollback()
    assert await project.schema() == before


async def test_a_file_that_loads_neither_alone_nor_beside_what_takes_no_part_is_told_both(
    project: Project, tmp_path: Path
) -> None:
    await project.run("CREATE SCHEMA auth", "CREATE TABLE auth.users (id integer PRIMARY KEY)")
    file = tmp_path / "schema.sql"
    file.write_text("CREATE TABLE note (id integer REFERENCES auth.users); CREATE TABLE n (n numeric(5000));")
    with pytest.raises(SourceError, match=r'schema "auth" does not exist') as caught:
        await project.generate(from_sql=file, schemas=["public"])
    assert "NUMERIC precision 5000" in caught.value.hint
    file.write_text("CREATE TABLE note (id integer REFERENCES auth.users); CREATE VIEW v AS SELECT * FROM nowhere;")
    with pytest.raises(SourceError, match=r'relation "nowhere" does not exist') as caught:
        await project.generate(from_sql=file, schemas=["public"])
    assert "auth.users" not in caught.value.message


async def test_what_another_database_has_out_of_scope_is_named_where_it_is_needed(
    project: Project, make_project: Callable[[], Project]
) -> None:
    goal = make_project()
    await goal.run(
        "CREATE SCHEMA s1", "CREATE TABLE s1.a (id int PRIMARY KEY)", "CREATE TABLE z (i int REFERENCES s1.a)"
    )
    for options in ({}, {"check_only": True}):
        with pytest.raises(SourceError, match=r"foreign key public\.z\.z_i_fkey needs .*s1\.a") as refused:
            await project.generate(from_database=goal.url, **options)
        assert "--schema public --schema s1" in refused.value.hint
    assert not project.directory.exists()
    await project.run("CREATE SCHEMA s1", "CREATE TABLE s1.a (id int PRIMARY KEY)")
    await project.apply(from_database=goal.url)
    assert (await project.generate(from_database=goal.url)).drafts == ()


async def test_a_schema_that_is_nowhere_is_named(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "schema.sql"
    file.write_text("CREATE TABLE t (id integer);")
    with pytest.raises(SourceError, match="no schema has been selected") as refused:
        await project.generate(from_sql=file, schemas=["nosuch"])
    assert "nosuch" in refused.value.hint
