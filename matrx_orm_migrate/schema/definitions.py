"""The columns and expressions in what PostgreSQL prints of keys and indexes."""

from __future__ import annotations

import re
from collections.abc import Iterator

__all__ = ["column_lists", "key_texts", "unquoted"]

# PERIOD stands in front of a temporal foreign key's last column; a column of that name is printed in lower case
_NAME = re.compile(r'(?:PERIOD )?("(?:[^"]|"")+"|[a-z_][a-z0-9_]*)(?= |\Z)')


def column_lists(definition: str) -> Iterator[tuple[str, ...]]:
    """The parenthesised lists of a definition, one after another, each as names; an expression is an empty string.

    ``definition`` is what ``pg_get_constraintdef`` or ``pg_get_indexdef`` prints: for a foreign key, the first list
    is its own columns and the second those that it refers to.
    """
    for group in _groups(definition):
        yield tuple(_name(element) for element in group)


def key_texts(definition: str) -> tuple[str, ...]:
    """What an index is over, as ``pg_get_indexdef`` prints it: a column or an expression, and what is said of it."""
    return tuple(next(_groups(definition), ()))


def unquoted(name: str) -> str:
    """A printed identifier without its quotes; one that has none is as PostgreSQL keeps it."""
    return name[1:-1].replace('""', '"') if name.startswith('"') else name


def _groups(text: str) -> Iterator[list[str]]:
    depth, mark, start = 0, "", 0
    elements: list[str] = []
    for place, char in enumerate(text):
        if mark:
            mark = "" if char == mark else mark  # a doubled mark closes and opens again
        elif char in "'\"":
            mark = char
        elif char == "(":
            depth += 1
            if depth == 1:
                elements, start = [], place + 1
        elif depth == 1 and char in ",)":
            elements.append(text[start:place].strip())
            start = place + 1
        if char == ")" and not mark:
            depth -= 1
            if depth == 0:
                yield elements


def _name(element: str) -> str:
    match = _NAME.match(element)
    if match is None:
        return ""
    return unquoted(match.group(1))
