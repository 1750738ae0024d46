"""Fault matrix B: an index is built CONCURRENTLY, and the build outlives its client, or does not."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from tests.support.migrations import execute
from tests.support.scene import Child, Scene

WAYS = ("direct", "transaction", "session")
BUILD = "create index concurrently"


async def set_up(scene: Scene, sql: str = "create index concurrently i on t (a)") -> None:
    await scene.prepare("CREATE TABLE t (a int)", "INSERT INTO t SELECT generate_series(1, 1000)")
    scene.write("0001_i", f'await db.execute("{sql}")', transactional=False)


async def valid(scene: Scene, name: str = "i") -> bool | None:
    found: bool | None = await scene.value(
        "SELECT (SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass($1))", name
    )
    return found


@asynccontextmanager
async def building(scene: Scene) -> AsyncGenerator[tuple[Child, int, asyncpg.Connection]]:
    """A run whose index build waits for a blocker: the run, the server process, the blocker."""
    async with scene.blocker() as blocker, scene.started("migrate") as child:
        pid = await scene.backend(BUILD)
        await scene.until("SELECT count(*) = 1 FROM pg_class WHERE relname = 'i'")
        yield child, pid, blocker


async def test_row_14_a_build_that_outlives_its_client_is_waited_out(scene: Scene) -> None:
    await set_up(scene)
    async with building(scene) as (child, pid, blocker):
        await child.kill()
        if scene.way == "direct":  # a pooler ends the server's work when its client goes
            outcome = await scene.run("migrate", "--lock-wait", "1")
            await scene.holds(outcome, 4, migration="0001_i", says=[f"still running, pid {pid}"], applied=0)
        await blocker.execute("COMMIT")
        await scene.until(scene.running(BUILD), expected=False)
    if scene.way == "direct":
        assert await valid(scene)
    await scene.settles()
    assert await valid(scene)


@pytest.mark.faults
async def test_row_15_an_index_left_invalid_by_a_restart_is_built_again(scene: Scene) -> None:
    database = await scene.value("SELECT current_database()")
    await execute(scene.direct, f'ALTER DATABASE "{database}" SET synchronous_commit = on')
    await set_up(scene)
    async with building(scene) as (child, _pid, _blocker):
        await scene.restart()
        outcome = await child.end()
    await scene.holds(outcome, 7, migration="0001_i", says=["connection was lost", "0/1 done"], applied=0)
    assert await valid(scene) is False
    await scene.settles()
    assert await valid(scene)


async def test_row_15_an_index_left_invalid_by_a_terminated_build_is_built_again(scene: Scene) -> None:
    await set_up(scene)
    async with building(scene) as (child, pid, _blocker):
        await scene.value("SELECT pg_terminate_backend($1)", pid)
        outcome = await child.end()
    await scene.holds(outcome, 7, migration="0001_i", says=["connection was lost", "0/1 done"], applied=0)
    assert await valid(scene) is False
    await scene.settles()


@pytest.mark.faults
@pytest.mark.parametrize(("setting", "code"), [("lock_timeout", "55P03"), ("statement_timeout", "57014")])
async def test_row_16_a_time_out_in_a_build_names_the_invalid_index(scene: Scene, setting: str, code: str) -> None:
    await set_up(scene)
    # A role of its own has a pool of its own: the clients beside us do not get the setting.
    role, url = "impatient", make_url(scene.url).set(username="impatient").render_as_string(hide_password=False)
    await execute(scene.direct, f"CREATE ROLE {role} SUPERUSER LOGIN", f"ALTER ROLE {role} SET {setting} = '1500ms'")
    try:
        async with scene.blocker():
            outcome = await scene.run("migrate", url=url)
    finally:
        await execute(scene.direct, f"REASSIGN OWNED BY {role} TO postgres", f"DROP ROLE {role}")
    await scene.holds(outcome, 7, migration="0001_i", sqlstate=code, says=["invalid index public.i is left"], applied=0)
    assert await valid(scene) is False
    await scene.settles()


async def test_row_17_a_unique_index_over_duplicates_leaves_nothing_behind(scene: Scene) -> None:
    await set_up(scene, "create unique index concurrently i on t (a)")
    await execute(scene.direct, "INSERT INTO t VALUES (7)")
    outcome = await scene.run("migrate")
    await scene.holds(outcome, 5, migration="0001_i", sqlstate="23505", says=["Key (a)=(7) is duplicated"], applied=0)
    assert await valid(scene) is None
    await execute(scene.direct, "DELETE FROM t WHERE a = 7")
    await scene.settles()


async def test_row_18_if_not_exists_does_not_take_an_invalid_index_for_done(scene: Scene) -> None:
    await set_up(scene, "create index concurrently if not exists i on public.t (a)")
    await execute(scene.direct, "INSERT INTO t VALUES (7)")
    with pytest.raises(asyncpg.UniqueViolationError):
        await execute(scene.direct, "CREATE UNIQUE INDEX CONCURRENTLY i ON t (a)")
    assert await valid(scene) is False
    await scene.settles()
    assert await valid(scene) is True
