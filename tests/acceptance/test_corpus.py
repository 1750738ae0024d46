"""Every case of the corpus, there and back, as a user would do it: generate the files, apply them, roll them back.

With ``MATRX_TEST_CORPUS_IN_FULL`` set, as ``nox -s corpus`` does, each of them from b to a and back as well; by default
only those with rows of b's own.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.testing.journey import go_there_and_back
from tests.support.corpus import Tools, cases, missing, read_case, run_scripts
from tests.support.rebuild import built_in
from tests.support.servers import Databases


def _parameters() -> list[Any]:
    """The cases; what is known to be missing still has to fail, or its header is out of date."""
    gaps = {name: read_case(name).known_gap for name in cases()}
    return [pytest.param(name, marks=[pytest.mark.xfail(reason=gap)] if gap else []) for name, gap in gaps.items()]


@pytest.mark.parametrize("name", _parameters())
async def test_the_files_lead_there_and_back_and_keep_the_rows(
    name: str, server: EmbeddedServer, make_database: Databases, tmp_path: Path
) -> None:
    case, in_full = read_case(name), bool(os.environ.get("MATRX_TEST_CORPUS_IN_FULL"))
    await go_there_and_back(case, built_in(), server, make_database, tmp_path, both_starts=in_full)


@pytest.mark.parametrize(
    ("type_before", "type_after", "row", "is_kept"),
    [
        ("a integer, b text", "b text, a integer", "ROW('x,\"y', 1)", True),
        ("a integer, b text", "b text, c integer, a integer", "ROW('x,\"y', NULL, 1)", True),
        ("a integer, b text", "b text, a integer", "ROW('x', 1)", False),
        ("a integer, b text", "b text, a integer", "ROW('x,\"y', NULL)", False),
        ("a integer, b text", "a integer, b text", "NULL", False),
    ],
)
async def test_rows_within_columns_are_compared_by_the_names_of_their_attributes(
    server: EmbeddedServer, make_database: Databases, type_before: str, type_after: str, row: str, is_kept: bool
) -> None:
    found = []
    for attributes, value in ((type_before, "ROW(1, 'x,\"y')"), (type_after, row)):
        await run_scripts(
            url := make_database(),
            f"""
            CREATE TYPE inside AS ({attributes});
            CREATE TYPE outside AS (i inside);
            CREATE DOMAIN checked AS outside;
            CREATE TABLE t (p inside, many inside[], o outside, c checked);
            INSERT INTO t SELECT r, ARRAY[r], ROW(r)::outside, ROW(r)::outside FROM (SELECT {value}::inside) AS v (r);
            """,
        )
        found.append(await Tools(server).data(url))
    for column in ("p", "many", "o", "c"):
        others = {f"public.t.{other}" for other in ("p", "many", "o", "c") if other != column}
        assert (missing(*found, others) == []) is is_kept, column
