"""From a real database to models and managers, and from the models to the same database again."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate.errors import ConfigError, UsageError
from matrx_orm_migrate.integration import rebuild_schema
from tests.support.rebuild import (
    built_in,
    check_code,
    differences,
    execute,
    import_models,
    make_again,
    snapshot_of,
)
from tests.support.servers import Databases

DATA = Path(__file__).parent.parent / "data"

ODDITIES = """
CREATE SCHEMA "Other.Schema";
CREATE TYPE mood AS ENUM ('sad', 'very happy', '1st', '', 'SAD', 'mro', '__dunder__', 'it''s "quoted"');
CREATE TYPE "Other.Schema".mood AS ENUM ('other');
CREATE TYPE pair AS (a integer, b text);
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE TABLE "class" (id serial PRIMARY KEY, "def" text, "select" integer, metadata jsonb, registry text, "a.b" text,
    "A b" text, "a b" text, __private integer, "_sa_x" integer, "1st" text, sa text, pg text, "Mapped" text);
CREATE TABLE metadata (id bigserial PRIMARY KEY, class_id integer REFERENCES "class", bytes bytea, raw bytea,
    list integer[], str text, int integer, dict jsonb, again jsonb, dates date[], date date, datetime timestamp(3),
    "uuid" uuid DEFAULT gen_random_uuid(), text text DEFAULT ':word \\:x %s {"a":1}', "Any" integer);
