"""PostgreSQL's types as annotations, for rows as asyncpg gives them, and for what is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matrx_orm_migrate.generating.shapes import Relation, Shapes, TypeNames, TypeRef, read_type
from matrx_orm_migrate.schema import CompositeType, Domain, Enum, Range

__all__ = ["TypeWriter", "Value"]

_ADDRESS = "IPv4Address | IPv6Address | IPv4Interface | IPv6Interface"
_SEGMENT = "tuple[Point, Point]"

# what asyncpg gives: its documentation, "Type Conversion"; tests fetch a column of every type
_PLAIN: Mapping[str, str] = {
    '"char"': "bytes",
    "bigint": "int",
    "bit": "Bits",
    "bit varying": "Bits",
    "boolean": "bool",
    "box": _SEGMENT,
    "bytea": "bytes",
    "cid": "int",
    "cidr": "IPv4Network | IPv6Network",
    "circle": "tuple[Point, float]",
    "date": "dt.date",
    "double precision": "float",
    "inet": _ADDRESS,
    "integer": "int",
    "interval": "dt.timedelta",
    "line": "tuple[float, float, float]",
    "lseg": _SEGMENT,
    "numeric": "AnyDecimal",
    "oid": "int",
    "path": "Points",
    "pg_lsn": "int",
    "point": "Point",
    "polygon": "Points",
    "real": "float",
    "smallint": "int",
    "tid": "tuple[int, int]",
    "time with time zone": "dt.time",
    "time without time zone": "dt.time",
    "timestamp with time zone": "dt.datetime",
    "timestamp without time zone": "dt.datetime",
    "uuid": "UUID",
    "xid": "int",
    "xid8": "int",
    **dict.fromkeys(
        ("character", "character varying", "text", "bpchar", "name", "money", "xml", "jsonpath", "tsquery", "tsvector"),
        "str",
    ),
    **dict.fromkeys(("macaddr", "macaddr8"), "str"),
    **dict.fromkeys(
        (
            "regclass",
            "regcollation",
            "regconfig",
            "regdictionary",
            "regnamespace",
            "regoper",
            "regoperator",
            "regproc",
            "regprocedure",
            "regrole",
            "regtype",
        ),
        "str",
    ),
}
_WRITTEN: Mapping[str, str] = {
    "bigint": "BigInt",
    "integer": "Integer",
    "numeric": "Decimal",
    "smallint": "SmallInt",
}
_RANGES: Mapping[str, str] = {
    "int4": "int",
    "int8": "int",
    "num": "AnyDecimal",
    "date": "dt.date",
    "ts": "dt.datetime",
    "tstz": "dt.datetime",
}
_EXTENSIONS: Mapping[str, str] = {"citext": "str", "hstore": "str", "ltree": "str"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """An annotation, and the arguments of ``Field(…)`` that go with it."""

    python: str
    constraints: tuple[tuple[str, str], ...] = ()

    @property
    def inline(self) -> str:
        """Both in one."""
        if not self.constraints:
            return self.python
        return f"Annotated[{self.python}, Field({', '.join(f'{name}={value}' for name, value in self.constraints)})]"


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeWriter:
    """Writes annotations.

    ``json_text`` says that json comes as text, which asyncpg gives; ``nulls`` whether elements of arrays may be None.
    """

    shapes: Shapes
    names: TypeNames
    json_text: bool
    nulls: bool

    def value(self, reference: TypeRef, *, writing: bool) -> Value:
        """The annotation of a value that is not NULL."""
        if reference.array:
            element = self.value(reference.element, writing=writing)
            inner = element.inline
            inner = f"{inner} | None" if self.nulls and inner not in ("Any", "None") else inner
            return Value(python=f"list[{inner}]")
        if reference.schema:
            return Value(python=self._users(reference))
        if reference.name in ("json", "jsonb"):
            return Value(python="Json[JsonValue]" if self.json_text and not writing else "JsonValue")
        if (range_ := _built_in_range(reference.name)) is not None:
            return Value(python=range_)
        plain = _PLAIN.get(reference.name, "Any")
        if writing:
            plain = _WRITTEN.get(reference.name, plain)
        return Value(python=plain, constraints=_constraints(reference, writing=writing))

    def _users(self, reference: TypeRef) -> str:
        match self.shapes.by_type.get((reference.schema, reference.name)):
            case Enum() as enum:
                # pydantic has no enum without members, and no value has the type
                return f"enums.{self.names[enum.id]}" if enum.labels else "None"
            case Domain() | CompositeType() | Relation() as shape:
                return self.names[shape.id]
            case Range() as range_:
                return f"Range[{self._bound(range_)}]"
            case _:
                multirange = self.shapes.multiranges.get((reference.schema, reference.name))
                if multirange is not None:
                    return f"list[Range[{self._bound(multirange)}]]"
                return _EXTENSIONS.get(reference.name, "Any")

    def _bound(self, range_: Range) -> str:
        return self.value(read_type(range_.subtype), writing=False).python


def _built_in_range(name: str) -> str | None:
    if (bound := _RANGES.get(name.removesuffix("multirange"))) is not None and name.endswith("multirange"):
        return f"list[Range[{bound}]]"
    if (bound := _RANGES.get(name.removesuffix("range"))) is not None and name.endswith("range"):
        return f"Range[{bound}]"
    return None


def _constraints(reference: TypeRef, *, writing: bool) -> tuple[tuple[str, str], ...]:
    """What a modifier says of values.  NaN fits into every numeric, so that its digits bind only what is written."""
    if reference.name in ("character varying", "character") and reference.modifiers:
        return (("max_length", reference.modifiers[0]),)
    if reference.name == "numeric" and reference.modifiers and writing:
        precision, scale = int(reference.modifiers[0]), int(reference.modifiers[1])
        if scale < 0:  # rounded to hundreds and the like
            return (("max_digits", str(precision - scale)), ("decimal_places", "0"))
        if scale > precision:  # pydantic counts the zeros behind the point among the digits
            return (("max_digits", str(scale)), ("decimal_places", str(scale)))
        return (("max_digits", str(precision)), ("decimal_places", str(scale)))
    return ()
