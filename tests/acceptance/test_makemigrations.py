"""What ``generate_migrations`` proposes, refuses, asks, writes and leaves alone; the files are applied for real."""

from __future__ import annotations

import ast
import asyncio
import logging
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import (
    CheckConstraint,
    Column,
    Enum,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Numeric,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
)

from matrx_orm_migrate import detectors, sources, targets
from matrx_orm_migrate.connections import Database, open_database
from matrx_orm_migrate.diff import scratch
from matrx_orm_migrate.diff.cache import CatalogCache
from matrx_orm_migrate.diff.generate import DiffResult, generate_migrations
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.errors import (
    ConfigError,
    DataLossRefusedError,
    MigrationFileError,
    RenameError,
    ScratchUnavailableError,
    SourceError,
    UsageError,
)
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, PluginManager
from matrx_orm_migrate.hooks.marker import hookimpl
from matrx_orm_migrate.schema import CatalogObject, HazardKind, ObjectId, Statement
from tests.support import migrations
from tests.support.corpus import Tools, first_difference
from tests.support.rebuild import built_in
from tests.support.servers import Databases


@dataclass
class Project:
    """A database, a directory of migrations, and what one does with them."""

    url: str
    directory: Path
    tools: Tools
    plugins: PluginManager = field(default_factory=built_in)

    async def generate(self, *models: object, **options: Any) -> DiffResult:
        plugins = options.pop("plugins", self.plugins)
        directory = options.pop("directory", self.directory)
        other = options.pop("from_database", None)
        cache = CatalogCache(self.directory.parent / "cache")
        async with open_database(self.url) as database:
            if other is None:
                return await generate_migrations(
                    database, plugins, directory=directory, models=models, cache=cache, **options
                )
            async with open_database(other) as goal:
                return await generate_migrations(
                    database, plugins, directory=directory, from_database=goal, cache=cache, **options
                )

    async def migrate(self) -> tuple[str, ...]:
        return await migrations.migrate(self.url, self.directory)

    async def rollback(self, steps: int = 1) -> None:
        await migrations.rollback(self.url, self.directory, steps=steps)

    async def apply(self, *models: object, **options: Any) -> DiffResult:
        """Generate and migrate."""
        result = await self.generate(*models, **options)
        await self.migrate()
        return result

    async def run(self, *statements: str) -> None:
        await migrations.execute(self.url, *statements)

    async def query(self, sql: str) -> list[tuple[Any, ...]]:
        return await migrations.query(self.url, sql)

    async def schema(self) -> str:
        return await self.tools.schema(self.url)

    def files(self) -> list[str]:
        return sorted(path.name for path in self.directory.glob("*"))


@pytest.fixture
def make_project(server: EmbeddedServer, make_database: Databases, tmp_path: Path) -> Callable[[], Project]:
    """Projects on databases of their own."""

    def make() -> Project:
        return Project(make_database(), tmp_path / uuid.uuid4().hex / "migrations", Tools(server))

    return make


@pytest.fixture
def project(make_project: Callable[[], Project]) -> Project:
    return make_project()


def blog(*, table: str = "post", title: str = "title", table_info: Any = None, title_info: Any = None) -> MetaData:
    """Two tables with a key, a sequence, an index, a unique constraint, a check, and a foreign key between them."""
    metadata = MetaData()
    Table(
        table,
        metadata,
        Column("id", Integer, primary_key=True),
        Column(title, String(80), nullable=False, info=title_info or {}),
        Column("body", Text),
        UniqueConstraint(title, name=f"uq_{title}"),
        CheckConstraint(f"length({title}) > 0", name="ck_not_empty"),
        Index(f"ix_{table}_body", "body"),
        info=table_info or {},
    )
    Table(
        "remark",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("post_id", ForeignKey(f"{table}.id", name="fk_post"), nullable=False),
    )
    return metadata


def one_table(name: str = "t", *columns: Column[Any], **options: Any) -> MetaData:
    metadata = MetaData()
    Table(name, metadata, Column("id", Integer, primary_key=True), *columns, **options)
    return metadata


def sql_of(text: str, function: str = "up") -> list[str]:
    """The SQL texts that a migration's function executes, as Python reads them."""
    found: list[str] = []
    for node in ast.parse(text).body:
        if isinstance(node, ast.AsyncFunctionDef) and node.name == function:
            for call in ast.walk(node):
                if isinstance(call, ast.Call):
                    found.append(ast.literal_eval(call.args[0]))
    return found


