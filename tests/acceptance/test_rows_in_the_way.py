"""That the rows that are there may stand against a change is announced where it happens, and only there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import asyncpg

from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff.compare import compare
from matrx_orm_migrate.diff.inspect import inspect_database
from matrx_orm_migrate.diff.plan import make_plan
from matrx_orm_migrate.schema import HazardKind, Snapshot
from matrx_orm_migrate.testing.servers import connect
from tests.support.corpus import run_scripts, server_major
from tests.support.rebuild import built_in
from tests.support.servers import Databases


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A change, in a schema of its own (``S`` in words), and ``rows`` for ``a``.

    It is announced with ``words`` as MAY FAIL and besides with ``kinds``, and fails with ``sqlstate``.
    """

    a: str
    b: str
    rows: str
    sqlstate: str = ""
    words: tuple[str, ...] = ()
    kinds: tuple[HazardKind, ...] = ()
    requires: int = 13


_REWRITE = (HazardKind.TABLE_REWRITE,)
_Z = "CREATE TABLE b (z int"
_DIV, _TWICE = "fails where (10 / z) cannot be computed of a row", "fails where (z * 2) gives NULL for a row"
_OVER = "fails where (z * 2) cannot be computed of a row"
_TENTH = "fails where (z / 10) cannot be computed of a row"
_FUNCTION = "CREATE FUNCTION f(int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1 / $1'"
_O = "CREATE TABLE o (id int CONSTRAINT op PRIMARY KEY) PARTITION BY RANGE (id)"
_OWN = _O.replace("KEY)", "KEY, up int CONSTRAINT lf REFERENCES o)")
_O1 = "CREATE TABLE o1 PARTITION OF o FOR VALUES FROM (0) TO (10)"
_ALONE = "CREATE TABLE o1 (id int NOT NULL, CONSTRAINT o1_pkey PRIMARY KEY (id))"
_L = "CREATE TABLE l (oid int CONSTRAINT lf REFERENCES o)"
_REFERRED = "INSERT INTO o VALUES (1); INSERT INTO l VALUES (1)"
_W = ", w int GENERATED ALWAYS AS ({}) {}"


def _with(expression: str, how: str = "STORED", *, table: str = _Z, behind: str = "") -> str:
    return f"{table}{_W.format(expression, how)}); {behind}"


