"""For the tests of the plugin: a server, a journal of the test's own, and the plugin among the built-in ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.plugins import plugins_with

pytest_plugins = ["matrx_orm_migrate.testing.fixtures"]


@pytest.fixture(autouse=True)
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The journal's file, which is not there yet."""
    path = tmp_path / "state" / "journal.jsonl"
    monkeypatch.setenv("MATRX_JOURNAL", str(path))
    monkeypatch.delenv("MATRX_JOURNAL_REQUIRED", raising=False)
    return path


@pytest.fixture
def plugins() -> PluginManager:
    """The built-in plugins and this one."""
    import matrx_orm_migrate_journal

    return plugins_with(journal=matrx_orm_migrate_journal)
