"""Connections to a real server: what a URL asks for arrives there, and what fails is said without a password."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import ssl
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import asyncpg
import pytest
import sqlalchemy
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from matrx_orm_migrate.config import DatabaseConfig, register_database, unregister_database
from matrx_orm_migrate.connections import (
    create_engine,
    open_database,
    parse_url,
    replace_database,
    translate_connection_error,
)
from matrx_orm_migrate.connections.engines import check_driver, is_worth_retrying
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.errors import ConfigError, DatabaseUnavailableError, UnknownDatabaseError
from tests.support.servers import CERTIFICATE, CERTIFICATE_KEY, Databases

PASSWORD = "s3cr€t /?#@:%&=+[]'\"\\ end"


async def ask(url: str, query: str) -> Any:
    async with open_database(url) as database, database.connect() as connection:
        return (await connection.exec_driver_sql(query)).scalar()


async def failure_of(url: str, **options: Any) -> DatabaseUnavailableError:
    with pytest.raises(DatabaseUnavailableError) as caught:
        async with open_database(url, **options) as database, database.connect():
            pass
    assert "s3cr" not in str(caught.value)
    assert caught.value.hint
    assert caught.value.__cause__ is None
    return caught.value


# --- a server on TCP, with TLS and with faults: a small gate before the real one ----------------------------------


class Gate:
    """Listens on 127.0.0.1 and passes connections on to the server's socket."""

    def __init__(self, server: EmbeddedServer, *, tls: ssl.SSLContext | None = None) -> None:
        self._path = str(server.socket_dir / f".s.PGSQL.{server.port}")
        self._tls = tls
        self.port = 0

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            first = await reader.readexactly(8)
            if first[4:] == b"\x04\xd2\x16\x2f":  # SSLRequest
                writer.write(b"S" if self._tls else b"N")
                await writer.drain()
                if self._tls:
                    await writer.start_tls(self._tls)
                first = b""
            far_reader, far_writer = await asyncio.open_unix_connection(self._path)
            far_writer.write(first)
            with contextlib.closing(far_writer):
                await asyncio.gather(pass_on(reader, far_writer), pass_on(far_reader, writer))


async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


@contextlib.asynccontextmanager
async def listening(
    handle: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]], port: int = 0
) -> AsyncIterator[int]:
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(OSError):
                await handle(reader, writer)
        finally:
            writer.transport.abort()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.add(asyncio.create_task(serve(reader, writer)))

    listener = await asyncio.start_server(accept, "127.0.0.1", port)
    try:
        yield listener.sockets[0].getsockname()[1]
    finally:
        listener.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.sleep(0.01)  # what was aborted is closed by the loop


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A server that takes connections and says nothing."""
    await reader.read()


def saying(answer: bytes) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
    """A server that says one thing and hangs up."""

    async def handle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(8)
        writer.write(answer)
        await writer.drain()
        writer.close()
        await writer.wait_closed()

    return handle


def refusal(sqlstate: str, message: str) -> bytes:
    """PostgreSQL's ErrorResponse."""
    fields = f"SFATAL\0VFATAL\0C{sqlstate}\0M{message}\0\0".encode()
    return b"E" + (len(fields) + 4).to_bytes(4, "big") + fields


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


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


# --- URLs ----------------------------------------------------------------------------------------------------------


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


# --- the connection that a migration needs -------------------------------------------------------------------------


async def test_nothing_is_pooled_and_no_prepared_statement_outlives_its_use(database_url: str) -> None:
    engine = create_engine(database_url)
    assert isinstance(engine.sync_engine.pool, NullPool)
    async with engine.connect() as connection:
        for _ in range(3):
            await connection.execute(text("SELECT cast(:n AS int)"), {"n": 1})
            await connection.exec_driver_sql("SELECT now()")
        assert (
            await connection.exec_driver_sql("SELECT count(*) FROM pg_prepared_statements WHERE name <> ''")
        ).scalar() == 0
        raw = await connection.get_raw_connection()
        # The traps: an engine with async_creator= ignores connect_args, and keeps both of SQLAlchemy's defaults.
        assert raw.dbapi_connection is not None
        assert raw.dbapi_connection._prepared_statement_cache is None
        assert raw.dbapi_connection._prepared_statement_name_func() == ""
        assert raw.driver_connection is not None
        assert raw.driver_connection._config.statement_cache_size == 0
    await engine.dispose()


async def test_a_table_may_change_between_two_reads_in_one_transaction(database_url: str) -> None:
    async with open_database(database_url) as database, database.connect() as connection:
        await connection.exec_driver_sql("CREATE TABLE t (a int)")
        await connection.exec_driver_sql("SELECT * FROM t")
        await connection.exec_driver_sql("ALTER TABLE t ADD b text")
        assert list((await connection.exec_driver_sql("SELECT * FROM t")).keys()) == ["a", "b"]


@pytest.mark.parametrize(
    ("query", "name"),
    [("", "matrx-orm-migrate"), ("&application_name=shop%20tool", "shop tool"), ("&fallback_application_name=x", "x")],
)
async def test_the_application_name_tells_who_it_is(database_url: str, query: str, name: str) -> None:
    assert await ask(database_url + query, "SHOW application_name") == name


async def test_options_of_the_url_reach_the_server(database_url: str) -> None:
    assert await ask(f"{database_url}&options=-c%20search_path%3Dapp", "SHOW search_path") == "app"
    assert await ask(f"{database_url}&options=-c+lock_timeout%3D7s", "SHOW lock_timeout") == "7s"


