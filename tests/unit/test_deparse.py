"""The one shape that PostgreSQL prints differently once it has read it again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrx_orm_migrate.ddl import reparsable

LIST = "((state)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))"
AGAIN = "((state)::text = ANY (ARRAY['a'::character varying, 'b'::character varying]))"


@pytest.mark.parametrize(
    ("sql", "expected"),
    [
        (f"CHECK ({LIST})", f"CHECK ({AGAIN})"),
        (f"CHECK ({LIST.replace('ANY', 'ALL')})", f"CHECK ({AGAIN.replace('ANY', 'ALL')})"),
        (f"CHECK (({LIST} AND {LIST}))", f"CHECK (({AGAIN} AND {AGAIN}))"),
        (
            "x = ANY ((ARRAY['it''s ]) :: '::character varying, ']'::character varying])::text[])",
            "x = ANY (ARRAY['it''s ]) :: '::character varying, ']'::character varying])",
        ),
        (
            "x = ANY ((ARRAY[E'\\\\'']'::character varying])::text[])",
            "x = ANY (ARRAY[E'\\\\'']'::character varying])",
        ),
        (
            'x = ANY ((ARRAY["a]"::character varying, (t.b[1])::character varying])::text[])',
            'x = ANY (ARRAY["a]"::character varying, (t.b[1])::character varying])',
        ),
        (f"CHECK ({LIST}) -- 日本語 {LIST}", f"CHECK ({AGAIN}) -- 日本語 {AGAIN}"),
    ],
)
def test_the_cast_of_a_list_of_texts_is_left_out(sql: str, expected: str) -> None:
    assert reparsable(sql) == expected


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "CREATE TABLE t (id integer)",
        AGAIN,
        # of other types, or with a cast to something else
        "x = ANY ((ARRAY['a'::text, 'b'::text])::text[])",
        "x = ANY ((ARRAY['a'::character varying])::name[])",
        "x = ANY (ARRAY[1, 2])",
        # in quotes of any kind
        f"COMMENT ON TABLE t IS '{LIST.replace(chr(39), chr(39) * 2)}'",
        f'COMMENT ON COLUMN t."{LIST}" IS NULL',
        f"DO $$ {LIST} $$",
        f"DO $tag$ $$ {LIST} $tag$",
        # cut off in the middle
        "x = ANY ((ARRAY['a'::character varying",
        "x = ANY ((ARRAY['a",
    ],
)
def test_what_reads_back_as_it_is_stays_as_it_is(sql: str) -> None:
    assert reparsable(sql) == sql


@pytest.mark.parametrize("quoted", [f"$$ {LIST} $$", "'" + LIST.replace("'", "''") + "'", f'"{LIST}"'])
def test_only_what_stands_outside_of_quotes_is_changed(quoted: str) -> None:
    assert reparsable(f"{quoted} {LIST} {quoted}") == f"{quoted} {AGAIN} {quoted}"


PIECES = ["ANY ((ARRAY[", "'a'::character varying", "])::text[])", "'", '"', "$$", "$x$", "[", "]", ",", "E'\\"]
pieces = st.lists(st.sampled_from(PIECES))


@given(pieces.map(" ".join))
def test_nothing_but_the_cast_and_its_brackets_ever_goes(sql: str) -> None:
    changed = reparsable(sql)
    assert reparsable(changed) == changed
    assert changed.replace("(", "").replace(")", "").replace("::text[]", "") == sql.replace("(", "").replace(
        ")", ""
    ).replace("::text[]", "")


@given(st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8"), max_size=8), min_size=1, max_size=4))
def test_a_list_of_any_texts_keeps_them_all(texts: list[str]) -> None:
    elements = ", ".join("'" + text.replace("'", "''") + "'::character varying" for text in texts)
    sql = f"CHECK (((state)::text = ANY ((ARRAY[{elements}])::text[])))"
    assert reparsable(sql) == f"CHECK (((state)::text = ANY (ARRAY[{elements}])))"
