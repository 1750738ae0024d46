"""What models declare in PostgreSQL's own words: made, altered, left alone and dropped by makemigrations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import sqlalchemy
from sqlalchemy import (
    DDL,
    CheckConstraint,
    Column,
    Enum,
    Integer,
    MetaData,
    Numeric,
    Sequence,
    Table,
    Text,
    event,
    text,
)
from sqlalchemy.dialects import postgresql

from matrx_orm_migrate import declare, declare_file, own_kinds
from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff.cache import CatalogCache
from matrx_orm_migrate.diff.generate import DiffResult, generate_migrations
from matrx_orm_migrate.errors import SourceError
from matrx_orm_migrate.modeling import CatalogType
from tests.support import migrations
from tests.support.rebuild import built_in


class Project:
    """A database, and a directory of migrations for it."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.folder = folder

    async def generate(self, *models: object, **options: Any) -> DiffResult:
        async with open_database(self.url) as database:
            return await generate_migrations(
                database,
                built_in(),
                directory=self.folder / "migrations",
                models=models,
                cache=CatalogCache(self.folder / "cache"),
                **options,
            )

    async def apply(self, *models: object, **options: Any) -> list[str]:
        """Generate and migrate; the steps.  Afterwards there is nothing left to do."""
        result = await self.generate(*models, **options)
        await migrations.migrate(self.url, self.folder / "migrations")
        again = await self.generate(*models, **options)
        assert [draft.summaries for draft in again.drafts] == []
        return [summary for draft in result.drafts for summary in draft.summaries]

    async def rollback(self) -> None:
        await migrations.rollback(self.url, self.folder / "migrations")

    async def run(self, *statements: str) -> None:
        await migrations.execute(self.url, *statements)

    async def value(self, sql: str) -> Any:
        return await migrations.value(self.url, sql)


@pytest.fixture
def project(database_url: str, tmp_path: Path) -> Project:
    return Project(database_url, tmp_path)


def shop(*columns: Column[Any]) -> MetaData:
    metadata = MetaData()
    Table(
        "item",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("price", Numeric),
        *columns,
    )
    return metadata


CHEAP = "CREATE VIEW cheap AS SELECT id FROM item WHERE price < 10"
DOUBLE = "CREATE FUNCTION double(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n * 2'"

# before the tables that need them, behind those that they need, and each other, in no order
EVERYTHING = """
CREATE TRIGGER stamp BEFORE UPDATE ON item FOR EACH ROW EXECUTE FUNCTION stamp();
CREATE VIEW very_cheap AS SELECT id FROM cheap WHERE id > 0;
COMMENT ON VIEW very_cheap IS 'percent % and :colon';
CREATE VIEW cheap AS SELECT id, twice(id) AS id2 FROM item WHERE price < 10;
CREATE FUNCTION stamp() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.price := NEW.price; RETURN NEW; END $$;
CREATE FUNCTION twice(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n * 2; SELECT n * 2';
CREATE MATERIALIZED VIEW stock AS SELECT count(*) AS items FROM cheap;
CREATE UNIQUE INDEX stock_items ON stock (items);
CREATE DOMAIN amount AS positive CHECK (VALUE < 1000);
CREATE DOMAIN positive AS integer CHECK (VALUE > 0);
CREATE TYPE place AS (street text, number positive);
CREATE STATISTICS item_stats ON id, price FROM item;
CREATE RULE no_delete AS ON DELETE TO item DO INSTEAD NOTHING;
CREATE AGGREGATE total (integer) (SFUNC = int4pl, STYPE = integer, INITCOND = '0');
CREATE FUNCTION of_item(i item) RETURNS integer LANGUAGE sql STABLE AS 'SELECT i.id';
CREATE EVENT TRIGGER careful ON ddl_command_start EXECUTE FUNCTION refuse();
CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN END $$;
"""


