"""Python names for database names."""

from __future__ import annotations

import keyword
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrx_orm_migrate.generating.naming import (
    Namespace,
    attribute_name,
    class_name,
    member_name,
    relationship_base,
    sort_exports,
    sort_imports,
)
from tests.support.rebuild import check_code


@pytest.mark.parametrize(
    ("column", "attribute"),
    [
        ("name", "name"),
        ("createdAt", "createdAt"),
        ("class", "class_"),
        ("metadata", "metadata_"),
        ("registry", "registry_"),
        ("a.b", "a_b"),
        ('we"ird', "we_ird"),
        ("日本語", "日本語"),
        ("1st", "_1st"),
        ("__v", "v"),
        ("_sa_instance_state", "sa_instance_state"),
        ("%", "column"),
        ("sa", "sa_"),
        ("ﬁeld", "field"),
        ("None", "None_"),
        ("match", "match"),
    ],
)
def test_a_column_keeps_its_name_unless_python_or_sqlalchemy_needs_it(column: str, attribute: str) -> None:
    assert attribute_name(column) == attribute


@pytest.mark.parametrize(
    ("table", "name"),
    [
        ("film_actor", "FilmActor"),
        ("OrderItems", "OrderItems"),
        ("Order Details", "OrderDetails"),
        ("2fa", "T2fa"),
        ("none", "None_"),
        ("base", "Base_"),
        ("日本語", "日本語"),
        ("%%", "Table"),
    ],
)
def test_a_table_becomes_a_class_in_camel_case(table: str, name: str) -> None:
    assert class_name(table) == name


@pytest.mark.parametrize(
    ("label", "member"),
    [
        ("in progress", "IN_PROGRESS"),
        ("1st", "LABEL_1ST"),
        ("", "EMPTY"),
        ("__dunder__", "DUNDER"),
        ("PG-13", "PG_13"),
        ("straße", "STRASSE"),
        ("mro", "MRO"),
    ],
)
def test_a_label_becomes_a_member_in_capitals(label: str, member: str) -> None:
    assert member_name(label) == member


@given(st.text(max_size=12))
def test_every_name_becomes_an_identifier_that_is_no_keyword(text: str) -> None:
    for name in (attribute_name(text), class_name(text), member_name(text)):
        assert name.isidentifier()
        assert not keyword.iskeyword(name)
        assert not name.startswith("__")


def test_what_a_foreign_key_is_about() -> None:
    assert relationship_base("customer_id") == "customer"
    assert relationship_base("customerId") == "customer"
    assert relationship_base("reports_to") is None
    assert relationship_base("id") is None


def test_a_name_space_gives_each_name_once() -> None:
    names = Namespace({"taken"})
    assert [names.claim("taken", "other"), names.claim("taken", "other"), names.claim("other")] == [
        "other",
        "other_2",
        "other_3",
    ]


def test_imports_and_exports_are_sorted_as_ruff_wants_them(tmp_path: Path) -> None:
    names = [
        "A",
        "AB",
        "a",
        "Ab",
        "Ab10",
        "Ab9",
        "Ab09",
        "ABc",
        "aB",
        "p2022_01_table",
        "p2022_10_table",
        "p2022_9_table",
    ]
    names += ["Base", "base", "Zebra", "zebra_2_table", "zebra_10_table", "X1", "X_1", "B_", "日本語", "Ünique", "T2fa"]
    package = tmp_path / "package"
    package.mkdir()
    (package / "models.py").write_text("\n".join(f"{name} = 1" for name in names) + "\n")
    listed = "".join(f"    {name},\n" for name in sort_imports(names))
    exports = "".join(f'    "{name}",\n' for name in sort_exports(names))
    text = f'"""P."""\n\nfrom .models import (\n{listed})\n\n__all__ = [\n{exports}]\n'
    (package / "__init__.py").write_text(text)
    assert check_code(package, cache=tmp_path / "mypy") == ""


def test_no_enum_is_called_as_what_it_is_derived_from() -> None:
    assert class_name("str_enum") == "StrEnum_"