def docstring(text: str) -> list[str]:
    return (ast.get_docstring(ast.parse(text)) or "").splitlines()


async def same_as_new(project: Project, fresh: Project, *models: object) -> None:
    """The database is what it would be if it had been made from the models at once."""
    await fresh.apply(*models)
    found, wanted = await project.schema(), await fresh.schema()
    assert found == wanted, first_difference(found, wanted)


# Renames


@pytest.mark.parametrize(
    "renamed",
    [
        pytest.param({"table": "article", "table_info": {"renamed_from": "post"}}, id="table"),
        pytest.param({"title": "headline", "title_info": {"renamed_from": "title"}}, id="column"),
        pytest.param(
            {
                "table": "article",
                "table_info": {"renamed_from": "post"},
                "title": "headline",
                "title_info": {"renamed_from": "title"},
            },
            id="table and column",
        ),
    ],
)
async def test_a_declared_rename_keeps_the_rows_and_takes_everything_along(
    renamed: dict[str, Any], project: Project, make_project: Callable[[], Project]
) -> None:
    await project.apply(blog())
    await project.run(
        "INSERT INTO post (title, body) VALUES ('first', 'text'), ('second', NULL)",
        "INSERT INTO remark (post_id) VALUES (2)",
    )
    before = await project.schema()

    result = await project.generate(blog(**renamed))
    (draft,) = result.drafts
    assert not any(hazard.kind is HazardKind.DATA_LOSS for hazard in (*draft.hazards, *draft.down_hazards))
    await project.migrate()

    table, title = renamed.get("table", "post"), renamed.get("title", "title")
    rows = [(1, "first", "text"), (2, "second", None)]
    assert await project.query(f"SELECT id, {title}, body FROM {table} ORDER BY id") == rows
    # the sequence counts on
    await project.run(f"INSERT INTO {table} ({title}) VALUES ('third')")
    assert await project.query(f"SELECT max(id) FROM {table}") == [(3,)]
    await same_as_new(project, make_project(), blog(**renamed))

    # the declaration stays in the models, and says nothing any more
    assert (await project.generate(blog(**renamed))).drafts == ()

    await project.rollback()
    assert await project.schema() == before
    assert await project.query("SELECT id, title, body FROM post WHERE id < 3 ORDER BY id") == rows
    assert await project.query("SELECT post_id FROM remark") == [(2,)]


async def test_a_declared_rename_says_nothing_where_neither_name_is(project: Project) -> None:
    models = blog(table="article", table_info={"renamed_from": "post"}, title_info={"renamed_from": "name"})
    (draft,) = (await project.generate(models)).drafts
    assert not any("RENAME" in sql for sql in sql_of(draft.text))
    await project.migrate()
    assert (await project.generate(models)).drafts == ()


async def test_a_declared_rename_is_refused_where_both_names_are(project: Project) -> None:
    await project.apply(blog())
    await project.run("CREATE TABLE article (LIKE post INCLUDING ALL)", "DROP TABLE remark, post CASCADE")
    await project.run("CREATE TABLE post (id integer)")
    models = blog(table="article", table_info={"renamed_from": "post"})
    with pytest.raises((RenameError, DataLossRefusedError)):
        await project.generate(models)
    assert project.files() == ["0001_create_post_remark.py"]


async def test_a_rename_and_a_change_of_the_same_column_come_in_one_file(project: Project) -> None:
    await project.apply(one_table("t", Column("a", String(10))))
    await project.run("INSERT INTO t (a) VALUES ('x')")
    result = await project.apply(one_table("t", Column("b", String(20), nullable=False, info={"renamed_from": "a"})))
    assert len(result.drafts) == 1
    assert await project.query("SELECT b FROM t") == [("x",)]
    await project.rollback()
    assert await project.query("SELECT a FROM t") == [("x",)]


