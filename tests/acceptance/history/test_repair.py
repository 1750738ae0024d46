"""``repair``: lists in what the history does not match the files, and accepts exactly what is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate import HistoryProblemKind, Migrator, UsageError, migrate
from matrx_orm_migrate.errors import HistoryMismatchError, NeedsAttentionError
from tests.support.commands import Project
from tests.support.migrations import execute, query, recorded, value, write

CREATE = "await db.execute('create table {0} ()')"
DROP = "await db.execute('drop table {0}')"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three migrations, each with a table."""
    directory = tmp_path / "migrations"
    before: tuple[str, ...] = ()
    for number, table in enumerate("abc", start=1):
        name = f"{number:04d}_{table}"
        write(directory, name, CREATE.format(table), down=DROP.format(table), dependencies=before)
        before = (name,)
    return directory


@pytest.fixture
async def applied(database_url: str, folder: Path) -> Migrator:
    """The three, applied."""
    migrator = Migrator(database_url, directory=folder)
    await migrator.migrate()
    return migrator


def edit(folder: Path, name: str) -> None:
    """Change a file in a way that changes nothing."""
    path = folder / f"{name}.py"
    path.write_text(path.read_text("utf-8") + "\n# edited\n", encoding="utf-8")


async def test_a_history_that_matches_has_no_problem(applied: Migrator) -> None:
    assert (await applied.repair()).problems == ()


async def test_an_edited_file_is_accepted_by_name_alone(applied: Migrator, folder: Path, database_url: str) -> None:
    edit(folder, "0001_a")
    edit(folder, "0003_c")
    problems = (await applied.repair()).problems
    assert [(p.kind, p.migration, p.options) for p in problems] == [
        (HistoryProblemKind.EDITED, "0001_a", ("--accept-edited 0001_a",)),
        (HistoryProblemKind.EDITED, "0003_c", ("--accept-edited 0003_c",)),
    ]
    rows = await query(database_url, "select id, applied_at from _matrx_migrations order by id")
    result = await applied.repair(accept_edited=["0001_a"])
    assert result.done == ("0001_a is accepted as its file is now",)
    assert [p.migration for p in result.problems] == ["0003_c"]
    with pytest.raises(HistoryMismatchError, match="0003_c"):
        await applied.migrate()
    assert (await applied.repair(accept_edited=["3"])).problems == ()
    assert await query(database_url, "select id, applied_at from _matrx_migrations order by id") == rows
    assert (await applied.migrate()).applied == ()
    assert [m.name for m in (await applied.rollback(3)).rolled_back] == ["0003_c", "0002_b", "0001_a"]


async def test_a_deleted_file_is_forgotten(applied: Migrator, folder: Path, database_url: str) -> None:
    (folder / "0003_c.py").unlink()
    (problem,) = (await applied.repair()).problems
    assert (problem.kind, problem.options) == (HistoryProblemKind.MISSING, ("--forget 0003_c",))
    result = await applied.repair(forget=["0003_c"])
    assert result.done == ("0003_c is forgotten",)
    assert result.problems == ()
    assert await recorded(database_url) == ("0001_a", "0002_b")
    assert await value(database_url, "select to_regclass('c')::text") == "c"


async def test_a_renamed_file_keeps_its_place_in_the_history(
    applied: Migrator, folder: Path, database_url: str
) -> None:
    (folder / "0003_c.py").rename(folder / "0007_other.py")
    (problem,) = (await applied.repair()).problems
    assert problem.options == ("--renamed 0003_c=0007_other",)
    assert "0007_other has the same content" in problem.message
    result = await applied.repair(renamed={"0003_c": "0007_other"})
    assert result.done == ("0003_c is recorded as 0007_other",)
    assert result.problems == ()
    assert await recorded(database_url) == ("0001_a", "0002_b", "0007_other")
    assert (await applied.migrate()).applied == ()


