"""What a URL says, as values, and as asyncpg's keyword arguments."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from matrx_orm_migrate.config import Secret
from matrx_orm_migrate.connections.tls import TlsSettings

__all__ = ["ConnectArguments", "Keepalive"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Keepalive:
    """TCP keepalive, in seconds; ``user_timeout`` in milliseconds, 0 for the system's.

    The defaults notice within a minute that the server is gone; the system's take two hours, and a quarter of an hour
    where something was sent that nobody acknowledges: then Linux sends it again, and no keepalive.
    """

    enabled: bool = True
    idle: int = 30
    interval: int = 10
    count: int = 3
    user_timeout: int = 60_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectArguments:
    """What a URL says, taken apart.  What it leaves out is empty, and is filled in by asyncpg as libpq does.

    ``hosts`` are names, addresses, or directories of unix sockets (they begin with ``/``).  ``ports`` has one number
    for each host, or none at all; without hosts it may have one number.  ``timeout`` is in seconds: None where the URL
    does not say, 0 for no limit.  The password is not in the repr.
    """

    hosts: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()
    user: str | None = None
    password: Secret | None = field(default=None, repr=False)
    database: str | None = None
    tls: TlsSettings = field(default_factory=TlsSettings)
    timeout: float | None = None
    application_name: str | None = None
    options: str | None = None
    target_session_attrs: str | None = None
    passfile: str | None = None
    service: str | None = None
    krbsrvname: str | None = None
    gsslib: str | None = None
    keepalive: Keepalive = field(default_factory=Keepalive)

    def keywords(self) -> dict[str, Any]:
        """Keyword arguments for ``asyncpg.connect``, without those for pools and caches; reads certificate files.

        Raises `ConfigError` for certificates and combinations of TLS settings that cannot be used.
        """
        texts = ("user", "database", "target_session_attrs", "passfile", "service", "krbsrvname", "gsslib")
        keywords = {name: value for name in texts if (value := getattr(self, name)) is not None}
        if self.password is not None:
            keywords["password"] = self._plain_password
        if self.hosts:
            keywords["host"] = list(self.hosts)
        if self.ports:
            keywords["port"] = list(self.ports)
        only_sockets = bool(self.hosts) and all(host.startswith("/") for host in self.hosts)
        keywords |= {"ssl": False} if only_sockets else self.tls.keywords()
        if self.timeout is not None:
            keywords["timeout"] = self.timeout or None
        settings = {"application_name": self.application_name, "options": self.options}
        keywords["server_settings"] = {name: value for name, value in settings.items() if value is not None}
        return keywords

    def _plain_password(self) -> str:
        """Called by asyncpg, which takes functions too: so the text is in fewer variables that a traceback may show."""
        return str(self.password)
