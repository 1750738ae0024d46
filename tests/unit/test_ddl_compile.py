"""The dialect: what SQLAlchemy's constructs become as SQL."""

from __future__ import annotations

import sys
from datetime import date

import pytest
from sqlalchemy import (
    ARRAY,
    DDL,
    BigInteger,
    CheckConstraint,
    Column,
    Computed,
    Date,
    Enum,
    ForeignKey,
    Identity,
    Index,
    Integer,
    MetaData,
    Numeric,
    Sequence,
    SmallInteger,
    String,
    Table,
    Text,
    TypeDecorator,
    Uuid,
    func,
    literal,
    literal_column,
    quoted_name,
    text,
)
from sqlalchemy.dialects.postgresql import ENUM, JSONB, CreateEnumType, ExcludeConstraint
from sqlalchemy.schema import CreateIndex, CreateSequence, CreateTable, SetColumnComment, SetTableComment

from matrx_orm_migrate.ddl import MatrxDialect, compile_ddl, shortcuts
from matrx_orm_migrate.ddl.dialect import MatrxDDLCompiler, escape_backslashes
from matrx_orm_migrate.errors import UsageError


def lines_of(*items: object, **options: object) -> list[str]:
    """The lines between the parentheses of CREATE TABLE t."""
    table = Table("t", MetaData(), *items, **options)  # type: ignore[arg-type]
    text_ = compile_ddl(CreateTable(table))
    return [line.strip().removesuffix(",") for line in text_.splitlines()[1:-1]]


WORDS = [":docs", "%", "%%", "%(x)s", "::", "{'a':1}", "[1:2]", "$1", '{"a":1}', "x:y", "100% :of"]


@pytest.mark.parametrize("word", WORDS)
def test_a_text_default_arrives_as_it_was_written(word: str) -> None:
    quoted = word.replace("'", "''")
    assert lines_of(Column("a", Text, server_default=text(f"'{quoted}'"))) == [f"a TEXT DEFAULT '{quoted}'"]


def test_a_string_default_is_a_constant_and_backslashes_survive_any_setting() -> None:
    assert lines_of(Column("a", Text, server_default="it's \\ :x %")) == [r"a TEXT DEFAULT E'it''s \\ :x %'"]


def test_an_escaped_colon_in_text_is_a_colon() -> None:
    assert lines_of(Column("a", Text, server_default=text(r"'x\:y'"))) == ["a TEXT DEFAULT 'x:y'"]


def test_a_bound_value_in_text_is_written_out_and_other_words_stay() -> None:
    check = CheckConstraint(text("a > :low AND b <> ':high'").bindparams(low=3), name="ck")
    assert lines_of(Column("a", Integer), check)[1] == "CONSTRAINT ck CHECK (a > 3 AND b <> ':high')"
    check = CheckConstraint("b <> ':foo'", name="ck")
    assert lines_of(Column("a", Integer), check)[1] == "CONSTRAINT ck CHECK (b <> ':foo')"


def test_a_literal_column_is_left_alone() -> None:
    assert lines_of(Column("a", JSONB, server_default=literal_column("""'{"a":1}'::jsonb""")))[0] == (
        """a JSONB DEFAULT '{"a":1}'::jsonb"""
    )


def test_values_in_expressions_are_written_as_constants() -> None:
    column = Column("a", Text)
    when = Column("b", Date)
    assert lines_of(column, CheckConstraint(column != literal("a\\b %")))[1] == r"CHECK (a != E'a\\b %')"
    assert lines_of(when, CheckConstraint(when > date(2020, 1, 2)))[1] == "CHECK (b > '2020-01-02')"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("'abc'", "'abc'"),
        (r"'a\b'", r"E'a\\b'"),
        (r"ARRAY['a\b', 'it''s', 'c\']", r"ARRAY[E'a\\b', 'it''s', E'c\\']"),
        (r"E'a\\b'", r"E'a\\b'"),
    ],
)
def test_constants_with_backslashes_are_escape_constants(printed: str, expected: str) -> None:
    assert escape_backslashes(printed) == expected


