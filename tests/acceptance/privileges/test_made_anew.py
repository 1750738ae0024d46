"""What is taken down and made again has the owner and the privileges that it had, in whatever database that is.

Judged by ``pg_dump`` with owners and privileges: after up, the database is as one that was made with the new schema
and given the same privileges by hand; after down, it is as it was.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from matrx_orm_migrate.errors import MigrationFailedError
from matrx_orm_migrate.schema import HazardKind
from tests.support import migrations
from tests.support.corpus import first_difference
from tests.support.privileges import Project


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Two schemas, and the privileges: ``grants`` before, and after where they are said otherwise there."""

    a: str
    b: str
    grants: str
    after: str = ""
    requires: int = 0
    first: str = ""


TABLE = "CREATE TABLE t (id integer PRIMARY KEY, a integer, b integer);"
CASES = {
    "a view over a column that changes its type": Case(
        a=f"{TABLE} CREATE VIEW v AS SELECT id, a, b FROM t",
        b=f"{TABLE.replace('a integer', 'a bigint')} CREATE VIEW v AS SELECT id, a, b FROM t",
        grants="""GRANT SELECT ON v TO {reader}; GRANT ALL ON v TO {app} WITH GRANT OPTION;
                  GRANT UPDATE (a, b) ON v TO {other}; GRANT SELECT ON v TO PUBLIC; ALTER VIEW v OWNER TO {owner}""",
    ),
    "views on one another with owners of their own": Case(
        a=f"{TABLE} CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v",
        b=f"{TABLE.replace('a integer', 'a text')} CREATE VIEW v AS SELECT a FROM t; CREATE VIEW w AS SELECT a FROM v",
        grants="""ALTER VIEW v OWNER TO {owner}; ALTER VIEW w OWNER TO {app}; GRANT SELECT ON t TO {owner};
                  GRANT SELECT ON v TO {app}; GRANT SELECT ON w TO {reader}""",
    ),
    "privileges that were handed on": Case(
        a=f"{TABLE} CREATE VIEW v AS SELECT id, a, b FROM t",
        b=f"{TABLE.replace('a integer', 'a bigint')} CREATE VIEW v AS SELECT id, a, b FROM t",
        grants="""ALTER VIEW v OWNER TO {owner}; GRANT SELECT ON v TO {app} WITH GRANT OPTION;
                  GRANT USAGE ON SCHEMA public TO {app}, {reader}, {owner};
                  SET ROLE {app}; GRANT SELECT ON v TO {reader} WITH GRANT OPTION; RESET ROLE;
                  SET ROLE {reader}; GRANT SELECT (b) ON v TO {other}; RESET ROLE""",
    ),
    "an owner who gave up some of the owner's privileges": Case(
        a=f"{TABLE} CREATE VIEW v AS SELECT id, a, b FROM t",
        b=f"{TABLE.replace('a integer', 'a bigint')} CREATE VIEW v AS SELECT id, a, b FROM t",
        grants="ALTER VIEW v OWNER TO {owner}; REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON v FROM {owner}",
    ),
    "a materialized view with another query": Case(
        a=f"{TABLE} CREATE MATERIALIZED VIEW m AS SELECT id, a FROM t; CREATE UNIQUE INDEX ON m (id)",
        b=f"{TABLE} CREATE MATERIALIZED VIEW m AS SELECT id, a, b FROM t; CREATE UNIQUE INDEX ON m (id)",
        grants="""GRANT SELECT ON t TO {owner}; ALTER MATERIALIZED VIEW m OWNER TO {owner};
                  GRANT SELECT ON m TO {reader}; GRANT SELECT (a) ON m TO {app} WITH GRANT OPTION""",
    ),
    "counters of a table of another role": Case(
        a=f"{TABLE} CREATE TABLE u (id integer PRIMARY KEY)",
        b=f"{TABLE} ALTER TABLE t ADD s serial, ADD l bigserial; CREATE TABLE u (id serial PRIMARY KEY)",
        grants="ALTER TABLE t OWNER TO {owner}; ALTER TABLE u OWNER TO {owner}",
    ),
    "a view that becomes a materialized one": Case(
        a=f"{TABLE} CREATE VIEW v AS SELECT id, a FROM t",
        b=f"{TABLE} CREATE MATERIALIZED VIEW v AS SELECT id, a FROM t",
        grants="GRANT SELECT ON t TO {owner}; GRANT SELECT ON v TO {reader}; ALTER TABLE v OWNER TO {owner}",
    ),
    "a function with another signature": Case(
        a="""CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
             CREATE FUNCTION g() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'""",
        b="""CREATE FUNCTION f(a bigint, b text DEFAULT 'x') RETURNS integer LANGUAGE sql AS 'SELECT 1';
             CREATE FUNCTION g() RETURNS bigint LANGUAGE sql SECURITY DEFINER AS 'SELECT 1::bigint'""",
        grants="""REVOKE ALL ON FUNCTION f FROM PUBLIC; GRANT EXECUTE ON FUNCTION f TO {app} WITH GRANT OPTION;
                  ALTER FUNCTION f OWNER TO {owner};
                  REVOKE ALL ON FUNCTION g FROM PUBLIC; GRANT EXECUTE ON FUNCTION g TO {reader}""",
    ),
    "a function beside another of the same name": Case(
        a="""CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
             CREATE FUNCTION f(a text) RETURNS integer LANGUAGE sql AS 'SELECT 1'""",
        b="""CREATE FUNCTION f(a integer, b integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
             CREATE FUNCTION f(a text) RETURNS integer LANGUAGE sql AS 'SELECT 1'""",
        grants="REVOKE ALL ON FUNCTION f(integer) FROM PUBLIC; GRANT EXECUTE ON FUNCTION f(text) TO {app}",
        after="REVOKE ALL ON FUNCTION f(integer, integer) FROM PUBLIC; GRANT EXECUTE ON FUNCTION f(text) TO {app}",
    ),
    "a function that becomes a procedure, and an aggregate": Case(
        a="""CREATE FUNCTION f(a integer, OUT b integer) LANGUAGE sql AS 'SELECT 1';
             CREATE FUNCTION s(a bigint, b integer) RETURNS bigint LANGUAGE sql AS 'SELECT a + b';
             CREATE AGGREGATE total(integer) (SFUNC = s, STYPE = bigint)""",
        b="""CREATE PROCEDURE f(a integer) LANGUAGE sql AS 'SELECT 1';
             CREATE FUNCTION s(a numeric, b integer) RETURNS numeric LANGUAGE sql AS 'SELECT a + b';
             CREATE AGGREGATE total(integer) (SFUNC = s, STYPE = numeric)""",
        grants="""REVOKE ALL ON ROUTINE f(integer) FROM PUBLIC; GRANT EXECUTE ON ROUTINE f(integer) TO {app};
                  ALTER ROUTINE f(integer) OWNER TO {owner}; ALTER AGGREGATE total(integer) OWNER TO {owner};
                  REVOKE ALL ON FUNCTION total(integer) FROM PUBLIC""",
    ),
    "default privileges in force": Case(
        first="""ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {other};
                 ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT INSERT, UPDATE ON TABLES TO {app} WITH GRANT OPTION;
                 ALTER DEFAULT PRIVILEGES GRANT EXECUTE ON FUNCTIONS TO {other};
                 ALTER DEFAULT PRIVILEGES GRANT ALL ON TYPES TO {other};""",
        a=f"""{TABLE} CREATE VIEW v AS SELECT id, a, b FROM t; CREATE VIEW w AS SELECT a FROM t;
              CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
              CREATE TYPE e AS ENUM ('x', 'y'); CREATE TABLE u (e e)""",
        b=f"""{TABLE.replace("a integer", "a bigint")} CREATE VIEW v AS SELECT id, a, b FROM t;
              CREATE VIEW w AS SELECT a FROM t;
              CREATE FUNCTION f(a text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
              CREATE TYPE e AS ENUM ('y', 'z'); CREATE TABLE u (e e)""",
        grants="""REVOKE ALL ON v FROM {other}; REVOKE GRANT OPTION FOR UPDATE ON v FROM {app};
                  GRANT SELECT ON v TO {reader}; ALTER VIEW w OWNER TO {owner};
                  REVOKE ALL ON FUNCTION f FROM {other}, PUBLIC; REVOKE ALL ON TYPE e FROM {other}, PUBLIC""",
    ),
    "a generated column with another expression": Case(
        a="CREATE TABLE t (id integer, a integer, b integer GENERATED ALWAYS AS (a + 1) STORED)",
        b="CREATE TABLE t (id integer, a integer, b integer GENERATED ALWAYS AS (a * 2) STORED)",
        grants="""GRANT SELECT (a, b), UPDATE (a) ON t TO {reader} WITH GRANT OPTION; GRANT REFERENCES (b) ON t
                  TO {app}; ALTER TABLE t OWNER TO {owner}""",
    ),
    "an enum that loses a label": Case(
        a="CREATE TYPE e AS ENUM ('x', 'y'); CREATE TABLE t (e e); CREATE VIEW v AS SELECT e FROM t",
        b="CREATE TYPE e AS ENUM ('x'); CREATE TABLE t (e e); CREATE VIEW v AS SELECT e FROM t",
        grants="""REVOKE USAGE ON TYPE e FROM PUBLIC; GRANT USAGE ON TYPE e TO {app}; ALTER TYPE e OWNER TO {owner};
                  GRANT SELECT ON v TO {reader}; GRANT SELECT (e) ON t TO {reader}""",
    ),
    "types of all sorts": Case(
        a="""CREATE TYPE c AS (x integer); CREATE DOMAIN d AS integer; CREATE TYPE r AS RANGE (subtype = integer);
             CREATE TABLE t (c c, d d, r r)""",
        b="""CREATE TYPE c AS (x text, y integer); CREATE DOMAIN d AS bigint; CREATE TYPE r AS RANGE (subtype = bigint);
             CREATE TABLE t (c c, d d, r r)""",
        grants="""REVOKE USAGE ON TYPE c, d, r FROM PUBLIC; GRANT USAGE ON TYPE c, d, r TO {app};
                  ALTER TYPE c OWNER TO {owner}; ALTER DOMAIN d OWNER TO {owner}; ALTER TYPE r OWNER TO {owner}""",
    ),
    "statistics": Case(
        a=f"{TABLE} CREATE STATISTICS s (ndistinct) ON a, b FROM t",
        b=f"{TABLE} CREATE STATISTICS s (ndistinct, mcv) ON a, b FROM t",
        grants="ALTER STATISTICS s OWNER TO {owner}",
    ),
    "names that need quotes": Case(
        a='''CREATE SCHEMA "S s"; CREATE TABLE "S s"."T.t" (a integer, "b.""c" integer GENERATED ALWAYS AS (a) STORED);
             CREATE VIEW "S s"."V'v" AS SELECT * FROM "S s"."T.t"''',
        b='''CREATE SCHEMA "S s"; CREATE TABLE "S s"."T.t" (a integer, "b.""c" integer GENERATED ALWAYS AS (-a) STORED);
             CREATE VIEW "S s"."V'v" AS SELECT * FROM "S s"."T.t"''',
        grants="""GRANT SELECT ("b.""c") ON "S s"."T.t" TO {reader}; GRANT SELECT ON "S s"."V'v" TO {reader};
                  ALTER VIEW "S s"."V'v" OWNER TO {owner}""",
    ),
}


