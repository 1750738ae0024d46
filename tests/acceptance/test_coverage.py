"""Nothing that a user makes is invisible: it is in the snapshot, or counted, or out of scope on the page."""

from __future__ import annotations

import pytest

from tests.support import coverage
from tests.support.corpus import CORPUS, read_case, run_scripts, server_major
from tests.support.migrations import query
from tests.support.rebuild import snapshot_of
from tests.support.servers import Databases

# whatever pg_dump would print that is of one database: its catalogs, and where a row's own schema or kind is told
_CATALOGS = """
    SELECT c.relname::text FROM pg_class c
    WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relkind = 'r' AND c.oid < 16384 ORDER BY 1
"""
# what users made, by the catalog that it is in; not what belongs to an extension, nor what goes with that
_MADE = """
    WITH RECURSIVE members AS (
        SELECT classid, objid FROM pg_depend WHERE deptype = 'e'
        UNION SELECT d.classid, d.objid FROM pg_depend d
            JOIN members m ON m.classid = d.refclassid AND m.objid = d.refobjid
            WHERE d.deptype = 'i' OR d.deptype = 'a' AND d.classid IN ('pg_amop'::regclass, 'pg_amproc'::regclass)
    )
    SELECT DISTINCT d.classid::regclass::text, d.objid::bigint
    FROM (SELECT classid, objid FROM pg_depend UNION SELECT refclassid, refobjid FROM pg_depend) d
    WHERE d.objid >= 16384 AND (d.classid, d.objid) NOT IN (SELECT classid, objid FROM members)
"""
# one of each kind that no detector may handle, as long as none does
REPORTED = {
    "base_type": """
        CREATE TYPE box2;
        CREATE FUNCTION box2_in(cstring) RETURNS box2 LANGUAGE internal IMMUTABLE STRICT AS 'textin';
        CREATE FUNCTION box2_out(box2) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
        CREATE TYPE box2 (INPUT = box2_in, OUTPUT = box2_out);
    """,
    "default_privileges": "ALTER DEFAULT PRIVILEGES REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;",
    "policy": "CREATE TABLE p (); CREATE POLICY one ON p;",
    "shell_type": "CREATE TYPE announced;",
    "row_level_security": "CREATE TABLE r (); ALTER TABLE r ENABLE ROW LEVEL SECURITY;",
}


async def test_every_catalog_of_the_server_is_on_the_page(database_url: str) -> None:
    there = {name for (name,) in await query(database_url, _CATALOGS)}
    if await server_major(database_url) == 18:
        assert there == set(coverage.CATALOGS)
    else:
        assert there - set(coverage.CATALOGS) == set()


@pytest.mark.parametrize("kind", sorted(REPORTED))
async def test_what_no_detector_handles_is_counted(kind: str, database_url: str) -> None:
    await run_scripts(database_url, REPORTED[kind])
    snapshot = await snapshot_of(database_url)
    assert snapshot.unhandled.get(kind) == 1 or snapshot.of_kind(kind)


def test_the_kinds_that_are_reported_are_the_ones_that_are_tried() -> None:
    assert set(coverage.reported()) <= set(REPORTED)


async def test_what_the_cases_of_the_corpus_make_is_seen(database_url: str, make_database: Databases) -> None:
    """By the catalogs' names: whatever has a row of its own there is of a kind that the snapshot holds, or counted."""
    major = await server_major(database_url)
    for folder in coverage.corpus_sizes():
        known = (read_case(f"{folder}/{path.name}") for path in sorted((CORPUS / folder).iterdir()))
        case = next((case for case in known if case.requires <= major and case.b), None)
        if case is None:  # a kind that this server does not have
            continue
        url = make_database()
        await run_scripts(url, case.b)
        snapshot = await snapshot_of(url)
        seen = {obj.id.kind for obj in snapshot} | set(snapshot.unhandled)
        for catalog, _oid in await query(url, _MADE):
            accounted = coverage.CATALOGS[catalog.removeprefix("pg_catalog.")]
            assert seen & set(accounted), f"{case.name}: {catalog} has rows, and there is none of {accounted}"
