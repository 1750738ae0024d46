"""The file: enums, domains, composite types, rows, and an interface that leads to all of them by name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby

from matrx_orm_migrate.generating.shapes import Field, Relation, Shapes, Signature, signature_of
from matrx_orm_migrate.schema import CatalogObject, CompositeType, Domain, Enum, Function
from matrx_orm_migrate_typescript.source import comment, property_name, string
from matrx_orm_migrate_typescript.types import TypeWriter, array_of

__all__ = ["LINE_LENGTH", "file_text"]

LINE_LENGTH = 120

_JSON = """/** What json and jsonb hold. */
export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];"""

_INTERVAL = """/** What the driver makes of an interval; parts that are zero are not there. */
export interface PostgresInterval {
  years?: number;
  months?: number;
  days?: number;
  hours?: number;
  minutes?: number;
  seconds?: number;
  milliseconds?: number;
}"""


def file_text(marker: str, shapes: Shapes, types: TypeWriter) -> str:
    """The whole file."""
    blocks = [_enum(enum, types) for enum in shapes.enums]
    blocks += [_domain(domain, types) for domain in shapes.domains]
    blocks += [_composite(composite, shapes, types) for composite in shapes.composites]
    for relation in shapes.relations:
        blocks += _relation(relation, types)
    blocks.append(_database(shapes, types))
    body = "\n\n".join(blocks)
    helpers = [text for name, text in (("Json", _JSON), ("PostgresInterval", _INTERVAL)) if _uses(body, name)]
    return "\n\n".join([marker, *helpers, body]) + "\n"


def _uses(body: str, name: str) -> bool:
    return any(name in line for line in body.split("\n") if not line.lstrip().startswith(("/**", "*")))


def _what(obj: CatalogObject, word: str, *more: str) -> list[str]:
    lines = [f"{word} {obj.id.schema}.{obj.id.name}{': ' if more else '.'}{' '.join(more)}"]
    if obj.comment:
        lines += ["", obj.comment]
    return comment("\n".join(lines))


def _enum(enum: Enum, types: TypeWriter) -> str:
    name = types.names[enum.id]
    labels = _listed([string(label) for label in enum.labels], f"export const {name}Values = [", "] as const;")
    return "\n".join([*_what(enum, "Enumerated type"), labels, f"export type {name} = (typeof {name}Values)[number];"])


def _listed(items: Sequence[str], opening: str, closing: str) -> str:
    flat = f"{opening}{', '.join(items)}{closing}"
    if len(flat) <= LINE_LENGTH:
        return flat
    return "\n".join([opening, *(f"  {item}," for item in items), closing])


def _domain(domain: Domain, types: TypeWriter) -> str:
    said = [domain.base_type, *(constraint.definition for constraint in domain.constraints)]
    doc = _what(domain, "Domain", " ".join(said))
    return "\n".join([*doc, f"export type {types.names[domain.id]} = {types.declared(domain)};"])


def _composite(composite: CompositeType, shapes: Shapes, types: TypeWriter) -> str:
    fields = shapes.attributes(composite)
    return "\n".join([*_what(composite, "Composite type"), *_interface(types.names[composite.id], fields, types.read)])


_WORDS = {
    "table": "Table",
    "foreign_table": "Foreign table",
    "view": "View",
    "materialized_view": "Materialized view",
}


def _relation(relation: Relation, types: TypeWriter) -> list[str]:
    """The row; and of a table what INSERT takes and what UPDATE takes."""
    name, where = types.names[relation.id], f"{relation.id.schema}.{relation.id.name}"
    doc = f"{_WORDS[relation.id.kind]} {where}."
    text = doc if not relation.comment else f"{doc}\n\n{relation.comment}"
    blocks = ["\n".join([*comment(text), *_interface(name, relation.fields, types.read)])]
    if relation.is_table:
        fields = [field for field in relation.fields if not field.computed]
        insert = _interface(f"{name}Insert", fields, types.write, optional=lambda field: field.optional)
        update = _interface(f"{name}Update", fields, types.write, optional=lambda field: True)
        blocks.append("\n".join([*comment(f"A new row of {where}."), *insert]))
        blocks.append("\n".join([*comment(f"A change to a row of {where}."), *update]))
    return blocks


def _interface(
    name: str,
    fields: Sequence[Field],
    type_of: Callable[..., str],
    *,
    optional: Callable[[Field], bool] = lambda field: False,
) -> list[str]:
    if not fields:
        return [f"export type {name} = Record<string, never>;"]
    lines = [f"export interface {name} {{"]
    for field in fields:
        lines += comment(field.comment, "  ")
        mark = "?" if optional(field) else ""
        lines.append(f"  {property_name(field.name)}{mark}: {_nullable(type_of(field.type), field.nullable)};")
    return [*lines, "}"]


def _nullable(text: str, nullable: bool) -> str:
    return f"{text} | null" if nullable and text not in ("unknown", "Json", "void") else text


# Everything by name


def _database(shapes: Shapes, types: TypeWriter) -> str:
    every: list[CatalogObject | Relation] = [
        *shapes.relations,
        *shapes.enums,
        *shapes.domains,
        *shapes.composites,
        *shapes.functions,
    ]
    schemas = list(dict.fromkeys(obj.id.schema for obj in every))
    lines = [*comment("All of it, by schema, by what it is, and by its name in the database.")]
    lines.append("export interface Database {")
    for schema in schemas:
        lines.append(f"  {property_name(schema)}: {{")
        here = [obj for obj in shapes.relations if obj.id.schema == schema]
        lines += _section("Tables", (_table(obj, types) for obj in here if obj.is_table))
        lines += _section("Views", (_view(obj, types) for obj in here if not obj.is_table))
        lines += _section("Functions", _functions([obj for obj in shapes.functions if obj.id.schema == schema], types))
        for title, objects in (
            ("Enums", shapes.enums),
            ("Domains", shapes.domains),
            ("CompositeTypes", shapes.composites),
        ):
            own = [obj for obj in objects if obj.id.schema == schema]
            lines += _section(title, (f"{property_name(obj.id.name)}: {types.names[obj.id]};" for obj in own))
        lines.append("  };")
    return "\n".join([*lines, "}"])


def _section(title: str, entries: Iterable[str]) -> list[str]:
    listed = list(entries)
    if not listed:
        return [f"    {title}: Record<never, never>;"]
    return [f"    {title}: {{", *(f"      {entry}" for entry in listed), "    };"]


def _table(relation: Relation, types: TypeWriter) -> str:
    name = types.names[relation.id]
    return f"{property_name(relation.id.name)}: {{ Row: {name}; Insert: {name}Insert; Update: {name}Update }};"


def _view(relation: Relation, types: TypeWriter) -> str:
    return f"{property_name(relation.id.name)}: {{ Row: {types.names[relation.id]} }};"


def _functions(functions: Sequence[Function], types: TypeWriter) -> list[str]:
    """One entry for each name; what is overloaded is a union."""
    found: list[str] = []
    for name, overloads in groupby(functions, key=lambda obj: obj.id.name):
        signatures = [signature for obj in overloads if (signature := signature_of(obj)) is not None]
        if signatures:
            listed = " | ".join(dict.fromkeys(_signature(signature, types) for signature in signatures))
            found.append(f"{property_name(name)}: {listed};")
    return found


def _signature(signature: Signature, types: TypeWriter) -> str:
    arguments = [
        (item.name, "?" if item.optional else "", _nullable(types.write(item.type), True))
        for item in signature.arguments
    ]
    names = [name for name, _optional, _type in arguments]
    if not arguments:
        taken = "Record<never, never>"
    elif all(names) and len(set(names)) == len(names):
        inner = "; ".join(f"{property_name(name)}{optional}: {type_}" for name, optional, type_ in arguments)
        taken = f"{{ {inner} }}"
    else:  # by position only
        taken = f"[{', '.join(f'({type_}){optional}' for _name, optional, type_ in arguments)}]"
    return f"{{ Args: {taken}; Returns: {_result(signature, types)} }}"


def _result(signature: Signature, types: TypeWriter) -> str:
    if signature.result is None:
        inner = "; ".join(
            f"{property_name(field.name)}: {_nullable(types.read(field.type), True)}" for field in signature.outputs
        )
        row = f"{{ {inner} }}"
        return f"{row}[]" if signature.many else row
    row = types.row(signature.result)
    if not signature.many:
        return _nullable(row, True)
    return f"{row}[]" if row != types.read(signature.result) else array_of(row, True)