def test_integer_primary_keys_are_serial_as_everywhere_in_sqlalchemy() -> None:
    class Wrapped(TypeDecorator[int]):
        impl = BigInteger
        cache_ok = True

    assert lines_of(Column("a", Integer, primary_key=True))[0] == "a SERIAL NOT NULL"
    assert lines_of(Column("a", BigInteger, primary_key=True))[0] == "a BIGSERIAL NOT NULL"
    assert lines_of(Column("a", SmallInteger, primary_key=True))[0] == "a SMALLSERIAL NOT NULL"
    assert lines_of(Column("a", Wrapped, primary_key=True))[0] == "a BIGSERIAL NOT NULL"
    assert lines_of(Column("a", Integer, primary_key=True, autoincrement=False))[0] == "a INTEGER NOT NULL"
    assert lines_of(Column("a", Integer, Sequence("s"), primary_key=True))[0] == "a INTEGER NOT NULL"
    assert lines_of(Column("a", Integer, primary_key=True, server_default="1"))[0] == "a INTEGER DEFAULT '1' NOT NULL"


def test_types_with_arguments_are_not_mixed_up() -> None:
    assert lines_of(
        Column("a", String(10)),
        Column("b", String(20)),
        Column("c", String(10, collation="C")),
        Column("d", Numeric(10, 2)),
        Column("e", Numeric(10)),
        Column("f", Integer().with_variant(BigInteger(), "postgresql")),
        Column("g", Uuid),
        Column("h", Uuid(native_uuid=False)),
        Column("i", ARRAY(String(10))),
    ) == [
        "a VARCHAR(10)",
        "b VARCHAR(20)",
        'c VARCHAR(10) COLLATE "C"',
        "d NUMERIC(10, 2)",
        "e NUMERIC(10)",
        "f BIGINT",
        "g UUID",
        "h CHAR(32)",
        "i VARCHAR(10)[]",
    ]


def test_computed_columns_may_be_virtual_under_both_versions_of_sqlalchemy() -> None:
    assert lines_of(Column("a", Integer, Computed("b + 1", persisted=False))) == [
        "a INTEGER GENERATED ALWAYS AS (b + 1) VIRTUAL"
    ]
    assert lines_of(Column("a", Integer, Computed("b || ':x'", persisted=True))) == [
        "a INTEGER GENERATED ALWAYS AS (b || ':x') STORED"
    ]
    table = Table("t", MetaData(), Column("a", Integer, Computed("b")))
    assert "(b) STORED" in compile_ddl(CreateTable(table), using=MatrxDialect(virtual_columns=False))
    assert "(b)\n" in compile_ddl(CreateTable(table), using=MatrxDialect(virtual_columns=True))


def test_identity_options_arrive_with_the_name_of_the_sequence() -> None:
    identity = Identity(always=True, start=5, increment=2, minvalue=1, maxvalue=99, cache=3, cycle=True)
    assert lines_of(Column("a", Integer, identity, info={"identity_sequence": "My seq"}), schema="s") == [
        'a INTEGER GENERATED ALWAYS AS IDENTITY (SEQUENCE NAME s."My seq" INCREMENT BY 2 START WITH 5 '
        "MINVALUE 1 MAXVALUE 99 CACHE 3 CYCLE) NOT NULL"
    ]
    assert lines_of(Column("a", Integer, Identity())) == ["a INTEGER GENERATED BY DEFAULT AS IDENTITY NOT NULL"]


def test_a_table_says_where_and_how_it_is_kept() -> None:
    metadata = MetaData()
    Table("parent", metadata, schema="s")
    table = Table(
        "t",
        metadata,
        Column("a", Integer),
        schema="s",
        prefixes=["UNLOGGED"],
        postgresql_inherits="parent",
        postgresql_using="heap",
        postgresql_tablespace="Fast",
    )
    assert compile_ddl(CreateTable(table, if_not_exists=True), with_options=("fillfactor=70", "oids=false")) == (
        "CREATE UNLOGGED TABLE IF NOT EXISTS s.t (\n    a INTEGER\n) "
        'INHERITS (s.parent) USING heap WITH (fillfactor=70, oids=false) TABLESPACE "Fast"'
    )
    partitioned = Table("p", metadata, Column("a", Integer), postgresql_partition_by="RANGE (a)")
    assert compile_ddl(CreateTable(partitioned)).endswith("\n) PARTITION BY RANGE (a)")
    assert compile_ddl(CreateTable(Table("empty", metadata))) == "CREATE TABLE empty ()"


