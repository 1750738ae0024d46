"""The files of a package of SQLAlchemy models, whatever style its classes are written in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from matrx_orm_migrate.generating.declared import declaration_files
from matrx_orm_migrate.generating.enums import enums_body
from matrx_orm_migrate.generating.modules import Import, module, package_module
from matrx_orm_migrate.generating.package import Package
from matrx_orm_migrate.generating.tables import ClassWriter, declarations, model_blocks
from matrx_orm_migrate.hooks import Creation, GeneratedFile, generated_marker

__all__ = ["model_files"]


def model_files(
    package: Package,
    server_version: int,
    creations: Sequence[Creation],
    *,
    target: str,
    imports: Sequence[Import],
    base: str,
    write_class: ClassWriter,
    lazy: bool = True,
) -> list[GeneratedFile]:
    """``__init__.py``, ``base.py``, ``enums.py`` where there are enums, ``models.py``; .sql files of the rest.

    ``base`` is the source of the class ``Base``, ``write_class`` gives the source of one model, ``imports`` what both
    may need, and ``lazy`` whether annotations may stay texts (``from __future__ import annotations``).
    """
    declared = declaration_files(creations, generated_marker(target, "--"))
    blocks = [
        *model_blocks(package, server_version, write_class),
        *declarations(declared, any_tables=bool(package.tables)),
    ]
    files = {
        "__init__.py": _init(package, target),
        "base.py": module("The declarative base that all models share.", [base], imports=imports, target=target),
        "models.py": module("One class for each table.", blocks, imports=imports, target=target, lazy=lazy),
    }
    if package.enums:
        files["enums.py"] = module(
            "The enumerated types of the database.", enums_body(package), imports=imports, target=target
        )
    python = [GeneratedFile(path=PurePosixPath(path), text=text) for path, text in sorted(files.items())]
    return [*python, *declared]


def _init(package: Package, target: str) -> str:
    models = [model.name for model in package.tables]
    members: list[tuple[str, list[str]]] = [
        # what stands there beside tables is declared when it is imported
        ("from . import {}", [] if models else ["models"]),
        ("from .base import {}", ["Base"]),
        ("from .enums import {}", [enum.names.class_name for enum in package.enums]),
        ("from .models import {}", models),
    ]
    return package_module("The models of the database.", members, target=target)
