"""A folder of .sql files as the desired side, in whatever order its statements stand."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from matrx_orm_migrate import makemigrations
from matrx_orm_migrate.ddl.lexer import split_statements
from matrx_orm_migrate.diff.scratch import Attempts, StatementFailedError
from matrx_orm_migrate.errors import SourceError
from tests.support.corpus import cases, read_case

Write = Callable[..., Path]


@pytest.fixture(autouse=True)
def _project_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """``write(name=text, …)`` makes a folder of files and returns it."""

    def make(**texts: str) -> Path:
        for name, text in texts.items():
            path = tmp_path / "db" / name.replace("__", "/")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.with_name(f"{path.name}.sql").write_text(text)
        return tmp_path / "db"

    return make


@pytest.fixture
def tries(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every statement that is tried, as it is tried."""
    tried: list[str] = []
    attempt = Attempts.attempt

    async def noted(self: Attempts, sql: str) -> StatementFailedError | None:
        tried.append(sql)
        return await attempt(self, sql)

    monkeypatch.setattr(Attempts, "attempt", noted)
    return tried


async def wanted(url: str, path: Path, *, check: bool = False) -> tuple[str, ...]:
    """The migrations that lead from an empty database to what the path holds."""
    result = await makemigrations(
        url, directory=path.parent / "migrations", from_sql=path, schemas=("*",), dry_run=True, check=check
    )
    return tuple(draft.text for draft in result.drafts)


async def refused(url: str, path: Path) -> SourceError:
    with pytest.raises(SourceError) as caught:
        await wanted(url, path)
    return caught.value


MIXED = [name for name in cases() if name.startswith("mixed/") and not read_case(name).requires]


