"""Python source that the targets write, and the definitions of PostgreSQL that they read."""

from __future__ import annotations

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrx_orm_migrate.generating.definitions import Reader, read_index, split, unwrapped
from matrx_orm_migrate.generating.layout import Call, Items, assignment, layout, literal
from matrx_orm_migrate.generating.modules import module
from matrx_orm_migrate.generating.sqltext import escaped, sql_text
from matrx_orm_migrate.targets.sqlalchemy_models.render import IMPORTS


@given(st.text())
def test_a_literal_reads_back_as_the_text(text: str) -> None:
    assert ast.literal_eval(literal(text)) == text


def test_a_literal_shows_what_can_be_seen_and_escapes_what_cannot() -> None:
    assert literal('say "hi"') == "'say \"hi\"'"
    assert literal("it's") == '"it\'s"'
    assert literal("é\n\u202e\x00🐘") == '"é\\n\\u202e\\x00🐘"'


def test_a_call_that_does_not_fit_is_broken_one_argument_a_line() -> None:
    call = Call("f", ('"' + "x" * 80 + '"', Items(("1", "2"), "()")), (("key", '"' + "y" * 30 + '"'),))
    assert layout(call, indent=4, before="a = ").splitlines() == [
        "    a = f(",
        '        "' + "x" * 80 + '",',
        "        (1, 2),",
        '        key="' + "y" * 30 + '",',
        "    )",
    ]
    assert layout(Call("f", ("1",)), before="a = ") == "a = f(1)"
    assert layout(Items(("1",), "()")) == "(1,)"


def test_a_value_that_cannot_be_broken_gets_a_line_of_its_own() -> None:
    """Corpus case enum/label-of-63-bytes: a label of the greatest length, and a member called like it."""
    name, label = "L" * 63, literal("l" * 48)
    assert assignment(name, label, indent=4) == f"    {name} = {label}"
    label = literal("l" * 63)
    assert assignment(name, label, indent=4).splitlines() == [f"    {name} = (", f"        {label}", "    )"]


def written(block: str) -> str:
    """A module of one block."""
    return module("M.", [block], imports=IMPORTS, target="sqlalchemy")


def test_imports_break_where_isort_breaks_them() -> None:
    names = ["BigSerial", "CatalogType", "Serial", "attach_partitions"]
    whole = f"from matrx_orm_migrate.modeling import {', '.join(names)}"
    assert len(whole) == 88
    assert f"\n{whole}\n" in written(f"x = [{', '.join(names)}]")
    broken = "".join(f"    {name},\n" for name in [*names, "keyed_by"])
    assert f"modeling import (\n{broken})\n" in written(f"x = [{', '.join(names)}, keyed_by]")


def test_a_class_of_ones_own_is_not_imported() -> None:
    assert "import" not in written("class Manager(Model):\n    pass").replace("from __future__ import annotations", "")
    assert "import Manager\n" in written("class Own(Manager):\n    pass")


def test_a_wide_character_counts_twice() -> None:
    assert "\n" in layout(Call("f", (literal("日" * 60),)))


def test_definitions_are_read_to_the_last_character_or_not_at_all() -> None:
    plain = read_index('btree (a, "B b")')
    assert plain is not None
    assert plain.elements == (("a", "a"), ("B b", '"B b"'))
    full = read_index(
        'gist (lower((a)::text) COLLATE "C" public.ops (n=\'3\') DESC, b) INCLUDE (c, "D") NULLS NOT DISTINCT '
        "WITH (fillfactor='70') WHERE ((a > ') WHERE (') AND (b = ANY (ARRAY[1, 2])))"
    )
    assert full is not None
    assert full.method == "gist"
    assert full.elements == ((None, "lower((a)::text) COLLATE \"C\" public.ops (n='3') DESC"), ("b", "b"))
    assert (full.include, full.nulls_not_distinct, full.options) == (("c", "D"), True, (("fillfactor", "70"),))
    assert full.predicate == "(a > ') WHERE (') AND (b = ANY (ARRAY[1, 2]))"
    assert read_index("btree (a) SOMETHING NEW") is None
    assert read_index("btree (a) WITH (odd='a b')") is None


def test_lists_are_split_outside_of_brackets_and_strings() -> None:
    assert split("a, f(b, c), 'd, ''e', \"g, h\", E'\\', i'") == ["a", "f(b, c)", "'d, ''e'", '"g, h"', "E'\\', i'"]
    assert unwrapped("(a) AND (b)") == "(a) AND (b)"
    assert unwrapped("((a) AND (b))") == "(a) AND (b)"
    reader = Reader('"we""ird" rest')
    assert (reader.name(), reader.rest) == ('we"ird', " rest")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("now()", "now()"),
        ("'a'::text", "'a'::text"),
        ("':foo'", "'\\:foo'"),
        ("'\\:foo'", "'\\\\:foo'"),
        ("'{\"a\":1}'", "'{\"a\":1}'"),
        ("[[:space:]]", None),
    ],
)
def test_colons_are_escaped_where_sqlalchemy_sees_a_parameter(text: str, written: str | None) -> None:
    found = escaped(text)
    if text == "'{\"a\":1}'":  # a letter and a quote in front of the colon: still a parameter to SQLAlchemy
        written = "'{\"a\"\\:1}'"
    assert found == written


def test_what_cannot_be_escaped_is_a_literal_column() -> None:
    assert sql_text("x ~ '[[:space:]]'") == Call("sa.literal_column", ("\"x ~ '[[:space:]]'\"",))
