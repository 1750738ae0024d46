"""Which texts may change a setting or the role for the session."""

from __future__ import annotations

import pytest

from matrx_orm_migrate.operations.sql import changes_session


@pytest.mark.parametrize(
    "sql",
    [
        "SET search_path = pg_catalog",
        "/* ; */ -- x\n set role guest",
        "reset all",
        "DISCARD ALL",
        "create table t (); set statement_timeout = 1",
        "DO $$ BEGIN SET statement_timeout = '77s'; END $$",
        "select Set_Config('search_path', '', false)",
        "UPDATE pg_settings SET setting = '1' WHERE name = 'lock_timeout'",
    ],
)
def test_what_sets_the_session_is_seen(sql: str) -> None:
    assert changes_session(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "",
        "UPDATE t SET a = 1",
        "ALTER TABLE t ALTER COLUMN a SET NOT NULL",
        "insert into t values ('; set role guest; ')",
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql SET search_path = '' RETURN 1",
        "DO $$ BEGIN PERFORM 1; END $$",
    ],
)
def test_what_does_not_set_the_session_costs_no_connection(sql: str) -> None:
    assert not changes_session(sql)
