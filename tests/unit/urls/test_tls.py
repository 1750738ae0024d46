"""TLS as the URL asks for it."""

from __future__ import annotations

import ssl
from pathlib import Path
from urllib.parse import quote

import pytest

from matrx_orm_migrate.connections import parse_url
from matrx_orm_migrate.errors import ConfigError
from tests.support.servers import CERTIFICATE, CERTIFICATE_KEY


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
