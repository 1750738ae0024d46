"""Takes database URLs apart, in every spelling that a console, a driver or libpq prints.

The grammar is libpq's (PostgreSQL 18, "Connection URIs"), read by ourselves: ``urllib`` and SQLAlchemy each stumble
over something that is common (``#`` in a password, several hosts, ``+`` for a space), asyncpg sends parameters that it
does not know to the server, and none of them keeps a password that was not escaped out of its error messages.  No
message made here contains any value from the URL, and no name where the URL may have been cut in the wrong place.
"""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import quote

from matrx_orm_migrate.config import Secret
from matrx_orm_migrate.connections.arguments import ConnectArguments
from matrx_orm_migrate.connections.parameters import ESCAPES, apply_parameters, decode, host_and_port, read_parameters
from matrx_orm_migrate.errors import ConfigError

__all__ = ["describe_url", "display_url", "parse_url", "replace_database"]

_SCHEME: Final = re.compile(r"(?:jdbc:)?postgres(?:ql)?(?:\+\w+)?\Z", re.IGNORECASE)


def parse_url(url: str) -> ConnectArguments:
    """Take a PostgreSQL URL apart.

    Schemes: ``postgres``, ``postgresql``, either with any ``+driver``, and ``jdbc:`` before them.  Several hosts, IPv6
    addresses, socket directories (``?host=/run/postgresql``, or as the escaped host), libpq's parameters and those of
    the usual drivers are understood; the ones that mean nothing to asyncpg are passed over.  As in libpq, a parameter
    wins over the same thing before the ``?``, and ``+`` is a plus sign.

    ``channel_binding`` is among what is passed over, even ``require``: asyncpg cannot bind, and consoles print it.

    Raises `ConfigError` for anything else, without a value from the URL in the message.

    ::

        parse_url("postgresql+psycopg2://anna:s3cret@db.example.com/shop?sslmode=require").hosts  # ('db.example.com',)
    """
    authority, path, query = _split(url)
    login, _, address = authority.rpartition("@")
    parameters = read_parameters(query)
    user, colon, password = login.partition(":")
    database = decode(path)
    arguments = ConnectArguments(
        user=decode(user) or None,
        password=Secret(decode(password)) if colon and password else None,
        database=database or None,
    )
    addresses = [host_and_port(item) for item in address.split(",")] if address else []
    return apply_parameters(arguments, addresses, parameters)


def display_url(url: str) -> str:
    """The URL without password and parameters, for messages and logs; never raises."""
    if url.startswith("embedded:"):
        return url
    try:
        arguments = parse_url(url)
    except ConfigError:
        return "(a URL that cannot be read)"
    user = f"{quote(arguments.user, safe='')}@" if arguments.user else ""
    sockets = bool(arguments.hosts) and arguments.hosts[0].startswith("/")
    address = "" if sockets else ",".join(_addresses(arguments))
    suffix = f"?host={quote(','.join(arguments.hosts), safe='/,')}" if sockets else ""
    return f"postgresql://{user}{address}/{quote(arguments.database or '', safe='')}{suffix}"


def describe_url(url: str) -> str:
    """The URL in words: ``database "shop" at db.example.com:5432 as user "anna"``; never raises."""
    try:
        arguments = parse_url(url)
    except ConfigError:
        return "the database"
    database = f'database "{arguments.database}"' if arguments.database else "the database"
    user = f' as user "{arguments.user}"' if arguments.user else ""
    return f"{database} at {', '.join(_addresses(arguments)) or 'the default host'}{user}"


def replace_database(url: str, database: str) -> str:
    """The URL of another database on the same server, everything else unchanged.  Raises as `parse_url` does."""
    parse_url(url)
    head, _, query = url.strip().partition("?")
    scheme, _, rest = head.partition("://")
    kept = [item for item in query.split("&") if item.partition("=")[0].lower() not in ("", "dbname", "database")]
    authority = rest.partition("/")[0]
    return Secret(f"{scheme}://{authority}/{quote(database, safe='')}{'?' if kept else ''}{'&'.join(kept)}")


def _split(url: str) -> tuple[str, str, str]:
    """Authority, path and query, still escaped; refuses what was cut in the wrong place."""
    scheme, separator, rest = url.strip().partition("://")
    if not separator or not _SCHEME.match(scheme):
        raise ConfigError(
            "this is not a PostgreSQL URL (it is not shown: it may hold a password)",
            hint="It must begin with postgresql:// or postgres://, or postgresql+asyncpg://.",
        )
    head, _, query = rest.partition("?")
    authority, _, path = head.partition("/")
    if "@" in path:
        raise ConfigError(
            "the URL has an @ after the first /: a / in the user name or password, or an @ in the database's "
            "name, is not escaped",
            hint=ESCAPES,
        )
    if "#" in path or "#" in query:
        raise ConfigError("the URL has a # after the host: a # or / in it is not escaped", hint=ESCAPES)
    return authority, path, query


def _addresses(arguments: ConnectArguments) -> list[str]:
    ports = arguments.ports if len(arguments.ports) == len(arguments.hosts) else (0,) * len(arguments.hosts)
    shown = [f"[{host}]" if ":" in host and not host.startswith("/") else host for host in arguments.hosts]
    return [f"{host}:{port}" if port else host for host, port in zip(shown, ports, strict=True)]
