"""Casts, operators and text search: what no pair of schemas shows, for it is in how one leads to the other."""

from __future__ import annotations

import uuid
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff.cache import CatalogCache
from matrx_orm_migrate.diff.generate import generate_migrations
from matrx_orm_migrate.diff.inspect import inspect_database
from matrx_orm_migrate.errors import MigrationFailedError, UnsupportedChangeError
from matrx_orm_migrate.executor import Executor
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.loader import read_directory
from matrx_orm_migrate.schema import Snapshot
from tests.support.corpus import run_scripts, server_major
from tests.support.rebuild import built_in
from tests.support.servers import Databases

KINDS = {
    "access_method",
    "cast",
    "conversion",
    "language",
    "operator",
    "operator_class",
    "operator_family",
    "text_search_configuration",
    "text_search_dictionary",
    "text_search_parser",
    "text_search_template",
    "transform",
}


async def _snapshot(url: str) -> Snapshot:
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            return await inspect_database(connection, PluginManager.discover(), dependencies=True)
    finally:
        await engine.dispose()


async def _statements(make_database: Databases, directory: Path, a: str, b: str) -> list[str]:
    """What leads from one schema to another, proved in both directions."""
    await run_scripts(start := make_database(), a)
    await run_scripts(goal := make_database(), b)
    async with open_database(start) as database, open_database(goal) as desired:
        result = await generate_migrations(
            database,
            built_in(),
            directory=directory,
            from_database=desired,
            schemas=("*",),
            cache=CatalogCache(directory / "cache"),
        )
    (draft,) = result.drafts
    return [line.strip() for line in draft.text.partition("async def down(")[0].splitlines() if "execute(" in line]


async def test_what_belongs_to_an_extension_or_comes_with_a_range_type_is_nobodys(make_database: Databases) -> None:
    await run_scripts(
        url := make_database(),
        "CREATE EXTENSION hstore; CREATE EXTENSION btree_gist; CREATE EXTENSION dict_int",
        "CREATE TYPE span AS RANGE (SUBTYPE = integer)",
    )
    snapshot = await _snapshot(url)
    assert [str(obj.id) for obj in snapshot if obj.id.kind in KINDS] == []
    assert snapshot.unhandled == {}


async def test_what_users_add_to_an_extension_depends_on_it(make_database: Databases) -> None:
    await run_scripts(
        url := make_database(),
        """
        CREATE EXTENSION hstore;
        CREATE CAST (hstore AS bytea) WITH INOUT;
        CREATE FUNCTION without(text, hstore) RETURNS hstore LANGUAGE sql AS 'SELECT $2';
        CREATE OPERATOR - (FUNCTION = without, LEFTARG = text, RIGHTARG = hstore);
        """,
    )
    snapshot = await _snapshot(url)
    added = {obj.id.kind: snapshot.needs(obj.id) for obj in snapshot if obj.id.kind in KINDS}
    assert added.keys() == {"cast", "operator"}
    assert all("extension" in {needed.kind for needed in needs} for needs in added.values())


async def test_a_cast_is_in_scope_where_its_type_is(make_database: Databases, tmp_path: Path) -> None:
    schema = "CREATE SCHEMA other; CREATE TYPE other.mood AS ENUM ('sad');"
    await run_scripts(start := make_database(), schema, "CREATE CAST (other.mood AS integer) WITH INOUT")
    await run_scripts(goal := make_database(), "CREATE TYPE mood AS ENUM ('sad')")
    async with open_database(start) as database, open_database(goal) as desired:
        result = await generate_migrations(
            database,
            built_in(),
            directory=tmp_path,
            from_database=desired,
            schemas=("public",),
            cache=CatalogCache(tmp_path / "cache"),
        )
    assert [draft.summaries for draft in result.drafts] == [("Create enum public.mood",)]


async def test_options_of_a_dictionary_are_altered_where_they_are(make_database: Databases, tmp_path: Path) -> None:
    made = (
        "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = simple, {}); CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);"
    )
    made += "ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR asciiword WITH d; CREATE TABLE t (x text);"
    made += "CREATE INDEX t_x ON t USING gin (to_tsvector('c', x))"
    a, b = made.format("STOPWORDS = english, ACCEPT = false"), made.format("STOPWORDS = german")
    (statement,) = await _statements(make_database, tmp_path, a, b)
    assert "ALTER TEXT SEARCH DICTIONARY public.d (stopwords = 'german', accept)" in statement


