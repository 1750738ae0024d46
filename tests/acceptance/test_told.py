"""Nothing is passed over without a word, and what goes wrong is told with its place."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table

from matrx_orm_migrate import makemigrations, migrate, rebuild_schema
from matrx_orm_migrate.errors import ConfigError, MigrationFailedError, ProofFailedError, UsageError
from tests.support.corpus import run_scripts


@pytest.fixture
def url(make_database: Callable[[], str]) -> str:
    return make_database()


def migration(directory: Path, name: str, up: str) -> None:
    directory.mkdir(exist_ok=True)
    (directory / f"{name}.py").write_text(
        f'"""{name}."""\n\ndependencies = []\n\n\nasync def up(db):\n    {up}\n\n\nasync def down(db):\n    pass\n'
    )


def run(url: str, folder: Path, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "matrx_orm_migrate", *arguments, "--database", url]
    command += ["--dir", "migrations"] if arguments[0] != "rebuild" else []
    return subprocess.run(command, cwd=folder, text=True, timeout=120, check=False, **options)  # type: ignore[call-overload, no-any-return]


async def test_models_in_a_schema_that_nobody_asked_for(url: str, tmp_path: Path) -> None:
    metadata = MetaData()
    Table("here", metadata, Column("id", Integer, primary_key=True))
    Table("there", metadata, Column("id", Integer, primary_key=True), schema="other")
    result = await makemigrations(url, directory=tmp_path / "m", metadata=metadata)
    assert [note for note in result.notes if "other.there" in note and "--schema" in note]
    both = await makemigrations(
        url, directory=tmp_path / "m", metadata=metadata, schemas=("public", "other"), dry_run=True
    )
    assert both.notes == ()


async def test_what_sql_asks_for_beyond_the_schema(url: str, tmp_path: Path) -> None:
    path = tmp_path / "schema.sql"
    path.write_text(
        """
        CREATE TABLE t (id integer PRIMARY KEY);
        ALTER TABLE t ENABLE ROW LEVEL SECURITY;
        CREATE POLICY p ON t USING (id > 3);
        GRANT SELECT ON t TO public;
        INSERT INTO t VALUES (1), (2);
        INSERT INTO t VALUES (3);
        ALTER TABLE t OWNER TO CURRENT_USER;
        """
    )
    result = await makemigrations(url, directory=tmp_path / "m", from_sql=path)
    assert result.unhandled == {"policy": 1, "row_level_security": 1}
    (note,) = result.notes
    assert "1 GRANT, 2 INSERT, 1 OWNER TO" in note
    await migrate(url, directory=tmp_path / "m")
    again = await makemigrations(url, directory=tmp_path / "m", from_sql=path, check=True)
    assert (again.drafts, again.unhandled) == ((), {"policy": 1, "row_level_security": 1})


async def test_a_rebuild_of_no_table_leaves_what_is_there(url: str, tmp_path: Path) -> None:
    metadata = MetaData()
    Table("here", metadata, Column("id", Integer, primary_key=True))
    await makemigrations(url, directory=tmp_path / "m", metadata=metadata)
    await migrate(url, directory=tmp_path / "m")
    await rebuild_schema(url, output=tmp_path / "generated")
    before = (tmp_path / "generated" / "models.py").read_text()
    with pytest.raises(ConfigError, match="no table is called heer"):
        await rebuild_schema(url, output=tmp_path / "generated", include_tables=["heer"])
    assert (tmp_path / "generated" / "models.py").read_text() == before


async def test_tables_that_are_asked_for_and_not_there(url: str, tmp_path: Path) -> None:
    path = tmp_path / "schema.sql"
    path.write_text("CREATE TABLE here (id integer PRIMARY KEY); CREATE TABLE there (id integer PRIMARY KEY);")
    folder = tmp_path / "m"
    with pytest.raises(ConfigError, match=r"no table is called heer, x\["):
        await makemigrations(url, directory=folder, from_sql=path, check=True, include_tables=["heer", "x["])
    result = await makemigrations(url, directory=folder, from_sql=path, include_tables=["here", "heer"])
    assert (len(result.drafts), result.notes) == (1, ("no table is called heer (--include-tables)",))


async def test_a_database_that_no_dump_of_it_could_make_again(url: str, tmp_path: Path) -> None:
    """The body of a function that is inlined in a table names a type by the search path of whoever made the table."""
    await run_scripts(
        url,
        "CREATE TYPE pair AS (a int, b int);"
        "CREATE FUNCTION paired(int) RETURNS pair LANGUAGE sql IMMUTABLE AS 'SELECT row($1, 1)::pair';"
        "CREATE TABLE t (a int, p pair GENERATED ALWAYS AS (paired(a)) STORED)",
    )
    path = tmp_path / "schema.sql"
    path.write_text("CREATE TABLE x ()")
    with pytest.raises(
        ProofFailedError, match=r'type "pair" does not exist\n  in: CREATE TABLE public\.t \('
    ) as caught:
        await makemigrations(url, directory=tmp_path / "m", from_sql=path, allow_data_loss=True)
    assert "SET search_path" in (caught.value.hint or "")


async def test_a_rename_where_nothing_changes(url: str, tmp_path: Path) -> None:
    metadata = MetaData()
    Table("here", metadata, Column("id", Integer, primary_key=True))
    await makemigrations(url, directory=tmp_path / "m", metadata=metadata)
    await migrate(url, directory=tmp_path / "m")
    result = await makemigrations(url, directory=tmp_path / "m", metadata=metadata, renames=[("here.ix", "here.id")])
    assert (result.drafts, result.notes) == ((), ("--rename here.ix=here.id: nothing changes, and so no name",))


async def test_an_exception_in_a_migration_is_told_with_its_line(url: str, tmp_path: Path) -> None:
    migration(tmp_path / "m", "0001_bad", "row = {}\n    row['k']")
    with pytest.raises(MigrationFailedError, match=r"(?s)KeyError: 'k'.*at: 0001_bad\.py:8"):
        await migrate(url, directory=tmp_path / "m")


async def test_a_number_that_two_migrations_have_is_ambiguous(url: str, tmp_path: Path) -> None:
    migration(tmp_path / "m", "0003_a", "pass")
    migration(tmp_path / "m", "0003_b", "pass")
    with pytest.raises(UsageError, match="2 migrations have the number 0003: 0003_a, 0003_b"):
        await migrate(url, directory=tmp_path / "m", to="0003")


def test_what_a_migration_prints_stays_out_of_the_document(url: str, tmp_path: Path) -> None:
    up = 'import subprocess; print("hello"); subprocess.run(["echo", "world"])'
    migration(tmp_path / "migrations", "0001_loud", up)
    done = run(url, tmp_path, "migrate", "--json", capture_output=True)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["applied"][0]["name"] == "0001_loud"
    assert "hello" in done.stderr
    assert "world" in done.stderr
    failed = run(url, tmp_path, "migrate", "--json", "--to", "nowhere", capture_output=True)
    assert json.loads(failed.stdout)["error"]["exit_code"] == failed.returncode == 2


def test_output_that_cannot_be_written_stops_nothing(url: str, tmp_path: Path) -> None:
    migration(tmp_path / "migrations", "0001_one", 'await db.execute("CREATE TABLE one (id integer)")')
    closed = subprocess.run(
        ["sh", "-c", f"exec {sys.executable} -m matrx_orm_migrate migrate --database '{url}' --dir migrations >&-"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (closed.returncode, closed.stderr) == (0, "")
    with open("/dev/full", "w") as full:
        done = run(url, tmp_path, "rollback", stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 0
    assert "standard output cannot be written" in done.stderr


def test_a_folder_that_cannot_be_made_is_no_bug_of_ours(url: str, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    done = run(url, tmp_path, "rebuild", "--output", "file/generated", capture_output=True)
    assert done.returncode == 2
    assert "a bug in" not in done.stderr
    assert "file" in done.stderr


@pytest.mark.parametrize(
    ("up", "at_fault"), [("SELECT 1 / 0", "the rows, or the file,"), ("SELECT nothing", "the file and")]
)
async def test_rows_that_do_not_fit_are_no_fault_of_the_file_alone(
    up: str, at_fault: str, url: str, tmp_path: Path
) -> None:
    migration(tmp_path / "m", "0001_first", f'await db.execute("{up}")')
    with pytest.raises(MigrationFailedError) as failed:
        await migrate(url, directory=tmp_path / "m")
    assert f"Correct {at_fault}" in failed.value.hint
