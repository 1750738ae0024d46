"""What a database's configuration is, and the texts that stand for a database: URLs and the word ``embedded``."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from matrx_orm_migrate.errors import ConfigError
from matrx_orm_migrate.limits import lock_timeout_problem

if TYPE_CHECKING:
    from sqlalchemy import URL
    from sqlalchemy.ext.asyncio import AsyncEngine

__all__ = [
    "EMBEDDED",
    "POSTGRES_URL",
    "DatabaseConfig",
    "Secret",
    "complete_url",
    "embedded_url",
    "looks_like_url",
    "url_text",
]

EMBEDDED: Final = "embedded"
POSTGRES_URL: Final = re.compile(r"(?:jdbc:)?postgres(?:ql)?(?:\+\w+)?://")
_ANY_URL: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.:-]*://")


#: Seconds that one statement of a migration waits for a lock, where nobody says anything else.
DEFAULT_LOCK_TIMEOUT = 5.0


class Secret(str):
    """A text that ``repr()`` does not show, so that tracebacks with local variables do not show it either."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "'***'"


@dataclass(frozen=True, slots=True, kw_only=True)
class DatabaseConfig:
    """One database and what belongs to it.

    Exactly one of ``url`` and ``engine`` is set.  ``url`` may hold a password: it is not in the repr, and messages show
    it through ``connections.display_url`` only.  ``models`` are import strings (``"app.models:Base"``), ``MetaData``
    or anything that has ``.metadata``.  ``directory`` holds the migration files, ``output`` gets generated code.
    ``include_tables`` and ``exclude_tables`` hold patterns; at most one of them is not empty.  The paths are absolute
    where `resolve_database` made the value.  ``lock_timeout`` is how many seconds a statement of a migration waits for
    a lock, in front of everybody who comes after it; 0 is no limit.

    Raises `ConfigError` where these rules are broken.
    """

    name: str
    url: str | None = field(default=None, repr=False)
    engine: AsyncEngine | None = None
    models: tuple[object, ...] = ()
    directory: Path = Path("migrations")
    schemas: tuple[str, ...] = ("public",)
    output: Path | None = None
    include_tables: tuple[str, ...] = ()
    exclude_tables: tuple[str, ...] = ()
    scratch_url: str | None = field(default=None, repr=False)
    tracking_schema: str = "public"
    lock_timeout: float = DEFAULT_LOCK_TIMEOUT
    project_dir: Path = field(default_factory=Path.cwd)

    def __post_init__(self) -> None:
        if (self.url is None) == (self.engine is None):
            raise ConfigError(f"database {self.name!r} needs a URL or an engine, and not both")
        if self.include_tables and self.exclude_tables:
            raise ConfigError(
                f"database {self.name!r} has both include_tables and exclude_tables",
                hint="Keep one of them: tables that are not included are excluded already.",
            )
        if not self.schemas:
            raise ConfigError(
                f"database {self.name!r} has no schemas", hint='Write schemas = ["public"], or leave it out.'
            )
        if problem := lock_timeout_problem(self.lock_timeout):
            raise ConfigError(f"the lock_timeout of database {self.name!r} {problem}")


def looks_like_url(text: str) -> bool:
    return _ANY_URL.match(text) is not None


def url_text(url: URL) -> Secret:
    """The text of SQLAlchemy's ``URL``, password included."""
    return Secret(url.render_as_string(hide_password=False))


def embedded_url(root: Path) -> str:
    return f"embedded://{quote(str(root / '.matrx-orm' / 'embedded'))}"


def complete_url(url: str | None, root: Path) -> str | None:
    return Secret(embedded_url(root)) if url == EMBEDDED else url
