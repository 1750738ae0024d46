"""What PostgreSQL changes in place is changed so, and announced as what it is: the file of the table or index stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff.generate import generate_migrations
from matrx_orm_migrate.executor import Executor
from matrx_orm_migrate.loader import read_directory
from tests.support import migrations
from tests.support.corpus import run_scripts
from tests.support.rebuild import built_in
from tests.support.servers import Databases

_REFERRING = "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (a int CONSTRAINT to_a REFERENCES a{})"
_INDEX = "CREATE TABLE t (a text); CREATE INDEX t_a ON t (a){} WHERE (a <> ' WITH (')"
_OVERLOAD = "CREATE FUNCTION f({}) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE VIEW w AS {}; CREATE VIEW v AS {}"
_FILES = """SELECT string_agg(oid || ' ' || relfilenode, ',' ORDER BY oid) FROM pg_class
            WHERE relnamespace = 'public'::regnamespace AND relname !~ '^_matrx'"""
_CONSTRAINTS = """SELECT string_agg(oid::text, ',' ORDER BY oid) FROM pg_constraint
                  WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text !~ '^_matrx'"""


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("CREATE TABLE t (a text, b text[])", "CREATE TABLE t (a character varying, b text[])"),
        ("CREATE TABLE t (a character varying(3))", "CREATE TABLE t (a text)"),
        (_REFERRING.format(""), _REFERRING.format(" DEFERRABLE")),
        (_REFERRING.format(" DEFERRABLE"), _REFERRING.format(" DEFERRABLE INITIALLY DEFERRED")),
        (_REFERRING.format(" DEFERRABLE INITIALLY DEFERRED"), _REFERRING.format("")),
        (_INDEX.format(" WITH (fillfactor = 70)"), _INDEX.format(" WITH (deduplicate_items = off, fillfactor = 50)")),
        (_INDEX.format(" WITH (fillfactor = 70, deduplicate_items = off)"), _INDEX.format("")),
        ("CREATE TABLE t (a int PRIMARY KEY WITH (fillfactor = 70))", "CREATE TABLE t (a int PRIMARY KEY)"),
        # v lets go of the overload that goes only when w calls the one that comes
        (
            _OVERLOAD.format("int", "SELECT 1 AS n", "SELECT f(1) AS n"),
            _OVERLOAD.format("text", "SELECT f('x') AS n", "SELECT n FROM w"),
        ),
    ],
)
async def test_nothing_is_written_anew_or_announced(
    before: str, after: str, make_database: Databases, tmp_path: Path
) -> None:
    await run_scripts(url := make_database(), before)
    await run_scripts(goal_url := make_database(), after)
    was = [await migrations.value(url, sql) for sql in (_FILES, _CONSTRAINTS)]
    async with open_database(url) as database, open_database(goal_url) as goal:
        result = await generate_migrations(database, built_in(), directory=tmp_path, from_database=goal)
        assert [draft.hazards for draft in result.drafts] == [()]
        await Executor(database).migrate(read_directory(tmp_path))
    assert [await migrations.value(url, sql) for sql in (_FILES, _CONSTRAINTS)] == was