async def test_a_renamed_and_edited_file_needs_both_words(applied: Migrator, folder: Path, database_url: str) -> None:
    (folder / "0003_c.py").rename(folder / "0004_c.py")
    edit(folder, "0004_c")
    with pytest.raises(UsageError, match="0004_c does not hold what 0003_c held"):
        await applied.repair(renamed={"0003_c": "0004_c"})
    assert await recorded(database_url) == ("0001_a", "0002_b", "0003_c")
    result = await applied.repair(renamed={"0003_c": "0004_c"}, accept_edited=["0004_c"])
    assert result.done == ("0003_c is recorded as 0004_c and accepted as it is now",)
    assert result.problems == ()


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"accept_edited": ["0002_b"]}, "0002_b was not changed"),
        ({"accept_edited": ["0009_x"]}, "0009_x is not in the history"),
        ({"forget": ["0002_b"]}, "0002_b is not forgotten: its file is there"),
        ({"forget": ["0009_x"]}, "0009_x is not in the history"),
        ({"renamed": {"0002_b": "0001_a"}}, "0002_b is not renamed: its file is there"),
        ({"renamed": {"0009_x": "0001_a"}}, "0009_x is not in the history"),
        ({"mark_applied": ["0002_b"]}, "0002_b was not interrupted"),
        ({"mark_not_applied": ["0002_b"]}, "0002_b was not interrupted"),
        ({"mark_applied": ["0002_b"], "mark_not_applied": ["0002_b"]}, "cannot be marked both"),
    ],
)
async def test_what_does_not_fit_is_refused_and_the_rest_is_not_done_either(
    applied: Migrator, folder: Path, database_url: str, options: dict[str, object], reason: str
) -> None:
    edit(folder, "0001_a")
    before = await query(database_url, "select * from _matrx_migrations order by id")
    wanted = {**options, "accept_edited": ["0001_a", *options.get("accept_edited", ())]}  # type: ignore[misc]
    with pytest.raises(UsageError, match=reason):
        await applied.repair(**wanted)  # type: ignore[arg-type]
    assert await query(database_url, "select * from _matrx_migrations order by id") == before


async def interrupted(url: str, directory: Path) -> None:
    """A migration without a transaction that stopped after its first statement."""
    body = "await db.execute('create table a ()')\nawait db.execute('select 1/0')"
    write(directory, "0001_steps", body, down="pass", transactional=False)
    with pytest.raises(NeedsAttentionError):
        await migrate(url, directory=directory)


async def test_a_half_done_migration_that_was_finished_by_hand_is_marked_applied(
    database_url: str, tmp_path: Path
) -> None:
    await interrupted(database_url, tmp_path)
    migrator = Migrator(database_url, directory=tmp_path)
    (problem,) = (await migrator.repair()).problems
    assert (problem.kind, problem.migration) == (HistoryProblemKind.INTERRUPTED, "0001_steps")
    assert problem.options == ("--mark-applied 0001_steps", "--mark-not-applied 0001_steps")
    assert "after 1 of its statements; `migrate` goes on with it" in problem.message
    result = await migrator.repair(mark_applied=["0001_steps"])
    assert result.done == ("0001_steps is marked as applied",)
    assert result.problems == ()
    assert (await migrator.status()).applied == ("0001_steps",)
    assert await value(database_url, "select count(*) from _matrx_migrations_progress") == 0
    assert [m.name for m in (await migrator.rollback()).rolled_back] == ["0001_steps"]


async def test_a_half_done_migration_that_was_undone_by_hand_is_marked_not_applied(
    database_url: str, tmp_path: Path
) -> None:
    await interrupted(database_url, tmp_path)
    await execute(database_url, "drop table a")
    migrator = Migrator(database_url, directory=tmp_path)
    assert (await migrator.repair(mark_not_applied=["1"])).problems == ()
    write(tmp_path, "0001_steps", "await db.execute('create table a ()')", transactional=False)
    assert [m.name for m in (await migrator.migrate()).applied] == ["0001_steps"]


