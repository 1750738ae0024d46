"""What ``--rename`` says where it cannot do what it is asked for."""

from __future__ import annotations

import pytest

from matrx_orm_migrate.diff.renames import parsed_renames
from matrx_orm_migrate.errors import RenameError
from matrx_orm_migrate.schema import Column, Enum, ObjectId, Snapshot, Table
from tests.support.rebuild import built_in


def _side(*tables: tuple[str, str, str]) -> Snapshot:
    """Tables (schema, name, column), and an enum that stays."""
    objects = {}
    for schema, name, column in tables:
        for obj in (
            Table(id=ObjectId("table", schema, name)),
            Column(id=ObjectId("column", schema, column, name), type="text", base_type="text"),
        ):
            objects[obj.id] = obj
    color = Enum(id=ObjectId("enum", "public", "color"), labels=("red",))
    return Snapshot(objects=objects | {color.id: color}, server_version=180000)


CURRENT = _side(("a", "moves", "x"), ("public", "stays", "x"), ("public", "goes", "x"))
DESIRED = _side(("b", "moves", "x"), ("public", "stays", "y"), ("public", "comes", "x"))


@pytest.mark.parametrize(
    ("old", "new", "reason", "hint"),
    [
        (
            "a.moves",
            "b.moves",
            "table a.moves would become table b.moves, and a rename stays where it is",
            "SET SCHEMA",
        ),
        ("stays.x", "comes.x", "column public.stays.x would become column public.comes.x", "of your own"),
        ("goes", "stays", "'stays' is taken: the database has it already", "not in the database"),
        ("goes", "nothing", "the desired schema has no new table 'nothing'", "Use the new name"),
        ("color", "colour", "enum public.color is still in the desired schema", "Use the new name"),
        ("color.red", "crimson", "the database has nothing that is named 'color.red'", "ALTER TYPE"),
        ("gone", "comes", "the database has nothing that is named 'gone'", "table=new_name"),
    ],
    ids=lambda value: value if "." in value or value.isalpha() else None,
)
def test_it_says_why_and_what_to_do(old: str, new: str, reason: str, hint: str) -> None:
    with pytest.raises(RenameError) as caught:
        parsed_renames([(old, new)], CURRENT, DESIRED, ("public", "a", "b"), built_in())
    assert caught.value.message.startswith(f"--rename {old}={new}: {reason}")
    assert hint in (caught.value.hint or "")


def test_what_can_be_done_is_done() -> None:
    renames = parsed_renames([("goes", "comes"), ("stays.x", "y")], CURRENT, DESIRED, ("public",), built_in())
    assert [str(rename) for rename in renames] == ["public.goes=comes", "public.stays.x=y"]


@pytest.mark.parametrize(
    ("current", "desired", "given", "reason", "hint"),
    [
        (
            [("public", "t", "status")],
            [("public", "t", "status"), ("public", "t", "legacy")],
            ("t.status", "legacy"),
            "column public.t.status is still in the desired schema",
            "Two migrations, if another takes its name: first the rename alone",
        ),
        (
            [("public", "old", "x")],
            [("public", "old", "x"), ("public", "new", "x")],
            ("old", "new"),
            "table public.old is still in the desired schema",
            "then add what is to be called 'old'",
        ),
        (
            [("public", "a", "x"), ("public", "b", "x")],
            [("public", "a", "x"), ("public", "b", "x")],
            ("a", "b"),
            "table public.a is still in the desired schema",
            "over a third name where two names are swapped",
        ),
        (
            [("public", "a", "x"), ("public", "b", "x")],
            [("public", "b", "x"), ("public", "c", "x")],
            ("a", "b"),
            "'b' is taken: the database has it already",
            "A migration for each rename, the one that makes 'b' free first",
        ),
    ],
    ids=["column", "table", "swap", "chain"],
)
def test_a_name_that_is_taken_anew_takes_two_migrations(
    current: list[tuple[str, str, str]],
    desired: list[tuple[str, str, str]],
    given: tuple[str, str],
    reason: str,
    hint: str,
) -> None:
    with pytest.raises(RenameError) as caught:
        parsed_renames([given], _side(*current), _side(*desired), ("public",), built_in())
    assert reason in caught.value.message
    assert hint in caught.value.hint
    assert "makemigrations, migrate" in caught.value.hint
