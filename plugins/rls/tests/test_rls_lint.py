"""The lint rules, on plans as makemigrations makes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from matrx_orm_migrate import makemigrations
from matrx_orm_migrate.hooks import PluginManager

TABLE = "CREATE TABLE note (id integer, owner text);"
AUTH = "CREATE SCHEMA auth; CREATE FUNCTION auth.uid() RETURNS text LANGUAGE sql STABLE AS 'SELECT current_user::text';"
ON = "ALTER TABLE note ENABLE ROW LEVEL SECURITY;"


async def execute(url: str, script: str) -> None:
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://", 1))
    try:
        await connection.execute(script or "SELECT 1")
    finally:
        await connection.close()


async def found(
    make_database: Callable[[], str], plugins: PluginManager, folder: Path, before: str, after: str
) -> list[str]:
    """The codes of what is said of the way from one schema to the other."""
    live, goal = make_database(), make_database()
    await execute(live, before)
    await execute(goal, after)
    result = await makemigrations(
        live, from_database=goal, directory=folder, schemas=["*"], plugins=plugins, allow_data_loss=True, dry_run=True
    )
    assert result.drafts
    return [note.rpartition("[")[2].rstrip("]") for note in result.notes if "[RLS" in note]


GRANTED = "GRANT SELECT ON note TO anon;"
NEW_COLUMN = "ALTER TABLE note ADD extra integer;"
OWN = "CREATE POLICY own ON note USING "
DEFAULT = "ALTER DEFAULT PRIVILEGES {place} GRANT SELECT ON TABLES TO anon;"


@pytest.mark.parametrize(
    ("before", "after", "codes"),
    [
        # who reaches a table that is there is what was granted
        (TABLE + GRANTED, TABLE + "COMMENT ON TABLE note IS 'x';", ["RLS001"]),
        (TABLE + GRANTED, TABLE + ON, []),
        (TABLE + GRANTED + ON, TABLE, ["RLS001"]),
        (TABLE + "GRANT SELECT ON note TO PUBLIC;", TABLE + "COMMENT ON TABLE note IS 'x';", ["RLS001"]),
        (TABLE + "GRANT SELECT (owner) ON note TO anon;", TABLE + "COMMENT ON TABLE note IS 'x';", ["RLS001"]),
        (TABLE + "GRANT SELECT ON note TO authenticated;", TABLE + "COMMENT ON TABLE note IS 'x';", []),
        (TABLE, TABLE + "COMMENT ON TABLE note IS 'x';", []),
        (TABLE + GRANTED, TABLE + "CREATE TABLE other (id integer);", []),
        # and a new one what the default privileges give
        (DEFAULT.format(place="IN SCHEMA public"), TABLE, ["RLS001"]),
        (DEFAULT.format(place=""), TABLE, ["RLS001"]),
        (DEFAULT.format(place="IN SCHEMA public"), TABLE + ON, []),
        ("CREATE SCHEMA x;" + DEFAULT.format(place="IN SCHEMA x"), "CREATE SCHEMA x;" + TABLE, []),
        ("", TABLE, []),
        # a policy that does nothing
        (TABLE, TABLE + OWN + "(true);", ["RLS002"]),
        (TABLE + ON, TABLE + ON + OWN + "(true);", []),
        (TABLE + ON + OWN + "(true);", TABLE + OWN + "(true);", ["RLS002"]),
        # calls for each row
        (AUTH + TABLE + ON, AUTH + TABLE + ON + OWN + "(owner = auth.uid());", ["RLS003"]),
        (AUTH + TABLE + ON, AUTH + TABLE + ON + OWN + "(owner = (SELECT auth.uid()));", []),
        (AUTH + TABLE + ON, AUTH + TABLE + ON + OWN + "(owner = (SELECT auth.uid()::varchar(9)));", []),
        (
            AUTH + TABLE + ON,
            AUTH + TABLE + ON + OWN + "(owner = (SELECT auth.uid())) WITH CHECK (owner = auth.uid());",
            ["RLS003"],
        ),
        (TABLE + ON, TABLE + ON + OWN + "(owner = current_setting('app.user'));", ["RLS003"]),
        (
            AUTH + TABLE + ON + OWN + "(owner = auth.uid());",
            AUTH + TABLE + ON + OWN + "(owner = auth.uid());" + NEW_COLUMN,
            [],
        ),
    ],
)
async def test_what_is_found(
    before: str, after: str, codes: list[str], make_database: Callable[[], str], plugins: PluginManager, tmp_path: Path
) -> None:
    assert await found(make_database, plugins, tmp_path, before, after) == codes
