"""Column types: from the text that ``format_type`` prints to a SQLAlchemy type and a Python type.

The text decides, to the last modifier.  What SQLAlchemy has no type for (domains, composites, extensions' types,
``"char"``, a collation of the user's own) becomes a ``CatalogType`` that prints the text itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from matrx_orm_migrate.generating.definitions import Reader
from matrx_orm_migrate.generating.layout import Call, Node, literal

__all__ = ["ColumnType", "EnumName", "column_type"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnType:
    """A type as source: the SQLAlchemy expression, and the annotation; whether its values can be dictionary keys."""

    node: Node
    python: str
    hashable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class EnumName:
    """What an enum is called in ``enums.py``: its class, and the SQLAlchemy type."""

    class_name: str
    type_name: str


_JSON = "dict[str, Any] | list[Any]"

# Types without modifiers.
_PLAIN: Mapping[str, tuple[str, str]] = {
    "bigint": ("sa.BigInteger", "int"),
    "boolean": ("sa.Boolean", "bool"),
    "bytea": ("sa.LargeBinary", "bytes"),
    "cidr": ("pg.CIDR", "Any"),
    "date": ("sa.Date", "dt.date"),
    "double precision": ("sa.Double", "float"),
    "inet": ("pg.INET", "Any"),
    "integer": ("sa.Integer", "int"),
    "json": ("pg.JSON", _JSON),
    "jsonb": ("pg.JSONB", _JSON),
    "macaddr": ("pg.MACADDR", "str"),
    "macaddr8": ("pg.MACADDR8", "str"),
    "money": ("pg.MONEY", "str"),
    "oid": ("pg.OID", "int"),
    "real": ("sa.REAL", "float"),
    "smallint": ("sa.SmallInteger", "int"),
    "tsquery": ("pg.TSQUERY", "str"),
    "tsvector": ("pg.TSVECTOR", "str"),
    "uuid": ("sa.Uuid", "UUID"),
    "int4range": ("pg.INT4RANGE", "pg.Range[int]"),
    "int8range": ("pg.INT8RANGE", "pg.Range[int]"),
    "numrange": ("pg.NUMRANGE", "pg.Range[Decimal]"),
    "daterange": ("pg.DATERANGE", "pg.Range[dt.date]"),
    "tsrange": ("pg.TSRANGE", "pg.Range[dt.datetime]"),
    "tstzrange": ("pg.TSTZRANGE", "pg.Range[dt.datetime]"),
    "int4multirange": ("pg.INT4MULTIRANGE", "Sequence[pg.Range[int]]"),
    "int8multirange": ("pg.INT8MULTIRANGE", "Sequence[pg.Range[int]]"),
    "nummultirange": ("pg.NUMMULTIRANGE", "Sequence[pg.Range[Decimal]]"),
    "datemultirange": ("pg.DATEMULTIRANGE", "Sequence[pg.Range[dt.date]]"),
    "tsmultirange": ("pg.TSMULTIRANGE", "Sequence[pg.Range[dt.datetime]]"),
    "tstzmultirange": ("pg.TSTZMULTIRANGE", "Sequence[pg.Range[dt.datetime]]"),
}

# What values of types that SQLAlchemy does not know are in Python, where the driver gives something plain.
_CATALOG_PYTHON: Mapping[str, str] = {'"char"': "str", "bpchar": "str", "name": "str", "xml": "str", "jsonpath": "str"}

_COLLATABLE = frozenset({"text", "character varying", "character"})
_MODIFIED = re.compile(r"(?P<name>[a-z ]+?)(?:\((?P<modifiers>[-0-9, ]+)\))?(?P<rest> with(?:out)? time zone)?\Z")
_INTERVAL = re.compile(r"interval(?: (?P<fields>[a-z][a-z ]*?))?(?:\((?P<precision>[0-9]+)\))?\Z")


def column_type(
    text: str, *, collation: str | None = None, enums: Mapping[tuple[str, ...], EnumName] | None = None
) -> ColumnType:
    """The type that ``format_type`` prints as ``text``.

    ``collation`` is qualified and quoted, None for the type's own.  ``enums`` are the known ones by (schema, name).
    """
    element = text.removesuffix("[]")
    if element != text:
        if collation is not None and _plain_collation(collation) is None:
            return _catalog(text, collation, "list[Any]", hashable=False)
        inner = column_type(element, collation=collation, enums=enums)
        # an array may hold NULLs, and arrays of any depth share a type: what users of the column know better
        python = "list[Any]" if inner.python == "Any" else f"list[{inner.python}]"
        return ColumnType(node=Call("pg.ARRAY", (inner.node,)), python=python, hashable=False)
    if enums and (enum := enums.get(_type_name(text))) is not None:
        return ColumnType(node=f"enums.{enum.type_name}", python=f"enums.{enum.class_name}")
    if collation is not None:
        return _collated(text, collation)
    return _known(text) or _catalog(text, None, _CATALOG_PYTHON.get(text, "Any"), hashable=text in _CATALOG_PYTHON)


def _catalog(text: str, collation: str | None, python: str, *, hashable: bool) -> ColumnType:
    keyword: tuple[tuple[str, Node], ...] = () if collation is None else (("collation", literal(collation)),)
    return ColumnType(node=Call("CatalogType", (literal(text),), keyword), python=python, hashable=hashable)


def _type_name(text: str) -> tuple[str, ...]:
    reader = Reader(text)
    names = reader.dotted()
    return names if names is not None and reader.finished else ()


def _plain_collation(collation: str) -> str | None:
    """The bare name of a collation that is found without its schema, or None."""
    reader = Reader(collation)
    names = reader.dotted()
    if names is None or not reader.finished or len(names) != 2 or names[0] != "pg_catalog" or '"' in names[1]:
        return None
    return names[1]


def _collated(text: str, collation: str) -> ColumnType:
    name = _plain_collation(collation)
    known = _known(text)
    match = _MODIFIED.match(text)
    if name is None or known is None or match is None or match["name"] not in _COLLATABLE:
        return _catalog(text, collation, known.python if known else "Any", hashable=known is not None)
    node = known.node if isinstance(known.node, Call) else Call(str(known.node))
    return ColumnType(node=Call(node.function, node.positional, (("collation", literal(name)),)), python=known.python)


def _known(text: str) -> ColumnType | None:
    plain = _PLAIN.get(text)
    if plain is not None:
        return ColumnType(node=plain[0], python=plain[1], hashable=plain[1] != _JSON and "Range" not in plain[1])
    if text.startswith("interval"):
        return _interval(text)
    match = _MODIFIED.match(text)
    if match is None:
        return None
    numbers = [number.strip() for number in (match["modifiers"] or "").split(",") if number.strip()]
    reader = _READERS.get(match["name"] + (match["rest"] or ""))
    return reader(numbers) if reader is not None else None


def _interval(text: str) -> ColumnType | None:
    match = _INTERVAL.match(text)
    if match is None:
        return None
    keyword: list[tuple[str, Node]] = []
    if match["fields"] is not None:
        keyword.append(("fields", literal(match["fields"].upper())))
    if match["precision"] is not None:
        keyword.append(("precision", match["precision"]))
    node: Node = Call("pg.INTERVAL", (), tuple(keyword)) if keyword else "sa.Interval"
    return ColumnType(node=node, python="dt.timedelta")


def _numeric(numbers: list[str]) -> ColumnType:
    return ColumnType(node=Call("sa.Numeric", tuple(numbers)) if numbers else "sa.Numeric", python="Decimal")


def _string(function: str) -> Callable[[list[str]], ColumnType | None]:
    def read(numbers: list[str]) -> ColumnType | None:
        if function == "sa.CHAR" and not numbers:
            return None
        return ColumnType(node=Call(function, tuple(numbers)) if numbers else function, python="str")

    return read


def _bits(varying: bool) -> Callable[[list[str]], ColumnType]:
    def read(numbers: list[str]) -> ColumnType:
        keyword: tuple[tuple[str, Node], ...] = (("varying", "True"),) if varying else ()
        return ColumnType(node=Call("pg.BIT", tuple(numbers), keyword), python="Any")

    return read


def _moment(plain: str, precise: str, timezone: bool, python: str) -> Callable[[list[str]], ColumnType]:
    def read(numbers: list[str]) -> ColumnType:
        keyword: list[tuple[str, Node]] = [("timezone", "True")] if timezone else []
        if numbers:
            keyword.append(("precision", numbers[0]))
            return ColumnType(node=Call(precise, (), tuple(keyword)), python=python)
        return ColumnType(node=Call(plain, (), tuple(keyword)) if keyword else plain, python=python)

    return read


_READERS: Mapping[str, Callable[[list[str]], ColumnType | None]] = {
    "numeric": _numeric,
    "text": _string("sa.Text"),
    "character varying": _string("sa.String"),
    "character": _string("sa.CHAR"),
    "bit": _bits(False),
    "bit varying": _bits(True),
    "time without time zone": _moment("sa.Time", "pg.TIME", False, "dt.time"),
    "time with time zone": _moment("sa.Time", "pg.TIME", True, "dt.time"),
    "timestamp without time zone": _moment("sa.DateTime", "pg.TIMESTAMP", False, "dt.datetime"),
    "timestamp with time zone": _moment("sa.DateTime", "pg.TIMESTAMP", True, "dt.datetime"),
}
