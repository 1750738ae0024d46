"""Engines that are safe behind a pooler, and clear errors for connections that fail."""

from __future__ import annotations

import contextlib
import inspect
import os
import socket
import ssl
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Final

from matrx_orm_migrate.connections.arguments import ConnectArguments, Keepalive
from matrx_orm_migrate.connections.urls import describe_url, parse_url
from matrx_orm_migrate.errors import ConfigError, DatabaseUnavailableError

if TYPE_CHECKING:
    import asyncpg
    from sqlalchemy import Pool
    from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

__all__ = [
    "STATEMENT_MODE",
    "Connector",
    "connect_beside_pool",
    "create_engine",
    "is_statement_mode",
    "is_worth_retrying",
    "translate_connection_error",
]

APPLICATION_NAME: Final = "matrx-orm-migrate"
_IS_UP: Final = "Check host and port, and that the server is running; --connect-wait tries again for a while."
_CLOSED: Final = "the connection was closed while it was being made"
_URL_HINT: Final = "Correct the URL, or the PG… variables in the environment that fill in what it leaves out."


class Connector:
    """Where connections to one URL come from: the driver's own, and SQLAlchemy's around them.

    - No pool, and no prepared statements that outlive their transaction: behind PgBouncer in transaction mode they
      returned other statements' results.
    - Nothing in the start-up packet that PgBouncer refuses: the application name, and ``options`` where the URL has it.
    - Several hosts are tried one after the other, each for ``connect_timeout`` seconds (the URL's own wins; 0 waits for
      ever), and TCP keepalive notices within a minute that the server is gone.

    SQLAlchemy is imported when the engine is asked for: a command that finds nothing to do never needs it, and it costs
    as much as all the rest.  Raises `ConfigError` for a URL, or a certificate that it names, that cannot be used;
    nothing is connected yet.
    """

    def __init__(self, url: str, *, connect_timeout: float = 10.0) -> None:
        self._arguments = parse_url(url)
        self._keywords = _keywords(self._arguments, connect_timeout)
        self._engine: AsyncEngine | None = None

    async def connect(self) -> asyncpg.Connection:
        """A connection of the driver's; raises what the driver raises."""
        return await _connect(self._keywords, self._arguments.keepalive)

    async def around(self, driver: asyncpg.Connection) -> AsyncConnection:
        """SQLAlchemy's connection around one that is open; closing it closes that one."""
        token = _open_already.set(driver)
        try:
            return await self.engine.connect()
        finally:
            _open_already.reset(token)

    @property
    def engine(self) -> AsyncEngine:
        """The engine; its ``url`` is for display, without password and parameters."""
        if self._engine is None:
            self._engine = self._make_engine()
        return self._engine

    def load(self) -> None:
        """Import SQLAlchemy and its dialect, and make the engine: what takes time and needs no connection."""
        _ = self.engine.sync_engine.dialect

    async def dispose(self) -> None:
        """Dispose of the engine, where there is one."""
        if self._engine is not None:
            await self._engine.dispose()

    def _make_engine(self) -> AsyncEngine:
        from sqlalchemy import URL
        from sqlalchemy.ext.asyncio import create_async_engine
        from sqlalchemy.pool import NullPool

        async def connect(*_args: object, **_options: object) -> asyncpg.Connection:
            return _open_already.get() or await self.connect()

        def creator() -> Any:
            # What SQLAlchemy makes of async_creator=, but that would leave the two caches below on: it passes no
            # options.
            return engine.sync_engine.dialect.loaded_dbapi.connect(
                async_creator_fn=connect,
                prepared_statement_cache_size=0,
                prepared_statement_name_func=_unnamed,
            )

        arguments = self._arguments
        host = next((host for host in arguments.hosts if not host.startswith("/")), None)
        shown = URL.create(
            "postgresql+asyncpg",
            username=arguments.user,
            host=host,
            port=arguments.ports[0] if arguments.ports and host else None,
            database=arguments.database,
        )
        engine = create_async_engine(shown, creator=creator, poolclass=NullPool)
        return engine


#: The connection that the engine takes instead of making one.
_open_already: ContextVar[asyncpg.Connection | None] = ContextVar("matrx_orm_migrate_open_already", default=None)


def create_engine(url: str, *, connect_timeout: float = 10.0) -> AsyncEngine:
    """An engine for any URL that `parse_url` understands, whose connections are a `Connector`'s.

    Dispose of it as of any other.
    """
    return Connector(url, connect_timeout=connect_timeout).engine


async def connect_beside_pool(engine: AsyncEngine) -> tuple[AsyncConnection, Pool | None]:
    """A connection of somebody's engine that its pool does not count, and the pool to dispose of once it is closed.

    A run needs two connections at once: out of a small pool it would wait for itself, and runs for each other.  It is
    made as the engine makes its own, listeners included.  An engine with a pool of another kind has its reasons (one
    connection for everybody, or no pool at all), and is asked itself: there is no pool to dispose of then.
    """
    from sqlalchemy import Connection, QueuePool
    from sqlalchemy.ext.asyncio import AsyncConnection
    from sqlalchemy.util import greenlet_spawn

    if not isinstance(engine.pool, QueuePool):
        return await engine.connect(), None
    pool = engine.pool.recreate()

    def connect() -> Connection:
        return Connection(engine.sync_engine, pool.connect())

    return AsyncConnection(engine, await greenlet_spawn(connect)), pool


