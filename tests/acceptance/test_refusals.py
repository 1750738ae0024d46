"""What PostgreSQL has no way for is refused before anything is written, and the message says what to do instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff.generate import generate_migrations
from matrx_orm_migrate.errors import ProofFailedError, UnsupportedChangeError
from tests.support.corpus import run_scripts
from tests.support.migrations import value
from tests.support.rebuild import built_in
from tests.support.servers import Databases

_ROWS_IN_COLUMNS = """
    CREATE TABLE public.item (id integer, name {type});
    CREATE TYPE public.pair AS (one public.item, other public.item);
    CREATE TABLE public.box (id integer, {column});
"""
_PARTITIONED = """
    CREATE TYPE public.mood AS ENUM ({labels});
    CREATE TABLE public.t (id integer, m public.mood) PARTITION BY LIST (m);
"""
_TYPED = """
    CREATE TYPE public.pair AS (a {type}, b text);
    CREATE TABLE public.t OF public.pair;
"""
_CAST = """
    CREATE TYPE public.mood AS ENUM ('sad', 'ok');
    CREATE FUNCTION public.made(n integer{more}) RETURNS public.mood LANGUAGE sql IMMUTABLE
        AS $$ SELECT 'sad'::public.mood $$;
    CREATE CAST (integer AS public.mood) WITH FUNCTION public.made(integer{more});
    CREATE DOMAIN public.calm AS public.mood CHECK (VALUE <> 1::public.mood);
    CREATE TABLE public.t (id integer, m public.calm);
"""
_ARRAYS = """
    CREATE TYPE public.pair AS ({attributes});
    CREATE TABLE public.t (id integer, ps public.pair[]);
"""
_ADDED = """
    CREATE DOMAIN public.few AS integer CHECK (VALUE < 9);
    CREATE FUNCTION public.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN new; END';
    CREATE TABLE public.item (id integer{more});
    CREATE TRIGGER touched BEFORE INSERT OR UPDATE ON public.item FOR EACH ROW EXECUTE FUNCTION public.f();
    CREATE TABLE public.box (first public.item);
