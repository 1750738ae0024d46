"""Files → migrations and their dependency graph; nothing of the user's code runs until a migration is run.

A migration is a file ``NNNN_description.py`` (four digits or more, ordered as numbers) with a docstring, an optional
``dependencies = ["0001_first"]``, an optional ``transactional = False``, ``async def up(db)`` and mostly
``async def down(db)``.  Names are read with :mod:`ast`; the file is only run to apply it.

Reading is lazy where that is safe: :func:`read_directory` lists and hashes every file, and a file is parsed when
somebody asks for what is inside it.  Ten thousand applied files cost ten thousand hashes and no parsing.

Rules:

- *Numbers.*  Two files may bear one number only when their order is said: one depends on the other, or some file
  depends on both (a merge).  Otherwise :meth:`MigrationHistory.check` refuses them.
- *A late file* (``0003`` arriving after ``0004`` was applied) is applied like any other as soon as its dependencies
  are applied; rollback follows the order in which migrations were really applied.
- *Checksums* are SHA-256 of the text with ``\\r\\n`` and ``\\r`` read as ``\\n``: matrx-orm's own.
"""

from __future__ import annotations

from matrx_orm_migrate.loader.history import MigrationHistory, migration_name, read_directory
from matrx_orm_migrate.loader.migration import Migration
from matrx_orm_migrate.loader.module import MigrationFunctions, load_functions

__all__ = [
    "Migration",
    "MigrationFunctions",
    "MigrationHistory",
    "load_functions",
    "migration_name",
    "read_directory",
]
