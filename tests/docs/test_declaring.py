"""The page about declarations: its models and its file, migrated and made with ``create_all``."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.test_examples import DOCS, blocks
from tests.support.migrations import execute, value

PAGE = DOCS / "declaring.md"

CREATE_ALL = """
import asyncio, models
from sqlalchemy.ext.asyncio import create_async_engine


async def main(url):
    engine = create_async_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(models.Base.metadata.create_all)
    await engine.dispose()
"""


@pytest.fixture
def project(tmp_path: Path, database_url: str) -> Path:
    (tmp_path / "sql").mkdir()
    (tmp_path / "sql" / "reports.sql").write_text(blocks(PAGE, "sql")[0])
    (tmp_path / "models.py").write_text(blocks(PAGE, "python")[0])
    (tmp_path / "matrx_orm.toml").write_text(f'[databases.shop]\nurl = "{database_url}"\nmodels = ["models:Base"]\n')
    return tmp_path


def run(project: Path, script: str) -> str:
    path = f"PATH={Path(sys.executable).parent}:$PATH; export XDG_CACHE_HOME={project}/.cache; set -e\n"
    done = subprocess.run(["bash", "-c", path + script], cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


async def test_what_the_page_declares_is_migrated(project: Path, database_url: str) -> None:
    (commands,) = blocks(PAGE, "sh")
    run(project, commands)
    await execute(database_url, "INSERT INTO customer (email) VALUES ('a@b')")
    await execute(database_url, "INSERT INTO invoice (customer_id) VALUES (1)")
    assert await value(database_url, "SELECT total FROM turnover") == 1
    comment = "SELECT obj_description('turnover'::regclass)"
    assert await value(database_url, comment) == "what each customer has brought"

    _views, create, rest = blocks(PAGE, "sql")[0].partition("CREATE FUNCTION")
    (project / "sql" / "reports.sql").write_text(f"{create}{rest}; CREATE VIEW one AS SELECT 1 AS n;")
    told = run(project, "matrx-orm makemigrations && matrx-orm migrate")
    assert "not declared, and left to others: view public.turnover" in told
    with (project / "models.py").open("a") as models:
        models.write(blocks(PAGE, "python")[1])
    assert "Drop view public.turnover" in run(project, "matrx-orm makemigrations && matrx-orm migrate")
    assert await value(database_url, "SELECT to_regclass('turnover')") is None


async def test_create_all_makes_what_the_page_declares(project: Path, database_url: str) -> None:
    (project / "run.py").write_text(f"{CREATE_ALL}\n\nasyncio.run(main({database_url!r}))\n")
    run(project, "python run.py && python run.py")
    assert await value(database_url, "SELECT count(*) FROM turnover") == 0
