"""Fault matrix F: texts and names that a careless tool would change on their way."""

from __future__ import annotations

from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import CheckConstraint, Column, Index, Integer, MetaData, Table, Text, text

from matrx_orm_migrate import makemigrations, migrate
from tests.support.migrations import execute, query
from tests.support.scene import Scene

TEXTS = [":x", '{"a":1}', "::", "[1:2]", "%", "%%", "%(x)s", "$1 $$", "\\:", "日本語", "a;b", "-- no", "/* no */"]


async def test_row_46_the_bytes_of_a_statement_reach_the_server_unchanged(scene: Scene) -> None:
    scene.write(
        "0001_one",
        """
        await db.execute("create table t (id serial, a text)")
        for text in TEXTS:
            await db.execute("insert into t (a) values ('" + text + "')")
        await db.execute("insert into t (a) values (E'\\\\\\\\:')")
        await db.execute("create table d (a text default ':x %(y)s $1')")
        await db.execute("insert into t (a) select (array[1,2,3])[1:2]::text")
        await db.execute("create function f(int) returns int language sql as 'select $1 + 1 -- :x %s'")
        """,
        head=f"TEXTS = {TEXTS!r}",
    )
    await scene.settles()
    rows = await query(scene.direct, "SELECT a FROM t ORDER BY id")
    assert [text for (text,) in rows] == [*TEXTS, "\\:", "{1,2}"]
    assert await scene.value("SELECT prosrc FROM pg_proc WHERE proname = 'f'") == "select $1 + 1 -- :x %s"
    default = "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 'd'::regclass"
    assert await scene.value(default) == "':x %(y)s $1'::text"


WORDS = ["see :docs", "100 %", "%(x)s", 'it\'s "quoted"', "back\\slash", "$1 $$ $a$", "日本語 \N{PILE OF POO}"]


def sql_of(word: str) -> str:
    return "'" + word.replace("'", "''") + "'"


async def round_trip(scene: Scene, metadata: MetaData) -> None:
    """Models → file → database; then the models find no difference, and the way back is whole."""
    made = await makemigrations(scene.direct, models=[metadata], directory=scene.files, name="made")
    assert made.drafts
    await migrate(scene.direct, directory=scene.files)
    again = await makemigrations(scene.direct, models=[metadata], directory=scene.files, check=True)
    assert not again.drafts
    await scene.rehearse()
    await scene.settles(already=True)


async def test_row_47_texts_survive_from_the_models_to_the_database(scene: Scene) -> None:
    metadata = MetaData()
    Table("sentinel", metadata, Column("id", Integer, primary_key=True), Column("note", Text, nullable=False))
    table = Table("words", metadata, Column("id", Integer, primary_key=True), comment=" ".join(WORDS))
    for number, word in enumerate(WORDS):
        name = f"c{number}"
        table.append_column(Column(name, Text, server_default=text(sql_of(word).replace(":", "\\:")), comment=word))
        table.append_constraint(
            CheckConstraint(f"{name} <> {sql_of(word + '!')}".replace(":", "\\:"), name=f"k{number}")
        )
        Index(f"i{number}", table.c[name], postgresql_where=text(f"{name} <> {sql_of(word)}".replace(":", "\\:")))
    await round_trip(scene, metadata)
    await execute(scene.direct, "INSERT INTO words (id) VALUES (1)")
    assert list((await query(scene.direct, "SELECT * FROM words"))[0][1:]) == WORDS
    for number, word in enumerate(WORDS):
        comment = f"SELECT col_description('words'::regclass, {number + 2})"
        assert await scene.value(comment) == word
        assert await scene.value(f"SELECT (SELECT count(*) = 1 FROM words WHERE c{number} = $1)", word)
    with pytest.raises(asyncpg.CheckViolationError):
        await execute(scene.direct, f"INSERT INTO words (id, c0) VALUES (2, {sql_of(WORDS[0] + '!')})")


NAMES = [
    'we"ird',
    "with%pct",
    "co:lon",
    "select",
    "日本語",
    "smile😀",
    "a.b",
    "%(x)s",
    "it's",
    "back\\slash",
    "UPPER case",
]


async def test_row_48_names_survive_from_the_models_to_the_database(scene: Scene) -> None:
    metadata = MetaData()
    Table("sentinel", metadata, Column("id", Integer, primary_key=True), Column("note", Text, nullable=False))
    for name in NAMES:
        Table(name, metadata, Column(name, Integer, primary_key=True), Column(f"{name}2", Text), comment=name)
    await round_trip(scene, metadata)
    rows = await query(scene.direct, "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
    assert {name for (name,) in rows} >= set(NAMES)


@pytest.mark.parametrize("name", ["é" * 40, "x" * 64, "日" * 22], ids=["80 bytes", "64 letters", "66 bytes"])
async def test_row_49_a_name_that_postgresql_would_cut_off_is_refused(scene: Scene, tmp_path: Path, name: str) -> None:
    (tmp_path / "models.py").write_text(
        "from sqlalchemy import Column, Integer, MetaData, Table\n\nmetadata = MetaData()\n"
        f"Table({name!r}, metadata, Column('id', Integer, primary_key=True))\n"
    )
    outcome = await scene.run("makemigrations", "--models", "models:metadata", "--exclude-tables", "sentinel")
    assert outcome.code == 2, outcome
    assert "63 bytes" in outcome.err
    assert list(scene.files.glob("*.py")) == []


async def test_row_50_a_new_label_is_used_in_the_next_migration(scene: Scene) -> None:
    await scene.prepare("CREATE TYPE mood AS ENUM ('ok')", "CREATE TABLE people (m mood)")
    desired = scene.directory / "desired.sql"
    desired.write_text(
        "CREATE TABLE sentinel (id int PRIMARY KEY, note text NOT NULL);\n"
        "CREATE TYPE mood AS ENUM ('ok', 'new');\nCREATE TABLE people (m mood DEFAULT 'new');\n"
    )
    outcome = await scene.run("makemigrations", "--from-sql", str(desired), "--name", "mood")
    assert outcome.code == 0, outcome
    assert len(list(scene.files.glob("*.py"))) == 2
    await scene.settles()


async def test_row_50_a_label_that_is_used_at_once_is_told_where_to_put_it(scene: Scene) -> None:
    await scene.prepare("CREATE TYPE mood AS ENUM ('ok')")
    adds = "await db.execute(\"alter type mood add value 'new'\")"
    scene.write("0001_one", adds)
    await scene.rehearse()
    scene.write("0001_one", f"{adds}\nawait db.execute(\"select 'new'::mood\")")
    outcome = await scene.run("migrate")
    scene.write("0001_one", adds)
    await scene.holds(outcome, 5, migration="0001_one", sqlstate="55P04", says=["a migration of its own"], applied=0)
    await scene.settles()
