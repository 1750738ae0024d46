"""Models of matrx-orm as what a database should be: what a field knows is asked for, and nothing else."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest

from matrx_orm_migrate import makemigrations, migrate, rollback
from matrx_orm_migrate.errors import SourceError
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.corpus import run_scripts

_numbers = itertools.count()

IMPORTS = """
from enum import Enum
from matrx_orm import ManyToManyField, Model
from matrx_orm.core.fields import *

"""
PLAIN = """
class Status(str, Enum):
    NEW = "new"
    DONE = "done"


class Customer(Model):
    id = UUIDField(primary_key=True, null=False)
    name = CharField(max_length=40, null=False)
    mail = CharField(unique=True)
    seen = DateTimeField()
    balance = DecimalField(default=0)
    active = BooleanField(null=False, default=True)
    _database = "shop"


class Invoice(Model):
    id = IntegerField(primary_key=True, null=False)
    customer_id = ForeignKey(to_model=Customer, to_column="id", null=False)
    status = EnumField(enum_class=Status, null=False)
    replaces_id = ForeignKey(to_model="Invoice", to_column="id")
    lines = JSONBField()
    words = TextArrayField()
    _database = "shop"
"""
# what these models may find, and all of it is the database's business
RICH = """
CREATE TYPE state AS ENUM ('done', 'new');
CREATE DOMAIN mail AS varchar(80);
CREATE TABLE customer (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name varchar(40) COLLATE "C" NOT NULL DEFAULT 'nobody' CHECK (length(name) > 2),
    mail mail UNIQUE DEFERRABLE,
    seen timestamp(3) without time zone DEFAULT now(),
    balance numeric(12, 4) DEFAULT 1.5,
    active boolean NOT NULL
);
COMMENT ON COLUMN customer.name IS 'as they say it';
CREATE TABLE invoice (
    id integer GENERATED ALWAYS AS IDENTITY CONSTRAINT odd_name PRIMARY KEY,
    customer_id uuid NOT NULL REFERENCES customer ON DELETE RESTRICT DEFERRABLE,
    status state NOT NULL DEFAULT 'new',
    replaces_id integer REFERENCES invoice ON DELETE SET NULL,
    lines json,
    words text[] DEFAULT '{}',
    CHECK (id > 0),
    UNIQUE (customer_id, replaces_id),
    EXCLUDE USING btree (id WITH =) WHERE (id > 10)
);
CREATE UNIQUE INDEX ON invoice (customer_id) WHERE status = 'new';
CREATE INDEX ON invoice USING gin (words);
CREATE TABLE heap (note text);
"""
VIEW = "CREATE VIEW open AS SELECT i.id, c.name FROM invoice i JOIN customer c ON c.id = i.customer_id;"

Make = Callable[[str], str]


@pytest.fixture
def make_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """``make_models(text)`` writes a module of models, and returns its name."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def make(text: str) -> str:
        name = f"models_{tmp_path.name}_{next(_numbers)}"
        (tmp_path / f"{name}.py").write_text(IMPORTS + text, encoding="utf-8")
        return name

    return make


@pytest.fixture
def drafts(database_url: str, plugins: PluginManager, tmp_path: Path) -> Callable[..., Any]:
    """``await drafts(models)``: the texts of the migrations that are written."""

    async def write(*models: object, **more: Any) -> list[str]:
        result = await makemigrations(
            database_url,
            models=list(models),
            directory=tmp_path / "migrations",
            plugins=plugins,
            project_dir=tmp_path,
            allow_data_loss=True,
            **more,
        )
        return [draft.text for draft in result.drafts]

    return write


async def fetch(url: str, query: str) -> list[tuple[Any, ...]]:
    """The rows of a query."""
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://", 1))
    try:
        return [tuple(row) for row in await connection.fetch(query)]
    finally:
        await connection.close()


async def columns(url: str, table: str) -> dict[str, tuple[str, bool]]:
    """The columns of a table: type, and whether they may be null."""
    rows = await fetch(
        url,
        f"""SELECT attname, format_type(atttypid, atttypmod), NOT attnotnull FROM pg_attribute
            WHERE attrelid = '{table}'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum""",
    )
    return {name: (type_, null) for name, type_, null in rows}