@pytest.mark.parametrize("name", CASES)
async def test_what_is_made_anew_is_whose_it_was_and_for_whom_it_was(project: Project, name: str) -> None:
    case = CASES[name]
    url = await project.database(case.first, case.a, case.grants)
    before = await project.dump(url)
    wanted = await project.dump(await project.database(case.first, case.b, case.after or case.grants))
    result = await project.generate(url, await project.database(case.b))
    assert len(result.drafts) == 1
    await migrations.migrate(url, project.directory)
    found = await project.dump(url)
    assert found == wanted, first_difference(found, wanted)
    await migrations.rollback(url, project.directory)
    again = await project.dump(url)
    assert again == before, first_difference(again, before)


@pytest.mark.parametrize("name", ["a view over a column that changes its type", "a function with another signature"])
async def test_a_file_keeps_what_its_author_never_saw(project: Project, name: str) -> None:
    case = CASES[name]
    await project.generate(await project.database(case.a), await project.database(case.b))
    url = await project.database(case.a, case.grants)
    before = await project.dump(url)
    wanted = await project.dump(await project.database(case.b, case.grants))
    await migrations.migrate(url, project.directory)
    assert await project.dump(url) == wanted
    await migrations.rollback(url, project.directory)
    assert await project.dump(url) == before


