"""What a run has to know of a migration file, for most files without a syntax tree.

A thousand pending files are compiled in any case; to parse each into a tree of Python objects on top of that took three
times as long.  A file of the layout that ``create_empty`` and ``makemigrations`` write says by its first lines alone
what it depends on, and words that are nowhere in it cannot say anything else.
"""

from __future__ import annotations

import re
from types import CodeType
from typing import NamedTuple

__all__ = ["Outline", "plain_dependencies"]


class Outline(NamedTuple):
    """What the file says of itself that a run goes by, read without running it."""

    dependencies: tuple[str, ...]  # as written
    transactional: bool
    lock_timeout: float | None  # seconds
    code: CodeType  # compiled from the very text that was read


# Nothing but a docstring, dependencies and the line that begins `up`; no quote or backslash where one could mislead.
_NAME = rb"""(?:"[^"'\\\n]*"|'[^"'\\\n]*')"""
_PLAIN = re.compile(rb'"""[^"\\]*"""\n+dependencies = \[((?:%b(?:, %b)*)?)\]\n+async def up\(db\):\n' % (_NAME, _NAME))
_NAMES = re.compile(_NAME)
_DEF = re.compile(rb"\bdef\b")


def plain_dependencies(source: bytes) -> tuple[str, ...] | None:
    """The dependencies of a file of the usual layout, as written; None where only a syntax tree can tell.

    Where it gives them, the file has an asynchronous ``up``, no ``down`` that is not, no other ``dependencies``, and
    neither ``transactional`` nor ``lock_timeout``; whether it compiles is not looked at.
    """
    match = _PLAIN.match(source)
    if match is None or not source.isascii() or b"\0" in source:
        return None
    if source.count(b"dependencies") != 1 or b"transactional" in source or b"lock_timeout" in source:
        return None
    # each other `def` may be a `down` or a second `up` that is no coroutine function
    if len(_DEF.findall(source)) != source.count(b"async def up(db):\n") + source.count(b"async def down(db):\n"):
        return None
    return tuple(name[1:-1].decode("ascii") for name in _NAMES.findall(match[1]))