FAILS = {
    "not null becomes valid": Case(
        a=f"{_Z}); ALTER TABLE b ADD CONSTRAINT bn NOT NULL z NOT VALID",
        b=f"{_Z} CONSTRAINT bn NOT NULL)",
        rows="ALTER TABLE b DROP CONSTRAINT bn; INSERT INTO b VALUES (NULL); "
        "ALTER TABLE b ADD CONSTRAINT bn NOT NULL z NOT VALID",
        sqlstate="23502",
        words=("b.z: fails where a row holds NULL",),
        requires=18,
    ),
    "check becomes valid": Case(
        a=f"{_Z}); ALTER TABLE b ADD CONSTRAINT bn CHECK (z > 0) NOT VALID",
        b=f"{_Z} CONSTRAINT bn CHECK (z > 0))",
        rows="ALTER TABLE b DROP CONSTRAINT bn; INSERT INTO b VALUES (0); "
        "ALTER TABLE b ADD CONSTRAINT bn CHECK (z > 0) NOT VALID",
        sqlstate="23514",
        words=("fails where rows break bn",),
    ),
    "stored not null is added": Case(
        a=f"{_Z})",
        b=_with("z * 2", "STORED NOT NULL"),
        rows="INSERT INTO b VALUES (NULL)",
        sqlstate="23502",
        words=(f"b.w: {_OVER}", f"b.w: {_TWICE}"),
        kinds=_REWRITE,
    ),
    "virtual not null is added": Case(
        a=f"{_Z})",
        b=_with("z", "VIRTUAL NOT NULL"),
        rows="INSERT INTO b VALUES (NULL)",
        sqlstate="23502",
        words=("b.w: fails where z gives NULL for a row",),
        requires=18,
    ),
    "expression that fails is added": Case(
        a=f"{_Z})",
        b=_with("10 / z"),
        rows="INSERT INTO b VALUES (0)",
        sqlstate="22012",
        words=(f"b.w: {_DIV}",),
        kinds=_REWRITE,
    ),
    "column has no room for another one's values": Case(
        a="CREATE TABLE b (t text)",
        b="CREATE TABLE b (t text, w varchar(3) GENERATED ALWAYS AS (t) STORED)",
        rows="INSERT INTO b VALUES ('long')",
        sqlstate="22001",
        words=("b.w: fails where t cannot be computed of a row",),
        kinds=_REWRITE,
    ),
    "virtual becomes stored": Case(
        a=_with("z * 2", "VIRTUAL"),
        b=_with("z * 2"),
        rows="INSERT INTO b VALUES (2000000000)",
        sqlstate="22003",
        words=(f"b.w: {_OVER}",),
        kinds=_REWRITE,
        requires=18,
    ),
    "type changes": Case(
        a="CREATE TABLE b (z bigint, w bigint GENERATED ALWAYS AS (z * 2) STORED)",
        b="CREATE TABLE b (z bigint, w int GENERATED ALWAYS AS (z * 2) STORED)",
        rows="INSERT INTO b VALUES (2000000000)",
        sqlstate="22003",
        words=(f"b.w: {_OVER}",),
        kinds=_REWRITE,
    ),
    "expression changes under not null": Case(
        a=_with("1", "STORED NOT NULL"),
        b=_with("z * 2", "STORED NOT NULL"),
        rows="INSERT INTO b VALUES (NULL)",
        sqlstate="23502",
        words=(f"b.w: {_OVER}", f"b.w: {_TWICE}"),
        kinds=_REWRITE,
        requires=17,
    ),
    "expression of a virtual column changes under not null": Case(
        a=_with("1", "VIRTUAL NOT NULL"),
        b=_with("10 / z", "VIRTUAL NOT NULL"),
        rows="INSERT INTO b VALUES (0)",
        sqlstate="22012",
        words=(f"b.w: {_DIV}", "b.w: fails where (10 / z) gives NULL for a row"),
        requires=18,
    ),
    "expression changes under a check": Case(
        a=_with("z", behind="ALTER TABLE b ADD CONSTRAINT pos CHECK (w > 0)"),
        b=_with("z / 10", behind="ALTER TABLE b ADD CONSTRAINT pos CHECK (w > 0)"),
        rows="INSERT INTO b VALUES (1)",
        sqlstate="23514",
        words=(f"b.w: {_TENTH}", "b.w: fails where what a row gives breaks pos"),
        kinds=_REWRITE,
        requires=17,
    ),
    "expression changes under keys": Case(
        a=_with("z", behind="ALTER TABLE b ADD CONSTRAINT one UNIQUE (w); CREATE UNIQUE INDEX two ON b ((w + 0))"),
        b=_with("z / 10", behind="ALTER TABLE b ADD CONSTRAINT one UNIQUE (w); CREATE UNIQUE INDEX two ON b ((w + 0))"),
        rows="INSERT INTO b VALUES (1), (2)",
        sqlstate="23505",
        words=(f"b.w: {_TENTH}", "b.w: fails where what a row gives breaks one, two"),
        kinds=_REWRITE,
        requires=17,
    ),
    "expression changes under foreign keys both ways": Case(
        a=_with(
            "z",
            behind="ALTER TABLE b ADD CONSTRAINT one UNIQUE (w), ADD CONSTRAINT self FOREIGN KEY (z) REFERENCES b (w)",
        ),
        b=_with(
            "-z",
            behind="ALTER TABLE b ADD CONSTRAINT one UNIQUE (w), ADD CONSTRAINT self FOREIGN KEY (z) REFERENCES b (w)",
        ),
        rows="INSERT INTO b VALUES (1)",
        sqlstate="23503",
        words=(
            "b.w: fails where (- z) cannot be computed of a row",
            "b.w: fails where what a row gives breaks one, self",
        ),
        kinds=_REWRITE,
        requires=17,
    ),
    "expression changes above a partition's own check": Case(
        a="CREATE TABLE b (z int, w int GENERATED ALWAYS AS (z) STORED) PARTITION BY LIST (z); "
        "CREATE TABLE b1 PARTITION OF b FOR VALUES IN (1); ALTER TABLE b1 ADD CONSTRAINT low CHECK (w > 0)",
        b="CREATE TABLE b (z int, w int GENERATED ALWAYS AS (z / 10) STORED) PARTITION BY LIST (z); "
        "CREATE TABLE b1 PARTITION OF b FOR VALUES IN (1); ALTER TABLE b1 ADD CONSTRAINT low CHECK (w > 0)",
        rows="INSERT INTO b VALUES (1)",
        sqlstate="23514",
        words=(f"b.w: {_TENTH}", "b.w: fails where what a row gives breaks low"),
        kinds=_REWRITE,
        requires=17,
    ),
    "index on an expression": Case(
        a=f"{_Z})",
        b=f"{_Z}); CREATE INDEX i ON b ((10 / z)) WHERE 20 / z > 1",
        rows="INSERT INTO b VALUES (0)",
        sqlstate="22012",
        words=(
            "i: fails where ((10 / z)) cannot be computed of a row",
            "i: fails where ((20 / z) > 1) cannot be computed of a row",
        ),
        kinds=(HazardKind.LONG_LOCK,),
    ),
    "function of the user's in an index": Case(
        a=f"{_Z}); {_FUNCTION}",
        b=f"{_Z}); {_FUNCTION}; CREATE INDEX i ON b (f(z))",
        rows="INSERT INTO b VALUES (0)",
        sqlstate="22012",
        words=("i: fails where S.f(z) cannot be computed of a row",),
        kinds=(HazardKind.LONG_LOCK,),
    ),
    "partition is detached while a key refers to its parent": Case(
        a=f"{_O}; {_O1}; {_L}",
        b=f"{_O}; {_ALONE}; {_L}",
        rows=_REFERRED,
        sqlstate="23503",
        words=("fails where rows refer to those of S.o1",),
    ),
    "partition of a partition is detached while a key refers to the topmost": Case(
        a=f"{_O}; CREATE TABLE om PARTITION OF o DEFAULT PARTITION BY LIST (id); "
        f"CREATE TABLE o1 PARTITION OF om FOR VALUES IN (1); {_L}",
        b=f"{_O}; CREATE TABLE om PARTITION OF o DEFAULT PARTITION BY LIST (id); {_ALONE}; {_L}",
        rows=_REFERRED,
        sqlstate="23503",
        words=("fails where rows refer to those of S.o1",),
    ),
    "bounds change under a key of the table's own": Case(
        a=f"{_OWN}; {_O1}",
        b=f"{_OWN}; CREATE TABLE o1 PARTITION OF o FOR VALUES FROM (0) TO (20)",
        rows="INSERT INTO o VALUES (1, 1)",
        sqlstate="23503",
        words=(
            "fails where rows refer to those of S.o1",
            "fails where a row of S.o1 is outside of its bounds: FOR VALUES FROM (0) TO (20)",
        ),
        kinds=(HazardKind.TABLE_SCAN,),
    ),
}

