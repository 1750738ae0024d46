"""What an exception from the driver, SQLAlchemy or a migration means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matrx_orm_migrate.connections.engines import STATEMENT_MODE, is_statement_mode
from matrx_orm_migrate.errors import DatabaseUnavailableError, MatrxMigrateError
from matrx_orm_migrate.operations import without_secrets

if TYPE_CHECKING:
    from asyncpg import Connection

__all__ = ["connection_lost", "describe", "first_of", "shorten", "sqlstate_of", "unavailable"]

# The server ended the session: PostgreSQL, appendix A.
_SESSION_ENDED = frozenset({"57P01", "57P02", "57P03", "57P05", "25P03", "25P04"})

_NO_CONNECTION = "08003"


def first_of(error: BaseException) -> BaseException:
    """The first error of a group such as a ``TaskGroup``'s, and of groups in it; else the error itself."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def sqlstate_of(error: BaseException | None) -> str:
    """PostgreSQL's code of an asyncpg error, of one that SQLAlchemy wrapped, or of a group's first; else empty.

    What the server said before it hung up counts more than that it did, which the driver tells with a code of its own.
    """
    seen, hung_up = 0, ""
    while error is not None and seen < 5:
        error = first_of(error)
        code = getattr(error, "sqlstate", None)
        if isinstance(code, str) and code:
            if code != _NO_CONNECTION:
                return code
            hung_up = code
        error = getattr(error, "orig", None) or error.__cause__
        seen += 1
    return hung_up


def connection_lost(error: BaseException, driver: Connection[Any]) -> bool:
    """Whether the session is gone, so that the server rolled back whatever was open."""
    code = sqlstate_of(error)
    return driver.is_closed() or code in _SESSION_ENDED or code.startswith("08")


def describe(error: BaseException) -> str:
    """One or two lines: what happened, with the server's detail, without parameters."""
    error = first_of(error)
    original = getattr(error, "orig", None)
    if isinstance(original, BaseException):
        # SQLAlchemy's text has the statement and the parameters in it; its cause is the driver's own error.
        error = original.__cause__ or original
    message = getattr(error, "message", None) or str(error) or type(error).__name__
    detail = getattr(error, "detail", None)
    code = sqlstate_of(error)
    if not code and not isinstance(error, MatrxMigrateError):
        message = f"{type(error).__name__}: {message}" if str(error) else message
    return f"{message}{f' ({detail})' if detail else ''}"


def shorten(sql: str, length: int = 200) -> str:
    """A statement on one line, without secrets, cut off where it is long."""
    line = " ".join(without_secrets(sql).split())
    return line if len(line) <= length else f"{line[: length - 1]}…"


def unavailable(error: BaseException, doing: str) -> DatabaseUnavailableError:
    """The error for a database that cannot be used."""
    code, said = sqlstate_of(error), describe(error)
    if is_statement_mode(said):
        reason, hint = STATEMENT_MODE
        return DatabaseUnavailableError(f"{doing}: {reason}", sqlstate=code, hint=hint)
    hints = {
        "25006": "Connect to the primary, and see that default_transaction_read_only is off for this role.",
        "42501": "Connect as a role that may do this, or have it granted.",
        "53300": "Too many connections: try again, or raise max_connections.",
    }
    return DatabaseUnavailableError(
        f"{doing}: {said}",
        sqlstate=code,
        hint=hints.get(code, "See that the server is up and reachable, then run the command again."),
    )
