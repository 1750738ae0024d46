"""What a URL asks for arrives at a real server: its spelling, TLS, and several hosts."""

from __future__ import annotations

import ssl
import time
from pathlib import Path
from urllib.parse import quote

import pytest

from matrx_orm_migrate.connections import open_database, parse_url
from matrx_orm_migrate.embedded import EmbeddedServer
from tests.support.gate import Gate, free_port, listening, silent
from tests.support.opening import PASSWORD, ask, failure_of
from tests.support.servers import Databases


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+asyncpg", "postgresql+psycopg2"])
@pytest.mark.parametrize(
    "form", ["{0}://postgres@/{1}?host={2}", "{0}://postgres@{3}/{1}", "{0}:///{1}?user=postgres&host={2}"]
)
async def test_a_socket_is_reached_by_every_spelling(
    server: EmbeddedServer, database_url: str, scheme: str, form: str
) -> None:
    name = parse_url(database_url).database or ""
    url = form.format(scheme, name, server.socket_dir, quote(str(server.socket_dir), safe=""))

    assert await ask(url, "SELECT current_database()") == name


async def test_the_database_defaults_to_the_users_name(server: EmbeddedServer) -> None:
    assert await ask(f"postgresql://postgres@/?host={server.socket_dir}", "SELECT current_database()") == "postgres"


async def test_a_database_of_any_name_is_reached(make_database: Databases) -> None:
    name = "we\"ird/na me%40'ü"
    assert await ask(make_database(name), "SELECT current_database()") == name


async def test_what_a_url_leaves_out_comes_from_the_environment(
    server: EmbeddedServer, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = parse_url(database_url).database or ""
    for variable, value in {
        "HOST": str(server.socket_dir),
        "PORT": "5432",
        "USER": "postgres",
        "DATABASE": name,
    }.items():
        monkeypatch.setenv(f"PG{variable}", value)

    assert await ask("postgresql://", "SELECT current_database()") == name


async def test_a_password_with_everything_in_it_is_accepted(server: EmbeddedServer, anna: str) -> None:
    assert await ask(f"postgresql://{anna}@/postgres?host={server.socket_dir}", "SELECT current_user") == "anna"
    password = quote(PASSWORD, safe="")
    url = f"postgresql:///postgres?host={server.socket_dir}&user=anna&password={password}"
    assert await ask(url, "SELECT current_user") == "anna"


async def test_a_console_url_works_on_tcp(server: EmbeddedServer) -> None:
    async with listening(Gate(server)) as port:
        url = f"postgres://postgres:pw@localhost:{port}/postgres?sslmode=prefer&channel_binding=prefer&pgbouncer=true"
        assert await ask(url, "SELECT 1") == 1
        assert await ask(f"postgres://postgres@127.0.0.1:{port}", "SELECT 1") == 1


async def test_tls_is_used_and_checked_as_the_mode_says(
    server: EmbeddedServer, tls: ssl.SSLContext, tmp_path: Path
) -> None:
    root = tmp_path / "server.crt"
    async with listening(Gate(server, tls=tls)) as port:
        url = f"postgresql://postgres@localhost:{port}/postgres"
        for query in (
            "sslmode=require&channel_binding=require",
            f"sslmode=verify-ca&sslrootcert={root}",
            f"sslmode=verify-full&sslrootcert={root}",
            "ssl=true",
            "sslmode=prefer",
        ):
            async with open_database(f"{url}?{query}") as database, database.connect() as connection:
                driver = (await connection.get_raw_connection()).driver_connection
                assert driver is not None
                assert driver._transport.get_extra_info("ssl_object") is not None, query

        error = await failure_of(f"{url}?sslmode=verify-full&sslrootcert=system")
        assert "the server's TLS certificate was not accepted" in error.message
        assert "sslrootcert=FILE" in error.hint
        by_address = url.replace("localhost", "127.0.0.1")
        assert await ask(f"{by_address}?sslmode=verify-full&sslrootcert={root}", "SELECT 1") == 1


async def test_a_server_without_tls_is_named_where_it_is_required(server: EmbeddedServer) -> None:
    async with listening(Gate(server)) as port:
        error = await failure_of(f"postgresql://postgres@localhost:{port}/postgres?sslmode=require")
    assert f'database "postgres" at localhost:{port} as user "postgres": the server does not offer TLS' in error.message


async def test_a_host_that_refuses_or_does_not_answer_is_passed_over_for_the_next(server: EmbeddedServer) -> None:
    async with listening(silent) as quiet, listening(Gate(server)) as port:
        url = f"postgresql://postgres@localhost:{free_port()},127.0.0.1:{quiet},localhost:{port}/postgres"
        started = time.monotonic()
        assert await ask(f"{url}?connect_timeout=1", "SELECT 1") == 1
        assert time.monotonic() - started < 5


@pytest.mark.parametrize(("wanted", "found"), [("primary", True), ("read-write", True), ("standby", False)])
async def test_target_session_attrs_chooses_the_host(server: EmbeddedServer, wanted: str, found: bool) -> None:
    async with listening(Gate(server)) as port:
        url = f"postgresql://postgres@127.0.0.1:{port},127.0.0.1:{port}/postgres?target_session_attrs={wanted}"
        if found:
            assert await ask(url, "SELECT 1") == 1
        else:
            assert "no host is what target_session_attrs asks for" in (await failure_of(url)).message
