"""Migration files are listed, hashed and ordered without being run, and what is wrong with them is said."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from matrx_orm_migrate.errors import MigrationFileError, UsageError
from matrx_orm_migrate.loader import load_functions, migration_name, read_directory

UP = "async def up(db):\n    pass\n"
DOWN = "async def down(db):\n    pass\n"


def write(directory: Path, name: str, *dependencies: str, body: str = UP + DOWN) -> Path:
    path = directory / f"{name}.py"
    path.write_text(f'"""About {name}."""\n\ndependencies = {list(dependencies)!r}\n\n{body}', encoding="utf-8")
    return path


def names(directory: Path) -> list[str]:
    return [migration.name for migration in read_directory(directory).migrations]


def test_a_file_is_described_without_being_run(tmp_path: Path) -> None:
    body = "raise SystemExit('imported')\n" + UP
    write(tmp_path, "0001_first", body=UP + DOWN)
    write(tmp_path, "0002_second", "0001_first", body=body)
    first, second = read_directory(tmp_path).migrations
    assert (first.name, first.number, first.description) == ("0001_first", 1, "About 0001_first.")
    assert first.reversible
    assert first.transactional
    assert second.dependencies == ("0001_first",)
    assert not second.reversible
    assert second.source == (tmp_path / "0002_second.py").read_bytes()
    assert "SystemExit" not in repr(second)


def test_a_missing_directory_has_no_migrations(tmp_path: Path) -> None:
    history = read_directory(tmp_path / "nowhere")
    assert history.migrations == ()
    assert history.next_number() == 1
    assert history.leaves() == ()


def test_a_file_in_place_of_the_directory_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.touch()
    with pytest.raises(MigrationFileError, match="cannot read the directory"):
        read_directory(path)


def test_numbers_past_9999_are_ordered_as_numbers(tmp_path: Path) -> None:
    write(tmp_path, "10000_next")
    write(tmp_path, "9999_last_of_four")
    write(tmp_path, "0002_second")
    assert names(tmp_path) == ["0002_second", "9999_last_of_four", "10000_next"]
    assert read_directory(tmp_path).next_number() == 10001


def test_dependencies_come_before_numbers(tmp_path: Path) -> None:
    write(tmp_path, "0001_needs_third", "0003_third")
    write(tmp_path, "0002_second")
    write(tmp_path, "0003_third", "0002_second")
    assert names(tmp_path) == ["0002_second", "0003_third", "0001_needs_third"]


def test_leaves_are_what_nothing_depends_on(tmp_path: Path) -> None:
    write(tmp_path, "0001_a")
    write(tmp_path, "0002_b", "0001_a")
    write(tmp_path, "0003_c", "0001_a")
    assert [leaf.name for leaf in read_directory(tmp_path).leaves()] == ["0002_b", "0003_c"]


def test_a_bare_number_names_its_only_file(tmp_path: Path) -> None:
    write(tmp_path, "0001_first")
    write(tmp_path, "0002_second", "0001")
    assert read_directory(tmp_path).by_name["0002_second"].dependencies == ("0001_first",)


def test_a_bare_number_of_two_files_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "0001_a")
    write(tmp_path, "0001_b", "0001_a")
    write(tmp_path, "0002_c", "0001")
    with pytest.raises(MigrationFileError, match="may be any of 0001_a, 0001_b") as caught:
        _ = read_directory(tmp_path).migrations
    assert caught.value.migration == "0002_c"


def test_two_files_with_one_number_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "0001_a")
    write(tmp_path, "0002_b", "0001_a")
    write(tmp_path, "0002_c", "0001_a")
    history = read_directory(tmp_path)
    with pytest.raises(MigrationFileError, match="two migrations have the number 0002: 0002_b and 0002_c") as caught:
        _ = history.migrations
    assert "0003" in caught.value.hint
    history.check(applied={"0002_b", "0002_c"})


def test_twins_are_accepted_when_their_order_is_said(tmp_path: Path) -> None:
    write(tmp_path, "0001_b")
    write(tmp_path, "0001_a", "0001_b")
    assert names(tmp_path) == ["0001_b", "0001_a"]


def test_twins_are_accepted_when_a_later_file_merges_them(tmp_path: Path) -> None:
    write(tmp_path, "0001_a")
    write(tmp_path, "0001_b")
    write(tmp_path, "0002_merge", "0001_a", "0001_b")
    assert names(tmp_path) == ["0001_a", "0001_b", "0002_merge"]


def test_a_cycle_is_told_with_its_members(tmp_path: Path) -> None:
    write(tmp_path, "0001_a", "0003_c")
    write(tmp_path, "0002_b", "0001_a")
    write(tmp_path, "0003_c", "0002_b")
    write(tmp_path, "0004_d", "0003_c")
    with pytest.raises(MigrationFileError, match="0001_a → 0003_c → 0002_b → 0001_a"):
        _ = read_directory(tmp_path).migrations


def test_an_unknown_dependency_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    write(tmp_path, "0001_first")
    write(tmp_path, "0002_second", "0001_frist")
    with pytest.raises(MigrationFileError, match="'0001_frist'") as caught:
        _ = read_directory(tmp_path).migrations
    assert "0001_first" in caught.value.hint


@pytest.mark.parametrize("itself", ["0001_a", "0001"])
def test_a_file_that_depends_on_itself_is_refused(tmp_path: Path, itself: str) -> None:
    write(tmp_path, "0001_a", itself)
    with pytest.raises(MigrationFileError, match="depends on itself"):
        _ = read_directory(tmp_path).migrations


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("async def up(db:\n    pass\n", r"0001_a\.py:5"),
        ("async def down(db):\n    pass\n", "has no `up`"),
        ("def up(db):\n    pass\n", r"0001_a\.py:5: `up` must be a coroutine function"),
        (UP + "def down(db):\n    pass\n", "`down` must be a coroutine function"),
        ("dependencies = [first]\n" + UP, "must be a list of plain strings"),
        ("dependencies = '0001'\n" + UP, "must be a list of plain strings"),
        ("transactional = not True\n" + UP, "must be True or False"),
        ("lock_timeout = 2 * 3\n" + UP, "must be a number of seconds"),
        ("lock_timeout = True\n" + UP, "must be a number of seconds"),
        ("lock_timeout = -1\n" + UP, r"must be a number of seconds.* 0\.001 to 2147483 .*; it is -1"),
        ("lock_timeout = 0.0001\n" + UP, r"must be a number of seconds.* 0\.001 to 2147483 .*; it is 0\.0001"),
        ("lock_timeout = 2147483.7\n" + UP, r"must be a number of seconds.* 0\.001 to 2147483 .*; it is 2147483\.7"),
        ("# \0\n" + UP, "NUL byte"),
    ],
)
def test_an_unusable_file_is_told_with_what_is_wrong(tmp_path: Path, body: str, message: str) -> None:
    write(tmp_path, "0001_a", body=body)
    with pytest.raises(MigrationFileError, match=message) as caught:
        _ = read_directory(tmp_path).migrations
    assert caught.value.migration == "0001_a"
    assert caught.value.exit_code == 2


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path: Path) -> None:
    (tmp_path / "0001_a.py").write_bytes(b"# one\n# caf\xe9\n" + UP.encode())
    with pytest.raises(MigrationFileError, match=r"0001_a\.py:2: not valid UTF-8 \(byte 0xe9\)"):
        _ = read_directory(tmp_path).migrations


def test_a_byte_order_mark_is_accepted(tmp_path: Path) -> None:
    (tmp_path / "0001_a.py").write_bytes(b"\xef\xbb\xbf" + UP.encode())
    (migration,) = read_directory(tmp_path).migrations
    assert load_functions(migration).down is None


@pytest.mark.parametrize("newline", [b"\n", b"\r\n", b"\r"])
def test_the_checksum_is_matrx_orms_and_does_not_depend_on_newlines(tmp_path: Path, newline: bytes) -> None:
    path = tmp_path / "0001_a.py"
    path.write_bytes(UP.encode().replace(b"\n", newline))
    with open(path, encoding="utf-8") as file:  # as matrx-orm reads it
        expected = hashlib.sha256(file.read().encode("utf-8")).hexdigest()
    (migration,) = read_directory(tmp_path).migrations
    assert migration.checksum == expected == hashlib.sha256(UP.encode()).hexdigest()


def test_files_that_are_not_migrations_are_left_alone_and_near_misses_are_listed(tmp_path: Path) -> None:
    write(tmp_path, "0001_a")
    for name in ("__init__.py", "helpers.py", "README.md", "0002_notes.txt", "12_x.py", "0001-x.py"):
        (tmp_path / name).write_text("not python (", encoding="utf-8")
    (tmp_path / "0003_directory.py").mkdir()
    history = read_directory(tmp_path)
    assert [migration.name for migration in history.migrations] == ["0001_a"]
    assert [path.name for path in history.ignored] == ["0001-x.py", "12_x.py"]


def test_names_that_matrx_orm_accepts_are_accepted(tmp_path: Path) -> None:
    write(tmp_path, "0001_add-index")
    write(tmp_path, "0002_it's", "0001_add-index")
    assert names(tmp_path) == ["0001_add-index", "0002_it's"]


def test_applied_files_are_hashed_and_neither_parsed_nor_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 51):
        write(tmp_path, f"{number:04d}_x", *([f"{number - 1:04d}_x"] if number > 1 else []))
    parsed: list[str] = []

    def counting(source: bytes, filename: str, *arguments: Any, **named: Any) -> Any:
        parsed.append(filename)
        return compile(source, filename, *arguments, **named)

    monkeypatch.setattr("matrx_orm_migrate.loader.migration.compile", counting, raising=False)
    history = read_directory(tmp_path)
    assert history.pending({f"{number:04d}_x" for number in range(1, 49)})[0].name == "0049_x"
    assert [Path(name).stem for name in parsed] == ["0049_x", "0050_x"]


def test_the_code_that_runs_is_the_bytes_that_were_hashed(tmp_path: Path) -> None:
    path = write(tmp_path, "0001_a", body="value = 1\n" + UP)
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert load_functions(read_directory(tmp_path).migrations[0]).module.__dict__["value"] == 1
    path.write_text(path.read_text().replace("value = 1", "value = 2"))
    os.utime(path, (1_700_000_000, 1_700_000_000))
    assert load_functions(read_directory(tmp_path).migrations[0]).module.__dict__["value"] == 2
    assert not (tmp_path / "__pycache__").exists()


def test_a_file_that_changes_between_hashing_and_running_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "0001_a")
    migration = read_directory(tmp_path).by_name["0001_a"]
    path.write_text(UP)
    with pytest.raises(MigrationFileError, match="was changed while it was being read"):
        load_functions(migration)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("import sys\nsys.exit(3)\n" + UP, "does not import: SystemExit: 3"),
        ("1 / 0\n" + UP, r"ZeroDivisionError: division by zero \(.*0001_a\.py:5\)"),
        (UP + "up = 5\n", "`up` is not a coroutine function"),
    ],
)
def test_a_file_that_does_not_import_is_told(tmp_path: Path, body: str, message: str) -> None:
    write(tmp_path, "0001_a", body=body)
    (migration,) = read_directory(tmp_path).migrations
    before = set(sys.modules)
    with pytest.raises(MigrationFileError, match=message):
        load_functions(migration)
    assert set(sys.modules) == before


def test_a_module_may_define_dataclasses(tmp_path: Path) -> None:
    body = "from dataclasses import dataclass\n\n@dataclass\nclass Row:\n    a: 'int'\n\n" + UP
    write(tmp_path, "0001_a", body=body)
    assert load_functions(read_directory(tmp_path).migrations[0]).module.__dict__["Row"](1).a == 1


def test_a_name_is_made_from_a_description() -> None:
    assert migration_name(7, " Add total to Orders! ") == "0007_add_total_to_orders"
    assert migration_name(10000, "Größe") == "10000_größe"
    for bad in ("", "  ", "---"):
        with pytest.raises(UsageError, match="cannot be named"):
            migration_name(1, bad)
    with pytest.raises(UsageError, match="at most"):
        migration_name(1, "x" * 250)
    assert len(migration_name(1, "x" * 247)) == 252


def test_a_name_too_long_to_be_recorded_cannot_be_a_file_name_either() -> None:
    assert len((migration_name(1, "é" * 123) + ".py").encode()) <= 255
    with pytest.raises(UsageError, match="at most"):
        migration_name(1, "é" * 124)


def test_find_takes_a_name_or_a_number(tmp_path: Path) -> None:
    write(tmp_path, "0001_a")
    history = read_directory(tmp_path)
    assert history.find("0001_a") is history.find("1") is history.find("0001")
    with pytest.raises(UsageError, match="no migration '0002'"):
        history.find("0002")
