"""Renames that are asked for, together with changes of the same things, under what depends on them."""

from __future__ import annotations

from pathlib import Path

from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff.generate import generate_migrations
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.executor import Executor
from matrx_orm_migrate.loader import read_directory
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