def test_a_default_schema_qualifies_what_has_none() -> None:
    metadata = MetaData()
    sequence = Sequence("s", metadata=metadata)
    mood = Enum("a", name="mood", metadata=metadata)
    table = Table(
        "t",
        metadata,
        Column("id", Integer, server_default=sequence.next_value()),
        Column("m", mood),
        Column("p", ForeignKey("u.id")),
    )
    Table("u", metadata, Column("id", Integer, primary_key=True))
    app = MatrxDialect(default_schema="App")
    assert compile_ddl(CreateTable(table), using=app) == (
        'CREATE TABLE "App".t (\n    id INTEGER DEFAULT nextval(\'"App".s\'),\n    m "App".mood,\n'
        '    p INTEGER,\n    FOREIGN KEY(p) REFERENCES "App".u (id)\n)'
    )
    assert compile_ddl(CreateSequence(sequence), using=app) == 'CREATE SEQUENCE "App".s'
    assert compile_ddl(CreateEnumType(ENUM("a", name="mood")), using=app) == "CREATE TYPE \"App\".mood AS ENUM ('a')"
    assert compile_ddl(CreateTable(table.metadata.tables["u"])).startswith("CREATE TABLE u (")


def test_a_sequence_name_with_quotes_survives_nextval() -> None:
    column = Column("a", Integer, server_default=Sequence('it\'s "x"', schema="s").next_value())
    assert lines_of(column) == ['a INTEGER DEFAULT nextval(\'s."it\'\'s ""x"""\')']


def test_names_that_ask_for_quotes_or_for_none_get_what_they_ask() -> None:
    assert lines_of(Column(quoted_name("plain", True), Integer)) == ['"plain" INTEGER']
    assert lines_of(Column(quoted_name("Folded", False), Integer)) == ["Folded INTEGER"]


def test_comments_keep_every_byte() -> None:
    table = Table("t", MetaData(), Column("a", Integer, comment="50% 'of' :x \\n"), comment='say "%(x)s" :y')
    assert compile_ddl(SetTableComment(table)) == "COMMENT ON TABLE t IS 'say \"%(x)s\" :y'"
    assert compile_ddl(SetColumnComment(table.c.a)) == r"COMMENT ON COLUMN t.a IS E'50% ''of'' :x \\n'"


def test_enum_labels_keep_every_byte() -> None:
    assert compile_ddl(CreateEnumType(ENUM("a'b", "c\\d", ":e", "%", name="Mood"))) == (
        "CREATE TYPE \"Mood\" AS ENUM ('a''b', E'c\\\\d', ':e', '%')"
    )


def test_index_predicates_and_expressions_keep_every_byte() -> None:
    table = Table("t", MetaData(), Column("a", Text))
    index = Index("ix", func.lower(table.c.a), postgresql_where=text("a LIKE ':x%'"), postgresql_using="GIN")
    assert compile_ddl(CreateIndex(index)) == "CREATE INDEX ix ON t USING gin (lower(a)) WHERE a LIKE ':x%'"


def test_exclusion_constraints_are_written() -> None:
    column = Column("a", Integer)
    assert lines_of(column, ExcludeConstraint((column, "="), name="ex", where=text("a > 0")))[1] == (
        "CONSTRAINT ex EXCLUDE USING gist (a WITH =) WHERE (a > 0)"
    )


def test_on_delete_may_name_columns() -> None:
    assert lines_of(Column("a", ForeignKey("t.b", ondelete="SET NULL (a)")), Column("b", Integer))[-1].endswith(
        "ON DELETE SET NULL (a)"
    )


def test_ddl_text_is_filled_in_as_sqlalchemy_documents() -> None:
    table = Table("t", MetaData(), schema="s")
    filled = DDL("ALTER TABLE %(fullname)s SET (fillfactor = 70) /* 5%% :x */").against(table)
    assert compile_ddl(filled) == "ALTER TABLE s.t SET (fillfactor = 70) /* 5% :x */"
    with pytest.raises(UsageError, match="%%"):
        compile_ddl(DDL("SELECT '100%'"))


