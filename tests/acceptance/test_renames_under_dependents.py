"""Renames that are asked for, together with changes of the same things, under what depends on them."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff.generate import generate_migrations
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.executor import Executor
from matrx_orm_migrate.loader import read_directory
from matrx_orm_migrate.testing.servers import connect
from tests.support.corpus import Tools, first_difference, run_scripts
from tests.support.rebuild import built_in
from tests.support.servers import Databases

_SCRIPT = """
CREATE TYPE public.{mood} AS ENUM ({labels});
CREATE TYPE public.{pair} AS (m public.{mood}, n {type});
CREATE TABLE public.{orders} (id integer CONSTRAINT pk PRIMARY KEY, {total} {type} NOT NULL,
    m public.{mood} DEFAULT 'ok', p public.{pair}, twice {type} GENERATED ALWAYS AS ({total} * 2) STORED,
    CONSTRAINT positive CHECK ({total} > 0));
COMMENT ON COLUMN public.{orders}.{total} IS 'all of it';
COMMENT ON CONSTRAINT positive ON public.{orders} IS 'no debts';
CREATE INDEX by_total ON public.{orders} ({total}) WHERE m = 'ok';
COMMENT ON INDEX public.by_total IS 'ok ones';
CREATE STATISTICS public.st ON {total}, m FROM public.{orders};
ALTER STATISTICS public.st SET STATISTICS 12;
COMMENT ON STATISTICS public.st IS 'both';
CREATE VIEW public.v AS SELECT id, {total} AS t, m, (p).n FROM public.{orders};
COMMENT ON COLUMN public.v.t IS 'seen';
CREATE MATERIALIZED VIEW public.mv AS SELECT t, m FROM public.v;
CREATE INDEX mv_t ON public.mv (t);
CREATE FUNCTION public.note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;
CREATE TRIGGER told BEFORE UPDATE OF {total} ON public.{orders}
    FOR EACH ROW WHEN (NEW.m = 'ok') EXECUTE FUNCTION public.note();
COMMENT ON TRIGGER told ON public.{orders} IS 'told';
CREATE RULE keep AS ON DELETE TO public.{orders} WHERE OLD.{total} > 5 DO INSTEAD NOTHING;
CREATE FUNCTION public.f(x public.{pair}) RETURNS public.{mood} LANGUAGE sql AS $$ SELECT (x).m $$;
"""
_BEFORE = {"mood": "mood", "pair": "pair", "orders": "orders", "total": "total"}
_AFTER = {"mood": "feeling", "pair": "couple", "orders": '"Or der"', "total": "amount"}


async def test_what_is_renamed_changes_as_well(
    server: EmbeddedServer, make_database: Databases, tmp_path: Path
) -> None:
    url, goal_url = make_database(), make_database()
    await run_scripts(
        url,
        _SCRIPT.format(**_BEFORE, labels="'sad', 'ok', 'happy'", type="integer"),
        "INSERT INTO public.orders (id, total, m, p) VALUES (1, 2, 'ok', ROW('happy', 3)), (2, 3, NULL, NULL)",
    )
    await run_scripts(goal_url, _SCRIPT.format(**_AFTER, labels="'ok', 'happy'", type="bigint"))
    tools = Tools(server)
    start, wanted = await tools.schema(url), await tools.schema(goal_url)
    rows = (await tools.data(url)).rows["public.orders"]
    renames = [
        ("public.mood", "public.feeling"),
        ("public.pair", "public.couple"),
        ("public.orders", "public.Or der"),
        ("public.orders.total", "public.Or der.amount"),
    ]
    async with open_database(url) as database, open_database(goal_url) as goal:
        result = await generate_migrations(
            database, built_in(), directory=tmp_path, from_database=goal, renames=renames
        )
        assert len(result.drafts) == 1
        executor, history = Executor(database), read_directory(tmp_path)
        await executor.migrate(history)
        found = await tools.schema(url)
        assert found == wanted, first_difference(found, wanted)
        (now,) = (await tools.data(url)).rows.values()
        assert [{("total" if name == "amount" else name): row[name] for name in row} for row in now] == rows
        await executor.rollback(history)
        found = await tools.schema(url)
        assert found == start, first_difference(found, start)
        assert (await tools.data(url)).rows["public.orders"] == rows


_JOINED = """
CREATE TABLE public.customers (id integer PRIMARY KEY, {customer_id} integer, {code} text);
CREATE TABLE public.orders (id integer, {customer_id} integer, {code} text);
CREATE VIEW public.bystander AS SELECT o.{customer_id} AS customer FROM public.orders o;
CREATE VIEW public.by_using WITH (security_barrier) AS
    SELECT orders.id FROM public.orders JOIN public.customers USING ({customer_id});
COMMENT ON VIEW public.by_using IS 'joined';
GRANT SELECT ON public.by_using TO PUBLIC;
CREATE VIEW public.upon AS SELECT count(*) AS n FROM public.by_using;
CREATE VIEW public.naturally AS SELECT o.id AS order_id, c.id FROM public.orders o
    NATURAL JOIN (SELECT c.{customer_id}, c.{code}, c.id + 1 AS id FROM public.customers c) c;
CREATE VIEW public.merged AS SELECT {customer_id}, {code}, orders.id
    FROM public.orders FULL JOIN public.customers USING ({customer_id}, {code});
CREATE MATERIALIZED VIEW public.kept AS
    SELECT orders.id, {customer_id} AS customer FROM public.orders JOIN public.customers USING ({customer_id}, {code});
