"""For the tests of the plugin: databases, the plugin among the built-in ones, and the programs of npm.

``npm install`` in this folder brings those (``nox -s plugins`` does it); where they are missing, the tests fail.
"""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from matrx_orm_migrate import rebuild_schema
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.data import find_above
from matrx_orm_migrate.testing.plugins import plugins_with

pytest_plugins = ["matrx_orm_migrate.testing.fixtures"]

HERE = Path(__file__).parent
STRICT = (
    "--strict",
    "--noEmit",
    "--exactOptionalPropertyTypes",
    "--noUncheckedIndexedAccess",
    "--isolatedModules",
    "--target",
    "es2022",
    "--module",
    "nodenext",
    "--pretty",
    "false",
)


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """What ``npm install`` brought."""
    return find_above(HERE, "node_modules/typescript").parent


@pytest.fixture(scope="session")
def tsc(node_modules: Path) -> Callable[..., str]:
    """``tsc --strict`` over files: what it finds, or ""."""

    def check(*files: Path) -> str:
        program = node_modules / "typescript" / "bin" / "tsc"
        command = ["node", str(program), *STRICT, *map(str, files)]
        return subprocess.run(command, capture_output=True, text=True, check=False, cwd=HERE).stdout

    return check


@pytest.fixture
def plugins() -> PluginManager:
    """The built-in plugins and this one."""
    import matrx_orm_migrate_typescript

    return plugins_with(typescript=matrx_orm_migrate_typescript)


@pytest.fixture
def generate(plugins: PluginManager) -> Callable[..., object]:
    """``await generate(url, folder, **options)`` writes ``database.ts`` for every schema, and returns its path."""

    async def run(url: str, folder: Path, **options: object) -> Path:
        await rebuild_schema(
            url,
            output=folder,
            schemas=["*"],
            targets=["typescript"],
            plugins=plugins,
            options={"typescript": options},
        )
        return folder / "database.ts"

    return run
