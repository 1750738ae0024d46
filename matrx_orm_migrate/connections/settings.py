"""What every transaction that carries out a migration sets, whether it is applied or proved."""

from __future__ import annotations

import functools

__all__ = ["migration_settings", "set_local"]

_CHECK_INTERVAL_SINCE = 14
_TRANSACTION_TIMEOUT_SINCE = 17


def migration_settings(major: int, *, lock_timeout: float | None = None, check_interval: bool = True) -> dict[str, str]:
    """Settings by name, for a server of that major version: SET LOCAL, or ``set_config``.

    ``lock_timeout`` in seconds, None for no limit.  ``check_interval=False`` leaves out
    ``client_connection_check_interval``, which some platforms do not have.
    """
    values = {
        "lock_timeout": str(round((lock_timeout or 0) * 1000)),
        # a role's own limits are meant for its queries
        "statement_timeout": "0",
        "idle_in_transaction_session_timeout": "0",
        # a function may name what the same migration makes after it, as in pg_dump's scripts
        "check_function_bodies": "off",
    }
    if major >= _CHECK_INTERVAL_SINCE and check_interval:
        # A statement of a client that died ends within half a second instead of running on.
        values["client_connection_check_interval"] = "500"
    if major >= _TRANSACTION_TIMEOUT_SINCE:
        values["transaction_timeout"] = "0"
    return values


@functools.cache
def set_local(major: int, lock_timeout: float | None, check_interval: bool) -> str:
    """The same as one text of SET LOCAL statements."""
    values = migration_settings(major, lock_timeout=lock_timeout, check_interval=check_interval)
    return "; ".join(f"SET LOCAL {name} = {value}" for name, value in values.items())
