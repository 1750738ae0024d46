"""Schemas that somebody else made, with their rows: Chinook there and back, Pagila from nothing and back to nothing."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff.cache import CatalogCache
from matrx_orm_migrate.diff.generate import DiffResult, generate_migrations
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.integration import rebuild_schema
from matrx_orm_migrate.schema import HazardKind
from tests.support import migrations
from tests.support.corpus import Tools, first_difference, losses, missing, run_scripts
from tests.support.rebuild import built_in, import_models
from tests.support.servers import Databases

DATA = Path(__file__).parent.parent / "data"


async def generate(url: str, directory: Path, *models: object, **options: Any) -> DiffResult:
    other = options.pop("from_database", None)
    cache = CatalogCache(directory.parent / "cache")
    async with open_database(url) as database:
        if other is None:
            return await generate_migrations(
                database, built_in(), directory=directory, models=models, cache=cache, **options
            )
        async with open_database(other) as goal:
            return await generate_migrations(
                database, built_in(), directory=directory, from_database=goal, cache=cache, **options
            )


async def whole_dump(tools: Tools, url: str, *options: str) -> str:
    """Schema and data, without the lines that pg_dump writes differently each time."""
    dump = await tools.everything(url, *options)
    return "".join(line for line in dump.splitlines(keepends=True) if not re.match(r"\\(un)?restrict ", line))


def edit(path: Path, *changes: tuple[str, str]) -> None:
    text = path.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")


_COMPANY = "company: Mapped[str | None] = mapped_column(sa.String(80))"
_NEW_COMPANY = 'firm: Mapped[str | None] = mapped_column(sa.String(80), info={"renamed_from": "company"})'
_EMAIL_AND_NEXT = "email: Mapped[str] = mapped_column(sa.String(60))\n    support_rep_id"
_LANGUAGE = 'language: Mapped[str] = mapped_column(sa.String(2), server_default="en")'
_MILLISECONDS = "milliseconds: Mapped[int] = mapped_column(sa.Integer)"
_TRACK_INDEX = 'sa.Index("track_genre_id_idx", "genre_id"),'
_REVIEW = """

class Review(Base):
    __tablename__ = "review"

    review_id: Mapped[int] = mapped_column(sa.Integer, sa.Identity(always=True), primary_key=True)
    track_id: Mapped[int] = mapped_column(sa.ForeignKey("track.track_id", ondelete="CASCADE"), index=True)
    stars: Mapped[int] = mapped_column(sa.SmallInteger, sa.CheckConstraint("stars BETWEEN 1 AND 5", name="five_stars"))
