"""What a change of a column's type announces is what happens to values: many types, and values at the edges."""

from __future__ import annotations

from itertools import permutations
from pathlib import Path

import asyncpg
import pytest

from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.detectors.column_types import conversion
from matrx_orm_migrate.diff.inspect import inspect_database
from matrx_orm_migrate.errors import MigrationFailedError
from matrx_orm_migrate.executor import Executor
from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.loader import read_directory
from matrx_orm_migrate.schema import Column, HazardKind, ObjectId, Snapshot
from matrx_orm_migrate.testing.journey import generate
from tests.support.corpus import run_scripts
from tests.support.rebuild import built_in
from tests.support.servers import Databases

_MOMENT = "2020-10-25 02:30:05.678901"
_SPRING = "2020-03-29 02:30:00"
_TEXTS = (
    "5",
    "12345678901234567890.12345678901234567",
    "true",
    _MOMENT,
    "2020-10-25 02:30:05+02",
    '{"b": 1, "a": 2, "b": 3}',
    '["x"]',
    "some more words  ",
    "é" * 40,
    "{x}",
    "x",
    "y  ",
    "z      ",
)
_NUMBERS = ("0", "1", "2", "300")
_JSON = ('"x"', "1.5", "true", '{"b": 1, "a": 2, "b": 3}', "0.12345678901234567891", "12345678901234567890", "1e400")

VALUES: dict[str, tuple[str, ...]] = {
    "smallint": (*_NUMBERS, "32767", "-32768"),
    "integer": (*_NUMBERS, "16777217", "-2147483648"),
    "bigint": (*_NUMBERS, "16777217", "9007199254740993", "-9223372036854775808"),
    "real": (*_NUMBERS, "1.5", "0.1", "1.2345679", "1e30"),
    "double precision": (*_NUMBERS, "1.5", "0.1", "0.12345678901234566", "1e300", "1e-300"),
    "numeric": (*_NUMBERS, "1.5", "0.12345678901234567891", "1e400", "123456789012345678901.5"),
    "numeric(4,0)": (*_NUMBERS, "9999"),
    "numeric(6,2)": (*_NUMBERS, "1.55", "9999.99"),
    "numeric(12,3)": (*_NUMBERS, "1.555", "123456789.123"),
    "oid": (*_NUMBERS, "4294967295"),
    "money": ("0", "1", "12.34"),
    "boolean": ("true", "false"),
    "text": _TEXTS,
    "character varying": _TEXTS,
    "character varying(3)": ("5", "abc", "{x}", "x  "),
    "character(4)": ("5", "abcd", "{x}"),
    "name": ("5", "abcde", "x  ", "x     "),
    '"char"': ("5", "x"),
    "text[]": ("{a,b}", "{}", "{some words}"),
    "date": ("2020-10-25", "2020-03-29"),
    "timestamp without time zone": (_MOMENT, _SPRING),
    "timestamp(2) without time zone": ("2020-10-25 02:30:05.67",),
    "timestamp with time zone": (
        "2020-10-25 00:30:05.678901+00",
        "2020-10-25 01:30:05.678901+00",
        "2020-10-25 23:30:00+00",
    ),
    "time without time zone": ("02:30:05.678901",),
    "time with time zone": ("02:30:05.678901+05",),
    "time(0) without time zone": ("02:30:05",),
    "interval": ("26 hours 0.123456 seconds", "1 year 2 days"),
    "interval(1)": ("26 hours 0.1 seconds",),
    "interval day": ("2 days",),
    "json": _JSON,
    "jsonb": _JSON[:-1],
    "inet": ("10.1.2.3/8", "10.0.0.1"),
    "cidr": ("10.0.0.0/8",),
    "macaddr": ("08:00:2b:01:02:03",),
    "macaddr8": ("08:00:2b:01:02:03:04:05",),
    "bit(3)": ("101",),
    "bit(5)": ("10101",),
    "bit(32)": ("10000000000000000000000000000101",),
    "bit(40)": ("1000000000000000000000000000000000000101",),
    "bit varying": ("1", "10101"),
    "bit varying(4)": ("1", "1010"),
    "uuid": ("00000000-0000-0000-0000-000000000001",),
    "bytea": (r"\x61", r"\xff"),
    "point": ("(1,2)",),
    "box": ("(3,4),(1,2)",),
    "lseg": ("[(1,2),(3,4)]",),
    "path": ("((1,2),(3,4),(5,0))", "[(1,2),(3,4)]"),
    "polygon": ("((1,2),(3,4),(5,0))",),
    "circle": ("<(1,2),3>",),
    "tsvector": ("'a':2 'b':1",),
}
"""Types, each with values that matter to some other type."""