async def test_a_configuration_stays_where_its_dictionary_has_another_template(
    make_database: Databases, tmp_path: Path
) -> None:
    made = "CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = {}); CREATE TEXT SEARCH CONFIGURATION c (COPY = simple);"
    made += "ALTER TEXT SEARCH CONFIGURATION c ALTER MAPPING FOR asciiword WITH d; CREATE TABLE t (x text);"
    made += "CREATE INDEX t_x ON t USING gin (to_tsvector('c', x))"
    a, b = made.format("simple"), made.format("snowball, LANGUAGE = english")
    found = "\n".join(await _statements(make_database, tmp_path, a, b))
    assert "MAPPING REPLACE public.d__matrx_old WITH public.d" in found
    assert "DROP TEXT SEARCH CONFIGURATION" not in found
    assert "CREATE INDEX t_x" in found  # what it holds was looked up in the former one


async def test_an_operator_is_altered_as_far_as_the_server_can(make_database: Databases, tmp_path: Path) -> None:
    made = """
        CREATE FUNCTION eq(box, box) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
        CREATE OPERATOR === (FUNCTION = eq, LEFTARG = box, RIGHTARG = box {});
        CREATE OPERATOR !== (FUNCTION = eq, LEFTARG = box, RIGHTARG = box {});
        CREATE VIEW v AS SELECT box '(1,1),(0,0)' === box '(1,1),(0,0)' AS x;
    """
    a = made.format("", "")
    b = made.format(", RESTRICT = eqsel, NEGATOR = !==, HASHES", ", NEGATOR = ===")
    found = await _statements(make_database, tmp_path, a, b)
    if await server_major(make_database()) >= 17:
        assert not any("DROP" in statement or "VIEW" in statement for statement in found)
        assert "SET (RESTRICT = eqsel, HASHES, NEGATOR = OPERATOR(public.!==))" in "\n".join(found)
    else:
        assert any("DROP VIEW" in statement for statement in found)
    c = made.format(", RESTRICT = eqsel", "")
    (statement,) = await _statements(make_database, tmp_path / "estimator", a, c)
    assert "ALTER OPERATOR public.===(box, box) SET (RESTRICT = eqsel)" in statement


_OWNED = {
    "OPERATOR @@+(box, box)": "SELECT oprowner FROM pg_operator WHERE oprname = '@@+'",
    "OPERATOR CLASS boxes USING gist": "SELECT opcowner FROM pg_opclass WHERE opcname = 'boxes'",
    "OPERATOR FAMILY boxes USING gist": "SELECT opfowner FROM pg_opfamily WHERE opfname = 'boxes'",
    "TEXT SEARCH DICTIONARY d": "SELECT dictowner FROM pg_ts_dict WHERE dictname = 'd'",
    "TEXT SEARCH CONFIGURATION c": "SELECT cfgowner FROM pg_ts_config WHERE cfgname = 'c'",
    "CONVERSION v": "SELECT conowner FROM pg_conversion WHERE conname = 'v'",
    "LANGUAGE l": "SELECT lanowner FROM pg_language WHERE lanname = 'l'",
}
_SCHEMA = """
    CREATE FUNCTION overlap(box, box) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
    CREATE FUNCTION overlaps(box, box) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';
    CREATE OPERATOR @@+ (FUNCTION = {overlap}, LEFTARG = box, RIGHTARG = box);
    CREATE OPERATOR CLASS boxes FOR TYPE box USING gist AS OPERATOR 3 @@+ (box, box),
        FUNCTION 1 gist_box_consistent(internal, box, smallint, oid, internal),
        FUNCTION 2 gist_box_union(internal, internal), FUNCTION 5 gist_box_penalty(internal, internal, internal),
        FUNCTION 6 gist_box_picksplit(internal, internal), FUNCTION 7 gist_box_same(box, box, internal);
    ALTER OPERATOR FAMILY boxes USING gist ADD OPERATOR 1 << (box, box);
    CREATE TEXT SEARCH DICTIONARY d (TEMPLATE = {template});
    CREATE TEXT SEARCH PARSER p (START = prsd_start, GETTOKEN = prsd_nexttoken, END = prsd_end,
        LEXTYPES = prsd_lextype {headline});
    CREATE TEXT SEARCH CONFIGURATION c (PARSER = p);
    CREATE {default} CONVERSION v FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
    CREATE FUNCTION {handler}() RETURNS language_handler LANGUAGE c AS '$libdir/plpgsql', 'plpgsql_call_handler';
    CREATE TRUSTED LANGUAGE l HANDLER {handler};
"""


