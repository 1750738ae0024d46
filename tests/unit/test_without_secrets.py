"""SQL for people to see has no passwords in it, and is otherwise as it was written."""

from __future__ import annotations

import pytest

from matrx_orm_migrate.operations import without_secrets


@pytest.mark.parametrize(
    ("sql", "shown"),
    [
        ("ALTER ROLE a PASSWORD 'geheim' VALID UNTIL '2030'", "ALTER ROLE a PASSWORD '***' VALID UNTIL '2030'"),
        ("create role a encrypted password E'ge\\'heim'; select 1", "create role a encrypted password '***'; select 1"),
        ("alter role a password $q$geheim$q$", "alter role a password '***'"),
        (
            "CREATE USER MAPPING FOR a SERVER b OPTIONS (user 'x', password 'geheim')",
            "CREATE USER MAPPING FOR a SERVER b OPTIONS (…",
        ),
        ("ALTER SERVER b OPTIONS (SET sslpassword 'geheim')", "ALTER SERVER b OPTIONS (SET sslpassword '***')"),
        (
            "DO $$BEGIN RAISE NOTICE 'hello'; ALTER ROLE a PASSWORD 'geheim'; END$$",
            "DO $$BEGIN RAISE NOTICE 'hello'; ALTER ROLE a PASSWORD '***'; END$$",
        ),
        ("SELECT dblink_connect('host=h password=geheim')", "SELECT dblink_connect('***')"),
        ("CREATE SUBSCRIPTION s CONNECTION 'postgresql://a:geheim@h/x'", "CREATE SUBSCRIPTION s CONNECTION '***'"),
        ("select $$geheim, and never closed: password", "select '***'"),
        ("SELECT set_config('app.password', 'geheim', true)", "SELECT set_config('***', '***', true)"),
        ("SET app.password = 'geheim'", "SET app.password = '***'"),
    ],
)  # fmt: skip
def test_a_password_is_not_shown(sql: str, shown: str) -> None:
    assert without_secrets(sql) == shown
    assert "geheim" not in shown


@pytest.mark.parametrize(
    "sql",
    [
        "create table t (password text default 'x', a text)",
        "select $$a$$, 'b', $tag$ c $tag$ -- 'd'",
        "select 'https://example.org/x@y'",
        "",
    ],
)
def test_what_is_no_password_is_shown_as_it_is(sql: str) -> None:
    assert without_secrets(sql) == sql
