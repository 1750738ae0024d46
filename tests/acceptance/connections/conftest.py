"""A server's TLS, a role with a password, and an engine of a user's."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import quote

import asyncpg
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from matrx_orm_migrate.embedded import EmbeddedServer
from tests.support.opening import PASSWORD
from tests.support.servers import CERTIFICATE, CERTIFICATE_KEY


@pytest.fixture
def tls(tmp_path: Path) -> ssl.SSLContext:
    """The server's side of TLS; its certificate is in ``server.crt``."""
    (tmp_path / "server.crt").write_text(CERTIFICATE)
    (tmp_path / "server.key").write_text(CERTIFICATE_KEY)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(tmp_path / "server.crt", tmp_path / "server.key")
    context.set_alpn_protocols(["postgresql"])
    return context


@pytest.fixture
async def anna(server: EmbeddedServer) -> AsyncIterator[str]:
    """A role that must give `PASSWORD`; the value is the URL's ``user:password``."""
    rules = server.directory / "data" / "pg_hba.conf"
    before = rules.read_text()
    connection = await asyncpg.connect(server.url().replace("+asyncpg", ""))
    try:
        literal = await connection.fetchval("SELECT quote_literal($1::text)", PASSWORD)
        await connection.execute("SET password_encryption = 'scram-sha-256'")  # md5 in PostgreSQL 13
        await connection.execute(f"CREATE ROLE anna LOGIN PASSWORD {literal}")
        rules.write_text(f"local all anna scram-sha-256\n{before}")
        await connection.execute("SELECT pg_reload_conf()")
        yield f"anna:{quote(PASSWORD, safe='')}"
        rules.write_text(before)
        await connection.execute("DROP ROLE anna; SELECT pg_reload_conf()")
    finally:
        await connection.close()


@pytest.fixture
def engine(database_url: str) -> Iterator[AsyncEngine]:
    """An engine of a user's."""
    engine = create_async_engine(database_url)
    yield engine
    asyncio.run(engine.dispose())
