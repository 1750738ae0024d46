"""SQL for messages: without what may be a password."""

from __future__ import annotations

import re

__all__ = ["without_secrets"]

_OPTIONS_OF_A_MAPPING = re.compile(r"\bUSER\s+MAPPING\b.*?\bOPTIONS\b", re.IGNORECASE | re.DOTALL)


def without_secrets(sql: str) -> str:
    """The text up to the options of the first user mapping in it: one closing quote misread would show the rest."""
    found = _OPTIONS_OF_A_MAPPING.search(sql)
    return sql if found is None else f"{sql[: found.end()]} (…"