async def test_models_make_a_database(
    make_models: Make, drafts: Any, database_url: str, plugins: PluginManager, tmp_path: Path
) -> None:
    models = make_models(
        PLAIN
        + """
class Tag(Model):
    id = UUIDField(primary_key=True, null=False)
    marks = UUIDArrayField()
    version = VersionField()
    invoices = ManyToManyField("Customer", db_table="tag_customer")
    _unique_together = [("id", "version")]
    _database = "shop"
"""
    )
    assert len(await drafts(models)) == 1
    await migrate(database_url, directory=tmp_path / "migrations", plugins=plugins)
    assert await columns(database_url, "customer") == {
        "id": ("uuid", False),
        "name": ("character varying(40)", False),
        "mail": ("character varying(255)", True),
        "seen": ("timestamp with time zone", True),
        "balance": ("numeric", True),
        "active": ("boolean", False),
    }
    assert await columns(database_url, "invoice") == {
        "id": ("integer", False),
        "customer_id": ("uuid", False),
        "status": ("status", False),
        "replaces_id": ("integer", True),
        "lines": ("jsonb", True),
        "words": ("text[]", True),
    }
    assert await columns(database_url, "tag_customer") == {"tag_id": ("uuid", False), "customer_id": ("uuid", False)}
    assert await columns(database_url, "tag") == {
        "id": ("uuid", False),
        "marks": ("uuid[]", True),
        "version": ("integer", False),
    }
    found = await fetch(
        database_url,
        """SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
           WHERE contype IN ('u', 'p', 'f') AND connamespace = 'public'::regnamespace
           AND conrelid::regclass::text NOT LIKE '%migrations%' ORDER BY 1, 2""",
    )
    assert found == [
        ("customer", "PRIMARY KEY (id)"),
        ("customer", "UNIQUE (mail)"),
        ("invoice", "FOREIGN KEY (customer_id) REFERENCES customer(id) ON UPDATE CASCADE ON DELETE CASCADE"),
        ("invoice", "FOREIGN KEY (replaces_id) REFERENCES invoice(id) ON UPDATE CASCADE ON DELETE CASCADE"),
        ("invoice", "PRIMARY KEY (id)"),
        ("tag", "PRIMARY KEY (id)"),
        ("tag", "UNIQUE (id, version)"),
        ("tag_customer", "FOREIGN KEY (customer_id) REFERENCES customer(id) ON DELETE CASCADE"),
        ("tag_customer", "FOREIGN KEY (tag_id) REFERENCES tag(id) ON DELETE CASCADE"),
        ("tag_customer", "PRIMARY KEY (tag_id, customer_id)"),
    ]
    # a Python default is not a server default
    assert await fetch(database_url, "SELECT count(*) FROM pg_attrdef WHERE adrelid::regclass::text = 'customer'") == [
        (0,)
    ]
    assert await drafts(models) == []


async def test_what_a_field_cannot_know_is_not_diffed(make_models: Make, drafts: Any, database_url: str) -> None:
    await run_scripts(database_url, RICH, VIEW)
    assert await drafts(make_models(PLAIN)) == []


