"""What is announced as lost: what an extension keeps, what a sequence has counted, spaces; and nothing that stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate import makemigrations
from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.executor import Executor
from matrx_orm_migrate.loader import read_directory
from matrx_orm_migrate.schema import HazardKind
from matrx_orm_migrate.testing.journey import generate
from tests.support import migrations
from tests.support.corpus import run_scripts
from tests.support.rebuild import built_in
from tests.support.servers import Databases

_KEEPS = "CREATE TABLE kept (a integer); ALTER EXTENSION citext ADD TABLE kept"
_COUNTS = "CREATE SEQUENCE counts; ALTER EXTENSION citext ADD SEQUENCE counts"
_FUNCTIONS = "CREATE VIEW seen AS SELECT 1 AS a; ALTER EXTENSION citext ADD VIEW seen"
_SERIAL = "CREATE TABLE t (id serial PRIMARY KEY, other integer)"
_ROWS = "INSERT INTO t (other) SELECT generate_series(1, 9); DELETE FROM t WHERE id > 7"


@pytest.mark.parametrize(
    ("owned", "lost"),
    [
        ("SELECT", []),
        (_FUNCTIONS, []),
        (_KEEPS, ["what extension citext keeps in tables of its own is gone"]),
        (_COUNTS, ["what extension citext keeps in tables of its own is gone"]),
    ],
)
async def test_an_extension_loses_what_its_own_tables_hold(
    owned: str, lost: list[str], make_database: Databases, tmp_path: Path
) -> None:
    await run_scripts(url := make_database(), f"CREATE EXTENSION citext; {owned}")
    result = await makemigrations(
        url, directory=tmp_path / "m", from_database=make_database(), allow_data_loss=True, dry_run=True
    )
    assert [hazard.message for draft in result.drafts for hazard in draft.hazards] == lost


@pytest.mark.parametrize(
    ("after", "renames", "counter"),
    [
        ("CREATE TABLE t (pk bigserial PRIMARY KEY, other integer)", {"t.id": "t.pk"}, "t_pk_seq"),
        ("CREATE TABLE tt (id bigserial PRIMARY KEY, other integer)", {"t": "tt"}, "tt_id_seq"),
        (
            'CREATE TABLE tt ("P k" bigserial PRIMARY KEY, other integer)',
            {"t": "tt", "t.id": "tt.P k"},
            '"tt_P k_seq"',
        ),
    ],
)
async def test_a_renamed_serial_that_becomes_bigserial_counts_on(
    after: str, renames: dict[str, str], counter: str, make_database: Databases, tmp_path: Path
) -> None:
    await run_scripts(url := make_database(), _SERIAL, _ROWS, "GRANT USAGE ON SEQUENCE t_id_seq TO PUBLIC")
    await run_scripts(goal := make_database(), after)
    folder = tmp_path / "m"
    result = await makemigrations(url, directory=folder, from_database=goal, renames=renames)
    (draft,) = result.drafts
    assert HazardKind.DATA_LOSS not in {hazard.kind for hazard in (*draft.hazards, *draft.down_hazards)}
    await migrations.migrate(url, folder)
    assert await migrations.value(url, f"SELECT nextval('{counter}')") == 10
    assert await migrations.value(url, "SELECT count(*) FROM pg_class WHERE relkind = 'S' AND relacl IS NOT NULL") == 1
    await migrations.rollback(url, folder)
    assert await migrations.value(url, "SELECT nextval('t_id_seq')") == 11


@pytest.mark.parametrize("held", ["c varchar({n})[]", "c r[]", "c deep"])
async def test_spaces_that_are_cut_off_all_the_same_are_announced(
    held: str, make_database: Databases, tmp_path: Path
) -> None:
    url, goal = make_database(), make_database()
    types = "CREATE DOMAIN d AS varchar({n}); CREATE TYPE r AS (f varchar({n})); CREATE TYPE deep AS (f d);"
    values = {"c varchar({n})[]": "'{\"ab      \"}'", "c r[]": "ARRAY[ROW('ab      ')::r]", "c deep": "ROW('ab      ')"}
    script = f"{types} CREATE TABLE t ({held});"
    await run_scripts(url, script.replace("{n}", "12"), f"INSERT INTO t VALUES ({values[held]})")
    await run_scripts(goal, script.replace("{n}", "4"))
    async with open_database(url) as here, open_database(goal) as there:
        result = await generate(here, there, built_in(), tmp_path / "m")
        await Executor(here).migrate(read_directory(tmp_path / "m"))
    lost = [one.message for draft in result.drafts for one in draft.hazards if one.kind is HazardKind.DATA_LOSS]
    assert len(lost) == 1
    assert "spaces at the end of texts, beyond 4 characters, are cut off" in lost[0]
    assert await migrations.value(
        url, "SELECT rtrim(c::text, ' )}\"') <> c::text AND c::text NOT LIKE '%ab     %' FROM t"
    )