async def test_tcp_keepalive_is_on_unless_the_url_says_no(server: EmbeddedServer) -> None:
    async with listening(Gate(server)) as port:
        for query, idle in (("", 30), ("?keepalives_idle=11", 11), ("?keepalives=0", None)):
            url = f"postgresql://postgres@127.0.0.1:{port}/postgres{query}"
            async with open_database(url) as database, database.connect() as connection:
                driver = (await connection.get_raw_connection()).driver_connection
                assert driver is not None
                channel = driver._transport.get_extra_info("socket")
                assert bool(channel.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE)) is (idle is not None)
                if idle is not None and hasattr(socket, "TCP_KEEPIDLE"):
                    assert channel.getsockopt(socket.IPPROTO_TCP, socket.TCP_KEEPIDLE) == idle


def test_an_engine_shows_where_it_goes_but_no_password() -> None:
    engine = create_engine("postgres://anna:s3cret@h:5433/shop?password=s3cret&sslmode=require")

    assert str(engine.url) == "postgresql+asyncpg://anna@h:5433/shop"
    assert "s3cret" not in repr(engine)
    with pytest.raises(ConfigError, match="sslrootcert: /no/such"):
        create_engine("postgresql://h/d?sslmode=require&sslrootcert=/no/such")


# --- several hosts -------------------------------------------------------------------------------------------------


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


# --- what can go wrong ---------------------------------------------------------------------------------------------


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


# --- open_database -------------------------------------------------------------------------------------------------


async def test_a_name_is_opened_with_its_configuration(database_url: str, tmp_path: Path) -> None:
    register_database("shop", database_url, directory="db")
    try:
        async with open_database("shop", project_dir=tmp_path) as database:
            assert database.config.directory == tmp_path / "db"
            assert database.owned
            assert database.url == database_url
            assert database_url not in repr(database)
            async with database.connect() as first, database.connect() as second:
                assert first is not second
            assert first.closed
            async with open_database(database.config) as again, again.connect():
                assert again.config is database.config
    finally:
        unregister_database("shop")
    with pytest.raises(UnknownDatabaseError):
        async with open_database("shop", project_dir=tmp_path):
            pass


async def test_the_embedded_server_runs_while_its_database_is_open(reachable_dir: Path) -> None:
    running = reachable_dir / ".matrx-orm" / "embedded" / "data" / "postmaster.pid"
    async with open_database("embedded", project_dir=reachable_dir) as database:
        assert running.exists()
        assert parse_url(database.url).hosts == (str(running.parent),)
        async with database.connect() as connection:
            assert (await connection.exec_driver_sql("SELECT 1")).scalar() == 1
    assert not running.exists()


@pytest.mark.parametrize("url", ["embedded://relative", "embedded:relative", "embedded://"])
async def test_the_directory_of_an_embedded_server_is_absolute(url: str) -> None:
    with pytest.raises(ConfigError, match="embedded:///DIRECTORY"):
        async with open_database(DatabaseConfig(name="x", url=url)):
            pass


async def test_an_engine_that_is_given_is_used_and_left_alone(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        await connection.exec_driver_sql("SELECT 1")
    async with open_database(engine) as database:
        assert database.engine is engine
        assert not database.owned
        assert database.config.name == engine.url.database
        async with database.connect() as connection:
            assert connection.engine is engine
    assert engine.pool.checkedin() == 1  # type: ignore[attr-defined]  # still pooled: not disposed of
    await engine.dispose()


async def test_a_connection_that_is_given_is_used_as_it_is_and_left_open(engine: AsyncEngine) -> None:
    async with engine.connect() as mine:
        await mine.exec_driver_sql("CREATE TEMPORARY TABLE t (x int)")
        async with open_database(mine) as database:
            assert (database.engine, database.connection, database.owned) == (None, mine, False)
            async with database.connect() as connection:
                assert connection is mine
                await connection.exec_driver_sql("INSERT INTO t VALUES (1)")
        assert mine.in_transaction()
        assert (await mine.exec_driver_sql("SELECT count(*) FROM t")).scalar() == 1
    await engine.dispose()


async def test_a_users_engine_that_cannot_connect_is_explained_without_its_password(server: EmbeddedServer) -> None:
    engine = create_async_engine(f"postgresql+asyncpg://nobody_here:s3cret@/postgres?host={server.socket_dir}")
    with pytest.raises(DatabaseUnavailableError, match='role "nobody_here" does not exist') as caught:
        async with open_database(engine) as database, database.connect():
            pass
    assert "s3cret" not in str(caught.value)
    await engine.dispose()


async def test_engines_of_other_kinds_are_refused_with_what_to_pass() -> None:
    synchronous = sqlalchemy.create_engine("sqlite://")
    with pytest.raises(ConfigError, match="from a Engine") as caught:
        async with open_database(synchronous):  # type: ignore[arg-type]
            pass
    assert "create_async_engine" in caught.value.hint
    with pytest.raises(ConfigError, match=r"uses sqlite\+pysqlite") as caught:
        check_driver(synchronous)
    assert "create_async_engine" in caught.value.hint
    synchronous.dispose()


async def test_the_work_inside_may_fail_and_the_connection_is_closed_all_the_same(database_url: str) -> None:
    async with open_database(database_url) as database:
        with pytest.raises(sqlalchemy.exc.DBAPIError):
            async with database.connect() as connection:
                await connection.exec_driver_sql("SELECT 1/0")
        assert connection.closed

        async def hold() -> None:
            async with database.connect() as held:
                await held.exec_driver_sql("SELECT pg_sleep(30)")

        task = asyncio.create_task(hold())
        await asyncio.sleep(0.2)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    for _ in range(50):
        if await ask(database_url, others) == 0:
            break
        await asyncio.sleep(0.1)
    else:
        pytest.fail("a connection was left open")
