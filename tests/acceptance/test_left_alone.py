"""What models leave alone, and what they change stands under it: it follows."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Integer, MetaData, String, Table

from matrx_orm_migrate import makemigrations, migrate, rollback
from matrx_orm_migrate.testing.corpus import run_scripts
from tests.support.servers import Databases

SCRIPT = """
CREATE TABLE customer (id integer PRIMARY KEY, name varchar(40));
CREATE VIEW names AS SELECT id, name FROM customer;
CREATE VIEW more AS SELECT name || '!' AS loud, name FROM names;
"""


async def test_views_that_the_models_do_not_know_follow_a_type(make_database: Databases, tmp_path: Path) -> None:
    url = make_database()
    await run_scripts(url, SCRIPT)
    metadata = MetaData()
    Table("customer", metadata, Column("id", Integer, primary_key=True), Column("name", String(60)))
    (draft,) = (await makemigrations(url, metadata=metadata, directory=tmp_path)).drafts
    assert draft.text.count("CREATE VIEW") == 4  # two, there and back
    await migrate(url, directory=tmp_path)
    assert (await makemigrations(url, metadata=metadata, directory=tmp_path)).drafts == ()
    await rollback(url, directory=tmp_path)
    again = await makemigrations(url, metadata=metadata, directory=tmp_path / "other")
    assert len(again.drafts) == 1