def _unnamed() -> str:
    """The name of every prepared statement: none, so that none is left behind in a pooled server connection."""
    return ""


def _keywords(arguments: ConnectArguments, connect_timeout: float) -> dict[str, Any]:
    import asyncpg

    keywords = {"timeout": connect_timeout or None} | arguments.keywords()
    understood = inspect.signature(asyncpg.connect).parameters
    for name in ("service", "krbsrvname", "gsslib"):
        if name in keywords and name not in understood:
            raise ConfigError(f"the URL's {name} needs a newer asyncpg", hint="pip install 'asyncpg>=0.30'")
    settings = keywords["server_settings"]
    settings.setdefault("application_name", os.environ.get("PGAPPNAME") or APPLICATION_NAME)
    return keywords | {"statement_cache_size": 0}


async def _connect(keywords: dict[str, Any], keepalive: Keepalive) -> asyncpg.Connection:
    """Connect to the first host that will have us.

    Not left to asyncpg, whose time-out is for all hosts together: a first host that does not answer would use it up.
    Only ``prefer-standby`` has to know all hosts at once.
    """
    import asyncpg

    hosts = keywords.get("host", [])
    attempts = [keywords]
    if len(hosts) > 1 and keywords.get("target_session_attrs") != "prefer-standby":
        ports = keywords.get("port", [])
        ports = ports if len(ports) == len(hosts) else ports * len(hosts)
        attempts = [
            keywords | {"host": [host]} | ({"port": [ports[number]]} if ports else {})
            for number, host in enumerate(hosts)
        ]
    failure: Exception | None = None
    for attempt in attempts:
        try:
            connection: asyncpg.Connection = await asyncpg.connect(**attempt)
        except (OSError, asyncpg.TargetServerAttributeNotMatched, asyncpg.CannotConnectNowError) as error:
            failure = error
        else:
            _keep_alive(connection, keepalive)
            return connection
    assert failure is not None
    raise failure


def _keep_alive(connection: asyncpg.Connection, keepalive: Keepalive) -> None:
    """Set TCP keepalive, which asyncpg leaves off.  It has no public way to the socket; without it, nothing is done."""
    transport = getattr(connection, "_transport", None)
    channel = transport.get_extra_info("socket") if transport is not None else None
    if channel is None or not keepalive.enabled or channel.family not in (socket.AF_INET, socket.AF_INET6):
        return
    options = {
        "TCP_KEEPIDLE": keepalive.idle,
        "TCP_KEEPALIVE": keepalive.idle,  # macOS's name of it
        "TCP_KEEPINTVL": keepalive.interval,
        "TCP_KEEPCNT": keepalive.count,
        "TCP_USER_TIMEOUT": keepalive.user_timeout,
    }
    with contextlib.suppress(OSError):
        channel.setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        for name, value in options.items():
            if value and hasattr(socket, name):
                channel.setsockopt(socket.IPPROTO_TCP, getattr(socket, name), value)


# --- errors --------------------------------------------------------------------------------------------------------


#: what is wrong with a pool in statement mode, and what to do
STATEMENT_MODE = "the pooler is in statement mode, which has no transactions", "Use a pool in transaction mode."


def is_statement_mode(said: str) -> bool:
    """Whether these are PgBouncer's words for a pool in statement mode: it hangs up with them, sooner or later."""
    return "statement pooling" in said


def is_worth_retrying(error: BaseException) -> bool:
    """Whether the same connection may succeed a moment later: nobody listens yet, starting up, too many connections."""
    import asyncpg

    error = _original(error)
    if isinstance(error, asyncpg.CannotConnectNowError | asyncpg.TooManyConnectionsError):
        return True
    if isinstance(error, asyncpg.PostgresConnectionError | asyncpg.TargetServerAttributeNotMatched):
        return True
    return isinstance(error, OSError) and not isinstance(error, ssl.SSLCertVerificationError | PermissionError)


def translate_connection_error(exc: BaseException, url: str) -> DatabaseUnavailableError:
    """Say in one sentence why connecting to ``url`` failed, with the server's code where it answered.

    ``exc`` is what asyncpg or SQLAlchemy raised: ``OSError`` in its many kinds, a time-out, a TLS error, the server's
    refusal.  Neither the message nor the hint contains the password.  The error is returned, and not raised; raise it
    ``from None``, because local variables of asyncpg's are in the traceback of the original.
    """
    import asyncpg

    error = _original(exc)
    reason, hint = _reason(error)
    # ConnectionDoesNotExistError is the driver's own, and no answer of the server's.
    answered = isinstance(error, asyncpg.PostgresError) and not isinstance(error, asyncpg.ConnectionDoesNotExistError)
    sqlstate = str(getattr(error, "sqlstate", None) or "") if answered else ""
    code = f" (SQLSTATE {sqlstate})" if sqlstate else ""
    return DatabaseUnavailableError(
        f"could not connect to {describe_url(url)}: {reason}{code}", sqlstate=sqlstate, hint=hint
    )