_TEXTS = "CREATE TABLE b (z int NOT NULL, t text, d timestamp, j jsonb"
PASSES = {
    "added columns that cannot fail": Case(
        a=f"{_TEXTS})",
        b=f"""{_TEXTS}, copied int GENERATED ALWAYS AS (z) STORED NOT NULL,
            fixed int GENERATED ALWAYS AS (-7) STORED NOT NULL,
            said text GENERATED ALWAYS AS (coalesce(lower(t), '') || ' \\'' ( 10 / z' || z::text) STORED NOT NULL,
            sort text GENERATED ALWAYS AS (CASE WHEN t > 'm' THEN 'high' ELSE 'low' END) STORED NOT NULL,
            few boolean GENERATED ALWAYS AS (z = 1 OR NOT z IN (3, 4) AND t <> ALL ('{{a,b}}')) STORED,
            name varchar GENERATED ALWAYS AS (j ->> 'name') STORED,
            day date GENERATED ALWAYS AS (d::date) STORED,
            searched tsvector GENERATED ALWAYS AS (to_tsvector('english', coalesce(t, ''))) STORED NOT NULL)""",
        rows="INSERT INTO b VALUES (0), (2147483647)",
        kinds=_REWRITE,
    ),
    "indexes that cannot fail": Case(
        a=f"{_TEXTS})",
        b=f"""{_TEXTS}); CREATE INDEX i ON b (lower(t) COLLATE "C" text_pattern_ops DESC, (j ->> 'a'), (t || ' / '))
              INCLUDE (z) WITH (fillfactor = 70) WHERE (z > 1 AND t IS NOT NULL)""",
        rows="INSERT INTO b VALUES (0), (2147483647)",
        kinds=(HazardKind.LONG_LOCK,),
    ),
    "virtual column computes nothing": Case(
        a=f"{_Z})", b=_with("10 / z", "VIRTUAL"), rows="INSERT INTO b VALUES (0), (NULL)", requires=18
    ),
    "expression of a virtual column computes nothing": Case(
        a=_with("1", "VIRTUAL"), b=_with("10 / z", "VIRTUAL"), rows="INSERT INTO b VALUES (0), (NULL)", requires=18
    ),
    "check that is not valid asks nothing": Case(
        a=_with("z", behind="ALTER TABLE b ADD CONSTRAINT pos CHECK (w > 0) NOT VALID"),
        b=_with("1", behind="ALTER TABLE b ADD CONSTRAINT pos CHECK (w > 0) NOT VALID"),
        rows="INSERT INTO b VALUES (1)",
        kinds=_REWRITE,
        requires=17,
    ),
    "new table": Case(
        a="SELECT", b=_with("10 / z", "STORED NOT NULL", behind="CREATE INDEX i ON b ((10 / z))"), rows="SELECT"
    ),
    "same index made again": Case(
        a=f"{_Z}) PARTITION BY LIST (z); CREATE INDEX i ON b ((10 / z))",
        b=f"{_Z}) PARTITION BY LIST (z); CREATE INDEX i ON b ((10 / z)) WITH (fillfactor = 70)",
        rows="SELECT",
        kinds=(HazardKind.LONG_LOCK,),
    ),
    "partition is detached, and the key that refers to its parent goes": Case(
        a=f"{_O}; {_O1}; {_L}", b=f"{_O}; {_ALONE}; CREATE TABLE l (oid int)", rows=_REFERRED
    ),
    "partition is detached from what nothing refers to": Case(
        a=f"{_O}; {_O1}", b=f"{_O}; {_ALONE}", rows="INSERT INTO o VALUES (1)"
    ),
}


