"""Scratch databases go at the end, also where somebody else came in; what was found is never lost for it."""

from __future__ import annotations

import asyncio
import logging
import uuid
from collections.abc import AsyncIterator

import pytest

from matrx_orm_migrate.diff.places import ScratchServer
from matrx_orm_migrate.embedded import EmbeddedServer
from tests.support.migrations import connect, execute, value

LEFT = "SELECT count(*) FROM pg_database WHERE datname = $1"


@pytest.fixture
async def roles(server: EmbeddedServer) -> AsyncIterator[tuple[str, str]]:
    """The URLs of two roles: one that may create databases and no more, and one that may do nothing."""
    names = [f"plain_{uuid.uuid4().hex[:8]}" for _ in range(2)]
    url = server.url()
    await execute(url, f"CREATE ROLE {names[0]} LOGIN CREATEDB", f"CREATE ROLE {names[1]} LOGIN")
    yield url.replace("postgres@", f"{names[0]}@"), url.replace("postgres@", f"{names[1]}@")
    await execute(url, *(f"DROP ROLE {name}" for name in names))


async def test_a_scratch_database_goes_once_another_role_has_left_it(roles: tuple[str, str]) -> None:
    mine, other = roles
    place = ScratchServer(mine, same_server=True)
    async with place.database() as scratch:
        name = str(await value(scratch.url, "SELECT current_database()"))
        visitor = await connect(scratch.url.replace(mine.partition("@")[0], other.partition("@")[0]))
        asyncio.get_running_loop().call_later(0.5, lambda: asyncio.ensure_future(visitor.close()))
    assert await value(mine, LEFT, name) == 0


async def test_a_scratch_database_that_another_role_stays_in_is_left_to_a_later_run(
    roles: tuple[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    mine, other = roles
    place = ScratchServer(mine, same_server=True)
    with caplog.at_level(logging.WARNING, logger="matrx_orm_migrate"):
        async with place.database() as scratch:
            name = str(await value(scratch.url, "SELECT current_database()"))
            visitor = await connect(scratch.url.replace(mine.partition("@")[0], other.partition("@")[0]))
    (told,) = (record.getMessage() for record in caplog.records)
    assert told.startswith(f"the scratch database {name} could not be dropped, and is left to a later run: ")
    assert await value(mine, LEFT, name) == 1
    await visitor.close()
    await execute(mine, f"DROP DATABASE {name}")
