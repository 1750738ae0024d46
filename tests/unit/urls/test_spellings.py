"""URLs taken apart: every spelling that consoles, drivers and libpq print."""

from __future__ import annotations

from typing import Any

import pytest

from matrx_orm_migrate.connections import ConnectArguments, display_url, parse_url, replace_database
from matrx_orm_migrate.connections.tls import TlsSettings
from matrx_orm_migrate.connections.urls import describe_url
from matrx_orm_migrate.errors import ConfigError


@pytest.mark.parametrize(
    "scheme",
    [
        "postgres",
        "postgresql",
        "PostgreSQL",
        "postgresql+asyncpg",
        "postgresql+psycopg",
        "postgresql+psycopg2",
        "postgresql+pg8000",
        "postgres+asyncpg",
        "jdbc:postgresql",
    ],
)
def test_the_scheme_may_name_any_driver(scheme: str) -> None:
    assert parse_url(f"{scheme}://anna:pw@h:1/d") == ConnectArguments(
        hosts=("h",), ports=(1,), user="anna", password="pw", database="d"
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("postgresql://", {}),
        ("postgresql:///", {}),
        ("postgresql:///shop", {"database": "shop"}),
        ("postgresql://h", {"hosts": ("h",)}),
        ("postgresql://h/", {"hosts": ("h",)}),
        ("postgresql://h:5433", {"hosts": ("h",), "ports": (5433,)}),
        ("postgresql://h:/d", {"hosts": ("h",), "database": "d"}),
        ("postgresql://anna@h", {"hosts": ("h",), "user": "anna"}),
        ("postgresql://anna:@h", {"hosts": ("h",), "user": "anna"}),
        ("postgresql://anna@/d", {"user": "anna", "database": "d"}),
        ("  postgresql://h/d\n", {"hosts": ("h",), "database": "d"}),
        ("postgresql://h/a/b", {"hosts": ("h",), "database": "a/b"}),
        ("postgresql://h/a%20b%C3%A9", {"hosts": ("h",), "database": "a bé"}),
        ("postgresql://h/d?", {"hosts": ("h",), "database": "d"}),
        ("postgresql://h?sslmode=disable", {"hosts": ("h",), "tls": TlsSettings(mode="disable")}),
    ],
)
def test_parts_may_be_missing(url: str, expected: dict[str, Any]) -> None:
    assert parse_url(url) == ConnectArguments(**expected)


@pytest.mark.parametrize(
    ("url", "hosts", "ports"),
    [
        ("postgresql://h1:1,h2:2/d", ("h1", "h2"), (1, 2)),
        ("postgresql://h1,h2/d", ("h1", "h2"), ()),
        ("postgresql://h1,h2:2/d", ("h1", "h2"), (5432, 2)),
        ("postgresql:///d?host=h1,h2&port=1,2", ("h1", "h2"), (1, 2)),
        ("postgresql:///d?host=h1,h2&port=7", ("h1", "h2"), (7, 7)),
        ("postgresql:///d?host=h1:1&host=h2:2", ("h1", "h2"), (1, 2)),
        ("postgresql:///d?host=h1&host=h2&port=1&port=2", ("h1", "h2"), (1, 2)),
        ("postgresql://wrong:9/d?host=right", ("right",), ()),
        ("postgresql://h/d?port=9", ("h",), (9,)),
        ("postgresql:///d?port=9", (), (9,)),
        ("postgresql://[::1]/d", ("::1",), ()),
        ("postgresql://[2001:db8::1]:6/d", ("2001:db8::1",), (6,)),
        ("postgresql://[::1]:1,[::2]:2/d", ("::1", "::2"), (1, 2)),
        ("postgresql://[fe80::1%25eth0]/d", ("fe80::1%eth0",), ()),
        ("postgresql:///d?host=::1", ("::1",), ()),
        ("postgresql:///d?host=[::1]:6", ("::1",), (6,)),
        ("postgresql://%2Frun%2Fpostgresql/d", ("/run/postgresql",), ()),
        ("postgresql://%2Frun%2Fpostgresql:6/d", ("/run/postgresql",), (6,)),
        ("postgresql:///d?host=/run/postgresql", ("/run/postgresql",), ()),
        ("postgresql://u@/d?host=%2Frun%2Fpost%20gresql&port=6", ("/run/post gresql",), (6,)),
        ("postgresql://u:p@/d?host=/cloudsql/project:region:instance", ("/cloudsql/project:region:instance",), ()),
    ],
)
def test_hosts_are_names_addresses_or_sockets_and_there_may_be_several(
    url: str, hosts: tuple[str, ...], ports: tuple[int, ...]
) -> None:
    arguments = parse_url(url)
    assert (arguments.hosts, arguments.ports) == (hosts, ports)


