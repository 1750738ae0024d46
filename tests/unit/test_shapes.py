"""What rows look like, read out of types' texts and functions' signatures; and the options of targets."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate.config.files import target_options
from matrx_orm_migrate.errors import ConfigError
from matrx_orm_migrate.generating.naming import Namespace
from matrx_orm_migrate.generating.options import Options
from matrx_orm_migrate.generating.shapes import TypeRef, read_type, signature_of
from matrx_orm_migrate.schema import Function, ObjectId


@pytest.mark.parametrize(
    ("text", "schema", "name", "modifiers", "array"),
    [
        ("integer", "", "integer", (), False),
        ("numeric(10,2)[]", "", "numeric", ("10", "2"), True),
        ("timestamp(3) with time zone", "", "timestamp with time zone", ("3",), False),
        ("interval day to second(2)", "", "interval", ("2",), False),
        ('"char"', "", '"char"', (), False),
        ("bit varying(3)", "", "bit varying", ("3",), False),
        ('"Other.Schema"."we""ird"[]', "Other.Schema", 'we"ird', (), True),
        ("public.geometry(Point,4326)", "public", "geometry", ("Point", "4326"), False),
        ("日本.日本語", "日本", "日本語", (), False),
    ],
)
def test_a_type_is_taken_apart(text: str, schema: str, name: str, modifiers: tuple[str, ...], array: bool) -> None:
    assert read_type(text) == TypeRef(schema=schema, name=name, modifiers=modifiers, array=array)


def function(signature: str, result: str, **more: object) -> Function:
    fields = {"definition": "", "result": result, **more}
    return Function(id=ObjectId("function", "public", "f", "", signature), **fields)  # type: ignore[arg-type]  # as given


def test_a_function_takes_and_gives() -> None:
    found = signature_of(function('(integer, "x"."a, b"[])', "SETOF public.film", names=("a", ""), default_count=1))
    assert found is not None
    assert [(item.name, item.type.qualified, item.optional) for item in found.arguments] == [
        ("a", "integer", False),
        ("", "x.a, b", True),
    ]
    assert (found.result, found.many) == (TypeRef(schema="public", name="film"), True)


def test_output_columns_are_a_row_and_one_alone_is_the_result() -> None:
    rows = signature_of(function("()", "TABLE(a integer)", outputs=(("a", "integer"),)))
    assert rows is not None
    assert (rows.result, [item.name for item in rows.outputs], rows.many) == (None, ["a"], True)
    one = signature_of(function("()", "integer", outputs=(("a", "integer"),)))
    assert one is not None
    assert (one.result, one.outputs, one.many) == (TypeRef(schema="", name="integer"), (), False)


@pytest.mark.parametrize(("signature", "result"), [("()", "trigger"), ("(internal)", "integer")])
def test_what_nobody_calls_has_no_signature(signature: str, result: str) -> None:
    assert signature_of(function(signature, result)) is None


def test_names_are_free_with_all_their_endings() -> None:
    names = Namespace({"FilmInsert"})
    assert names.claim("Film", endings=("", "Insert")) == "Film_2"
    assert names.claim("Film") == "Film"
    assert names.claim("Film_2Insert") == "Film_2Insert_2"


def test_options_are_looked_at() -> None:
    options = Options("ts", {"driver": "pg", "nulls": False, "types": {"a": "b"}}, ("driver", "nulls", "types"))
    assert options.choice("driver", ("json", "pg")) == "pg"
    assert options.flag("nulls", True) is False
    assert options.texts("types") == {"a": "b"}
    with pytest.raises(ConfigError, match="driver is 'pg'"):
        options.choice("driver", ("json",))
    with pytest.raises(ConfigError, match="no option 'drivr'") as caught:
        Options("ts", {"drivr": "pg"}, ("driver",))
    assert caught.value.hint == "Did you mean driver?"
    for name, value in (("nulls", "no"), ("types", ["a"]), ("types", {"a": 1})):
        wrong = Options("ts", {name: value}, ("nulls", "types"))
        with pytest.raises(ConfigError, match=name):
            wrong.flag(name, True) if name == "nulls" else wrong.texts(name)


def test_options_of_targets_come_from_both_files(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.matrx-orm.targets.ts]\ndriver = "pg"\n', encoding="utf-8")
    (tmp_path / "matrx_orm.toml").write_text("[targets.ts]\nnulls = true\n[targets.other]\n", encoding="utf-8")
    assert target_options(tmp_path) == {"ts": {"driver": "pg", "nulls": True}, "other": {}}
    (tmp_path / "matrx_orm.toml").write_text('[targets.ts]\ndriver = "json"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"matrx_orm.toml, \[targets.ts\]: driver is said elsewhere"):
        target_options(tmp_path)
    (tmp_path / "matrx_orm.toml").write_text("targets = 1\n", encoding="utf-8")
    with pytest.raises(ConfigError, match="targets must hold tables"):
        target_options(tmp_path)
