"""docs/tutorial-plugin.md builds a detector that works: with what is installed here, and from nothing."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from matrx_orm_migrate.embedded import EmbeddedServer
from tests.support.commands import Project
from tests.support.tutorial import blocks_of, expect, type_in, write_files

ROOT = Path(__file__).parents[2]
BLOCKS = blocks_of(ROOT / "docs" / "tutorial-plugin.md")


def installed_by_hand(folder: Path) -> None:
    """What ``pip install -e .`` leaves of a distribution, for a folder that is on the path: its entry points."""
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (group,) = project["entry-points"]
    points = "".join(f"{name} = {module}\n" for name, module in project["entry-points"][group].items())
    info = folder / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    info.mkdir()
    (info / "entry_points.txt").write_text(f"[{group}]\n{points}", encoding="utf-8")
    metadata = f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n"
    (info / "METADATA").write_text(metadata, encoding="utf-8")


@pytest.fixture
def project(
    tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Project]:
    """A folder with a configuration for a database of its own; what is imported from there is forgotten."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    yield Project(tmp_path, database_url, capsys)
    for name in [name for name in sys.modules if name.startswith(("matrx_orm_migrate_settings", "test_settings"))]:
        del sys.modules[name]


def test_what_the_tutorial_builds_migrates_a_database(
    project: Project, server: EmbeddedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process, and with one example of the contract: cheap.  The test below cuts nothing short."""
    write_files([block for block in BLOCKS if block.file != "matrx_orm.toml"], project.folder)
    installed_by_hand(project.folder)
    monkeypatch.syspath_prepend(str(project.folder))
    printed = ""
    for block in BLOCKS:
        if block.language == "sh":
            commands = [line.split() for line in block.text.splitlines() if line.startswith("matrx-orm ")]
            ended = [project.run(*command[1:]) for command in commands]
            assert [run.code for run in ended] == [0] * len(commands), ended
            printed = "".join(run.out for run in ended)
        elif block.language == "text" and "passed" not in block.text:
            expect(block.text, printed)
    monkeypatch.syspath_prepend(str(project.folder / "tests"))
    contract = importlib.import_module("test_settings").TestSettings()
    contract.test_there_and_back(contract.examples[0], server, project.folder / "there-and-back")


@pytest.mark.fresh
@pytest.mark.timeout(1800)  # pip, and a server for each command
def test_the_tutorial_works_from_nothing(reachable_dir: Path) -> None:
    """In a virtual environment of its own, with the core from a wheel, every line typed as it stands."""
    wheels = os.environ.get("MATRX_TEST_WHEELS", "")
    if not wheels:
        wheels = str(reachable_dir / "wheels")
        build = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", wheels, str(ROOT)]
        subprocess.run(build, check=True)
    ours = ("MATRX_", "PYTEST_", "PYTHON", "VIRTUAL_ENV", "COV_")
    fresh = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    fresh |= {"XDG_CACHE_HOME": str(reachable_dir / ".cache"), "PIP_FIND_LINKS": wheels}
    type_in(BLOCKS, reachable_dir, fresh)
    # what the page says of a detector that is broken
    folder = reachable_dir / "settings"
    detector = folder / "matrx_orm_migrate_settings" / "detector.py"
    sound = detector.read_text(encoding="utf-8")
    broken = sound.replace('return [on_database(f"RESET {quote(obj.id.name)}")]', "return []")
    assert broken != sound
    detector.write_text(broken, encoding="utf-8")
    command = [folder / ".venv" / "bin" / "pytest", "-q", "-k", "new"]
    run = subprocess.run(command, cwd=folder, env=fresh, capture_output=True, text=True, check=False)
    assert run.returncode == 1, run.stdout + run.stderr
    assert "after down, the schema is not what it was" in run.stdout
    assert "left over: database setting TimeZone" in run.stdout
