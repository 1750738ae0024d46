"""The lexer: scripts taken apart into statements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrx_orm_migrate.ddl.lexer import script_items, split_statements
from matrx_orm_migrate.errors import UsageError


def statements(text: str) -> list[str]:
    return [statement for statement, _ in split_statements(text)]


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT ';'",
        "SELECT 'it''s;'",
        r"SELECT 'a\'",
        r"SELECT E'a\';b'",
        r"SELECT e'a\\'",
        "SELECT E'a'\n  ';\\';'",
        "SELECT U&'\\0061;'",
        'SELECT ";"',
        'SELECT "a"";b"',
        "SELECT $$;$$",
        "SELECT $body$ $$ ; $other$ $body$",
        "SELECT $été$;$été$",
        "SELECT a$b$ + $1",
        "SELECT 1 -- ;\n + 2",
        "SELECT /* ; /* ; */ ; */ 1",
        "SELECT '{\"a\":1}'::jsonb, a[1:2], :x, '%'",
        "CREATE RULE r AS ON INSERT TO t DO ALSO (INSERT INTO a VALUES (1); DELETE FROM b;)",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 ELSE 2 END; END",
        "CREATE OR REPLACE PROCEDURE p(a int) LANGUAGE sql BEGIN ATOMIC INSERT INTO t VALUES (a); SELECT 1 AS end; END",
        "CREATE FUNCTION f() RETURNS int AS 'BEGIN; END;' LANGUAGE plpgsql",
        "CREATE FUNCTION begin(atomic int) RETURNS int AS $$SELECT 1;$$ LANGUAGE sql",
        "DO $$ BEGIN PERFORM 1; END $$",
        "BEGIN",
        r"INSERT INTO t VALUES ('\')",
    ],
)
def test_a_statement_stays_in_one_piece(statement: str) -> None:
    assert statements(f"{statement};\nSELECT 2;") == [statement, "SELECT 2"]
    assert statements(statement) == [statement]


def test_lines_are_those_of_the_first_word() -> None:
    script = "\n-- first\nSELECT 1; /* two\nlines */ SELECT\n2;;\n\n;SELECT '\n';SELECT 4"
    assert list(split_statements(script)) == [("SELECT 1", 3), ("SELECT\n2", 4), ("SELECT '\n'", 7), ("SELECT 4", 8)]


@pytest.mark.parametrize("script", ["", "\ufeff", " \n", "-- nothing", "/* ; */", ";;", "-- a\n;"])
def test_nothing_is_no_statement(script: str) -> None:
    assert statements(script) == []


def test_a_byte_order_mark_is_no_part_of_a_statement() -> None:
    assert statements("\ufeffSELECT 1") == ["SELECT 1"]


def test_lines_may_end_as_on_windows() -> None:
    assert list(split_statements("-- a\r\nSELECT 1;\r\nSELECT 2;\r\n")) == [("SELECT 1", 2), ("SELECT 2", 3)]


def test_the_rows_of_a_copy_are_left_out_with_it() -> None:
    script = (
        "CREATE TABLE t (a text);\nCOPY public.t (a) FROM stdin;\nit's\n(\n$$\n\\\\.\n\\.\n\nSELECT 2;\n"
        "COPY t FROM stdin;\n\\.\nSELECT 3;\nCOPY t TO stdout;"
    )
    assert list(split_statements(script)) == [
        ("CREATE TABLE t (a text)", 1),
        ("SELECT 2", 9),
        ("SELECT 3", 12),
        ("COPY t TO stdout", 13),
    ]
    assert [item.kind for item in script_items(script)].count("copy") == 2


def test_a_copy_without_an_end_takes_the_rest() -> None:
    assert statements("COPY t FROM STDIN;\n1\n2\n") == []


def test_pg_dumps_guard_lines_are_left_out() -> None:
    assert list(split_statements("\\restrict AbC\n\nSELECT 1;\n\\unrestrict AbC\n")) == [("SELECT 1", 3)]


def test_other_commands_to_psql_are_refused_with_their_line() -> None:
    with pytest.raises(UsageError, match=r"line 2: '\\\\connect other'"):
        statements("SELECT 1;\n\\connect other\n")


@pytest.mark.parametrize(
    ("script", "line"),
    [
        ("SELECT 1;\nSELECT '", 2),
        ('\nSELECT "a', 2),
        ("SELECT $x$ $y$", 1),
        ("\n\n/* /* */", 3),
        ("SELECT\n(1;\nSELECT 2", 2),
        ("CREATE FUNCTION f() RETURNS int\nBEGIN ATOMIC SELECT 1;", 2),
        ("SELECT\n'a\0'", 2),
    ],
)
def test_what_never_ends_is_refused_with_its_line(script: str, line: int) -> None:
    with pytest.raises(UsageError, match=f"line {line}:"):
        statements(script)


def test_a_script_may_turn_backslashes_into_escapes() -> None:
    script = (
        r"SET standard_conforming_strings = off; SELECT 'a\';b'; SET standard_conforming_strings TO on; SELECT 'c\'"
    )
    assert statements(script)[1::2] == [r"SELECT 'a\';b'", r"SELECT 'c\'"]


TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
TOKENS = st.one_of(
    st.sampled_from(
        [
            "select",
            "CREATE",
            "t",
            "a1",
            "1",
            "1.5",
            "+",
            ",",
            "::",
            "=",
            "case",
            "end",
            "begin",
            "$1",
            "[1:2]",
            "e",
            "U&",
        ]
    ),
    TEXT.map(lambda text: "'" + text.replace("'", "''") + "'"),
    TEXT.map(lambda text: "E'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"),
    TEXT.map(lambda text: '"' + text.replace('"', '""') + '"'),
    TEXT.filter(lambda text: "$tag$" not in text).map(lambda text: f"$tag$ {text} $tag$"),
    st.text("abc;, \n", max_size=8).map(lambda text: f"({text} ; x)"),
    TEXT.map(lambda text: "-- " + text.replace("\n", " ") + "\n"),
    TEXT.map(lambda text: "/* " + text.replace("/", "").replace("*", "") + " /* nested; */ */"),
)


def _is_comment(token: str) -> bool:
    return token.startswith(("--", "/*"))


@given(st.lists(st.lists(TOKENS, min_size=1, max_size=6), max_size=5))
def test_joining_and_splitting_gives_the_statements_back(pieces: list[list[str]]) -> None:
    kept = []
    for tokens in pieces:
        while tokens and _is_comment(tokens[0]):
            tokens = tokens[1:]
        while tokens and _is_comment(tokens[-1]):
            tokens = tokens[:-1]
        kept.append(" ".join(tokens))
    script = ";\n".join(kept)
    found = list(split_statements(script))
    assert [statement for statement, _ in found] == [statement for statement in kept if statement]
    lines = script.split("\n")
    assert all(lines[line - 1].find(statement.split("\n")[0]) >= 0 for statement, line in found)


@given(st.text())
def test_any_text_is_split_or_refused(text: str) -> None:
    try:
        found = list(split_statements(text))
    except UsageError:
        return
    for statement, line in found:
        assert statement
        assert statement in text
        assert 1 <= line <= text.count("\n") + 1
