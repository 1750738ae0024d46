"""The .sql source: files and folders as the desired side."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate.errors import SourceError
from matrx_orm_migrate.hooks import SourceContext
from matrx_orm_migrate.schema import Namespace, ObjectId, Snapshot
from matrx_orm_migrate.sources import matrx_sources
from matrx_orm_migrate.sources.sqlfile import SqlFileSource

source = SqlFileSource()


@pytest.fixture
def context(tmp_path: Path) -> SourceContext:
    return SourceContext(
        current=Snapshot(objects={}), schemas=("public",), includes=lambda _id: True, project_dir=tmp_path
    )


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def load(path: Path | str, context: SourceContext) -> list[tuple[str, str]]:
    return [(statement.sql, statement.origin) for statement in source.load((path,), context).statements]


def test_both_built_in_sources_are_given() -> None:
    assert sorted(source.name for source in matrx_sources()) == ["sql", "sqlalchemy"]


def test_paths_are_accepted_and_names_of_files_that_exist(tmp_path: Path) -> None:
    file = write(tmp_path / "schema.sql", "SELECT 1")
    assert source.accepts(file)
    assert source.accepts(tmp_path)
    assert source.accepts(str(file))
    assert not source.accepts(str(tmp_path / "other.sql"))
    assert not source.accepts("app.models:Base")
    assert not source.accepts(42)


def test_statements_come_with_their_file_and_line(context: SourceContext, tmp_path: Path) -> None:
    file = write(tmp_path / "schema.sql", "-- hello\nCREATE TABLE a ();\n\nCREATE TABLE b ();\n")
    assert load(file, context) == [("CREATE TABLE a ()", "schema.sql:2"), ("CREATE TABLE b ()", "schema.sql:4")]
    assert load(Path("schema.sql"), context) == load(str(file), context)


def test_a_file_knows_everything(context: SourceContext, tmp_path: Path) -> None:
    desired = source.load((write(tmp_path / "schema.sql", "CREATE TABLE a ()"),), context)
    assert desired.knows_everything
    assert desired.knows(Namespace(id=ObjectId("schema", "s", "s")))
    assert not desired.any_order
    assert not desired.renames


def test_a_folder_is_read_by_name_and_in_any_order(context: SourceContext, tmp_path: Path) -> None:
    folder = tmp_path / "sql"
    folder.mkdir()
    write(folder / "b.sql", "CREATE TABLE b ()")
    write(folder / "a.sql", "CREATE TABLE a ()")
    write(folder / "empty.sql", "-- nothing")
    write(folder / "readme.md", "not SQL")
    desired = source.load((folder,), context)
    assert [statement.origin for statement in desired.statements] == ["sql/a.sql:1", "sql/b.sql:1"]
    assert desired.any_order


def test_several_files_are_read_one_after_the_other(context: SourceContext, tmp_path: Path) -> None:
    one, two = write(tmp_path / "2.sql", "SELECT 1"), write(tmp_path / "1.sql", "SELECT 2")
    assert [statement.sql for statement in source.load((one, two), context).statements] == ["SELECT 1", "SELECT 2"]


def test_a_byte_order_mark_and_the_line_ends_of_windows_make_no_difference(
    context: SourceContext, tmp_path: Path
) -> None:
    script = "CREATE FUNCTION f() RETURNS text LANGUAGE sql AS $$\nSELECT 'a';\n$$;\nSELECT 1;\n"
    unix = load(write(tmp_path / "schema.sql", script), context)
    windows = b"\xef\xbb\xbf" + script.replace("\n", "\r\n").encode()
    assert load(write(tmp_path / "schema.sql", windows), context) == unix
    assert unix[1] == ("SELECT 1", "schema.sql:4")


def test_a_carriage_return_among_plain_line_ends_is_data(context: SourceContext, tmp_path: Path) -> None:
    file = write(tmp_path / "schema.sql", "COMMENT ON TABLE a IS 'x\r\ny';\nSELECT 1;\n")
    assert load(file, context)[0][0] == "COMMENT ON TABLE a IS 'x\r\ny'"


@pytest.mark.parametrize("content", ["", "\ufeff", "-- nothing\n", "BEGIN; COMMIT;"])
def test_an_empty_file_is_an_error_and_not_an_empty_database(
    context: SourceContext, tmp_path: Path, content: str
) -> None:
    with pytest.raises(SourceError, match="no SQL statement"):
        load(write(tmp_path / "schema.sql", content), context)


def test_an_empty_folder_and_a_missing_file_are_errors(context: SourceContext, tmp_path: Path) -> None:
    (tmp_path / "sql").mkdir()
    with pytest.raises(SourceError, match="no SQL statement"):
        load(tmp_path / "sql", context)
    with pytest.raises(SourceError, match=r"there is no file .*gone\.sql"):
        load(tmp_path / "gone.sql", context)


def test_what_pg_dump_writes_is_read(context: SourceContext, tmp_path: Path) -> None:
    dump = (
        "--\n-- PostgreSQL database dump\n--\n\n\\restrict x9\n\nSET client_encoding = 'UTF8';\n"
        "SELECT pg_catalog.set_config('search_path', '', false);\n\nCREATE TABLE public.a (\n    b text\n);\n\n"
        "COPY public.a (b) FROM stdin;\nit's; (\n\\.\n\nINSERT INTO public.a VALUES ('x');\n\\unrestrict x9\n"
    )
    assert [sql.split("(")[0] for sql, _ in load(write(tmp_path / "dump.sql", dump), context)] == [
        "SET client_encoding = 'UTF8'",
        "SELECT pg_catalog.set_config",
        "CREATE TABLE public.a ",
        "INSERT INTO public.a VALUES ",
    ]


def test_a_transaction_around_the_file_is_left_out(context: SourceContext, tmp_path: Path) -> None:
    file = write(tmp_path / "schema.sql", "BEGIN;\nCREATE TABLE a ();\nCOMMIT;\nSTART TRANSACTION; SELECT 1; END;")
    assert [sql for sql, _ in load(file, context)] == ["CREATE TABLE a ()", "SELECT 1"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("SELECT 1;\n\\i other.sql\n", r"schema\.sql, line 2: .*\\\\i other\.sql"),
        ("SELECT 1;\n\nSELECT 'a", r"schema\.sql, line 3: a string"),
        ("CREATE TABLE a ();\nROLLBACK;", r"schema\.sql, line 2: ROLLBACK"),
        (b"SELECT '\xff'", r"schema\.sql is not UTF-8: byte 8"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    context: SourceContext, tmp_path: Path, content: str | bytes, message: str
) -> None:
    with pytest.raises(SourceError, match=message):
        load(write(tmp_path / "schema.sql", content), context)