@pytest.mark.parametrize(
    ("renames", "new"),
    [
        ((("post", "article"),), {"table": "article"}),
        ((("public.post", "public.article"),), {"table": "article"}),
        ((("post.title", "headline"),), {"title": "headline"}),
        ((("post.title", "post.headline"),), {"title": "headline"}),
        ((("post", "article"), ("post.title", "article.headline")), {"table": "article", "title": "headline"}),
    ],
    ids=lambda value: ", ".join("=".join(pair) for pair in value) if isinstance(value, tuple) else "",
)
async def test_a_rename_that_is_asked_for_keeps_the_rows(
    renames: Sequence[tuple[str, str]], new: dict[str, str], project: Project, make_project: Callable[[], Project]
) -> None:
    await project.apply(blog())
    await project.run("INSERT INTO post (title) VALUES ('first')")
    before = await project.schema()
    await project.apply(blog(**new), renames=renames)
    found = await project.query(f"SELECT {new.get('title', 'title')} FROM {new.get('table', 'post')}")
    assert found == [("first",)]
    await same_as_new(project, make_project(), blog(**new))
    await project.rollback()
    assert await project.schema() == before


@pytest.mark.parametrize(
    "rename",
    [
        ("pots", "article"),  # no such table
        ("post", "articles"),  # no such new table
        ("post", "remark"),  # the new name is taken
        ("remark", "article"),  # the old one stays
        ("post.titel", "headline"),  # no such column
        ("post.title", "body"),
    ],
    ids="=".join,
)
async def test_a_rename_that_names_nothing_is_refused(rename: tuple[str, str], project: Project) -> None:
    await project.apply(blog())
    with pytest.raises(RenameError) as caught:
        await project.generate(blog(table="article"), renames=[rename], allow_data_loss=True)
    assert f"{rename[0]}={rename[1]}" in caught.value.message
    assert caught.value.hint
    assert len(project.files()) == 1


@dataclass
class Oracle:
    """Answers every question alike, and remembers them."""

    answer: bool
    asked: list[str] = field(default_factory=list)

    def is_rename(self, before: CatalogObject, after: CatalogObject, summary: str) -> bool:
        assert before.id.kind == after.id.kind
        self.asked.append(summary)
        return self.answer


async def test_somebody_is_asked_about_a_table_that_looks_like_another(project: Project) -> None:
    await project.apply(blog())
    await project.run("INSERT INTO post (title) VALUES ('first')")
    oracle = Oracle(answer=True)
    await project.apply(blog(table="article"), questioner=oracle)
    assert len(oracle.asked) == 1
    assert "post" in oracle.asked[0]
    assert "article" in oracle.asked[0]
    assert await project.query("SELECT title FROM article") == [("first",)]


async def test_somebody_is_asked_about_a_column_of_the_same_type(project: Project) -> None:
    await project.apply(one_table("t", Column("a", String(10)), Column("n", Integer)))
    oracle = Oracle(answer=True)
    await project.run("INSERT INTO t (a, n) VALUES ('x', 1)")
    await project.apply(one_table("t", Column("b", String(10)), Column("n", Integer)), questioner=oracle)
    assert len(oracle.asked) == 1
    assert await project.query("SELECT b, n FROM t") == [("x", 1)]


async def test_nobody_is_asked_where_nothing_is_alike(project: Project) -> None:
    await project.apply(one_table("t", Column("a", String(10))))
    oracle = Oracle(answer=True)
    unlike = one_table("t", Column("b", Integer))
    Table("u", unlike, Column("x", Uuid, primary_key=True))
    await project.generate(unlike, questioner=oracle, allow_data_loss=True)
    assert oracle.asked == []


async def test_nobody_is_asked_about_what_is_declared_or_given(project: Project) -> None:
    await project.apply(blog())
    oracle = Oracle(answer=True)
    await project.generate(blog(table="article"), renames=[("post", "article")], questioner=oracle, write=False)
    await project.generate(blog(table="article", table_info={"renamed_from": "post"}), questioner=oracle, write=False)
    assert oracle.asked == []


async def test_whoever_says_no_gets_a_drop_that_needs_consent(project: Project) -> None:
    await project.apply(blog())
    oracle = Oracle(answer=False)
    with pytest.raises(DataLossRefusedError):
        await project.generate(blog(table="article"), questioner=oracle)
    assert len(oracle.asked) == 1


async def test_nothing_is_ever_guessed_to_be_a_rename(project: Project) -> None:
    await project.apply(blog())
    with pytest.raises(DataLossRefusedError) as caught:
        await project.generate(blog(table="article"))
    assert any("post" in loss for loss in caught.value.losses)
    assert len(project.files()) == 1


