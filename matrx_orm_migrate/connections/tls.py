"""TLS settings of a URL (``sslmode``, ``sslrootcert``, …) as asyncpg wants them, with libpq's rules."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from matrx_orm_migrate.config import Secret
from matrx_orm_migrate.errors import ConfigError

__all__ = ["SSL_MODES", "TlsSettings"]

SSL_MODES: Final = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")


@dataclass(frozen=True, slots=True, kw_only=True)
class TlsSettings:
    """What a URL says about TLS; an empty text is something that it does not say.

    The fields are libpq's parameters: ``mode`` is ``sslmode``, one of `SSL_MODES`; ``root`` is ``sslrootcert``, a file
    or ``"system"``; ``certificate``, ``key`` and ``key_password`` are ``sslcert``, ``sslkey`` and ``sslpassword``;
    ``direct`` is ``sslnegotiation=direct``.
    """

    mode: str = ""
    root: str = ""
    certificate: str = ""
    key: str = ""
    key_password: Secret = field(default=Secret(), repr=False)
    revoked: str = ""
    minimum: str = ""
    maximum: str = ""
    direct: bool = False

    def keywords(self) -> dict[str, Any]:
        """The keyword arguments for ``asyncpg.connect``; reads the certificate files.

        What the URL leaves out comes from ``PGSSLMODE``, ``PGSSLROOTCERT`` and the like, and from ``~/.postgresql``, as
        with libpq (PostgreSQL 18, "SSL Support").  In one case more is allowed than libpq allows: ``verify-full``
        without any root certificate uses the system's, because the host name is checked as well.

        Raises `ConfigError` for files that cannot be read and for combinations that libpq refuses.
        """
        root = self.root or os.environ.get("PGSSLROOTCERT", "")
        mode = self.mode or os.environ.get("PGSSLMODE", "") or ("verify-full" if root == "system" else "prefer")
        if mode not in SSL_MODES:
            raise ConfigError(f"PGSSLMODE must be one of {', '.join(SSL_MODES)}")
        if root == "system" and mode != "verify-full":
            raise ConfigError(
                f"sslrootcert=system cannot be used with sslmode={mode}: anybody can get a certificate for some host",
                hint="Write sslmode=verify-full.",
            )
        if self.direct and mode in ("disable", "allow", "prefer"):
            raise ConfigError(
                f"sslnegotiation=direct cannot be used with sslmode={mode}",
                hint="Write sslmode=require, verify-ca or verify-full.",
            )
        if mode == "disable":
            return {"ssl": False}
        if mode in ("allow", "prefer"):
            # Only asyncpg can try again without TLS, and only a DSN can tell it the client's certificate then.
            files = {"sslcert": self.certificate, "sslkey": self.key, "sslpassword": str(self.key_password)}
            given = {name: value for name, value in files.items() if value}
            return {"dsn": f"postgresql://?{urlencode({'sslmode': mode, **given})}"} if given else {"ssl": mode}
        context = self._context(mode, root)
        return {"ssl": context, "direct_tls": True} if self.direct else {"ssl": context}

    def _context(self, mode: str, root: str) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.check_hostname = mode == "verify-full"
        default_root = _in_home("root.crt")
        if root == "system":
            context.load_default_certs()
        elif root:
            _load("sslrootcert", root, lambda file: context.load_verify_locations(cafile=file))
        elif default_root is not None:
            _load("sslrootcert", default_root, lambda file: context.load_verify_locations(cafile=file))
        elif mode == "verify-full":
            context.load_default_certs()
        elif mode == "verify-ca":
            raise ConfigError(
                "sslmode=verify-ca needs a root certificate, and there is no ~/.postgresql/root.crt",
                hint="Add sslrootcert=FILE to the URL, or use sslmode=verify-full for the system's certificates.",
            )
        else:
            context.verify_mode = ssl.CERT_NONE
        if revoked := self.revoked or os.environ.get("PGSSLCRL", ""):
            _load("sslcrl", revoked, lambda file: context.load_verify_locations(cafile=file))
            context.verify_flags |= ssl.VERIFY_CRL_CHECK_CHAIN
        self._load_client_certificate(context)
        context.minimum_version = _version("ssl_min_protocol_version", self.minimum) or ssl.TLSVersion.TLSv1_2
        if maximum := _version("ssl_max_protocol_version", self.maximum):
            context.maximum_version = maximum
        context.set_alpn_protocols(["postgresql"])  # PostgreSQL 17 and later insist on it for direct TLS
        return context

    def _load_client_certificate(self, context: ssl.SSLContext) -> None:
        certificate = self.certificate or os.environ.get("PGSSLCERT") or _in_home("postgresql.crt")
        key = self.key or os.environ.get("PGSSLKEY") or _in_home("postgresql.key")
        if certificate:
            key_file = str(Path(key).expanduser()) if key else None
            if key_file is not None:
                _load("sslkey", key_file, lambda file: Path(file).open("rb").close())
            # Without a function, OpenSSL would ask for the password on the terminal.
            _load(
                "sslcert", certificate, lambda file: context.load_cert_chain(file, key_file, lambda: self.key_password)
            )


def _in_home(name: str) -> str | None:
    try:
        path = Path.home() / ".postgresql" / name
    except RuntimeError:  # no home directory
        return None
    return str(path) if path.exists() else None


def _load(parameter: str, file: str, load: Callable[[str], None]) -> None:
    path = Path(file).expanduser()
    try:
        load(str(path))
    except ssl.SSLError as error:
        raise ConfigError(f"{parameter}: {path} is not a usable PEM file: {error.reason or error}") from None
    except OSError as error:
        raise ConfigError(
            f"{parameter}: {path} cannot be read: {error.strerror}",
            hint=f"Correct the path in the URL ({parameter}=…), or leave the parameter out.",
        ) from None


def _version(parameter: str, name: str) -> ssl.TLSVersion | None:
    if not name:
        return None
    try:
        return ssl.TLSVersion[name.replace(".", "_")]
    except KeyError:
        raise ConfigError(f"{parameter} must be one of TLSv1, TLSv1.1, TLSv1.2, TLSv1.3") from None
