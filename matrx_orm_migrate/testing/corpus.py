"""A corpus of ``a.sql`` and ``b.sql`` in folders: its cases, and at hand what is needed to judge them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from matrx_orm_migrate.testing.contents import Data, losses, missing
from matrx_orm_migrate.testing.journey import Example, Tools, first_difference
from matrx_orm_migrate.testing.servers import run_scripts, server_major

__all__ = [
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

_HEADER = re.compile(r"--\s*(requires|one way|rows stay|known gap):\s*(.+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case(Example):
    """One folder of the corpus; ``known_gap`` says why it still fails, or is empty."""

    known_gap: str = ""


def cases(corpus: Path) -> list[str]:
    """The names of all cases below a folder: ``kind/case``."""
    return sorted(f"{path.parent.parent.name}/{path.parent.name}" for path in corpus.glob("*/*/b.sql"))


def read_case(corpus: Path, name: str) -> Case:
    """The case of that name.  What its header says stands in comments before the first statement of ``b.sql``."""
    folder = corpus / name
    texts = {
        file: (folder / f"{file}.sql").read_text(encoding="utf-8") if (folder / f"{file}.sql").exists() else ""
        for file in ("a", "b", "rows", "rows_b")
    }
    said: dict[str, str] = {}
    for line in texts["b"].splitlines():
        if line and not line.startswith("--"):
            break
        if match := _HEADER.match(line):
            said[match[1]] = match[2].strip()
    return Case(
        name=name,
        requires=int(said.get("requires", 0)),
        one_way=said.get("one way", ""),
        rows_stay=said.get("rows stay", ""),
        known_gap=said.get("known gap", ""),
        **texts,
    )