CREATE TABLE base (id integer GENERATED ALWAYS AS IDENTITY (START WITH 5 INCREMENT BY 2 CYCLE) PRIMARY KEY);
CREATE TABLE "Base" (id integer PRIMARY KEY REFERENCES base);
CREATE TABLE "we""ird" ("日本語" integer PRIMARY KEY, "we""ird" text, "%(x)s" text CHECK ("%(x)s" <> ':foo %'));
CREATE TABLE "日本語" ("日本語" integer REFERENCES "we""ird", "Order Details" text UNIQUE NULLS NOT DISTINCT);
CREATE TABLE "Order Details" (a integer, b integer, c mood[] NOT NULL DEFAULT '{}', d mood DEFAULT 'very happy',
    e "Other.Schema".mood, PRIMARY KEY (b, a), UNIQUE (a) INCLUDE (b), UNIQUE (b) DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "Other.Schema".users (id uuid PRIMARY KEY, a integer, b integer, sender_id integer REFERENCES base,
    receiver_id integer REFERENCES base ON DELETE CASCADE, parent_id uuid REFERENCES "Other.Schema".users,
    FOREIGN KEY (b, a) REFERENCES "Order Details" (b, a) MATCH FULL DEFERRABLE);
CREATE TABLE users (id integer PRIMARY KEY, friend_id integer UNIQUE REFERENCES users, number serial,
    pair pair, positive positive, span tstzrange, spans int4multirange, "char" "char", price numeric(10,2),
    wait interval day to second(2), bits bit varying(3), code character(3) COLLATE "C", ip inet, place point,
    upper text GENERATED ALWAYS AS (upper(code)) STORED);
CREATE TABLE friendship (user_id integer REFERENCES users, friend_id integer REFERENCES users,
    PRIMARY KEY (user_id, friend_id));
CREATE TABLE tenants (id integer PRIMARY KEY);
CREATE TABLE customers (tenant_id integer REFERENCES tenants, id integer, PRIMARY KEY (tenant_id, id));
CREATE TABLE orders (tenant_id integer REFERENCES tenants, id integer, customer_id integer, billed_id integer,
    previous_id integer, PRIMARY KEY (tenant_id, id),
    FOREIGN KEY (tenant_id, customer_id) REFERENCES customers, FOREIGN KEY (tenant_id, billed_id) REFERENCES customers,
    FOREIGN KEY (tenant_id, previous_id) REFERENCES orders);
CREATE TABLE tagged (customer_tenant integer, customer_id integer, base_id integer REFERENCES base,
    noted timestamptz DEFAULT now(), PRIMARY KEY (customer_tenant, customer_id, base_id),
    FOREIGN KEY (customer_tenant, customer_id) REFERENCES customers);
CREATE TABLE no_key (at timestamptz, line text);
CREATE TABLE unique_only (code text NOT NULL UNIQUE, extra jsonb);
CREATE TABLE no_way (extra jsonb);
CREATE TABLE nothing ();
CREATE TABLE status (id integer PRIMARY KEY, status text);
CREATE TYPE status_ AS ENUM ('a');
CREATE TYPE "Status" AS ENUM ('b');
CREATE UNLOGGED TABLE log (id integer PRIMARY KEY, line text, n integer CONSTRAINT n_is_there NOT NULL)
    WITH (fillfactor = 70);
CREATE INDEX ON log (lower(line) DESC NULLS LAST, id) INCLUDE (n) WITH (fillfactor = 60) WHERE id > 3;
CREATE UNIQUE INDEX ON log USING btree (line COLLATE "C" text_pattern_ops);
ALTER TABLE log ADD CONSTRAINT checked CHECK (line !~ '[[:space:]]') NOT VALID, ADD CHECK (line IN ('a', 'b'));
ALTER TABLE log ALTER COLUMN line SET STORAGE EXTERNAL, ALTER COLUMN id SET STATISTICS 500;
COMMENT ON TABLE log IS 'it''s "the" :log \\ 100%
second line';
COMMENT ON COLUMN log.line IS '%s :x "quoted"';
COMMENT ON INDEX log_pkey IS 'of the key';
CREATE SEQUENCE free_one AS smallint INCREMENT BY -1 MINVALUE -50 CACHE 3;
COMMENT ON SEQUENCE free_one IS '100%';
COMMENT ON TYPE mood IS 'feelings';
CREATE TABLE parted (id integer, at date NOT NULL, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE parted_rest PARTITION OF parted DEFAULT;
CREATE INDEX ON parted (at);
"""


async def _rebuilt(url: str, output: Path, *schemas: str) -> None:
    await rebuild_schema(url, output=output, schemas=schemas or ("public",), plugins=built_in())


@pytest.mark.parametrize("name", ["chinook", "pagila-schema"])
async def test_models_of_a_real_database_make_it_again(name: str, make_database: Databases, tmp_path: Path) -> None:
    script = (DATA / f"{name}.sql").read_text()
    first, second = make_database(), make_database()
    await execute(first, script)
    output = tmp_path / f"{name.partition('-')[0]}_models"
    await _rebuilt(first, output)
    module = import_models(output)
    expected = await snapshot_of(first)
    await make_again(module, second, expected)
    assert differences(expected, await snapshot_of(second)) == []
    assert check_code(output, cache=tmp_path / "mypy") == ""


async def test_odd_names_types_keys_and_relations_all_generate_and_make_the_same_database(
    make_database: Databases, tmp_path: Path
) -> None:
    first, second = make_database(), make_database()
    await execute(first, ODDITIES)
    output = tmp_path / "odd_models"
    schemas = ("public", "Other.Schema")
    await _rebuilt(first, output, *schemas)
    module = import_models(output)
    expected = await snapshot_of(first)
    await make_again(module, second, expected, schemas)
    assert differences(expected, await snapshot_of(second)) == []
    assert check_code(output, cache=tmp_path / "mypy") == ""


async def test_a_second_rebuild_writes_nothing_and_check_says_so(make_database: Databases, tmp_path: Path) -> None:
    url = make_database()
    await execute(url, (DATA / "chinook.sql").read_text().partition("Populate Tables")[0] + "*/")
    output = tmp_path / "models"
    wanted = await rebuild_schema(url, output=output, schemas=("public",), plugins=built_in(), check=True)
    assert not output.exists()
    assert [str(path) for path in wanted.files.written] == ["__init__.py", "base.py", "managers.py", "models.py"]
    first = await rebuild_schema(url, output=output, schemas=("public",), plugins=built_in())
    assert first.files == wanted.files
    assert first.tables == 11
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in output.iterdir()}
    again = await rebuild_schema(url, output=output, schemas=("public",), plugins=built_in())
    assert not again.files.changed
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in output.iterdir()} == before


async def test_the_bookkeeping_table_and_excluded_tables_have_no_model(
    make_database: Databases, tmp_path: Path
) -> None:
    url = make_database()
    await execute(
        url,
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a);"
        "CREATE TABLE _matrx_migrations (id int PRIMARY KEY); CREATE TYPE mood AS ENUM ('a')",
    )
    output = tmp_path / "some_models"
    result = await rebuild_schema(url, output=output, schemas=("*",), exclude_tables=("a",), plugins=built_in())
    assert result.tables == 1
    module = import_models(output)
    assert module.__all__ == ["B", "Base", "Mood"]


async def test_an_unknown_schema_or_target_and_a_missing_folder_are_said_clearly(
    make_database: Databases, tmp_path: Path
) -> None:
    url = make_database()
    with pytest.raises(UsageError, match="no schema nowhere"):
        await rebuild_schema(url, output=tmp_path / "m", schemas=("nowhere",), plugins=built_in())
    with pytest.raises(UsageError, match="no target 'cobol'"):
        await rebuild_schema(url, output=tmp_path / "m", targets=("cobol",), plugins=built_in())
    with pytest.raises(ConfigError, match="no folder for generated code"):
        await rebuild_schema(url, plugins=built_in(), project_dir=tmp_path)
    assert list(tmp_path.iterdir()) == []