TYPED = CASES["a view over a column that changes its type"]


async def test_whoever_may_be_the_owner_gives_it_back_without_being_a_superuser(project: Project) -> None:
    url = await project.database(
        TYPED.a,
        """GRANT CREATE ON DATABASE {database} TO {deployer};
           GRANT CREATE, USAGE ON SCHEMA public TO {deployer}, {owner};
           GRANT {owner} TO {deployer}; ALTER TABLE t OWNER TO {owner}; ALTER VIEW v OWNER TO {owner};
           GRANT SELECT ON v TO {deployer}; GRANT UPDATE (a) ON v TO {app} WITH GRANT OPTION""",
    )
    before = await project.dump(url)
    result = await project.generate(project.as_deployer(url), await project.database(TYPED.b))
    assert HazardKind.MAY_FAIL not in {hazard.kind for hazard in result.drafts[0].hazards}
    await migrations.migrate(project.as_deployer(url), project.directory)
    changed = await project.dump(url)
    assert changed != before
    assert [line for line in changed.splitlines() if "bigint" not in line] == [
        line for line in before.splitlines() if "    a integer" not in line
    ]
    await migrations.rollback(project.as_deployer(url), project.directory)
    assert await project.dump(url) == before


async def test_an_owner_who_cannot_be_had_is_announced_and_stops_the_migration(project: Project) -> None:
    url = await project.database(
        TYPED.a,
        """ALTER TABLE t OWNER TO {deployer}; ALTER SCHEMA public OWNER TO {deployer}; ALTER VIEW v OWNER TO {owner};
           GRANT SELECT ON t TO {owner}""",
    )
    before = await project.dump(url)
    result = await project.generate(project.as_deployer(url), await project.database(TYPED.b))
    (draft,) = result.drafts
    said = [hazard for hazard in draft.hazards if project.roles.owner in hazard.message]
    assert [hazard.kind for hazard in said] == [HazardKind.MAY_FAIL]
    assert [hazard for hazard in draft.down_hazards if project.roles.owner in hazard.message] == said
    with pytest.raises(MigrationFailedError):
        await migrations.migrate(project.as_deployer(url), project.directory)
    assert await project.dump(url) == before