def test_what_sqlalchemy_cannot_compile_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match=r"'t', column 'a'"):
        lines_of(Column("a"))
    with pytest.raises(UsageError, match="nowhere"):
        lines_of(Column("a", Integer, ForeignKey("nowhere.id")))


def test_long_names_are_refused_wherever_they_stand() -> None:
    long = "é" * 40
    for items in ([Column(long, Integer)], [Column("a", Integer), CheckConstraint("a > 0", name=long)]):
        with pytest.raises(UsageError, match=long):
            lines_of(*items)


def _shortcut_subjects() -> list[object]:
    metadata = MetaData(naming_convention={"ix": "ix_%(table_name)s_%(column_0_name)s", "ck": "ck_%(constraint_name)s"})
    table = Table(
        "Odd table",
        metadata,
        Column("id", Integer, Identity(), primary_key=True),
        Column("a", Text, server_default="plain"),
        Column("b", Text, server_default="it's"),
        Column("c", Text, server_default="back\\slash"),
        Column("d", Text, server_default=text("now()::text")),
        Column("e", Text, server_default=text(r"'x\:y'")),
        Column("f", Integer, server_default=text("1 + :two").bindparams(two=2)),
        Column("g", Integer, server_default=func.random()),
        Column("h", Integer, CheckConstraint("h > 0", name="of_column"), index=True),
        Column(quoted_name("Quoted", quote=True), Integer),
        Column("order", Integer, unique=True),
        CheckConstraint("a <> ''", name="plain"),
        CheckConstraint(text("f > :low").bindparams(low=3), name="bound"),
        CheckConstraint(literal_column("id") > 4, name="built"),
    )
    columns = table.columns
    return [
        CreateTable(table),
        *(CreateIndex(index) for index in sorted(table.indexes, key=lambda index: str(index.name))),
        *(
            CreateIndex(index)
            for index in (
                Index("i1", columns.a),
                Index("I 2", columns.a, columns.order, unique=True),
                Index("i3", columns.a, postgresql_where=text("a IS NULL")),
                Index("i4", columns.a, postgresql_where=columns.id > 3),
                Index("i5", columns.a.desc()),
                Index("i6", func.lower(columns.a)),
                Index("i7", columns.a, postgresql_using="hash"),
                Index("i8", columns.a, postgresql_include=["id"]),
                Index("i9", columns.a, postgresql_ops={"a": "text_pattern_ops"}),
                Index("i10", columns.a, postgresql_concurrently=True),
                Index("i11", columns.a, postgresql_with={"fillfactor": 50}),
                Index(quoted_name("plain", quote=True), columns["Quoted"]),
                Index(None, columns.c),
            )
        ),
        CreateIndex(Index("i12", columns.b), if_not_exists=True),
    ]


def test_the_shortcuts_write_what_sqlalchemy_writes(monkeypatch: pytest.MonkeyPatch) -> None:
    short = [compile_ddl(subject) for subject in _shortcut_subjects()]
    used: list[str] = []

    def noted(create: object, preparer: object) -> str:
        used.append(shortcuts.ordinary_index(create, preparer))
        return ""

    module = sys.modules[MatrxDDLCompiler.__module__]
    monkeypatch.setattr(module, "ordinary_index", noted)
    monkeypatch.setattr(module, "plain_text", lambda element: "")
    assert [compile_ddl(subject) for subject in _shortcut_subjects()] == short
    assert len([text for text in used if text]) >= 3


def test_a_hook_of_ones_own_on_columns_is_asked() -> None:
    from sqlalchemy.ext.compiler import compiles, deregister
    from sqlalchemy.schema import CreateColumn

    @compiles(CreateColumn, "postgresql")
    def _own(element: CreateColumn, compiler: MatrxDDLCompiler, **kw: object) -> str:
        return f"{compiler.visit_create_column(element, **kw)} /* mine */"

    try:
        assert lines_of(Column("a", Text)) == ["a TEXT /* mine */"]
    finally:
        deregister(CreateColumn)
    assert lines_of(Column("a", Text)) == ["a TEXT"]
