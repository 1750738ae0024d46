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
