"""What is put together instead of being asked, and shorter queries: against PostgreSQL's own words and rows."""

from __future__ import annotations

import tempfile
from pathlib import Path
from uuid import uuid4

from sqlalchemy.ext.asyncio import AsyncConnection

from matrx_orm_migrate.diff.inspect import inspect_database
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.schema import Column, Index, ObjectId, PrimaryKey, Table
from tests.support.snapshots import queries_of_a_snapshot, script

INDEXES = """
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
CREATE TYPE public.pair AS (a integer, b integer);
CREATE DOMAIN public.label AS text;
CREATE COLLATION public.german FROM "C";
CREATE FUNCTION public.backwards(text, text) RETURNS integer LANGUAGE sql IMMUTABLE
  AS 'SELECT CASE WHEN $1 < $2 THEN 1 WHEN $1 > $2 THEN -1 ELSE 0 END';
CREATE OPERATOR CLASS public.backwards_ops FOR TYPE text USING btree AS
  OPERATOR 1 >, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <, FUNCTION 1 public.backwards(text, text);
CREATE TABLE public."Odd one" (
  id integer, t text, v varchar(10), c char(3), n name, m public.mood, ms public.mood[], ts text[], l public.label,
  p public.pair, g text COLLATE public.german, x text COLLATE "C", i inet, ci cidr, r int4range, j jsonb, u uuid,
  "Quoted ""q" integer, "order" integer, d timestamptz, b box, tv tsvector, f double precision, bits bit(3)
);
CREATE INDEX i01 ON public."Odd one" (id);
CREATE INDEX i02 ON public."Odd one" (id DESC, t NULLS FIRST, v DESC NULLS LAST, c ASC NULLS LAST);
CREATE INDEX i03 ON public."Odd one" (t text_pattern_ops);
CREATE INDEX i04 ON public."Odd one" (t public.backwards_ops);
CREATE INDEX i05 ON public."Odd one" (v varchar_ops);
CREATE INDEX i06 ON public."Odd one" (v varchar_pattern_ops);
CREATE INDEX i07 ON public."Odd one" (c);
CREATE INDEX i08 ON public."Odd one" (c bpchar_pattern_ops);
CREATE INDEX i09 ON public."Odd one" (n);
CREATE INDEX i10 ON public."Odd one" (m, ms);
CREATE INDEX i11 ON public."Odd one" USING gin (ts, ms);
CREATE INDEX i12 ON public."Odd one" (l);
CREATE INDEX i13 ON public."Odd one" (p);
CREATE INDEX i14 ON public."Odd one" (g, x);
CREATE INDEX i15 ON public."Odd one" (t COLLATE "C");
CREATE INDEX i16 ON public."Odd one" (g COLLATE "default");
CREATE INDEX i17 ON public."Odd one" (i, ci);
CREATE INDEX i18 ON public."Odd one" USING gist (i inet_ops, r);
CREATE INDEX i19 ON public."Odd one" USING gin (j);
CREATE INDEX i20 ON public."Odd one" USING gin (j jsonb_path_ops);
CREATE INDEX i21 ON public."Odd one" USING hash (u);
CREATE INDEX i22 ON public."Odd one" ("Quoted ""q", "order");
CREATE INDEX i23 ON public."Odd one" (id) INCLUDE (t, d);
CREATE INDEX i24 ON public."Odd one" (lower(t), id);
CREATE INDEX i25 ON public."Odd one" ((id + 1));
CREATE INDEX i26 ON public."Odd one" (id) WHERE d IS NULL AND t <> 'it''s';
CREATE INDEX i27 ON public."Odd one" (id) WITH (fillfactor = 70);
CREATE INDEX i28 ON public."Odd one" USING brin (d timestamptz_minmax_multi_ops (values_per_range = 16));
CREATE INDEX i29 ON public."Odd one" USING gist (tv tsvector_ops (siglen = 100), b);
CREATE INDEX i30 ON public."Odd one" USING spgist (r);
CREATE UNIQUE INDEX i31 ON public."Odd one" (id, t) WHERE m = 'sad';
CREATE UNIQUE INDEX i32 ON public."Odd one" (f, bits);
CREATE INDEX i33 ON public."Odd one" USING brin (id, d);
CREATE MATERIALIZED VIEW public.mv AS SELECT id, t, v FROM public."Odd one";
CREATE INDEX i34 ON public.mv (t, v DESC);
CREATE TABLE public.parts (id integer, v varchar) PARTITION BY RANGE (id);
CREATE TABLE public.part1 PARTITION OF public.parts FOR VALUES FROM (0) TO (10);
CREATE INDEX i35 ON public.parts (v, id);
CREATE INDEX i36 ON ONLY public.parts (id);
"""

PRINTED = """
SELECT c.relname, pg_catalog.pg_get_indexdef(c.oid)
FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
WHERE c.relnamespace = 'public'::regnamespace
"""


