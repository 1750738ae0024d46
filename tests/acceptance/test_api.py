"""The public functions and ``Migrator`` on a real PostgreSQL, with a name, a URL, an engine and a connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, event
from sqlalchemy.engine import make_url
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from matrx_orm_migrate import (
    ConfigError,
    DatabaseUnavailableError,
    DataLossRefusedError,
    Migrator,
    PluginManager,
    ProgressPhase,
    SourceError,
    UsageError,
    baseline,
    create_empty,
    makemigrations,
    migrate,
    register_database,
    repair,
    rollback,
    status,
    unregister_database,
    verify,
)
from tests.support.migrations import execute, recorded, value, write
from tests.support.servers import Databases


def shop(*tables: str) -> MetaData:
    """A model with these tables."""
    metadata = MetaData()
    for table in tables or ("shop",):
        Table(table, metadata, Column("id", Integer, primary_key=True), Column("name", Text))
    return metadata


async def exists(url: str, table: str) -> bool:
    return bool(await value(url, "SELECT to_regclass($1) IS NOT NULL", f"public.{table}"))


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
async def engine(database_url: str) -> AsyncGenerator[AsyncEngine]:
    """An engine of the application's own, with a pool."""
    made = create_async_engine(database_url)
    yield made
    await made.dispose()


