"""A project folder for the tests that run commands."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.commands import Project


@pytest.fixture
def project(
    tmp_path: Path, database_url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Project:
    """A project folder, which is the current directory."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    return Project(tmp_path, database_url, capsys)
