"""The packages under plugins/: what each has, and that it keeps to what plugins are promised."""

from __future__ import annotations

import ast
import importlib
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from matrx_orm_migrate.hooks import spec
from matrx_orm_migrate.testing.plugins import plugins_with

PLUGINS = sorted(path.parent for path in (Path(__file__).parents[2] / "plugins").glob("*/pyproject.toml"))
PROMISED = ("hooks", "generating", "schema", "ddl", "errors", "testing")
LONGEST = 400


def name_of(folder: Path) -> str:
    return folder.name


def modules(folder: Path) -> list[Path]:
    """The modules of the package, without its tests."""
    return sorted(path for path in folder.glob("matrx_orm_migrate_*/**/*.py"))


def test_there_are_packages() -> None:
    assert {"journal", "pgvector", "privileges", "rls", "supabase", "template"} <= {folder.name for folder in PLUGINS}


def hooks_of(folder: Path) -> set[str]:
    """The hooks that a package implements: functions of its first module that are marked."""
    module = ast.parse((folder / f"matrx_orm_migrate_{folder.name}" / "__init__.py").read_text(encoding="utf-8"))
    functions = [node for node in module.body if isinstance(node, ast.FunctionDef)]
    return {one.name for one in functions if any("hookimpl" in ast.unparse(mark) for mark in one.decorator_list)}


@pytest.mark.parametrize("hook", sorted(name for name in spec.__all__ if name.startswith("matrx_")))
def test_every_hook_is_used_by_a_package(hook: str) -> None:
    assert hook in set[str]().union(*map(hooks_of, PLUGINS))


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


def test_the_template_is_copied_as_its_readme_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (template,) = (folder for folder in PLUGINS if folder.name == "template")
    without = shutil.ignore_patterns("__pycache__")
    shutil.copytree(template, tmp_path / "plugins" / "template", ignore=without)
    (typed,) = re.findall(r"^```sh\n(.*?)^```$", (template / "README.md").read_text(encoding="utf-8"), re.M | re.S)
    subprocess.run(["bash", "-ec", typed], cwd=tmp_path, check=True)
    copy = tmp_path / "shop"
    left = [
        path.name
        for path in copy.rglob("*.*")
        if path.suffix in (".py", ".toml") and "template" in path.read_text("utf-8")
    ]
    assert left == []
    project = tomllib.loads((copy / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["entry-points"] == {"matrx_orm_migrate": {"shop": "matrx_orm_migrate_shop"}}
    assert [path.name for path in copy.glob("tests/test_*.py")] == ["test_shop.py"]
    monkeypatch.syspath_prepend(str(copy))
    try:
        plugin = importlib.import_module("matrx_orm_migrate_shop")
        assert plugins_with(shop=plugin).pieces_of("shop")["targets"] == ("mermaid",)
    finally:
        for name in [name for name in sys.modules if name.startswith("matrx_orm_migrate_shop")]:
            del sys.modules[name]