async def test_every_kind_is_made_in_any_order_and_taken_back(project: Project) -> None:
    metadata = shop(
        Column("amount", CatalogType("amount")),
        Column("at", CatalogType("place")),
        Column("twice", Integer, server_default=text("twice(2)")),
        Column("n", Integer, CheckConstraint("twice(n) > 0", name="positive_n")),
    )
    Table(
        "other",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("total", CatalogType("positive")),
    )
    declare(metadata, EVERYTHING)
    steps = await project.apply(metadata)
    assert {step.partition(" public.")[0] for step in steps} >= {
        "Create aggregate", "Create domain", "Create function", "Create materialized view", "Create rule",
        "Create statistics", "Create table", "Create trigger", "Create composite type", "Create view",
    }  # fmt: skip
    assert await project.value("SELECT obj_description('very_cheap'::regclass)") == "percent % and :colon"
    assert await project.value("SELECT evtname FROM pg_event_trigger") == "careful"
    await project.rollback()
    assert await project.value("SELECT count(*) FROM pg_class WHERE relname IN ('item', 'cheap', 'stock')") == 0


async def test_what_is_declared_is_altered_and_what_is_not_is_left_alone(project: Project) -> None:
    await project.run(
        "CREATE TABLE item (id integer PRIMARY KEY, price numeric)",
        CHEAP,
        "CREATE VIEW somebodys AS SELECT id FROM cheap",
        DOUBLE,
        "CREATE FUNCTION double(n text) RETURNS text LANGUAGE sql AS 'SELECT n || n'",
    )
    metadata = shop()
    assert (await project.generate(metadata)).drafts == ()
    declare(metadata, CHEAP.replace("10", "20"), DOUBLE.replace("* 2", "+ n"))
    result = await project.generate(metadata, write=False)
    assert result.notes == (
        'not declared, and left to others: function public.double(text). Say own_kinds(metadata, "function") '
        "to have such dropped.",
        'not declared, and left to others: view public.somebodys. Say own_kinds(metadata, "view") '
        "to have such dropped.",
    )
    steps = await project.apply(metadata)
    assert steps == ["Alter function public.double(integer): definition", "Alter view public.cheap: definition"]
    assert await project.value("SELECT double(4) || double('4')") == "844"


async def test_a_view_over_a_column_that_changes_its_type_is_declared(project: Project) -> None:
    metadata = shop(Column("name", Text))
    declare(metadata, "CREATE VIEW named AS SELECT name FROM item")
    await project.apply(metadata)
    metadata = shop(Column("name", sqlalchemy.String(20)))
    declare(metadata, "CREATE VIEW named AS SELECT name FROM item")
    await project.apply(metadata)
    assert await project.value("SELECT format_type(atttypid, atttypmod) FROM pg_attribute "
                               "WHERE attrelid = 'named'::regclass") == "character varying(20)"  # fmt: skip


async def test_what_vanishes_stays_unless_the_models_own_its_kind(project: Project) -> None:
    metadata = shop()
    declare(metadata, CHEAP, "CREATE VIEW dear AS SELECT id FROM item WHERE price > 100", DOUBLE)
    await project.apply(metadata)
    metadata = shop()
    declare(metadata, CHEAP)
    left = await project.generate(metadata)
    assert left.drafts == ()
    assert "view public.dear" in left.notes[0]
    own_kinds(metadata, "view")
    assert await project.apply(metadata) == ["Drop view public.dear"]
    assert await project.value("SELECT double(2)") == 4
    own_kinds(metadata, "function", "view")
    assert await project.apply(metadata) == ["Drop function public.double(integer)"]
    none_at_all = shop()
    own_kinds(none_at_all, "view")
    assert await project.apply(none_at_all) == ["Drop view public.cheap"]


async def test_a_materialized_view_is_owned_with_its_indexes(project: Project) -> None:
    metadata = shop()
    declare(metadata, "CREATE MATERIALIZED VIEW stock AS SELECT id FROM item; CREATE INDEX stock_id ON stock (id)")
    await project.apply(metadata)
    metadata = shop()
    declare(metadata, "CREATE MATERIALIZED VIEW stock AS SELECT id FROM item")
    assert (await project.generate(metadata)).drafts == ()
    own_kinds(metadata, "materialized_view")
    assert await project.apply(metadata) == ["Drop index public.stock.stock_id"]


async def test_a_kind_that_nobody_knows_cannot_be_owned(project: Project) -> None:
    metadata = shop()
    own_kinds(metadata, "veiw")
    with pytest.raises(SourceError, match="no kind 'veiw' to own; is 'view' meant"):
        await project.generate(metadata)


