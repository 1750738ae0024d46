"""What the normaliser of schema dumps treats as equal, and what it must keep apart.  No database is needed."""

from __future__ import annotations

import itertools

import pytest

from tests.support.pgdump import normalise


def test_statements_are_sorted() -> None:
    assert normalise("CREATE SCHEMA b;\nCREATE SCHEMA a;\n") == "CREATE SCHEMA a;\nCREATE SCHEMA b;\n"


def test_an_empty_dump_is_an_empty_text() -> None:
    assert normalise("") == ""
    assert normalise("--\n-- PostgreSQL database dump\n--\n\n;\n") == ""


def test_a_last_statement_without_a_semicolon_is_kept() -> None:
    assert normalise("CREATE SCHEMA a") == "CREATE SCHEMA a;\n"


def test_settings_comments_psql_lines_and_blank_lines_are_left_out() -> None:
    dump = r"""
--
-- PostgreSQL database dump
--

\restrict sF1kIt's$x$

-- Dumped from database version 18.4

SET statement_timeout = 0;
SET default_tablespace = '';
SELECT pg_catalog.set_config('search_path', '', false);
/* a block /* in a block; */ ' */

CREATE SCHEMA a;   -- Name: a; Type: SCHEMA

\unrestrict sF1kIt's$x$
"""
    assert normalise(dump) == "CREATE SCHEMA a;\n"


def test_a_table_that_is_called_settings_is_not_a_setting() -> None:
    assert "settings" in normalise("CREATE TABLE settings (\n    set text\n);")


def test_columns_and_constraints_of_a_table_are_sorted() -> None:
    one = """CREATE TABLE public.t (
    id bigint NOT NULL,
    price numeric(10,2) DEFAULT round((1.5)::numeric, 1),
    tags text[] DEFAULT ARRAY['a'::text, 'b,c'::text],
    CONSTRAINT t_check CHECK (((price > (0)::numeric) AND (id <> ALL (ARRAY[(1)::bigint, (2)::bigint]))))
);"""
    other = """CREATE TABLE public.t (
    CONSTRAINT t_check CHECK (((price > (0)::numeric) AND (id <> ALL (ARRAY[(1)::bigint, (2)::bigint])))),
    tags text[] DEFAULT ARRAY['a'::text, 'b,c'::text],
    id bigint NOT NULL,
    price numeric(10,2) DEFAULT round((1.5)::numeric, 1)
);"""
    assert normalise(one) == normalise(other)
    assert (
        normalise(one)
        == """CREATE TABLE public.t (
    CONSTRAINT t_check CHECK (((price > (0)::numeric) AND (id <> ALL (ARRAY[(1)::bigint, (2)::bigint])))),
    id bigint NOT NULL,
    price numeric(10,2) DEFAULT round((1.5)::numeric, 1),
    tags text[] DEFAULT ARRAY['a'::text, 'b,c'::text]
);
"""
    )


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE UNLOGGED TABLE public.t (\n    {}\n)\nWITH (fillfactor='70', autovacuum_enabled='false');",
        "CREATE FOREIGN TABLE public.t (\n    {}\n)\nSERVER s;",
        'CREATE TABLE "we""ird"."a.b (" (\n    {}\n);',
        "CREATE TABLE public.partition (\n    {}\n)\nPARTITION BY RANGE (b, a);",
        'CREATE TABLE public."table" (\n    {}\n);',
        "CREATE TABLE public.typed OF public.thing (\n    {}\n);",
        "CREATE TABLE public.child (\n    {}\n)\nINHERITS (public.b, public.a);",
    ],
)
def test_every_sort_of_table_has_its_columns_sorted(statement: str) -> None:
    columns = ["a integer", "b text DEFAULT ')'::text", '"c,d" integer']
    results = {normalise(statement.format(",\n    ".join(order))) for order in itertools.permutations(columns)}
    assert len(results) == 1


