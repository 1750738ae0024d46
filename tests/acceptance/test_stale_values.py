"""A function's body changes, and what was computed with it stays: that is announced, and only where it is so."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate import makemigrations
from matrx_orm_migrate.schema import HazardKind
from tests.support.corpus import run_scripts
from tests.support.servers import Databases

_FUNCTION = "CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE {};\n"
_TABLE = """
CREATE TABLE t (
    id integer, stored integer GENERATED ALWAYS AS (f(id)) STORED, given integer DEFAULT f(1),
    CONSTRAINT positive CHECK (f(id) > 0)
);
CREATE INDEX t_f ON t (f(id));
"""
_ALL = "check public.t.positive, column t.stored, index public.t.t_f"


@pytest.mark.parametrize(
    ("before", "after", "named"),
    [
        ("AS 'SELECT $1'", "AS 'SELECT $1 + 1'", _ALL),
        ("RETURN $1", "RETURN $1 + 1", _ALL),
        ("BEGIN ATOMIC SELECT $1; END", "BEGIN ATOMIC SELECT $1 + 1; END", _ALL),
        ("AS 'SELECT $1'", "COST 7 PARALLEL SAFE AS 'SELECT $1'", ""),
    ],
)
@pytest.mark.since(14)
async def test_what_stays_as_it_was_computed(
    before: str, after: str, named: str, make_database: Databases, tmp_path: Path
) -> None:
    await run_scripts(url := make_database(), _FUNCTION.format(before) + _TABLE)
    await run_scripts(goal := make_database(), _FUNCTION.format(after) + _TABLE)
    result = await makemigrations(url, directory=tmp_path / "m", from_database=goal, dry_run=True)
    found = [hazard for draft in result.drafts for hazard in draft.hazards]
    assert [hazard.kind for hazard in found] == ([HazardKind.STALE] if named else [])
    assert [hazard.message.rpartition(" stays: ")[2] for hazard in found] == ([named] if named else [])


async def test_an_index_that_is_made_anew_is_not_stale(make_database: Databases, tmp_path: Path) -> None:
    await run_scripts(url := make_database(), _FUNCTION.format("AS 'SELECT $1'") + _TABLE)
    changed = _TABLE.replace("t_f ON t (f(id))", "t_f ON t (f(id) DESC)")
    await run_scripts(goal := make_database(), _FUNCTION.format("AS 'SELECT 7'") + changed)
    result = await makemigrations(url, directory=tmp_path / "m", from_database=goal, dry_run=True)
    (stale,) = (hazard for hazard in result.drafts[0].hazards if hazard.kind is HazardKind.STALE)
    assert stale.message.endswith(": check public.t.positive, column t.stored")


_TEXT = "CREATE FUNCTION f(integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT $1 {}';\n"
_TRUTH = "CREATE FUNCTION f(integer, integer) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT $1 > $2 {}';\n"
_BETWEEN = "CREATE FUNCTION g(integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN f($1) + 1;\n"
_OPERATOR = "CREATE OPERATOR <|> (FUNCTION = f, LEFTARG = integer, RIGHTARG = integer);\n"
_ORDER = """
CREATE FUNCTION f(integer, integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT btint4cmp($1, $2) {}';
CREATE OPERATOR CLASS c FOR TYPE integer USING btree AS
    OPERATOR 1 <, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >, FUNCTION 1 f(integer, integer);
"""


@pytest.mark.parametrize(
    ("function", "change", "users", "named"),
    [
        (_TEXT, "* 2", _BETWEEN + "CREATE TABLE t (a int, s int GENERATED ALWAYS AS (g(a)) STORED)", "column t.s"),
        (_TEXT, "* 2", "CREATE DOMAIN d AS integer CHECK (f(VALUE) > 0)", "domain public.d"),
        (_TEXT, "* 2", "CREATE TABLE t (a integer) PARTITION BY LIST (f(a))", "table public.t"),
        (_TRUTH, "OR true", _OPERATOR + "CREATE TABLE t (a int, CONSTRAINT k CHECK (a <|> 1))", "check public.t.k"),
        (_ORDER, "* -1", "CREATE TABLE t (a int); CREATE INDEX t_a ON t (a c)", "index public.t.t_a"),
        (_TEXT, "* 2", "CREATE TABLE t (a int, g int DEFAULT f(1)); CREATE VIEW v AS SELECT f(a) FROM t", ""),
    ],
)
@pytest.mark.since(14)
async def test_what_stays_by_way_of_others(
    function: str, change: str, users: str, named: str, make_database: Databases, tmp_path: Path
) -> None:
    await run_scripts(url := make_database(), function.format("") + users)
    await run_scripts(goal := make_database(), function.format(change) + users)
    result = await makemigrations(url, directory=tmp_path / "m", from_database=goal, dry_run=True)
    found = [hazard.message for draft in result.drafts for hazard in draft.hazards]
    assert [message.rpartition(" stays: ")[2] for message in found] == ([named] if named else [])
