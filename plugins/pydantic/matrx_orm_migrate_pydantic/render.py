"""The files of the package: ``base.py``, ``enums.py``, ``models.py`` and what gives them out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from matrx_orm_migrate.generating.columns import annotation
from matrx_orm_migrate.generating.enums import docstring, enum_class
from matrx_orm_migrate.generating.layout import Call, Node, layout, literal
from matrx_orm_migrate.generating.modules import Import, module, package_module
from matrx_orm_migrate.generating.naming import attribute_names
from matrx_orm_migrate.generating.shapes import Field, Relation, Shapes, TypeNames, read_type
from matrx_orm_migrate.hooks import GeneratedFile
from matrx_orm_migrate.schema import CatalogObject, CompositeType, Domain, ObjectId
from matrx_orm_migrate_pydantic.base import BASE, BASE_IMPORTS, BASE_NAMES
from matrx_orm_migrate_pydantic.names import field_name
from matrx_orm_migrate_pydantic.types import TypeWriter

__all__ = ["package_files"]

_TARGET = "pydantic"
_IMPORTS: Sequence[Import] = (
    (0, "import builtins", ("builtins",)),
    (0, "import datetime as dt", ("dt",)),
    (0, "from decimal import {}", ("Decimal",)),
    (0, "from enum import {}", ("StrEnum",)),
    (
        0,
        "from ipaddress import {}",
        ("IPv4Address", "IPv4Interface", "IPv4Network", "IPv6Address", "IPv6Interface", "IPv6Network"),
    ),
    (0, "from typing import {}", ("Annotated", "Any")),
    (0, "from uuid import {}", ("UUID",)),
    (1, "from pydantic import {}", ("Field", "Json", "JsonValue")),
    (2, "from . import {}", ("enums",)),
    (2, "from .base import {}", tuple(BASE_NAMES)),
)
_WORDS = {
    "composite_type": "Composite type",
    "foreign_table": "Foreign table",
    "materialized_view": "Materialized view",
    "table": "Table",
    "view": "View",
}


def package_files(shapes: Shapes, names: TypeNames, types: TypeWriter) -> list[GeneratedFile]:
    """The files, sorted by path."""
    writer = _Writer(shapes, names, types)
    models = list(writer.blocks())
    enums = [enum_class(names[enum.id], enum) for enum in shapes.enums]
    members = [
        ("from .enums import {}", [names[enum.id] for enum in shapes.enums]),
        ("from .models import {}", [*writer.classes, *(names[domain.id] for domain in shapes.domains)]),
    ]
    if not shapes.enums and not writer.classes and not shapes.domains:
        members = [("from .base import {}", ["Row", "Written"])]
    files = {
        "__init__.py": package_module("What the database holds, as pydantic models.", members, target=_TARGET),
        "base.py": module("What all models stand on.", BASE, imports=BASE_IMPORTS, target=_TARGET),
        "models.py": module(
            "One class for each row, one for each new row and each change.", models, imports=_IMPORTS, target=_TARGET
        ),
    }
    if enums:
        files["enums.py"] = module("The enumerated types.", enums, imports=_IMPORTS, target=_TARGET)
    return [GeneratedFile(path=PurePosixPath(path), text=text) for path, text in sorted(files.items())]


class _Writer:
    """Writes ``models.py``; ``classes`` are those that it has written."""

    def __init__(self, shapes: Shapes, names: TypeNames, types: TypeWriter) -> None:
        self.classes: list[str] = []
        self._shapes = shapes
        self._names = names
        self._types = types
        # what a class says of its own would hide what the module says
        tables = [names[relation.id] for relation in shapes.relations if relation.is_table]
        self._taken = {*names.values(), *(name + ending for name in tables for ending in ("Create", "Update"))}

    def blocks(self) -> Iterator[str]:
        """Domains over plain types come first, for a name has to be there when it is used; over rows, behind those."""
        early, late = self._domains()
        yield from map(self._domain, early)
        for composite in self._shapes.composites:
            yield self._class(self._names[composite.id], "Row", _summary(composite), self._shapes.attributes(composite))
        for relation in self._shapes.relations:
            yield from self._relation(relation)
        yield from map(self._domain, late)

    def _domains(self) -> tuple[list[Domain], list[Domain]]:
        ordered: dict[ObjectId, Domain] = {}
        rows: set[ObjectId] = set()

        def visit(domain: Domain) -> None:
            if domain.id in ordered:
                return
            base = read_type(domain.base_type)
            below = self._shapes.by_type.get((base.schema, base.name))
            if isinstance(below, Domain):
                visit(below)
            if isinstance(below, (CompositeType, Relation)) or (below is not None and below.id in rows):
                rows.add(domain.id)
            ordered[domain.id] = domain

        for domain in self._shapes.domains:
            visit(domain)
        early = [domain for domain in ordered.values() if domain.id not in rows]
        return early, [domain for domain in ordered.values() if domain.id in rows]

    def _domain(self, domain: Domain) -> str:
        value = self._types.value(read_type(domain.base_type), writing=False)
        said = " ".join([domain.base_type, *(constraint.definition for constraint in domain.constraints)])
        text = f"Domain {domain.id.schema}.{domain.id.name}: {said}"
        field = Call("Field", (), (*value.constraints, ("description", literal(text))))
        return layout(Call("Annotated", (value.python, field), brackets="[]"), before=f"{self._names[domain.id]} = ")

    def _relation(self, relation: Relation) -> Iterator[str]:
        name, where = self._names[relation.id], f"{relation.id.schema}.{relation.id.name}"
        yield self._class(name, "Row", _summary(relation), relation.fields)
        if relation.is_table:
            fields = [field for field in relation.fields if not field.computed]
            yield self._class(f"{name}Create", "Written", f"A new row of {where}.", fields, writing="create")
            yield self._class(f"{name}Update", "Written", f"A change to a row of {where}.", fields, writing="update")

    def _class(self, name: str, base: str, summary: str, fields: Sequence[Field], *, writing: str = "") -> str:
        self.classes.append(name)
        attributes = attribute_names([field.name for field in fields], self._taken, field_name)
        lines = [f"class {name}({base}):", f"    {docstring(summary)}"]
        if fields:
            lines.append("")
        taken = frozenset(attributes.values())
        lines += [self._field(field, attributes, taken, writing) for field in fields]
        return "\n".join(lines)

    def _field(self, field: Field, attributes: Mapping[str, str], taken: frozenset[str], writing: str) -> str:
        value = self._types.value(field.type, writing=bool(writing))
        optional = writing == "update" or (writing == "create" and field.optional)
        attribute = attributes[field.name]
        keyword: list[tuple[str, Node]] = [("default", "None")] if optional else []
        if attribute != field.name:
            keyword.append(("alias", literal(field.name)))
        keyword += value.constraints
        if field.comment is not None:
            keyword.append(("description", literal(field.comment)))
        python = annotation(value.python, taken)
        if field.nullable or optional:
            python = python if python in ("Any", "None", "JsonValue") else f"{python} | None"
        if optional and not field.nullable:
            python = f"Annotated[{python}, NotNull]"
        head = f"{attribute}: {python}"
        if not keyword:
            return f"    {head}"
        if keyword == [("default", "None")]:
            return f"    {head} = None"
        return layout(Call("Field", (), tuple(keyword)), indent=4, before=f"{head} = ")


def _summary(obj: CatalogObject | Relation) -> str:
    comment = (obj.comment or "").strip().partition("\n")[0].strip()
    where = f"{_WORDS[obj.id.kind]} {obj.id.schema}.{obj.id.name}"
    return f"{where}: {comment}" if comment else f"{where}."
