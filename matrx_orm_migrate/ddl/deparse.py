"""The one shape that PostgreSQL prints in a way that it prints differently once it has read it again.

``state IN ('a', 'b')`` on a varchar column prints as ``(state)::text = ANY ((ARRAY['a'::character varying,
'b'::character varying])::text[])``.  Read again, the cast moves onto each element.  Written without the outer cast,
``ANY (ARRAY[…])``, it prints as the original (measured on PostgreSQL 13, 16 and 18).
"""

from __future__ import annotations

__all__ = ["reparsable"]

_OPENINGS = ("ANY ((ARRAY[", "ALL ((ARRAY[")
_CLOSING = "])::text[])"
_ELEMENT = "::character varying"


def reparsable(sql: str) -> str:
    """The statement in a spelling that reads back as what it says; unchanged where the shape does not occur."""
    if _CLOSING not in sql or not any(opening in sql for opening in _OPENINGS):
        return sql
    pieces: list[str] = []
    place = start = 0
    while place < len(sql):
        char = sql[place]
        if char in "'\"":
            place = _after_quotes(sql, place)
        elif char == "$" and (tag := _dollar_tag(sql, place)):
            end = sql.find(tag, place + len(tag))
            place = len(sql) if end < 0 else end + len(tag)
        elif sql.startswith(_OPENINGS, place):
            inside = place + len(_OPENINGS[0])
            bracket = _after_elements(sql, inside)
            if bracket is not None and sql.startswith(_CLOSING, bracket) and sql[:bracket].endswith(_ELEMENT):
                pieces += [sql[start : inside - len("(ARRAY[")], "ARRAY[", sql[inside:bracket], "])"]
                place = start = bracket + len(_CLOSING)
            else:
                place = inside
        else:
            place += 1
    return "".join([*pieces, sql[start:]])


def _after_quotes(sql: str, place: int) -> int:
    """Behind a quoted string or identifier; a doubled mark is part of it, a backslash in an E string as well."""
    mark = sql[place]
    escapes = mark == "'" and place > 0 and sql[place - 1] in "eE"
    place += 1
    while place < len(sql):
        if escapes and sql[place] == "\\":
            place += 2
        elif sql[place] == mark:
            if sql.startswith(mark, place + 1):
                place += 2
            else:
                return place + 1
        else:
            place += 1
    return place


def _dollar_tag(sql: str, place: int) -> str:
    """The opening tag of a dollar-quoted string at this place, or an empty string."""
    end = sql.find("$", place + 1)
    tag = sql[place : end + 1]
    return tag if end > 0 and (tag == "$$" or tag[1:-1].isidentifier()) else ""


def _after_elements(sql: str, place: int) -> int | None:
    """The place of the bracket that closes the array."""
    depth = 1
    while place < len(sql):
        char = sql[place]
        if char in "'\"":
            place = _after_quotes(sql, place)
            continue
        depth += {"[": 1, "]": -1}.get(char, 0)
        if depth == 0:
            return place
        place += 1
    return None
