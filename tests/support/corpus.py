"""The package's own corpus; how one is read and judged is in ``matrx_orm_migrate.testing``, for plugins as well."""

from __future__ import annotations

from pathlib import Path

from matrx_orm_migrate.testing import corpus
from matrx_orm_migrate.testing.corpus import (
    Case,
    Data,
    Tools,
    first_difference,
    losses,
    missing,
    run_scripts,
    server_major,
)

__all__ = [
    "CORPUS",
    "Case",
    "Data",
    "Tools",
    "cases",
    "first_difference",
    "losses",
    "missing",
    "read_case",
    "run_scripts",
    "server_major",
]

CORPUS = Path(__file__).parent.parent / "corpus"


def cases() -> list[str]:
    """The names of all cases: ``kind/case``."""
    return corpus.cases(CORPUS)


def read_case(name: str) -> Case:
    """The case of that name."""
    return corpus.read_case(CORPUS, name)
