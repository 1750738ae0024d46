"""For the tests of the plugin: a server, databases, and the plugin among the built-in ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.plugins import plugins_with

pytest_plugins = ["matrx_orm_migrate.testing.fixtures"]


@pytest.fixture
def plugins() -> PluginManager:
    """The built-in plugins and this one."""
    import matrx_orm_migrate_matrx

    return plugins_with(matrx=matrx_orm_migrate_matrx)


@pytest.fixture(autouse=True)
def no_models_of_other_tests() -> Iterator[None]:
    """matrx-orm keeps one register of models for the process, and refuses a second one of a name."""
    yield
    from matrx_orm import model_registry

    model_registry.clear()


@pytest.fixture
def run_program(database_url: str, tmp_path: Path) -> Callable[[str], Any]:
    """``run_program(text)``: what a program prints last, as JSON; run in ``tmp_path``, in a process of its own.

    Its arguments are the folder of the server's socket, the port and the database, and ``PLAIN`` in it stands for the
    settings without TLS: matrx-orm 2.0 asks for it always, and asyncpg leaves it out on a socket; 3.1 has a setting.
    """
    parts = urlsplit(database_url)
    query = parse_qs(parts.query)
    arguments = (query["host"][0], query.get("port", ["5432"])[0], parts.path.lstrip("/"))
    plain = "{}" if version("matrx-orm").startswith("2.") else '{"ssl": False}'

    def run(program: str) -> Any:
        (tmp_path / "program.py").write_text(program.replace("PLAIN", plain), encoding="utf-8")
        found = subprocess.run(
            [sys.executable, "program.py", *arguments],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(tmp_path)},
            capture_output=True,
            text=True,
            timeout=200,
            check=False,
        )
        assert found.returncode == 0, found.stdout[-3000:] + found.stderr[-3000:]
        return json.loads(found.stdout.splitlines()[-1])

    return run
