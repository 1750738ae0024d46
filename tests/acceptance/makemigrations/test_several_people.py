"""What several people, or one who answers and is refused, can lose: nothing."""

from __future__ import annotations

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table

from matrx_orm_migrate import create_empty, migrate
from matrx_orm_migrate.errors import DataLossRefusedError, MigrationFileError
from matrx_orm_migrate.schema import CatalogObject
from tests.support.migrations import write
from tests.support.project import Project, docstring, one_table


async def test_two_branches_are_joined_by_an_empty_migration(project: Project) -> None:
    write(project.directory, "0001_a", "await db.execute('create table a (id int)')")
    write(project.directory, "0002_b", "await db.execute('create table b (id int)')", dependencies=("0001_a",))
    write(project.directory, "0002_c", "await db.execute('create table c (id int)')", dependencies=("0001_a",))
    with pytest.raises(MigrationFileError, match="two migrations have the number 0002") as caught:
        await project.migrate()
    assert "create_empty" in caught.value.hint
    made = await create_empty(project.url, name="join", directory=project.directory)
    assert made.name == "0003_join"
    result = await migrate(project.url, directory=project.directory)
    assert [one.name for one in result.applied] == ["0001_a", "0002_b", "0002_c", "0003_join"]


class Meanwhile:
    """Somebody else's file comes in while the question is asked."""

    def __init__(self, project: Project) -> None:
        self.project = project

    def is_rename(self, before: CatalogObject, after: CatalogObject, summary: str) -> bool:
        write(self.project.directory, "0002_theirs", "pass", dependencies=("0001_create_t",))
        return True


async def test_a_file_that_comes_in_meanwhile_gets_no_twin(project: Project) -> None:
    await project.apply(one_table("t", Column("a", String(10))))
    assert project.files() == ["0001_create_t.py"]
    with pytest.raises(MigrationFileError, match="0002_theirs was made meanwhile") as caught:
        await project.generate(one_table("t", Column("b", String(10))), questioner=Meanwhile(project))
    assert "again" in caught.value.hint
    assert project.files() == ["0001_create_t.py", "0002_theirs.py"]


class Yes:
    """Says yes to every question."""

    def is_rename(self, before: CatalogObject, after: CatalogObject, summary: str) -> bool:
        return True


async def test_an_answer_is_not_lost_when_the_rest_is_refused(project: Project) -> None:
    await project.apply(one_table("t", Column("a", String(10)), Column("gone", Integer)))
    with pytest.raises(DataLossRefusedError) as caught:
        await project.generate(one_table("t", Column("b", String(10))), questioner=Yes())
    assert "--rename public.t.a=b" in caught.value.hint
    again = one_table("t", Column("b", String(10)))
    result = await project.generate(again, renames=[("public.t.a", "b")], allow_data_loss=True)
    assert "RENAME COLUMN a TO b" in result.drafts[0].text


async def test_the_docstring_says_where_the_way_back_may_fail(project: Project) -> None:
    metadata = MetaData()
    Table("t", metadata, Column("id", Integer, primary_key=True), Column("a", Integer, nullable=False))
    await project.apply(metadata)
    result = await project.generate(one_table("t", Column("a", Integer)))
    lines = docstring(result.drafts[0].text)
    assert any("MAY FAIL" in line for line in lines[lines.index("down:") :])
