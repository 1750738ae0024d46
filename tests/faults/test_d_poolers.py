"""Fault matrix D: PgBouncer between the tool and the server, with other clients in the same pool."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from matrx_orm_migrate import makemigrations
from tests.support.migrations import connect, migrate, recorded, rollback, status
from tests.support.pooler import POOL_SIZE, pooled_url, start_pgbouncer
from tests.support.scene import Scene, with_password

WAYS = ("transaction",)


def write_three(scene: Scene) -> tuple[str, ...]:
    for number in (1, 2, 3):
        scene.write(
            f"000{number}_x",
            f"await db.execute('create table t{number} (a int)')\n"
            f"await db.execute('insert into t{number} values ($1)', {number})\n"
            f"assert await db.fetch_val('select a from t{number}') == {number}",
            down=f"await db.execute('drop table t{number}')",
        )
    return ("0001_x", "0002_x", "0003_x")


@pytest.mark.timeout(600)
async def test_row_28_fifty_cycles_among_other_clients_see_and_do_nothing_wrong(scene: Scene) -> None:
    names = write_three(scene)
    await scene.rehearse()
    for _ in range(50):
        assert await migrate(scene.url, scene.files) == names
        assert set((await status(scene.url, scene.files)).values()) == {"applied"}
        diff = await makemigrations(scene.url, directory=scene.files, from_database=scene.reference, check=True)
        assert not diff.drafts
        assert await rollback(scene.url, scene.files, steps=3) == tuple(reversed(names))
        assert scene.wrong == []
    await scene.holds(None, applied=0)
    await scene.settles()


async def test_row_29_statements_that_others_left_prepared_are_not_run(scene: Scene) -> None:
    names = write_three(scene)
    await scene.prepare("CREATE TABLE executed (who text)")
    await scene.rehearse()
    poisoned = [await connect(scene.url) for _ in range(POOL_SIZE)]
    try:
        for connection in poisoned:
            await connection.execute("BEGIN")
        for connection in poisoned:
            for number in range(1, 51):
                await connection.execute(
                    f"PREPARE \"__asyncpg_stmt_{number:x}__\" AS INSERT INTO executed VALUES ('{number}')"
                )
            await connection.execute("COMMIT")
    finally:
        for connection in poisoned:
            await connection.close()
    assert await migrate(scene.url, scene.files) == names
    assert await rollback(scene.url, scene.files, steps=3) == tuple(reversed(names))
    diff = await makemigrations(scene.url, directory=scene.files, from_database=scene.reference, check=True)
    assert not diff.drafts
    await scene.settles()
    assert await scene.value("SELECT count(*) FROM executed") == 0


async def test_row_30_two_runners_apply_each_file_once_and_nobody_sees_their_settings(scene: Scene) -> None:
    names = write_three(scene)
    await scene.rehearse()
    for _ in range(10):
        results = await asyncio.gather(*(migrate(scene.url, scene.files) for _ in range(2)))
        assert sorted(name for result in results for name in result) == list(names)
        await rollback(scene.url, scene.files, steps=3)
    outcomes = await asyncio.gather(*(scene.run("migrate", fault=False) for _ in range(2)))
    for outcome in outcomes:
        await scene.holds(outcome, 0, applied=3)
    await scene.settles(already=True)


async def test_row_31_an_index_is_built_concurrently(scene: Scene) -> None:
    await scene.prepare("CREATE TABLE t (a int)", "INSERT INTO t SELECT generate_series(1, 10000)")
    scene.write(
        "0001_i",
        'await db.execute("create index concurrently i on t (a)")',
        down='await db.execute("drop index concurrently i")',
        transactional=False,
    )
    for _ in range(5):
        outcome = await scene.run("migrate")
        await scene.holds(outcome, 0, applied=1)
        assert await scene.value("SELECT indisvalid FROM pg_index WHERE indexrelid = 'i'::regclass")
        await scene.holds(await scene.run("rollback"), 0, applied=0)
    await scene.settles()


async def test_row_32_a_pooler_in_statement_mode_is_told(scene: Scene, pooler: Callable[[str], Path]) -> None:
    write_three(scene)
    url = with_password(pooled_url(scene.direct, pooler("statement")))
    outcome = await scene.run("migrate", url=url)
    await scene.holds(outcome, 3, says=["statement mode"], applied=0)
    assert await recorded(scene.direct) == ()
    await scene.settles()
    outcome = await scene.run("rollback", url=url)
    await scene.holds(outcome, 3, says=["statement mode"], applied=3)


@pytest.mark.faults
async def test_a_pooler_with_one_server_connection_is_told(scene: Scene) -> None:
    write_three(scene)
    with start_pgbouncer(scene.server, "transaction", size=1) as one:
        outcome = await scene.run("migrate", url=with_password(pooled_url(scene.direct, one)))
    assert outcome.seconds < 40
    await scene.holds(outcome, 3, says=["no second connection was to be had", "two or more"], applied=0)
    await scene.settles()


@pytest.mark.faults
async def test_what_a_migration_sets_reaches_nobody_else_in_the_pool(scene: Scene) -> None:
    await scene.prepare(
        "DO $$ BEGIN CREATE ROLE pool_guest; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$",
        "CREATE TABLE parent (a int PRIMARY KEY)",
        "CREATE TABLE child (a int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)",
    )
    settings = [
        "await db.execute('SET search_path = pg_catalog')\nawait db.execute_script(\"SET statement_timeout = '77s'\")",
        "await db.fetch(\"select SET_CONFIG('search_path', 'pg_catalog', false)\")",
        "await db.execute('SET ROLE pool_guest')",
        "await db.execute(\"DO $$ BEGIN SET statement_timeout = '77s'; END $$\")",
        "await db.connection.exec_driver_sql('SET search_path = pg_catalog')",
    ]
    with start_pgbouncer(scene.server, "transaction", size=2) as two:
        url = with_password(pooled_url(scene.direct, two))
        for number, body in enumerate(settings):
            name = f"000{2 * number + 1}_set"
            rows = "" if number else "await db.execute('insert into child values (1)')\n"
            rows += "" if number else "await db.execute('insert into parent values (1)')\n"
            scene.write(name, rows + body)
            scene.write(
                f"000{2 * number + 2}_t", f"await db.execute('create table t{number} ()')", dependencies=(name,)
            )
        await scene.rehearse()
        assert len(await migrate(url, scene.files)) == 2 * len(settings)
        clients = [await connect(url) for _ in range(2)]
        try:
            for client in clients:  # each holds one of the two server connections
                await client.execute("BEGIN")
            seen = [
                await client.fetchrow(
                    "SELECT pg_catalog.current_setting('search_path'), current_setting('statement_timeout'), "
                    "current_user::text, session_user::text, current_setting('lock_timeout')"
                )
                for client in clients
            ]
            assert [tuple(row) for row in seen] == [('"$user", public', "0", "postgres", "postgres", "0")] * 2
            for client in clients:
                await client.execute("COMMIT")
        finally:
            for client in clients:
                await client.close()
    for number in range(len(settings)):
        assert await scene.value(f"SELECT to_regclass('public.t{number}') IS NOT NULL")
    await scene.holds(None, applied=2 * len(settings))
