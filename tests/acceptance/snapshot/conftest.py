"""A connection for the tests of the snapshot."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool


@pytest.fixture
async def connection(database_url: str) -> AsyncIterator[AsyncConnection]:
    engine = create_async_engine(database_url, poolclass=NullPool)
    async with engine.connect() as opened:
        await opened.execution_options(isolation_level="AUTOCOMMIT")
        yield opened
    await engine.dispose()
