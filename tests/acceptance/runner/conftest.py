"""A directory of migrations for the tests of the runner."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.migrations import write


@pytest.fixture
def three(tmp_path: Path) -> Path:
    """A directory with three tables that refer to each other."""
    write(
        tmp_path,
        "0001_shops",
        "await db.execute('create table shops (id int primary key)')",
        down="await db.execute('drop table shops')",
    )
    write(
        tmp_path,
        "0002_orders",
        "await db.execute('create table orders (id int primary key, shop int references shops)')",
        down="await db.execute('drop table orders')",
        dependencies=("0001_shops",),
    )
    write(
        tmp_path,
        "0003_items",
        "await db.execute('create table items (id int primary key, o int references orders)')",
        down="await db.execute('drop table items')",
        dependencies=("0002_orders",),
    )
    return tmp_path
