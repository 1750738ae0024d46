"""Models and project folders."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import (
    MetaData,
)


@pytest.fixture
def metadata() -> MetaData:
    return MetaData()


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    """A project folder; what is imported from it is forgotten afterwards."""
    before = set(sys.modules)
    path = list(sys.path)
    yield tmp_path
    for name in set(sys.modules) - before:
        if getattr(sys.modules[name], "__file__", None) and str(tmp_path) in str(sys.modules[name].__file__):
            del sys.modules[name]
    assert sys.path == path
