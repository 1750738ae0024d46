"""What the server says while a migration runs (RAISE NOTICE, WARNING and their like) goes into the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from asyncpg import Connection, PostgresLogMessage

__all__ = ["logged_notices"]

log = logging.getLogger(__name__)

# PostgreSQL's severities, which it gives in English as well, whatever lc_messages says
_LEVELS = {"WARNING": logging.WARNING, "NOTICE": logging.INFO, "INFO": logging.INFO}


@contextmanager
def logged_notices(driver: Connection[Any], migration: str) -> Iterator[None]:
    """Log what the server says on this connection: a NOTICE as INFO, a WARNING as WARNING, the rest as DEBUG.

    What is sent is up to ``client_min_messages``.
    """

    def listen(_connection: object, message: PostgresLogMessage) -> None:
        severity = getattr(message, "severity_en", None) or getattr(message, "severity", None) or "NOTICE"
        parts = [str(getattr(message, "message", message))]
        parts += [f"{name}: {text}" for name in ("detail", "hint") if (text := getattr(message, name, None))]
        log.log(_LEVELS.get(severity, logging.DEBUG), "%s: %s: %s", migration, severity, "; ".join(parts))

    driver.add_log_listener(listen)
    try:
        yield
    finally:
        driver.remove_log_listener(listen)
