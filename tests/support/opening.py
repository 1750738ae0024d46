"""Open a database by its URL, and ask it something or see why it cannot be opened."""

from __future__ import annotations

from typing import Any

import pytest

from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.errors import DatabaseUnavailableError

__all__ = ["PASSWORD", "ask", "failure_of"]

# What URLs and SQL give a meaning to is in it; `failure_of` looks for its beginning.
PASSWORD = "s3cr€t /?#@:%&=+[]'\"\\ end"


async def ask(url: str, query: str) -> Any:
    """The first column of the first row."""
    async with open_database(url) as database, database.connect() as connection:
        return (await connection.exec_driver_sql(query)).scalar()


async def failure_of(url: str, **options: Any) -> DatabaseUnavailableError:
    """How opening it fails: with a hint, and without a password."""
    with pytest.raises(DatabaseUnavailableError) as caught:
        async with open_database(url, **options) as database, database.connect():
            pass
    assert "s3cr" not in str(caught.value)
    assert caught.value.hint
    assert caught.value.__cause__ is None
    return caught.value
