"""makemigrations while migrations are written and not applied yet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Column, Enum, Integer, MetaData, Table, Text

from matrx_orm_migrate import makemigrations, migrate, status
from matrx_orm_migrate.errors import ProofFailedError


@pytest.fixture
def url(make_database: Callable[[], str]) -> str:
    return make_database()


@pytest.fixture
def directory(tmp_path: Path) -> Path:
    return tmp_path / "migrations"


def models(*columns: Column[object], moods: tuple[str, ...] = ("sad",)) -> MetaData:
    metadata = MetaData()
    mood = Enum(*moods, name="mood", metadata=metadata)
    Table("t", metadata, Column("id", Integer, primary_key=True), Column("mood", mood), *columns)
    return metadata


async def test_twice_in_a_row_finds_nothing_the_second_time(url: str, directory: Path) -> None:
    first = await makemigrations(url, directory=directory, metadata=models())
    assert [draft.name for draft in first.drafts] == ["0001_create_mood_t"]
    assert first.pending == ()
    again = await makemigrations(url, directory=directory, metadata=models())
    assert again.drafts == ()
    assert again.pending == ("0001_create_mood_t",)
    assert (await makemigrations(url, directory=directory, metadata=models(), check=True)).drafts == ()


async def test_the_next_file_holds_what_is_new_since_the_last(url: str, directory: Path) -> None:
    await makemigrations(url, directory=directory, metadata=models(), name="one")
    second = await makemigrations(
        url, directory=directory, metadata=models(Column("note", Text), moods=("sad", "glad")), name="two"
    )
    (draft,) = second.drafts
    assert "CREATE TABLE" not in draft.text
    assert 'dependencies = ["0001_one"]' in draft.text
    done = await migrate(url, directory=directory)
    assert [applied.name for applied in done.applied] == ["0001_one", "0002_two"]
    third = await makemigrations(
        url, directory=directory, metadata=models(Column("note", Text), moods=("sad", "glad")), check=True
    )
    assert (third.drafts, third.pending) == ((), ())


async def test_a_migration_without_a_transaction_counts_too(url: str, directory: Path) -> None:
    await makemigrations(url, directory=directory, metadata=models(Column("note", Text)), name="one")
    (directory / "0002_index.py").write_text(
        '"""Index."""\n\ndependencies = ["0001_one"]\ntransactional = False\n\n\n'
        'async def up(db):\n    await db.execute("CREATE INDEX CONCURRENTLY ix ON public.t (note)")\n\n\n'
        'async def down(db):\n    await db.execute("DROP INDEX CONCURRENTLY public.ix")\n'
    )
    result = await makemigrations(url, directory=directory, metadata=models(Column("note", Text)))
    (draft,) = result.drafts
    assert "DROP INDEX" in draft.text
    assert [one.name for one in (await status(url, directory=directory)).migrations][:2] == ["0001_one", "0002_index"]


async def test_one_that_needs_the_rows_is_named_and_nothing_is_written(url: str, directory: Path) -> None:
    await makemigrations(url, directory=directory, metadata=models(), name="one")
    (directory / "0002_rows.py").write_text(
        '"""Rows."""\n\ndependencies = ["0001_one"]\n\n\n'
        'async def up(db):\n    row = await db.fetch_one("SELECT * FROM public.t")\n    print(row["id"])\n\n\n'
        "async def down(db):\n    pass\n"
    )
    with pytest.raises(
        ProofFailedError, match=r"0002_rows is not applied yet, and does not run .* TypeError"
    ) as caught:
        await makemigrations(url, directory=directory, metadata=models(Column("note", Text)))
    assert "migrate" in caught.value.hint
    assert sorted(path.name for path in directory.glob("*.py")) == ["0001_one.py", "0002_rows.py"]
