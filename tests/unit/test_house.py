"""The rules of the house: what a reviewer would look for in every change, looked for by a test."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import matrx_orm_migrate
from matrx_orm_migrate import schema
from matrx_orm_migrate.hooks import PluginManager

PACKAGE = Path(matrx_orm_migrate.__file__).parent
ROOT = Path(__file__).parents[2]

MODULES = sorted(PACKAGE.rglob("*.py"))

# What knows objects, changes and plans, and no kind.
WITHOUT_KINDS = sorted(
    [
        PACKAGE / "diff" / "compare.py",
        PACKAGE / "diff" / "prove.py",
        *(PACKAGE / "diff" / "plan").glob("*.py"),
    ]
)

# Of ``schema``: everything that is not one kind's value.
GENERIC = {"CatalogObject", "Change", "Hazard", "HazardKind", "ObjectId", "Snapshot", "Statement"}

LONGEST = 400
# file → why it is longer; keep it empty, or short
LONGER: dict[str, str] = {}

# Paths of the machines on which this is made, put together here, so that this file does not hold them.
MACHINE_PATHS = ("/" + "work/", "/" + "root/", "/home/" + "ubuntu")


def name_of(path: Path) -> str:
    """The path within the package."""
    return path.relative_to(PACKAGE).as_posix()


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def docstrings_of(tree: ast.Module) -> set[int]:
    """The identities of the docstrings' nodes: prose may say "table"."""
    found: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def texts_of(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Every string constant that is not a docstring, with its line."""
    docstrings = docstrings_of(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            yield node.lineno, node.value


def imports_of(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """Every import as line, module and name; the name is empty for ``import module``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.lineno, node.module or "", alias.name
        elif isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name, ""


def test_the_generic_names_of_the_schema_are_generic() -> None:
    assert set(schema.__all__) >= GENERIC
    for name in GENERIC:
        value = getattr(schema, name)
        assert value is schema.CatalogObject or not issubclass(value, schema.CatalogObject)


@pytest.mark.parametrize("path", WITHOUT_KINDS, ids=name_of)
def test_comparer_planner_and_proof_never_name_a_kind(path: Path) -> None:
    kinds = set(PluginManager.discover().detectors)
    assert {"table", "column", "index"} <= kinds
    tree = tree_of(path)
    named = [f"{name_of(path)}:{line}: {text!r} is a kind" for line, text in texts_of(tree) if text in kinds]
    for line, module, name in imports_of(tree):
        where = f"{name_of(path)}:{line}"
        if module == "matrx_orm_migrate.schema" and name not in GENERIC:
            named.append(f"{where}: {name} is not one of the generic names of the schema")
        elif module.startswith("matrx_orm_migrate.schema."):
            named.append(f"{where}: {module} instead of matrx_orm_migrate.schema")
        elif module.startswith("matrx_orm_migrate.detectors"):
            named.append(f"{where}: {module} knows kinds")
    assert named == []


def test_the_guard_against_kinds_finds_them() -> None:
    tree = ast.parse('"""About table."""\nif change.id.kind == "table":\n    from a.schema import Table\n')
    assert list(texts_of(tree)) == [(2, "table")]
    assert list(imports_of(tree)) == [(3, "a.schema", "Table")]


def test_imports_go_down() -> None:
    """The contract is in pyproject.toml; the modules that it reads are the installed ones."""
    lint_imports = shutil.which("lint-imports", path=str(Path(sys.executable).parent))
    assert lint_imports is not None, "import-linter is not installed beside this Python"
    command = [lint_imports, "--config", str(ROOT / "pyproject.toml"), "--no-cache", "--no-logo"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    docstring = ast.get_docstring(tree_of(path))
    assert docstring, f"{name_of(path)} has no docstring"
    first = docstring.splitlines()[0]
    assert first[:1].isupper() or first.startswith("`"), f"{name_of(path)}: a docstring begins like a sentence"


def test_no_module_outgrows_a_readers_patience() -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in MODULES}
    long = sorted(name for name, lines in lengths.items() if lines > LONGEST)
    assert long == sorted(LONGER), "split what is too long; take out of LONGER what is not any more"
    assert len(LONGER) <= 8


def test_importing_the_package_does_nothing() -> None:
    code = (
        "import sys, threading, matrx_orm_migrate; "
        "slow = ('sqlalchemy', 'asyncpg', 'click', 'rich', 'pluggy', 'alembic', 'platformdirs'); "
        "print([name for name in slow if name in sys.modules], threading.active_count())"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[] 1"


def test_no_path_of_a_developers_machine_is_in_the_files() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {machine}"
        for path in kept_files()
        for machine in MACHINE_PATHS
        if machine.encode() in path.read_bytes()
    ]
    assert found == []


def kept_files() -> list[Path]:
    """What git keeps; without git (a source distribution, a copy of the tests) what lies in its folders."""
    if (ROOT / ".git").exists() and shutil.which("git") is not None:
        command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
        listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=False)
        if listed.returncode == 0:
            paths = [ROOT / name for name in listed.stdout.decode().split("\0") if name]
            return [path for path in paths if path.is_file()]
    folders = [ROOT / name for name in ("tests", "docs", "benchmarks", "plugins")]
    found = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return [*found, *MODULES]