def test_parameters_win_over_what_stands_before_them_as_in_libpq() -> None:
    arguments = parse_url("postgresql://a:b@h:1/d?user=c&password=d%40+e&dbname=f&port=2&host=g")

    assert arguments == ConnectArguments(hosts=("g",), ports=(2,), user="c", password="d@+e", database="f")


def test_of_a_parameter_given_twice_the_last_counts() -> None:
    assert parse_url("postgresql://h/d?sslmode=disable&sslmode=require").tls.mode == "require"


# What the consoles of the usual providers print, with the password filled in.
CONSOLES = {
    "neon": "postgresql://app:npg_x@ep-a-1-pooler.eu.aws.neon.tech/neondb?sslmode=require&channel_binding=require",
    "supabase": "postgresql://postgres.abcdef:pw@aws-0-eu.pooler.supabase.com:6543/postgres?pgbouncer=true",
    "vercel": "postgres://app:pw@db.prisma.io:5432/?sslmode=require&supa=base-pooler.x",
    "heroku": "postgres://u:pw@ec2-1.compute-1.amazonaws.com:5432/d",
    "digitalocean": "postgresql://doadmin:AVNS_x@db-1.b.db.ondigitalocean.com:25060/defaultdb?sslmode=require",
    "cockroach": "postgresql://anna:pw@x.cockroachlabs.cloud:26257/defaultdb?sslmode=verify-full",
    "azure": "postgres://anna%40server:pw@server.postgres.database.azure.com/postgres?sslmode=require",
    "aiven": "postgres://avnadmin:AVNS_x@pg-1.aivencloud.com:12691/defaultdb?sslmode=require",
    "render": "postgresql://u:pw@dpg-1.frankfurt-postgres.render.com/d?ssl=true",
    "prisma": "postgresql://u:pw@h:5432/d?schema=public&connection_limit=5&pool_timeout=20&connect_timeout=300",
    "django": "postgres://u:pw@h/d?conn_max_age=600&sslmode=require",
    "pgx": "postgres://u:pw@h/d?pool_max_conns=10&sslmode=disable",
    "jdbc": "jdbc:postgresql://h:5432/d?user=u&password=pw&ssl=true&prepareThreshold=0&ApplicationName=x",
    "sqlalchemy": "postgresql+asyncpg://u:pw@h/d?prepared_statement_cache_size=0&ssl=require&timeout=3",
    "node": "postgresql://u:pw@h/d?sslmode=no-verify&uselibpqcompat=true",
    "libpq": "postgresql://u:pw@h/d?keepalives=1&keepalives_idle=5&gssencmode=disable&client_encoding=utf8&sslsni=1",
}


@pytest.mark.parametrize("url", CONSOLES.values(), ids=CONSOLES.keys())
def test_what_a_console_prints_works_as_it_stands(url: str) -> None:
    keywords = parse_url(url).keywords()

    assert keywords["host"]
    assert keywords["password"]
    understood = {"host", "port", "user", "password", "database", "ssl", "timeout", "server_settings"}
    assert set(keywords) <= understood
    assert set(keywords["server_settings"]) <= {"application_name"}


# --- parameters ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "seconds"),
    [("", None), ("connect_timeout=5", 5), ("timeout=2.5", 2.5), ("connect_timeout=0", 0), ("connectTimeout=-1", 0)],
)
def test_connect_timeout_is_in_seconds_and_zero_is_no_limit(query: str, seconds: float | None) -> None:
    arguments = parse_url(f"postgresql://h/d?{query}")

    assert arguments.timeout == seconds
    assert arguments.keywords().get("timeout", "not said") == ("not said" if seconds is None else seconds or None)


@pytest.mark.parametrize(
    ("query", "settings"),
    [
        ("application_name=my%20app", {"application_name": "my app"}),
        ("fallback_application_name=a", {"application_name": "a"}),
        ("fallback_application_name=a&application_name=b", {"application_name": "b"}),
        ("options=-csearch_path%3Dapp", {"options": "-csearch_path=app"}),
        ("options=-c%20search_path=app", {"options": "-c search_path=app"}),
        ("options=-c+search_path%3Dapp", {"options": "-c search_path=app"}),
        ("options=endpoint%3Dep-1", {"options": "endpoint=ep-1"}),
    ],
)
def test_only_the_application_name_and_options_become_settings_of_the_server(
    query: str, settings: dict[str, str]
) -> None:
    assert parse_url(f"postgresql://h/d?{query}").keywords()["server_settings"] == settings


