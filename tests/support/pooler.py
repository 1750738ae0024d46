"""PgBouncer for tests: found or fetched as docs/development.md says; and clients that make noise in its pools."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy.engine import make_url

from matrx_orm_migrate.embedded import EmbeddedServer
from tests.support.migrations import connect

__all__ = ["POOL_SIZE", "noise", "pgbouncer_program", "pooled_url", "start_pgbouncer"]

POOL_SIZE = 4
NOISE_CLIENTS = 6


def pgbouncer_program() -> Path:
    """The program; a failure, and never a skip, where there is none."""
    named = os.environ.get("MATRX_TEST_PGBOUNCER", "") or shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
    if not Path(named).is_file():
        raise AssertionError(
            "this test needs PgBouncer: `nox -s faults` fetches it; or install it, or name it in MATRX_TEST_PGBOUNCER"
        )
    return Path(named)


@contextmanager
def start_pgbouncer(server: EmbeddedServer, mode: str, size: int = POOL_SIZE) -> Iterator[Path]:
    """A PgBouncer in front of every database of the server; the directory of its socket, with the server's port."""
    program = pgbouncer_program()
    nobody = pwd.getpwnam("nobody") if os.geteuid() == 0 else None  # it refuses to run as root
    with tempfile.TemporaryDirectory(prefix="matrx-pgb-") as name:
        directory = Path(name)
        (directory / "users.txt").write_text('"postgres" ""\n"impatient" ""\n')
        (directory / "pgbouncer.ini").write_text(
            "[databases]\n"
            f"* = host={server.socket_dir} port={server.port}\n"
            "[pgbouncer]\n"
            f"pool_mode = {mode}\n"
            f"default_pool_size = {size}\n"
            "max_client_conn = 200\n"
            "auth_type = trust\n"
            f"auth_file = {directory}/users.txt\n"
            f"unix_socket_dir = {directory}\n"
            f"listen_port = {server.port}\n"
            f"logfile = {directory}/log\n"
            "query_wait_timeout = 30\n"
            "server_login_retry = 1\n"
            "server_lifetime = 3600\n"
        )
        # the libraries that it was fetched with lie beside it
        environment = {**os.environ, "LD_LIBRARY_PATH": str(program.parent.parent / "lib")}
        if nobody:
            os.chown(directory, nobody.pw_uid, nobody.pw_gid)
        process = subprocess.Popen(
            [str(program), "-q", str(directory / "pgbouncer.ini")],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            user=nobody.pw_uid if nobody else None,
            group=nobody.pw_gid if nobody else None,
            extra_groups=[] if nobody else None,
            start_new_session=True,
        )
        try:
            _wait(directory, server.port, process)
            yield directory
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(10)


def _wait(directory: Path, port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 15
    while time.monotonic() < deadline and process.poll() is None:
        with socket.socket(socket.AF_UNIX) as probe:
            if probe.connect_ex(str(directory / f".s.PGSQL.{port}")) == 0:
                return
        time.sleep(0.02)
    log = directory / "log"
    raise AssertionError(f"PgBouncer did not start: {log.read_text() if log.exists() else process.poll()}")


def pooled_url(url: str, directory: Path) -> str:
    """The URL that leads to the same database through the pooler."""
    return make_url(url).update_query_dict({"host": str(directory)}).render_as_string(hide_password=False)


@asynccontextmanager
async def noise(url: str) -> AsyncGenerator[list[str]]:
    """Six clients that do short transactions in the same pool; the list gets what they saw that was not theirs."""
    wrong: list[str] = []
    stop = asyncio.Event()

    async def client(number: int) -> None:
        while not stop.is_set():
            try:
                connection = await connect(url)
            except Exception:  # the fault of a test may be that nobody can connect
                await asyncio.sleep(0.1)
                continue
            try:
                for turn in range(20):
                    if stop.is_set():
                        break
                    await _transaction(connection, number * 1000 + turn, wrong)
                    await asyncio.sleep(0.03)
            except Exception as error:
                if not connection.is_closed():
                    wrong.append(f"{type(error).__name__}: {error}")
            finally:
                connection.terminate()

    clients = [asyncio.create_task(client(number)) for number in range(NOISE_CLIENTS)]
    try:
        yield wrong
    finally:
        stop.set()
        await asyncio.wait(clients, timeout=10)
        for task in clients:
            task.cancel()
        await asyncio.gather(*clients, return_exceptions=True)


async def _transaction(connection: Any, number: int, wrong: list[str]) -> None:
    """One by simple protocol, and one statement by extended protocol: the answer must be its own, the settings too."""
    rows = f"SELECT {number} FROM pg_catalog.generate_series(1, {number % 7 + 1})"
    tag = await connection.execute(f"BEGIN; {rows}; COMMIT")
    if tag != "COMMIT":
        wrong.append(f"COMMIT was answered with {tag}")
    statement = await connection.prepare(
        "SELECT $1::int, current_setting('lock_timeout'), current_setting('search_path'), "
        "current_setting('statement_timeout'), current_setting('role')",
        name="",
    )
    row = tuple(await statement.fetchrow(number))
    if row != (number, "0", '"$user", public', "0", "none"):
        wrong.append(f"{number}: {row}")