# Files


async def test_the_second_run_finds_nothing(project: Project) -> None:
    first = await project.apply(blog())
    assert len(first.drafts) == 1
    second = await project.generate(blog())
    assert second.drafts == ()
    assert project.files() == ["0001_create_post_remark.py"]


async def test_a_loss_of_data_needs_consent_and_is_announced(project: Project) -> None:
    await project.apply(one_table("t", Column("a", Text)))
    await project.run("INSERT INTO t (a) VALUES ('x')")
    with pytest.raises(DataLossRefusedError) as caught:
        await project.generate(one_table("t"))
    assert len(caught.value.losses) == 1
    assert len(project.files()) == 1

    (draft,) = (await project.apply(one_table("t"), allow_data_loss=True)).drafts
    assert [hazard.kind for hazard in draft.hazards] == [HazardKind.DATA_LOSS]
    assert any("DATA LOSS" in line for line in docstring(draft.text))
    await project.rollback()
    assert await project.query("SELECT a FROM t") == [(None,)]


async def test_the_way_back_announces_what_it_loses(project: Project) -> None:
    (draft,) = (await project.apply(one_table("t", Column("a", Text)))).drafts
    assert draft.hazards == ()
    assert [hazard.kind for hazard in draft.down_hazards] == [HazardKind.DATA_LOSS]
    lines = docstring(draft.text)
    assert any("DATA LOSS" in line for line in lines[lines.index("down:") :])


def with_states(*labels: str, default: str) -> MetaData:
    return one_table("t", Column("state", Enum(*labels, name="state"), server_default=default, nullable=False))


async def test_labels_that_are_added_and_used_at_once_make_two_files(project: Project) -> None:
    await project.apply(with_states("open", default="open"))
    await project.run("INSERT INTO t DEFAULT VALUES")
    before = await project.schema()
    result = await project.generate(with_states("open", "new", default="new"))
    first, second = result.drafts
    assert any("ADD VALUE" in sql for sql in sql_of(first.text))
    assert any("DEFAULT" in sql for sql in sql_of(second.text))
    assert f'dependencies = ["{first.name}"]' in second.text
    assert (first.name[:4], second.name[:4]) == ("0002", "0003")
    assert await project.migrate() == (first.name, second.name)
    assert (await project.generate(with_states("open", "new", default="new"))).drafts == ()
    await project.run("INSERT INTO t DEFAULT VALUES")
    assert await project.query("SELECT state::text FROM t ORDER BY id") == [("open",), ("new",)]
    await project.run("DELETE FROM t WHERE state = 'new'")
    await project.rollback(steps=2)
    assert await project.schema() == before
    assert await project.query("SELECT state::text FROM t") == [("open",)]


async def test_a_name_that_is_given_goes_to_both_files(project: Project) -> None:
    await project.apply(with_states("open", default="open"))
    result = await project.generate(with_states("open", "new", default="new"), name="more_states")
    assert [draft.name for draft in result.drafts] == ["0002_more_states_types", "0003_more_states"]


async def test_files_are_named_after_what_they_do_and_numbered_on(project: Project) -> None:
    names: list[str] = []
    for models in (
        one_table("t"),
        one_table("t", Column("a", Text)),
        one_table("t", Column("a", Text, nullable=False)),
    ):
        names += [draft.name for draft in (await project.apply(models)).drafts]
    result = await project.apply(one_table("t"), allow_data_loss=True, name="what I say")
    names += [draft.name for draft in result.drafts]
    assert names == ["0001_create_t", "0002_add_a_to_t", "0003_alter_a_of_t", "0004_what_i_say"]
    assert project.files() == [f"{name}.py" for name in names]


async def test_names_of_tables_never_make_a_file_name_that_cannot_be(project: Project) -> None:
    metadata = MetaData()
    for name in ("a/b", "..", "Ünïcode 日本語", "x" * 63, "q'\"%"):
        Table(name, metadata, Column("id", Integer, primary_key=True))
    (draft,) = (await project.apply(metadata)).drafts
    assert draft.path is not None
    assert draft.path.parent == project.directory
    assert draft.name.isascii()
    assert draft.name.replace("_", "").isalnum()
    assert (await project.generate(metadata)).drafts == ()