@pytest.mark.parametrize("value", ["any", "primary", "standby", "prefer-standby", "read-write", "read-only"])
def test_target_session_attrs_is_handed_on(value: str) -> None:
    assert parse_url(f"postgresql://h/d?target_session_attrs={value}").keywords()["target_session_attrs"] == value


def test_keepalive_has_short_defaults_and_can_be_set_or_turned_off() -> None:
    default = parse_url("postgresql://h/d").keepalive
    assert (default.enabled, default.idle, default.interval, default.count) == (True, 30, 10, 3)

    given_ = parse_url(
        "postgresql://h/d?keepalives=0&keepalives_idle=7&keepalives_count=0&tcp_user_timeout=900"
    ).keepalive
    assert (given_.enabled, given_.idle, given_.interval, given_.count, given_.user_timeout) == (False, 7, 10, 3, 900)


def test_unknown_parameters_are_listed_with_what_to_do() -> None:
    with pytest.raises(ConfigError, match="not known: search_path, sslmod") as caught:
        parse_url("postgresql://u:s3cret@h/d?sslmod=require&search_path=x&application_name=y")
    assert "options=-c" in caught.value.hint
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("sslmode=s3cret", "sslmode must be one of disable, allow, prefer"),
        ("target_session_attrs=s3cret", "target_session_attrs must be one of any, primary"),
        ("connect_timeout=s3cret", "connect_timeout must be a number of seconds"),
        ("connect_timeout=inf", "connect_timeout must be a number of seconds"),
        ("keepalives_idle=s3cret", "keepalives_idle must be a whole number"),
        ("port=s3cret", "port that is not a number"),
        ("host=a,b&port=1,2,3", "host and port have different lengths"),
        ("gssencmode=require", "asyncpg cannot encrypt with GSSAPI"),
        ("schema=s3cret", "has the parameter schema"),
        ("sslmode", "is not name=value"),
        ("application_name=%zz", "% that is not followed by two hexadecimal digits"),
        ("application_name=%ff", "not UTF-8"),
        ("host=h1,,h2", "without a host"),
        ("sslnegotiation=s3cret", "sslnegotiation must be one of postgres, direct"),
    ],
)
def test_a_wrong_value_is_named_and_not_shown(query: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        parse_url(f"postgresql://h/d?{query}")
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "shown", "described"),
    [
        (
            "postgresql+psycopg2://anna:s3cret@h:5433/shop?sslmode=require&password=s3cret",
            "postgresql://anna@h:5433/shop",
            'database "shop" at h:5433 as user "anna"',
        ),
        ("postgres://h1:1,[::1]:2/d", "postgresql://h1:1,[::1]:2/d", 'database "d" at h1:1, [::1]:2'),
        ("postgresql:///d?host=/run/pg", "postgresql:///d?host=/run/pg", 'database "d" at /run/pg'),
        ("postgresql://", "postgresql:///", "the database at the default host"),
        ("embedded:///tmp/x", "embedded:///tmp/x", "the database"),
    ],
)
def test_a_url_is_shown_without_its_password(url: str, shown: str, described: str) -> None:
    assert display_url(url) == shown
    assert describe_url(url) == described


@pytest.mark.parametrize(
    ("url", "changed"),
    [
        ("postgresql://u:p%40@h:1/d?sslmode=require", "postgresql://u:p%40@h:1/a%2Fb?sslmode=require"),
        ("postgresql://u@h", "postgresql://u@h/a%2Fb"),
        ("postgres://h?dbname=d&host=/run/pg", "postgres://h/a%2Fb?host=/run/pg"),
        ("postgresql+asyncpg://postgres@/d?host=/x&port=1", "postgresql+asyncpg://postgres@/a%2Fb?host=/x&port=1"),
    ],
)
def test_the_database_of_a_url_can_be_replaced(url: str, changed: str) -> None:
    assert replace_database(url, "a/b") == changed
    assert parse_url(changed).database == "a/b"
    assert "s3cret" not in repr(replace_database("postgresql://u:s3cret@h/d", "x"))
