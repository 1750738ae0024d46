"""The command as a process: signals, terminals, readers that go away."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.commands import ARGV, BEFORE, CTRL_C, Project
from tests.support.migrations import write


@pytest.fixture
def sleeper(project: Project) -> Project:
    """A project whose only migration takes its time."""
    write(project.folder / "migrations", "0001_slow", "await db.execute('select pg_sleep(60)')")
    return project


@pytest.fixture
def slow_run(sleeper: Project) -> Iterator[subprocess.Popen[str]]:
    """``migrate``, while the server sleeps for it."""
    with subprocess.Popen([*ARGV, "migrate"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            deadline = time.monotonic() + 60
            while not sleeper.query("select 1 from pg_stat_activity where query ~ '^select pg_sleep'"):
                assert process.poll() is None, process.communicate()
                assert time.monotonic() < deadline
                time.sleep(0.1)
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_ends_the_query_and_rolls_back(
    sleeper: Project, slow_run: subprocess.Popen[str], number: signal.Signals, code: int
) -> None:
    slow_run.send_signal(number)
    _, err = slow_run.communicate(timeout=30)
    assert slow_run.returncode == code
    assert len(err.splitlines()) <= 10
    assert "Traceback" not in err
    assert sleeper.query("select 1 from pg_stat_activity where query ~ '^select pg_sleep' and state = 'active'") == []
    assert not sleeper.recorded


def test_a_second_ctrl_c_ends_at_once(slow_run: subprocess.Popen[str]) -> None:
    slow_run.send_signal(signal.SIGINT)
    slow_run.send_signal(signal.SIGINT)
    started = time.monotonic()
    slow_run.communicate(timeout=30)
    assert slow_run.returncode == 130
    assert time.monotonic() - started < 5


def test_a_reader_that_goes_away_does_not_stop_the_work(two_migrations: Project) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    process = subprocess.run([*ARGV, "migrate"], stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    os.close(writing)
    assert (process.returncode, process.stderr) == (0, "")
    assert two_migrations.recorded == ("0001_a", "0002_b")


def at_a_terminal(*arguments: str, answer: str = "", environment: dict[str, str] | None = None) -> tuple[int, str]:
    """Run a command at a terminal of its own, and answer its first question; exit code, and what was on the screen."""
    main, terminal = pty.openpty()
    process = subprocess.Popen(
        [*ARGV, *arguments],
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
        env={**{k: v for k, v in os.environ.items() if k != "NO_COLOR"}, "TERM": "xterm", **(environment or {})},
    )
    os.close(terminal)
    screen = b""
    try:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            ready, _, _ = select.select([main], [], [], 0.5)
            if not ready:
                continue
            try:
                screen += os.read(main, 65536)
            except OSError:  # nobody has the other end any more
                break
            if answer and b"[y/n]" in screen.lower():
                if answer == CTRL_C:  # this terminal controls nobody, so the signal is sent by hand
                    # Python's input() misses a signal that comes between its prompt and its read; nobody is that fast
                    time.sleep(1)
                    process.send_signal(signal.SIGINT)
                os.write(main, answer.encode())
                answer = ""
        return process.wait(timeout=60), screen.decode()
    finally:
        process.kill()
        process.wait()
        os.close(main)


def test_a_likely_rename_is_asked_about_at_a_terminal(project: Project) -> None:
    project.execute("create table shop (id int primary key, title varchar(20))")
    asking = ["makemigrations", "--from-sql", project.sql(BEFORE), "--dry-run"]
    code, screen = at_a_terminal(*asking, answer="y\n")
    assert code == 0, screen
    assert "RENAME COLUMN title TO name" in screen
    code, screen = at_a_terminal(*asking, answer="n\n")
    assert code == 8
    code, screen = at_a_terminal(*asking, answer=CTRL_C)
    assert code == 130, screen
    assert project.run(*asking).code == 8  # no terminal, no question


def test_a_terminal_gets_colours_unless_it_says_no(two_migrations: Project) -> None:
    assert "\x1b[" in at_a_terminal("status")[1]
    assert "\x1b[3" not in at_a_terminal("status", "--no-color")[1]
    assert "\x1b[" not in at_a_terminal("status", environment={"NO_COLOR": "1"})[1]


def test_the_command_is_also_called_by_both_names() -> None:
    for name in ("matrx-orm", "matrx-orm-migrate"):
        script = Path(sys.executable).with_name(name)
        run = subprocess.run([script, "--version"], capture_output=True, text=True, check=True)
        assert run.stdout.startswith("matrx-orm-migrate ")
