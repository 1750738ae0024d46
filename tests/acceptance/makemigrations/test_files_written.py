"""What stands in the files: their names, numbers, docstrings, texts and dependencies."""

from __future__ import annotations

import pytest
from sqlalchemy import (
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
)

from matrx_orm_migrate.errors import (
    DataLossRefusedError,
    MigrationFileError,
)
from matrx_orm_migrate.schema import HazardKind
from tests.support import migrations
from tests.support.project import Project, blog, docstring, one_table, sql_of


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
