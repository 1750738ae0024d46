"""docs/plugins.md says what the hooks are."""

from __future__ import annotations

import inspect
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from matrx_orm_migrate.config.plugins import blocked_plugins
from matrx_orm_migrate.hooks import HOOK_API_VERSION, PluginManager, Review, spec
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Snapshot

PAGE = (Path(__file__).parents[2] / "docs" / "plugins.md").read_text(encoding="utf-8")
HOOKS = sorted(name for name in spec.__all__ if name.startswith("matrx_"))


def blocks(language: str) -> list[str]:
    """The code blocks in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


def test_every_hook_is_documented_and_no_other() -> None:
    assert sorted(re.findall(r"^### (\w+)$", PAGE, flags=re.MULTILINE)) == HOOKS


@pytest.mark.parametrize("name", HOOKS)
def test_the_documented_signature_of_a_hook_is_its_signature(name: str) -> None:
    """Annotations are compared as they are written."""
    signature = inspect.signature(getattr(spec, name))
    parameters = ", ".join(str(parameter).replace("'", "") for parameter in signature.parameters.values())
    wanted = f"def {name}({parameters}) -> {signature.return_annotation}"
    section = PAGE.partition(f"\n### {name}\n")[2].split("\n### ")[0]
    assert re.findall(r"^```python\n(.*?)\n```$", section, flags=re.MULTILINE | re.DOTALL) == [wanted]


@pytest.mark.parametrize("name", HOOKS)
def test_every_hook_stands_in_the_drawing(name: str) -> None:
    (drawing,) = blocks("text")
    assert re.search(rf"\b{name}\b", drawing)


def test_the_example_of_a_plugin_is_one() -> None:
    namespace: dict[str, Any] = {}
    exec(blocks("python")[0], namespace)
    plugin = type("Plugin", (), {})()
    vars(plugin).update(namespace)
    manager = PluginManager.discover(extra=[("shop", plugin)])
    manager.check()
    empty = Snapshot(objects={})
    change = Change(before=None, after=CatalogObject(id=ObjectId("table", "public", "Orders")))
    review = Review(current=empty, desired=empty, changes=(change,), up=(), down=None)
    assert [finding.code for finding in manager.review(review)] == ["SHOP1"]


def test_the_example_of_the_configuration_is_understood(tmp_path: Path) -> None:
    entry_point, configuration = blocks("toml")
    assert "matrx_orm_migrate" in tomllib.loads(entry_point)["project"]["entry-points"]
    (tmp_path / "pyproject.toml").write_text(configuration, encoding="utf-8")
    assert blocked_plugins(tmp_path) == ("shop",)


def test_the_version_of_the_hooks_is_told() -> None:
    assert f"\nis {HOOK_API_VERSION}." in PAGE
