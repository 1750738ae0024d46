"""Fault matrix F: what a migration does to its transaction past ``db``, and to the run that it is part of."""

from __future__ import annotations

import asyncio
import signal

import pytest

from tests.support.migrations import migrate, recorded
from tests.support.scene import Scene

GOOD = "await db.execute('create table one (a int)')"
ORM = "from sqlalchemy import text\nfrom sqlalchemy.ext.asyncio import AsyncSession\n"
INSERT = "await db.connection.execute(text('insert into one values (1)'))"
SWALLOWED = """
    if fault():
        try:
            await db.execute('select pg_sleep(30)')
        except asyncio.CancelledError:
            pass
    await db.execute('create table one (a int)')
"""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
async def test_a_swallowed_signal_ends_the_run(scene: Scene, number: int, code: int) -> None:
    scene.write("0001_one", SWALLOWED)
    scene.write("0002_two", "await db.execute('create table two (a int)')", dependencies=("0001_one",))
    await scene.rehearse()
    async with scene.started("migrate") as child:
        await scene.until(scene.running("pg_sleep"))
        child.send(signal.Signals(number))
        outcome = await child.end(20)
    await scene.holds(outcome, code, applied=0)
    await scene.settles()


@pytest.mark.parametrize("after", ["", "raise KeyError('x')"])
async def test_a_swallowed_cancellation_of_a_run_within_an_application_goes_on(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, after: str
) -> None:
    scene.write("0001_one", f"{SWALLOWED}\n    if fault():\n        {after or 'pass'}")
    await scene.rehearse()
    with monkeypatch.context() as patch:
        patch.setenv("FAULT", "1")
        task = asyncio.create_task(migrate(scene.url, scene.files))
        await scene.until(scene.running("pg_sleep"))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(2):
                await migrate(scene.url, scene.files)
    assert await recorded(scene.direct) == ()
    await scene.settles()


async def test_cancellations_that_a_migration_makes_itself_are_its_own(scene: Scene) -> None:
    scene.write(
        "0001_one",
        f"""
        try:
            async with asyncio.timeout(0.05):
                await asyncio.sleep(30)
        except TimeoutError:
            pass
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(db.fetch('select 1'))
                raise KeyError
        except* KeyError:
            pass
        {GOOD}
        """,
    )
    await scene.settles()


@pytest.mark.parametrize(
    ("call", "body"),
    [
        ("rollback()", f"{INSERT}\nawait db.connection.rollback()"),
        ("rollback()", "await db.execute('insert into one values (1)')\nawait db.connection.rollback()"),
        ("commit()", f"{INSERT}\nawait db.connection.commit()"),
        ("commit()", "try:\n    await db.connection.commit()\nexcept Exception:\n    pass"),
        ("begin()", f"async with db.connection.begin():\n    {INSERT}"),
        (
            "rollback()",
            "async with AsyncSession(bind=db.connection) as session:\n"
            "    await session.execute(text('insert into one values (1)'))\n    await session.rollback()",
        ),
        (
            "rollback()",
            "try:\n    async with AsyncSession(bind=db.connection) as session, session.begin():\n"
            "        await session.execute(text('insert into one values (1)'))\n        raise KeyError\n"
            "except KeyError:\n    pass",
        ),
    ],
)
async def test_an_end_of_the_transaction_through_sqlalchemy_is_told(scene: Scene, call: str, body: str) -> None:
    scene.write("0001_one", GOOD)
    await scene.rehearse()
    scene.write("0001_one", f"{ORM}{GOOD}\n{body}")
    outcome = await scene.here()
    scene.write("0001_one", GOOD)
    await scene.holds(
        outcome, 5, migration="0001_one", says=[f"{call} was called on db.connection", "begin_nested()"], applied=0
    )
    await scene.settles()


async def test_an_orm_session_that_commits_and_savepoints_work(scene: Scene) -> None:
    scene.write(
        "0001_one",
        f"{ORM}{GOOD}\n"
        "async with AsyncSession(bind=db.connection) as session:\n"
        "    await session.execute(text('insert into one values (1)'))\n    await session.commit()\n"
        "    await session.execute(text('insert into one values (2)'))\n    await session.commit()\n"
        "    async with session.begin():\n        await session.execute(text('insert into one values (3)'))\n"
        "async with AsyncSession(bind=db.connection) as session:\n    await session.execute(text('select 1'))\n"
        "try:\n    async with db.connection.begin_nested():\n"
        "        await db.connection.execute(text('insert into one values (4)'))\n        raise KeyError\n"
        "except KeyError:\n    pass\n"
        "async with AsyncSession(bind=db.connection, join_transaction_mode='create_savepoint') as session:\n"
        "    await session.execute(text('insert into one values (5)'))\n    await session.rollback()\n",
    )
    await scene.settles()
    assert await scene.value("SELECT array_agg(a ORDER BY a)::text FROM one") == "{1,2,3}"


async def test_an_error_is_not_hidden_by_the_rollback_that_it_brings(scene: Scene) -> None:
    scene.write("0001_one", GOOD)
    await scene.rehearse()
    scene.write(
        "0001_one",
        f"{ORM}{GOOD}\nasync with AsyncSession(bind=db.connection) as s, s.begin():\n    raise KeyError('own')",
    )
    outcome = await scene.here()
    scene.write("0001_one", GOOD)
    await scene.holds(outcome, 5, says=["KeyError", "own"], applied=0)
    await scene.settles()


@pytest.mark.parametrize(
    ("says", "body"),
    [
        ("GeneratorExit", "raise GeneratorExit"),
        ("Own: stop", "class Own(BaseException):\n    pass\nraise Own('stop')"),
        (
            'relation "nowhere" does not exist',
            "async with asyncio.TaskGroup() as group:\n    group.create_task(db.execute('select * from nowhere'))",
        ),
    ],
)
async def test_what_a_migration_raises_is_its_failure(scene: Scene, says: str, body: str) -> None:
    scene.write("0001_one", GOOD)
    await scene.rehearse()
    scene.write("0001_one", f"{GOOD}\n{body}")
    outcome = await scene.run("migrate")
    scene.write("0001_one", GOOD)
    await scene.holds(
        outcome, 5, migration="0001_one", sqlstate="42P01" if "relation" in says else "", says=[says], applied=0
    )
    assert "ExceptionGroup" not in outcome.err
    await scene.settles()
