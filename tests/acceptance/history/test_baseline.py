"""``baseline``: adopts a database that was there before its migrations, once its schema is seen to be theirs."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from matrx_orm_migrate import (
    HistoryMismatchError,
    LockNotObtainedError,
    MigrationFailedError,
    Migrator,
    SchemaMismatchError,
    UsageError,
)
from matrx_orm_migrate.state import MigrationLock
from tests.support.commands import Project
from tests.support.migrations import connect, execute, query, recorded, value, write

SHOP = "create table shop (id int primary key, name varchar(20))"
ORDERS = "create table orders (id serial primary key, shop int references shop, total numeric default 0)"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A shop, its orders with an index that is built CONCURRENTLY, and one more."""
    directory = tmp_path / "migrations"
    write(directory, "0001_shop", f"await db.execute('{SHOP}')", down="await db.execute('drop table shop')")
    write(directory, "0002_orders", f"await db.execute('{ORDERS}')", dependencies=("0001_shop",))
    write(
        directory,
        "0003_index",
        "await db.execute('create index concurrently total_idx on orders (total)')",
        dependencies=("0002_orders",),
        transactional=False,
    )
    write(directory, "0004_later", "await db.execute('create table later ()')", dependencies=("0003_index",))
    return directory


async def adopt(url: str) -> None:
    """What the first three migrations give, made otherwise, with rows."""
    await execute(
        url,
        "create table shop (id int not null, name varchar(20))",
        "alter table shop add primary key (id)",
        ORDERS,
        "create index total_idx on orders (total)",
        "insert into shop values (1, 'one')",
    )


async def no_scratch_is_left(url: str) -> bool:
    return bool(await value(url, "select count(*) = 0 from pg_database where datname like 'matrx\\_scratch%'"))


async def test_a_database_that_is_what_the_migrations_give_is_adopted(database_url: str, folder: Path) -> None:
    await adopt(database_url)
    migrator = Migrator(database_url, directory=folder)
    result = await migrator.baseline("0003_index")
    assert result.recorded == ("0001_shop", "0002_orders", "0003_index")
    assert result.differences == ()
    assert await recorded(database_url) == result.recorded
    assert await query(database_url, "select * from shop") == [(1, "one")]
    assert await no_scratch_is_left(database_url)
    # the whole cycle goes on from there
    assert [m.name for m in (await migrator.migrate()).applied] == ["0004_later"]
    assert (await migrator.baseline("0004_later")).recorded == ()
    assert [m.name for m in (await migrator.rollback(steps=2)).rolled_back] == ["0004_later", "0003_index"]
    with pytest.raises(SchemaMismatchError, match="0002_orders"):  # its `down` left the index where it was
        await migrator.baseline("0002_orders")


async def test_differences_are_told_and_nothing_is_recorded(database_url: str, folder: Path) -> None:
    await adopt(database_url)
    await execute(database_url, "alter table shop alter name type varchar(40)", "create table extra ()")
    await execute(database_url, "drop index total_idx")
    migrator = Migrator(database_url, directory=folder)
    with pytest.raises(SchemaMismatchError) as caught:
        await migrator.baseline("3")
    assert caught.value.exit_code == 6
    assert len(caught.value.differences) == 3
    told = "\n".join(caught.value.differences)
    assert "missing" in told
    assert "total_idx" in told
    assert "left over: table public.extra" in told
    assert "'character varying(40)'" in told
    assert await value(database_url, "select to_regclass('_matrx_migrations')") is None
    assert (await migrator.baseline("3", check=True)).differences == caught.value.differences
    result = await migrator.baseline("3", accept_differences=True)
    assert result.differences == caught.value.differences
    assert await recorded(database_url) == ("0001_shop", "0002_orders", "0003_index")


async def test_what_is_out_of_scope_is_not_compared(database_url: str, folder: Path) -> None:
    await adopt(database_url)
    await execute(database_url, "create schema platform", "create table platform.theirs ()", "create table extra ()")
    migrator = Migrator(database_url, directory=folder, exclude_tables=["extra"])
    assert (await migrator.baseline("3", check=True)).differences == ()
    everything = Migrator(database_url, directory=folder, schemas=["*"], exclude_tables=["extra"])
    differences = (await everything.baseline("3", check=True)).differences
    assert [line for line in differences if "platform" not in line] == []
    assert len(differences) == 2


async def test_a_tracking_schema_is_no_difference(database_url: str, folder: Path, tmp_path: Path) -> None:
    from matrx_orm_migrate import DatabaseConfig, baseline

    await adopt(database_url)
    await execute(database_url, "create schema books")
    config = DatabaseConfig(
        name="x", url=database_url, directory=folder, schemas=("*",), tracking_schema="books", project_dir=tmp_path
    )
    assert (await baseline(config, "0003_index")).recorded == ("0001_shop", "0002_orders", "0003_index")
    assert await value(database_url, "select count(*) from books._matrx_migrations") == 3
    assert (await baseline(config, "0003_index")).recorded == ()