async def test_the_docstring_has_a_line_for_each_step_and_says_that_it_was_proved(project: Project) -> None:
    await project.apply(one_table("t"))
    models = one_table("t", Column("code", String(5), unique=True), Column("price", Numeric(8, 2)))
    Table("u", models, Column("t_id", ForeignKey("t.id"), primary_key=True))
    (draft,) = (await project.generate(models)).drafts
    lines = docstring(draft.text)
    for summary in draft.summaries:
        assert f"- {summary}" in lines
    for hazard in draft.hazards:
        assert any(str(hazard) in line for line in lines)
    assert any(line.startswith("Proved on a scratch database: up gives the desired schema, down") for line in lines)
    assert draft.path is not None
    assert draft.path.read_text(encoding="utf-8") == draft.text


_AWKWARD = [
    'it\'s "quoted" and """three times"""',
    "back\\slash, \\n, \\' and a last one\\",
    "100% %s %(x)s :name ::text $1 {x} {{y}}",
    "two\nlines\n\n\tand a tab\n",
    "\r\n carriage returns \r",
    'ends in a quote"',
    "日本語 🐘 \u2028 \x85 \x01 \u200b",
    "$$ $tag$ -- /* ;",
    "'''",
]


@pytest.mark.parametrize("text", _AWKWARD, ids=range(len(_AWKWARD)))
async def test_any_text_survives_the_file(text: str, project: Project) -> None:
    models = one_table("t", Column("a", Text, server_default=text, comment=text), comment=text)
    result = await project.generate(models)
    compile(result.drafts[0].text, "migration", "exec")
    await project.migrate()
    found = await project.query(
        "SELECT obj_description('t'::regclass), col_description('t'::regclass, "
        "(SELECT attnum FROM pg_attribute WHERE attrelid = 't'::regclass AND attname = 'a'))"
    )
    assert found == [(text, text)]
    await project.run("INSERT INTO t DEFAULT VALUES")
    assert await project.query("SELECT a FROM t") == [(text,)]
    assert (await project.generate(models)).drafts == ()
    await project.rollback()


async def test_any_name_survives_the_file(project: Project) -> None:
    metadata = MetaData()
    names = [
        'we"ird',
        "it's",
        "100%",
        "%(x)s",
        "co:lon",
        ":bind",
        "back\\slash",
        "日本語",
        "a.b",
        "SELECT",
        "two\nlines",
    ]
    Table(
        'ta%ble:"x"',
        metadata,
        Column("id", Integer, primary_key=True),
        *(Column(name, Integer) for name in names),
        *(Index(f"ix {name}", name) for name in names),
    )
    before = await project.schema()
    await project.apply(metadata)
    assert (await project.generate(metadata)).drafts == ()
    await project.rollback()
    assert await project.schema() == before


async def test_nothing_is_written_that_is_not_asked_for(project: Project) -> None:
    result = await project.generate(blog(), write=False)
    (draft,) = result.drafts
    assert draft.path is None
    assert "CREATE TABLE" in draft.text
    assert not project.directory.exists()


async def test_a_check_tells_what_changed_and_writes_nothing(project: Project) -> None:
    result = await project.generate(blog(), check_only=True)
    (draft,) = result.drafts
    assert draft.text == ""
    assert any("post" in summary for summary in draft.summaries)
    assert not project.directory.exists()
    await project.apply(blog())
    assert (await project.generate(blog(), check_only=True)).drafts == ()


async def test_a_check_needs_no_consent_to_say_that_something_goes(project: Project) -> None:
    await project.apply(blog())
    (draft,) = (await project.generate(one_table("remark"), check_only=True)).drafts
    assert any(summary.startswith("Drop") and "post" in summary for summary in draft.summaries)


async def test_a_directory_whose_files_cannot_be_used_stops_the_run(project: Project) -> None:
    migrations.write(project.directory, "0001_lost", dependencies=("0000_nowhere",))
    with pytest.raises(MigrationFileError):
        await project.generate(blog())
    assert project.files() == ["0001_lost.py"]


async def test_new_files_depend_on_those_that_nothing_else_depends_on(project: Project) -> None:
    migrations.write(project.directory, "0001_a")
    migrations.write(project.directory, "0002_b", dependencies=("0001_a",))
    migrations.write(project.directory, "0003_c", dependencies=("0001_a",))
    (draft,) = (await project.generate(blog())).drafts
    assert draft.name.startswith("0004_")
    assert 'dependencies = ["0002_b", "0003_c"]' in draft.text


