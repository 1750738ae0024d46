"""A configuration to be read."""

from __future__ import annotations

from pathlib import Path

URL = "postgresql://anna:s3cret@db.example.com/shop"


def write_pyproject(project: Path, text: str) -> Path:
    path = project / "pyproject.toml"
    path.write_text(text, encoding="utf-8")
    return path
