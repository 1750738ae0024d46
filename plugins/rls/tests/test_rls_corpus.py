"""Every case of the corpus, there and back, judged by pg_dump."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.corpus import cases, read_case
from matrx_orm_migrate.testing.journey import go_there_and_back

CORPUS = Path(__file__).parent / "corpus"


def test_there_are_at_least_forty_cases() -> None:
    assert len(cases(CORPUS)) >= 40


@pytest.mark.parametrize("name", cases(CORPUS))
async def test_the_files_lead_there_and_back(
    name: str, plugins: PluginManager, server: object, make_database: object, tmp_path: Path
) -> None:
    case = read_case(CORPUS, name)
    await go_there_and_back(case, plugins, server, make_database, tmp_path, privileges=True)  # type: ignore[arg-type]  # fixtures
