"""Before PostgreSQL 15 a column goes with the function of an expression that it no longer has: that is refused."""

from __future__ import annotations

import pytest

from matrx_orm_migrate.detectors.default import DefaultDetector
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.schema import Column, Default, ObjectId, Snapshot

F = ObjectId("function", "public", "f", "", "integer")
COLUMN = Column(id=ObjectId("column", "public", "h", "t"), type="integer")
COMPUTED = Default(
    id=ObjectId("default", "public", "h", "t"), owner_id=COLUMN.id, expression="public.f(id)", generated="stored"
)
FUNCTION = Column(id=F, type="")


def context(server_version: int, *desired: Column | Default) -> PlanContext:
    current = Snapshot(
        objects={one.id: one for one in (COLUMN, COMPUTED, FUNCTION)}, dependencies={COMPUTED.id: frozenset({F})}
    )
    after = Snapshot(objects={one.id: one for one in desired})
    return PlanContext(current=current, desired=after, server_version=server_version)


@pytest.mark.parametrize("server_version", [130000, 140000])
def test_a_column_does_not_keep_values_while_the_function_goes(server_version: int) -> None:
    with pytest.raises(UnsupportedChangeError, match="before 15 drops the column with it"):
        DefaultDetector().drop(COMPUTED, context(server_version, COLUMN))


def test_newer_servers_let_it_go() -> None:
    (statement,) = DefaultDetector().drop(COMPUTED, context(150000, COLUMN))
    assert "DROP EXPRESSION" in statement.sql


@pytest.mark.parametrize(
    "desired",
    [
        pytest.param((COLUMN, FUNCTION), id="the function stays"),
        pytest.param((COLUMN, COMPUTED), id="the column is computed by another function"),
        pytest.param((), id="the column goes as well"),
    ],
)
def test_nothing_is_refused_where_nothing_is_lost(desired: tuple[Column | Default, ...]) -> None:
    assert DefaultDetector().drop(COMPUTED, context(130000, *desired))
