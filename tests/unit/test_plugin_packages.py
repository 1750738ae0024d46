"""The packages under plugins/: what each has, and that it keeps to what plugins are promised."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

import pytest

PLUGINS = sorted(path.parent for path in (Path(__file__).parents[2] / "plugins").glob("*/pyproject.toml"))
PROMISED = ("hooks", "schema", "ddl", "errors", "testing")
LONGEST = 400


def name_of(folder: Path) -> str:
    return folder.name


def modules(folder: Path) -> list[Path]:
    """The modules of the package, without its tests."""
    return sorted(path for path in folder.glob("matrx_orm_migrate_*/**/*.py"))


def test_there_are_packages() -> None:
    assert {"privileges", "rls", "template"} <= {folder.name for folder in PLUGINS}


@pytest.mark.parametrize("folder", PLUGINS, ids=name_of)
def test_a_package_has_what_it_needs_to_stand_alone(folder: Path) -> None:
    project = tomllib.loads((folder / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    package = f"matrx_orm_migrate_{folder.name}"
    assert project["name"] == f"matrx-orm-migrate-{folder.name}"
    assert project["entry-points"] == {"matrx_orm_migrate": {folder.name: package}}
    assert any(needed.startswith("matrx-orm-migrate>=") for needed in project["dependencies"])
    assert (folder / "README.md").read_text(encoding="utf-8").startswith(f"# {project['name']}\n")
    assert (folder / package / "py.typed").exists()
    assert list(folder.glob("tests/test_*.py"))


@pytest.mark.parametrize("folder", PLUGINS, ids=name_of)
def test_a_package_imports_what_plugins_are_promised_and_nothing_else_of_ours(folder: Path) -> None:
    own = f"matrx_orm_migrate_{folder.name}"
    assert modules(folder)
    wrong: list[str] = []
    for path in modules(folder):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            named += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            for module in named:
                first, _, rest = module.partition(".")
                if first.startswith("matrx_orm_migrate") and first != own and rest.partition(".")[0] not in PROMISED:
                    wrong.append(f"{path.name}: {module}")
    assert wrong == []


@pytest.mark.parametrize("folder", PLUGINS, ids=name_of)
def test_no_module_of_a_package_outgrows_a_readers_patience(folder: Path) -> None:
    paths = [*modules(folder), *folder.glob("tests/**/*.py")]
    long = [path.name for path in paths if len(path.read_text(encoding="utf-8").splitlines()) > LONGEST]
    assert long == []
    for path in paths:
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path
