"""Databases that environment variables describe: ``NAME_URL``, or ``NAME_HOST`` and its companions."""

from __future__ import annotations

import os
from urllib.parse import quote

from matrx_orm_migrate.config.values import looks_like_url
from matrx_orm_migrate.errors import ConfigError

__all__ = ["environment_prefix", "url_from_environment"]


def environment_prefix(name: str) -> str:
    return "".join(character if character.isascii() and character.isalnum() else "_" for character in name.upper())


def url_from_environment(name: str) -> str | None:
    prefix = environment_prefix(name)
    if url := os.environ.get(f"{prefix}_URL", "").strip():
        if not looks_like_url(url):
            raise ConfigError(
                f"the environment variable {prefix}_URL does not hold a URL",
                hint="A URL starts with postgresql:// or postgres://.",
            )
        return url
    host, port, database, user, password = (
        os.environ.get(f"{prefix}_{part}", "").strip() for part in ("HOST", "PORT", "NAME", "USER", "PASSWORD")
    )
    if not host:
        return None
    if not database:
        raise ConfigError(
            f"the environment has {prefix}_HOST but no {prefix}_NAME",
            hint=f"Set {prefix}_NAME to the name of the database, or set {prefix}_URL.",
        )
    if port and not port.isdecimal():
        raise ConfigError(f"the environment variable {prefix}_PORT must be a number")
    login = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    address = f"[{host}]" if ":" in host and not host.startswith("/") else quote(host, safe=",")
    return f"postgresql://{login}@{address}{port and f':{port}'}/{quote(database, safe='')}"
