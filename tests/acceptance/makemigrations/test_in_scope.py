"""What models that do not know everything leave alone."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy
from sqlalchemy import (
    Column,
    Enum,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)

from matrx_orm_migrate import declare
from matrx_orm_migrate.errors import (
    DataLossRefusedError,
    SourceError,
    UsageError,
)
from matrx_orm_migrate.schema import HazardKind
from tests.support import migrations
from tests.support.project import Project, blog, one_table


@pytest.mark.parametrize("models", [(), (MetaData(),)], ids=["none", "empty"])
async def test_no_models_are_an_error_and_never_a_drop_of_everything(
    models: tuple[object, ...], project: Project
) -> None:
    await project.apply(blog())
    before = await project.schema()
    for options in ({}, {"check_only": True}, {"allow_data_loss": True}):
        with pytest.raises(SourceError):
            await project.generate(*models, **options)
    assert await project.schema() == before
    assert len(project.files()) == 1


async def test_models_none_of_which_is_asked_for_are_an_error(project: Project) -> None:
    await project.apply(blog())
    with pytest.raises(SourceError):
        await project.generate(blog(), include_tables=["nothing_of_this_name"], allow_data_loss=True)


async def test_models_of_two_kinds_at_once_are_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        await project.generate(blog(), from_sql=tmp_path / "schema.sql")
    with pytest.raises(UsageError):
        await project.generate(blog(), include_tables=["a"], exclude_tables=["b"])
    with pytest.raises(SourceError, match="no source reads"):
        await project.generate(object())


async def test_tables_that_are_not_included_stay_as_they_are(project: Project) -> None:
    await project.run(
        "CREATE TABLE kept (id serial PRIMARY KEY, state text)",
        "CREATE TABLE other (id integer)",
        "CREATE TABLE goes_1 (id integer)",
    )
    models = one_table("wanted")
    Table("other", models, Column("id", Integer), Column("new", Integer))
    result = await project.apply(models, include_tables=["wanted", "goes_*"], allow_data_loss=True)
    assert await project.query(
        "SELECT relname::text FROM pg_class WHERE relkind = 'r' AND relname !~ '^(pg|sql|_m)' ORDER BY 1"
    ) == [("kept",), ("other",), ("wanted",)]
    assert [summary for draft in result.drafts for summary in draft.summaries if "other" in summary] == []
    assert (await project.generate(models, include_tables=["wanted", "goes_*"])).drafts == ()


async def test_tables_that_are_excluded_stay_as_they_are(project: Project) -> None:
    await project.run(
        "CREATE TABLE legacy_a (id serial PRIMARY KEY, x integer UNIQUE)", "CREATE TABLE gone (x integer)"
    )
    models = one_table("wanted")
    Table("legacy_a", models, Column("id", Integer, primary_key=True))
    await project.apply(models, exclude_tables=["legacy_*"], allow_data_loss=True)
    assert await project.query("SELECT count(*) FROM information_schema.columns WHERE table_name = 'legacy_a'") == [
        (2,)
    ]
    assert await project.query("SELECT to_regclass('gone') IS NULL") == [(True,)]
    assert (await project.generate(models, exclude_tables=["legacy_*"])).drafts == ()


async def test_other_schemas_are_not_touched(project: Project) -> None:
    await project.run(
        "CREATE SCHEMA theirs",
        "CREATE TYPE theirs.mood AS ENUM ('good')",
        "CREATE TABLE theirs.a (id serial PRIMARY KEY, mood theirs.mood)",
        "CREATE SEQUENCE theirs.free",
    )
    dump = await project.schema()
    await project.apply(blog())
    await project.rollback()
    assert await project.schema() == dump
    result = await project.generate(blog(), schemas=("public",), write=False)
    assert not any("theirs" in draft.text for draft in result.drafts)
    with pytest.raises(DataLossRefusedError):
        await project.generate(blog(), schemas=("public", "theirs"))


@pytest.mark.since(14)
async def test_what_models_cannot_say_is_never_proposed(project: Project) -> None:
    await project.apply(blog())
    await project.run(
        "CREATE VIEW titles AS SELECT id, title FROM post",
        "CREATE MATERIALIZED VIEW bodies AS SELECT id, body FROM post",
        "CREATE UNIQUE INDEX bodies_id ON bodies (id)",
        "CREATE FUNCTION twice(x integer) RETURNS integer LANGUAGE sql IMMUTABLE RETURN x * 2",
        "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "CREATE TRIGGER touched BEFORE UPDATE ON post FOR EACH ROW EXECUTE FUNCTION touch()",
        "CREATE DOMAIN positive AS integer CHECK (VALUE > 0)",
        "CREATE TYPE pair AS (a integer, b integer)",
        "CREATE STATISTICS both_of_them ON title, body FROM post",
        "CREATE SEQUENCE free_sequence",
        "CREATE TYPE unused AS ENUM ('a')",
        "CREATE EXTENSION hstore",
        "CREATE SCHEMA elsewhere",
        "ALTER TABLE post ALTER COLUMN body SET STORAGE EXTERNAL, ALTER COLUMN body SET STATISTICS 500",
        "ALTER TABLE post SET (fillfactor = 70), ENABLE ROW LEVEL SECURITY",
        "CREATE POLICY everybody ON post USING (true)",
        "CLUSTER post USING ix_post_body",
    )
    result = await project.generate(blog())
    assert [draft.summaries for draft in result.drafts] == []
    made = {
        "composite_type": 1,
        "domain": 1,
        "function": 2,
        "materialized_view": 1,
        "policy": 1,
        "row_level_security": 1,
        "statistics": 1,
        "trigger": 1,
        "view": 1,
    }
    assert result.unhandled == {kind: count for kind, count in made.items() if kind not in project.plugins.detectors}


@pytest.mark.parametrize("name", ["t_id_seq", "counter"])
async def test_serial_and_identity_hand_their_position_over(name: str, project: Project, tmp_path: Path) -> None:
    file = tmp_path / "schema.sql"

    async def become(column: str) -> None:
        file.write_text(f"CREATE TABLE t (id {column} PRIMARY KEY, n integer); CREATE TABLE u (id {column});")
        (draft,) = (await project.generate(from_sql=file)).drafts
        assert HazardKind.DATA_LOSS not in {hazard.kind for hazard in (*draft.hazards, *draft.down_hazards)}
        await project.migrate()

    async def next_id(expected: int) -> None:
        assert await project.query("INSERT INTO t (n) VALUES (1) RETURNING id") == [(expected,)]
        await project.run(f"DELETE FROM t WHERE id = {expected}")

    await project.run("CREATE TABLE t (id serial PRIMARY KEY, n integer)", "CREATE TABLE u (id serial)")
    await project.run("INSERT INTO t (n) VALUES (1), (2)")
    await next_id(3)
    if name == "t_id_seq":
        await become("integer GENERATED BY DEFAULT AS IDENTITY")
    else:
        await project.run("ALTER SEQUENCE t_id_seq RENAME TO counter")
        await become("integer GENERATED ALWAYS AS IDENTITY")
    await next_id(4)
    await project.rollback()
    await next_id(5)
    await project.migrate()
    await next_id(6)
    await become("serial")
    await next_id(7)
    await project.rollback()
    await next_id(8)
    # rows that the sequence knew nothing of are passed
    await project.run("INSERT INTO t (id, n) OVERRIDING SYSTEM VALUE VALUES (20, 1)")
    await project.migrate()
    await next_id(21)
    # where nothing was handed out, counting begins at the beginning
    assert await project.query("INSERT INTO u DEFAULT VALUES RETURNING id") == [(1,)]


async def test_sequences_and_enums_that_nobody_mentions_stay_and_are_told(project: Project) -> None:
    def models(*, more: bool) -> MetaData:
        metadata = one_table("t", Column("a", Integer, server_default=sqlalchemy.text("nextval('by_default')")))
        if more:
            sqlalchemy.Sequence("lonely", metadata=metadata)
            Enum("x", "y", name="idle", metadata=metadata)
        return metadata

    await project.run("CREATE SEQUENCE by_default", "CREATE SEQUENCE by_hand", "CREATE TYPE made AS ENUM ('a')")
    (enum, sequence) = (await project.apply(models(more=True))).notes
    assert enum.startswith("enum public.made stays: ")
    assert "DROP TYPE" in enum
    assert sequence.startswith("sequence public.by_hand stays: ")
    assert "DROP SEQUENCE" in sequence

    result = await project.generate(models(more=False))
    assert result.drafts == ()
    told = [note.partition(" stays")[0] for note in result.notes]
    assert told == ["enum public.idle", "enum public.made", "sequence public.by_hand", "sequence public.lonely"]
    assert (await project.generate(models(more=False), check_only=True)).notes == result.notes


async def test_an_index_that_was_to_be_built_concurrently_is_told_where_it_is_built(project: Project) -> None:
    def models(*columns: str, name: str = "t") -> MetaData:
        metadata = one_table(name, Column("a", Integer), Column("b", Integer), info={"renamed_from": "t"})
        if name == "t":
            metadata.tables["t"].info.clear()
        if columns:
            table = metadata.tables[name]
            Index("ix_late", *(table.c[column] for column in columns), postgresql_concurrently=True)
        return metadata

    # in a table that is new nobody waits
    assert (await project.generate(models("a"), write=False)).notes == ()
    await project.apply(models())
    for options in ({"write": False}, {"check_only": True}):
        (note,) = (await project.generate(models("a"), **options)).notes
        assert "public.ix_late" in note
        assert "postgresql_concurrently" in note
    (note,) = (await project.generate(models("a", name="s"), write=False)).notes
    assert "writes to public.s wait" in note
    assert len((await project.apply(models("a"))).notes) == 1
    # said where it is built, and not for ever
    assert (await project.generate(models("a"))).notes == ()
    assert len((await project.generate(models("b"), write=False)).notes) == 1


async def test_a_view_survives_a_change_beside_it(project: Project) -> None:
    await project.apply(one_table("t", Column("a", Text)))
    await project.run(
        "CREATE VIEW v AS SELECT id, a FROM t",
        "CREATE MATERIALIZED VIEW m AS SELECT count(*) FROM t",
        "CREATE DOMAIN positive AS integer CHECK (VALUE > 0)",
    )
    result = await project.apply(one_table("t", Column("a", Text), Column("b", Integer, server_default="1")))
    assert len(result.drafts) == 1
    assert await project.query("SELECT * FROM v") == []
    assert result.unhandled == {
        kind: 1 for kind in ("domain", "materialized_view", "view") if kind not in project.plugins.detectors
    }


async def test_our_own_tables_are_nobodys_models(project: Project) -> None:
    await project.apply(blog())
    assert await migrations.recorded(project.url) == ("0001_create_post_remark",)
    await project.run("CREATE TABLE alembic_version (version_num varchar(32) PRIMARY KEY)")
    assert (await project.generate(blog(), schemas=("*",))).drafts == ()


async def test_what_is_out_of_scope_and_there_already_is_passed_over_in_a_file(
    project: Project, tmp_path: Path
) -> None:
    await project.run(
        "CREATE SCHEMA s",
        "CREATE TABLE s.b (id int PRIMARY KEY)",
        "CREATE TABLE s.ext (id int PRIMARY KEY)",
        "CREATE VIEW s.v AS SELECT id FROM s.b",
    )
    file = tmp_path / "schema.sql"
    file.write_text(
        "CREATE TABLE a (id int PRIMARY KEY REFERENCES s.ext);\n"
        "CREATE SCHEMA s;\n"
        "CREATE VIEW s.v AS SELECT id FROM s.b;\n"
        "CREATE INDEX ext_pkey ON s.ext (id);\n"
    )
    result = await project.generate(from_sql=file)
    assert result.drafts[0].summaries[0] == "Create table public.a"
    (note,) = result.notes
    assert all(f"schema.sql:{line}" in note for line in (2, 3, 4))
    file.write_text(file.read_text() + "CREATE TABLE a (id int);\n")
    with pytest.raises(SourceError, match=r"schema\.sql:5.*already exists"):
        await project.generate(from_sql=file)


@pytest.mark.parametrize("many", [0, 600], ids=["in one batch", "in several"])
async def test_what_is_passed_over_may_be_named_by_the_search_path(project: Project, tmp_path: Path, many: int) -> None:
    await project.run("CREATE SCHEMA s", "CREATE TABLE s.x (id int)", "CREATE TABLE s.y (id int)")
    file = tmp_path / "schema.sql"
    file.write_text(
        "CREATE TABLE a (id int);\nSET search_path = s;\n"
        + "SELECT 1;\n" * many
        + "CREATE TABLE x (id int);\nCREATE INDEX x_id ON x (id);\nCREATE TABLE y (id int);\n"
        "CREATE FUNCTION public.f(y) RETURNS int LANGUAGE sql AS 'SELECT 1';\n"
        "SET search_path = public;\nCREATE TABLE b (id int);\n"
    )
    result = await project.generate(from_sql=file)
    assert result.drafts[0].summaries == (
        "Create table public.a",
        "Create table public.b",
        "Create function public.f(s.y)",
    )
    assert all(f"schema.sql:{many + line}" in " ".join(result.notes) for line in (3, 5))
    file.write_text(file.read_text() + "CREATE TABLE b (id int);\n")
    with pytest.raises(SourceError, match=r"already exists"):
        await project.generate(from_sql=file)


async def test_what_is_passed_over_may_be_named_by_the_search_path_in_a_folder(
    project: Project, tmp_path: Path
) -> None:
    await project.run("CREATE SCHEMA s", "CREATE TABLE s.x (id int)")
    folder = tmp_path / "sql"
    folder.mkdir()
    (folder / "one.sql").write_text("SET search_path = s;\nCREATE TABLE x (id int);\n")
    (folder / "two.sql").write_text("CREATE TABLE a (r s.x);\n")
    result = await project.generate(from_sql=folder)
    assert result.drafts[0].summaries == ("Create table public.a",)
    assert "one.sql:2" in " ".join(result.notes)


async def test_what_models_declare_out_of_scope_and_is_there_already_is_passed_over(project: Project) -> None:
    metadata = MetaData()
    Table("b", metadata, Column("id", Integer, primary_key=True), schema="s")
    Table("a", metadata, Column("id", Integer, sqlalchemy.ForeignKey("s.b.id"), primary_key=True))
    declare(metadata, "CREATE SCHEMA s")
    declare(metadata, "CREATE VIEW s.v AS SELECT id FROM s.b")
    await project.apply(metadata, schemas=["public", "s"])
    result = await project.generate(metadata, check_only=True)
    assert result.drafts == ()
    assert any("takes no part and is there" in note for note in result.notes)