async def test_the_whole_cycle_by_url_prints_nothing(
    database_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    result = await makemigrations(database_url, metadata=shop(), directory=tmp_path, name="first")
    (draft,) = result.drafts
    assert draft.path == tmp_path / "0001_first.py"
    assert draft.path.read_text(encoding="utf-8") == draft.text
    assert (await status(database_url, directory=tmp_path)).pending == ("0001_first",)
    applied = await migrate(database_url, directory=tmp_path)
    assert [migration.name for migration in applied.applied] == ["0001_first"]
    assert (await makemigrations(database_url, metadata=shop(), directory=tmp_path)).drafts == ()
    assert (await status(database_url, directory=tmp_path)).applied == ("0001_first",)
    back = await rollback(database_url, directory=tmp_path)
    assert [migration.name for migration in back.rolled_back] == ["0001_first"]
    assert not await exists(database_url, "shop")
    assert capsys.readouterr() == ("", "")


async def test_a_registered_name_brings_its_settings(engine: AsyncEngine, tmp_path: Path) -> None:
    register_database("registered_shop", engine, metadata=shop(), directory=tmp_path)
    try:
        result = await makemigrations("registered_shop")
        assert result.drafts[0].path is not None
        assert result.drafts[0].path.parent == tmp_path
        assert len((await migrate("registered_shop")).applied) == 1
    finally:
        unregister_database("registered_shop")


async def test_an_engine_stays_usable_and_keeps_its_settings(
    engine: AsyncEngine, database_url: str, tmp_path: Path
) -> None:
    await makemigrations(engine, metadata=shop(), directory=tmp_path)
    await migrate(engine, directory=tmp_path)
    async with engine.connect() as connection:
        assert (await connection.exec_driver_sql("SHOW search_path")).scalar() == '"$user", public'
        assert (await connection.exec_driver_sql("SHOW lock_timeout")).scalar() == "0"
    assert await exists(database_url, "shop")


async def test_what_runs_on_a_connection_is_the_callers_to_commit(
    engine: AsyncEngine, database_url: str, tmp_path: Path
) -> None:
    await makemigrations(engine, metadata=shop(), directory=tmp_path, name="first")
    async with engine.connect() as connection:
        await migrate(connection, directory=tmp_path)
        await connection.rollback()
    assert not await exists(database_url, "shop")
    async with engine.begin() as connection:
        await migrate(connection, directory=tmp_path)
    assert await recorded(database_url) == ("0001_first",)


async def test_different_databases_are_migrated_at_the_same_time(make_database: Databases, tmp_path: Path) -> None:
    urls = [make_database() for _ in range(3)]
    migrators = [
        Migrator(url, metadata=shop(f"shop_{number}"), directory=tmp_path / str(number))
        for number, url in enumerate(urls)
    ]
    drafts = await asyncio.gather(*(migrator.makemigrations("first") for migrator in migrators))
    assert [result.drafts[0].name for result in drafts] == ["0001_first"] * 3
    await asyncio.gather(*(migrator.migrate() for migrator in migrators))
    for number, url in enumerate(urls):
        assert await exists(url, f"shop_{number}")
        assert not await exists(url, f"shop_{(number + 1) % 3}")


async def test_several_migrators_of_one_database_apply_each_file_once(database_url: str, tmp_path: Path) -> None:
    write(tmp_path, "0001_a", "await db.execute('create table a (id int)')")
    write(tmp_path, "0002_b", "await db.execute('create table b (id int)')", dependencies=("0001_a",))
    results = await asyncio.gather(*(migrate(database_url, directory=tmp_path) for _ in range(4)))
    assert sorted(migration.name for result in results for migration in result.applied) == ["0001_a", "0002_b"]
    assert await recorded(database_url) == ("0001_a", "0002_b")


async def test_the_migrator_has_the_same_functions(engine: AsyncEngine, database_url: str, tmp_path: Path) -> None:
    migrator = Migrator(engine, metadata=shop(), directory=tmp_path)
    assert (await migrator.makemigrations(check=True)).drafts != ()
    assert list(tmp_path.iterdir()) == []
    dry = await migrator.makemigrations("first", dry_run=True)
    assert dry.drafts[0].path is None
    assert "CREATE TABLE" in dry.drafts[0].text
    assert list(tmp_path.iterdir()) == []
    await migrator.makemigrations("first")
    assert (await migrator.migrate(plan=True)).planned == ("0001_first",)
    assert not await exists(database_url, "shop")
    phases: list[ProgressPhase] = []
    await migrator.migrate(progress=lambda event: phases.append(event.phase))
    assert phases == [ProgressPhase.STARTED, ProgressPhase.FINISHED]
    created = await migrator.create_empty("more")
    assert created.path == tmp_path / "0002_more.py"
    assert (await migrator.status()).pending == ("0002_more",)
    await migrator.migrate("0002_more")
    assert len((await migrator.rollback(steps=2)).rolled_back) == 2


async def test_the_migrator_generates_code(database_url: str, tmp_path: Path) -> None:
    migrator = Migrator(database_url, metadata=shop(), directory=tmp_path / "m", output=tmp_path / "generated")
    await migrator.makemigrations("first")
    both = await migrator.migrate_and_rebuild()
    assert [migration.name for migration in both.migrate.applied] == ["0001_first"]
    assert both.rebuild.files.changed
    assert not (await migrator.rebuild_schema(check=True)).files.changed
    again = await migrator.rebuild_schema(output=tmp_path / "elsewhere", targets=("sqlalchemy",))
    assert (again.output, again.tables) == (tmp_path / "elsewhere", 1)
    assert not (tmp_path / "elsewhere" / "managers.py").exists()


async def test_losing_data_needs_consent(database_url: str, tmp_path: Path) -> None:
    await execute(database_url, "create table shop (id int primary key, name text, gone text)")
    with pytest.raises(DataLossRefusedError, match="gone"):
        await makemigrations(database_url, metadata=shop(), directory=tmp_path)
    assert list(tmp_path.iterdir()) == []
    result = await makemigrations(database_url, metadata=shop(), directory=tmp_path, allow_data_loss=True)
    assert any("gone" in hazard.message for hazard in result.drafts[0].hazards)


async def test_renames_may_be_pairs_or_a_mapping(database_url: str, tmp_path: Path) -> None:
    await execute(database_url, "create table store (id int primary key, name text)")
    for renames in ([("store", "shop")], {"store": "shop"}):
        found = await makemigrations(database_url, metadata=shop(), dry_run=True, directory=tmp_path, renames=renames)
        assert "RENAME TO shop" in found.drafts[0].text


async def test_a_sql_file_or_another_database_can_be_what_is_asked_for(
    make_database: Databases, tmp_path: Path
) -> None:
    file = tmp_path / "schema.sql"
    file.write_text("create table wanted (id bigint primary key);", encoding="utf-8")
    live, other = make_database(), make_database()
    await execute(other, "create table wanted (id bigint primary key)")
    by_file = await makemigrations(live, from_sql=file, directory=tmp_path / "a", name="x")
    by_database = await makemigrations(live, from_database=other, directory=tmp_path / "b", name="x")
    assert by_file.drafts[0].text == by_database.drafts[0].text


async def test_asking_for_nothing_or_for_two_things_is_refused(database_url: str, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no models"):
        await makemigrations(database_url, directory=tmp_path)
    with pytest.raises(UsageError, match="more than once"):
        await makemigrations(database_url, metadata=shop(), from_sql=tmp_path / "x.sql", directory=tmp_path)


async def test_a_text_where_a_list_belongs_is_refused(database_url: str) -> None:
    with pytest.raises(ConfigError, match="schemas must be a list"):
        await makemigrations(database_url, metadata=shop(), schemas="public")


async def test_empty_migrations_follow_each_other(database_url: str, tmp_path: Path) -> None:
    first = await create_empty(database_url, directory=tmp_path)
    second = await create_empty(database_url, directory=tmp_path, name="By hand!")
    assert (first.name, second.name) == ("0001_custom", "0002_by_hand")
    applied = await migrate(database_url, directory=tmp_path)
    assert [migration.name for migration in applied.applied] == ["0001_custom", "0002_by_hand"]


async def test_plugins_that_are_given_are_the_ones_that_are_asked(database_url: str, tmp_path: Path) -> None:
    asked: list[str] = []

    class Listener(PluginManager):
        def before_migration(self, migration: object, direction: str) -> None:
            asked.append(direction)

    write(tmp_path, "0001_a")
    await migrate(database_url, directory=tmp_path, plugins=Listener())
    await Migrator(database_url, directory=tmp_path, plugins=Listener()).rollback()
    assert asked == ["up", "down"]


@pytest.mark.parametrize("size", [1, 2])
async def test_a_small_pool_of_an_engine_is_not_waited_for(database_url: str, tmp_path: Path, size: int) -> None:
    """A run has two connections, and none of them out of the pool; listeners of the engine's hear of them."""
    write(tmp_path, "0001_a", "await db.connection.execute(__import__('sqlalchemy').text('create table a ()'))")
    small = create_async_engine(database_url, pool_size=size, max_overflow=0, pool_timeout=2)
    heard: list[str] = []
    event.listen(small.sync_engine, "connect", lambda *_: heard.append("connect"))
    event.listen(small.sync_engine, "before_cursor_execute", lambda _c, _d, sql, *_: heard.append(sql))
    try:
        async with small.connect() as mine:
            await mine.exec_driver_sql("SELECT 1")
            results = await asyncio.gather(*(migrate(small, directory=tmp_path) for _ in range(size)))
            assert sum(len(result.applied) for result in results) == 1
            assert small.pool.checkedout() == 1  # type: ignore[attr-defined]
    finally:
        await small.dispose()
    assert heard.count("connect") >= 3
    assert heard.count("create table a ()") == 1
    assert await value(database_url, "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()") == 1


@pytest.mark.parametrize("given", [0.0004, -1, 2147483.7, 1e300, float("nan")])
async def test_a_lock_timeout_that_cannot_be_is_refused(database_url: str, tmp_path: Path, given: float) -> None:
    write(tmp_path, "0001_a")
    migrator = Migrator(database_url, directory=tmp_path, output=tmp_path / "generated")
    for run in (migrator.migrate, migrator.rollback, migrator.migrate_and_rebuild):
        with pytest.raises(ConfigError, match=r"0\.001 to 2147483 seconds") as caught:
            await run(lock_timeout=given)
        assert caught.value.message.endswith(repr(given))
    assert await recorded(database_url) == ()
    assert len((await migrator.migrate(lock_timeout=0.001)).applied) == 1
    assert len((await migrator.rollback(lock_timeout=2147483)).rolled_back) == 1


async def test_a_directory_that_is_given_has_to_be_there(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    migrator = Migrator(database_url, metadata=shop(), directory="typo", output=tmp_path / "generated")
    calls = (
        lambda: migrate(database_url, directory="typo"),
        lambda: status(database_url, directory="typo"),
        lambda: rollback(database_url, directory=tmp_path / "typo"),
        lambda: verify(database_url, directory="typo"),
        lambda: baseline(database_url, "0001", directory="typo"),
        lambda: repair(database_url, directory="typo"),
        migrator.migrate,
        migrator.status,
        migrator.rollback,
        migrator.verify,
        migrator.migrate_and_rebuild,
    )
    for call in calls:
        with pytest.raises(ConfigError) as caught:
            await call()
        assert caught.value.message == f"there is no folder {tmp_path / 'typo'}"
    assert (await migrate(database_url)).applied == ()
    assert len((await migrator.makemigrations("first")).drafts) == 1
    assert len((await migrator.migrate()).applied) == 1


async def test_a_url_of_sqlalchemys_is_a_database_too(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    url = make_url(database_url)
    made = await makemigrations(url, metadata=shop(), directory=tmp_path / "m", name="first")
    assert [draft.name for draft in made.drafts] == ["0001_first"]
    assert len((await Migrator(url, directory=tmp_path / "m").migrate()).applied) == 1
    assert (await create_empty(url)).path.is_relative_to(tmp_path)
    register_database("registered_shop", url.set(drivername="postgresql+asyncpg"), directory=tmp_path / "m")
    try:
        assert (await status("registered_shop")).applied == ("0001_first",)
    finally:
        unregister_database("registered_shop")
    with pytest.raises(DatabaseUnavailableError) as caught:
        await status(url.set(username="nobody", password="s3cret", database="nowhere"))
    assert "s3cret" not in str(caught.value)
