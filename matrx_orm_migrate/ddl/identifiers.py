"""Names and texts as SQL: the only place that decides when an identifier needs quotes."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from matrx_orm_migrate.errors import UsageError

__all__ = ["KEYWORDS", "MAX_IDENTIFIER_BYTES", "check_identifier", "is_plain_name", "literal", "qualified", "quote"]

MAX_IDENTIFIER_BYTES: Final = 63
"""What PostgreSQL keeps of a name (NAMEDATALEN - 1): bytes, not characters; it cuts off the rest without an error."""

# SELECT word FROM pg_get_keywords() WHERE catcode <> 'U', PostgreSQL 18: what cannot be every kind of name unquoted.
KEYWORDS: Final = frozenset(
    """
    all analyse analyze and any array as asc asymmetric authorization between bigint binary bit boolean both case cast
    char character check coalesce collate collation column concurrently constraint create cross current_catalog
    current_date current_role current_schema current_time current_timestamp current_user dec decimal default deferrable
    desc distinct do else end except exists extract false fetch float for foreign freeze from full grant greatest group
    grouping having ilike in initially inner inout int integer intersect interval into is isnull join json json_array
    json_arrayagg json_exists json_object json_objectagg json_query json_scalar json_serialize json_table json_value
    lateral leading least left like limit localtime localtimestamp merge_action national natural nchar none normalize
    not notnull null nullif numeric offset on only or order out outer overlaps overlay placing position precision
    primary real references returning right row select session_user setof similar smallint some substring symmetric
    system_user table tablesample then time timestamp to trailing treat trim true union unique user using values
    varchar variadic verbose when where window with xmlattributes xmlconcat xmlelement xmlexists xmlforest
    xmlnamespaces xmlparse xmlpi xmlroot xmlserialize xmltable
    """.split()  # noqa: SIM905  # a list of 164 quoted words reads worse
)

_PLAIN = re.compile(r"[a-z_][a-z0-9_]*\Z")


def is_plain_name(name: str) -> bool:
    """Whether PostgreSQL reads ``name`` as it stands: a lower-case ASCII identifier that is no keyword."""
    return _PLAIN.match(name) is not None and name not in KEYWORDS


def check_identifier(name: str) -> None:
    """Refuse what PostgreSQL cannot keep as a name.  Raises ``UsageError`` that shows the name."""
    if len(name) * 4 > MAX_IDENTIFIER_BYTES and len(name.encode(errors="surrogatepass")) > MAX_IDENTIFIER_BYTES:
        size = len(name.encode(errors="surrogatepass"))
        raise UsageError(
            f"the name {name!r} is {size} bytes long; PostgreSQL keeps {MAX_IDENTIFIER_BYTES} bytes of a name",
            hint="Give it a shorter name. (Letters outside ASCII take two to four bytes each.)",
        )
    if not name:
        raise UsageError("an empty text is no name for a database object")
    if "\0" in name:
        raise UsageError(f"the name {name!r} holds a NUL character, which PostgreSQL cannot store")


@lru_cache(maxsize=65536)
def quote(name: str) -> str:
    """``name`` as an identifier in SQL, in double quotes unless it is safe without.

    >>> quote("total"), quote("Total"), quote("user"), quote('we"ird')
    ('total', '"Total"', '"user"', '"we""ird"')

    Raises ``UsageError`` for an empty name, and for one of more than 63 bytes.
    """
    check_identifier(name)
    if is_plain_name(name):
        return str(name)
    return '"' + name.replace('"', '""') + '"'


def qualified(schema: str, name: str) -> str:
    """``schema.name``, both quoted as :func:`quote` does; ``name`` alone where ``schema`` is an empty string."""
    return f"{quote(schema)}.{quote(name)}" if schema else quote(name)


def literal(text: str) -> str:
    """``text`` as a string constant that means the same whatever ``standard_conforming_strings`` says.

    >>> print(literal("it's"), literal("a\\\\b"))
    'it''s' E'a\\\\b'
    """
    if "\0" in text:
        raise UsageError(f"the text {text!r} holds a NUL character, which PostgreSQL cannot store")
    escaped = text.replace("'", "''")
    if "\\" in escaped:
        return "E'" + escaped.replace("\\", "\\\\") + "'"
    return f"'{escaped}'"
