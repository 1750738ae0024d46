"""New bounds of a sequence, or of an identity: what they may cost is announced."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate import makemigrations
from matrx_orm_migrate.schema import HazardKind
from tests.support.corpus import run_scripts
from tests.support.servers import Databases

_SEQUENCE = "CREATE SEQUENCE s {}"
_IDENTITY = "CREATE TABLE t (id bigint GENERATED ALWAYS AS IDENTITY ({}))"


@pytest.mark.parametrize("of", [_SEQUENCE, _IDENTITY])
@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("MAXVALUE 1000", "MAXVALUE 100", HazardKind.MAY_FAIL),
        ("MINVALUE -5 START 1", "MINVALUE 1 START 1", HazardKind.MAY_FAIL),
        ("MAXVALUE 100", "MAXVALUE 1000", None),
        ("MINVALUE 1 MAXVALUE 100", "MINVALUE 50 MAXVALUE 100", HazardKind.DATA_LOSS),
    ],
)
async def test_what_new_bounds_may_cost(
    of: str, before: str, after: str, expected: HazardKind | None, make_database: Databases, tmp_path: Path
) -> None:
    await run_scripts(url := make_database(), of.format(before))
    await run_scripts(goal := make_database(), of.format(after))
    result = await makemigrations(url, directory=tmp_path / "m", from_database=goal, allow_data_loss=True, dry_run=True)
    found = [hazard.kind for draft in result.drafts for hazard in draft.hazards]
    assert found == ([] if expected is None else [expected])
