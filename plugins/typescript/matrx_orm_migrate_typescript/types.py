"""PostgreSQL's types as TypeScript's, in rows that are read and in rows that are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matrx_orm_migrate.generating.shapes import Relation, Shapes, TypeNames, TypeRef, read_type
from matrx_orm_migrate.schema import CompositeType, Domain, Enum, Range
from matrx_orm_migrate_typescript.drivers import Driver

__all__ = ["TypeWriter", "array_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeWriter:
    """Writes types.

    ``overrides`` say by the printed name of a type (``public.mood``, ``bigint``, ``public.mood[]``) what it is instead;
    ``nulls`` whether elements of arrays may be null.
    """

    shapes: Shapes
    names: TypeNames
    driver: Driver
    overrides: Mapping[str, str]
    nulls: bool

    def read(self, reference: TypeRef) -> str:
        """The type of a value that comes out of the database, when it is not NULL."""
        return self._type(reference, writing=False)

    def write(self, reference: TypeRef) -> str:
        """The type of a value that goes into it."""
        return self._type(reference, writing=True)

    def declared(self, domain: Domain) -> str:
        """What stands behind the name of a domain."""
        return self.read(read_type(domain.base_type))

    def row(self, reference: TypeRef) -> str:
        """The type of a row out of a function: an object, whatever the driver makes of composite values in a column."""
        shape = None if reference.array else self.shapes.by_type.get((reference.schema, reference.name))
        if isinstance(shape, (Relation, CompositeType)):
            return self.names[shape.id]
        return self.read(reference)

    def _type(self, reference: TypeRef, *, writing: bool) -> str:
        if reference.array:
            return self._array(reference, writing=writing)
        if (said := self.overrides.get(reference.qualified)) is not None:
            return said
        if reference.schema:
            return self._users(reference, writing=writing)
        read = self.driver.read.get(reference.name, _PSEUDO.get(reference.name, "string"))
        return self.driver.write.get(reference.name, read) if writing else read

    def _users(self, reference: TypeRef, *, writing: bool) -> str:
        match self.shapes.by_type.get((reference.schema, reference.name)):
            case Enum() as enum:
                return self.names[enum.id]
            case Domain() as domain:
                base = read_type(domain.base_type)
                read, written = self.read(base), self.write(base)
                return written if writing and written != read else self.names[domain.id]
            case CompositeType() | Relation() as composite:
                return self.names[composite.id] if self.driver.objects else "string"
            case Range():
                return "string"
            case _:
                multirange = (reference.schema, reference.name) in self.shapes.multiranges
                return "string" if multirange else self.driver.extensions.get(reference.name, self.driver.other)

    def _array(self, reference: TypeRef, *, writing: bool) -> str:
        element = reference.element
        if (said := self.overrides.get(f"{element.qualified}[]")) is not None:
            return said
        if writing:
            # PostgreSQL's own text will do everywhere
            return array_of(self.write(element), self.nulls)
        known = self.driver.arrays
        if known is not None and (element.schema or element.name not in known):
            return "string"
        base = self.shapes.base_of(element)
        if base != element and not self.driver.objects:
            return array_of("string", self.nulls)  # nobody tells the driver what is below a domain
        inner = self.driver.elements.get(element.name) if not element.schema else None
        return array_of(inner or self.read(element), self.nulls)


# types of arguments and results only
_PSEUDO: Mapping[str, str] = {
    "anyarray": "unknown[]",
    "record": "Record<string, unknown>",
    "void": "void",
    **dict.fromkeys(
        ("any", '"any"', "anycompatible", "anycompatiblemultirange", "anycompatiblenonarray", "anycompatiblerange"),
        "unknown",
    ),
    **dict.fromkeys(("anyelement", "anyenum", "anymultirange", "anynonarray", "anyrange"), "unknown"),
    "anycompatiblearray": "unknown[]",
}


def array_of(element: str, nulls: bool) -> str:
    """An array's type."""
    if nulls and element != "unknown":
        return f"({element} | null)[]"
    return f"({element})[]" if " " in element and not element.startswith("{") else f"{element}[]"
