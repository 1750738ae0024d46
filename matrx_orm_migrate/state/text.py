"""Literals and identifiers for the tool's own bookkeeping SQL, which travels by simple protocol without parameters."""

from __future__ import annotations

__all__ = ["EQUALS", "identifier", "literal"]

#: An operator named in full: one that somebody put into ``public`` is never called (faults.md, row 59).
EQUALS = "OPERATOR(pg_catalog.=)"


def identifier(name: str) -> str:
    """A quoted identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A string literal, whatever ``standard_conforming_strings`` says."""
    escaped = value.replace("'", "''")
    if "\\" in value:
        return "E'" + escaped.replace("\\", "\\\\") + "'"
    return f"'{escaped}'"