async def test_a_history_that_says_something_else_is_refused(database_url: str, folder: Path) -> None:
    migrator = Migrator(database_url, directory=folder)
    await migrator.migrate()
    with pytest.raises(HistoryMismatchError, match="0003_index, 0004_later is applied already, beyond 0002_orders"):
        await migrator.baseline("0002_orders")
    write(folder, "0001_shop", "pass")
    with pytest.raises(HistoryMismatchError, match="0001_shop"):
        await migrator.baseline("0004_later", accept_differences=True)
    assert len(await recorded(database_url)) == 4


async def test_a_history_that_agrees_is_completed(database_url: str, folder: Path) -> None:
    migrator = Migrator(database_url, directory=folder)
    await migrator.migrate("0002_orders")
    await execute(database_url, "create index total_idx on orders (total)")
    assert (await migrator.baseline("0003_index")).recorded == ("0003_index",)
    assert await recorded(database_url) == ("0001_shop", "0002_orders", "0003_index")


async def test_migrations_that_do_not_run_from_nothing_are_named(database_url: str, folder: Path) -> None:
    await adopt(database_url)
    write(folder, "0002_orders", "await db.execute('alter table shop add x legacy_type')", dependencies=("0001_shop",))
    with pytest.raises(MigrationFailedError, match=r"scratch database migration 0002_orders failed") as caught:
        await Migrator(database_url, directory=folder).baseline("0003_index")
    assert caught.value.migration == "0002_orders"
    assert "migrate --fake --to 0003_index" in caught.value.hint
    assert await value(database_url, "select to_regclass('_matrx_migrations')") is None
    assert await no_scratch_is_left(database_url)


async def test_a_name_that_is_no_migration_is_refused(database_url: str, folder: Path) -> None:
    with pytest.raises(UsageError, match="there is no migration '0009_x'"):
        await Migrator(database_url, directory=folder).baseline("0009_x")


async def test_it_waits_for_the_migration_lock(database_url: str, folder: Path) -> None:
    await adopt(database_url)
    migrator = Migrator(database_url, directory=folder)
    holder = await connect(database_url)
    try:
        await holder.execute(f"select {MigrationLock.for_run('public').try_in_session}")
        with pytest.raises(LockNotObtainedError):
            await migrator.baseline("0003_index", lock_wait=0.2)
    finally:
        await holder.close()
    both = await asyncio.gather(migrator.baseline("0003_index"), migrator.baseline("0003_index"))
    assert sorted(len(result.recorded) for result in both) == [0, 3]


async def test_in_a_callers_transaction_the_caller_commits(database_url: str, folder: Path) -> None:
    await adopt(database_url)
    engine = create_async_engine(database_url)
    try:
        async with engine.connect() as connection:
            assert len((await Migrator(connection, directory=folder).baseline("0003_index")).recorded) == 3
            await connection.rollback()
        assert await recorded(database_url) == ()
        async with engine.begin() as connection:
            await Migrator(connection, directory=folder).baseline("0003_index")
        assert len(await recorded(database_url)) == 3
    finally:
        await engine.dispose()


def test_the_command_shows_refuses_accepts_and_checks(project: Project) -> None:
    folder = project.folder / "migrations"
    write(folder, "0001_shop", f"await db.execute('{SHOP}')")
    project.execute("create table shop (id int primary key, name varchar(20), more text)")
    ended = project.run("baseline", "1", "--check")
    assert ended.code == 9
    assert "left over: column public.shop.more" in ended.out
    ended = project.run("baseline", "0001_shop")
    assert ended.code == 6
    assert "left over: column public.shop.more" in ended.err
    assert "--accept-differences" in ended.err
    ended = project.run("baseline", "0001_shop", "--json")
    assert ended.code == 6
    assert len(ended.json["error"]["differences"]) == 1
    project.execute("alter table shop drop more")
    assert project.run("baseline", "0001_shop", "--check", "--json").json["differences"] == []
    assert project.recorded == ()
    ended = project.run("baseline", "0001_shop")
    assert (ended.code, ended.err) == (0, "")
    assert "Recorded 1 migration as applied; nothing was run." in ended.out
    assert project.run("status", "--check").code == 0
    assert project.run("baseline", "0001_shop", "--json").json["recorded"] == []


def test_a_baseline_needs_a_name(project: Project) -> None:
    assert project.run("baseline").code == 2