def test_a_table_without_columns_is_kept() -> None:
    assert "CREATE TABLE public.nothing (" in normalise("CREATE TABLE public.nothing (\n);")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param(
            "CREATE TYPE e AS ENUM (\n    'a',\n    'b'\n);",
            "CREATE TYPE e AS ENUM (\n    'b',\n    'a'\n);",
            id="labels",
        ),
        pytest.param(
            "CREATE TYPE c AS (\n\ta int,\n\tb int\n);", "CREATE TYPE c AS (\n\tb int,\n\ta int\n);", id="attributes"
        ),
        pytest.param(
            "CREATE INDEX i ON t USING btree (a, b);", "CREATE INDEX i ON t USING btree (b, a);", id="index columns"
        ),
        pytest.param(
            "CREATE TABLE t (\n    a int,\n    b int\n)\nPARTITION BY LIST (a);",
            "CREATE TABLE t (\n    a int,\n    b int\n)\nPARTITION BY LIST (b);",
            id="partition key",
        ),
        pytest.param(
            "CREATE TABLE t (\n    a int\n)\nINHERITS (x, y);",
            "CREATE TABLE t (\n    a int\n)\nINHERITS (x, z);",
            id="parents",
        ),
        pytest.param(
            "CREATE TABLE typed OF thing\nPARTITION BY RANGE (a, b);",
            "CREATE TABLE typed OF thing\nPARTITION BY RANGE (b, a);",
            id="partition key of a typed table without a list",
        ),
        pytest.param(
            "CREATE TABLE t (\n    PRIMARY KEY (a, b)\n);",
            "CREATE TABLE t (\n    PRIMARY KEY (b, a)\n);",
            id="key columns",
        ),
        pytest.param("CREATE TABLE t (\n    a int\n);", "CREATE TABLE t (\n    A int\n);", id="case"),
        pytest.param("COMMENT ON TABLE t IS 'a\n\nb';", "COMMENT ON TABLE t IS 'a\nb';", id="blank line in a string"),
        pytest.param("COMMENT ON TABLE t IS 'a  b';", "COMMENT ON TABLE t IS 'a b';", id="spaces in a string"),
        pytest.param(
            "COMMENT ON TABLE t IS 'a -- b';", "COMMENT ON TABLE t IS 'a -- c';", id="comment sign in a string"
        ),
        pytest.param(
            "COMMENT ON TABLE t IS 'a /* b */';", "COMMENT ON TABLE t IS 'a ';", id="block comment in a string"
        ),
        pytest.param(
            "COMMENT ON TABLE t IS '\n\\restrict a';", "COMMENT ON TABLE t IS '\n';", id="psql line in a string"
        ),
        pytest.param(
            'COMMENT ON TABLE "a--b" IS NULL;', 'COMMENT ON TABLE "a--c" IS NULL;', id="comment sign in a name"
        ),
        pytest.param(
            "CREATE FUNCTION f() AS $$a -- b$$;", "CREATE FUNCTION f() AS $$a -- c$$;", id="comment in a body"
        ),
        pytest.param(
            "CREATE FUNCTION f() AS $$a\n\nb$$;", "CREATE FUNCTION f() AS $$a\nb$$;", id="blank line in a body"
        ),
        pytest.param("SELECT 1;\nSELECT 1;", "SELECT 1;", id="number of statements"),
    ],
)
def test_what_differs_stays_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


@pytest.mark.parametrize(
    "statement",
    [
        "COMMENT ON TABLE t IS 'a; b'",
        "COMMENT ON TABLE t IS 'it''s; so'",
        r"COMMENT ON TABLE t IS 'ends with \'",
        r"COMMENT ON TABLE t IS E'it\'s; \\'",
        r"COMMENT ON TABLE t IS e'\\\'; \n'",
        r"COMMENT ON TABLE t IS U&'\0041; '",
        'COMMENT ON TABLE "a;""b" IS NULL',
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $$select 1; select ';'$$",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $_$select $$;$$, $1; $_$",
        "CREATE FUNCTION f(a$b$ int, c$b$ int) RETURNS int LANGUAGE c AS 'a', 'b'",
        "CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql RETURN $1 + $1",
        "CREATE RULE r AS ON INSERT TO t DO ( DELETE FROM u; DELETE FROM v; )",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END",
        "CREATE OR REPLACE PROCEDURE p() LANGUAGE sql BEGIN ATOMIC DELETE FROM t; END",
    ],
)
def test_a_semicolon_that_ends_nothing_does_not_split(statement: str) -> None:
    assert normalise(f"{statement};\n") == f"{statement};\n"
    # What follows is a statement of its own, so nothing of it was swallowed either.
    assert (
        normalise(f"{statement};\nALTER SCHEMA aa RENAME TO bb;\n") == f"ALTER SCHEMA aa RENAME TO bb;\n{statement};\n"
    )


