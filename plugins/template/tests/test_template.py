"""The plugin, from outside: pairs of schemas there and back, and what it says of itself."""

from __future__ import annotations

import importlib.metadata
from pathlib import Path

import pytest

from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.corpus import cases, read_case
from matrx_orm_migrate.testing.journey import go_there_and_back
from matrx_orm_migrate.testing.servers import Databases

CORPUS = Path(__file__).parent / "corpus"


@pytest.mark.parametrize("name", cases(CORPUS))
async def test_the_files_lead_there_and_back(
    name: str, plugins: PluginManager, server: EmbeddedServer, make_database: Databases, tmp_path: Path
) -> None:
    await go_there_and_back(read_case(CORPUS, name), plugins, server, make_database, tmp_path)


def test_what_it_brings_is_listed(plugins: PluginManager) -> None:
    assert plugins.pieces_of("template")["detectors"] == ("text_search_dictionary",)


def test_it_is_found_by_its_entry_point() -> None:
    """Where the package is installed, as ``nox -s plugins`` does it."""
    (point,) = [p for p in importlib.metadata.entry_points(group="matrx_orm_migrate") if p.name == "template"]
    assert point.load().requires_hook_api == 1
