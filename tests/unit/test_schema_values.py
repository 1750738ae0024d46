"""The values of the ``schema`` package: quick construction, and names out of definitions."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, dataclass, fields, replace

import pytest

from matrx_orm_migrate.quick import maker, quick
from matrx_orm_migrate.schema import (
    CatalogObject,
    Column,
    ForeignKey,
    Index,
    ObjectId,
    PrimaryKey,
    Snapshot,
    Unique,
)
from matrx_orm_migrate.schema.definitions import column_lists

ID = ObjectId("column", "public", "total", "orders")


@dataclass(frozen=True, slots=True, kw_only=True)
class SubColumn(Column):
    """What a plugin may derive."""

    more: str = "m"


class TestQuick:
    def test_the_values_arrive_and_the_defaults_are_those_of_the_fields(self) -> None:
        column = Column(id=ID, type="integer", not_null=True)
        assert (column.id, column.type, column.not_null) == (ID, "integer", True)
        given = {"id", "type", "not_null"}
        assert all(getattr(column, field.name) == field.default for field in fields(Column) if field.name not in given)

    def test_it_stays_frozen(self) -> None:
        column = Column(id=ID, type="integer")
        assert type(column) is Column
        with pytest.raises(FrozenInstanceError):
            column.type = "text"  # type: ignore[misc]
        with pytest.raises(FrozenInstanceError):
            del column.type

    def test_it_compares_hashes_copies_and_pickles_as_before(self) -> None:
        column = Column(id=ID, type="integer", position=3)
        assert column == Column(id=ID, type="integer", position=4)
        assert column != Column(id=ID, type="text")
        assert hash(column) == hash(replace(column, position=9))
        assert copy.deepcopy(column) == column == pickle.loads(pickle.dumps(column))
        assert replace(column, type="text") == Column(id=ID, type="text")

    def test_wrong_arguments_are_refused(self) -> None:
        with pytest.raises(TypeError, match="type"):
            Column(id=ID)  # type: ignore[call-arg]
        with pytest.raises(TypeError, match="colour"):
            Column(id=ID, type="text", colour="red")  # type: ignore[call-arg]

    def test_a_maker_makes_what_the_class_makes(self) -> None:
        made = maker(Column)(id=ID, type="integer", position=3)
        assert made == Column(id=ID, type="integer", position=3)
        assert (type(made), made.position, repr(made)) == (Column, 3, repr(Column(id=ID, type="integer", position=3)))
        with pytest.raises(FrozenInstanceError):
            made.type = "text"  # type: ignore[misc]
        with pytest.raises(TypeError, match="type"):
            maker(Column)(id=ID)  # type: ignore[call-arg]

    def test_a_subclass_is_made_with_its_own_fields(self) -> None:
        column = SubColumn(id=ID, type="integer", more="x")
        assert (column.type, column.more, type(column)) == ("integer", "x", SubColumn)
        with pytest.raises(FrozenInstanceError):
            column.more = "y"  # type: ignore[misc]

    def test_a_default_factory_is_refused_by_name(self) -> None:
        from dataclasses import field

        @dataclass(frozen=True, slots=True, kw_only=True)
        class Listed:
            items: list[str] = field(default_factory=list)

        with pytest.raises(TypeError, match=r"Listed\.items"):
            quick(Listed)


@pytest.mark.parametrize(
    ("definition", "lists"),
    [
        ("PRIMARY KEY (id)", [("id",)]),
        ('UNIQUE NULLS NOT DISTINCT (a, "B c", "d""q", "e,f(g")', [("a", "B c", 'd"q', "e,f(g")]),
        ("UNIQUE (id, valid_at WITHOUT OVERLAPS)", [("id", "valid_at")]),
        (
            'FOREIGN KEY (a, PERIOD b) REFERENCES "s(1"."t (2"(c, PERIOD d) ON DELETE SET NULL (a)',
            [("a", "b"), ("c", "d"), ("a",)],
        ),
        ("FOREIGN KEY (period) REFERENCES s.t(id)", [("period",), ("id",)]),
        ("btree (lower((name)::text), ((a + b)), c DESC, s.f(d))", [("", "", "c", "")]),
        ("gin (tags jsonb_path_ops) INCLUDE (x) WHERE (y = 'a)b,'::text)", [("tags",), ("x",)]),
        ('btree (name COLLATE "de-DE-x-icu" text_pattern_ops)', [("name",)]),
        ("EXCLUDE USING gist (room WITH =, during WITH &&) WHERE ((x > 0))", [("room", "during")]),
    ],
)
def test_column_lists(definition: str, lists: list[tuple[str, ...]]) -> None:
    assert list(column_lists(definition))[: len(lists)] == lists


def test_keys_and_indexes_name_their_columns() -> None:
    key = ObjectId("primary_key", "s", "k", "t")
    assert PrimaryKey(id=key, definition="PRIMARY KEY (b, a) INCLUDE (c)").columns == ("b", "a")
    assert Unique(id=key, definition="UNIQUE (a) DEFERRABLE").columns == ("a",)
    foreign = ForeignKey(
        id=key, definition='FOREIGN KEY (a) REFERENCES s.t("X") MATCH FULL', referred_table=ObjectId("table", "s", "t")
    )
    assert (foreign.columns, foreign.referred_columns) == (("a",), ("X",))
    assert Index(id=key, definition="btree (a, lower(b))").columns == ("a", "")


class TestWhatIsAddedToASnapshot:
    TABLE, ONE, OTHER, GONE = (ObjectId("table", "public", name) for name in ("orders", "one", "other", "gone"))

    def snapshot(self) -> Snapshot:
        objects = (CatalogObject(id=self.TABLE), CatalogObject(id=self.ONE, depends_on=(self.OTHER, self.GONE)))
        return Snapshot(
            objects={obj.id: obj for obj in objects},
            dependencies={self.ONE: frozenset([self.TABLE])},
            server_version=18,
        )

    def test_it_needs_and_is_needed_as_the_objects_say(self) -> None:
        other = CatalogObject(id=self.OTHER, owner_id=self.TABLE, depends_on=(self.GONE,))
        found = self.snapshot().with_added([None, other])
        assert found.get(self.OTHER) is other
        assert found.needs(self.OTHER) == {self.TABLE}
        assert found.needs(self.ONE) == {self.TABLE, self.OTHER}
        assert found.server_version == 18

    def test_what_is_there_already_stays_as_it_is(self) -> None:
        snapshot = self.snapshot()
        assert snapshot.with_added([CatalogObject(id=self.ONE, owner_id=self.TABLE), None]) is snapshot