async def _snapshot(url: str) -> Snapshot:
    async with open_database(url) as database, database.connect() as connection:
        return await inspect_database(connection, built_in(), dependencies=True)


async def _tried(connection: asyncpg.Connection[asyncpg.Record], statements: list[str]) -> str:
    """The SQLSTATE that the statements fail with, or an empty text; nothing of them stays."""
    transaction = connection.transaction()
    await transaction.start()
    try:
        for sql in statements:
            await connection.execute(sql)
    except asyncpg.PostgresError as error:
        return str(error.sqlstate)
    finally:
        await transaction.rollback()
    return ""


async def _wrong(all_cases: Mapping[str, Case], make_database: Databases) -> list[str]:
    """What is announced otherwise, or happens otherwise, than the cases say: all of them in one plan."""
    url, goal = make_database(), make_database()
    major = await server_major(url)
    cases = {f"s{number}": case for number, case in enumerate(all_cases.values()) if case.requires <= major}
    names = dict(zip((f"s{number}" for number in range(len(all_cases))), all_cases, strict=True))
    for schema, case in cases.items():
        start = f"CREATE SCHEMA {schema}; SET search_path = {schema}"
        await run_scripts(url, f"{start}; {case.a}; {case.rows}")
        await run_scripts(goal, f"{start}; {case.b}")
    current, desired = await _snapshot(url), await _snapshot(goal)
    plan = make_plan(compare(current, desired, built_in()), current, desired, built_in())
    wrong: list[str] = []
    connection = await connect(url)
    try:
        for schema, case in cases.items():
            steps = [step for step in plan.steps if any(one.schema == schema for one in step.objects)]
            assert steps, names[schema]
            hazards = [hazard for step in steps for hazard in step.hazards]
            said = sorted(hazard.message for hazard in hazards if hazard.kind is HazardKind.MAY_FAIL)
            kinds = {hazard.kind for hazard in hazards} - {HazardKind.MAY_FAIL}
            if said != sorted(words.replace("S.", f"{schema}.") for words in case.words):
                wrong.append(f"{names[schema]}: {said}")
            if kinds != set(case.kinds):
                wrong.append(f"{names[schema]}: {kinds}")
            happened = await _tried(connection, [one.sql for step in steps for one in step.statements])
            if happened != case.sqlstate:
                wrong.append(f"{names[schema]}: {happened or 'nothing'} happens")
    finally:
        await connection.close()
    return wrong


async def test_what_may_fail_is_announced_and_does(make_database: Databases) -> None:
    assert await _wrong(FAILS, make_database) == []


async def test_what_cannot_fail_is_not_announced(make_database: Databases) -> None:
    assert await _wrong(PASSES, make_database) == []
