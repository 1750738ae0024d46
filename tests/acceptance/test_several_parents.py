"""Columns that a table inherits from several parents: they change, and are renamed, in all of them at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate import makemigrations
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.errors import UnsupportedChangeError
from tests.support import migrations
from tests.support.corpus import Tools, first_difference, run_scripts
from tests.support.servers import Databases

_TWO = "CREATE TABLE p1 (a integer); CREATE TABLE p2 (a integer); CREATE TABLE c ({own}z integer) INHERITS (p1, p2)"
_ROWS = "INSERT INTO p1 VALUES (1); INSERT INTO p2 VALUES (2); INSERT INTO c (a, z) VALUES (3, 4)"
_DEEP = """
    CREATE TABLE p1 (a integer NOT NULL, v text); CREATE TABLE p2 (a integer NOT NULL, w text DEFAULT 'w');
    CREATE TABLE m1 () INHERITS (p1); CREATE TABLE m2 () INHERITS (p1);
    CREATE TABLE c (a integer, z integer, w text) INHERITS (m1, m2, p2); CREATE TABLE d () INHERITS (c);
    CREATE INDEX ON c (a); CREATE VIEW seen AS SELECT a FROM c;
"""


@pytest.mark.parametrize("script", [_TWO.format(own=""), _TWO.format(own="a integer, "), _DEEP])
async def test_a_column_of_several_parents_is_renamed(
    script: str, server: EmbeddedServer, make_database: Databases, tmp_path: Path
) -> None:
    await run_scripts(url := make_database(), script, _ROWS)
    await run_scripts(goal := make_database(), script, _ROWS)
    both = [f"ALTER TABLE {table} RENAME a TO b" for table in ("p1", "p2")]
    await run_scripts(goal, "ALTER TABLE c NO INHERIT p2", *both, "ALTER TABLE c INHERIT p2")
    await run_scripts(
        goal, "ALTER TABLE p2 RENAME TO q2; ALTER VIEW seen RENAME a TO b" if "seen" in script else "SELECT"
    )
    renames = {"p1.a": "p1.b", "p2.a": "p2.b"}
    if "seen" in script:
        renames = {"p2": "q2", "p1.a": "p1.b", "p2.a": "q2.b"}
    result = await makemigrations(url, directory=tmp_path / "m", from_database=goal, renames=renames)
    assert [hazard for draft in result.drafts for hazard in (*draft.hazards, *draft.down_hazards)] == []
    tools = Tools(server)
    start = await tools.schema(url)
    for _round in range(2):
        await migrations.migrate(url, tmp_path / "m")
        assert first_difference(await tools.schema(url), await tools.schema(goal)) == ""
        assert await migrations.value(url, "SELECT string_agg(b::text, ' ' ORDER BY b) FROM p1") == "1 3"
        await migrations.rollback(url, tmp_path / "m")
        assert first_difference(await tools.schema(url), start) == ""
        assert await migrations.value(url, "SELECT string_agg(a::text, ' ' ORDER BY a) FROM p2") == "2 3"


_OWN_IN_BOTH = "CREATE TABLE p1 (a {0}, x text); CREATE TABLE p2 (a {0}, y text); CREATE TABLE c () INHERITS (p1, p2)"
_NULLABLE_IN_ONE = _OWN_IN_BOTH.replace("p2 (a {0}, y text)", "p2 (a {0} NOT NULL)")
_LONE = "CREATE TABLE p1 ({} integer); CREATE TABLE p2 (a integer); CREATE TABLE c ({}) INHERITS (p1, p2)"


@pytest.mark.parametrize(
    ("before", "after", "renames", "message", "hint"),
    [
        (
            _OWN_IN_BOTH.format("integer"),
            _OWN_IN_BOTH.format("bigint"),
            {},
            "table public.c cannot come to inherit column public.c.y from table public.p2 again",
            "Declare y in public.c as well.",
        ),
        (
            _OWN_IN_BOTH.format("integer"),
            _OWN_IN_BOTH.format("integer").replace("(a ", "(b "),
            {"p1.a": "p1.b", "p2.a": "p2.b"},
            "table public.c cannot come to inherit column public.c.y from table public.p2 again",
            "Declare y in public.c as well.",
        ),
        pytest.param(
            _NULLABLE_IN_ONE.format("integer"),
            _NULLABLE_IN_ONE.format("bigint"),
            {},
            "table public.c cannot come to inherit column public.c.a from table public.p2 again",
            "Declare a in public.c as well.",
            marks=pytest.mark.since(18),
        ),
        (
            _LONE.format("a", ""),
            _LONE.format("b", ""),
            {"p1.a": "p1.b"},
            "column public.p1.a cannot be renamed alone: table public.c inherits it from public.p2 as well",
            "--rename public.p2.a=b",
        ),
    ],
)
async def test_what_cannot_be_done_says_what_to_do(
    before: str,
    after: str,
    renames: dict[str, str],
    message: str,
    hint: str,
    make_database: Databases,
    tmp_path: Path,
) -> None:
    await run_scripts(url := make_database(), before)
    await run_scripts(goal := make_database(), after)
    with pytest.raises(UnsupportedChangeError) as refused:
        await makemigrations(url, directory=tmp_path / "m", from_database=goal, renames=renames)
    assert message in refused.value.message
    assert hint in refused.value.hint
    assert not (tmp_path / "m").exists()


async def test_declared_below_as_the_hint_says_the_column_changes(make_database: Databases, tmp_path: Path) -> None:
    await run_scripts(url := make_database(), _OWN_IN_BOTH.format("integer"), "INSERT INTO c VALUES (1, 'x', 'y')")
    await run_scripts(goal := make_database(), _OWN_IN_BOTH.format("bigint").replace("c ()", "c (y text)"))
    (draft,) = (await makemigrations(url, directory=tmp_path / "m", from_database=goal)).drafts
    assert "cannot come to inherit column public.c.y" in draft.no_down
    await migrations.migrate(url, tmp_path / "m")
    assert await migrations.value(url, "SELECT concat_ws(' ', pg_typeof(a), a, x, y) FROM c") == "bigint 1 x y"
