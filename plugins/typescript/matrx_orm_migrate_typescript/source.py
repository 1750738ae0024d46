"""Pieces of TypeScript source: names, strings, comments."""

from __future__ import annotations

import json
import re

from matrx_orm_migrate.generating.naming import class_name

__all__ = ["RESERVED", "comment", "property_name", "string", "type_name"]

RESERVED = frozenset(
    {
        # what the file uses or says itself
        "Database",
        "Date",
        "Json",
        "PostgresInterval",
        "Record",
        "Uint8Array",
        # what a reader takes for JavaScript's own
        "Array",
        "Boolean",
        "Error",
        "Function",
        "Map",
        "Number",
        "Object",
        "Promise",
        "Set",
        "String",
        "Symbol",
    }
)

_PLAIN = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*\Z")
# characters that end a line in JavaScript, are invisible, or turn round what is read
_HIDDEN = re.compile(r"[\u0000-\u001f\u007f-\u009f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def type_name(name: str) -> str:
    """The type for a table or a type: ``film_actor`` → FilmActor."""
    return class_name(name, RESERVED)


def string(text: str) -> str:
    """A string literal."""
    return _HIDDEN.sub(lambda match: f"\\u{ord(match[0]):04x}", json.dumps(text, ensure_ascii=False))


def property_name(name: str) -> str:
    """A name as a key: as it is where it is an identifier (keywords may be keys), else as a string."""
    # "__proto__": … is no key but an object's prototype, in types as well as in values: ["__proto__"] is one
    if name == "__proto__":
        return '["__proto__"]'
    return name if _PLAIN.match(name) else string(name)


def comment(text: str | None, indent: str = "") -> list[str]:
    """The lines of a JSDoc comment; none where there is no text."""
    if text is None or not text.strip():
        return []
    lines = [
        _HIDDEN.sub(" ", line).rstrip() for line in text.replace("*/", "*\\/").strip().replace("\r\n", "\n").split("\n")
    ]
    if len(lines) == 1:
        return [f"{indent}/** {lines[0].strip()} */"]
    return [f"{indent}/**", *(f"{indent} * {line}".rstrip() for line in lines), f"{indent} */"]
