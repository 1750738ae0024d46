"""NOT NULL on columns that children have from a parent, with PostgreSQL 18's names: what goes, and what cannot."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff.generate import generate_migrations
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.executor import Executor
from matrx_orm_migrate.loader import read_directory
from tests.support import migrations
from tests.support.corpus import run_scripts
from tests.support.rebuild import built_in
from tests.support.servers import Databases

pytestmark = pytest.mark.since(18)

_KEYED = "CREATE TABLE base (id {type} PRIMARY KEY); CREATE TABLE kid ({more}PRIMARY KEY (id)) INHERITS (base)"
_DECLARED = "CREATE TABLE base (id integer NOT NULL); CREATE TABLE kid (id integer NOT NULL, more text) INHERITS (base)"
_INHERITED = "CREATE TABLE base (id {type} NOT NULL); CREATE TABLE kid (more text) INHERITS (base)"
_INHERITED_KEY = "CREATE TABLE base (id {type} NOT NULL); CREATE TABLE kid (PRIMARY KEY (id)) INHERITS (base)"
_PLAIN = "; CREATE TABLE plain (n integer) INHERITS (base)"
_NAMES = """WITH tables AS (SELECT DISTINCT unnest(ARRAY[inhrelid, inhparent]) FROM pg_inherits)
            SELECT string_agg(conrelid::regclass || '.' || conname, ' ' ORDER BY conrelid::regclass::text)
            FROM pg_constraint
            WHERE contype = 'n' AND conrelid IN (TABLE tables)"""
_CONSTRAINTS = _NAMES.replace("conname", "conname || ' ' || conislocal || ' ' || coninhcount")


async def _change(
    make_database: Databases, folder: Path, before: str, after: str, renames: list[tuple[str, str]]
) -> str:
    """Lead one schema to another, up, down and up; the database's URL."""
    await run_scripts(url := make_database(), before)
    await run_scripts(goal_url := make_database(), after)
    async with open_database(url) as database, open_database(goal_url) as goal:
        await generate_migrations(database, built_in(), directory=folder, from_database=goal, renames=renames)
        for again in (False, True):
            await Executor(database).migrate(read_directory(folder))
            if not again:
                await Executor(database).rollback(read_directory(folder))
        left = await generate_migrations(database, built_in(), directory=folder, from_database=goal)
        assert left.drafts == ()
    return url


@pytest.mark.parametrize(
    ("before", "after", "renames"),
    [
        # the child's column is its parent's alone, and its constraint has another name than what is wanted
        (_KEYED.format(type="integer", more="") + _PLAIN, _KEYED.format(type="bigint", more="") + _PLAIN, []),
        (_INHERITED.format(type="integer"), _KEYED.format(type="integer", more="more text, "), []),
        (_DECLARED, _INHERITED.format(type="integer"), []),
        (_DECLARED, _INHERITED.format(type="bigint"), []),
    ],
)
async def test_what_postgresql_has_no_way_for_is_refused_and_says_what_to_do(
    before: str, after: str, renames: list[tuple[str, str]], make_database: Databases, tmp_path: Path
) -> None:
    with pytest.raises(UnsupportedChangeError, match=r"kid cannot come to inherit") as refused:
        await _change(make_database, tmp_path, before, after, renames)
    assert refused.value.hint == "Declare id in public.kid as well."


@pytest.mark.parametrize(
    "schema",
    [
        _KEYED.format(type="{type}", more=""),
        _KEYED.format(type="{type}", more="") + "; CREATE TABLE under (PRIMARY KEY (id)) INHERITS (kid)",
        _INHERITED_KEY + _PLAIN,
    ],
)
async def test_a_type_changes_above_a_child_with_a_key_and_the_constraints_are_what_they_were(
    schema: str, make_database: Databases, tmp_path: Path
) -> None:
    before = schema.format(type="integer")
    await run_scripts(fresh := make_database(), before)
    url = await _change(make_database, tmp_path, before, schema.format(type="bigint"), [])
    assert await migrations.value(url, _CONSTRAINTS) == await migrations.value(fresh, _CONSTRAINTS)


async def test_a_parent_is_renamed_and_keeps_the_name_of_its_constraint(
    make_database: Databases, tmp_path: Path
) -> None:
    before = _KEYED.format(type="integer", more="")
    after = before.replace("base", "parent").replace(
        "PRIMARY KEY)", "CONSTRAINT base_id_not_null NOT NULL PRIMARY KEY)"
    )
    url = await _change(make_database, tmp_path, before, after, [("base", "parent")])
    assert await migrations.value(url, _NAMES) == "kid.kid_id_not_null parent.base_id_not_null"