FAMILIES: tuple[tuple[str, ...], ...] = (
    ("smallint", "integer", "bigint", "real", "double precision", "numeric", "boolean", "jsonb", "money"),
    ("numeric", "numeric(4,0)", "numeric(6,2)", "numeric(12,3)", "real", "integer"),
    ("date", "timestamp without time zone", "timestamp with time zone", "time with time zone"),
    (
        "timestamp with time zone",
        "timestamp(2) without time zone",
        "time without time zone",
        "time(0) without time zone",
    ),
    ("time without time zone", "time with time zone", "interval", "interval(1)", "interval day"),
    ("text", "character varying", "character varying(3)", "character(4)", "name", '"char"', "integer"),
    ("text", "text[]", "numeric(6,2)", "real", "timestamp with time zone", "date", "jsonb", "boolean"),
    ("json", "jsonb"),
    ("inet", "cidr"),
    ("macaddr", "macaddr8"),
    ("bit(3)", "bit(5)", "bit varying", "bit varying(4)"),
    ("integer", "bigint", "bit(3)", "bit(32)"),
    ("integer", "bit(40)"),
    ("bigint", "bit(3)", "bit(40)"),
    ("point", "box", "path", "polygon"),
    ("oid", "integer", "bigint"),
    ("oid", "smallint"),
)
"""Types that have casts to one another."""
_WORDS = {"text", "character varying", "character varying(3)", "character(4)", "name", '"char"'}
ZONE = "Europe/Berlin"


def column(type_: str, base: str) -> Column:
    return Column(id=ObjectId("column", "public", "c", "t"), type=type_, base_type=base)


_CASTS = {
    ("integer", "boolean"),
    ("boolean", "integer"),
    ("smallint", "real"),
    ("integer", "real"),
    ("bigint", "double precision"),
    ("numeric", "double precision"),
    ("real", "numeric"),
    ("timestamp without time zone", "timestamp with time zone"),
    ("numeric", "integer"),
    ("integer", "bit"),
    ("bigint", "bit"),
    ("bit", "integer"),
    ("bytea", "integer"),
    ("bytea", "smallint"),
    ("public.vector", "public.halfvec"),
}
NOTHING = Snapshot(objects={}, casts=frozenset(_CASTS))
CONTEXT = PlanContext(current=NOTHING, desired=NOTHING, server_version=180000)


# before PostgreSQL 16 a "char" may be half a character, which no client can read
_VALUE = "SELECT encode(textsend(c::text), 'escape') FROM t"