COMMENT ON MATERIALIZED VIEW public.kept IS 'kept';
GRANT SELECT ON public.kept TO PUBLIC;
CREATE UNIQUE INDEX kept_id ON public.kept (id);
COMMENT ON INDEX public.kept_id IS 'one each';
CREATE VIEW public.upon_kept AS SELECT max(customer) AS last FROM public.kept;
GRANT SELECT (last) ON public.upon_kept TO PUBLIC;
CREATE RULE swept AS ON DELETE TO public.customers DO ALSO DELETE FROM public.orders USING public.customers c
    JOIN public.orders o USING ({customer_id}) WHERE orders.id = o.id AND c.id = OLD.id;
COMMENT ON RULE swept ON public.customers IS 'swept';
"""
# since PostgreSQL 14
_JOINED_NEWER = """
CREATE VIEW public.named AS
    SELECT orders.id, paired.{customer_id} AS c
    FROM public.orders JOIN public.customers USING ({customer_id}) AS paired;
CREATE FUNCTION public.how_many() RETURNS bigint LANGUAGE sql BEGIN ATOMIC
    SELECT count(*) FROM public.orders JOIN public.customers USING ({customer_id});
END;
REVOKE EXECUTE ON FUNCTION public.how_many() FROM PUBLIC;
"""
_OLD = {"customer_id": "customer_id", "code": "code"}
_BOTH = [("public.customers.{}", "public.customers.{}"), ("public.orders.{}", "public.orders.{}")]


@pytest.mark.parametrize("names", [{"customer_id": "cid"}, {"customer_id": "cid", "code": '"Ko de"'}])
async def test_what_joins_by_a_renamed_column_says_so_again_after_the_way_back(
    names: dict[str, str], server: EmbeddedServer, make_database: Databases, tested_major: int, tmp_path: Path
) -> None:
    script = _JOINED + (_JOINED_NEWER if tested_major >= 14 else "")
    renames = [(old.format(name), new.format(names[name].strip('"'))) for name in names for old, new in _BOTH]
    text = await _there_and_back(
        script.format(**_OLD), script.format(**{**_OLD, **names}), renames, server, make_database, tmp_path
    )
    _up, down = text.split("async def down(db)")
    assert down.count("CREATE MATERIALIZED VIEW") == 1  # its rows are computed once


async def test_one_of_the_columns_that_a_view_joins_by_is_renamed(
    server: EmbeddedServer, make_database: Databases, tmp_path: Path
) -> None:
    tables = """
        CREATE TABLE public.customers (id integer PRIMARY KEY, {name} integer);
        CREATE TABLE public.orders (id integer, customer_id integer);
        CREATE VIEW public.bystander AS SELECT c.{name} AS customer FROM public.customers c;
        CREATE VIEW public.v AS SELECT orders.id FROM public.orders JOIN public.customers {joined};
    """
    await _there_and_back(
        tables.format(name="customer_id", joined="USING (customer_id)"),
        tables.format(name="cid", joined="ON cid = customer_id"),
        [("public.customers.customer_id", "public.customers.cid")],
        server,
        make_database,
        tmp_path,
    )


async def _there_and_back(
    start: str, goal: str, renames: list[tuple[str, str]], server: EmbeddedServer, make_database: Databases, path: Path
) -> str:
    """The file leads there and back, and leaves alone what PostgreSQL's renaming carries along; its text."""
    url, goal_url = make_database(), make_database()
    await run_scripts(url, start)
    await run_scripts(goal_url, goal)
    tools = Tools(server)
    before, wanted = [await tools.schema(one, privileges=True) for one in (url, goal_url)]
    bystander = await _oid(url)
    async with open_database(url) as database, open_database(goal_url) as goal_database:
        result = await generate_migrations(
            database, built_in(), directory=path, from_database=goal_database, renames=renames
        )
        assert [hazard for draft in result.drafts for hazard in (*draft.hazards, *draft.down_hazards)] == []
        executor, history = Executor(database), read_directory(path)
        await executor.migrate(history)
        found = await tools.schema(url, privileges=True)
        assert found == wanted, first_difference(found, wanted)
        await executor.rollback(history)
        found = await tools.schema(url, privileges=True)
        assert found == before, first_difference(found, before)
        assert await _oid(url) == bystander
    (draft,) = result.drafts
    return draft.text


async def _oid(url: str) -> int:
    connection = await connect(url)
    try:
        return int(await connection.fetchval("SELECT 'public.bystander'::regclass::oid"))
    finally:
        await connection.close()


async def test_a_view_takes_the_former_name_for_those_who_still_use_it(
    server: EmbeddedServer, make_database: Databases, tmp_path: Path
) -> None:
    before = """
    CREATE TABLE public.old (id integer PRIMARY KEY, n text NOT NULL);
    CREATE VIEW public.bystander AS SELECT n FROM public.old;
    CREATE VIEW public.w AS SELECT id FROM public.old;
    GRANT SELECT ON public.w TO PUBLIC;
    CREATE VIEW public.upon AS SELECT id FROM public.w;
    """
    after = """
    CREATE TABLE public.new (id integer PRIMARY KEY, n text NOT NULL);
    CREATE VIEW public.bystander AS SELECT n FROM public.new;
    CREATE VIEW public.old AS SELECT id, n FROM public.new;
    CREATE VIEW public.w AS SELECT id FROM public.old;
    GRANT SELECT ON public.w TO PUBLIC;
    CREATE VIEW public.upon AS SELECT id FROM public.w;
    """
    await _there_and_back(before, after, [("public.old", "public.new")], server, make_database, tmp_path)
