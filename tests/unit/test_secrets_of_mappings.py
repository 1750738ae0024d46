"""What may be a password is in no text for people."""

from __future__ import annotations

import pytest

from matrx_orm_migrate.operations import without_secrets
from matrx_orm_migrate.schema import ObjectId, SecretOptions, UserMapping


@pytest.mark.parametrize(
    "sql",
    [
        "CREATE USER MAPPING FOR joe SERVER s OPTIONS (\"user\" 'joe', password 'hush')",
        "ALTER USER MAPPING FOR joe SERVER s OPTIONS (SET password 'it\\', ADD other 'hush')",
        "create  user\n mapping for public server s\n options (password E'x\\'hush')",
        "SELECT 1; CREATE USER MAPPING FOR PUBLIC SERVER s OPTIONS (password $$hush$$); SELECT 'hush'",
    ],
)
def test_the_options_of_a_mapping_are_cut_off(sql: str) -> None:
    shown = without_secrets(sql)
    assert "hush" not in shown
    assert shown.upper().endswith("OPTIONS (…")


@pytest.mark.parametrize("sql", ["DROP USER MAPPING FOR joe SERVER s", "CREATE TABLE t (options text)", ""])
def test_everything_else_is_shown(sql: str) -> None:
    assert without_secrets(sql) == sql


def test_options_are_compared_and_not_shown() -> None:
    one, other = (
        UserMapping(id=ObjectId("user_mapping", "", "s"), role="joe", options=SecretOptions((("password", value),)))
        for value in ("hush", "quiet")
    )
    assert one != other
    assert repr(one) == repr(other)
    assert "password" in repr(one)
    assert "hush" not in repr(one)
