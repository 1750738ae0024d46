"""Renames are declared, asked for or confirmed, and never guessed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Integer,
    String,
    Table,
    Uuid,
)

from matrx_orm_migrate.errors import (
    DataLossRefusedError,
    RenameError,
)
from matrx_orm_migrate.schema import CatalogObject, HazardKind
from tests.support import migrations
from tests.support.project import Project, blog, one_table, same_as_new, sql_of
from tests.support.servers import Databases


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
    ("before", "after", "renames"),
    [
        pytest.param("a integer DEFAULT 5", "b integer DEFAULT 5", [("t.a", "b")], id="default"),
        pytest.param("a integer DEFAULT 5", "b bigint DEFAULT 6", [("t.a", "b")], id="default that changes"),
        pytest.param("a serial PRIMARY KEY", "b serial PRIMARY KEY", [("public.t.a", "b")], id="serial key"),
        pytest.param(
            "n integer, a integer GENERATED ALWAYS AS (n + 1) STORED",
            "n integer, b integer GENERATED ALWAYS AS (n + 1) STORED",
            [("t.a", "t.b")],
            id="generated",
        ),
    ],
)
async def test_what_has_no_name_of_its_own_goes_along_with_a_renamed_column(
    before: str, after: str, renames: Sequence[tuple[str, str]], project: Project, make_database: Databases
) -> None:
    await project.run(f"CREATE TABLE t (id integer, {before})", "INSERT INTO t (id) VALUES (1), (2)")
    start, rows = await project.schema(), await project.query("SELECT a FROM t ORDER BY id")
    goal = make_database()
    await migrations.execute(goal, f"CREATE TABLE t (id integer, {after})")
    await project.generate(from_database=goal, renames=renames)
    await project.migrate()
    assert await project.query("SELECT b FROM t ORDER BY id") == rows
    assert await project.schema() == await project.tools.schema(goal)
    await project.rollback()
    assert await project.schema() == start
    assert await project.query("SELECT a FROM t ORDER BY id") == rows


@pytest.mark.parametrize(
    "bond", ["PARTITION OF p FOR VALUES FROM (0) TO (9)", "() INHERITS (p)"], ids=["partition", "inheritance"]
)
async def test_a_table_that_follows_another_is_renamed(bond: str, project: Project, make_database: Databases) -> None:
    goal = make_database()
    parent = f"CREATE TABLE p (a integer DEFAULT 5){' PARTITION BY RANGE (a)' if 'OF' in bond else ''}"
    await project.run(parent, f"CREATE TABLE p1 {bond}", "INSERT INTO p1 VALUES (1)")
    await migrations.execute(goal, parent, f"CREATE TABLE p_1 {bond}")
    start = await project.schema()
    await project.generate(from_database=goal, renames=[("p1", "p_1")])
    await project.migrate()
    assert await project.query("SELECT a FROM p_1") == [(1,)]
    assert await project.schema() == await project.tools.schema(goal)
    await project.rollback()
    assert await project.schema() == start


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
