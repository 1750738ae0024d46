"""Fault matrix G: the files are not what they were, or not what they should be."""

from __future__ import annotations

import os

import pytest

from tests.support.migrations import rollback
from tests.support.scene import Outcome, Scene


async def apply_first(scene: Scene) -> None:
    """Two migrations, of which the first is applied."""
    scene.write("0001_one", "await db.execute('create table one (a int)')")
    scene.write("0002_two", "await db.execute('create table two (a int)')")
    await scene.rehearse()
    assert (await scene.run("migrate", "--to", "1")).code == 0


async def test_row_51_an_edited_file_stops_the_run_before_any_sql(scene: Scene) -> None:
    await apply_first(scene)
    path = scene.files / "0001_one.py"
    text = path.read_text()
    path.write_text(text + "# edited\n")
    outcome = await scene.run("migrate")
    path.write_bytes(text.replace("\n", "\r\n").encode())  # only the ends of lines: nothing was changed
    await scene.holds(outcome, 6, migration="0001_one", says=["changed after it was applied"], applied=1)
    await scene.settles()


async def test_row_52_a_missing_file_stops_the_run_before_any_sql(scene: Scene) -> None:
    await apply_first(scene)
    path = scene.files / "0001_one.py"
    path.rename(path.with_suffix(".bak"))
    for command in ("migrate", "rollback"):
        outcome = await scene.run(command)
        await scene.holds(outcome, 6, migration="0001_one", says=["file is missing"], applied=1)
    path.with_suffix(".bak").rename(path)
    await scene.settles()


BAD = {
    "same number": ("0002_other", "async def up(db): pass", "0002"),
    "cycle": ("0003_x", "dependencies = ['0004_y']\nasync def up(db): pass", "0003_x"),
    "missing dependency": ("0003_x", "dependencies = ['0009_z']\nasync def up(db): pass", "0009_z"),
    "itself": ("0003_x", "dependencies = ['0003_x']\nasync def up(db): pass", "0003_x"),
    "syntax": ("0003_x", "async def up(db:", "0003_x"),
    "exit at import": ("0003_x", "import sys; sys.exit(0)\nasync def up(db): pass", "0003_x"),
    "exception at import": ("0003_x", "1 / 0\nasync def up(db): pass", "0003_x"),
    "no coroutine": ("0003_x", "def up(db): pass", "0003_x"),
    "no up": ("0003_x", "async def down(db): pass", "0003_x"),
}


@pytest.mark.parametrize("case", BAD, ids=lambda case: f"row_{53 if list(BAD).index(case) < 4 else 54}_{case}")
async def test_row_53_54_one_bad_file_stops_the_run_before_any_sql(scene: Scene, case: str) -> None:
    name, text, says = BAD[case]
    await apply_first(scene)
    (scene.files / f"{name}.py").write_text(text + "\n")
    if case == "cycle":
        (scene.files / "0004_y.py").write_text("dependencies = ['0003_x']\nasync def up(db): pass\n")
    outcome = await (scene.run("migrate") if case in ("cycle", "exit at import") else scene.here())
    (scene.files / f"{name}.py").unlink()
    (scene.files / "0004_y.py").unlink(missing_ok=True)
    await scene.holds(outcome, 2, says=[says], applied=1)
    if case in ("cycle", "exit at import"):
        await scene.settles()


async def test_row_55_the_code_that_runs_is_the_bytes_that_were_hashed(scene: Scene) -> None:
    path = scene.write("0001_one", "await db.execute('create table aaa (a int)')")
    stamp = path.stat().st_mtime_ns
    for number in range(20):  # an edit of equal size in the same second, which a .pyc does not notice
        table = f"{chr(97 + number)}zz"
        scene.write("0001_one", f"await db.execute('create table {table} (a int)')")
        os.utime(path, ns=(stamp, stamp))
        outcome = await (scene.run("migrate") if number == 0 else scene.here())
        assert outcome.code == 0, outcome
        assert await scene.value("SELECT to_regclass($1) IS NOT NULL", table)
        assert (await scene.here(rollback)).code in (0, 2)
        async with scene.session() as connection:
            await connection.execute(f"DROP TABLE {table}")
    assert list(scene.files.rglob("*.pyc")) == []
    await scene.settles()


async def test_row_56_a_rollback_without_down_does_nothing(scene: Scene) -> None:
    scene.write("0001_one", "await db.execute('create table one (a int)')", down=None)
    scene.write("0002_two", "await db.execute('create table two (a int)')", down="await db.execute('drop table two')")
    await scene.rehearse()
    assert (await scene.run("migrate")).code == 0
    outcome = await scene.run("rollback", "--steps", "2")
    await scene.holds(outcome, 2, migration="0001_one", says=["no `down`", "nothing was done"], applied=2)
    await scene.settles(already=True)


async def test_row_57_a_late_file_of_a_branch_is_applied_and_rolled_back_first(scene: Scene) -> None:
    scene.write("0001_one", "await db.execute('create table one (a int)')")
    scene.write(
        "0003_three", "await db.execute('create table three (a int)')", down="await db.execute('drop table three')"
    )
    assert (await scene.run("migrate")).code == 0
    await scene.rehearse()
    scene.write(
        "0002_late", "await db.execute('create table late (a int)')", down="await db.execute('drop table late')"
    )
    outcome = await scene.run("migrate")
    assert (outcome.code, "0002_late" in outcome.out, "0003_three" in outcome.out) == (0, True, False), outcome
    outcome: Outcome = await scene.run("rollback")  # type: ignore[no-redef]  # the last one applied
    assert "0002_late" in outcome.out
    await scene.holds(outcome, 0, applied=2)
    (scene.files / "0002_late.py").unlink()
    await scene.settles(already=True)