class TestIndexes:
    @staticmethod
    async def both(connection: AsyncConnection, sql: str) -> tuple[dict[str, str], dict[str, str]]:
        """Each index as the snapshot has it, and as PostgreSQL prints it behind USING."""
        driver = (await connection.get_raw_connection()).driver_connection
        assert driver is not None
        if driver.get_server_version().major < 14:
            sql = sql.replace("timestamptz_minmax_multi_ops (values_per_range = 16)", "timestamptz_minmax_ops")
        await script(connection, sql)
        snapshot = await inspect_database(connection, PluginManager.discover())
        ours = {obj.id.name: obj.definition for obj in snapshot if isinstance(obj, Index)}
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None
        await raw.execute("SET search_path = ''")
        rows = await raw.fetch(PRINTED)
        await raw.execute("RESET search_path")
        return ours, {name: text.partition(" USING ")[2] for name, text in rows}

    async def test_what_is_put_together_is_what_postgresql_prints(self, connection: AsyncConnection) -> None:
        ours, printed = await self.both(connection, INDEXES)
        assert len(ours) == 37
        assert ours == printed

    async def test_a_default_class_of_ones_own_changes_what_is_the_default(self, connection: AsyncConnection) -> None:
        own = INDEXES.replace("FOR TYPE text USING btree", "DEFAULT FOR TYPE varchar USING btree")
        for name in ("1 >", "2 >=", "3 =", "4 <=", "5 <"):
            own = own.replace(f"OPERATOR {name}", f"OPERATOR {name} (text, text)")
        own = own.replace("FUNCTION 1 public", "FUNCTION 1 (varchar, varchar) public")
        own = own.replace('i04 ON public."Odd one" (t public', 'i04 ON public."Odd one" (v public')
        own = own.replace("(v varchar_ops)", "(v text_ops)")
        ours, printed = await self.both(connection, own)
        assert ours == printed
        assert "text_ops" in ours["i05"]
        assert ours["i04"] == "btree (v)"


# No partition, no inheritance, no class or tablespace of one's own: what the shorter queries are for.
ORDINARY = """
CREATE SCHEMA "Other one";
CREATE COLLATION "Other one"."Odd C" FROM "C";
CREATE TYPE public.mood AS ENUM ('sad', 'glad');
CREATE TABLE public."Odd one" (
  id bigint GENERATED ALWAYS AS IDENTITY, s serial, t text DEFAULT 'it''s', v varchar(10) UNIQUE, m public.mood,
  ms public.mood[], g text COLLATE "Other one"."Odd C", x text COLLATE "C", n name, "Quoted ""q" integer CHECK (s > 0),
  nn integer CONSTRAINT named NOT NULL, gen integer GENERATED ALWAYS AS (nn + 1) STORED, b box, c char(3), a integer[],
  PRIMARY KEY (id, s), UNIQUE (nn) INCLUDE (t), EXCLUDE USING gist (b WITH &&)
) WITH (fillfactor = 70);
CREATE UNLOGGED TABLE "Other one".child (
  id integer GENERATED BY DEFAULT AS IDENTITY (START 5), o bigint, s integer,
  CONSTRAINT "F k" FOREIGN KEY (o, s) REFERENCES public."Odd one" ON UPDATE CASCADE DEFERRABLE
);
ALTER TABLE "Other one".child REPLICA IDENTITY FULL;
ALTER TABLE "Other one".child ADD CHECK (id > 0) NOT VALID;
CREATE INDEX j1 ON public."Odd one" (m);
CREATE INDEX j2 ON public."Odd one" (ms, v DESC);
CREATE UNIQUE INDEX j3 ON public."Odd one" (g NULLS FIRST, x DESC NULLS LAST) WHERE nn > 0;
CREATE INDEX j4 ON public."Odd one" (g COLLATE "C");
CREATE INDEX j5 ON public."Odd one" (t text_pattern_ops);
CREATE INDEX j6 ON public."Odd one" (v varchar_ops, c);
CREATE INDEX j7 ON public."Odd one" (n, "Quoted ""q");
CREATE INDEX j8 ON public."Odd one" (id, s, t);
CREATE INDEX j9 ON public."Odd one" (nn) INCLUDE (t);
CREATE INDEX k1 ON public."Odd one" (lower(t), id);
CREATE INDEX k2 ON public."Odd one" USING hash (v);
CREATE INDEX k3 ON public."Odd one" USING gin (a);
CREATE INDEX k4 ON public."Odd one" (nn) WITH (fillfactor = 60);
CREATE INDEX k5 ON public."Odd one" USING gist (b);
CREATE INDEX k6 ON "Other one".child (o);
"""


