"""Fault matrix E: a server or a role that cannot do what a migration needs."""

from __future__ import annotations

import asyncio
import os
import pwd
import shutil
import subprocess
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy.engine import make_url

from matrx_orm_migrate.embedded import EmbeddedServer, start_embedded
from tests.support.gate import listening, refusal, saying
from tests.support.migrations import execute, value
from tests.support.scene import PASSWORD, Scene


def write_one(scene: Scene) -> None:
    scene.write("0001_one", "await db.execute('create table one (a int)')")


async def database_of(scene: Scene) -> str:
    """The database's name, quoted."""
    return f'"{make_url(scene.direct).database}"'


async def test_row_33_a_read_only_database_is_refused_before_any_work(scene: Scene) -> None:
    write_one(scene)
    database = await database_of(scene)
    await execute(scene.direct, f"ALTER DATABASE {database} SET default_transaction_read_only = on")
    outcome = await scene.run("migrate")
    await execute(scene.direct, "SET default_transaction_read_only = off", f"ALTER DATABASE {database} RESET ALL")
    await scene.holds(outcome, 3, says=["read-only", "default_transaction_read_only"], applied=0)
    await scene.settles()


@contextmanager
def standby(directory: Path) -> Iterator[tuple[EmbeddedServer, EmbeddedServer]]:
    """A primary and a hot standby that follows it."""
    bin_dir = Path(os.environ["MATRX_TEST_POSTGRES_BIN"]) if os.environ.get("MATRX_TEST_POSTGRES_BIN") else None
    start_embedded(directory / "primary", bin_dir=bin_dir).stop()  # a clean end makes a backup of the files
    shutil.copytree(directory / "primary", directory / "standby")
    with start_embedded(directory / "primary", bin_dir=bin_dir) as primary:
        data = directory / "standby" / "data"
        (data / "standby.signal").touch()
        with (data / "postgresql.auto.conf").open("a") as settings:
            settings.write(f"primary_conninfo = 'host={primary.socket_dir} port={primary.port} user=postgres'\n")
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            for path in (data, *data.rglob("*")):
                os.chown(path, nobody.pw_uid, nobody.pw_gid)
        with start_embedded(directory / "standby", bin_dir=bin_dir) as second:
            yield primary, second


@pytest.mark.faults
async def test_row_34_a_hot_standby_is_refused_and_passed_over_for_the_primary(
    scene: Scene, reachable_dir: Path
) -> None:
    write_one(scene)
    with standby(reachable_dir) as (primary, second):
        outcome = await scene.run("migrate", url=second.url())
        assert outcome.code == 3
        assert "hot standby" in outcome.err
        assert "target_session_attrs=primary" in outcome.err
        hosts = f"host={quote(str(second.socket_dir))},{quote(str(primary.socket_dir))}&port=5432,5432"
        url = f"postgresql://postgres:{PASSWORD}@/postgres?{hosts}&target_session_attrs=primary"
        outcome = await scene.run("migrate", url=url)
        assert (outcome.code, outcome.err) == (0, "")
        assert await value(primary.url(), "SELECT to_regclass('one') IS NOT NULL")
        outcome = await scene.run("migrate", url=second.url())
        assert outcome.code in (0, 3)  # nothing to do, as soon as the standby has heard of it
    await scene.settles()


@asynccontextmanager
async def small_tablespace(scene: Scene, directory: Path) -> AsyncGenerator[str]:
    """A tablespace of 12 MB."""
    mount = await asyncio.to_thread(
        subprocess.run, ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", directory], capture_output=True, text=True
    )
    assert mount.returncode == 0, f"this row needs a file system that fills up, so root: {mount.stderr}"
    try:
        shutil.chown(directory, "nobody")
        await execute(scene.direct, f"CREATE TABLESPACE small LOCATION '{directory}'")
        yield "small"
    finally:
        await execute(scene.direct, "CHECKPOINT", "DROP TABLESPACE IF EXISTS small")
        await asyncio.to_thread(subprocess.run, ["umount", directory], check=True)


@pytest.mark.faults
async def test_row_35_a_full_disk_fails_the_migration_and_keeps_the_table(scene: Scene, reachable_dir: Path) -> None:
    async with small_tablespace(scene, reachable_dir) as small:
        await scene.prepare("CREATE TABLE big (a int, b text)", "INSERT INTO big SELECT 1, 'kept'")
        body = f"""
        if fault():
            await db.execute("create table filler tablespace {small} as "
                             "select repeat('x', 1000) from generate_series(1, 40000)")
        await db.execute("alter table big add column c int")
        """
        scene.write("0001_big", body)
        outcome = await scene.run("migrate")
        await scene.holds(outcome, 5, migration="0001_big", sqlstate="53100", applied=0)
        assert await scene.value("SELECT b FROM big") == "kept"
    await scene.settles()


