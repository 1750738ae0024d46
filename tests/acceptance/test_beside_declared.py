"""What is left alone beside declarations that it needs, and that need it."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate import makemigrations
from matrx_orm_migrate.integration import rebuild_schema
from tests.support.rebuild import built_in, execute, import_models
from tests.support.servers import Databases


@pytest.mark.parametrize("table", ["public.zz", "zz"])
async def test_a_check_that_is_left_alone_may_call_a_declared_function_over_a_table_that_is_too(
    table: str, make_database: Databases, tmp_path: Path
) -> None:
    url, output = make_database(), tmp_path / f"beside_{table.partition('.')[0]}"
    await execute(
        url,
        "CREATE TABLE zz (id int)",
        f"CREATE FUNCTION fdef() RETURNS int LANGUAGE sql STABLE AS 'SELECT count(*)::int FROM {table}'",
        "CREATE TABLE usesf (t text CHECK (fdef() > -1)); CREATE TABLE item (id int)",
    )
    only = {"include_tables": ["item"], "plugins": built_in()}
    await rebuild_schema(url, output=output, **only)
    base = import_models(output).Base
    found = await makemigrations(url, models=base, directory=tmp_path / "m", check=True, **only)
    assert found.drafts == ()
