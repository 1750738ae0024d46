"""How long a statement may wait for a lock: one rule for commands, configuration, functions and files."""

from __future__ import annotations

from matrx_orm_migrate.errors import ConfigError

__all__ = ["LOCK_TIMEOUTS", "check_lock_timeout", "lock_timeout_problem"]

# PostgreSQL counts whole milliseconds in 32 bits, and takes 0 for no limit: what rounds to 0 would be none.
_SHORTEST = 0.001
_LONGEST = 2_147_483

LOCK_TIMEOUTS = f"0 (no limit), or {_SHORTEST} to {_LONGEST} seconds"
"""The values that ``lock_timeout`` may have, in words."""


def lock_timeout_problem(given: object) -> str:
    """What is wrong with a value for ``lock_timeout``, with the value and the bounds; empty where nothing is."""
    if not isinstance(given, int | float) or isinstance(given, bool):
        fits = False
    else:
        fits = given == 0 or _SHORTEST <= given <= _LONGEST
    return "" if fits else f"must be {LOCK_TIMEOUTS}; it is {given!r}"


def check_lock_timeout(given: float | None) -> None:
    """Raise ``ConfigError`` for a ``lock_timeout`` that cannot be; None stands for none given."""
    if given is not None and (problem := lock_timeout_problem(given)):
        raise ConfigError(f"lock_timeout {problem}")
