"""Every test that docs/security.md names exists, and every danger has one."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)


def test_every_test_that_is_named_exists() -> None:
    missing = []
    for path, name in NAMED:
        tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
        found = {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}
        if name not in found:
            missing.append(f"{path}::{name}")
    assert missing == []


def test_every_danger_has_a_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and line.count(" | ") == 2]
    dangers = [row for row in rows if not row.startswith("| danger |")]
    assert len(dangers) > 20
    assert [row for row in dangers if "::test_" not in row] == []


def test_every_part_of_the_threat_model_is_there() -> None:
    parts = re.findall(r"(?m)^## (.+)$", PAGE)
    wanted = {"Objects that somebody else made", "search_path", "The tracking table", "Plugins", "Migration files"}
    assert {*wanted, "Logs and messages"} <= set(parts)