class Trial:
    """A table with one row, whose column changes its type as a migration would."""

    def __init__(self, connection: asyncpg.Connection[asyncpg.Record], bases: dict[str, str], casts: Snapshot) -> None:
        self.connection = connection
        self.bases = bases
        self.context = PlanContext(current=casts, desired=casts, server_version=casts.server_version)

    def caveats(self, old: str, new: str) -> tuple[str | None, dict[HazardKind, list[str]]]:
        using, found = conversion(column(old, self.bases[old]), column(new, self.bases[new]), self.context)
        said: dict[HazardKind, list[str]] = {}
        for kind, text in found:
            said.setdefault(kind, []).append(text)
        return using, said

    def has_way(self, old: str, new: str) -> bool:
        """Whether values go there without a detour."""
        if bool({old, new} & _WORDS) or self.bases[old] == self.bases[new]:
            return True
        return self.context.has_cast(self.bases[old], self.bases[new])

    async def change(self, old: str, new: str, zone: str = "UTC") -> str:
        using, _said = self.caveats(old, new)
        await self.connection.execute(
            f"SET LOCAL TimeZone = '{zone}'; ALTER TABLE t ALTER c TYPE {new}{f' USING {using}' if using else ''}"
        )
        await self.connection.execute("SET LOCAL TimeZone = 'UTC'")
        return str(await self.connection.fetchval(_VALUE))

    async def there_and_back(self, old: str, new: str, value: str) -> set[str]:
        """``fails``, ``loses`` and ``session``, as they come true for one value."""
        transaction = self.connection.transaction()
        await transaction.start()
        happened: set[str] = set()
        try:
            await self.connection.execute(f"SET LOCAL TimeZone = 'UTC'; CREATE TEMP TABLE t (c {old})")
            await self.connection.execute("INSERT INTO t VALUES ('" + value.replace("'", "''") + "')")
            was = await self.connection.fetchval(_VALUE)
            try:
                async with self.connection.transaction():
                    elsewhere = await self.change(old, new, ZONE)
                    raise _UndoError
            except _UndoError:
                pass
            except asyncpg.PostgresError:
                elsewhere = ""
            try:
                async with self.connection.transaction():
                    here = await self.change(old, new)
            except asyncpg.PostgresError:
                return {"fails"}
            if elsewhere != here:
                happened.add("session")
            # by a detour back, through text, a value may go astray that nothing was lost of
            lost = "loses" if self.has_way(new, old) else "strays"
            try:
                async with self.connection.transaction():
                    if await self.change(new, old) != was:
                        happened.add(lost)
            except asyncpg.PostgresError:
                happened.add(lost)
            return happened
        finally:
            await transaction.rollback()


class _UndoError(Exception):
    """Takes back what was tried."""


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family[0])
async def test_what_is_announced_is_what_happens(family: tuple[str, ...], database_url: str) -> None:
    async with open_database(database_url) as database, database.connect() as connection:
        snapshot = await inspect_database(connection, built_in(), dependencies=True)
        assert snapshot.casts
        raw = (await connection.get_raw_connection()).driver_connection
        assert raw is not None
        await connection.rollback()
        bases = {name: await raw.fetchval("SELECT format_type(to_regtype($1), NULL)", name) for name in family}
        trial = Trial(raw, bases, snapshot)
        wrong: list[str] = []
        for old, new in permutations(family, 2):
            if trial.has_way(old, new):
                happened = {value: await trial.there_and_back(old, new, value) for value in VALUES[old]}
                _using, said = trial.caveats(old, new)
                wrong += judged(old, new, happened, said)
    assert not wrong, "\n".join(wrong)


_KINDS = {"fails": HazardKind.MAY_FAIL, "loses": HazardKind.DATA_LOSS, "session": HazardKind.SESSION}


def judged(old: str, new: str, happened: dict[str, set[str]], said: dict[HazardKind, list[str]]) -> list[str]:
    """What happened to some value and nothing announced, and what was announced and no value bears out."""
    wrong = []
    for word, kind in _KINDS.items():
        values = [value for value, found in happened.items() if word in found]
        borne_out = bool(values) or (word == "loses" and any("strays" in found for found in happened.values()))
        if word == "loses" and old in _WORDS and new not in _WORDS:
            values = []  # a text that comes back spelt otherwise has lost nothing
        if values and kind not in said:
            wrong.append(f"{old} → {new} {word} on {values}, and nothing says so")
        if not borne_out and kind in said:
            wrong.append(f"{old} → {new}: {said[kind]}, and nothing bears it out")
    return wrong