KEY = PLAIN[PLAIN.index("    id = IntegerField") : PLAIN.index("    lines = ")]
CHANGES: dict[str, tuple[str, str, str]] = {
    "a column": ("    active = ", "    rank = SmallIntegerField()\n    active = ", "ADD COLUMN rank smallint"),
    "no column": ("    balance = DecimalField(default=0)\n", "", "DROP COLUMN balance"),
    "a column with a check": ("    name = CharField(max_length=40, null=False)\n", "", "DROP COLUMN name"),
    "another type": ("    lines = JSONBField()", "    lines = TextField()", "TYPE text"),
    "a length": ("max_length=40", "max_length=60", "TYPE character varying(60)"),
    "null": ("active = BooleanField(null=False, ", "active = BooleanField(", "active DROP NOT NULL"),
    "not null": ("lines = JSONBField()", "lines = JSONBField(null=False)", "lines SET NOT NULL"),
    "not unique": ("mail = CharField(unique=True)", "mail = CharField()", "DROP CONSTRAINT customer_mail_key"),
    "unique": ("name = CharField(", "name = CharField(unique=True, ", "UNIQUE (name)"),
    "no reference": (
        'customer_id = ForeignKey(to_model=Customer, to_column="id", null=False)',
        "customer_id = UUIDField(null=False)",
        "DROP CONSTRAINT invoice_customer_id_fkey",
    ),
    "a reference": ("lines = JSONBField()", 'payer = ForeignKey(to_model=Customer, to_column="id")', "REFERENCES"),
    "a label": ('DONE = "done"', 'DONE = "done"\n    LATE = "late"', "ADD VALUE 'late'"),
    "a key": (
        KEY,
        KEY.replace("primary_key=True, ", "").replace(
            'ForeignKey(to_model="Invoice", to_column="id")', "IntegerField()"
        )
        + '    _primary_keys = ["id", "customer_id"]\n',
        "PRIMARY KEY (id, customer_id)",
    ),
    "no table": (PLAIN[PLAIN.index("class Invoice") :], "", "DROP TABLE public.invoice"),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_what_a_field_knows_is_changed_there_and_back(
    change: str, make_models: Make, drafts: Any, database_url: str, plugins: PluginManager, tmp_path: Path
) -> None:
    old, new, expected = CHANGES[change]
    assert PLAIN.count(old) == 1, old
    await run_scripts(database_url, RICH)
    models = make_models(PLAIN.replace(old, new))
    (text,) = await drafts(models)
    assert expected in text
    before = await state(database_url)
    await migrate(database_url, directory=tmp_path / "migrations", plugins=plugins)
    assert await drafts(models) == []
    if "irreversible" not in text and "ADD VALUE" not in text:
        await rollback(database_url, directory=tmp_path / "migrations", plugins=plugins)
        assert await state(database_url) == before


async def state(url: str) -> list[tuple[Any, ...]]:
    """Columns and constraints of the whole database."""
    return await fetch(
        url,
        """SELECT attrelid::regclass::text, attname::text, format_type(atttypid, atttypmod), attnotnull::text
           FROM pg_attribute JOIN pg_class c ON c.oid = attrelid
           WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND NOT attisdropped
           AND relname NOT LIKE '%migrations%'
           UNION ALL SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid), ''
           FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n'
           AND conrelid::regclass::text NOT LIKE '%migrations%' ORDER BY 1, 2, 3""",
    )


async def test_a_view_over_a_column_that_changes_is_built_again(
    make_models: Make, drafts: Any, database_url: str, plugins: PluginManager, tmp_path: Path
) -> None:
    await run_scripts(database_url, RICH, VIEW)
    models = make_models(PLAIN.replace("max_length=40", "max_length=60"))
    (text,) = await drafts(models)
    assert "CREATE VIEW public.open" in text
    await migrate(database_url, directory=tmp_path / "migrations", plugins=plugins)
    assert (await columns(database_url, "open"))["name"] == ("character varying(60)", True)
    # the default, the check and the comment are the database's, and still there
    assert await fetch(
        database_url,
        """SELECT pg_get_expr(adbin, adrelid), col_description(adrelid, adnum) FROM pg_attrdef
           WHERE adrelid = 'customer'::regclass AND adnum = 2""",
    ) == [("'nobody'::character varying", "as they say it")]
    assert await drafts(models) == []


async def test_a_declared_rename_keeps_what_there_is(
    make_models: Make, drafts: Any, database_url: str, plugins: PluginManager, tmp_path: Path
) -> None:
    await run_scripts(database_url, RICH)
    models = make_models(PLAIN.replace("    mail = ", "    address = "))
    (text,) = await drafts(models, renames=[("customer.mail", "address")])
    assert "RENAME COLUMN mail TO address" in text
    assert "DROP COLUMN" not in text
    await migrate(database_url, directory=tmp_path / "migrations", plugins=plugins)
    assert await drafts(models) == []


async def test_every_field_of_matrx_orm_makes_a_column(
    make_models: Make, drafts: Any, database_url: str, plugins: PluginManager, tmp_path: Path
) -> None:
    from matrx_orm.core import fields

    arguments = {
        "ArrayField": "TextField()",
        "DecimalArrayField": "max_digits=5, decimal_places=2",
        "EnumField": "choices=['a', 'b']",
        "Field": "'text'",
        "PrimitiveArrayField": "'integer'",
        "RangeField": "'int4range'",
        "VectorField": "dimensions=3",
    }
    # no columns of their own
    without = {"ForeignKey", "CompositeField"}
    names = [
        name
        for name, value in sorted(vars(fields).items())
        if isinstance(value, type) and issubclass(value, fields.Field) and name not in without
    ]
    assert len(names) > 40
    lines = [f"    f_{name.lower()} = {name}({arguments.get(name, '')})" for name in names]
    models = make_models(
        "class Everything(Model):\n    id = IntegerField(primary_key=True)\n    _database = 'x'\n" + "\n".join(lines)
    )
    extensions = "CREATE EXTENSION hstore; CREATE EXTENSION citext; CREATE EXTENSION vector;"
    await run_scripts(database_url, extensions)
    assert len(await drafts(models)) == 1
    await migrate(database_url, directory=tmp_path / "migrations", plugins=plugins)
    assert await drafts(models) == []
    found = await columns(database_url, "everything")
    assert (found["f_uuidfield"][0], found["f_vectorfield"][0]) == ("uuid", "vector(3)")


LOST = "class Lost(Model):\n    id = UUIDField(primary_key=True)\n"
SHOP = "    _database = 'shop'\n"


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (LOST + "    _table_name = 'customer'\n" + SHOP, "the table public.customer is declared twice"),
        (LOST + "    _database = 'other'\n", "several databases: other, shop"),
        (LOST + "    x = ForeignKey('Nobody', 'id')\n" + SHOP, "Lost.x refers to 'Nobody': there is no model"),
        (LOST + "    x = ForeignKey(Customer, 'nothing')\n" + SHOP, "Customer.nothing, which is no field"),
        (LOST + "    _unique_together = [('id', 'x')]\n" + SHOP, "Lost: _unique_together names 'x'"),
    ],
)
async def test_models_that_make_no_sense_are_refused(more: str, message: str, make_models: Make, drafts: Any) -> None:
    with pytest.raises(SourceError, match=message):
        await drafts(make_models(PLAIN + "\n\n" + more))


