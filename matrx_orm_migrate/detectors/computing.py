"""Whether what PostgreSQL computes of the rows that are there may fail, or may give NULL, as the expression tells.

Nobody knows the rows, so the rule is short and on the safe side.  An expression is taken not to fail where all that it
is made of is in the lists here: columns, constants, `||`, comparisons and tests, AND, OR, NOT, CASE, COALESCE and its
like, a few functions over texts, and casts to what takes any value.  Arithmetic, other casts, other operators and all
other functions, the user's among them, may fail.  That a value is too large to be kept at all (a text of a gigabyte, a
search vector of a megabyte) counts for nothing here, as with plain columns.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass

from matrx_orm_migrate.schema.definitions import unquoted

__all__ = ["columns_in", "may_be_null", "may_fail", "takes_anything"]

_NAME = r'(?:"(?:[^"]|"")+"|[^\W\d][\w$]*)'
_TYPE = rf"{_NAME}(?:\.{_NAME})?(?:\ varying|\ precision)?(?:\([-\d,]+\))?(?:\ with(?:out)?\ time\ zone)?(?:\[\])*"
# PostgreSQL prints a function's name right in front of the parenthesis, and a space behind AND, NOT, ANY, IN…
_TOKEN = re.compile(
    rf"""
      (?P<constant>(?:[EBX]?'(?:[^']|'')*'|\.?\d[\w.]*|\b(?:NULL|true|false)\b)(?:::{_TYPE})?)
    | ::(?P<cast>{_TYPE})
    | (?P<call>{_NAME}(?:\.{_NAME})*)\(
    | (?P<name>{_NAME}(?:\.{_NAME})*)
    | (?P<operator>[-+*/<>=~!@\#%^&|`?]+)
    | (?P<sign>\S)
    """,
    re.VERBOSE,
)
_KEYWORD = re.compile(r"[A-Z]+")

_ANYTHING = frozenset(("text", "character varying", "text[]", "character varying[]", "boolean", "date", "tsvector"))
"""Types that take whatever is cast or assigned to them within an expression that is IMMUTABLE.

What turns a text into a date is not (it asks DateStyle), and no other type is assigned to boolean or to tsvector.
"""
_CASTS = _ANYTHING - {"boolean", "tsvector"}  # a text is cast to those, and may not be one
_COMPARISONS = frozenset(("=", "<>", "<", ">", "<=", ">="))
_OPERATORS = _COMPARISONS | {"||", "->", "->>", "#>", "#>>", "@>", "<@", "&&", "?", "?|", "?&", "@@"}
_ARITHMETIC = frozenset(("+", "-", "*", "/", "%"))
_STRICT_CALLS = frozenset(
    ("btrim", "initcap", "length", "lower", "ltrim", "md5", "rtrim", "setweight", "to_tsvector", "upper")
)
_CALLS = _STRICT_CALLS | {"COALESCE", "EXTRACT", "GREATEST", "LEAST", "NULLIF", "POSITION", "ROW", "TRIM"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Token:
    kind: str
    text: str


def _tokens(expression: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(expression):
        kind = str(match.lastgroup)
        found.append(_Token(kind=kind, text=match[kind]))
    return found


def may_fail(expression: str) -> bool:
    """Whether an expression, as PostgreSQL prints it, may fail on some row."""
    allowed = {"cast": _CASTS, "call": _CALLS, "operator": _OPERATORS}
    return any(token.text not in allowed[token.kind] for token in _tokens(expression) if token.kind in allowed)


def takes_anything(type_: str) -> bool:
    """Whether a column of that type keeps whatever may be assigned to it."""
    return type_ in _ANYTHING


def columns_in(expression: str) -> frozenset[str]:
    """The names in the expression that may be columns'."""
    return frozenset(
        unquoted(token.text)
        for token in _tokens(expression)
        if token.kind == "name" and not _KEYWORD.fullmatch(token.text)
    )


def may_be_null(expression: str, never_null: Container[str]) -> bool:
    """Whether the expression may give NULL, where the columns ``never_null`` never are.

    Not where it is made of those, constants, arithmetic, comparisons, `||` and functions over texts; COALESCE gives
    what it names last, if that is a constant, and what stands between WHEN and THEN is no value of a CASE.
    """
    tokens = _without_coalesced(_tokens(expression))
    conditions = 0
    for token in tokens:
        if token.text in ("WHEN", "THEN") and token.kind == "name":
            conditions += 1 if token.text == "WHEN" else -1
        elif not conditions and _may_be_null(token, never_null):
            return True
    return False


def _may_be_null(token: _Token, never_null: Container[str]) -> bool:
    match token.kind:
        case "constant":
            return token.text.startswith("NULL")
        case "name":
            return not _KEYWORD.fullmatch(token.text) and unquoted(token.text) not in never_null
        case "call":
            return token.text not in _STRICT_CALLS | {"COALESCE", "GREATEST", "LEAST", "TRIM"}
        case "operator":
            return token.text not in _COMPARISONS | _ARITHMETIC | {"||"}
        case "cast":
            return "." in token.text
        case _:
            return token.text in ("[", ".")  # an element or a field that need not be there


def _without_coalesced(tokens: list[_Token]) -> list[_Token]:
    """The tokens but for every COALESCE (…) whose last argument is a constant: it is never NULL."""
    kept: list[_Token] = []
    place = 0
    while place < len(tokens):
        token = tokens[place]
        end = _end_of_call(tokens, place) if token.kind == "call" and token.text == "COALESCE" else place
        last = tokens[end - 1]
        if end > place and tokens[end - 2].text == "," and last.kind == "constant" and last.text[:4] != "NULL":
            place = end + 1
            continue
        kept.append(token)
        place += 1
    return kept


def _end_of_call(tokens: list[_Token], place: int) -> int:
    """Where the parenthesis closes that the call opens."""
    depth = 0
    for at in range(place, len(tokens)):
        token = tokens[at]
        depth += token.kind == "call" or (token.kind == "sign" and token.text == "(")
        depth -= token.kind == "sign" and token.text == ")"
        if not depth:
            return at
    return len(tokens) - 1