async def test_a_view_takes_the_name_of_somebodys_materialized_view(project: Project) -> None:
    await project.run(
        "CREATE TABLE item (id integer PRIMARY KEY, price numeric)",
        "CREATE MATERIALIZED VIEW cheap AS SELECT id FROM item",
    )
    metadata = shop()
    declare(metadata, CHEAP)
    steps = [step for step in await project.apply(metadata) if "owner" not in step]
    assert steps == ["Drop materialized view public.cheap", "Create view public.cheap"]


async def test_a_declaration_may_need_what_only_the_database_has(project: Project) -> None:
    await project.run(
        "CREATE SCHEMA theirs",
        "CREATE FUNCTION theirs.base(n integer) RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT n'",
        "CREATE FUNCTION cheap() RETURNS integer LANGUAGE sql IMMUTABLE AS 'SELECT 1'",
        "CREATE TABLE theirs.item (id integer)",
    )
    metadata = shop()
    declare(
        metadata,
        # a function of this name is there as well, and nobody declares it
        "CREATE VIEW cheap AS SELECT theirs.base(id) + cheap() AS n FROM item",
        "CREATE VIEW both_items AS SELECT i.id FROM item i JOIN theirs.item USING (id)",
    )
    steps = await project.apply(metadata)
    assert steps == ["Create table public.item", "Create view public.both_items", "Create view public.cheap"]


async def test_a_schema_that_is_not_asked_for_is_told(project: Project) -> None:
    await project.run("CREATE SCHEMA reports")
    metadata = shop()
    declare(metadata, "CREATE VIEW reports.cheap AS SELECT id FROM item")
    result = await project.generate(metadata)
    assert result.notes == ("passed over, since their schema is not asked for: view reports.cheap.",)
    assert "Create view reports.cheap" in await project.apply(metadata, schemas=("public", "reports"))


async def test_what_needs_a_table_that_is_not_asked_for_is_told(project: Project) -> None:
    metadata = shop()
    Table("other", metadata, Column("id", Integer, primary_key=True, autoincrement=False))
    declare(metadata, "CREATE VIEW others AS SELECT id FROM other", CHEAP)
    result = await project.generate(metadata, include_tables=("item",))
    assert result.drafts[0].summaries == ("Create table public.item", "Create view public.cheap")
    (note,) = result.notes
    assert note.startswith(f"passed over, since they need what is not asked for: {__name__}:")


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("CREATE VIEW v AS SELEC 1", r'test_declarations:\d+: syntax error at or near "SELEC"'),
        ("CREATE VIEW v AS SELECT * FROM nowhere", r'test_declarations:\d+: relation "nowhere" does not exist'),
        ("SELECT 1; CREATE DOMAIN d AS integer CHECK (", r"test_declarations:\d+: line 1: a parenthesis begins here"),
        ("COMMIT", r"test_declarations:\d+: COMMIT cannot be declared"),
    ],
)
async def test_a_declaration_that_fails_is_blamed(sql: str, message: str, project: Project) -> None:
    metadata = shop()
    declare(metadata, sql)
    with pytest.raises(SourceError, match=message):
        await project.generate(metadata)


async def test_of_several_that_fail_the_cause_is_blamed(project: Project) -> None:
    metadata = shop(Column("n", CatalogType("amount")))
    declare(metadata, "CREATE VIEW v AS SELECT n FROM item", "CREATE DOMAIN amount AS integer CHECK (VALUE + 1)")
    with pytest.raises(SourceError, match=r"test_declarations:\d+: .*argument of CHECK must be type boolean"):
        await project.generate(metadata)


async def test_files_are_declared_and_blamed_by_their_lines(project: Project, tmp_path: Path) -> None:
    (tmp_path / "sql").mkdir()
    (tmp_path / "sql" / "a.sql").write_text(f"-- views\n{CHEAP};\n", encoding="utf-8")
    (tmp_path / "sql" / "b.sql").write_text(f"\n\n{DOUBLE};", encoding="utf-8")
    metadata = shop()
    declare_file(metadata, tmp_path / "sql")
    assert len(await project.apply(metadata)) == 3
    (tmp_path / "sql" / "b.sql").write_text("\n\nCREATE VIEW wrong AS SELECT 1 +;", encoding="utf-8")
    with pytest.raises(SourceError, match=r"sql/b\.sql:3: .*syntax error"):
        await project.generate(metadata)
    declare_file(metadata, "nowhere.sql")
    with pytest.raises(SourceError, match=r"declare_file cannot read .*acceptance/nowhere\.sql"):
        await project.generate(metadata)


