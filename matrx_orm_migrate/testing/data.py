"""Files that tests read, which lie beside the tests or in a folder above them."""

from __future__ import annotations

from pathlib import Path

__all__ = ["find_above"]


def find_above(start: Path, name: str) -> Path:
    """The file or folder ``name`` in ``start`` or in the nearest folder above it that has it.

    The packages under ``plugins/`` find ``tests/data`` so, in the tree and in the copy that ``nox`` makes of them.
    Raises ``FileNotFoundError`` that says what is missing.
    """
    for folder in (start, *start.parents):
        if (folder / name).exists():
            return folder / name
    raise FileNotFoundError(f"{name} is neither in {start} nor in a folder above it")
