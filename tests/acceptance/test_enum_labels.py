"""Labels of an enum that go while others come may have been renamed: what may fail says the way, and it is one."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate import makemigrations, migrate
from matrx_orm_migrate.schema import HazardKind
from tests.support import migrations
from tests.support.corpus import run_scripts
from tests.support.servers import Databases

_SCHEMA = "CREATE TYPE e AS ENUM ({}); CREATE TABLE t (c e);"
_OLD = "'new', 'it''s', 'old'"
_WAY = "; if {!r} is now called {!r}, write ALTER TYPE public.e RENAME VALUE {} TO {} in a migration of its own"


@pytest.mark.parametrize(
    ("labels", "ways"),
    [
        ("'fresh', 'it''s', 'old'", {"new": _WAY.format("new", "fresh", "'new'", "'fresh'")}),
        (
            "'fresh', 'it is', 'old'",
            {
                "new": _WAY.format("new", "fresh", "'new'", "'fresh'"),
                "it's": _WAY.format("it's", "it is", "'it''s'", "'it is'"),
            },
        ),
        ("'old', 'it''s'", {"new": ""}),
        ("'fresh', 'old'", {"new": "", "it's": ""}),
    ],
    ids=["one", "two", "none comes", "fewer come"],
)
async def test_what_may_fail_says_how_labels_are_renamed_where_as_many_come_as_go(
    labels: str, ways: dict[str, str], make_database: Databases, tmp_path: Path
) -> None:
    await run_scripts(url := make_database(), _SCHEMA.format(_OLD), "INSERT INTO t VALUES ('new')")
    await run_scripts(goal := make_database(), _SCHEMA.format(labels))
    result = await makemigrations(url, directory=tmp_path, from_database=goal, dry_run=True)
    said = [hazard.message for hazard in result.drafts[0].hazards if hazard.kind is HazardKind.MAY_FAIL]
    assert said == [f"t.c: fails where a row still holds {label!r}{way}" for label, way in ways.items()]


async def test_the_way_that_is_said_keeps_the_rows(make_database: Databases, tmp_path: Path) -> None:
    await run_scripts(url := make_database(), _SCHEMA.format(_OLD), "INSERT INTO t VALUES ('new')")
    await run_scripts(goal := make_database(), _SCHEMA.format("'fresh', 'it''s', 'old'"))
    (tmp_path / "0001_fresh.py").write_text(
        "dependencies = []\n\n\nasync def up(db):\n"
        "    await db.execute(\"ALTER TYPE public.e RENAME VALUE 'new' TO 'fresh'\")\n",
        encoding="utf-8",
    )
    await migrate(url, directory=tmp_path)
    assert await migrations.value(url, "SELECT c::text FROM t") == "fresh"
    assert (await makemigrations(url, directory=tmp_path, from_database=goal)).drafts == ()
