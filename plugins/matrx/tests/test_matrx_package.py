"""The package as it is installed: found by its entry point, with what it brings."""

from __future__ import annotations

from matrx_orm_migrate.hooks import PluginManager


def test_it_is_found_by_its_entry_point() -> None:
    """Where the package is installed: ``nox -s plugins`` sees to that."""
    import importlib.metadata

    (point,) = [p for p in importlib.metadata.entry_points(group="matrx_orm_migrate") if p.name == "matrx"]
    assert point.load().requires_hook_api == 1


def test_what_it_brings_is_listed(plugins: PluginManager) -> None:
    assert plugins.pieces_of("matrx")["sources"] == ("matrx",)
    assert plugins.pieces_of("matrx")["targets"] == ("matrx",)
