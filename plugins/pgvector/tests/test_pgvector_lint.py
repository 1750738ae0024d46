"""The lint rules, on plans as makemigrations makes them, and what the rewriting is for."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Callable
from pathlib import Path

import pytest

from matrx_orm_migrate import makemigrations, migrate
from matrx_orm_migrate.errors import DataLossRefusedError, MigrationFailedError
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.schema import Change, Column, Index, ObjectId
from matrx_orm_migrate.testing.corpus import run_scripts
from matrx_orm_migrate.testing.plugins import plugins_with
from matrx_orm_migrate_pgvector.vectors import (
    VectorIndex,
    VectorType,
    changes_dimensions,
    vector_index,
    vector_type,
)

EXTENSION = "CREATE EXTENSION vector;"
ITEM = EXTENSION + "CREATE TABLE item (id integer, embedding {type});"
THREE = ITEM.format(type="vector(3)")
HNSW = "CREATE INDEX near ON item USING hnsw (embedding vector_l2_ops);"
IVFFLAT = "CREATE INDEX near ON item USING ivfflat (embedding vector_l2_ops);"
MATCH = (
    "CREATE FUNCTION match(q vector) RETURNS SETOF integer LANGUAGE sql AS "
    "'SELECT id FROM public.item ORDER BY embedding OPERATOR(public.{distance}) q LIMIT 3';"
)
TOUCHED = "COMMENT ON TABLE item IS 'touched';"

CASES = {
    "any dimensions": (EXTENSION, ITEM.format(type="vector"), ["PGV001"]),
    "some dimensions": (EXTENSION, THREE, []),
    "any dimensions that were there": (ITEM.format(type="vector"), ITEM.format(type="vector") + TOUCHED, []),
    "no more a number of dimensions": (THREE, ITEM.format(type="vector"), ["PGV001"]),
    "an array": (EXTENSION, ITEM.format(type="vector(3)[]"), []),
    "lists of nothing": (EXTENSION, THREE + IVFFLAT, ["PGV002"]),
    "hnsw of nothing": (EXTENSION, THREE + HNSW, []),
    "lists of something": (THREE, THREE + IVFFLAT, ["PGV004"]),
    "too many dimensions": (EXTENSION, ITEM.format(type="vector(3072)"), ["PGV003"]),
    "as many as an index takes": (EXTENSION, ITEM.format(type="vector(2000)"), []),
    "halves": (EXTENSION, ITEM.format(type="halfvec(3072)"), []),
    "too many halves": (EXTENSION, ITEM.format(type="halfvec(4001)"), ["PGV003"]),
    "too many dimensions, and an index of halves": (
        EXTENSION,
        ITEM.format(type="vector(3072)")
        + "CREATE INDEX near ON item USING hnsw ((embedding::halfvec(3072)) halfvec_l2_ops);",
        [],
    ),
    "an index on a table in use": (THREE, THREE + HNSW, ["PGV004"]),
    "an index that was there": (THREE + HNSW, THREE + HNSW + TOUCHED, []),
    "an index of other options": (THREE + HNSW, THREE + HNSW.replace(";", " WITH (m = 8);"), ["PGV004"]),
    "an index that is renamed": (THREE + HNSW, THREE + HNSW.replace("near", "nearest"), []),
    "an ordinary index": (THREE, THREE + "CREATE INDEX ids ON item (id);", []),
    "another distance": (EXTENSION, THREE + HNSW + MATCH.format(distance="<=>"), ["PGV005"]),
    "the same distance": (EXTENSION, THREE + HNSW + MATCH.format(distance="<->"), []),
    "another distance of another table": (
        EXTENSION,
        THREE
        + HNSW
        + THREE.removeprefix(EXTENSION).replace("item", "items")
        + MATCH.format(distance="<=>").replace("item", "items"),
        [],
    ),
    "another distance in a view": (
        EXTENSION,
        THREE + HNSW + "CREATE VIEW v AS SELECT id, embedding <#> '[1,2,3]' AS score FROM item;",
        ["PGV005"],
    ),
    "other dimensions": (THREE, ITEM.format(type="vector(4)"), ["PGV006"]),
    "other dimensions under an index": (THREE + HNSW, ITEM.format(type="vector(4)") + HNSW, ["PGV006"]),
    "another type of as many": (THREE, ITEM.format(type="halfvec(3)"), []),
}


@pytest.mark.parametrize("case", CASES)
async def test_what_is_found(
    case: str, make_database: Callable[[], str], plugins: PluginManager, tmp_path: Path
) -> None:
    before, after, codes = CASES[case]
    live, goal = make_database(), make_database()
    await run_scripts(live, before)
    await run_scripts(goal, after)
    result = await makemigrations(
        live, from_database=goal, directory=tmp_path, plugins=plugins, allow_data_loss=True, dry_run=True
    )
    assert result.drafts
    assert [note.rpartition("[")[2].rstrip("]") for note in result.notes if "[PGV" in note] == codes


async def test_other_dimensions_are_a_loss_that_is_asked_for_and_no_failure(
    make_database: Callable[[], str], plugins: PluginManager, tmp_path: Path
) -> None:
    live, goal = make_database(), make_database()
    await run_scripts(live, THREE + "INSERT INTO item VALUES (1, '[1,2,3]');")
    await run_scripts(goal, ITEM.format(type="vector(4)"))
    # as PostgreSQL has it, no row that has a vector goes through
    plain = tmp_path / "plain"
    await makemigrations(live, from_database=goal, directory=plain, plugins=plugins_with(), allow_data_loss=True)
    with pytest.raises(MigrationFailedError, match="expected 4 dimensions, not 3"):
        await migrate(live, directory=plain, plugins=plugins_with())
    with pytest.raises(DataLossRefusedError, match="embedding"):
        await makemigrations(live, from_database=goal, directory=tmp_path, plugins=plugins)
    await makemigrations(live, from_database=goal, directory=tmp_path, plugins=plugins, allow_data_loss=True)
    await migrate(live, directory=tmp_path, plugins=plugins_with())
    again = await makemigrations(live, from_database=goal, directory=tmp_path, plugins=plugins)
    assert again.drafts == ()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("public.vector(3)", VectorType(name="vector", dimensions=3)),
        ("vector", VectorType(name="vector", dimensions=None)),
        ('"my ""x"" schema".halfvec(3)', VectorType(name="halfvec", dimensions=3)),
        ("extensions.sparsevec(5)", VectorType(name="sparsevec", dimensions=5)),
        ("public.vector(3)[]", None),
        ("public.my_vector(3)", None),
        ("tsvector", None),
    ],
)
def test_types_are_known_by_what_the_catalog_prints(text: str, wanted: VectorType | None) -> None:
    assert vector_type(text) == wanted


@pytest.mark.parametrize(
    ("definition", "wanted"),
    [
        ("hnsw (embedding public.vector_cosine_ops)", VectorIndex(method="hnsw", distance="cosine")),
        ("hnsw (embedding vector_l1_ops) WITH (m='8')", VectorIndex(method="hnsw", distance="l1")),
        ("ivfflat (embedding) WITH (lists='100')", VectorIndex(method="ivfflat", distance="l2")),
        ("hnsw (((binary_quantize(e))::bit(3)) bit_hamming_ops)", VectorIndex(method="hnsw", distance="hamming")),
        ("btree (id)", None),
    ],
)
def test_indexes_are_known_by_what_the_catalog_prints(definition: str, wanted: VectorIndex | None) -> None:
    assert vector_index(Index(id=ObjectId("index", "public", "near", "item"), definition=definition)) == wanted


@pytest.mark.parametrize(
    ("before", "after", "wanted"),
    [
        ("vector(3)", "vector(4)", True),
        ("vector(3)", "halfvec(4)", True),
        ("vector(3)", "halfvec(3)", False),
        ("vector(3)", "vector", False),
        ("vector", "vector(3)", False),
        ("text", "vector(3)", False),
        (None, "vector(3)", False),
    ],
)
def test_which_columns_cannot_keep_what_they_have(before: str | None, after: str, wanted: bool) -> None:
    one = ObjectId("column", "public", "embedding", "item")
    had = Column(id=one, type=before) if before is not None else None
    assert changes_dimensions(Change(before=had, after=Column(id=one, type=after))) is wanted


def test_it_is_found_by_its_entry_point() -> None:
    """Where the package is installed: ``nox -s plugins`` sees to that."""
    (point,) = [p for p in importlib.metadata.entry_points(group="matrx_orm_migrate") if p.name == "pgvector"]
    assert point.load().requires_hook_api == 1
