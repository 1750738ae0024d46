"""A schema that is there for ``_matrx_migrations`` alone is nobody's business."""

from __future__ import annotations

from pathlib import Path

from matrx_orm_migrate import DatabaseConfig, makemigrations, migrate


async def test_a_schema_for_the_tracking_table_alone_is_not_dropped(database_url: str, tmp_path: Path) -> None:
    schema = tmp_path / "schema.sql"
    schema.write_text("create table a (id int);", encoding="utf-8")
    config = DatabaseConfig(
        name="x",
        url=database_url,
        directory=tmp_path / "migrations",
        schemas=("*",),
        tracking_schema="books",
        project_dir=tmp_path,
    )
    assert len((await makemigrations(config, from_sql=schema)).drafts) == 1
    await migrate(config)
    assert (await makemigrations(config, from_sql=schema)).drafts == ()
    # with something of the user's in it, it is compared as any other
    schema.write_text("create table a (id int); create schema books; create table books.b ();", encoding="utf-8")
    (draft,) = (await makemigrations(config, from_sql=schema)).drafts
    assert draft.summaries == ("Create table books.b",)
    await migrate(config)
    assert (await makemigrations(config, from_sql=schema)).drafts == ()