async def test_a_way_back_that_makes_a_new_object_says_that_its_privileges_are_gone(project: Project) -> None:
    a = "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE VIEW v AS SELECT 1 AS one"
    url = await project.database(a, "REVOKE ALL ON FUNCTION f FROM PUBLIC")
    (draft,) = (await project.generate(url, await project.database("SELECT 1"))).drafts
    kinds = {hazard.object.name: hazard.kind for hazard in draft.down_hazards}
    assert kinds == {"f": HazardKind.PRIVILEGES}  # the view had none of its own
    assert HazardKind.PRIVILEGES not in {hazard.kind for hazard in draft.hazards}
    assert "PRIVILEGES: function public.f()" in draft.text


async def test_it_says_so_beside_renames_and_pending_migrations_as_well(project: Project) -> None:
    a = "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'; CREATE TABLE t (a integer)"
    url = await project.database(a, "REVOKE ALL ON FUNCTION f FROM PUBLIC; GRANT SELECT (a) ON t TO {reader}")
    migrations.write(project.directory, "0001_first", 'await db.execute("CREATE TABLE public.x ()")')
    goal = await project.database("CREATE TABLE u (); CREATE TABLE x ()")
    (draft,) = (await project.generate(url, goal, renames=[("t", "u")])).drafts
    said = {hazard.object for hazard in draft.down_hazards if hazard.kind is HazardKind.PRIVILEGES}
    assert {(object_id.parent, object_id.name) for object_id in said} == {("", "f"), ("u", "a")}


async def test_privileges_of_the_other_database_are_not_asked_for(project: Project) -> None:
    goal = await project.database("CREATE VIEW v AS SELECT 1 AS one", "GRANT SELECT ON v TO {reader}")
    (draft,) = (await project.generate(await project.database("SELECT 1"), goal)).drafts
    assert draft.hazards == ()


async def test_the_privileges_of_a_row_type_are_told_too(project: Project) -> None:
    url = await project.database("CREATE TYPE c AS (a integer)", "REVOKE USAGE ON TYPE c FROM PUBLIC")
    (draft,) = (await project.generate(url, await project.database("SELECT 1"))).drafts
    assert [hazard.kind for hazard in draft.down_hazards] == [HazardKind.PRIVILEGES]


async def test_nobody_guesses_which_of_several_functions_a_new_one_follows(project: Project) -> None:
    a = """CREATE FUNCTION f(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
           CREATE FUNCTION f(a text) RETURNS integer LANGUAGE sql AS 'SELECT 1'"""
    b = "CREATE FUNCTION f(a integer, b text) RETURNS integer LANGUAGE sql AS 'SELECT 1'"
    (draft,) = (await project.generate(await project.database(a), await project.database(b))).drafts
    assert [(hazard.kind, hazard.object.signature) for hazard in draft.hazards] == [
        (HazardKind.PRIVILEGES, "(integer, text)")
    ]
    assert "keep_privileges" not in draft.text


async def test_what_is_only_altered_is_not_kept(project: Project) -> None:
    a, b = "CREATE VIEW v AS SELECT 1 AS one", "CREATE VIEW v AS SELECT 1 AS one, 2 AS two"
    (draft,) = (await project.generate(await project.database(a), await project.database(b))).drafts
    up, _def, _down = draft.text.partition("async def down")
    assert "keep_privileges" not in up