@pytest.mark.parametrize("name", MIXED[::3])
async def test_every_statement_in_a_file_of_its_own_and_backwards(name: str, database_url: str, tmp_path: Path) -> None:
    text = read_case(name).b
    one = tmp_path / "one.sql"
    one.write_text(text)
    folder = tmp_path / "many"
    for number, (sql, _line) in enumerate(reversed(list(split_statements(text)))):
        path = folder / str(number // 3) / f"{number:03}.sql"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(sql)
    assert await wanted(database_url, folder) == await wanted(database_url, one) != ()


def chain(length: int) -> list[str]:
    """Views, each over the one before."""
    views = [f"CREATE VIEW v{number} AS SELECT x FROM v{number - 1};" for number in range(1, length)]
    return ["CREATE VIEW v0 AS SELECT 1 AS x;", *views]


def shop(size: int) -> list[str]:
    """Tables in schemas, each with a type and a function of its own, and references to five others."""
    statements: list[str] = []
    for number in range(size):
        targets = {number * step % size for step in (1, 3, 7, 11, 13)} - {number}
        lines = "".join(
            f", r{target} bigint REFERENCES s{target % 5}.t{target}" for target in targets if target < number
        )
        statements += [
            f"CREATE TYPE s{number % 5}.kind{number} AS ENUM ('a');",
            f"CREATE FUNCTION s{number % 5}.f{number}() RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t1';",
            f"CREATE TABLE s{number % 5}.t{number} (id bigint PRIMARY KEY DEFAULT s{number % 5}.f{number}(),"
            f" k s{number % 5}.kind{number}{lines});",
            f"CREATE INDEX ON s{number % 5}.t{number} (k);",
        ]
    return [*(f"CREATE SCHEMA s{number};" for number in range(5)), *statements]


@pytest.mark.parametrize("order", ["reversed", "shuffled"])
@pytest.mark.parametrize("statements", [chain(400), shop(100)], ids=["chain", "shop"])
async def test_the_work_grows_with_the_number_of_statements_and_not_with_its_square(
    statements: list[str], order: str, database_url: str, write: Write, tries: list[str]
) -> None:
    if order == "reversed":
        statements = statements[::-1]
    else:
        random.Random(1).shuffle(statements := list(statements))
    await wanted(database_url, write(all="\n".join(statements)), check=True)
    assert len(statements) < len(tries) < 4 * len(statements)


async def test_what_takes_more_locks_than_one_transaction_can_hold(
    database_url: str, write: Write, tries: list[str]
) -> None:
    # as many for each statement as a table with a few indexes takes, and quicker
    takes = [f"SELECT pg_advisory_xact_lock(generate_series({12 * n}, {12 * n + 11}));" for n in range(1500)]
    assert len(await wanted(database_url, write(a="\n".join([*takes, "CREATE TABLE t ();"])))) == 1
    assert len(tries) == 1501


async def test_a_label_is_used_by_what_stands_behind_it(database_url: str, write: Write) -> None:
    folder = write(
        a="CREATE TABLE t (m mood DEFAULT 'fine');",
        b="CREATE TYPE mood AS ENUM ('sad'); ALTER TYPE mood ADD VALUE 'fine';",
    )
    (text,) = await wanted(database_url, folder)
    assert "DEFAULT 'fine'" in text


@pytest.mark.since(14)
async def test_what_a_file_sets_holds_for_that_file_alone(database_url: str, write: Write) -> None:
    folder = write(
        a="SET search_path = app; CREATE TABLE here (f text DEFAULT g());"
        "SET search_path = app2; CREATE TABLE there ();",
        b="CREATE TABLE plain ();",
        c="CREATE SCHEMA app; CREATE SCHEMA app2; CREATE FUNCTION app.g() RETURNS text LANGUAGE sql RETURN 'x';",
        d="BEGIN; SET LOCAL search_path = app2; CREATE TABLE late (h public.e); COMMIT;",
        e="CREATE TYPE e AS ENUM ();",
    )
    (text,) = await wanted(database_url, folder)
    for name in ("app.here", "app2.there", "public.plain", "app2.late"):
        assert f"CREATE TABLE {name} (" in text


async def test_a_search_path_that_one_long_file_sets_holds_to_its_end(database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "schema.sql"
    domains = "".join(f"CREATE DOMAIN d{number} AS text;" for number in range(600))
    path.write_text(f"CREATE SCHEMA app; SET search_path = app; {domains}")
    (text,) = await wanted(database_url, path)
    assert text.count("app.d") >= 600
    assert "public.d" not in text


async def test_what_does_not_load_is_told_with_its_place_and_the_root_comes_first(
    database_url: str, write: Write
) -> None:
    folder = write(
        a="CREATE VIEW early AS\nSELECT id\nFROM broken;",
        deep__b="CREATE TABLE fine (id int);\n\nCREATE TABLE broken (\n  id int,\n  n nosuchtype\n);",
        c="CREATE VIEW later AS SELECT idd FROM fine;\nCREATE TABL x ();",
    )
    error = await refused(database_url, folder)
    lines = error.message.splitlines()
    assert lines == [
        "the desired side does not load: 4 of 5 statements fail:",
        'db/c.sql:1: column "idd" does not exist (42703)',
        "    CREATE VIEW later AS SELECT idd FROM fine",
        '    HINT:  Perhaps you meant to reference the column "fine.id".',
        'db/c.sql:2: syntax error at or near "TABL" (42601)',
        "    CREATE TABL x ()",
        'db/deep/b.sql:5: type "nosuchtype" does not exist (42704)',
        "    CREATE TABLE broken ( id int, n nosuchtype )",
        "and for want of what these, or others below, would have made:",
        'db/a.sql:3: relation "broken" does not exist (42P01)',
        "    CREATE VIEW early AS SELECT id FROM broken",
    ]


async def test_a_long_list_is_cut_with_a_count(database_url: str, write: Write) -> None:
    views = "".join(f"CREATE VIEW v{number} AS SELECT * FROM t{number % 2};\n" for number in range(40))
    error = await refused(database_url, write(a=views, b="CREATE TABLE t0 (a nosuchtype);", z="CREATE TABLE t1 ();"))
    lines = error.message.splitlines()
    assert lines[0] == "the desired side does not load: 21 of 42 statements fail:"
    assert lines[1] == 'db/b.sql:1: type "nosuchtype" does not exist (42704)'
    assert lines[-1] == "… and 11 more"


async def test_what_needs_each_other_is_said_to(database_url: str, write: Write) -> None:
    folder = write(
        a="CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES b);",
        b="CREATE TABLE b (id int PRIMARY KEY, a int REFERENCES a);",
    )
    error = await refused(database_url, folder)
    assert "db/a.sql:1: relation" in error.message
    assert "db/b.sql:1: relation" in error.message
    assert "need each other" in error.hint


async def test_a_setting_that_fails_is_told_once_with_its_own_place(database_url: str, write: Write) -> None:
    folder = write(a="SELECT 1;\nSET default_tablespace = nowhere;\nCREATE TABLE t ();\nCREATE TABLE u ();")
    error = await refused(database_url, folder)
    assert error.message.count("db/a.sql:2") == 1
    assert "nowhere" in error.message


async def test_one_file_is_loaded_in_its_order_and_the_line_is_told(database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "schema.sql"
    path.write_text("CREATE TABLE t (id int);\n\nCREATE VIEW v AS\n  SELECT id,\n    idd\n  FROM t;\nCREATE TABL;")
    error = await refused(database_url, path)
    assert 'schema.sql:5: column "idd" does not exist (42703)' in error.message
    assert 'HINT:  Perhaps you meant to reference the column "t.id"' in error.message
    assert "TABL;" not in error.message


async def test_rows_that_break_a_constraint_at_the_end_are_told(database_url: str, tmp_path: Path) -> None:
    path = tmp_path / "schema.sql"
    path.write_text(
        "CREATE TABLE t (id int PRIMARY KEY, up int REFERENCES t DEFERRABLE INITIALLY DEFERRED);\n"
        "INSERT INTO t VALUES (1, 2);"
    )
    error = await refused(database_url, path)
    assert "schema.sql:2: " in error.message
    assert "23503" in error.message


async def test_rows_in_a_folder_wait_for_those_that_they_need(database_url: str, write: Write) -> None:
    folder = write(
        a="INSERT INTO t VALUES (1, 2);",
        b="INSERT INTO t VALUES (2, NULL);",
        c="CREATE TABLE t (id int PRIMARY KEY, up int REFERENCES t DEFERRABLE INITIALLY DEFERRED);",
    )
    assert len(await wanted(database_url, folder)) == 1
