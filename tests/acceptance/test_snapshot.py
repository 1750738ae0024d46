"""The snapshot: what is asked of the server, and what is put together instead of being asked."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from matrx_orm_migrate.diff.inspect import Known, inspect_database, read_catalog
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.schema import Column, Index, ObjectId, PrimaryKey, Table


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[AsyncConnection]:
    engine = create_async_engine(database_url, poolclass=NullPool)
    async with engine.connect() as opened:
        await opened.execution_options(isolation_level="AUTOCOMMIT")
        yield opened
    await engine.dispose()


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


async def script(connection: AsyncConnection, sql: str) -> None:
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None
    await raw.execute(sql)


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


class TestPresence:
    async def test_an_empty_database_costs_few_queries(self, connection: AsyncConnection) -> None:
        asked = await queries_of_a_snapshot(connection)
        assert len(asked) <= 10
        assert not any("pg_get_functiondef" in sql or "pg_get_viewdef" in sql for sql in asked)

    async def test_the_number_of_queries_does_not_grow_with_the_tables(self, connection: AsyncConnection) -> None:
        await script(connection, "CREATE TABLE public.t (id integer PRIMARY KEY)")
        await queries_of_a_snapshot(connection)  # asyncpg looks up the types that it meets for the first time
        few = len(await queries_of_a_snapshot(connection))
        for number in range(30):
            await script(connection, f"CREATE TABLE public.t{number} (id integer PRIMARY KEY)")
        assert len(await queries_of_a_snapshot(connection)) == few

    async def test_extensions_alone_are_not_asked_what_goes_with_them(self, connection: AsyncConnection) -> None:
        await script(connection, "CREATE EXTENSION citext; CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'")
        without = await queries_of_a_snapshot(connection)
        await script(connection, "ALTER FUNCTION f DEPENDS ON EXTENSION citext")
        (asked,) = set(await queries_of_a_snapshot(connection)) - set(without)
        assert "pg_extension" in asked

    async def test_what_goes_with_an_extension_may_be_another_ones(self, connection: AsyncConnection) -> None:
        await script(
            connection,
            """
            CREATE EXTENSION citext; CREATE EXTENSION cube;
            CREATE FUNCTION public.f() RETURNS int LANGUAGE sql AS 'SELECT 1';
            ALTER FUNCTION public.f DEPENDS ON EXTENSION citext;
            """,
        )
        plugins = PluginManager.discover()
        assert len((await inspect_database(connection, plugins)).of_kind("extension_dependency")) == 1
        await script(connection, "ALTER EXTENSION cube ADD FUNCTION public.f()")
        snapshot = await inspect_database(connection, plugins)
        assert snapshot.of_kind("function") == snapshot.of_kind("extension_dependency") == []

    async def test_every_kind_is_found_when_it_is_there(self, connection: AsyncConnection) -> None:
        await script(
            connection,
            """
            CREATE EXTENSION IF NOT EXISTS hstore;
            CREATE SCHEMA s;
            CREATE TYPE s.e AS ENUM ('a'); CREATE DOMAIN s.d AS integer CHECK (VALUE > 0);
            CREATE TYPE s.c AS (a integer); CREATE TYPE s.r AS RANGE (subtype = integer);
            CREATE COLLATION s.co FROM "C"; CREATE SEQUENCE s.q;
            CREATE TABLE s.t (id integer PRIMARY KEY, a integer DEFAULT 1 UNIQUE CHECK (a > 0) REFERENCES s.t);
            CREATE TABLE s.x (a integer, EXCLUDE (a WITH =)); CREATE INDEX ON s.x (a);
            CREATE TABLE s.pt (id integer) PARTITION BY RANGE (id);
            CREATE TABLE s.p PARTITION OF s.pt DEFAULT; CREATE TABLE s.child () INHERITS (s.x);
            CREATE VIEW s.v AS SELECT 1 AS one; CREATE MATERIALIZED VIEW s.m AS SELECT 1 AS one;
            CREATE FUNCTION s.f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
            CREATE FUNCTION s.ef() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
            CREATE PROCEDURE s.pr() LANGUAGE sql AS 'SELECT 1';
            CREATE AGGREGATE s.ag (integer) (sfunc = int4pl, stype = integer);
            CREATE TRIGGER tr BEFORE INSERT ON s.t FOR EACH ROW EXECUTE FUNCTION s.f();
            CREATE RULE ru AS ON DELETE TO s.x DO INSTEAD NOTHING;
            CREATE STATISTICS s.st ON id, a FROM s.t;
            CREATE EVENT TRIGGER et ON ddl_command_end EXECUTE FUNCTION s.ef();
            ALTER EVENT TRIGGER et DISABLE;
            CREATE TYPE s.shell;
            CREATE FUNCTION s.sin(cstring) RETURNS s.shell LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
            CREATE FUNCTION s.sout(s.shell) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
            CREATE TYPE s.shell (input = s.sin, output = s.sout, like = integer);
            CREATE CAST (s.c AS text) WITH INOUT;
            CREATE OPERATOR s.+ (FUNCTION = int4pl, LEFTARG = int, RIGHTARG = int);
            CREATE OPERATOR CLASS s.oc FOR TYPE integer USING btree AS FUNCTION 1 btint4cmp(integer, integer);
            CREATE ACCESS METHOD s_am TYPE INDEX HANDLER bthandler;
            CREATE FUNCTION s.h() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
            CREATE LANGUAGE s_l HANDLER s.h;
            CREATE TRANSFORM FOR integer LANGUAGE sql (TO SQL WITH FUNCTION int4recv(internal));
            CREATE CONVERSION s.cv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
            CREATE TEXT SEARCH PARSER s.tp
                (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end, LEXTYPES = prsd_lextype);
            CREATE TEXT SEARCH TEMPLATE s.tt (LEXIZE = dsimple_lexize);
            CREATE TEXT SEARCH DICTIONARY s.td (TEMPLATE = s.tt);
            CREATE TEXT SEARCH CONFIGURATION s.tc (COPY = english);
            CREATE FOREIGN DATA WRAPPER s_w; CREATE SERVER s_s FOREIGN DATA WRAPPER s_w;
            CREATE USER MAPPING FOR PUBLIC SERVER s_s; CREATE FOREIGN TABLE s.ft (a integer) SERVER s_s;
            CREATE PUBLICATION s_p FOR TABLE s.t;
            ALTER FUNCTION s.f DEPENDS ON EXTENSION hstore;
            """,
        )
        not_yet = {"publication_schema"}
        if await server_version(connection) >= 150000:
            await script(connection, "CREATE PUBLICATION s_q FOR TABLES IN SCHEMA s")
            not_yet = set()
        plugins = PluginManager.discover()
        asked = await queries_of_a_snapshot(connection)
        snapshot = await inspect_database(connection, plugins)
        await script(connection, "DROP EVENT TRIGGER et")
        # the driver's question what an array of anything but texts is costs as much as a large query
        assert not any("typeinfo_tree" in sql for sql in asked)
        assert {obj.id.kind for obj in snapshot} == set(plugins.detectors) - not_yet

    async def test_what_no_detector_handles_is_counted(self, connection: AsyncConnection) -> None:
        await script(
            connection,
            """
            CREATE EXTENSION IF NOT EXISTS hstore;
            CREATE TABLE public.t (id integer);
            CREATE POLICY p ON public.t; CREATE POLICY p2 ON public.t;
            """,
        )
        snapshot = await inspect_database(connection, PluginManager.discover())
        assert snapshot.unhandled["policy"] == 2
        assert sum(snapshot.unhandled.values()) == 2


class TestKnown:
    async def test_equal_rows_of_two_catalogs_are_one_object(self, connection: AsyncConnection) -> None:
        await script(
            connection,
            """
            CREATE TABLE public.a (id integer GENERATED ALWAYS AS IDENTITY, t text DEFAULT 'x' COLLATE "C");
            COMMENT ON COLUMN public.a.t IS 'first';
            """,
        )
        plugins, known = PluginManager.discover(), Known()
        one = await inspect_database(connection, plugins, known=known)
        await script(connection, "CREATE TABLE public.b (id integer)")
        two = await inspect_database(connection, plugins, known=known)
        assert all(two.get(obj.id) is obj for obj in one)
        await script(connection, "COMMENT ON COLUMN public.a.t IS 'second'")
        three = await inspect_database(connection, plugins, known=known)
        name = ObjectId("column", "public", "t", "a")
        assert (one.objects[name].comment, three.objects[name].comment) == ("first", "second")
        column = three.objects[name]
        assert isinstance(column, Column)
        assert column.collation == 'pg_catalog."C"'


async def server_version(connection: AsyncConnection) -> int:
    found = await connection.exec_driver_sql("SELECT current_setting('server_version_num')::int")
    return int(found.scalar_one())


async def queries_of_a_snapshot(connection: AsyncConnection) -> list[str]:
    raw = (await connection.get_raw_connection()).driver_connection
    assert raw is not None
    asked: list[str] = []

    def note(record: object) -> None:
        asked.append(record.query)  # type: ignore[attr-defined]

    raw.add_query_logger(note)
    try:
        await read_catalog(connection, PluginManager.discover(), dependencies=False)
    finally:
        raw.remove_query_logger(note)
    return [sql for sql in asked if not sql.startswith(("BEGIN", "ROLLBACK"))]