async def test_what_is_made_anew_keeps_its_owner(make_database: Databases, tmp_path: Path) -> None:
    role = f"test_{uuid.uuid4().hex}"
    a = _SCHEMA.format(overlap="overlap", template="simple", headline="", default="", handler="h")
    b = _SCHEMA.format(
        overlap="overlaps", template="snowball, LANGUAGE = english", headline=", HEADLINE = prsd_headline",
        default="DEFAULT", handler="i",
    )  # fmt: skip
    owners = "".join(f"ALTER {target} OWNER TO {role};" for target in _OWNED)
    await run_scripts(start := make_database(), f"CREATE ROLE {role}", a, owners)
    try:
        await run_scripts(goal := make_database(), b)
        async with open_database(start) as database, open_database(goal) as desired:
            await generate_migrations(
                database,
                built_in(),
                directory=tmp_path,
                from_database=desired,
                schemas=("*",),
                cache=CatalogCache(tmp_path / "cache"),
            )
            executor, history = Executor(database), read_directory(tmp_path)
            await executor.migrate(history)
            assert await _owners(start) == dict.fromkeys(_OWNED, role)
            await executor.rollback(history, steps=1)
            assert await _owners(start) == dict.fromkeys(_OWNED, role)
    finally:
        await run_scripts(start, f"DROP OWNED BY {role}", f"DROP ROLE {role}")


async def _owners(url: str) -> dict[str, str]:
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://"))
    try:
        return {
            target: await connection.fetchval(f"SELECT pg_get_userbyid(({query}))::text")
            for target, query in _OWNED.items()
        }
    finally:
        await connection.close()


@pytest.mark.parametrize(
    ("made", "first", "second"),
    [
        (
            "CREATE OPERATOR CLASS c FOR TYPE integer USING btree AS OPERATOR 1 {};"
            "CREATE TABLE t (n integer) PARTITION BY RANGE (n c)",
            "<, OPERATOR 2 <=, OPERATOR 3 =, OPERATOR 4 >=, OPERATOR 5 >",
            ">, OPERATOR 2 >=, OPERATOR 3 =, OPERATOR 4 <=, OPERATOR 5 <",
        ),
        (
            "CREATE FUNCTION h(internal) RETURNS table_am_handler LANGUAGE internal AS 'heap_tableam_handler';"
            "CREATE ACCESS METHOD test_pile TYPE TABLE HANDLER {}; CREATE TABLE t (n integer) USING test_pile",
            "h",
            "pg_catalog.heap_tableam_handler",
        ),
    ],
)
async def test_no_table_goes_for_what_it_stands_on(
    make_database: Databases, tmp_path: Path, made: str, first: str, second: str
) -> None:
    with pytest.raises(UnsupportedChangeError, match=r"table public\.t depends on"):
        await _statements(make_database, tmp_path, made.format(first), made.format(second))


async def test_a_base_type_takes_nothing_but_its_functions_along(make_database: Databases, tmp_path: Path) -> None:
    await run_scripts(
        start := make_database(),
        """
        CREATE TYPE n;
        CREATE FUNCTION n_in(cstring) RETURNS n LANGUAGE internal IMMUTABLE STRICT AS 'int4in';
        CREATE FUNCTION n_out(n) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'int4out';
        CREATE TYPE n (INPUT = n_in, OUTPUT = n_out, LIKE = integer);
        """,
    )
    async with open_database(start) as database, open_database(make_database()) as empty:
        await generate_migrations(
            database,
            built_in(),
            directory=tmp_path,
            from_database=empty,
            schemas=("*",),
            cache=CatalogCache(tmp_path / "cache"),
        )
        await run_scripts(start, "CREATE TABLE since (many n[]); INSERT INTO since VALUES ('{1}')")
        with pytest.raises(MigrationFailedError, match="other objects depend on it"):
            await Executor(database).migrate(read_directory(tmp_path))
        await run_scripts(start, "DELETE FROM since WHERE many IS NULL; DROP TABLE since")
        await Executor(database).migrate(read_directory(tmp_path))
    assert not {"base_type", "function"} & {obj.id.kind for obj in await _snapshot(start)}