async def test_row_36_time_outs_of_the_role_do_not_reach_a_migration(scene: Scene) -> None:
    database = await database_of(scene)
    major = await scene.value("SELECT current_setting('server_version_num')::int / 10000")
    settings = ["statement_timeout", "idle_in_transaction_session_timeout"]
    settings += ["idle_session_timeout"] if major >= 14 else []
    settings += ["transaction_timeout"] if major >= 17 else []
    await execute(scene.direct, *(f"ALTER DATABASE {database} SET {name} = 600" for name in settings))
    sleep = "if fault():\n    await db.execute('select pg_sleep(1)')\n    await asyncio.sleep(1)\n"
    scene.write("0001_one", f"{sleep}await db.execute('create table one (a int)')")
    scene.write("0002_two", f"{sleep}await db.execute('create table two (a int)')", transactional=False)
    outcome = await scene.run("migrate")
    await execute(scene.direct, f"ALTER DATABASE {database} RESET ALL")
    await scene.holds(outcome, 0, applied=2)
    await scene.settles(already=True)


@asynccontextmanager
async def guest(scene: Scene) -> AsyncGenerator[str]:
    """A role that may log in, and its URL."""
    role = f"guest_{os.getpid()}"
    await execute(scene.direct, f"CREATE ROLE {role} LOGIN")
    try:
        yield make_url(scene.url).set(username=role).render_as_string(hide_password=False)
    finally:
        await execute(scene.direct, f"DROP OWNED BY {role}", f"DROP ROLE {role}")


async def test_row_37_a_role_that_may_not_make_the_table_is_told(scene: Scene) -> None:
    write_one(scene)
    await execute(scene.direct, "REVOKE CREATE ON SCHEMA public FROM PUBLIC")
    async with guest(scene) as url:
        outcome = await scene.run("migrate", url=url)
        await scene.holds(outcome, 3, says=["cannot create public._matrx_migrations", "permission denied"], applied=0)
    await scene.settles()


async def test_row_37_a_role_that_does_not_own_the_table_is_told(scene: Scene) -> None:
    scene.write("0001_one", "await db.execute('create table one (a int)')")
    scene.write("0002_two", "await db.execute('alter table one add column b int')")
    await scene.rehearse()
    assert (await scene.run("migrate", "--to", "1")).code == 0
    async with guest(scene) as url:
        role = make_url(url).username
        await execute(
            scene.direct,
            f"GRANT SELECT, INSERT ON _matrx_migrations TO {role}",
            f"GRANT USAGE ON SEQUENCE _matrx_migrations_id_seq TO {role}",
        )
        outcome = await scene.run("migrate", url=url)
        says = ["must be owner of table one"]
        await scene.holds(outcome, 5, migration="0002_two", sqlstate="42501", says=says, applied=1)
    await scene.settles()


async def test_row_37_a_role_that_may_not_read_the_history_is_told(scene: Scene) -> None:
    write_one(scene)
    assert (await scene.run("migrate")).code == 0
    async with guest(scene) as url:
        outcome = await scene.run("migrate", url=url)
        says = ["the history of migrations cannot be read", "grant SELECT"]
        await scene.holds(outcome, 3, says=says, applied=1)
    await scene.settles(already=True)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("postgresql://postgres:{password}@127.0.0.1:1/x", ["nobody listens there"]),
        pytest.param(
            "postgresql://postgres:{password}@no-such-host.invalid/x",
            ["the host name cannot be resolved"],
            marks=pytest.mark.faults,
        ),
        ("postgresql://postgres:{password}@127.0.0.1:{starting}/x?sslmode=disable", ["57P03", "starting up"]),
        ("postgresql://postgres:{password}@127.0.0.1:{plain}/x?sslmode=require", ["does not offer TLS"]),
        pytest.param(
            "postgresql://postgres:{password}@/x?host=/nowhere", ["there is no such socket"], marks=pytest.mark.faults
        ),
    ],
    ids=["refused", "dns", "57P03", "tls", "socket"],
)
async def test_row_38_what_may_change_is_tried_again_for_the_time_given(
    scene: Scene, url: str, says: list[str]
) -> None:
    write_one(scene)
    starting = refusal("57P03", "the database system is starting up")
    async with listening(saying(starting)) as first, listening(saying(b"N")) as second:
        url = url.format(password=PASSWORD, starting=first, plain=second)
        outcome = await scene.run("migrate", "--connect-wait", "1.5", url=url)
    assert 1.5 <= outcome.seconds < 50
    await scene.holds(outcome, 3, says=says, applied=0)


async def test_row_38_too_many_connections_are_waited_for(scene: Scene) -> None:
    write_one(scene)
    async with guest(scene) as url:
        role = make_url(url).username
        await execute(scene.direct, f"ALTER ROLE {role} CONNECTION LIMIT 0")
        outcome = await scene.run("migrate", "--connect-wait", "1", url=url)
        await scene.holds(outcome, 3, sqlstate="53300", says=["no connection left"], applied=0)
        await execute(scene.direct, f"GRANT CREATE ON SCHEMA public TO {role}")
        async with scene.started("migrate", "--connect-wait", "30", url=url) as child:
            await asyncio.sleep(1)
            await execute(scene.direct, f"ALTER ROLE {role} CONNECTION LIMIT -1")
            outcome = await child.end()
        await scene.holds(outcome, 0, applied=1)
        await execute(scene.direct, f"REASSIGN OWNED BY {role} TO postgres")
    await scene.settles(already=True)