@pytest.mark.parametrize(
    ("old", "new", "kind", "words"),
    [
        ("integer", "boolean", HazardKind.DATA_LOSS, "all numbers but 0 become true"),
        ("integer", "real", HazardKind.DATA_LOSS, "numbers beyond 16777216 are rounded to 6 or 7 digits"),
        ("bigint", "double precision", HazardKind.DATA_LOSS, "numbers beyond 9007199254740992 are rounded"),
        ("numeric", "double precision", HazardKind.DATA_LOSS, "digits beyond the first 15 are rounded off"),
        ("real", "numeric", HazardKind.DATA_LOSS, "digits beyond the first 6 are rounded off"),
        ("timestamp without time zone", "timestamp with time zone", HazardKind.SESSION, "in the time zone of the"),
        ("text", "integer[]", HazardKind.MAY_FAIL, "fails on a text that is no integer[]"),
        ("numeric(9,2)[]", "integer[]", HazardKind.DATA_LOSS, "fractions are rounded off"),
        ("integer", "bit(4)", HazardKind.DATA_LOSS, "all but the last 4 bits are cut off"),
        ("bigint[]", "bit(40)[]", HazardKind.DATA_LOSS, "all but the last 40 bits are cut off"),
        ("bit(40)", "integer", HazardKind.MAY_FAIL, "fails on numbers out of range"),
        (
            "bit(70)",
            "integer",
            HazardKind.MAY_FAIL,
            "fails where there is a value: it has 70 bits, and integer takes no",
        ),
        ("tsrange", "daterange", HazardKind.DATA_LOSS, "the time of day is cut off"),
        ("tsmultirange", "datemultirange", HazardKind.DATA_LOSS, "the time of day is cut off"),
        ("tstzrange[]", "daterange[]", HazardKind.DATA_LOSS, "the time of day is cut off"),
        ("tstzrange", "tsrange", HazardKind.SESSION, "in the time zone of the"),
        ("tsmultirange", "tstzmultirange", HazardKind.SESSION, "in the time zone of the"),
        ("text", "public.hstore", HazardKind.DATA_LOSS, "keys that are repeated"),
        ("public.vector(3)", "public.halfvec(3)", HazardKind.DATA_LOSS, "may not keep all of a value"),
        ("public.vector[]", "public.halfvec[]", HazardKind.DATA_LOSS, "may not keep all of a value"),
        ("text", "character varying(3)", HazardKind.MAY_FAIL, "longer than 3, be it by spaces at their end"),
        ("integer", "character varying(3)", HazardKind.MAY_FAIL, "fails on texts longer than 3"),
        ("character(9)", "character varying(3)", HazardKind.MAY_FAIL, "longer than 3, spaces at their end aside"),
        ("text[]", "character varying(3)[]", HazardKind.MAY_FAIL, "longer than 3, spaces at their end aside"),
        ("text[]", "character varying(3)[]", HazardKind.DATA_LOSS, "spaces at the end of texts, beyond 3"),
        ("public.citext[]", "character varying(3)[]", HazardKind.DATA_LOSS, "beyond 3 characters, are cut"),
        ("bytea", "integer", HazardKind.MAY_FAIL, "fails on more than 4 bytes"),
        ("bytea", "smallint", HazardKind.DATA_LOSS, "zero bytes in front are gone"),
        ("numeric(5,0)", "numeric(5,-2)", HazardKind.DATA_LOSS, "of the last 2 before the point"),
    ],
)
def test_the_words_are_these(old: str, new: str, kind: HazardKind, words: str) -> None:
    found = conversion(column(old, bare(old)), column(new, bare(new)), CONTEXT)[1]
    assert any(kind is said and words in text for said, text in found), found


@pytest.mark.parametrize(("old", "new"), [("text", "text[]"), ("smallint", "real"), ("boolean", "integer")])
def test_what_cannot_go_wrong_is_not_announced(old: str, new: str) -> None:
    assert conversion(column(old, bare(old)), column(new, bare(new)), CONTEXT)[1] == []


TYPES = "CREATE DOMAIN d AS {}; CREATE DOMAIN over AS d; CREATE TYPE r AS (f {}); CREATE TABLE t "
HELD = TYPES + "(c d, many d[], deep over, row r, rows r[]);"
FRESH = TYPES + "(c {}, many {}[], deep {}, row r, rows r[]);"


