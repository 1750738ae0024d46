"""Quoting: names and texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrx_orm_migrate.ddl import KEYWORDS, literal, qualified, quote
from matrx_orm_migrate.ddl.lexer import split_statements
from matrx_orm_migrate.errors import UsageError

IDENTIFIERS = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=15)


@pytest.mark.parametrize("name", ["total", "_x", "a1", "owner", "name"])
def test_plain_names_stand_without_quotes(name: str) -> None:
    assert quote(name) == name


@pytest.mark.parametrize(
    "name", ["Total", "user", "1a", "a b", "a$b", "a.b", "über", "日本語", "🙂", "with%pct", "co:lon"]
)
def test_other_names_stand_in_quotes(name: str) -> None:
    assert quote(name) == f'"{name}"'


def test_a_quote_in_a_name_is_doubled() -> None:
    assert quote('we"ird') == '"we""ird"'


def test_every_keyword_of_postgresql_that_is_not_free_is_quoted() -> None:
    assert len(KEYWORDS) == 164
    assert quote("select") == '"select"'
    assert quote("merge_action") == '"merge_action"'
    assert quote("values") == '"values"'
    assert "owner" not in KEYWORDS


def test_a_qualified_name_quotes_both_parts_and_leaves_out_an_empty_schema() -> None:
    assert qualified("public", "Order") == 'public."Order"'
    assert qualified("", "orders") == "orders"


def test_63_bytes_are_a_name_and_64_are_refused() -> None:
    assert quote("a" * 63) == "a" * 63
    with pytest.raises(UsageError, match=r"a{64}"):
        quote("a" * 64)


def test_bytes_are_counted_and_not_characters() -> None:
    with pytest.raises(UsageError, match="is 80 bytes long"):
        quote("é" * 40)
    assert quote("é" * 31) == f'"{"é" * 31}"'


@pytest.mark.parametrize("name", ["", "a\0b"])
def test_what_can_be_no_name_is_refused(name: str) -> None:
    with pytest.raises(UsageError):
        quote(name)


def test_a_text_without_backslashes_is_a_plain_constant() -> None:
    assert literal("it's :x 100%") == "'it''s :x 100%'"


def test_a_text_with_backslashes_is_an_escape_constant() -> None:
    assert literal("a\\b'c") == r"E'a\\b''c'"


def test_a_text_with_a_nul_character_is_refused() -> None:
    with pytest.raises(UsageError, match="NUL"):
        literal("a\0")


@given(IDENTIFIERS, st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_names_and_texts_are_one_token_whatever_is_in_them(name: str, text: str) -> None:
    statement = f"COMMENT ON TABLE {quote(name)} IS {literal(text)}"
    assert list(split_statements(f"{statement};\nSELECT 1")) == [
        (statement, 1),
        ("SELECT 1", statement.count("\n") + 2),
    ]
