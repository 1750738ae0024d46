"""The .sql source, given a folder: which files are read, in which order, and what a file sets."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate.ddl.lexer import tokens_of
from matrx_orm_migrate.diff.loading import subject_of
from matrx_orm_migrate.errors import SourceError
from matrx_orm_migrate.hooks import Desired, SourceContext
from matrx_orm_migrate.schema import Snapshot
from matrx_orm_migrate.sources.sqlfile import SqlFileSource


def load(folder: Path, *more: Path) -> Desired:
    context = SourceContext(
        current=Snapshot(objects={}), schemas=("public",), includes=lambda _id: True, project_dir=folder.parent
    )
    return SqlFileSource().load((folder, *more), context)


def origins(desired: Desired) -> list[str]:
    return [statement.origin for statement in desired.statements]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.sql", "a/z.sql", "a/deeper/x.sql", "a.sql", "c/readme.md", ".git/no.sql", "c/.b.sql"):
        path = tmp_path / "db" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("SELECT 1;")
    return tmp_path / "db"


def test_all_that_is_below_a_folder_is_read_by_path_and_what_is_hidden_is_not(folder: Path) -> None:
    desired = load(folder)
    assert origins(desired) == ["db/a/deeper/x.sql:1", "db/a/z.sql:1", "db/a.sql:1", "db/b.sql:1"]
    assert desired.any_order


def test_links_are_followed_and_nothing_is_read_twice(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "far.sql").write_text("SELECT 2;")
    (folder / "c" / "linked").symlink_to(tmp_path / "elsewhere")
    (folder / "c" / "up").symlink_to(folder)
    (folder / "a" / "deeper" / "loop").symlink_to(folder / "a")
    (folder / "z.sql").symlink_to(folder / "b.sql")
    assert origins(load(folder)) == [
        "db/a/deeper/x.sql:1",
        "db/a/z.sql:1",
        "db/a.sql:1",
        "db/b.sql:1",
        "db/c/linked/far.sql:1",
    ]


def test_a_link_that_leads_nowhere_is_an_error(folder: Path) -> None:
    (folder / "lost.sql").symlink_to(folder / "gone.sql")
    with pytest.raises(SourceError, match=r"lost\.sql cannot be read: No such file"):
        load(folder)


def test_what_a_file_sets_holds_for_what_stands_behind_it_in_that_file(folder: Path) -> None:
    (folder / "b.sql").write_text(
        "SELECT 1;\nSET search_path = app;\nCREATE TABLE t ();\n"
        "SELECT pg_catalog.set_config('default_tablespace', '', false);\nRESET search_path;\nCREATE TABLE u ();"
    )
    held = {
        statement.origin: [setting.origin for setting in statement.settings] for statement in load(folder).statements
    }
    assert held["db/b.sql:1"] == held["db/a.sql:1"] == []
    assert held["db/b.sql:3"] == ["db/b.sql:2"]
    assert held["db/b.sql:6"] == ["db/b.sql:2", "db/b.sql:4", "db/b.sql:5"]
    assert len(held) == 6


def test_one_file_keeps_its_settings_among_its_statements(tmp_path: Path) -> None:
    path = tmp_path / "schema.sql"
    path.write_text("SET search_path = app;\nCREATE TABLE t ();")
    desired = load(path)
    assert [(one.sql, one.settings) for one in desired.statements] == [
        ("SET search_path = app", ()),
        ("CREATE TABLE t ()", ()),
    ]
    assert not desired.any_order


def test_a_folder_may_be_named_with_a_slash_at_its_end(folder: Path) -> None:
    source = SqlFileSource()
    assert source.accepts(f"{folder}/")
    assert not source.accepts(str(folder))
    assert not source.accepts(f"{folder}/nothing/")


def test_tokens_of_a_statement() -> None:
    sql = """CREATE -- a "b"
        TABLE "We""ird".T /* x /* y */ */ (a text DEFAULT E'it\\'s', b1 int[] CHECK (b1 <> $tag$ x $tag$), c float8)"""
    assert " ".join(tokens_of(sql)) == (
        'create table We"ird . t ( a text default e , b1 int [ ] check ( b1 <> ) , c float8 )'
    )


def test_the_name_of_an_operator_is_one_token_and_ends_where_a_comment_begins() -> None:
    assert [*tokens_of("CREATE OPERATOR s.<=>/* x */ (LEFTARG = int, COMMUTATOR = ===--\n)")] == [
        *("create", "operator", "s", ".", "<=>", "(", "leftarg", "=", "int", ",", "commutator", "=", "===", ")")
    ]
    assert subject_of("CREATE OPERATOR s.<=> (FUNCTION = f)") == ("s", "<=>")