async def test_what_is_named_decides_which_source_reads_it(make_models: Make, drafts: Any, database_url: str) -> None:
    both = make_models(
        PLAIN
        + """
from sqlalchemy import Column, Integer as Int, MetaData, Table
metadata = MetaData()
Table("note", metadata, Column("id", Int, primary_key=True))
CHOSEN = [Customer]
"""
    )
    with pytest.raises(SourceError, match="several sources find models there: matrx, sqlalchemy"):
        await drafts(both)
    (text,) = await drafts(f"{both}:metadata")
    assert "CREATE TABLE public.note" in text
    (text,) = await drafts(f"{both}:CHOSEN", name="other")
    assert "CREATE TABLE public.customer" in text
    with pytest.raises(SourceError, match="the module has no MetaData with tables"):
        await drafts(make_models("nothing = 1"))
    with pytest.raises(SourceError, match="there is no module 'nowhere'"):
        await drafts("nowhere")


async def test_classes_and_modules_are_models_too(make_models: Make, drafts: Any) -> None:
    import importlib

    module = importlib.import_module(make_models(PLAIN))
    (text,) = await drafts(module.Customer)
    assert "customer" in text
    assert "invoice" not in text


async def test_the_command_line_takes_models(
    make_models: Make, drafts: Any, database_url: str, plugins: PluginManager, tmp_path: Path
) -> None:
    models = make_models(PLAIN + "\nBOTH = [Customer, Invoice]\n")
    options = ["--database", database_url, "--dir", str(tmp_path / "migrations"), "--models", f"{models}:BOTH"]

    def check() -> int:
        command = [sys.executable, "-m", "matrx_orm_migrate", "makemigrations", *options, "--check"]
        done = subprocess.run(command, cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, check=False)
        return done.returncode

    assert check() == 9
    await drafts(f"{models}:BOTH")
    await migrate(database_url, directory=tmp_path / "migrations", plugins=plugins)
    assert check() == 0