@pytest.mark.parametrize(
    ("old", "new", "kinds"),
    [
        ("numeric(10,4)", "numeric(10,2)", {"DATA LOSS"}),
        ("numeric", "numeric(8,1)", {"DATA LOSS", "MAY FAIL"}),
        ("timestamp with time zone", "date", {"DATA LOSS", "SESSION SETTINGS"}),
        ("timestamp without time zone", "timestamp with time zone", {"SESSION SETTINGS"}),
        ("double precision", "real", {"DATA LOSS", "MAY FAIL"}),
        ("varchar(20)", "varchar(5)", {"MAY FAIL"}),
        ("bit(5)", "bit(3)", {"MAY FAIL"}),
        ("varchar(5)", "varchar(20)", set()),
        ("numeric(10,2)", "numeric(12,4)", set()),
        ("integer", "bigint", set()),
    ],
)
@pytest.mark.parametrize("was", [HELD, FRESH], ids=["held", "plain before"])
async def test_domains_and_attributes_announce_what_plain_columns_do(
    was: str, old: str, new: str, kinds: set[str], make_database: Databases, tmp_path: Path
) -> None:
    url, goal = make_database(), make_database()
    await run_scripts(url, was.replace("{}", old))
    await run_scripts(goal, HELD.replace("{}", new))
    async with open_database(url) as here, open_database(goal) as there:
        result = await generate(here, there, built_in(), tmp_path / "m", write=False)
    found: dict[str, set[str]] = {}
    for hazard in (one for draft in result.drafts for one in draft.hazards if one.kind in _KINDS.values()):
        assert hazard.message.startswith(f"t.{hazard.object.name}: ")
        found.setdefault(hazard.object.name, set()).add(hazard.kind.value)
    for name in ("c", "many", "deep", "row", "rows"):
        # an array's elements have no USING that fails where PostgreSQL cuts off the spaces that are too many
        lost = {"DATA LOSS"} if new == "varchar(5)" and name in ("many", "rows") else set()
        assert found.get(name, set()) == kinds | lost, name


@pytest.mark.parametrize(
    ("script", "value"),
    [
        ("CREATE DOMAIN d AS varchar({n}); CREATE TABLE t (c d);", "'abcdefghij'"),
        ("CREATE DOMAIN d AS varchar({n}); CREATE TABLE t (c d[]);", "'{abcdefghij}'"),
        ("CREATE DOMAIN d AS char({n}); CREATE TYPE r AS (f d); CREATE TABLE t (c r);", "ROW('abcdefghij')"),
        ("CREATE TYPE r AS (f varbit({n})); CREATE TABLE t (c r);", "ROW(B'1010101010')"),
        ("CREATE TYPE r AS (f varchar({n})); CREATE TABLE t (c r[]);", "ARRAY[ROW('abcdefghij')::r]"),
        # PostgreSQL's assignments cut spaces off
        ("CREATE TABLE t (c varchar({n}));", "'ab      '"),
        ("CREATE TABLE above (c varchar({n})); CREATE TABLE t (d text) INHERITS (above);", "'ab      '"),
        ("CREATE DOMAIN d AS varchar({n}); CREATE TABLE t (c d);", "'ab      '"),
        ("CREATE TYPE r AS (f varchar({n})); CREATE TABLE t (c r);", "ROW('ab      ')"),
    ],
)
async def test_what_a_domain_or_attribute_has_no_room_for_is_refused_and_not_cut_off(
    script: str, value: str, make_database: Databases, tmp_path: Path
) -> None:
    url, goal = make_database(), make_database()
    await run_scripts(url, script.replace("{n}", "12"), f"INSERT INTO t VALUES ({value})")
    await run_scripts(goal, script.replace("{n}", "4"))
    async with open_database(url) as here, open_database(goal) as there:
        result = await generate(here, there, built_in(), tmp_path / "m")
        assert {one.kind for draft in result.drafts for one in draft.hazards} >= {HazardKind.MAY_FAIL}
        with pytest.raises(MigrationFailedError, match="too long"):
            await Executor(here).migrate(read_directory(tmp_path / "m"))


def bare(type_: str) -> str:
    """The type without its modifier."""
    name, _, rest = type_.partition("(")
    return name + rest.partition(")")[2]
