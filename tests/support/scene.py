"""A database with rows to be kept, a directory of migrations, and what must hold whatever goes wrong with them.

`Scene.holds` and `Scene.settles` are "what holds in every row" of the fault matrix (docs/reliability.md).
"""

from __future__ import annotations

import asyncio
import os
import pwd
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy.engine import make_url

from matrx_orm_migrate import makemigrations
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.errors import MatrxMigrateError
from tests.support import migrations
from tests.support.pgdump import dump_schema, normalise
from tests.support.pooler import POOL_SIZE
from tests.support.servers import Databases

__all__ = ["PASSWORD", "Child", "Outcome", "Scene", "with_password"]

PASSWORD = "s3cr3t-Pa55"
IN_FULL = "MATRX_TEST_FAULTS_IN_FULL"  # set by `nox -s faults`

# what the runner itself keeps
BOOKS = "_matrx_migrations*"
MARK = "/* looking on */ "

OURS = "a.datname = current_database() AND a.pid <> pg_backend_pid()"
LEFT_OVERS = {
    "advisory locks": "SELECT count(*) FROM pg_locks l JOIN pg_database d ON d.oid = l.database "
    "WHERE l.locktype = 'advisory' AND d.datname = current_database()",
    "invalid indexes": "SELECT count(*) FROM pg_index WHERE NOT indisvalid",
    "prepared transactions": "SELECT count(*) FROM pg_prepared_xacts WHERE database = current_database()",
    "sessions idle in a transaction": "SELECT count(*) FROM pg_stat_activity a "
    f"WHERE {OURS} AND a.application_name = 'matrx-orm-migrate' AND a.state LIKE 'idle in%'",
}
# what asyncpg and PgBouncer set on every connection
EVERYBODYS = "('application_name', 'client_encoding', 'DateStyle', 'TimeZone', 'standard_conforming_strings')"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a command ended."""

    code: int
    out: str
    err: str
    seconds: float

    def __post_init__(self) -> None:
        said = self.out + self.err
        assert PASSWORD not in said, said
        assert "Traceback" not in said, said
        assert len(self.err.splitlines()) <= 10, self.err


@dataclass(slots=True)
class Child:
    """A command that is running."""

    process: asyncio.subprocess.Process
    started: float
    ended: Outcome | None = field(default=None)

    def send(self, number: int) -> None:
        os.kill(self.process.pid, number)

    async def kill(self) -> None:
        """SIGKILL; over when the process is gone."""
        self.process.kill()
        await self.process.communicate()

    async def end(self, seconds: float = 120) -> Outcome:
        """Wait for the end."""
        if self.ended is None:
            out, err = await asyncio.wait_for(self.process.communicate(), seconds)
            code = self.process.returncode
            assert code is not None
            self.ended = Outcome(code=code, out=out.decode(), err=err.decode(), seconds=time.monotonic() - self.started)
        return self.ended


def with_password(url: str) -> str:
    """The same URL with a password in it; the server trusts everybody, and must not tell it to anybody."""
    return make_url(url).set(password=PASSWORD).render_as_string(hide_password=False)


class Scene:
    """One database, reached on one ``way``: ``direct``, or through PgBouncer in a mode.

    ``url`` goes that way, ``direct`` straight to the server.  Migrations see ``FAULT`` in the environment while the
    fault is there; a reference database goes through them without it, and so gives "before" and "after" of each.
    """

    def __init__(self, server: EmbeddedServer, make_database: Databases, directory: Path, way: str) -> None:
        self.server = server
        self._make_database = make_database
        self._prepared: list[str] = []
        self.directory = directory
        self.files = directory / "migrations"
        self.files.mkdir(parents=True, exist_ok=True)
        self.way = way
        self.direct, self.reference = with_password(make_database()), with_password(make_database())
        self.url = self.direct
        self.wrong: list[str] = []  # what the clients beside us saw
        self._stages: list[str] = []
        self._names: tuple[str, ...] = ()

    # The stage is set.

    async def prepare(self, *statements: str) -> None:
        """Run statements in the database and in the reference."""
        self._prepared += statements
        for url in (self.direct, self.reference):
            await migrations.execute(url, *statements)

    async def set_up(self) -> None:
        """The rows that nothing may touch."""
        await self.prepare(
            "CREATE TABLE sentinel (id int PRIMARY KEY, note text NOT NULL)",
            "INSERT INTO sentinel SELECT n, 'kept ' || n FROM generate_series(1, 100) AS n",
        )

    def write(self, name: str, up: str = "pass", **options: Any) -> Path:
        """A migration; ``fault()`` is true in its body while the fault is there."""
        head = "import asyncio\nimport os\n\n\ndef fault():\n    return bool(os.environ.get('FAULT'))"
        options["head"] = f"{head}\n\n\n{options['head']}" if options.get("head") else head
        return migrations.write(self.files, name, up, **options)

    async def rehearse(self) -> None:
        """Take the reference through the migrations that are there, and keep what pg_dump says at each stage."""
        assert "FAULT" not in os.environ
        names = [migration.name for migration in migrations.read_directory(self.files).pending(frozenset())]
        self._stages = self._stages or [self.dump(self.reference)]
        for name in names[len(self._stages) - 1 :]:
            await migrations.migrate(self.reference, self.files, to=name)
            self._stages.append(self.dump(self.reference))
        self._names = tuple(names)

    @property
    def rehearsed(self) -> bool:
        """Whether the stages are known."""
        return bool(self._stages)

    async def stages(self) -> list[str]:
        """What pg_dump says before the first migration, and after each."""
        if not self._stages:
            await self.rehearse()
        return self._stages

    def dump(self, url: str) -> str:
        """The schema as pg_dump sees it, without the runner's books."""
        plain = url.replace("postgresql+asyncpg", "postgresql")
        program = str(self.server.bin_dir / "pg_dump")
        return normalise(dump_schema(plain, pg_dump=program, extra=[f"--exclude-table=*.{BOOKS}"]))

    # Things happen.

    @asynccontextmanager
    async def started(
        self, *arguments: str, url: str = "", fault: bool = True, environment: dict[str, str] | None = None
    ) -> AsyncGenerator[Child]:
        """A command of the command line as a child process; killed at the end where it still runs."""
        variables = {name: text for name, text in os.environ.items() if not name.startswith(("PG", "MATRX_"))}
        variables |= {"APP_URL": url or self.url, "NO_COLOR": "1", **(environment or {})}
        if fault:
            variables["FAULT"] = "1"
        (self.directory / "matrx_orm.toml").write_text('[databases.app]\nurl_env = "APP_URL"\n')
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "matrx_orm_migrate",
            *arguments,
            cwd=self.directory,
            env=variables,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        child = Child(process, time.monotonic())
        try:
            yield child
        finally:
            if process.returncode is None:
                process.kill()
                await process.communicate()

    async def run(self, *arguments: str, seconds: float = 120, **options: Any) -> Outcome:
        """A command, to its end."""
        async with self.started(*arguments, **options) as child:
            return await child.end(seconds)

    async def here(self, call: Callable[..., Awaitable[Any]] = migrations.migrate, **options: Any) -> Outcome:
        """``migrate`` within this process, for the many cases of one row; told as the command line tells it."""
        started = time.monotonic()
        code, out, err = 0, "", ""
        try:
            out = repr(await call(options.pop("url", self.url), self.files, **options))
        except MatrxMigrateError as error:
            code, err = error.exit_code, f"error: {error.message}\nhint: {error.hint}\n"
        return Outcome(code=code, out=out, err=err, seconds=time.monotonic() - started)

    # What is to be seen.

    async def value(self, sql: str, *args: Any) -> Any:
        """The first value of a query, straight from the server."""
        return await migrations.value(self.direct, MARK + sql, *args)

    async def until(self, sql: str, *, seconds: float = 180, expected: Any = True) -> float:
        """Wait until a query's value is as expected; how long it took."""
        started = time.monotonic()
        connection = await migrations.connect(self.direct)
        try:
            while await connection.fetchval(MARK + sql) != expected:
                assert time.monotonic() - started < seconds, sql
                await asyncio.sleep(0.02)
        finally:
            await connection.close()
        return time.monotonic() - started

    def running(self, sql: str) -> str:
        """Query: whether the server is at work on SQL with this in it."""
        quoted = sql.replace("'", "''")
        return (
            f"SELECT count(*) > 0 FROM pg_stat_activity a WHERE {OURS} AND a.state = 'active' "
            f"AND a.query LIKE '%{quoted}%' AND a.query NOT LIKE '{MARK}%'"
        )

    async def backend(self, sql: str) -> int:
        """The server process that runs SQL with this in it."""
        await self.until(self.running(sql))
        pid = await self.value(self.running(sql).replace("count(*) > 0", "max(a.pid)"))
        assert isinstance(pid, int)
        return pid

    @asynccontextmanager
    async def session(self, name: str = "the application") -> AsyncGenerator[asyncpg.Connection]:
        """A session of somebody else's, straight to the server."""
        connection = await migrations.connect(self.direct, server_settings={"application_name": name})
        try:
            yield connection
        finally:
            await connection.close()

    @asynccontextmanager
    async def blocker(self) -> AsyncGenerator[asyncpg.Connection]:
        """A session whose snapshot CREATE INDEX CONCURRENTLY waits for."""
        async with self.session("blocker") as connection:
            await connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ")
            await connection.fetch("SELECT 1")
            yield connection

    # What must hold.

    async def holds(
        self,
        outcome: Outcome | None,
        code: int = 0,
        *,
        says: Sequence[str] = (),
        migration: str = "",
        sqlstate: str = "",
        applied: int | None = None,
        partial: Sequence[str] | None = None,
        done: int = 0,
    ) -> None:
        """The outcome is as it should be, and so is the database: untouched rows, each migration whole or not at all.

        ``applied`` is how many migrations are to be recorded (None: whatever is, it must be true); ``partial`` the
        statements of an interrupted non-transactional one that took effect, ``done`` how many the journal has as done.
        """
        if outcome is not None:
            assert outcome.code == code, (outcome.code, outcome.out, outcome.err)
            for text in (migration, sqlstate, *says):
                assert text in outcome.err + (outcome.out if code == 0 else ""), (text, outcome)
            if code not in (0, 130, 143):
                assert "hint: " in outcome.err, outcome.err
        recorded = await migrations.recorded(self.direct)
        assert applied is None or len(recorded) == applied, recorded
        stages = await self.stages()
        assert set(recorded) == set(self._names[: len(recorded)]), (recorded, self._names)
        if partial:
            assert self.dump(self.direct) == await self._with(len(recorded), partial)
        else:
            assert self.dump(self.direct) == stages[len(recorded)]
        assert await self.value("SELECT count(*) = 100 AND bool_and(note = 'kept ' || id) FROM sentinel")
        journal = "_matrx_migrations_progress"
        if await self.value("SELECT to_regclass($1) IS NOT NULL", journal):
            assert await self.value(f"SELECT count(*) FROM {journal} WHERE state = 'done'") == done
        else:
            assert done == 0
        assert self.wrong == []

    async def _with(self, stage: int, statements: Sequence[str]) -> str:
        """The dump of a database at that stage, plus these statements."""
        url = self._make_database()
        await migrations.execute(url, *self._prepared)
        if stage:
            await migrations.migrate(url, self.files, to=self._names[stage - 1])
        await migrations.execute(url, *statements)
        return self.dump(url)

    async def settles(self, *, url: str = "", already: bool = False, seconds: float = 120) -> None:
        """With the fault removed, one plain ``migrate`` finishes the work, and nothing is left lying about."""
        if os.environ.get(IN_FULL):
            outcome = await self.run("migrate", url=url, fault=False, seconds=seconds)
        else:  # the same function, a second of start-up less
            outcome = await self.here(url=url or self.url)
        stages = await self.stages()
        nothing = ["Nothing to apply"] if os.environ.get(IN_FULL) else ["()"]
        await self.holds(outcome, 0, applied=len(stages) - 1, says=nothing if already else [])
        diff = await makemigrations(self.direct, directory=self.files, from_database=self.reference, check=True)
        assert not diff.drafts, diff
        for what, query in LEFT_OVERS.items():
            assert await self.until(query, expected=0, seconds=3) < 3, what
        await self._check_pool(url or self.url)
        self._check_files()

    async def _check_pool(self, url: str) -> None:
        """No server connection of a pool keeps a setting of ours."""
        if self.way == "direct":
            return
        sql = f"SELECT name || ' = ' || setting FROM pg_settings WHERE source = 'session' AND name NOT IN {EVERYBODYS}"
        taken = [await migrations.connect(url) for _ in range(POOL_SIZE - 1)]
        try:
            for connection in taken:
                await connection.execute("BEGIN")
                assert [row[0] for row in await connection.fetch(sql)] == []
        finally:
            for connection in taken:
                await connection.close()

    def _check_files(self) -> None:
        """The password is in no file."""
        for path in self.directory.rglob("*"):
            if path.is_file():
                assert PASSWORD.encode() not in path.read_bytes(), path

    async def restart(self) -> None:
        """``pg_ctl restart -m immediate``, as a crash."""
        await migrations.execute(self.direct, "CHECKPOINT")  # test servers do not wait for the disk
        await asyncio.to_thread(_restart, self.server)
        # a PgBouncer that met a server which was down tries it again after a second, and refuses everybody until then
        deadline = time.monotonic() + 20
        while True:
            try:
                await migrations.value(self.url, "SELECT 1")
                return
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError):
                if time.monotonic() > deadline:
                    raise
                await asyncio.sleep(0.2)


def _restart(server: EmbeddedServer) -> None:
    nobody = pwd.getpwnam("nobody") if os.geteuid() == 0 else None
    subprocess.run(
        [server.bin_dir / "pg_ctl", "restart", "-D", "data", "-l", "data/log", "-m", "immediate", "-w"],
        cwd=server.directory,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        user=nobody.pw_uid if nobody else None,
        group=nobody.pw_gid if nobody else None,
        extra_groups=[] if nobody else None,
        start_new_session=True,
    )
