"""Which field a column gets, as Python."""

from __future__ import annotations

from dataclasses import dataclass

from matrx_orm_migrate.schema import Column, Enum, Snapshot
from matrx_orm_migrate_matrx.names import text
from matrx_orm_migrate_matrx.types import bare, base_of, enum_of, new_type
from matrx_orm_migrate_matrx.values import Field

__all__ = ["CORE_FIELDS", "FieldCode", "field_for"]

CORE_FIELDS = frozenset({"DateArrayField", "RangeField", "TimeArrayField"})
"""Fields that matrx-orm has in ``matrx_orm.core.fields`` and does not export."""

# type → field, its arguments, and matrx-orm's word for the type.  Fields that could not read what asyncpg gives for the
# type (MoneyField, HStoreField), or cut a text off (a CharField without a length), are not among them.
_FIELDS = {
    "bigint": ("BigIntegerField", "BIGINT"),
    "boolean": ("BooleanField", "BOOLEAN"),
    "bytea": ("BinaryField", "BYTEA"),
    "date": ("DateField", "DATE"),
    "double precision": ("FloatField", "FLOAT"),
    "integer": ("IntegerField", "INTEGER"),
    "interval": ("TimeDeltaField", "INTERVAL"),
    "json": ("JSONField", "JSONB"),
    "jsonb": ("JSONBField", "JSONB"),
    "numeric": ("DecimalField", "NUMERIC"),
    "point": ("PointField", "POINT"),
    "real": ("FloatField", "FLOAT"),
    "smallint": ("SmallIntegerField", "SMALLINT"),
    "text": ("TextField", "TEXT"),
    "time with time zone": ("TimeField", "TIME"),
    "time without time zone": ("TimeField", "TIME"),
    "timestamp with time zone": ("DateTimeField", "TIMESTAMP"),
    "timestamp without time zone": ("DateTimeField", "TIMESTAMP"),
    "uuid": ("UUIDField", "uuid"),
}
# what asyncpg gives and takes as text: the types that it does not know, and these that it has no binary form for
_TEXTS = frozenset(
    {
        "aclitem",
        "character varying",
        "cidr[]",
        "jsonpath",
        "macaddr",
        "macaddr8",
        "money",
        "name",
        "pg_lsn",
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
        "tsquery",
        "tsvector",
        "xml",
    }
)
_RANGES = frozenset({"daterange", "int4range", "int8range", "numrange", "tsrange", "tstzrange"})
_LENGTHS = frozenset({"character varying", "character"})


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldCode:
    """A field as Python: its class, its arguments, and the classes of fields that are to be imported for it."""

    call: str
    arguments: tuple[str, ...] = ()
    imports: frozenset[str] = frozenset()


def field_for(
    column: Column, snapshot: Snapshot, enum_classes: dict[str, str], extension_texts: bool = True
) -> FieldCode:
    """The field of a column that refers to nothing; ``enum_classes`` are the classes of enums, by ``schema.name``.

    Where a field of its kind would make another type of a new column, it says which: ``pg_type="…"``.
    """
    type_name = base_of(column.type, snapshot)
    element = type_name.removesuffix("[]")
    code, said = _element(element, snapshot, enum_classes)
    if element != type_name:
        arguments = (_written(code),)
        code = FieldCode(call="ArrayField", arguments=arguments, imports=code.imports | {"ArrayField"})
        said = f"{said}[]"
    if said != column.type:
        code = FieldCode(
            call=code.call,
            arguments=(*code.arguments, f"pg_type={text(column.type)}"),
            imports=code.imports,
        )
    return code


def _written(code: FieldCode) -> str:
    return f"{code.call}({', '.join(code.arguments)})"


def _element(type_name: str, snapshot: Snapshot, enum_classes: dict[str, str]) -> tuple[FieldCode, str]:
    """The field for a type that is no array, and what it would make of a new column."""
    enum = enum_of(type_name, snapshot)
    if isinstance(enum, Enum) and enum.labels:
        name = enum_classes[f"{enum.id.schema}.{enum.id.name}"]
        return _code("EnumField", f"enum_class={name}"), type_name
    base = bare(type_name)
    modifier = type_name[len(base) :] if type_name.startswith(base) else ""
    if base in _LENGTHS and modifier:
        return _code("CharField", f"max_length={modifier[1:-1]}"), f"character varying{modifier}"
    if base == "numeric" and modifier:
        digits, _, places = modifier[1:-1].partition(",")
        if not places.startswith("-") and int(places or 0) <= int(digits):
            return _code("DecimalField", f"max_digits={digits}", f"decimal_places={places or 0}"), type_name
    if base in _FIELDS:
        name, word = _FIELDS[base]
        return _code(name), new_type(Field(name="", db_type=word))
    if base in _RANGES:
        return _code("RangeField", text(base)), base
    if base.rpartition(".")[2] == "vector" and modifier:
        return _code("VectorField", f"dimensions={modifier[1:-1]}"), f"vector{modifier}"
    if base in _TEXTS or (base.startswith("pg_catalog.") is False and "." in base and _is_text(base, snapshot)):
        return _code("TextField"), "text"
    return _code("Field", text(type_name)), type_name


def _is_text(base: str, snapshot: Snapshot) -> bool:
    """Whether asyncpg gives a type that is not built in as text: not what it takes apart."""
    kinds = {"composite_type", "table", "range", "enum"}
    return not any(
        f"{obj.id.schema}.{obj.id.name}" == base.replace('"', "") for obj in snapshot if obj.id.kind in kinds
    )


def _code(name: str, *arguments: str) -> FieldCode:
    return FieldCode(call=name, arguments=arguments, imports=frozenset((name,)))
