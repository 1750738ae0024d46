"""The lint rules, on plans as makemigrations makes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from matrx_orm_migrate import makemigrations
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.corpus import run_scripts

TABLE = "CREATE TABLE note (id integer, owner text);"
DEFINER = "CREATE FUNCTION f(a text DEFAULT 'x') RETURNS integer LANGUAGE sql SECURITY DEFINER {more} AS 'SELECT 1';"
OPEN, SET = DEFINER.format(more=""), DEFINER.format(more="SET search_path = ''")
INVOKER = (
    "CREATE FUNCTION f(a text DEFAULT ' SECURITY DEFINER') RETURNS integer LANGUAGE sql "
    "AS 'SELECT 1 -- SECURITY DEFINER';"
)
CLOSED = "REVOKE EXECUTE ON FUNCTION f(text) FROM PUBLIC;"


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        (TABLE, TABLE + "GRANT SELECT ON note TO PUBLIC;", []),
        (TABLE, TABLE + "GRANT SELECT, INSERT ON note TO PUBLIC;", ["PRIV001"]),
        (TABLE, TABLE + "GRANT UPDATE (owner) ON note TO PUBLIC;", ["PRIV001"]),
        (TABLE, TABLE + "GRANT INSERT ON note TO reader;", []),
        (TABLE, TABLE + 'GRANT INSERT ON note TO "PUBLIC";', []),
        (TABLE + "GRANT INSERT ON note TO PUBLIC;", TABLE, []),
        (TABLE + "GRANT INSERT ON note TO PUBLIC;", TABLE + "GRANT INSERT, SELECT ON note TO PUBLIC;", []),
        (TABLE, TABLE + "ALTER DEFAULT PRIVILEGES GRANT DELETE ON TABLES TO PUBLIC;", ["PRIV001"]),
        (TABLE, TABLE + "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC;", []),
        (TABLE, TABLE + "GRANT CREATE ON SCHEMA public TO PUBLIC;", ["PRIV003"]),
        (TABLE, TABLE + "GRANT CREATE ON SCHEMA public TO app;", []),
        (TABLE, TABLE + OPEN, ["PRIV002"]),
        (TABLE, TABLE + SET, []),
        (TABLE, TABLE + INVOKER, []),
        (TABLE, TABLE + OPEN + CLOSED, []),
        (TABLE + OPEN + CLOSED, TABLE + OPEN, ["PRIV002"]),
        (TABLE + OPEN, TABLE + OPEN + "COMMENT ON TABLE note IS 'x';", []),
        (TABLE, "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;" + TABLE + OPEN, []),
    ],
)
async def test_what_is_found(
    before: str, after: str, codes: list[str], make_database: Callable[[], str], plugins: PluginManager, tmp_path: Path
) -> None:
    live, goal = make_database(), make_database()
    await run_scripts(live, before)
    await run_scripts(goal, after)
    result = await makemigrations(
        live, from_database=goal, directory=tmp_path, schemas=["*"], plugins=plugins, dry_run=True
    )
    assert result.drafts
    assert [note.rpartition("[")[2].rstrip("]") for note in result.notes if "[PRIV" in note] == codes
