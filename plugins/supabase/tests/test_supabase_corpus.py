"""Every case of the corpus on a database laid out like Supabase's: between two of them, and from .sql files.

A case says only what is the user's; both sides have the platform around it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from matrx_orm_migrate import makemigrations, migrate, rollback
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.corpus import Tools, cases, first_difference, read_case, run_scripts
from matrx_orm_migrate.testing.journey import go_there_and_back

PLATFORM = (Path(__file__).parent / "platform.sql").read_text(encoding="utf-8")
CORPUS = Path(__file__).parent / "corpus"


@pytest.mark.parametrize("name", cases(CORPUS))
async def test_the_files_lead_there_and_back(
    name: str, plugins: PluginManager, server: Any, make_database: Any, tmp_path: Path
) -> None:
    case = replace(read_case(CORPUS, name), setup=PLATFORM)
    await go_there_and_back(case, plugins, server, make_database, tmp_path)


@pytest.mark.parametrize("name", cases(CORPUS))
async def test_a_file_that_says_only_what_is_the_users_leads_there_and_leaves_the_rest_alone(
    name: str, plugins: PluginManager, server: Any, make_database: Callable[[], str], tmp_path: Path
) -> None:
    case, tools = read_case(CORPUS, name), Tools(server)
    live, goal = make_database(), make_database()
    await run_scripts(live, PLATFORM, case.a)
    await run_scripts(goal, PLATFORM, case.b)
    before = await tools.schema(live)
    file = tmp_path / "schema.sql"
    file.write_text(case.b, encoding="utf-8")

    async def left() -> tuple[Any, ...]:
        found = await makemigrations(
            live, from_sql=file, directory=tmp_path, schemas=["*"], plugins=plugins, allow_data_loss=True
        )
        return found.drafts

    assert await left()
    await migrate(live, directory=tmp_path, plugins=plugins)
    found, wanted = await tools.schema(live), await tools.schema(goal)
    assert found == wanted, first_difference(found, wanted)
    assert await left() == ()
    await rollback(live, directory=tmp_path, plugins=plugins)
    found = await tools.schema(live)
    assert found == before, first_difference(found, before)
