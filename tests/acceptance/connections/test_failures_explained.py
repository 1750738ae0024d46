"""What fails is said without a password, and what may change is waited for."""

from __future__ import annotations

import asyncio
import socket
import ssl
import time
from pathlib import Path

import asyncpg
import pytest
import sqlalchemy

from matrx_orm_migrate.connections import create_engine, open_database, replace_database, translate_connection_error
from matrx_orm_migrate.connections.engines import is_worth_retrying
from matrx_orm_migrate.embedded import EmbeddedServer
from tests.support.gate import Gate, free_port, listening, refusal, saying, silent
from tests.support.opening import ask, failure_of


async def test_nobody_listening_is_told_apart_on_tcp_and_on_sockets(tmp_path: Path) -> None:
    port = free_port()
    error = await failure_of(f"postgresql://u:s3cret@127.0.0.1:{port}/d")
    assert error.message == f'could not connect to database "d" at 127.0.0.1:{port} as user "u": nobody listens there'
    assert error.sqlstate == ""
    assert error.exit_code == 3

    error = await failure_of(f"postgresql://u:s3cret@/d?host={tmp_path}")
    assert error.message == f'could not connect to database "d" at {tmp_path} as user "u": there is no such socket'


async def test_a_host_with_several_addresses_is_explained_as_well() -> None:
    error = await failure_of(f"postgresql://u:s3cret@localhost:{free_port()}/d")
    assert "nobody listens there" in error.message or "for every address" in error.message


async def test_a_host_name_that_does_not_exist_is_explained() -> None:
    error = await failure_of("postgresql://u:s3cret@no-such-host.invalid/d")
    assert "the host name cannot be resolved" in error.message


async def test_a_server_that_does_not_answer_is_given_up_in_time() -> None:
    async with listening(silent) as port:
        started = time.monotonic()
        error = await failure_of(f"postgresql://u:s3cret@127.0.0.1:{port}/d", connect_timeout=0.3)
        assert time.monotonic() - started < 3
        assert "no answer within the time-out" in error.message


async def test_a_wrong_password_is_explained(server: EmbeddedServer, anna: str) -> None:
    for login in ("anna:s3cret-but-wrong", "anna"):
        error = await failure_of(f"postgresql://{login}@/postgres?host={server.socket_dir}")
        assert "the password was not accepted, or none was given (SQLSTATE 28P01)" in error.message
        assert error.sqlstate == "28P01"


async def test_a_role_or_database_that_does_not_exist_is_named(server: EmbeddedServer, database_url: str) -> None:
    error = await failure_of(f"postgresql://nobody_here:s3cret@/postgres?host={server.socket_dir}")
    assert (error.sqlstate, 'role "nobody_here" does not exist' in error.message) == ("28000", True)

    error = await failure_of(replace_database(database_url, "no_such"))
    assert (error.sqlstate, 'database "no_such" does not exist' in error.message) == ("3D000", True)


async def test_too_many_connections_are_explained_and_waited_for(server: EmbeddedServer, anna: str) -> None:
    url = f"postgresql://{anna}@/postgres?host={server.socket_dir}"
    await ask(server.url(), "SELECT 1")
    async with create_engine(server.url()).connect() as admin:
        await admin.exec_driver_sql("ALTER ROLE anna CONNECTION LIMIT 0")
        await admin.commit()
        error = await failure_of(url)
        assert (error.sqlstate, "no connection left" in error.message) == ("53300", True)

        async def connect() -> object:
            async with open_database(url, connect_wait=20) as database, database.connect() as connection:
                return (await connection.exec_driver_sql("SELECT current_user")).scalar()

        waiting = asyncio.create_task(connect())
        await asyncio.sleep(0.3)
        await admin.exec_driver_sql("ALTER ROLE anna CONNECTION LIMIT -1")
        await admin.commit()
        assert await waiting == "anna"


@pytest.mark.parametrize(
    ("answer", "sqlstate", "message"),
    [
        (
            refusal("57P03", "the database system is starting up"),
            "57P03",
            "does not take connections now: the database",
        ),
        (refusal("08P01", "transaction blocks not allowed in statement pooling mode"), "08P01", "in statement mode"),
        (refusal("XX000", "surprise"), "XX000", "the server refused: surprise"),
        (b"", "", ""),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", "", ""),
    ],
    ids=["starting", "statement-mode", "surprise", "hang-up", "http"],
)
async def test_what_a_server_answers_instead_is_explained(answer: bytes, sqlstate: str, message: str) -> None:
    async with listening(saying(answer)) as port:
        error = await failure_of(f"postgresql://u:s3cret@127.0.0.1:{port}/d?sslmode=disable", connect_timeout=1)
    assert error.sqlstate == sqlstate
    assert message in error.message
    assert "unexpected" not in error.message


async def test_an_error_is_found_inside_the_one_that_sqlalchemy_makes_of_it() -> None:
    cause = asyncpg.InvalidPasswordError('password authentication failed for user "anna"')
    wrapped = sqlalchemy.exc.DBAPIError("SELECT", None, RuntimeError("s3cret"))
    wrapped.orig.__cause__ = cause  # type: ignore[union-attr]

    error = translate_connection_error(wrapped, "postgresql://anna:s3cret@h/d")
    assert error.message.endswith("the password was not accepted, or none was given (SQLSTATE 28P01)")


async def test_what_the_server_said_before_it_hung_up_counts_more_than_that_it_did() -> None:
    closed = asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation")
    closed.__cause__ = asyncpg.ProtocolViolationError("transaction blocks not allowed in statement pooling mode")

    error = translate_connection_error(closed, "postgresql://anna:s3cret@h/d")
    assert error.message.endswith("in statement mode, which has no transactions (SQLSTATE 08P01)")


def test_an_error_that_nobody_foresaw_shows_its_kind_only() -> None:
    error = translate_connection_error(ValueError("s3cret"), "postgresql://anna:s3cret@h/d")
    assert error.message == 'could not connect to database "d" at h as user "anna": an unexpected ValueError'


def test_waiting_helps_against_some_errors_only() -> None:
    for error in (ConnectionRefusedError(), TimeoutError(), socket.gaierror(), asyncpg.CannotConnectNowError("x")):
        assert is_worth_retrying(error)
    for hopeless in (asyncpg.InvalidPasswordError("x"), ssl.SSLCertVerificationError(), ValueError()):
        assert not is_worth_retrying(hopeless)


async def test_a_server_that_comes_up_later_is_waited_for(server: EmbeddedServer) -> None:
    port = free_port()
    url = f"postgresql://postgres@127.0.0.1:{port}/postgres"

    async def connect() -> object:
        async with open_database(url, connect_wait=20) as database, database.connect() as connection:
            return (await connection.exec_driver_sql("SELECT 1")).scalar()

    waiting = asyncio.create_task(connect())
    await asyncio.sleep(0.3)
    async with listening(Gate(server), port):
        assert await waiting == 1


async def test_waiting_has_an_end(tmp_path: Path) -> None:
    started = time.monotonic()
    await failure_of(f"postgresql://u:s3cret@/d?host={tmp_path}", connect_wait=0.4)
    assert 0.4 <= time.monotonic() - started < 3
