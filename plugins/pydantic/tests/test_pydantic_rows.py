"""The models against rows of a real database, there and back."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import AsyncIterator, Callable
from decimal import Decimal
from ipaddress import IPv4Address, IPv4Network
from pathlib import Path
from typing import Any

import asyncpg
import pydantic
import pytest

from matrx_orm_migrate.testing.data import find_above
from matrx_orm_migrate.testing.examples import EVERY_TYPE
from matrx_orm_migrate.testing.servers import connect, run_scripts

SHOP = """
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TYPE money_of AS (amount numeric(10,2), moods mood[]);
CREATE TABLE customer (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    "class" varchar(5) NOT NULL,
    mood mood NOT NULL DEFAULT 'sad',
    small smallint,
    price numeric(5,2) NOT NULL,
    odd_scale numeric(2,4),
    hundreds numeric(3,-2),
    paid money_of,
    parts money_of[],
    grid integer[],
    span int4range,
    twice integer GENERATED ALWAYS AS (2) STORED
);
"""


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[asyncpg.Connection[Any]]:
    """A connection to the test's database."""
    opened = await connect(database_url)
    yield opened
    await opened.close()


async def test_a_row_of_every_type_is_accepted_and_so_is_one_of_nulls(
    database_url: str, connection: asyncpg.Connection[Any], generate: Callable[..., Any]
) -> None:
    await run_scripts(database_url, EVERY_TYPE)
    models = await generate(database_url, "every_rows")
    row = models.Every.model_validate(await connection.fetchrow("SELECT * FROM every"))
    assert (row.a_numeric, row.a_mood, row.a_inet) == (Decimal("1.00"), models.Mood.SAD, IPv4Address("10.0.0.1"))
    assert (row.a_jsonb, row.r_jsonb, row.a_cidr) == ({"a": [1]}, [{}], IPv4Network("10.0.0.0/8"))
    assert (row.a_pair, row.r_pair) == (models.Pair(a=1, b="x"), [models.Pair(a=1, b="x")])
    assert (row.a_int4range.lower, row.a_int4range.upper, row.a_tsr.upper) == (1, 2, None)
    assert (row.a_bit, row.a_point, row.a_polygon) == ("101", (1, 2), [(1, 2), (3, 4)])
    assert row.a_interval == dt.timedelta(days=1)
    # what was read can be said as JSON, and read again
    assert models.Every.model_validate_json(row.model_dump_json(round_trip=True)) == row
    columns = ", ".join(f"{name} = NULL" for name in type(row).model_fields)
    await connection.execute(f"UPDATE every SET {columns}")
    empty = models.Every.model_validate(await connection.fetchrow("SELECT * FROM every"))
    assert set(empty.model_dump().values()) == {None}


async def test_values_that_are_rare_are_accepted(
    database_url: str, connection: asyncpg.Connection[Any], generate: Callable[..., Any]
) -> None:
    await run_scripts(
        database_url,
        "CREATE TABLE rare (n numeric(5,2), m numeric, f float8, t text[], j jsonb, d date, s timestamptz, e int4range,"
        " k numeric(2,5), h numeric(3,-2), i inet, c char(5));"
        "INSERT INTO rare VALUES ('NaN', '-Infinity', 'NaN', ARRAY['a', NULL], '\"1\"', 'infinity', '-infinity',"
        " 'empty', 0.00012, 12345, '10.1.2.3/8', 'a');",
    )
    models = await generate(database_url, "rare_rows")
    row = models.Rare.model_validate(await connection.fetchrow("SELECT * FROM rare"))
    assert (row.n.is_nan(), row.m.is_infinite(), row.t, row.j) == (True, True, ["a", None], "1")
    assert (row.e.isempty, row.k, row.h, row.c) == (True, Decimal("0.00012"), 12300, "a    ")