async def test_a_parent_whose_columns_are_declared_below_is_renamed_with_its_constraint(
    make_database: Databases, tmp_path: Path
) -> None:
    renames = [("base", "parent"), ("base.id", "parent.number")]
    after = _DECLARED.replace("base", "parent").replace("(id ", "(number ")
    url = await _change(make_database, tmp_path, _DECLARED, after, renames)
    assert await migrations.value(url, _NAMES) == "kid.kid_number_not_null parent.parent_number_not_null"


_NAMED = "CREATE TABLE base (id integer CONSTRAINT {name} NOT NULL); "
_DIAMOND = (
    "CREATE TABLE kid () INHERITS (base); CREATE TABLE too () INHERITS (base); "
    "CREATE TABLE under () INHERITS (kid, too); "
    "CREATE TABLE same (id {type} CONSTRAINT {name} NOT NULL) INHERITS (base)"
)


@pytest.mark.parametrize(
    ("before", "after", "names"),
    [
        (
            "CREATE TABLE base (id integer PRIMARY KEY); CREATE TABLE kid (more text) INHERITS (base)",
            "CREATE TABLE base (number integer PRIMARY KEY); CREATE TABLE kid (more text) INHERITS (base)",
            "base.base_number_not_null kid.base_number_not_null",
        ),
        (
            _INHERITED.format(type="integer"),
            _INHERITED.format(type="bigint").replace("(id ", "(number "),
            "base.base_number_not_null kid.base_number_not_null",
        ),
        (
            _NAMED.format(name="old") + "CREATE TABLE kid (id integer) INHERITS (base); "
            "CREATE TABLE under () INHERITS (kid); CREATE TABLE other (id integer NOT NULL) INHERITS (base)",
            _NAMED.format(name="new") + "CREATE TABLE kid (id integer) INHERITS (base); "
            "CREATE TABLE under () INHERITS (kid); CREATE TABLE other (id integer NOT NULL) INHERITS (base)",
            "base.new kid.new other.other_id_not_null under.new",
        ),
        (
            _NAMED.format(name="old") + _DIAMOND.format(type="integer", name="old"),
            _NAMED.format(name="new").replace("integer", "bigint") + _DIAMOND.format(type="bigint", name="new"),
            "base.new kid.new same.new too.new under.new",
        ),
        (
            "CREATE TABLE base (id integer PRIMARY KEY, b text); CREATE TABLE kid (id integer PRIMARY KEY) "
            "INHERITS (base); CREATE TABLE under () INHERITS (kid)",
            "CREATE TABLE base (number bigint PRIMARY KEY, b text); CREATE TABLE kid (number bigint PRIMARY KEY) "
            "INHERITS (base); CREATE TABLE under () INHERITS (kid)",
            "base.base_number_not_null kid.kid_number_not_null under.kid_number_not_null",
        ),
        (
            _KEYED.format(type="integer", more="") + "; CREATE TABLE under (PRIMARY KEY (id)) INHERITS (kid)",
            _KEYED.format(type="integer", more="").replace("base", "parent")
            + "; CREATE TABLE under (PRIMARY KEY (id)) INHERITS (kid)",
            "kid.kid_id_not_null parent.parent_id_not_null under.under_id_not_null",
        ),
    ],
    ids=["key", "type as well", "levels and declared", "two ways to one table", "keys below", "renamed above keys"],
)
async def test_a_constraint_gets_another_name_above_children(
    before: str, after: str, names: str, make_database: Databases, tmp_path: Path
) -> None:
    renames = [("base.id", "base.number")] if "number" in after else []
    renames += [("base", "parent")] if "parent" in after else []
    url = await _change(make_database, tmp_path, before, after, renames)
    assert await migrations.value(url, _NAMES) == names


async def test_a_column_is_declared_below_while_its_type_changes(make_database: Databases, tmp_path: Path) -> None:
    await run_scripts(url := make_database(), _INHERITED.format(type="bigint"), "INSERT INTO kid VALUES (7, 'x')")
    await run_scripts(goal_url := make_database(), _DECLARED)
    async with open_database(url) as database, open_database(goal_url) as goal:
        result = await generate_migrations(database, built_in(), directory=tmp_path, from_database=goal)
        (draft,) = result.drafts
        assert draft.no_down
        assert f"There is no down: {draft.no_down}." in draft.text
        await Executor(database).migrate(read_directory(tmp_path))
    assert await migrations.value(url, "SELECT id FROM base") == 7
    assert await migrations.value(url, _NAMES) == "base.base_id_not_null kid.kid_id_not_null"
