"""The SQLAlchemy source: models as statements, and what they know."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    ARRAY,
    DDL,
    CheckConstraint,
    Column,
    Computed,
    Enum,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Sequence,
    String,
    Table,
    Text,
    event,
    insert,
    quoted_name,
    text,
)
from sqlalchemy.dialects.postgresql import ENUM
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, registry
from sqlalchemy.schema import CreateSchema

from matrx_orm_migrate import schema as objects
from matrx_orm_migrate.errors import SourceError
from matrx_orm_migrate.hooks import Desired, SourceContext
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Snapshot
from matrx_orm_migrate.sources.sqlalchemy import SQLAlchemySource

source = SQLAlchemySource()
OPTIONS = objects.SequenceOptions(data_type="bigint", start=1, increment=1, minimum=1, maximum=9, cache=1, cycle=False)


def snapshot(*present: CatalogObject, server_version: int = 180000) -> Snapshot:
    public = objects.Namespace(id=ObjectId("schema", "public", "public"))
    return Snapshot(objects={obj.id: obj for obj in (public, *present)}, server_version=server_version)


def context_for(
    *present: CatalogObject,
    schemas: tuple[str, ...] = ("public",),
    includes: Callable[[ObjectId], bool] = lambda _id: True,
    project_dir: Path = Path(),
    server_version: int = 180000,
) -> SourceContext:
    current = snapshot(*present, server_version=server_version)
    return SourceContext(current=current, schemas=schemas, includes=includes, project_dir=project_dir)


def load(*specs: object, context: SourceContext | None = None) -> Desired:
    return source.load(specs, context or context_for())


def sql(*specs: object, context: SourceContext | None = None) -> list[str]:
    return [" ".join(statement.sql.split()) for statement in load(*specs, context=context).statements]


def table_object(name: str, schema: str = "public") -> objects.Table:
    return objects.Table(id=ObjectId("table", schema, name))


def column_object(table: str, name: str, type_: str = "integer") -> objects.Column:
    return objects.Column(id=ObjectId("column", "public", name, table), type=type_)


def enum_object(name: str) -> objects.Enum:
    return objects.Enum(id=ObjectId("enum", "public", name), labels=("a",))


def sequence_object(name: str, owned_by: ObjectId | None = None) -> objects.Sequence:
    return objects.Sequence(id=ObjectId("sequence", "public", name), options=OPTIONS, owned_by=owned_by)


def partition_object(name: str, parent: str) -> objects.Partition:
    return objects.Partition(
        id=ObjectId("partition", "public", name), parent=ObjectId("table", "public", parent), bound="DEFAULT"
    )


@pytest.fixture
def metadata() -> MetaData:
    return MetaData()


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """A project folder; what is imported from it is forgotten afterwards."""
    before = set(sys.modules)
    path = list(sys.path)
    yield tmp_path
    for name in set(sys.modules) - before:
        if getattr(sys.modules[name], "__file__", None) and str(tmp_path) in str(sys.modules[name].__file__):
            del sys.modules[name]
    assert sys.path == path


# what is accepted


def test_metadata_bases_and_import_strings_are_accepted(metadata: MetaData) -> None:
    class Base(DeclarativeBase):
        pass

    for spec in (metadata, Base, registry(), Table("t", metadata), "app.models", "app.models:Base", "models:a.b"):
        assert source.accepts(spec)
    for spec in ("schema.sql", "app/models.py", "", ":Base", "postgresql://x", Path("x"), 42, None):
        assert not source.accepts(spec)


def test_a_declarative_base_is_read() -> None:
    class Base(DeclarativeBase):
        pass

    class User(Base):
        __tablename__ = "users"
        id: Mapped[int] = mapped_column(primary_key=True)

    assert sql(Base) == sql(User) == ["CREATE TABLE public.users ( id SERIAL NOT NULL, PRIMARY KEY (id) )"]


# importing


def write_models(project: Path, name: str, *lines: str) -> None:
    imports = "from sqlalchemy import Column, Integer, MetaData, Table\n"
    (project / f"{name}.py").write_text(imports + "\n".join(lines) + "\n")


def test_an_import_string_finds_modules_of_the_project(project: Path) -> None:
    write_models(
        project, "shop_models", "class Base: metadata = MetaData()", "Table('t', Base.metadata, Column('a', Integer))"
    )
    desired = load("shop_models:Base.metadata", context=context_for(project_dir=project))
    assert [statement.origin for statement in desired.statements] == ["shop_models:Base.metadata table public.t"]
    assert sql("shop_models:Base", context=context_for(project_dir=project)) == ["CREATE TABLE public.t ( a INTEGER )"]


def test_a_module_stands_for_every_metadata_in_it(project: Path) -> None:
    write_models(
        project,
        "two_models",
        "one, two, empty = MetaData(), MetaData(), MetaData()",
        "same = one",
        "a = Table('a', one, Column('x', Integer))",
        "b = Table('b', two, Column('x', Integer))",
    )
    assert sql("two_models", context=context_for(project_dir=project)) == [
        "CREATE TABLE public.a ( x INTEGER )",
        "CREATE TABLE public.b ( x INTEGER )",
    ]


@pytest.mark.parametrize(
    ("spec", "lines", "message"),
    [
        ("broken_a:Base", ["", "1 / 0"], r"'broken_a:Base' cannot be imported: .*broken_a\.py:3: ZeroDivisionError"),
        ("broken_b", ["def f(:"], r"broken_b\.py:2: SyntaxError"),
        ("broken_c", ["import json", "json.loads('{')"], r"broken_c\.py:3: JSONDecodeError"),
        ("broken_d", ["raise SystemExit(3)"], r"broken_d\.py:2: SystemExit: 3"),
        ("broken_e", ["import gone_module"], r"broken_e\.py:2: ModuleNotFoundError: No module named 'gone_module'"),
        ("fine_a:Bass", ["Base = MetaData()"], r"fine_a has no Bass\nWhat has tables there: Base"),
        ("fine_b:x.y", ["x = 1"], r"fine_b has no x\.y"),
        ("fine_c:x", ["x = 1"], r"x is no MetaData and has no \.metadata, but int"),
        ("fine_d", ["x = MetaData()"], r"the module has no MetaData with tables"),
    ],
)
def test_what_cannot_be_imported_is_told_with_its_place(
    project: Path, spec: str, lines: list[str], message: str
) -> None:
    write_models(project, spec.partition(":")[0], *lines)
    with pytest.raises(SourceError, match=message):
        load(spec, context=context_for(project_dir=project))


def test_a_module_that_is_not_there_is_told(project: Path) -> None:
    with pytest.raises(SourceError, match="no module 'gone_pkg'"):
        load("gone_pkg.models:Base", context=context_for(project_dir=project))


def test_a_module_of_another_project_is_not_taken_for_the_one_that_is_meant(project: Path) -> None:
    for folder in ("one", "two"):
        (project / folder).mkdir()
        write_models(project / folder, "namesake", "m = MetaData()", f"Table('{folder}', m)")
    assert sql("namesake", context=context_for(project_dir=project / "one")) == ["CREATE TABLE public.one ()"]
    with pytest.raises(SourceError, match="imported before"):
        load("namesake", context=context_for(project_dir=project / "two"))


# never an empty desired state


def test_no_tables_are_an_error_and_not_an_empty_database(metadata: MetaData) -> None:
    with pytest.raises(SourceError, match="no models"):
        load(metadata)
    with pytest.raises(SourceError, match="no models"):
        load()
    Table("t", metadata)
    with pytest.raises(SourceError, match="no models in scope: MetaData has 1 tables"):
        load(metadata, context=context_for(includes=lambda _id: False))


def test_the_same_table_twice_is_an_error(metadata: MetaData) -> None:
    other = MetaData()
    Table("t", metadata)
    Table("t", other, schema="public")
    assert sql(metadata, metadata) == ["CREATE TABLE public.t ()"]
    with pytest.raises(SourceError, match=r"public\.t is declared twice"):
        load(metadata, other)


# statements


def test_statements_come_in_the_order_of_create_all(metadata: MetaData) -> None:
    Table(
        "orders",
        metadata,
        Column("id", Integer, Identity(), primary_key=True),
        Column("user_id", ForeignKey("users.id"), index=True),
        Column("state", Enum("new", "paid", name="state"), comment="where it is: 50% :done"),
        comment="all the orders",
    )
    Table("users", metadata, Column("id", Integer, Sequence("user_ids", metadata=metadata), primary_key=True))
    assert sql(metadata) == [
        "CREATE TYPE public.state AS ENUM ('new', 'paid')",
        "CREATE SEQUENCE public.user_ids",
        "CREATE TABLE public.users ( id INTEGER NOT NULL, PRIMARY KEY (id) )",
        "CREATE TABLE public.orders ( id INTEGER GENERATED BY DEFAULT AS IDENTITY NOT NULL, user_id INTEGER, "
        "state public.state, PRIMARY KEY (id), FOREIGN KEY(user_id) REFERENCES public.users (id) )",
        "CREATE INDEX ix_orders_user_id ON public.orders (user_id)",
        "COMMENT ON TABLE public.orders IS 'all the orders'",
        "COMMENT ON COLUMN public.orders.state IS 'where it is: 50% :done'",
    ]


def test_loading_twice_gives_the_same_and_leaves_the_models_alone(metadata: MetaData) -> None:
    Table("a", metadata, Column("id", Integer, primary_key=True), Column("b", ForeignKey("b.id", name="fk_a")))
    Table("b", metadata, Column("id", Integer, primary_key=True), Column("a", ForeignKey("a.id", name="fk_b")))
    first = sql(metadata)
    assert [statement.split("(")[0] for statement in first] == [
        "CREATE TABLE public.a ",
        "CREATE TABLE public.b ",
        "ALTER TABLE public.a ADD CONSTRAINT fk_a FOREIGN KEY",
        "ALTER TABLE public.b ADD CONSTRAINT fk_b FOREIGN KEY",
    ]
    assert all(key._create_rule is None for table in metadata.tables.values() for key in table.foreign_key_constraints)
    assert sql(metadata) == first


def test_what_has_no_schema_belongs_to_the_first_schema_in_scope(metadata: MetaData) -> None:
    Table("t", metadata, Column("m", Enum("a", name="mood")))
    Table("u", metadata, Column("a", Integer), schema="public")
    statements = sql(metadata, context=context_for(schemas=("App", "public")))
    assert statements == [
        'CREATE SCHEMA IF NOT EXISTS "App"',
        "CREATE TYPE \"App\".mood AS ENUM ('a')",
        'CREATE TABLE "App".t ( m "App".mood )',
        "CREATE TABLE public.u ( a INTEGER )",
    ]


def test_schemas_that_are_not_there_are_created_once(metadata: MetaData) -> None:
    Table("t", metadata, schema="new")
    event.listen(metadata, "before_create", CreateSchema("new"))
    assert sql(metadata) == ["CREATE SCHEMA IF NOT EXISTS new", "CREATE TABLE new.t ()"]
    other = MetaData()
    Table("t", other, schema="new")
    event.listen(other, "before_create", DDL("CREATE SCHEMA new"))
    assert sql(other) == ["CREATE SCHEMA new", "CREATE TABLE new.t ()"]


def test_tables_out_of_scope_are_left_out_and_foreign_keys_to_them_stay(metadata: MetaData) -> None:
    Table("users", metadata, Column("id", Integer, primary_key=True), schema="auth")
    Table("posts", metadata, Column("author", ForeignKey("auth.users.id")))
    assert sql(metadata, context=context_for(includes=lambda object_id: object_id.schema == "public")) == [
        "CREATE TABLE public.posts ( author INTEGER, FOREIGN KEY(author) REFERENCES auth.users (id) )"
    ]


def test_listeners_to_ddl_events_are_heard(metadata: MetaData) -> None:
    table = Table("t", metadata, Column("a", Text))
    event.listen(table, "after_create", DDL("ALTER TABLE %(fullname)s SET (fillfactor = 50); SELECT ':x 5%%'"))
    event.listen(table, "after_create", DDL("SELECT 'not here'").execute_if(dialect="sqlite"))

    @event.listens_for(table, "after_create")
    def fill(target: Table, connection: Any, **_kw: Any) -> None:
        connection.execute(insert(target), {"a": "it's"})
        connection.execute(text("UPDATE t SET a = :a, b = ':b'"), {"a": "x\\"})
        connection.exec_driver_sql("SELECT '%'")

    assert sql(metadata) == [
        "CREATE TABLE public.t ( a TEXT )",
        "ALTER TABLE public.t SET (fillfactor = 50)",
        "SELECT ':x 5%'",
        "INSERT INTO public.t (a) VALUES ('it''s')",
        r"UPDATE t SET a = E'x\\', b = ':b'",
        "SELECT '%'",
    ]


def test_a_listener_that_fails_is_told(metadata: MetaData) -> None:
    table = Table("t", metadata)

    @event.listens_for(table, "after_create")
    def ask(target: Table, connection: Any, **_kw: Any) -> None:
        connection.execute(text("SELECT 1")).scalar()

    with pytest.raises(SourceError, match="a listener to DDL events failed: AttributeError"):
        load(metadata)


def test_texts_arrive_byte_for_byte(metadata: MetaData) -> None:
    nasty = "':docs' 50% %% %(x)s \"q\" it's \\ E'\\\\:' $1 {\"a\":1}"
    quoted = "E'" + nasty.replace("\\", "\\\\").replace("'", "''") + "'"
    Table(
        "t",
        metadata,
        Column("a", Text, CheckConstraint("a <> ':foo % \"x\"'", name="ck"), server_default=nasty, comment=nasty),
        Column("b", Text, server_default=text("'see :docs, 100%'")),
        Index("ix", "a", postgresql_where=text("b <> ':w %'")),
        comment=nasty,
    )
    create, index, *comments = [statement.sql for statement in load(metadata).statements]
    assert f"a TEXT DEFAULT {quoted} CONSTRAINT ck CHECK (a <> ':foo % \"x\"')" in create
    assert "b TEXT DEFAULT 'see :docs, 100%'" in create
    assert index.endswith("WHERE b <> ':w %'")
    assert comments == [f"COMMENT ON TABLE public.t IS {quoted}", f"COMMENT ON COLUMN public.t.a IS {quoted}"]


@pytest.mark.parametrize(
    "name", ['we"ird', "with%pct", "co:lon", "select", "日本語", "🙂", "a.b", "%(x)s", "%%", "it's"]
)
def test_odd_names_arrive_in_quotes(metadata: MetaData, name: str) -> None:
    quoted = '"' + name.replace('"', '""') + '"'
    table = Table(name, metadata, Column(name, Text, comment="x"), schema=name)
    Index(name, table.c[name])
    assert sql(metadata) == [
        f"CREATE SCHEMA IF NOT EXISTS {quoted}",
        f"CREATE TABLE {quoted}.{quoted} ( {quoted} TEXT )",
        f"CREATE INDEX {quoted} ON {quoted}.{quoted} ({quoted})",
        f"COMMENT ON COLUMN {quoted}.{quoted}.{quoted} IS 'x'",
    ]


def test_a_name_without_quotes_is_known_as_postgresql_folds_it(metadata: MetaData) -> None:
    Table(quoted_name("Folded", False), metadata, info={"renamed_from": "old"})
    assert load(metadata, context=context_for(table_object("old"))).renames == (
        (ObjectId("table", "public", "old"), ObjectId("table", "public", "folded")),
    )


@pytest.mark.parametrize("where", ["table", "column", "index", "enum", "constraint", "schema"])
def test_long_names_are_refused_and_named(metadata: MetaData, where: str) -> None:
    long = "é" * 40
    names = dict.fromkeys(("table", "column", "index", "enum", "constraint", "schema"), "x") | {where: long}
    table = Table(
        names["table"],
        metadata,
        Column(names["column"], Enum("a", name=names["enum"])),
        CheckConstraint("true", name=names["constraint"]),
        schema=names["schema"],
    )
    Index(names["index"], *table.c)
    with pytest.raises(SourceError, match=f"{long}.* 80 bytes"):
        load(metadata)


def test_an_enum_is_created_once_and_two_of_one_name_are_refused() -> None:
    one, two = MetaData(), MetaData()
    Table("a", one, Column("m", Enum("x", "y", name="mood")), Column("n", ARRAY(Enum("x", "y", name="mood"))))
    Table("b", two, Column("m", Enum("x", "y", name="mood")))
    assert [statement for statement in sql(one, two) if "TYPE" in statement] == [
        "CREATE TYPE public.mood AS ENUM ('x', 'y')"
    ]
    Table("c", one, Column("m", Enum("x", "z", name="mood")))
    with pytest.raises(SourceError, match=r"public\.mood is declared twice, as x, [yz] and as x, [yz]"):
        load(one)


def test_indexes_are_never_built_concurrently_in_a_scratch_database(metadata: MetaData) -> None:
    Table("t", metadata, Column("a", Integer), Index("ix", "a", postgresql_concurrently=True))
    assert sql(metadata)[1] == "CREATE INDEX ix ON public.t (a)"


def test_a_computed_column_is_virtual_where_server_and_sqlalchemy_say_so(metadata: MetaData) -> None:
    import sqlalchemy

    Table("t", metadata, Column("a", Integer), Column("b", Integer, Computed("a + 1")))
    assert "(a + 1) STORED" in sql(metadata, context=context_for(server_version=170004))[0]
    stored_in_18 = "(a + 1) STORED" in sql(metadata)[0]
    assert stored_in_18 == sqlalchemy.__version__.startswith("2.0.")


# what is said through info


def test_storage_is_said_through_info(metadata: MetaData) -> None:
    Table(
        "t",
        metadata,
        Column("A", Text, info={"storage": "external", "compression": "lz4", "statistics": 500, "label": "mine"}),
        info={"storage_parameters": {"fillfactor": 70, "autovacuum_enabled": False, "buffering": "it's"}, "x": 1},
    )
    assert sql(metadata) == [
        "CREATE TABLE public.t ( \"A\" TEXT ) WITH (fillfactor=70, autovacuum_enabled=false, buffering='it''s')",
        'ALTER TABLE public.t ALTER COLUMN "A" SET STORAGE EXTERNAL',
        'ALTER TABLE public.t ALTER COLUMN "A" SET COMPRESSION lz4',
        'ALTER TABLE public.t ALTER COLUMN "A" SET STATISTICS 500',
    ]


def test_storage_may_be_said_in_the_letters_of_the_catalog(metadata: MetaData) -> None:
    Table("t", metadata, Column("a", Text, info={"storage": "e", "compression": "p"}))
    assert sql(metadata)[1:] == [
        "ALTER TABLE public.t ALTER COLUMN a SET STORAGE EXTERNAL",
        "ALTER TABLE public.t ALTER COLUMN a SET COMPRESSION pglz",
    ]


def test_partitions_are_attached_when_everything_stands(metadata: MetaData) -> None:
    Table("a", metadata, Column("x", Integer), info={"partition_of": "parent", "bound": "FOR VALUES IN (1)"})
    Table("parent", metadata, Column("x", Integer), postgresql_partition_by="LIST (x)")
    Table("b", metadata, Column("x", Integer), schema="s", info={"partition_of": "public.parent", "bound": "DEFAULT"})
    assert sql(metadata) == [
        "CREATE SCHEMA IF NOT EXISTS s",
        "CREATE TABLE public.a ( x INTEGER )",
        "CREATE TABLE public.parent ( x INTEGER ) PARTITION BY LIST (x)",
        "CREATE TABLE s.b ( x INTEGER )",
        "ALTER TABLE public.parent ATTACH PARTITION public.a FOR VALUES IN (1)",
        "ALTER TABLE public.parent ATTACH PARTITION s.b DEFAULT",
    ]


@pytest.mark.parametrize(
    ("table", "column", "message"),
    [
        ({"rename_from": "x"}, {}, "'rename_from' means nothing; is 'renamed_from' meant"),
        ({"storage_params": {}}, {}, "is 'storage_parameters' meant"),
        ({"partition_of": "p"}, {}, "needs both"),
        ({"bound": "DEFAULT"}, {}, "needs both"),
        ({"partition_of": "p", "bound": "DEFAULT"}, {}, "'p' is no table of the models"),
        ({"storage": "plain"}, {}, "is for a column"),
        ({"storage_parameters": "fillfactor=70"}, {}, "must be a dictionary"),
        ({"storage_parameters": {"fill factor": 1}}, {}, "is no storage parameter"),
        ({"renamed_from": "t"}, {}, "is the name that it has"),
        ({"renamed_from": 3}, {}, "must be a text"),
        ({}, {"storage": "fast"}, "'fast' is none of"),
        ({}, {"statistics": "many"}, "must be a number"),
        ({}, {"storages": "plain"}, "is 'storage' meant"),
        ({}, {"partition_of": "p"}, "is for a table"),
    ],
)
def test_mistyped_info_is_refused(
    metadata: MetaData, table: dict[str, Any], column: dict[str, Any], message: str
) -> None:
    Table("t", metadata, Column("a", Integer, info=column), info=table)
    with pytest.raises(SourceError, match=message):
        load(metadata)


def test_info_of_other_tools_is_left_alone(metadata: MetaData) -> None:
    Table("t", metadata, Column("a", Integer, info={"label": 1, ("x",): 2}), info={"is_view": False, "doc": "x"})
    assert sql(metadata) == ["CREATE TABLE public.t ( a INTEGER )"]


# renames


def test_renames_name_old_and_new_under_the_new_table(metadata: MetaData) -> None:
    Table("new", metadata, Column("b", Integer, info={"renamed_from": "a"}), info={"renamed_from": "old"})
    before = context_for(table_object("old"), column_object("old", "a"))
    assert load(metadata, context=before).renames == (
        (ObjectId("table", "public", "old"), ObjectId("table", "public", "new")),
        (ObjectId("column", "public", "a", "new"), ObjectId("column", "public", "b", "new")),
    )


def test_renames_that_are_done_or_have_nothing_to_rename_are_no_renames(metadata: MetaData) -> None:
    Table("new", metadata, Column("b", Integer, info={"renamed_from": "a"}), info={"renamed_from": "old"})
    assert load(metadata).renames == ()
    done = context_for(table_object("new"), column_object("new", "b"))
    assert load(metadata, context=done).renames == ()
    half = context_for(table_object("new"), column_object("new", "a"))
    assert load(metadata, context=half).renames == (
        (ObjectId("column", "public", "a", "new"), ObjectId("column", "public", "b", "new")),
    )


def test_two_things_cannot_have_been_the_same(metadata: MetaData) -> None:
    Table("a", metadata, info={"renamed_from": "old"})
    Table("b", metadata, info={"renamed_from": "old"})
    with pytest.raises(SourceError, match=r"two things were table public\.old"):
        load(metadata)


# knowledge


def known(metadata: MetaData, present: Iterable[CatalogObject], **options: Any) -> set[str]:
    present = tuple(present)
    desired = load(metadata, context=context_for(*present, **options))
    return {obj.id.name for obj in present if desired.knows(obj)}


def test_tables_and_their_parts_are_known_and_other_kinds_are_not(metadata: MetaData) -> None:
    Table("t", metadata)
    for kind in ("table", "column", "default", "primary_key", "unique", "check", "foreign_key", "exclusion", "index"):
        assert load(metadata).knows(CatalogObject(id=ObjectId(kind, "public", "x", "gone")))
    for kind in ("extension", "schema", "view", "function", "trigger", "policy", "domain", "sequence", "enum"):
        assert not load(metadata).knows(CatalogObject(id=ObjectId(kind, "public", "x")))


def test_partitions_that_somebody_else_makes_are_not_known(metadata: MetaData) -> None:
    Table("logs", metadata, Column("at", Integer), postgresql_partition_by="RANGE (at)")
    Table("logs_1", metadata, Column("at", Integer), info={"partition_of": "logs", "bound": "DEFAULT"})
    present = [
        table_object("logs"),
        partition_object("logs_1", "logs"),
        table_object("logs_2"),
        partition_object("logs_2", "logs"),
        table_object("logs_2_a"),
        partition_object("logs_2_a", "logs_2"),
        CatalogObject(id=ObjectId("index", "public", "ix_2", "logs_2_a")),
        CatalogObject(id=ObjectId("index", "public", "ix_1", "logs_1")),
        sequence_object("logs_2_seq", ObjectId("column", "public", "id", "logs_2")),
        table_object("gone"),
        table_object("gone_1"),
        partition_object("gone_1", "gone"),
    ]
    assert known(metadata, present) == {"logs", "logs_1", "ix_1", "gone", "gone_1"}


def test_sequences_are_known_when_a_column_owns_them_or_the_models_have_them(metadata: MetaData) -> None:
    Table("t", metadata, Column("a", Integer, Sequence("mine")))
    owner = ObjectId("column", "public", "id", "u")
    present = [sequence_object("mine"), sequence_object("owned", owner), sequence_object("free")]
    assert known(metadata, present) == {"mine", "owned"}


def test_enums_are_known_when_the_models_have_them_or_known_columns_alone_use_them(metadata: MetaData) -> None:
    Table("t", metadata, Column("a", Enum("a", name="mine")), Column("b", ENUM("a", name="foreign", create_type=False)))
    Table("logs", metadata, Column("a", String))
    present = [
        *(enum_object(name) for name in ("mine", "foreign", "dropped", "shared", "free", "Quoted")),
        column_object("t", "b", "public.foreign"),
        column_object("t", "c", "public.dropped[]"),
        column_object("t", "d", "public.shared"),
        column_object("t", "e", 'public."Quoted"'),
        column_object("out", "a", "public.shared"),
    ]
    names = {"mine", "dropped", "Quoted", "b", "c", "d", "e", "a"}
    assert known(metadata, present, includes=lambda object_id: object_id.name != "out") == names


def test_what_sqlalchemy_has_no_words_for_is_listed(metadata: MetaData) -> None:
    Table("t", metadata)
    unsayable = load(metadata).unsayable
    fields = {
        "table": objects.Table,
        "column": objects.Column,
        "primary_key": objects.PrimaryKey,
        "unique": objects.Unique,
        "exclusion": objects.Exclusion,
        "index": objects.Index,
        "enum": objects.Enum,
        "sequence": objects.Sequence,
    }
    assert unsayable.keys() == fields.keys()
    for kind, names in unsayable.items():
        assert names <= fields[kind].__dataclass_fields__.keys()
    assert {"storage", "compression", "statistics"} <= unsayable["column"]
