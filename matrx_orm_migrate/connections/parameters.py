"""The parameters after a URL's ``?``: which there are, and what they change."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from matrx_orm_migrate.config import Secret
from matrx_orm_migrate.connections.arguments import ConnectArguments, Keepalive
from matrx_orm_migrate.connections.tls import SSL_MODES, TlsSettings
from matrx_orm_migrate.errors import ConfigError

__all__ = ["ESCAPES", "apply_parameters", "decode", "host_and_port", "read_parameters"]

_PARAMETER: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_.]*\Z")
_BAD_ESCAPE: Final = re.compile(r"%(?![0-9A-Fa-f]{2})|%00")
_DIGITS: Final = re.compile(r"[0-9]+\Z")
ESCAPES: Final = (
    "In user names and passwords, write %40 for @, %2F for /, %3F for ?, %23 for #, %3A for : and %25 for %."
)

_SYNONYMS: Final = {
    "dbname": "database",
    "applicationname": "application_name",
    "connecttimeout": "connect_timeout",
    "timeout": "connect_timeout",
    "currentschema": "schema",
}
# ssl= of JDBC, node-postgres and asyncpg, sslmode= of node-postgres
_OTHER_SSL_MODES: Final = {
    "true": "require",
    "1": "require",
    "no-verify": "require",
    "false": "disable",
    "0": "disable",
}
_TEXTS: Final = ("user", "database", "application_name", "options", "passfile", "service", "krbsrvname", "gsslib")
_KNOWN: Final = frozenset(
    {
        *_TEXTS,
        "connect_timeout",
        "fallback_application_name",
        "gssencmode",
        "host",
        "keepalives",
        "keepalives_count",
        "keepalives_idle",
        "keepalives_interval",
        "password",
        "port",
        "requiressl",
        "schema",
        "ssl",
        "ssl_max_protocol_version",
        "ssl_min_protocol_version",
        "sslcert",
        "sslcrl",
        "sslkey",
        "sslmode",
        "sslnegotiation",
        "sslpassword",
        "sslrootcert",
        "target_session_attrs",
        "tcp_user_timeout",
    }
)

# Understood by libpq or some other driver, and without meaning here.
_IGNORED: Final = frozenset(
    {
        # libpq's: asyncpg cannot bind channels or compress, and always speaks UTF-8 and protocol 3.0
        "channel_binding",
        "client_encoding",
        "gssdelegation",
        "load_balance_hosts",
        "max_protocol_version",
        "min_protocol_version",
        "sslcertmode",
        "sslcompression",
        "sslsni",
        # of pools and caches: connections are opened one by one, and keep no prepared statements
        "conn_max_age",
        "connection_lifetime",
        "connection_limit",
        "disable_prepared_binary_result",
        "max_cacheable_statement_size",
        "max_cached_statement_lifetime",
        "max_overflow",
        "pgbouncer",
        "pool_max_conn_idle_time",
        "pool_max_conn_lifetime",
        "pool_max_conns",
        "pool_min_conns",
        "pool_pre_ping",
        "pool_recycle",
        "pool_size",
        "pool_timeout",
        "prepare_threshold",
        "prepared_statement_cache_size",
        "preparedstatementcachequeries",
        "preparethreshold",
        "statement_cache_capacity",
        "statement_cache_size",
        # of other drivers, about other drivers
        "async_fallback",
        "autosave",
        "binary_parameters",
        "command_timeout",
        "default_query_exec_mode",
        "logintimeout",
        "rewritebatchedinserts",
        "socket_timeout",
        "sockettimeout",
        "sslaccept",
        "supa",
        "tcpkeepalive",
        "uselibpqcompat",
        "workaround",
    }
)

_SESSION_ATTRIBUTES: Final = ("any", "primary", "standby", "prefer-standby", "read-write", "read-only")


def read_parameters(query: str) -> dict[str, str]:
    """The parameters, decoded; hosts and ports that are given more than once are joined, else the last one counts."""
    parameters: dict[str, str] = {}
    for item in query.split("&"):
        if not item:
            continue
        name, equals, value = item.partition("=")
        if not equals or not _PARAMETER.match(name):
            raise ConfigError(
                "the URL has something after the ? that is not name=value, or a ? before it that is not escaped",
                hint=ESCAPES,
            )
        name = _SYNONYMS.get(name.lower(), name.lower())
        decoded = decode(value)
        if name in ("host", "port") and name in parameters:
            decoded = f"{parameters[name]},{decoded}"
        parameters[name] = decoded
    unknown = sorted(name for name in parameters if name not in _IGNORED and name not in _KNOWN)
    if unknown and "@" in query:  # the names may be the end of a password
        raise ConfigError("the URL has an @ after the first ?: a ? in the password is not escaped", hint=ESCAPES)
    if unknown:
        raise ConfigError(
            f"the URL has parameters that are not known: {', '.join(unknown)}",
            hint="Correct or remove them; settings of the server are given as options=-c%20name=value.",
        )
    return parameters


def apply_parameters(
    arguments: ConnectArguments, addresses: list[tuple[str, int | None]], parameters: dict[str, str]
) -> ConnectArguments:
    """Put the parameters over what stood before the ``?``."""
    if parameters.get("host"):
        addresses = [host_and_port(item, escaped=False) for item in parameters["host"].split(",")]
    ports: list[int | None] = [port for _, port in addresses]
    if parameters.get("port"):
        given = [_port(item) for item in parameters["port"].split(",")]
        if len(given) not in (1, len(addresses)):
            raise ConfigError("the URL's host and port have different lengths", hint="Give one port, or one a host.")
        ports = [*given] if len(given) > 1 else [*given] * max(1, len(addresses))
    texts: dict[str, Any] = {name: parameters[name] for name in _TEXTS if parameters.get(name)}
    texts.setdefault("application_name", parameters.get("fallback_application_name") or None)
    if texts.get("options", "").startswith("-c+"):  # SQLAlchemy writes a space as + when it prints a URL
        texts["options"] = texts["options"].replace("+", " ")
    if parameters.get("password"):
        texts["password"] = Secret(parameters["password"])
    if attributes := _one_of(parameters, "target_session_attrs", _SESSION_ATTRIBUTES):
        texts["target_session_attrs"] = attributes
    if _one_of(parameters, "gssencmode", ("disable", "prefer", "require")) == "require":
        raise ConfigError("gssencmode=require: asyncpg cannot encrypt with GSSAPI", hint="Use TLS: sslmode=require.")
    if parameters.get("schema", "public") != "public":
        raise ConfigError(
            "the URL has the parameter schema", hint="Name the schemas in the configuration: schemas = […]."
        )
    return replace(
        arguments,
        hosts=tuple(host for host, _ in addresses),
        ports=tuple(port or 5432 for port in ports) if any(ports) else (),
        tls=_tls(parameters),
        timeout=_seconds(parameters, "connect_timeout"),
        keepalive=_keepalive(parameters),
        **texts,
    )


def _one_of(parameters: dict[str, str], name: str, allowed: tuple[str, ...]) -> str:
    value = parameters.get(name, "")
    if value and value not in allowed:
        raise ConfigError(f"the URL's {name} must be one of {', '.join(allowed)}")
    return value


def _seconds(parameters: dict[str, str], name: str) -> float | None:
    value = parameters.get(name, "")
    if not value:
        return None
    try:
        seconds = float(value)
    except ValueError:
        seconds = float("nan")
    if not seconds < 1e9:  # not a number, or too many
        raise ConfigError(f"the URL's {name} must be a number of seconds")
    return max(0.0, seconds)


def _tls(parameters: dict[str, str]) -> TlsSettings:
    mode = parameters.get("sslmode") or parameters.get("ssl") or ""
    mode = mode or ("require" if parameters.get("requiressl") == "1" else "")
    return TlsSettings(
        mode=_one_of({"sslmode": _OTHER_SSL_MODES.get(mode, mode)}, "sslmode", SSL_MODES),
        root=parameters.get("sslrootcert", ""),
        certificate=parameters.get("sslcert", ""),
        key=parameters.get("sslkey", ""),
        key_password=Secret(parameters.get("sslpassword", "")),
        revoked=parameters.get("sslcrl", ""),
        minimum=parameters.get("ssl_min_protocol_version", ""),
        maximum=parameters.get("ssl_max_protocol_version", ""),
        direct=_one_of(parameters, "sslnegotiation", ("postgres", "direct")) == "direct",
    )


def _keepalive(parameters: dict[str, str]) -> Keepalive:
    default = Keepalive()
    return Keepalive(
        enabled=parameters.get("keepalives") != "0",
        idle=_whole(parameters, "keepalives_idle") or default.idle,
        interval=_whole(parameters, "keepalives_interval") or default.interval,
        count=_whole(parameters, "keepalives_count") or default.count,
        # 0 says the system's, as in libpq
        user_timeout=_whole(parameters, "tcp_user_timeout")
        if "tcp_user_timeout" in parameters
        else default.user_timeout,
    )


def _whole(parameters: dict[str, str], name: str) -> int:
    value = parameters.get(name) or "0"
    if not (_DIGITS.match(value) and len(value) <= 9):
        raise ConfigError(f"the URL's {name} must be a whole number")
    return int(value)


# --- pieces of text ------------------------------------------------------------------------------------------------


def decode(text: str) -> str:
    """The text without its percent escapes; unlike ``urllib``, with an error for escapes that are not right."""
    if _BAD_ESCAPE.search(text):
        raise ConfigError("the URL has a % that is not followed by two hexadecimal digits", hint=ESCAPES)
    try:
        return unquote_to_bytes(text).decode()
    except UnicodeDecodeError:
        # from None: the original holds the text.
        raise ConfigError("the URL has %-escapes that are not UTF-8", hint="Escape the bytes of UTF-8.") from None


def host_and_port(item: str, *, escaped: bool = True) -> tuple[str, int | None]:
    """One address; ``escaped`` tells what stands before the ``?``, where colons in a host are written in brackets."""
    if item.startswith("["):
        host, bracket, rest = item[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            raise ConfigError("the URL has an IPv6 address that is not closed by ]", hint="Write [::1]:5432.")
        port = rest[1:]
    elif item.startswith("/") or (not escaped and item.count(":") > 1):
        host, port = item, ""
    else:
        host, _, port = item.partition(":")
        if ":" in port:
            raise ConfigError(
                "the URL has a host with more than one colon: an @ or : in it is not escaped, "
                "or it is an IPv6 address without brackets",
                hint="Write IPv6 addresses as [::1]:5432. " + ESCAPES,
            )
    if not host:
        raise ConfigError("the URL has a port or a comma without a host", hint="Write host:port, and no empty hosts.")
    return decode(host) if escaped else host, _port(port) if port else None


def _port(text: str) -> int:
    number = int(text) if _DIGITS.match(text) and len(text) <= 5 else 0
    if not 1 <= number <= 65535:
        raise ConfigError(
            "the URL has a port that is not a number from 1 to 65535, or a / or ? in the password that is not escaped",
            hint=ESCAPES,
        )
    return number