def _original(error: BaseException) -> BaseException:
    """The driver's error inside SQLAlchemy's; and the server's inside the driver's, where it hung up after it."""
    import asyncpg

    driver_errors = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
    seen: BaseException | None = error
    while seen is not None:
        inner = getattr(seen, "orig", None)
        inner = inner if isinstance(inner, BaseException) else seen.__cause__
        hung_up = isinstance(seen, asyncpg.ConnectionDoesNotExistError) and isinstance(inner, asyncpg.PostgresError)
        if isinstance(seen, driver_errors) and not hung_up:
            return seen
        seen = inner
    return error


def _reason(error: BaseException) -> tuple[str, str]:
    import asyncpg

    said = str(getattr(error, "message", None) or error)
    match error:
        case asyncpg.InvalidPasswordError():
            return "the password was not accepted, or none was given", _URL_HINT
        case asyncpg.InvalidAuthorizationSpecificationError():
            return f"the server does not let this user in: {said}", "Correct the URL, or the server's pg_hba.conf."
        case asyncpg.InvalidCatalogNameError():
            return f"the server does not have it: {said}", "Create the database, or correct its name in the URL."
        case asyncpg.TooManyConnectionsError():
            return f"the server has no connection left: {said}", "Try again later (--connect-wait), or use a pooler."
        case asyncpg.CannotConnectNowError():
            return f"the server does not take connections now: {said}", "Try again in a moment (--connect-wait)."
        case asyncpg.TargetServerAttributeNotMatched():
            return "no host is what target_session_attrs asks for", "Name the primary among the URL's hosts."
        case asyncpg.ConnectionDoesNotExistError():
            return _CLOSED, "See the log of the server, and of a pooler before it: statement mode ends like this too."
        case asyncpg.PostgresError() if is_statement_mode(said):
            return STATEMENT_MODE
        case asyncpg.PostgresError():
            return f"the server refused: {said}", "See the server's log."
        case asyncpg.InterfaceError():
            return f"the driver refused: {said}", _URL_HINT
        case asyncpg.InternalClientError():
            # Its text may quote what could not be encoded, the password too.
            return "the driver cannot make sense of the answer", "Check host and port: is that a PostgreSQL server?"
        case OSError():
            return _network_reason(error)
        case _:
            # The text of an error that nobody foresaw may contain anything, the password too.
            return f"an unexpected {type(error).__name__}", "Please report it."


def _network_reason(error: OSError) -> tuple[str, str]:
    match error:
        case ssl.SSLCertVerificationError():
            return (
                f"the server's TLS certificate was not accepted: {error.verify_message}",
                "Give the server's root certificate with sslrootcert=FILE, or check that the host name is right.",
            )
        case ssl.SSLError():
            return f"TLS failed: {error.reason or 'the handshake broke off'}", "Check the URL's ssl… parameters."
        case TimeoutError():
            return "no answer within the time-out", f"{_IS_UP} A firewall may be in the way."
        case socket.gaierror():
            return "the host name cannot be resolved", "Check the host in the URL, and the network."
        case ConnectionRefusedError():
            return "nobody listens there", _IS_UP
        case FileNotFoundError():
            return "there is no such socket", _IS_UP
        case PermissionError():
            return "the socket may not be opened by this account", "Check the permissions of the socket's directory."
        case ConnectionError() if "rejected SSL upgrade" in str(error):
            return "the server does not offer TLS", "Write sslmode=prefer where that is safe, or turn TLS on there."
        case ConnectionError():
            return _CLOSED, _IS_UP
        case _:
            # asyncio's collected text for several addresses has no errno of its own.
            return error.strerror or "the network failed, for every address of the host", _IS_UP


def is_connection_error(error: BaseException) -> bool:
    """Whether `translate_connection_error` has more to say about it than that it was not foreseen."""
    import asyncpg

    driver_errors = (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError)
    return isinstance(_original(error), (OSError, *driver_errors))


def check_driver(engine: object) -> None:
    """Refuse an engine that does not run on asyncpg.  Raises `ConfigError` that says what to pass."""
    dialect = getattr(engine, "dialect", None)
    name, driver = getattr(dialect, "name", "?"), getattr(dialect, "driver", "?")
    if (name, driver) != ("postgresql", "asyncpg"):
        raise ConfigError(
            f"the engine uses {name}+{driver}, and matrx-orm-migrate needs postgresql+asyncpg",
            hint='Pass create_async_engine("postgresql+asyncpg://…"), or the URL itself.',
        )
