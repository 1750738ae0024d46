"""What docs/history.md shows is what the commands print."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.commands import Project
from tests.support.migrations import write

PAGE = Path(__file__).parents[2] / "docs" / "history.md"
TABLE = "create table orders (id int primary key, amount int)"


def block(beginning: str) -> list[str]:
    """The lines of the code block that begins like this."""
    for text in re.findall(r"^```text\n(.*?)^```$", PAGE.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL):
        if text.startswith(beginning):
            return text.splitlines()
    pytest.fail(f"no block of docs/history.md begins with {beginning!r}")


def typed(line: str) -> list[str]:
    """The arguments of a command as it is shown."""
    return line.removeprefix("$ ").partition("#")[0].split()[1:]


@pytest.fixture
def project(
    tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Project:
    """A folder with four migrations, the second one without a way back, the third one with a loss unannounced."""
    monkeypatch.chdir(tmp_path)
    project = Project(tmp_path, database_url, capsys)
    folder = tmp_path / "migrations"
    total = "alter table orders add total int"
    back = "alter table orders drop total"
    write(folder, "0001_first", f"await db.execute('{TABLE}')", down="await db.execute('drop table orders')")
    write(folder, "0002_fill", dependencies=("0001_first",), down=None)
    write(
        folder,
        "0003_totals",
        f"await db.execute('{total}')",
        down=f"await db.execute('{back}')",
        dependencies=("0002_fill",),
    )
    write(folder, "0004_more", "await db.execute('create table more ()')", dependencies=("0003_totals",))
    return project


def test_a_database_is_adopted_as_shown(project: Project) -> None:
    check, adopt, go_on = block("matrx-orm baseline")
    project.execute(TABLE, "alter table orders add total int")
    assert project.run(*typed(check)).code == 0
    assert project.recorded == ()
    assert project.run(*typed(adopt)).code == 0
    assert project.recorded == ("0001_first", "0002_fill", "0003_totals")
    assert project.run(*typed(go_on)).code == 0
    assert project.recorded[-1] == "0004_more"


def test_the_history_is_changed_alone_as_shown(project: Project) -> None:
    record, forget = block("matrx-orm migrate --fake")
    assert project.run(*typed(record)).code == 0
    assert project.recorded == ("0001_first", "0002_fill", "0003_totals")
    assert project.run(*typed(forget)).code == 0
    assert project.recorded == ("0001_first", "0002_fill")


def test_the_history_is_repaired_as_shown(project: Project) -> None:
    folder = project.folder / "migrations"
    for path in folder.glob("*.py"):
        path.unlink()
    for name in ("0001_a", "0002_b", "0003_c"):
        write(folder, name, f"await db.execute('create table t{name[3]} ()')")
    assert project.run("migrate").code == 0
    (folder / "0003_c.py").rename(folder / "0004_c.py")
    write(folder, "0002_b", "pass")
    look, *told, repair = block("$ matrx-orm repair")
    ended = project.run(*typed(look))
    assert ended.code == 6
    assert ended.out.splitlines() == told
    assert project.run(*typed(repair)).code == 0


def test_the_files_are_proved_as_shown(project: Project) -> None:
    (project.folder / "migrations" / "0004_more.py").unlink()
    verify, *told = block("$ matrx-orm verify")
    seed = project.folder / typed(verify)[-1]
    seed.parent.mkdir()
    seed.write_text("insert into orders values (1, 1, 1), (2, 2, 2), (3, 3, 3);", encoding="utf-8")
    ended = project.run(*typed(verify))
    assert ended.code == 9
    time = re.compile(r" +\d+\.\d\d s ")
    assert [time.sub(" … s ", line) for line in ended.out.splitlines()] == [time.sub(" … s ", line) for line in told]
