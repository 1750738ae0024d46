"""URLs taken apart: every spelling that consoles, drivers and libpq print, and no password in any message."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrx_orm_migrate.connections import ConnectArguments, display_url, parse_url, replace_database
from matrx_orm_migrate.connections.tls import TlsSettings
from matrx_orm_migrate.connections.urls import describe_url
from matrx_orm_migrate.errors import ConfigError
from tests.support.servers import CERTIFICATE, CERTIFICATE_KEY


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("PGSSLMODE", "PGSSLROOTCERT", "PGSSLCERT", "PGSSLKEY", "PGSSLCRL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


# --- spellings -----------------------------------------------------------------------------------------------------


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


# --- passwords -----------------------------------------------------------------------------------------------------

texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


@given(user=texts, password=texts, database=texts)
def test_whatever_is_escaped_comes_back(user: str, password: str, database: str) -> None:
    url = f"postgresql://{quote(user, safe='')}:{quote(password, safe='')}@h:1/{quote(database, safe='')}"

    assert parse_url(url) == ConnectArguments(hosts=("h",), ports=(1,), user=user, password=password, database=database)
    asked = f"postgresql://h:1/?user={quote(user, safe='')}&password={quote(password, safe='')}&dbname="
    assert parse_url(asked + quote(database, safe="")) == parse_url(url)


@given(password=st.text(st.characters(codec="utf-8", exclude_characters="\0%/?"), min_size=1))
def test_an_at_sign_a_colon_or_a_hash_in_a_password_needs_no_escape(password: str) -> None:
    arguments = parse_url(f"postgresql://anna:{password}@h/d")

    assert (arguments.user, arguments.password, arguments.hosts) == ("anna", password, ("h",))


secrets = st.text(st.sampled_from("xyz/@#?:%&=[], +")).map(lambda text: f"Hunter{text}Two")


@given(password=secrets)
def test_no_error_no_repr_and_no_description_shows_a_password_that_is_not_escaped(password: str) -> None:
    url = f"postgresql://anna:{password}@db.example.com:5432/shop?sslmode=require"
    shown = [display_url(url), describe_url(url)]
    try:
        arguments = parse_url(url)
    except ConfigError as error:
        shown += [str(error), repr(error), repr(error.__cause__), str(error.__context__)]
    else:
        shown += [repr(arguments), repr(arguments.keywords())]
        assert arguments.password == password
    for text in shown:
        assert "Hunter" not in text
        assert "Two" not in text


@pytest.mark.parametrize(
    "password",
    ["a/b", "a?b", "a/b?c", "1?secret=x", "a@b/c", "a@b?c=d", "a%", "a%4", "1/2", "12?x&y=z", "a/b@c", "a#/b"],
)
def test_a_password_that_cuts_the_url_in_the_wrong_place_is_explained(password: str) -> None:
    with pytest.raises(ConfigError, match="the URL has") as caught:
        parse_url(f"postgresql://anna:{password}@h:5432/shop?sslmode=require")
    assert "%2F for /" in caught.value.hint


@pytest.mark.parametrize(
    "url", ["", "mysql://u:s3cret@h/d", "postgresql:u:s3cret@h", "u:s3cret@h/d", "sqlite:///s3cret", "://s3cret"]
)
def test_what_is_no_postgresql_url_is_refused_and_not_shown(url: str) -> None:
    with pytest.raises(ConfigError, match="not a PostgreSQL URL") as caught:
        parse_url(url)
    assert "s3cret" not in str(caught.value)
    assert display_url(url) == "(a URL that cannot be read)"
    assert describe_url(url) == "the database"


@pytest.mark.parametrize(
    "url",
    ["postgresql://h:0/d", "postgresql://h:65536/d", "postgresql://h:x/d", "postgresql://::1/d", "postgresql://[::1/d"],
)
def test_a_wrong_address_is_explained(url: str) -> None:
    with pytest.raises(ConfigError, match="the URL has"):
        parse_url(url)


# --- showing and changing ------------------------------------------------------------------------------------------


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


# --- TLS -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def root(tmp_path: Path) -> str:
    path = tmp_path / "root ca.pem"
    path.write_text(CERTIFICATE)
    return str(path)


def context_of(query: str) -> ssl.SSLContext:
    context = parse_url(f"postgresql://h/d?{query}").keywords()["ssl"]
    assert isinstance(context, ssl.SSLContext)
    return context


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "prefer"),
        ("sslmode=disable", False),
        ("ssl=false", False),
        ("sslmode=allow", "allow"),
        ("sslmode=prefer", "prefer"),
    ],
)
def test_modes_that_do_not_insist_are_left_to_asyncpg(query: str, expected: object) -> None:
    assert parse_url(f"postgresql://h/d?{query}").keywords()["ssl"] == expected


@pytest.mark.parametrize("query", ["sslmode=require", "ssl=require", "ssl=true", "requiressl=1", "sslmode=no-verify"])
def test_require_encrypts_without_looking_at_the_certificate(query: str) -> None:
    context = context_of(query)
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_NONE, False)
    assert context.minimum_version is ssl.TLSVersion.TLSv1_2


def test_require_with_a_root_certificate_checks_it_as_verify_ca_does(root: str) -> None:
    for mode in ("require", "verify-ca"):
        context = context_of(f"sslmode={mode}&sslrootcert={quote(root)}")
        assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, False)
        assert len(context.get_ca_certs()) == 1


def test_verify_full_checks_the_host_name_too(root: str) -> None:
    context = context_of(f"sslmode=verify-full&sslrootcert={quote(root)}")
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


@pytest.mark.parametrize(
    "query", ["sslmode=verify-full&sslrootcert=system", "sslrootcert=system", "sslmode=verify-full"]
)
def test_verify_full_takes_the_systems_certificates_where_asked_or_where_there_are_no_others(query: str) -> None:
    context = context_of(query)
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)


def test_root_certificate_and_mode_come_from_home_and_environment_too(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, root: str
) -> None:
    (tmp_path / ".postgresql").mkdir()
    (tmp_path / ".postgresql" / "root.crt").write_bytes(Path(root).read_bytes())
    assert len(context_of("sslmode=verify-ca").get_ca_certs()) == 1

    monkeypatch.setenv("PGSSLMODE", "verify-full")
    monkeypatch.setenv("PGSSLROOTCERT", "~/root ca.pem")
    assert context_of("").check_hostname
    assert parse_url("postgresql://h/d?sslmode=disable").keywords()["ssl"] is False


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("sslmode=verify-ca", "verify-ca needs a root certificate"),
        ("sslmode=require&sslrootcert=system", "cannot be used with sslmode=require"),
        ("sslmode=verify-full&sslrootcert=/no/such.pem", "sslrootcert: /no/such.pem cannot be read: No such file"),
        ("sslmode=require&sslcert=/no/such.crt", "sslcert: /no/such.crt cannot be read"),
        ("sslmode=require&sslcrl=/no/such.crl", "sslcrl: /no/such.crl cannot be read"),
        ("sslmode=require&ssl_min_protocol_version=TLSv9", "ssl_min_protocol_version must be one of"),
        ("sslnegotiation=direct", "sslnegotiation=direct cannot be used with sslmode=prefer"),
    ],
)
def test_tls_settings_that_cannot_be_used_are_explained(query: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        parse_url(f"postgresql://h/d?{query}").keywords()


def test_a_file_that_is_no_certificate_is_named(tmp_path: Path, root: str) -> None:
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("s3cret")

    with pytest.raises(ConfigError, match=r"sslrootcert: .*wrong\.pem is not a usable PEM file"):
        context_of(f"sslmode=verify-ca&sslrootcert={wrong}")
    with pytest.raises(ConfigError, match=r"sslkey: /no/such\.key cannot be read"):
        context_of(f"sslmode=require&sslcert={quote(root)}&sslkey=/no/such.key")


def test_a_client_certificate_is_loaded(tmp_path: Path) -> None:
    certificate, key = tmp_path / "anna.crt", tmp_path / "anna.key"
    certificate.write_text(CERTIFICATE)
    key.write_text(CERTIFICATE_KEY)

    assert context_of(f"sslmode=require&sslcert={certificate}&sslkey={key}&ssl_max_protocol_version=TLSv1.2")
    keywords = parse_url(f"postgresql://h/d?sslmode=prefer&sslcert={certificate}&sslkey={key}").keywords()
    assert "ssl" not in keywords
    assert keywords["dsn"] == f"postgresql://?sslmode=prefer&sslcert={quote(str(certificate), safe='')}" + (
        f"&sslkey={quote(str(key), safe='')}"
    )


def test_direct_negotiation_is_handed_on() -> None:
    assert parse_url("postgresql://h/d?sslmode=require&sslnegotiation=direct").keywords()["direct_tls"] is True


def test_a_socket_needs_no_tls_whatever_the_mode() -> None:
    assert parse_url("postgresql:///d?host=/run/pg&sslmode=verify-ca").keywords()["ssl"] is False