async def test_all_rows_of_a_real_database_are_accepted(
    database_url: str, connection: asyncpg.Connection[Any], generate: Callable[..., Any]
) -> None:
    script = find_above(Path(__file__).parent, "tests/data/chinook.sql").read_text(encoding="utf-8")
    await run_scripts(database_url, script)
    models = await generate(database_url, "chinook_rows")
    counted = 0
    for name in models.__all__:
        if name.endswith(("Create", "Update")):
            continue
        model = getattr(models, name)
        table = model.__doc__.removeprefix("Table public.").removesuffix(".")
        for record in await connection.fetch(f"SELECT * FROM {table}"):
            row = model.model_validate(record)
            assert row.model_dump(by_alias=True) == dict(record)
            counted += 1
    assert counted > 10_000


async def test_what_is_written_comes_back(
    database_url: str, connection: asyncpg.Connection[Any], generate: Callable[..., Any]
) -> None:
    await run_scripts(database_url, SHOP)
    models = await generate(database_url, "shop_rows")
    new = models.CustomerCreate.model_validate(
        {"class": "first", "price": "12.50", "paid": {"amount": "1.00", "moods": ["sad", None]}, "small": 3}
    )
    values = new.model_dump(exclude_unset=True, by_alias=True)
    assert list(values) == ["class", "small", "price", "paid"]
    values["paid"] = tuple(values["paid"].values())  # as asyncpg wants it
    names = ", ".join(f'"{name}"' for name in values)
    places = ", ".join(f"${number}" for number in range(1, len(values) + 1))
    record = await connection.fetchrow(
        f"INSERT INTO customer ({names}) VALUES ({places}) RETURNING *", *values.values()
    )
    row = models.Customer.model_validate(record)
    assert (row.id, row.class_, row.mood, row.twice) == (1, "first", models.Mood.SAD, 2)
    assert row.paid == models.MoneyOf(amount=Decimal(1), moods=[models.Mood.SAD, None])
    change = models.CustomerUpdate(mood="happy")
    assert change.model_dump(exclude_unset=True) == {"mood": models.Mood.HAPPY}


GOOD = {"class": "x", "price": 1}


@pytest.mark.parametrize(
    ("more", "where"),
    [
        ({"class": None}, "class"),
        ({"class": "longer"}, "class"),
        ({"mood": None}, "mood"),
        ({"mood": "angry"}, "mood"),
        ({"small": 32768}, "small"),
        ({"price": "1000"}, "price"),
        ({"price": "1.234"}, "price"),
        ({"price": "NaN"}, "price"),
        ({"odd_scale": "0.0100001"}, "odd_scale"),
        ({"hundreds": "1234567"}, "hundreds"),
        ({"id": 1}, "id"),
        ({"twice": 1}, "twice"),
        ({"unknown": 1}, "unknown"),
    ],
)
async def test_what_the_database_would_refuse_is_refused(
    more: dict[str, object], where: str, database_url: str, generate: Callable[..., Any]
) -> None:
    await run_scripts(database_url, SHOP)
    models = await generate(database_url, "strict_rows")
    models.CustomerCreate.model_validate(GOOD)
    for model in (models.CustomerCreate, models.CustomerUpdate):
        with pytest.raises(pydantic.ValidationError) as caught:
            model.model_validate({**GOOD, **more})
        assert [error["loc"][0] for error in caught.value.errors()] == [where]
    with pytest.raises(pydantic.ValidationError, match="price"):
        models.CustomerCreate.model_validate({"class": "x"})
    models.CustomerUpdate.model_validate({})


async def test_json_may_come_as_values(
    database_url: str, connection: asyncpg.Connection[Any], generate: Callable[..., Any]
) -> None:
    await run_scripts(database_url, "CREATE TABLE t (a jsonb NOT NULL); INSERT INTO t VALUES ('{\"b\": [1, null]}')")
    models = await generate(database_url, "json_rows", json="value")
    await connection.set_type_codec("jsonb", schema="pg_catalog", encoder=json.dumps, decoder=json.loads)
    assert models.T.model_validate(await connection.fetchrow("SELECT * FROM t")).a == {"b": [1, None]}
