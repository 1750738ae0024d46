"""The lint rules, on plans as makemigrations makes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from matrx_orm_migrate import makemigrations
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.corpus import run_scripts

PLATFORM = """
CREATE SCHEMA auth;
CREATE TABLE auth.users (id uuid PRIMARY KEY, email text UNIQUE);
CREATE SCHEMA storage;
CREATE TABLE storage.objects (id uuid PRIMARY KEY, bucket_id text);
CREATE FUNCTION storage.own() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
"""
BARE = "CREATE TABLE note (id uuid, email text);"
NOTE = BARE + "ALTER TABLE note ADD CONSTRAINT to_users FOREIGN KEY ({own}) REFERENCES auth.users ({to}) {on};"
TOUCHED = "COMMENT ON TABLE note IS 'touched';"
FUNCTION = (
    "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql {how} AS $$BEGIN RETURN NEW; /* SECURITY DEFINER */ END$$;"
)
TRIGGER = "CREATE TRIGGER t AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION f();"
VIEW = "VIEW {name} AS SELECT id FROM auth.users;"
INVOKER = "CREATE VIEW v WITH (security_invoker = on) AS SELECT id FROM auth.users;"

CASES = {
    "a key to something else": (BARE, NOTE.format(own="email", to="email", on="ON DELETE CASCADE"), ["SUPA001"]),
    "a key that keeps users": (BARE, NOTE.format(own="id", to="id", on=""), ["SUPA002"]),
    "a key that keeps users on purpose": (BARE, NOTE.format(own="id", to="id", on="ON DELETE RESTRICT"), ["SUPA002"]),
    "a key that lets them go": (BARE, NOTE.format(own="id", to="id", on="ON DELETE SET NULL"), []),
    "both": (BARE, NOTE.format(own="email", to="email", on=""), ["SUPA001", "SUPA002"]),
    "a key that was there": (
        NOTE.format(own="id", to="id", on=""),
        NOTE.format(own="id", to="id", on="") + TOUCHED,
        [],
    ),
    "a key to storage": (BARE, BARE + "ALTER TABLE note ADD FOREIGN KEY (id) REFERENCES storage.objects (id);", []),
    "a trigger that may nothing": (
        BARE,
        BARE + FUNCTION.format(how="") + TRIGGER.format(table="auth.users"),
        ["SUPA003"],
    ),
    "a trigger of a definer": (
        BARE,
        BARE + FUNCTION.format(how="SECURITY DEFINER") + TRIGGER.format(table="auth.users"),
        [],
    ),
    "a function that loses its rights": (
        BARE + FUNCTION.format(how="SECURITY DEFINER") + TRIGGER.format(table="storage.objects"),
        BARE + FUNCTION.format(how="") + TRIGGER.format(table="storage.objects"),
        ["SUPA003"],
    ),
    "a trigger on a table of one's own": (BARE, BARE + FUNCTION.format(how="") + TRIGGER.format(table="note"), []),
    "a trigger that was there": (
        BARE + FUNCTION.format(how="") + TRIGGER.format(table="auth.users"),
        BARE + FUNCTION.format(how="") + TRIGGER.format(table="auth.users") + TOUCHED,
        [],
    ),
    "a view of the users": (BARE, BARE + "CREATE " + VIEW.format(name="v"), ["SUPA004"]),
    "a materialized view of the users": (BARE, BARE + "CREATE MATERIALIZED " + VIEW.format(name="v"), ["SUPA004"]),
    "a view as the reader": (BARE, BARE + INVOKER, []),
    "a view that is not served": (BARE, BARE + "CREATE SCHEMA mine; CREATE " + VIEW.format(name="mine.v"), []),
    "a view of something else": (BARE, BARE + "CREATE VIEW v AS SELECT id FROM note;", []),
}


@pytest.mark.parametrize("case", CASES)
async def test_what_is_found(case: str, make_database: Callable[[], str], alone: PluginManager, tmp_path: Path) -> None:
    before, after, codes = CASES[case]
    live, goal = make_database(), make_database()
    await run_scripts(live, PLATFORM, before)
    await run_scripts(goal, PLATFORM, after)
    result = await makemigrations(
        live, from_database=goal, directory=tmp_path, schemas=["*"], plugins=alone, allow_data_loss=True, dry_run=True
    )
    assert result.drafts
    assert [note.rpartition("[")[2].rstrip("]") for note in result.notes if "[SUPA" in note] == codes
