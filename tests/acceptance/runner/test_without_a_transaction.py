"""``transactional = False``: statement by statement, and what was interrupted is finished first."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate.errors import MigrationFailedError, MigrationFileError, NeedsAttentionError
from tests.support.migrations import execute, migrate, rollback, status, tables, value, write


async def test_a_migration_without_a_transaction_is_recorded_and_rolled_back(database_url: str, tmp_path: Path) -> None:
    write(tmp_path, "0001_t", "await db.execute('create table t (a int)')")
    write(
        tmp_path,
        "0002_i",
        """
        await db.execute("insert into t select generate_series(1, $1)", 10)
        await db.execute('create index concurrently "I x" on public.t (a)')
        assert await db.fetch_val("select count(*) from t") == 10
        await db.execute("vacuum t")
        await db.execute("do $$ begin for i in 1..3 loop insert into t values (i); commit; end loop; end $$")
        """,
        down="await db.execute('drop index concurrently \"I x\"')",
        transactional=False,
    )
    assert await migrate(database_url, tmp_path) == ("0001_t", "0002_i")
    assert await value(database_url, "SELECT count(*) FROM t") == 13
    assert await value(database_url, "SELECT count(*) FROM _matrx_migrations_progress") == 0
    assert await rollback(database_url, tmp_path) == ("0002_i",)
    assert await value(database_url, """SELECT to_regclass('"I x"')""") is None


async def test_an_interrupted_rollback_is_finished_before_anything_else(database_url: str, tmp_path: Path) -> None:
    write(
        tmp_path,
        "0001_t",
        "await db.execute('create table t (a int)')\nawait db.execute('create table u (a int)')",
        down="await db.execute('drop table t')\nawait db.execute('drop table u')",
        transactional=False,
    )
    await migrate(database_url, tmp_path)
    await execute(database_url, "CREATE VIEW v AS SELECT * FROM u")
    with pytest.raises(NeedsAttentionError, match="1 statement"):
        await rollback(database_url, tmp_path)
    assert await status(database_url, tmp_path) == {"0001_t": "interrupted"}
    with pytest.raises(NeedsAttentionError, match=r"0001_t \(down\) was interrupted") as caught:
        await migrate(database_url, tmp_path)
    assert "rollback" in caught.value.hint
    await execute(database_url, "DROP VIEW v")
    assert await rollback(database_url, tmp_path) == ("0001_t",)


@pytest.mark.parametrize(
    "up",
    [
        "await db.execute('create index concurrently on public.t(a)')",
        "await db.execute_many(['vacuum t', 'CREATE UNIQUE INDEX CONCURRENTLY /* name it */ ON only public.t (a)'])",
    ],
)
async def test_an_index_build_without_a_name_is_refused_before_anything_is_run(
    database_url: str, tmp_path: Path, up: str
) -> None:
    write(tmp_path, "0001_t", "await db.execute('create table t (a int)')")
    write(tmp_path, "0002_i", f"await db.execute('create table u ()')\n{up}", transactional=False)
    with pytest.raises(
        MigrationFileError, match=r"0002_i: CREATE INDEX CONCURRENTLY without a name.*on public\.t"
    ) as caught:
        await migrate(database_url, tmp_path)
    assert "Write a name" in caught.value.hint
    assert await tables(database_url) == set()
    write(tmp_path, "0002_i", "await db.execute('create index concurrently i on public.t(a)')", transactional=False)
    assert await migrate(database_url, tmp_path) == ("0001_t", "0002_i")


async def test_an_index_build_without_a_name_put_together_at_run_time_is_not_sent(
    database_url: str, tmp_path: Path
) -> None:
    await execute(database_url, "CREATE TABLE t (a int)")
    body = 'for column in "a":\n    await db.execute(f"create index concurrently {name} on t ({column})")'
    write(tmp_path, "0001_i", f"name = ''\n{body}", transactional=False)
    with pytest.raises(MigrationFailedError, match="without a name"):
        await migrate(database_url, tmp_path)
    assert await value(database_url, "SELECT count(*) FROM pg_index WHERE indrelid = 't'::regclass") == 0
    assert await status(database_url, tmp_path) == {"0001_i": "pending"}
    write(tmp_path, "0001_i", f"name = 'on_'\n{body}", transactional=False)
    assert await migrate(database_url, tmp_path) == ("0001_i",)
