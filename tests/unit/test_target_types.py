"""Column types: what ``format_type`` prints, as SQLAlchemy types that print the same."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql as pg

from matrx_orm_migrate.ddl import compile_ddl
from matrx_orm_migrate.generating.layout import one_line
from matrx_orm_migrate.generating.types import EnumName, column_type
from matrx_orm_migrate.modeling import BigSerial, CatalogType, Serial, SmallSerial

NAMES: dict[str, Any] = {"sa": sa, "pg": pg, "CatalogType": CatalogType, "dt": dt}


def _printed(source: str) -> str:
    table = sa.Table("t", sa.MetaData(), sa.Column("c", eval(source, NAMES)))
    return compile_ddl(sa.schema.CreateTable(table)).split(" c ")[1].removesuffix("\n)")


@pytest.mark.parametrize(
    ("text", "source", "python", "printed"),
    [
        ("integer", "sa.Integer", "int", "INTEGER"),
        ("bigint", "sa.BigInteger", "int", "BIGINT"),
        ("numeric", "sa.Numeric", "Decimal", "NUMERIC"),
        ("numeric(10,2)", "sa.Numeric(10, 2)", "Decimal", "NUMERIC(10, 2)"),
        ("numeric(5,-2)", "sa.Numeric(5, -2)", "Decimal", "NUMERIC(5, -2)"),
        ("character varying", "sa.String", "str", "VARCHAR"),
        ("character varying(20)", "sa.String(20)", "str", "VARCHAR(20)"),
        ("character(3)", "sa.CHAR(3)", "str", "CHAR(3)"),
        ("bpchar", 'CatalogType("bpchar")', "str", "bpchar"),
        ('"char"', "CatalogType('\"char\"')", "str", '"char"'),
        ("timestamp without time zone", "sa.DateTime", "dt.datetime", "TIMESTAMP WITHOUT TIME ZONE"),
        (
            "timestamp(3) with time zone",
            "pg.TIMESTAMP(timezone=True, precision=3)",
            "dt.datetime",
            "TIMESTAMP(3) WITH TIME ZONE",
        ),
        ("time(0) without time zone", "pg.TIME(precision=0)", "dt.time", "TIME(0) WITHOUT TIME ZONE"),
        ("interval", "sa.Interval", "dt.timedelta", "INTERVAL"),
        ("interval(3)", "pg.INTERVAL(precision=3)", "dt.timedelta", "INTERVAL (3)"),
        (
            "interval day to second(2)",
            'pg.INTERVAL(fields="DAY TO SECOND", precision=2)',
            "dt.timedelta",
            "INTERVAL DAY TO SECOND (2)",
        ),
        ("interval year", 'pg.INTERVAL(fields="YEAR")', "dt.timedelta", "INTERVAL YEAR"),
        ("bit(3)", "pg.BIT(3)", "Any", "BIT(3)"),
        ("bit varying(3)", "pg.BIT(3, varying=True)", "Any", "BIT VARYING(3)"),
        ("bit varying", "pg.BIT(varying=True)", "Any", "BIT VARYING"),
        ("jsonb", "pg.JSONB", "dict[str, Any] | list[Any]", "JSONB"),
        ("uuid", "sa.Uuid", "UUID", "UUID"),
        ("integer[]", "pg.ARRAY(sa.Integer)", "list[int]", "INTEGER[]"),
        ("character varying(20)[]", "pg.ARRAY(sa.String(20))", "list[str]", "VARCHAR(20)[]"),
        ("public.ltree", 'CatalogType("public.ltree")', "Any", "public.ltree"),
        ("public.vector(3)", 'CatalogType("public.vector(3)")', "Any", "public.vector(3)"),
        ('public."we""ird"[]', 'pg.ARRAY(CatalogType(\'public."we""ird"\'))', "list[Any]", 'public."we""ird"[]'),
        ("point", 'CatalogType("point")', "Any", "point"),
        ("tstzrange", "pg.TSTZRANGE", "pg.Range[dt.datetime]", "TSTZRANGE"),
    ],
)
def test_a_type_prints_what_the_catalog_says(text: str, source: str, python: str, printed: str) -> None:
    found = column_type(text)
    assert (one_line(found.node), found.python) == (source, python)
    assert _printed(source) == printed


def test_a_collation_stays_with_its_type() -> None:
    def written(text: str, collation: str) -> str:
        return one_line(column_type(text, collation=collation).node)

    assert _printed(written("text", 'pg_catalog."C"')) == 'TEXT COLLATE "C"'
    assert _printed(written("character varying(3)", 'pg_catalog."POSIX"')) == 'VARCHAR(3) COLLATE "POSIX"'
    assert _printed(written("text", 'public."a b"')) == 'text COLLATE public."a b"'
    assert _printed(written("text[]", "public.german")) == "text[] COLLATE public.german"
    assert _printed(written("public.citext", 'pg_catalog."C"')) == 'public.citext COLLATE pg_catalog."C"'


def test_an_enum_and_an_array_of_it_use_the_class_of_the_enum() -> None:
    enums: dict[tuple[str, ...], EnumName] = {("public", "Mood"): EnumName(class_name="Mood", type_name="mood_type")}
    found = column_type('public."Mood"[]', enums=enums)
    assert one_line(found.node) == "pg.ARRAY(enums.mood_type)"
    assert found.python == "list[enums.Mood]"
    assert one_line(column_type("public.mood", enums=enums).node) == 'CatalogType("public.mood")'


def test_serial_types_are_integers_that_are_made_as_serial() -> None:
    for type_, word in ((Serial, "SERIAL"), (BigSerial, "BIGSERIAL"), (SmallSerial, "SMALLSERIAL")):
        table = sa.Table("t", sa.MetaData(), sa.Column("c", type_, server_default=sa.FetchedValue()))
        assert f"c {word}" in compile_ddl(sa.schema.CreateTable(table))
        assert str(sa.literal(1, type_()).compile(dialect=pg.dialect())).startswith("%(")  # type: ignore[no-untyped-call]
