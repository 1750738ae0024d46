"""The name of what a CREATE statement makes, as far as its first words tell; PostgreSQL knows the rest."""

from __future__ import annotations

import re

__all__ = ["created_name"]

# the name of an operator is a run of signs, and what begins a comment ends it
_TOKEN = re.compile(
    r"""(?:\s|--[^\n]*\n|/\*.*?\*/)*("(?:[^"]|"")*"|[^\W\d][\w$]*|(?:(?!--|/\*)[-+*/<>=~!@\#%^&|`?])+|.|\Z)""",
    re.DOTALL,
)
_BEFORE_THE_NAME = re.compile(
    r"""(or|replace|temporary|temp|local|global|unlogged|unique|recursive|materialized|constraint|trusted|procedural
    |default|if|not|exists|concurrently|access|aggregate|class|collation|configuration|conversion|data|dictionary|domain
    |event|extension|family|foreign|function|index|language|mapping|method|operator|parser|policy|procedure|publication
    |rule|schema|search|sequence|server|statistics|subscription|table|template|text|trigger|type|user|view|wrapper)\Z""",
    re.VERBOSE,
)


def created_name(sql: str) -> str:
    """The bare name behind ``CREATE …``, folded as PostgreSQL folds it; empty where there is none.

    >>> created_name('CREATE OR REPLACE FUNCTION public."F" (a int) RETURNS int')
    'F'
    >>> created_name("CREATE VIEW Old AS SELECT 1"), created_name("COMMENT ON VIEW old IS ''")
    ('old', '')
    >>> created_name("CREATE OPERATOR public.<=> (FUNCTION = f, LEFTARG = int, COMMUTATOR = <=>)")
    '<=>'
    """
    tokens = _TOKEN.finditer(sql)
    if next(tokens).group(1).lower() != "create":
        return ""
    name = ""
    for match in tokens:
        token = match.group(1)
        quoted = token.startswith('"')
        if not name and not quoted and _BEFORE_THE_NAME.match(token.lower()):
            continue
        if token == "." and name:
            name = "."
        elif name and name != ".":
            return name
        else:
            name = token[1:-1].replace('""', '"') if quoted else token.lower()
    return ""