async def test_models_may_declare_and_have_no_tables(project: Project) -> None:
    metadata = MetaData()
    declare(metadata, DOUBLE)
    assert await project.apply(metadata) == ["Create function public.double(integer)"]
    await project.run("CREATE TABLE t (id integer)")
    with pytest.raises(SourceError, match="no models"):
        await project.generate(metadata)


# SQLAlchemy's own ways


async def test_listeners_that_make_views_and_functions_are_followed(project: Project) -> None:
    def models(limit: int) -> MetaData:
        metadata = shop(Column("n", Integer, server_default=text("double(1)")))
        table = metadata.tables["item"]
        event.listen(metadata, "before_create", DDL(DOUBLE.replace("* 2", f"* {limit}")))
        event.listen(table, "before_create", DDL("CREATE DOMAIN positive AS integer CHECK (VALUE > 0)"))
        event.listen(table, "after_create", DDL(CHEAP.replace("10", str(limit))))
        event.listen(metadata, "after_create", DDL("COMMENT ON VIEW cheap IS '100 %%'"))
        return metadata

    assert len(await project.apply(models(10))) == 4
    assert await project.apply(models(20)) == [
        "Alter function public.double(integer): definition",
        "Alter view public.cheap: definition",
    ]


async def test_the_domains_and_sequences_of_sqlalchemy_are_made_and_altered(project: Project) -> None:
    def models(at_most: int) -> MetaData:
        metadata = MetaData()
        amount = postgresql.DOMAIN("amount", Integer, check=f"VALUE < {at_most}", constraint_name="small")
        mood = Enum("sad", "happy", name="mood", metadata=metadata)
        Sequence("counter", start=at_most, metadata=metadata)
        for name in ("one", "two"):
            columns = [Column("n", amount), Column("mood", mood)]
            Table(name, metadata, Column("id", Integer, primary_key=True, autoincrement=False), *columns)
        return metadata

    steps = await project.apply(models(10))
    assert [step for step in steps if "table" not in step] == [
        "Create enum public.mood",
        "Create domain public.amount",
        "Create sequence public.counter",
    ]
    changed = [step.partition(":")[0] for step in await project.apply(models(20))]
    assert changed == [
        "Alter domain public.amount",
        "Alter sequence public.counter",
    ]


@pytest.mark.skipif(sqlalchemy.__version__.startswith("2.0."), reason="CreateView came with SQLAlchemy 2.1")
async def test_the_views_of_sqlalchemy_are_made_and_altered(project: Project) -> None:
    def models(at_most: int) -> MetaData:
        from sqlalchemy.schema import CreateView  # type: ignore[attr-defined, unused-ignore]  # SQLAlchemy 2.0

        metadata = shop()
        item = metadata.tables["item"]
        CreateView(sqlalchemy.select(item.c.id).where(item.c.price < at_most), "cheap", metadata=metadata)
        return metadata

    assert await project.apply(models(10)) == ["Create table public.item", "Create view public.cheap"]
    assert await project.apply(models(20)) == ["Alter view public.cheap: definition"]


@pytest.mark.parametrize(
    "operators",
    [
        ["CREATE OPERATOR === (leftarg = int, rightarg = int, function = int4eq)"],
        ["CREATE OPERATOR === (leftarg = int, rightarg = int, function = int4eq, commutator = ===)"],
        [
            "CREATE OPERATOR public.=== (leftarg = int, rightarg = int, function = int4eq, negator = !===)",
            "CREATE OPERATOR !=== (leftarg = int, rightarg = int, function = int4ne, negator = ===)",
        ],
        ["CREATE OPERATOR <<| (leftarg = int, rightarg = int, function = int4lt, commutator = |>>)"],
    ],
)
async def test_operators_that_name_one_another_are_declared(operators: list[str], project: Project) -> None:
    metadata = shop()
    declare(metadata, *operators)
    declare(metadata, CHEAP)
    assert len(await project.apply(metadata)) >= len(operators) + 2
    await project.rollback()
