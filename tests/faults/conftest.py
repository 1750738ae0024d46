"""The scene of each row; and the ways to the database: direct, or through PgBouncer in the mode that a way names."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from matrx_orm_migrate.embedded import EmbeddedServer
from tests.support.pooler import noise, pooled_url, start_pgbouncer
from tests.support.scene import Scene, with_password
from tests.support.servers import Databases


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A module that says ``WAYS`` has its scenes set on each; only `nox -s faults` takes others than direct."""
    if "way" in metafunc.fixturenames:
        ways = getattr(metafunc.module, "WAYS", ("direct",))
        marks = {way: () if way == "direct" else (pytest.mark.faults,) for way in ways}
        metafunc.parametrize("way", [pytest.param(way, marks=marks[way]) for way in ways])


@pytest.fixture(scope="session")
def pooler(server: EmbeddedServer) -> Iterator[Callable[[str], Path]]:
    """``pooler(mode)`` is the socket directory of a PgBouncer in that mode, started when first asked for."""
    with ExitStack() as stack:
        running: dict[str, Path] = {}

        def in_mode(mode: str) -> Path:
            if mode not in running:
                running[mode] = stack.enter_context(start_pgbouncer(server, mode))
            return running[mode]

        yield in_mode


@pytest.fixture
async def scene(
    server: EmbeddedServer, make_database: Databases, tmp_path: Path, way: str, pooler: Callable[[str], Path]
) -> AsyncGenerator[Scene]:
    """A database with the rows to be kept, reached on one way; with six noisy clients beside us in a pool."""
    made = Scene(server, make_database, tmp_path, way)
    await made.set_up()
    if way == "direct":
        yield made
        return
    made.url = with_password(pooled_url(made.direct, pooler(way)))
    async with noise(made.url) as made.wrong:
        yield made
