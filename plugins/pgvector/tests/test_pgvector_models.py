"""Models with the types of the package pgvector, to a database and back."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest
from pgvector.sqlalchemy import BIT, HALFVEC, SPARSEVEC, VECTOR
from sqlalchemy import Column, Index, Integer, MetaData, Table

from matrx_orm_migrate import declare, makemigrations, migrate, rebuild_schema
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.corpus import run_scripts


def models(*, dimensions: int = 3, m: int = 16) -> MetaData:
    """One table with each type, and an index."""
    found = MetaData()
    declare(found, "CREATE EXTENSION vector")
    item = Table(
        "item",
        found,
        Column("id", Integer, primary_key=True),
        Column("embedding", VECTOR(dimensions)),
        Column("half", HALFVEC(3)),
        Column("sparse", SPARSEVEC(5)),
        Column("bits", BIT(8)),
        Column("any_size", VECTOR()),
    )
    Index(
        "item_embedding",
        item.c.embedding,
        postgresql_using="hnsw",
        postgresql_with={"m": m, "ef_construction": 64},
        postgresql_ops={"embedding": "vector_cosine_ops"},
    )
    return found


async def test_models_lead_to_a_database_and_follow_it(
    database_url: str, plugins: PluginManager, tmp_path: Path
) -> None:
    await makemigrations(database_url, metadata=models(), directory=tmp_path, plugins=plugins)
    await migrate(database_url, directory=tmp_path, plugins=plugins)
    again = await makemigrations(database_url, metadata=models(), directory=tmp_path, plugins=plugins)
    assert again.drafts == ()
    found = await makemigrations(database_url, metadata=models(m=24), directory=tmp_path, plugins=plugins)
    assert [summary.partition(" ")[0] for summary in found.drafts[0].summaries] == ["Take", "Rebuild"]
    assert "WITH (ef_construction='64', m='24')" in found.drafts[0].text
    await migrate(database_url, directory=tmp_path, plugins=plugins)
    wider = models(dimensions=4, m=24)
    (draft,) = (
        await makemigrations(database_url, metadata=wider, directory=tmp_path, plugins=plugins, allow_data_loss=True)
    ).drafts
    assert "Drop column public.item.embedding" in draft.text or "Take down column public.item.embedding" in draft.text
    await migrate(database_url, directory=tmp_path, plugins=plugins)
    assert (await makemigrations(database_url, metadata=wider, directory=tmp_path, plugins=plugins)).drafts == ()


async def test_models_of_a_database_make_it_again(
    database_url: str, plugins: PluginManager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The models that are written need no package of pgvector's: their types print what the catalog says."""
    monkeypatch.syspath_prepend(str(tmp_path))
    await run_scripts(
        database_url,
        "CREATE SCHEMA extensions; CREATE EXTENSION vector WITH SCHEMA extensions;"
        "CREATE TABLE item (id serial PRIMARY KEY, embedding extensions.vector(3), half extensions.halfvec(3)[]);"
        "CREATE INDEX near ON item USING hnsw (embedding extensions.vector_l2_ops) WITH (m = 8);",
    )
    await rebuild_schema(database_url, output=tmp_path / "vector_models", targets=["sqlalchemy"], plugins=plugins)
    module = importlib.import_module("vector_models")
    assert str(module.Base.metadata.tables["item"].c.embedding.type) == "extensions.vector(3)"
    found = await makemigrations(database_url, models=module.Base, directory=tmp_path, plugins=plugins)
    assert found.drafts == ()