# What is in scope


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


# Other sources


async def test_the_desired_side_may_be_a_file_of_sql(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "schema.sql"
    file.write_text(
        """
        CREATE TYPE mood AS ENUM ('good', 'bad');
        CREATE TABLE t (id integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY, mood mood NOT NULL DEFAULT 'good');
        COMMENT ON TABLE t IS 'says; "much"';
        CREATE INDEX ON t (mood) WHERE id > 10;
        """
    )
    await project.apply(from_sql=file)
    assert (await project.generate(from_sql=file)).drafts == ()
    await project.run("INSERT INTO t DEFAULT VALUES")
    file.write_text(file.read_text().replace("'bad'", "'bad', 'ugly'").replace("PRIMARY KEY", "PRIMARY KEY, n integer"))
    await project.apply(from_sql=file)
    assert await project.query("SELECT * FROM t") == [(1, "good", None)]
    assert (await project.generate(from_sql=file)).drafts == ()


async def test_a_file_of_sql_that_does_not_load_is_blamed_by_its_line(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "schema.sql"
    file.write_text("CREATE TABLE a (id integer);\n\nCREATE TABLE b (id nonsense);\n")
    with pytest.raises(SourceError, match=r"schema\.sql:3.*nonsense"):
        await project.generate(from_sql=file)
    assert not project.directory.exists()


async def test_the_desired_side_may_be_another_database(project: Project, make_project: Callable[[], Project]) -> None:
    goal = make_project()
    await goal.apply(blog())
    await goal.run("ALTER TABLE post ALTER COLUMN body SET STORAGE EXTERNAL")
    await project.apply(from_database=goal.url)
    assert await project.schema() == await goal.schema()
    assert (await project.generate(from_database=goal.url)).drafts == ()
    await project.rollback()


# Where it is proved


async def scratch_databases(url: str) -> set[str]:
    return {
        name
        for (name,) in await migrations.query(url, "SELECT datname::text FROM pg_database")
        if name.startswith("matrx_scratch_")
    }


async def test_no_scratch_database_is_left_after_success_and_failure(project: Project, tmp_path: Path) -> None:
    await project.apply(blog())
    assert await scratch_databases(project.url) == set()
    with pytest.raises(DataLossRefusedError):
        await project.generate(one_table("t"))
    file = tmp_path / "schema.sql"
    file.write_text("CREATE TABLE b (id nonsense);")
    with pytest.raises(SourceError):
        await project.generate(from_sql=file)
    assert await scratch_databases(project.url) == set()


@pytest.mark.parametrize("after", [0.0, 0.05, 0.15, 0.4])
async def test_no_scratch_database_is_left_after_a_cancelled_run(after: float, project: Project) -> None:
    models = blog()
    for number in range(30):
        Table(f"t{number}", models, Column("id", Integer, primary_key=True), Column("a", Text, unique=True))
    task = asyncio.ensure_future(project.generate(models))
    while not await scratch_databases(project.url) and not task.done():
        await asyncio.wait([task], timeout=0.01)
    await asyncio.wait([task], timeout=after)
    was_running = task.cancel()
    result = await asyncio.gather(task, return_exceptions=True)
    if was_running:
        assert isinstance(result[0], asyncio.CancelledError)
        assert project.files() == []
    assert await scratch_databases(project.url) == set()


async def test_left_over_scratch_databases_are_removed_and_young_or_busy_ones_are_not(
    project: Project, make_database: Databases
) -> None:
    dead = f"matrx_scratch_1000000000_{uuid.uuid4().hex[:8]}"
    young = f"matrx_scratch_{int(time.time())}_{uuid.uuid4().hex[:8]}"
    busy = f"matrx_scratch_1000000001_{uuid.uuid4().hex[:8]}"
    make_database(dead)
    make_database(young)
    connection = await migrations.connect(make_database(busy))
    try:
        await project.generate(blog())
    finally:
        await connection.close()
    assert await scratch_databases(project.url) == {young, busy}


@pytest.fixture
def poor_project(make_project: Callable[[], Project], make_database: Databases) -> Iterator[Project]:
    """A project whose role may not create databases, and owns its own."""
    project = make_project()
    role = f"poor_{uuid.uuid4().hex[:8]}"
    name = project.url.partition("@/")[2].partition("?")[0]
    asyncio.run(project.run(f"CREATE ROLE {role} LOGIN", f"ALTER DATABASE {name} OWNER TO {role}"))
    project.url = project.url.replace("postgres@", f"{role}@")
    yield project
    make_database.drop()
    rich = make_database()
    asyncio.run(migrations.execute(rich, f"DROP ROLE {role}"))


async def test_a_role_that_may_not_create_databases_proves_on_the_embedded_server(
    poor_project: Project, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="matrx_orm_migrate"):
        result = await poor_project.apply(blog())
    assert len(result.drafts) == 1
    assert any("may not create databases" in record.getMessage() for record in caplog.records)
    assert (await poor_project.generate(blog())).drafts == ()
    await poor_project.rollback()


async def test_without_any_place_for_a_scratch_database_the_three_ways_are_named(
    poor_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> EmbeddedServer:
        raise ConfigError("the embedded server is not installed")

    monkeypatch.setattr(scratch, "temporary_embedded", missing)
    with pytest.raises(ScratchUnavailableError) as caught:
        await poor_project.generate(blog())
    for way in ("scratch_url", "CREATEDB", "matrx-orm-migrate[embedded]"):
        assert way in caught.value.hint
    assert "may not create databases" in caught.value.message
    assert not poor_project.directory.exists()


async def test_a_scratch_server_that_is_configured_is_used(
    poor_project: Project, server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> EmbeddedServer:
        raise AssertionError("the embedded server is not needed")

    monkeypatch.setattr(scratch, "temporary_embedded", missing)
    async with open_database(poor_project.url) as database:
        configured = replace(database.config, scratch_url=server.url())
        result = await generate_migrations(
            replace(database, config=configured),
            built_in(),
            directory=poor_project.directory,
            models=(blog(),),
            cache=CatalogCache(poor_project.directory.parent / "cache"),
        )
    assert len(result.drafts) == 1


# Changes that need words


@pytest.mark.parametrize("where", ["table", "column", "constraint"])
async def test_a_name_that_postgresql_would_cut_off_is_refused(where: str, project: Project) -> None:
    long = "ä" * 32  # 64 bytes
    names = {"table": "t", "column": "a", "constraint": "c", where: long}
    models = one_table(
        names["table"], Column(names["column"], Integer), CheckConstraint("id > 0", name=names["constraint"])
    )
    with pytest.raises(UsageError, match="63"):
        await project.generate(models)
    assert not project.directory.exists()


async def test_a_type_change_without_a_cast_is_announced(project: Project) -> None:
    await project.apply(one_table("t", Column("a", Integer)))
    (draft,) = (await project.generate(one_table("t", Column("a", Uuid)))).drafts
    (hazard,) = [hazard for hazard in draft.hazards if hazard.kind is HazardKind.MAY_FAIL]
    assert "no cast from integer to uuid" in hazard.message
    assert any("no cast from integer to uuid" in line for line in docstring(draft.text))
    assert any(" USING " in sql for sql in sql_of(draft.text))
    await project.migrate()


async def test_a_type_change_with_a_cast_keeps_the_values(project: Project) -> None:
    await project.apply(one_table("t", Column("a", Text)))
    await project.run("INSERT INTO t (a) VALUES ('12'), (NULL)")
    await project.apply(one_table("t", Column("a", Integer)))
    assert await project.query("SELECT a FROM t ORDER BY id") == [(12,), (None,)]
    await project.rollback()
    assert await project.query("SELECT a FROM t ORDER BY id") == [("12",), (None,)]


# Plugins


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion(CatalogObject):
    """A conversion between encodings: a kind that nobody else handles."""

    definition: str


class ConversionDetector(Detector):
    """Conversions, as a plugin of somebody's might have them."""

    kind = "conversion"
    catalog = "pg_conversion"

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            sql="""SELECT c.oid, 0, n.nspname, c.conname, format('FOR %L TO %L FROM pg_catalog.%I',
                       pg_encoding_to_char(c.conforencoding), pg_encoding_to_char(c.contoencoding), p.proname)
                   FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace
                   JOIN pg_proc p ON p.oid = c.conproc WHERE n.nspname !~ '^pg_'"""
        )

    def read(self, row: Sequence[Any]) -> Conversion:
        return Conversion(id=ObjectId("conversion", row[2], row[3]), definition=row[4])

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Conversion)
        return [Statement(sql=f"CREATE CONVERSION {obj.id.schema}.{obj.id.name} {obj.definition}")]

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return [Statement(sql=f"DROP CONVERSION {obj.id.schema}.{obj.id.name}")]

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return [*self.drop(before, context), *self.create(after, (), context)]

    def comment_target(self, obj: CatalogObject) -> str:
        return f"CONVERSION {obj.id.schema}.{obj.id.name}"


class ConversionPlugin:
    """The plugin around it."""

    @hookimpl
    def matrx_detectors(self) -> Sequence[Detector]:
        return [ConversionDetector()]


def with_plugin(plugin: object) -> PluginManager:
    built_ins = [("detectors", detectors), ("sources", sources), ("targets", targets)]
    blocked = [name for name, _module in built_ins]
    return PluginManager.discover(blocked=blocked, extra=[*built_ins, ("mine", plugin)])


async def test_a_kind_of_a_plugin_is_counted_without_it_and_handled_with_it(project: Project, tmp_path: Path) -> None:
    file = tmp_path / "schema.sql"
    file.write_text(
        "CREATE TABLE t (id integer);\n"
        "CREATE CONVERSION c FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;\nCOMMENT ON CONVERSION c IS 'one';"
    )
    plugins = with_plugin(ConversionPlugin())
    before = await project.schema()
    result = await project.apply(from_sql=file, plugins=plugins)
    assert any("conversion public.c" in summary for summary in result.drafts[0].summaries)
    again = await project.generate(from_sql=file, plugins=plugins)
    assert (again.drafts, again.unhandled) == ((), {})
    assert (await project.generate(from_sql=file)).unhandled == {"conversion": 1}
    file.write_text(file.read_text().replace("'one'", "'another'").replace("LATIN1", "LATIN2").replace("_1_", "_"))
    await project.apply(from_sql=file, plugins=plugins)
    assert (await project.generate(from_sql=file, plugins=plugins)).drafts == ()
    await project.rollback(steps=2)
    assert await project.schema() == before


class LeaveOut:
    """A plugin that leaves some tables alone."""

    @hookimpl
    def matrx_include(self, obj: CatalogObject, origin: str) -> bool | None:
        return False if "secret" in (obj.id.name, obj.id.parent) else None


async def test_a_plugin_may_leave_objects_alone(project: Project) -> None:
    await project.run("CREATE TABLE secret (id serial PRIMARY KEY)")
    plugins = with_plugin(LeaveOut())
    await project.apply(one_table("t"), plugins=plugins)
    assert await project.query("SELECT to_regclass('secret') IS NOT NULL") == [(True,)]
    assert (await project.generate(one_table("t"), plugins=plugins)).drafts == ()


# Several at once


async def test_two_databases_are_compared_in_one_loop_at_the_same_time(make_project: Callable[[], Project]) -> None:
    one, other = make_project(), make_project()
    first, second = await asyncio.gather(one.generate(blog()), other.generate(one_table("t", Column("a", Text))))
    assert [draft.name for draft in first.drafts] == ["0001_create_post_remark"]
    assert [draft.name for draft in second.drafts] == ["0001_create_t"]
    await asyncio.gather(one.migrate(), other.migrate())
    again = await asyncio.gather(one.generate(blog()), other.generate(one_table("t", Column("a", Text))))
    assert [result.drafts for result in again] == [(), ()]


async def test_a_database_may_be_an_engine_or_a_connection_of_the_callers(project: Project) -> None:
    async with open_database(project.url) as opened:
        assert opened.engine is not None
        await _generate_with(opened, project, "engine")
        async with opened.engine.connect() as connection, open_database(connection) as borrowed:
            await _generate_with(borrowed, project, "connection")
            assert not connection.closed


async def _generate_with(database: Database, project: Project, name: str) -> None:
    directory = project.directory.parent / name
    cache = CatalogCache(project.directory.parent / "cache")
    result = await generate_migrations(database, project.plugins, directory=directory, models=(blog(),), cache=cache)
    assert [path.name for path in directory.iterdir()] == ["0001_create_post_remark.py"]
    assert len(result.drafts) == 1