"""


async def test_chinook_changes_its_models_there_and_back_with_all_its_rows(
    server: EmbeddedServer, database_url: str, tmp_path: Path
) -> None:
    tools = Tools(server)
    await run_scripts(database_url, (DATA / "chinook.sql").read_text(encoding="utf-8"))
    package, directory = tmp_path / "chinook_models", tmp_path / "migrations"
    await rebuild_schema(database_url, output=package, plugins=built_in())

    unchanged = import_models(package)
    assert (await generate(database_url, directory, unchanged.Base, check_only=True)).drafts == ()
    assert (await generate(database_url, directory, unchanged.Base)).drafts == ()

    edit(
        package / "models.py",
        (_COMPANY, _NEW_COMPANY),
        (_MILLISECONDS, _MILLISECONDS.replace("sa.Integer", "sa.BigInteger")),
        ("title: Mapped[str] = mapped_column(sa.String(160))", "title: Mapped[str] = mapped_column(sa.String(500))"),
        (_EMAIL_AND_NEXT, _EMAIL_AND_NEXT.replace("\n", f"\n    {_LANGUAGE}\n", 1)),
        (_TRACK_INDEX, f'{_TRACK_INDEX}\n        sa.Index("track_name_idx", sa.text("lower(name)")),'),
    )
    with (package / "models.py").open("a", encoding="utf-8") as file:
        file.write(_REVIEW)
    changed = import_models(package).Base.metadata
    changed.remove(changed.tables["playlist_track"])

    # the whole table that goes, and nothing else, is what may be different when we are back
    but_for_lost = ("--exclude-table-data=public.playlist_track",)
    start, start_dump = await tools.data(database_url), await whole_dump(tools, database_url, *but_for_lost)
    result = await generate(database_url, directory, changed, allow_data_loss=True)
    (draft,) = result.drafts
    assert losses(draft.hazards) == {"public.playlist_track"}
    assert [hazard.object.name for hazard in draft.down_hazards if hazard.kind is HazardKind.DATA_LOSS] == [
        "language",
        "review",
    ]
    assert await migrations.migrate(database_url, directory) == (draft.name,)
    assert (await generate(database_url, directory, changed)).drafts == ()
    after = await tools.data(database_url)
    assert missing(start, after, {"public.playlist_track", "public.customer.company"}) == []
    firms = [(row["customer_id"], row["company"]) for row in start.rows["public.customer"]]
    assert sorted((row["customer_id"], row["firm"]) for row in after.rows["public.customer"]) == sorted(firms)
    assert {row["language"] for row in after.rows["public.customer"]} == {"'en'"}
    assert {row["track_id"]: row["milliseconds"] for row in after.rows["public.track"]} == {
        row["track_id"]: row["milliseconds"] for row in start.rows["public.track"]
    }

    assert await migrations.rollback(database_url, directory) == (draft.name,)
    end_dump = await whole_dump(tools, database_url, *but_for_lost)
    assert end_dump == start_dump, first_difference(end_dump, start_dump)
    # where the file is, its change is reckoned with, though it is rolled back
    assert (await generate(database_url, tmp_path / "no_files", unchanged.Base)).drafts == ()


async def _has_extension(url: str, name: str) -> bool:
    available = "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = $1)"
    return bool(await migrations.value(url, available, name))


# what is in Pagila besides schemas, extensions, enums, sequences and tables
_OTHERS = {"aggregate": 1, "domain": 2, "function": 9, "materialized_view": 1, "trigger": 15, "view": 7}


async def test_pagila_is_made_from_nothing_and_what_nobody_handles_is_counted(
    server: EmbeddedServer, make_database: Databases, tmp_path: Path
) -> None:
    pagila, url, directory = make_database(), make_database(), tmp_path / "migrations"
    if not await _has_extension(pagila, "vector"):
        pytest.skip("Pagila needs pgvector")
    tools = Tools(server)
    await run_scripts(pagila, (DATA / "pagila-schema.sql").read_text(encoding="utf-8"))
    empty = await tools.schema(url)
    handled = built_in().detectors

    back = await generate(pagila, tmp_path / "nothing", from_database=pagila, schemas=("*",))
    assert back.drafts == ()
    assert back.unhandled == {kind: count for kind, count in _OTHERS.items() if kind not in handled}

    result = await generate(url, directory, from_database=pagila, schemas=("*",))
    assert len(result.drafts) == 1
    await migrations.migrate(url, directory)
    assert (await generate(url, directory, from_database=pagila, schemas=("*",))).drafts == ()
    found, wanted = await tools.schema(url), await tools.schema(pagila)
    assert found == wanted, first_difference(found, wanted)
    await migrations.rollback(url, directory)
    assert await tools.schema(url) == empty


async def test_pagila_rebuilt_as_models_has_no_changes(database_url: str, tmp_path: Path) -> None:
    if not await _has_extension(database_url, "vector"):
        pytest.skip("Pagila needs pgvector")
    await run_scripts(database_url, (DATA / "pagila-schema.sql").read_text(encoding="utf-8"))
    package = tmp_path / "pagila_models"
    await rebuild_schema(database_url, output=package, plugins=built_in())
    result = await generate(database_url, tmp_path / "migrations", import_models(package).Base)
    assert [draft.summaries for draft in result.drafts] == []
