"""What models say through ``info``, renames among it, and what they know."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import (
    Column,
    Enum,
    Integer,
    MetaData,
    Sequence,
    String,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import ENUM

from matrx_orm_migrate import schema as objects
from matrx_orm_migrate.errors import SourceError
from matrx_orm_migrate.schema import CatalogObject, ObjectId
from tests.support.models import (
    column_object,
    context_for,
    enum_object,
    known,
    load,
    partition_object,
    sequence_object,
    sql,
    table_object,
)


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
