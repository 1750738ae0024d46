"""Only what is there is asked for, and of what is there nothing is missed."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncConnection

from matrx_orm_migrate.diff.inspect import inspect_database
from matrx_orm_migrate.hooks import PluginManager
from tests.support.snapshots import queries_of_a_snapshot, script


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


async def server_version(connection: AsyncConnection) -> int:
    found = await connection.exec_driver_sql("SELECT current_setting('server_version_num')::int")
    return int(found.scalar_one())