@pytest.mark.parametrize("applied_now", [True, False])
async def test_a_half_done_rollback_is_settled_either_way(
    database_url: str, tmp_path: Path, *, applied_now: bool
) -> None:
    down = "await db.execute('drop table a')\nawait db.execute('select 1/0')"
    write(tmp_path, "0001_steps", "await db.execute('create table a ()')", down=down, transactional=False)
    migrator = Migrator(database_url, directory=tmp_path)
    await migrator.migrate()
    with pytest.raises(NeedsAttentionError):
        await migrator.rollback()
    with pytest.raises(NeedsAttentionError):
        await migrator.migrate()
    if applied_now:
        result = await migrator.repair(mark_applied=["0001_steps"])
    else:
        result = await migrator.repair(mark_not_applied=["0001_steps"])
    assert result.problems == ()
    assert await recorded(database_url) == (("0001_steps",) if applied_now else ())
    assert [m.name for m in (await migrator.migrate()).applied] == ([] if applied_now else ["0001_steps"])


async def test_a_half_done_migration_whose_file_is_gone_is_not_marked_applied(
    database_url: str, tmp_path: Path
) -> None:
    await interrupted(database_url, tmp_path)
    (tmp_path / "0001_steps.py").unlink()
    migrator = Migrator(database_url, directory=tmp_path)
    (problem,) = (await migrator.repair()).problems
    assert problem.options == ("--mark-not-applied 0001_steps",)
    with pytest.raises(UsageError, match=r"no file 0001_steps\.py"):
        await migrator.repair(mark_applied=["0001_steps"])
    assert (await migrator.repair(mark_not_applied=["0001_steps"])).problems == ()


async def test_repair_waits_for_the_migration_lock(applied: Migrator, folder: Path, database_url: str) -> None:
    from matrx_orm_migrate import LockNotObtainedError
    from matrx_orm_migrate.state import MigrationLock
    from tests.support.migrations import connect

    edit(folder, "0001_a")
    holder = await connect(database_url)
    try:
        await holder.execute(f"select {MigrationLock.for_run('public').try_in_session}")
        with pytest.raises(LockNotObtainedError):
            await applied.repair(accept_edited=["0001_a"], lock_wait=0.2)
        assert len((await applied.repair()).problems) == 1  # a look needs no lock
    finally:
        await holder.close()


def test_the_command_lists_and_does_and_exits_6_until_all_is_well(project: Project) -> None:
    folder = project.folder / "migrations"
    for number, table in enumerate("abc", start=1):
        write(folder, f"{number:04d}_{table}", CREATE.format(table))
    assert project.run("migrate").code == 0
    ended = project.run("repair")
    assert (ended.code, ended.out) == (0, "The history matches the files.\n")
    edit(folder, "0001_a")
    (folder / "0002_b.py").unlink()
    (folder / "0003_c.py").rename(folder / "0004_c.py")
    ended = project.run("repair")
    assert ended.code == HistoryMismatchError.exit_code
    for option in ("--accept-edited 0001_a", "--forget 0002_b", "--renamed 0003_c=0004_c"):
        assert f"repair {option}" in ended.out
    ended = project.run("repair", "--forget", "0002_b", "--renamed", "0003_c=0004_c", "--json")
    assert ended.code == HistoryMismatchError.exit_code
    assert ended.json["done"] == ["0003_c is recorded as 0004_c", "0002_b is forgotten"]
    assert [problem["options"] for problem in ended.json["problems"]] == [["--accept-edited 0001_a"]]
    ended = project.run("repair", "--accept-edited", "0001_a")
    assert ended.code == 0
    assert ended.out == "  ✓ 0001_a is accepted as its file is now\nThe history matches the files.\n"
    assert project.run("migrate").code == 0
    assert project.run("status", "--check").code == 0


def test_the_command_refuses_what_does_not_fit(project: Project) -> None:
    write(project.folder / "migrations", "0001_a", CREATE.format("a"))
    assert project.run("migrate").code == 0
    ended = project.run("repair", "--forget", "0001_a")
    assert ended.code == UsageError.exit_code
    assert "rollback --fake" in ended.err
    assert project.recorded == ("0001_a",)
