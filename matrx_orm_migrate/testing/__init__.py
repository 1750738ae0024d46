"""For applications and plugin authors: what helps to test migrations and detectors.

Applications take `MigrationTests`, and the fixtures of `matrx_orm_migrate.testing.pytest_plugin`, which pytest finds
by itself; authors of detectors take `DetectorContract` and `Example`, and ``corpus`` for examples in folders,
``plugins`` for the built-in pieces with a plugin under test, ``generated`` to check generated Python, ``fixtures`` for
a server and databases, ``pgdump`` to compare schemas.  Names are loaded when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matrx_orm_migrate.testing.contract import DetectorContract
    from matrx_orm_migrate.testing.journey import Example
    from matrx_orm_migrate.testing.migrations import MigrationTests

__all__ = ["DetectorContract", "Example", "MigrationTests"]

_HOME = {"DetectorContract": "contract", "Example": "journey", "MigrationTests": "migrations"}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
