"""From a database to models for matrx-orm, and from these back: nothing to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate import makemigrations, rebuild_schema
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.corpus import run_scripts

LEFT_ALONE = "left alone, since a model needs a primary key and these tables have none: public.heap."
SHOP = """
CREATE EXTENSION hstore;
CREATE EXTENSION citext;
CREATE TYPE order_status AS ENUM ('new', 'in progress', 'done');
CREATE DOMAIN email AS varchar(80) CHECK (VALUE LIKE '%@%');
CREATE TYPE place AS (street text, number integer);
CREATE TABLE customer (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name varchar(40) NOT NULL,
    long varchar,
    mail email UNIQUE,
    tax citext,
    born date,
    seen timestamp(3) with time zone DEFAULT now(),
    local timestamp without time zone,
    at time(0) without time zone,
    wait interval,
    blob bytea,
    score real,
    height double precision,
    money money,
    rate numeric,
    price numeric(10, 3) NOT NULL DEFAULT 1.5,
    tags text[],
    counts integer[],
    marks uuid[],
    facts jsonb,
    plain json,
    address inet,
    net cidr,
    mac macaddr,
    spot point,
    area box,
    days daterange,
    more hstore,
    home place,
    flags bit(3),
    code character(3),
    doubled double precision GENERATED ALWAYS AS (height * 2) STORED,
    CHECK (length(name) > 1)
);
CREATE INDEX ON customer (lower(name));
CREATE TABLE "order" (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customer ON DELETE SET NULL,
    gift_for uuid REFERENCES customer DEFERRABLE INITIALLY DEFERRED,
    status order_status NOT NULL DEFAULT 'new',
    history order_status[],
    "what for" text,
    class text,
    "select" integer,
    filter boolean,
    parent_id bigint REFERENCES "order",
    UNIQUE (customer_id, parent_id)
);
CREATE TABLE tag (id serial PRIMARY KEY, label text UNIQUE);
CREATE TABLE order_tag (
    order_id bigint REFERENCES "order" ON DELETE CASCADE,
    tag_id integer REFERENCES tag ON DELETE CASCADE,
    PRIMARY KEY (tag_id, order_id)
);
CREATE TABLE heap (note text);
CREATE TABLE measured (day date NOT NULL, value integer, PRIMARY KEY (day)) PARTITION BY RANGE (day);
CREATE TABLE measured_2024 PARTITION OF measured FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE animal (id integer PRIMARY KEY, name text);
CREATE TABLE dog (id integer PRIMARY KEY, loud boolean) INHERITS (animal);
CREATE SCHEMA "Odd";
CREATE TABLE "Odd"."Tag" (a integer, b text, customer uuid REFERENCES customer, PRIMARY KEY (b, a));
CREATE VIEW names AS SELECT name FROM customer;
CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER touched BEFORE UPDATE ON customer FOR EACH ROW EXECUTE FUNCTION touch();
"""


@pytest.mark.parametrize("schemas", [("public",), ("*",)])
async def test_models_of_a_database_ask_for_nothing_else(
    schemas: tuple[str, ...], database_url: str, plugins: PluginManager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    await run_scripts(database_url, SHOP)
    package = f"shop_{tmp_path.name}"
    await rebuild_schema(database_url, output=tmp_path / package, schemas=schemas, targets=["matrx"], plugins=plugins)
    result = await makemigrations(
        database_url,
        models=f"{package}.models",
        directory=tmp_path / "migrations",
        schemas=schemas,
        plugins=plugins,
        project_dir=tmp_path,
        allow_data_loss=True,
    )
    assert [draft.text for draft in result.drafts] == []
    assert result.notes == (LEFT_ALONE,)