def test_comments_between_columns_do_not_count() -> None:
    one = "CREATE TABLE t (\n    a int, -- first, (of all\n    b int\n);"
    other = "CREATE TABLE t (\n    b int,\n    a int\n);"
    assert normalise(one) == normalise(other)


def test_layout_at_the_ends_of_lines_does_not_count() -> None:
    assert normalise("CREATE VIEW v AS\n SELECT 1  \n\n FROM t;") == normalise("CREATE VIEW v AS\nSELECT 1\nFROM t;")


def test_normalising_twice_changes_nothing() -> None:
    dump = """CREATE TABLE t (
    b text DEFAULT E'a\\'b, c'::text,
    a int
);
CREATE FUNCTION f() RETURNS int LANGUAGE sql AS $_$
  -- kept

  select $1;
$_$;
"""
    once = normalise(dump)
    assert normalise(once) == once
    assert "  -- kept\n\n  select $1;\n" in once


def test_the_parents_of_a_table_are_sorted() -> None:
    written = "CREATE TABLE t (\n    a int\n)\nINHERITS (public.y, public.\"x, (\")\nWITH (fillfactor='70');"
    assert normalise(written) == written.replace('public.y, public."x, ("', 'public."x, (", public.y') + "\n"


def test_the_columns_of_statistics_are_sorted_and_the_expressions_are_not() -> None:
    one = 'CREATE STATISTICS public.s (mcv) ON "b, c", a, (lower(d)), ((a + 1)) FROM public.t;'
    other = 'CREATE STATISTICS public.s (mcv) ON a, "b, c", (lower(d)), ((a + 1)) FROM public.t;'
    assert normalise(one) == normalise(other) != normalise(one.replace("a, (lower", "a, (upper"))
    assert normalise(one) != normalise(one.replace("(lower(d)), ((a + 1))", "((a + 1)), (lower(d))"))
    assert normalise(one) != normalise(one.replace("(mcv)", "(ndistinct)"))


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.t (\n    a integer\n)",
        "CREATE UNLOGGED TABLE public.t (\n    a integer\n)",
        "CREATE MATERIALIZED VIEW public.t AS\n SELECT 1 AS a\n  WITH NO DATA",
        "CREATE UNIQUE INDEX i ON public.t USING btree (a)",
        "ALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_pkey PRIMARY KEY (a)",
    ],
)
def test_where_something_lies_makes_a_difference(statement: str) -> None:
    plain = normalise(f"SET default_tablespace = '';\nSET default_table_access_method = heap;\n{statement};")
    assert plain == normalise(f"{statement};")
    assert plain != normalise(f"SET default_tablespace = fast;\n{statement};")
    assert plain == normalise(f"SET default_tablespace = fast;\nSET default_tablespace = '';\n{statement};")
    has_access_method = statement.startswith(("CREATE TABLE", "CREATE UNLOGGED", "CREATE MATERIALIZED"))
    assert (plain != normalise(f"SET default_table_access_method = heap2;\n{statement};")) == has_access_method


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE VIEW public.v AS\n SELECT 1 AS a",
        "ALTER TABLE ONLY public.t\n    ADD CONSTRAINT t_fkey FOREIGN KEY (a) REFERENCES public.u(a)",
        "CREATE SEQUENCE public.s\n    START WITH 1",
    ],
)
def test_a_setting_makes_no_difference_to_what_it_is_not_about(statement: str) -> None:
    settings = "SET default_tablespace = fast;\nSET default_table_access_method = heap2;\n"
    assert normalise(f"{settings}{statement};") == normalise(f"{statement};")


def test_a_partitioned_table_has_no_access_method_that_a_setting_says() -> None:
    statement = "CREATE TABLE public.t (\n    a integer\n)\nPARTITION BY RANGE (a);"
    assert normalise(f"SET default_table_access_method = heap2;\n{statement}") == normalise(statement)
