"""``transactional = False``: statement by statement, and what was interrupted is finished first."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate.errors import NeedsAttentionError
from tests.support.migrations import execute, migrate, rollback, status, value, write


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