class TestShorterQueries:
    async def test_they_give_the_same_rows(self, connection: AsyncConnection) -> None:
        await script(connection, ORDINARY)
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None
        version = await raw.fetchval("SELECT current_setting('server_version_num')::int")
        queries = {kind: detector.query(version) for kind, detector in PluginManager.discover().detectors.items()}
        shorter = {kind: query for kind, query in queries.items() if query is not None and query.shorter is not None}
        kinds = {"column", "default", "index", "table", "primary_key", "unique", "check", "foreign_key", "exclusion"}
        assert shorter.keys() == kinds
        asked = await queries_of_a_snapshot(connection)
        await raw.execute("SET search_path = ''")
        for kind, query in shorter.items():
            rows = [sorted(map(tuple, await raw.fetch(sql)), key=str) for sql in (query.sql, query.shorter)]
            assert rows[0] == rows[1], kind
            assert rows[0], kind
            if kind != "index":  # the options and operator classes of indexes make no difference to these
                continue
            assert query.shorter in asked
        await raw.execute("RESET search_path")

    async def test_ordinary_indexes_are_what_postgresql_prints(self, connection: AsyncConnection) -> None:
        ours, printed = await TestIndexes.both(connection, ORDINARY)
        del ours["k6"]  # in the other schema
        assert len(ours) == 14
        assert ours == {name: printed[name] for name in ours}

    async def test_collations_are_qualified(self, connection: AsyncConnection) -> None:
        await script(connection, ORDINARY)
        snapshot = await inspect_database(connection, PluginManager.discover())
        found = {obj.id.name: obj.collation for obj in snapshot if isinstance(obj, Column) and obj.collation}
        assert found == {"g": '"Other one"."Odd C"', "x": 'pg_catalog."C"'}

    async def test_what_they_leave_out_is_seen_where_it_is_there(self, connection: AsyncConnection) -> None:
        await script(
            connection, "CREATE TABLE public.t (id integer PRIMARY KEY, a integer UNIQUE CHECK (a > 0), c text)"
        )

        async def seen(sql: str, object_id: ObjectId, field: str) -> object:
            await script(connection, sql)
            return getattr((await inspect_database(connection, PluginManager.discover())).objects[object_id], field)

        table, key = ObjectId("table", "public", "t"), ObjectId("primary_key", "public", "t_pkey", "t")
        unique = ObjectId("unique", "public", "t_a_key", "t")
        assert await seen("ALTER INDEX t_pkey SET (fillfactor = 50)", key, "index_options") == ("fillfactor=50",)
        assert await seen("ALTER INDEX t_pkey RESET (fillfactor)", key, "index_options") == ()
        assert await seen("ALTER TABLE t CLUSTER ON t_a_key", unique, "clustered")
        assert await seen(
            "ALTER TABLE t SET WITHOUT CLUSTER; ALTER TABLE t REPLICA IDENTITY USING INDEX t_pkey",
            key,
            "replica_identity",
        )
        toast = "ALTER TABLE t REPLICA IDENTITY DEFAULT; ALTER TABLE t SET (toast.autovacuum_enabled = false)"
        assert await seen(toast, table, "options") == ("toast.autovacuum_enabled=false",)
        method = """CREATE ACCESS METHOD mine TYPE TABLE HANDLER heap_tableam_handler;
                    ALTER TABLE t RESET (toast.autovacuum_enabled); CREATE TABLE other (id integer) USING mine"""
        assert await seen(method, ObjectId("table", "public", "other"), "access_method") == "mine"
        child = ObjectId("column", "public", "a", "child")
        gone = "DROP TABLE other; DROP ACCESS METHOD mine; CREATE TABLE child () INHERITS (t)"
        assert await seen(gone, child, "origin") == ObjectId("column", "public", "a", "t")
        await script(connection, "DROP TABLE child; CREATE TABLE p (id integer) PARTITION BY LIST (id)")
        assert await seen("SELECT 1", ObjectId("table", "public", "p"), "partition_key") == "LIST (id)"
        part = "CREATE TABLE p1 (id integer DEFAULT 1 CHECK (id > 0)); ALTER TABLE p ATTACH PARTITION p1 DEFAULT"
        assert await seen(part, ObjectId("table", "public", "p1"), "owner_id") == ObjectId("table", "public", "p")

    async def test_what_lies_in_another_tablespace_is_seen(self, connection: AsyncConnection) -> None:
        space, place = f"matrx_{uuid4().hex[:12]}", Path(tempfile.gettempdir(), f"matrx-space-{uuid4().hex[:12]}")
        await script(connection, f"COPY (SELECT 1) TO PROGRAM 'mkdir -m 700 {place}'")  # the server's own
        await script(connection, f"CREATE TABLESPACE {space} LOCATION '{place}'")
        try:
            await script(
                connection,
                f"""CREATE TABLE public.t (id integer) TABLESPACE {space};
                    ALTER TABLE public.t ADD PRIMARY KEY (id) USING INDEX TABLESPACE {space};
                    CREATE INDEX i ON public.t (id) TABLESPACE {space}""",
            )
            snapshot = await inspect_database(connection, PluginManager.discover())
            found = {obj.id.name: obj.tablespace for obj in snapshot if isinstance(obj, (Index, PrimaryKey, Table))}
            assert found == {"t": space, "t_pkey": space, "i": space}
        finally:
            await script(connection, "DROP TABLE public.t")
            await script(connection, f"DROP TABLESPACE {space}")
            await script(connection, f"COPY (SELECT 1) TO PROGRAM 'rm -rf {place}'")
