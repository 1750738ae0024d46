"""Labels of an enum change places below a range type: a range may no longer be one, which is announced."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate import makemigrations, migrate
from matrx_orm_migrate.errors import MigrationFailedError
from matrx_orm_migrate.schema import HazardKind
from tests.support import migrations
from tests.support.corpus import run_scripts
from tests.support.servers import Databases

_SCHEMA = "CREATE TYPE e AS ENUM ({}); CREATE TYPE er AS RANGE (SUBTYPE = e); CREATE TABLE t (r er);"


@pytest.mark.parametrize(
    ("labels", "expected"),
    [("'c', 'b', 'a'", ["fails on a range whose bounds change places in public.e"]), ("'a', 'c'", [])],
)
async def test_ranges_of_an_enum(labels: str, expected: list[str], make_database: Databases, tmp_path: Path) -> None:
    await run_scripts(url := make_database(), _SCHEMA.format("'a', 'b', 'c'"), "INSERT INTO t VALUES ('[a,c]')")
    await run_scripts(goal := make_database(), _SCHEMA.format(labels))
    result = await makemigrations(url, directory=tmp_path, from_database=goal)
    said = [hazard.message for hazard in result.drafts[0].hazards if hazard.kind is HazardKind.MAY_FAIL]
    assert [message.partition(": ")[2] for message in said if "range" in message] == expected
    if expected:
        with pytest.raises(MigrationFailedError, match="range lower bound"):
            await migrate(url, directory=tmp_path)
    else:
        await migrate(url, directory=tmp_path)
    assert await migrations.value(url, "SELECT r::text FROM t") == "[a,c]"