"""
_MORE, _FEWER = {"labels": "'sad', 'ok'"}, {"labels": "'ok'"}


@pytest.mark.parametrize(
    ("script", "before", "after", "message", "hint"),
    [
        pytest.param(
            _ROWS_IN_COLUMNS,
            {"type": "varchar(10)", "column": "first public.item"},
            {"type": "varchar(20)", "column": "first public.item"},
            "column public.item.name cannot be changed: column public.box.first holds rows of table public.item",
            "Change column public.box.first to text first",
            id="rows-of-the-table-in-a-column",
        ),
        pytest.param(
            _ROWS_IN_COLUMNS,
            {"type": "integer", "column": "many public.pair[]"},
            {"type": "bigint", "column": "many public.pair[]"},
            "column public.box.many holds rows of table public.item",
            "back to public.pair[] in one that follows",
            id="rows-of-the-table-within-rows-in-an-array",
        ),
        pytest.param(
            _PARTITIONED, _MORE, _FEWER, "public.t is partitioned by it", "new partitioned table", id="partition-key"
        ),
        pytest.param(
            _TYPED, {"type": "integer"}, {"type": "bigint"}, "table public.t is a table of", "NOT OF", id="typed-table"
        ),
        pytest.param(
            _CAST,
            {"more": ""},
            {"more": ", integer"},
            "domain public.calm builds on function",
            "Move those columns",
            id="cast-in-a-check-of-a-domain",
        ),
        pytest.param(
            _ARRAYS,
            {"attributes": "a integer, b text"},
            {"attributes": "b text, a integer"},
            "column public.t.ps holds arrays of public.pair",
            "Add the new array column",
            id="order-of-attributes-in-arrays",
        ),
        pytest.param(
            _ADDED,
            {"more": ""},
            {"more": ", o integer DEFAULT 5"},
            "column public.item.o cannot be added with its default: column public.box.first holds rows of table public."
            "item, and to fill it in by an UPDATE would not leave trigger public.item.touched out",
            "an UPDATE that sets o = DEFAULT",
            id="default-that-an-update-would-fill-in-past-a-trigger",
        ),
        *(
            pytest.param(
                _ADDED,
                {"more": ""},
                {"more": f", o {column}"},
                "o cannot be added with values of its own: column public.box.first holds rows of table public.item",
                "TYPE jsonb USING to_jsonb(first) first",
                id=f"column-with-values-of-its-own-{column.split()[0]}-{len(column)}",
            )
            for column in (
                "integer GENERATED ALWAYS AS IDENTITY",
                "integer GENERATED ALWAYS AS (id + 1) STORED",
                "public.few",
            )
        ),
    ],
)
async def test_what_has_no_way_is_refused_with_what_to_do(
    script: str,
    before: dict[str, str],
    after: dict[str, str],
    message: str,
    hint: str,
    make_database: Databases,
    tmp_path: Path,
) -> None:
    url, goal_url = make_database(), make_database()
    await run_scripts(url, script.format(**before))
    await run_scripts(goal_url, script.format(**after))
    async with open_database(url) as database, open_database(goal_url) as goal:
        with pytest.raises(UnsupportedChangeError) as refused:
            await generate_migrations(database, built_in(), directory=tmp_path / "made", from_database=goal)
    assert message in refused.value.message
    assert hint in refused.value.hint
    assert not (tmp_path / "made").exists()


async def test_values_wait_as_jsonb_while_their_row_type_gets_a_computed_column(make_database: Databases) -> None:
    url = make_database()
    await run_scripts(
        url,
        _ADDED.format(more=", n numeric"),
        "INSERT INTO public.box VALUES (ROW(1, 1.50)), (ROW(NULL, NULL)), (NULL)",
        "ALTER TABLE public.box ALTER COLUMN first TYPE jsonb USING to_jsonb(first)",
        "ALTER TABLE public.item ADD COLUMN o integer GENERATED ALWAYS AS (id + 1) STORED",
        "ALTER TABLE public.box ALTER COLUMN first TYPE public.item USING CASE WHEN first IS NOT NULL THEN "
        "jsonb_populate_record(NULL::public.item, first) END",
    )
    found = await value(url, "SELECT array_agg(first::text ORDER BY first::text) FROM public.box")
    assert found == ["(,,)", "(1,1.50,)", None]


async def test_a_table_is_not_made_anew_for_a_call_that_could_mean_two_functions(
    make_database: Databases, tmp_path: Path
) -> None:
    """What its partition key calls cannot be dropped, and so keeps the overload that is to go."""
    script = """
        CREATE FUNCTION public.f(a integer{more}) RETURNS integer LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN a; END';
        CREATE FUNCTION public.g(a integer DEFAULT public.f({call})) RETURNS integer LANGUAGE plpgsql IMMUTABLE
            AS 'BEGIN RETURN a; END';
        CREATE TABLE public.t (a integer) PARTITION BY RANGE (public.g(a));
    """
    url, goal_url = make_database(), make_database()
    await run_scripts(url, script.format(more="", call=1))
    await run_scripts(goal_url, script.format(more=", b integer DEFAULT 2", call=2))
    async with open_database(url) as database, open_database(goal_url) as goal:
        with pytest.raises(ProofFailedError) as refused:
            await generate_migrations(
                database, built_in(), directory=tmp_path / "made", from_database=goal, allow_data_loss=True
            )
    assert "function public.f(integer) is not unique" in refused.value.message
    assert "Make two migrations of it" in refused.value.hint
    assert not (tmp_path / "made").exists()


async def test_the_way_that_a_refusal_names_can_be_gone(make_database: Databases) -> None:
    """Text and back: the column that held rows of the table has the same ones afterwards."""
    url = make_database()
    rows = {"type": "integer", "column": "many public.pair[]"}
    await run_scripts(
        url,
        _ROWS_IN_COLUMNS.format(**rows),
        "INSERT INTO public.box VALUES (1, ARRAY[ROW(ROW(1, 2), NULL)::public.pair])",
        "ALTER TABLE public.box ALTER COLUMN many TYPE text USING many::text",
        "ALTER TABLE public.item ALTER COLUMN name TYPE bigint",
        "ALTER TABLE public.box ALTER COLUMN many TYPE public.pair[] USING many::public.pair[]",
        "DO $$ BEGIN ASSERT (SELECT ((many[1]).one).name = 2 FROM public.box); END $$",
    )
