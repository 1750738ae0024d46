"""What rows look like: the tables, views, types and functions of a snapshot, for targets that describe values.

SQLAlchemy models say how a table is made; a target for another language, or for validation, asks what a row holds,
what a new row needs, and what may be left to the database.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from matrx_orm_migrate.generating.definitions import Reader, split
from matrx_orm_migrate.generating.naming import Namespace
from matrx_orm_migrate.schema import (
    CatalogObject,
    Column,
    CompositeType,
    Default,
    Domain,
    Enum,
    ForeignTable,
    Function,
    MaterializedView,
    ObjectId,
    Partition,
    PrimaryKey,
    Range,
    Snapshot,
    Table,
    View,
)

__all__ = [
    "Argument",
    "Field",
    "Relation",
    "Shape",
    "Shapes",
    "Signature",
    "TypeNames",
    "TypeRef",
    "read_type",
    "shapes_of",
    "signature_of",
    "type_names",
]

_BUILT_IN = re.compile(r'(?P<head>"?[a-z_0-9 ]+"?)(?:\((?P<modifiers>[^)]*)\))?(?P<rest>.*)\Z', re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypeRef:
    """A type as ``format_type`` prints it, taken apart.

    ``schema`` is empty for PostgreSQL's own types, whose ``name`` is their printed name without modifiers (``numeric``,
    ``timestamp with time zone``, ``"char"``).  ``array`` says that values are arrays, of whatever depth: PostgreSQL
    does not keep it.
    """

    schema: str
    name: str
    modifiers: tuple[str, ...] = ()
    array: bool = False

    @property
    def element(self) -> TypeRef:
        """The type of an array's elements."""
        return TypeRef(schema=self.schema, name=self.name, modifiers=self.modifiers)

    @property
    def qualified(self) -> str:
        """``schema.name``, unquoted, or the name alone of PostgreSQL's own types."""
        return f"{self.schema}.{self.name}" if self.schema else self.name


def read_type(text: str) -> TypeRef:
    """The type that ``format_type`` prints as ``text`` under an empty ``search_path``.

    >>> read_type("numeric(10,2)[]")
    TypeRef(schema='', name='numeric', modifiers=('10', '2'), array=True)
    """
    element = text.removesuffix("[]")
    reader = Reader(element)
    names = reader.dotted()
    if names is not None and len(names) == 2:
        modifiers = reader.group()
        return TypeRef(schema=names[0], name=names[1], modifiers=_modifiers(modifiers), array=element != text)
    match = _BUILT_IN.match(element)
    if match is None:
        return TypeRef(schema="", name=element, array=element != text)
    name = match["head"].strip() + match["rest"].rstrip()
    if name.startswith("interval"):  # its fields are a modifier as well
        name = "interval"
    return TypeRef(schema="", name=name, modifiers=_modifiers(match["modifiers"]), array=element != text)


def _modifiers(text: str | None) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(",")) if text else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column or an attribute of a composite type.

    ``nullable``: its value may be NULL.  ``optional``: a new row may leave it out, since there is a default or NULL
    will do.  ``computed``: nobody may write it (GENERATED ALWAYS, as a value or as an identity).
    """

    name: str
    type: TypeRef
    nullable: bool
    optional: bool = False
    computed: bool = False
    comment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A table, foreign table, view or materialized view.

    ``key`` are the primary key's columns.  Only of tables is it known what may be written.
    """

    id: ObjectId
    fields: tuple[Field, ...]
    comment: str | None
    key: tuple[str, ...] = ()

    @property
    def is_table(self) -> bool:
        """Whether rows can be written to it as its fields say."""
        return self.id.kind in ("table", "foreign_table")


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """An argument that a function takes; ``name`` is empty where it has none."""

    name: str
    type: TypeRef
    optional: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """What a function takes and gives: ``result`` is None where it gives ``outputs``, or nothing that has a type."""

    arguments: tuple[Argument, ...]
    result: TypeRef | None
    outputs: tuple[Field, ...]
    many: bool


Shape = Relation | Enum | Domain | CompositeType | Range


@dataclass(frozen=True, kw_only=True)
class Shapes:
    """Everything that has a shape, in the order of the schemas asked for, then by name."""

    relations: tuple[Relation, ...]
    enums: tuple[Enum, ...]
    domains: tuple[Domain, ...]
    composites: tuple[CompositeType, ...]
    ranges: tuple[Range, ...]
    functions: tuple[Function, ...]

    @cached_property
    def by_type(self) -> Mapping[tuple[str, str], Shape]:
        """What a type's schema and name stand for: each relation is the type of its rows."""
        every: list[Shape] = [*self.relations, *self.enums, *self.domains, *self.composites, *self.ranges]
        return {(obj.id.schema, obj.id.name): obj for obj in every}

    @cached_property
    def multiranges(self) -> Mapping[tuple[str, str], Range]:
        """The range types of the multirange types, by schema and name of those."""
        return {(obj.id.schema, obj.multirange): obj for obj in self.ranges if obj.multirange is not None}

    def attributes(self, composite: CompositeType) -> tuple[Field, ...]:
        """The attributes of a composite type; any of them may be NULL."""
        return tuple(
            Field(name=item.name, type=read_type(item.type), nullable=True, comment=item.comment)
            for item in composite.attributes
        )

    def base_of(self, reference: TypeRef) -> TypeRef:
        """The type below all domains; as it is where it is none."""
        while not reference.array:
            domain = self.by_type.get((reference.schema, reference.name))
            if not isinstance(domain, Domain):
                break
            reference = read_type(domain.base_type)
        return reference


Safe = Callable[[str], str]
TypeNames = Mapping[ObjectId, str]


def type_names(shapes: Shapes, safe: Safe, taken: Iterable[str], endings: Mapping[str, Sequence[str]]) -> TypeNames:
    """A name for every relation, enum, domain and composite type; ``taken`` are those that the file has already.

    ``endings`` gives by kind which names an object has beside its own: ``{"table": ("", "Insert", "Update")}``.
    """
    names = Namespace(taken)
    found: dict[ObjectId, str] = {}
    for relation in shapes.relations:
        name, schema = relation.id.name, relation.id.schema
        found[relation.id] = names.claim(
            name, f"{schema} {name}", safe=safe, endings=endings.get("table" if relation.is_table else "view", ("",))
        )
    for obj in (*shapes.enums, *shapes.domains, *shapes.composites):
        name, schema, word = obj.id.name, obj.id.schema, obj.id.kind.partition("_")[0]
        candidates = (name, f"{name} {word}", f"{schema} {name} {word}")
        found[obj.id] = names.claim(*candidates, safe=safe, endings=endings.get(obj.id.kind, ("",)))
    return found


def shapes_of(snapshot: Snapshot, schemas: Sequence[str]) -> Shapes:
    """The shapes in a snapshot; a partition has that of its parent, and none of its own."""
    order = {schema: number for number, schema in enumerate(schemas)}
    objects = sorted(snapshot, key=lambda obj: (order.get(obj.id.schema, len(order)), obj.id))
    partitions = {(obj.id.schema, obj.id.name) for obj in objects if isinstance(obj, Partition)}
    parts: dict[ObjectId, list[CatalogObject]] = defaultdict(list)
    for obj in objects:
        if obj.owner_id is not None:
            parts[obj.owner_id].append(obj)
    domains = {(obj.id.schema, obj.id.name): obj for obj in objects if isinstance(obj, Domain)}
    relations: list[Relation] = []
    for obj in objects:
        if isinstance(obj, (Table, ForeignTable)) and (obj.id.schema, obj.id.name) not in partitions:
            own = sorted(parts[obj.id], key=lambda part: (part.position, part.id))
            key = next((part.columns for part in own if isinstance(part, PrimaryKey)), ())
            columns = tuple(_field(part, snapshot, domains) for part in own if isinstance(part, Column))
            relations.append(Relation(id=obj.id, fields=columns, comment=obj.comment, key=key))
        elif isinstance(obj, (View, MaterializedView)):
            columns = tuple(
                # PostgreSQL keeps of no view's column whether it can be NULL
                Field(name=item.name, type=read_type(item.type), nullable=True, comment=item.comment)
                for item in obj.columns
            )
            relations.append(Relation(id=obj.id, fields=columns, comment=obj.comment))
    return Shapes(
        relations=tuple(relations),
        enums=tuple(obj for obj in objects if isinstance(obj, Enum)),
        domains=tuple(obj for obj in objects if isinstance(obj, Domain)),
        composites=tuple(obj for obj in objects if isinstance(obj, CompositeType)),
        ranges=tuple(obj for obj in objects if isinstance(obj, Range)),
        functions=tuple(obj for obj in objects if isinstance(obj, Function)),
    )


def _field(column: Column, snapshot: Snapshot, domains: Mapping[tuple[str, str], Domain]) -> Field:
    default = snapshot.get(ObjectId("default", column.id.schema, column.id.name, column.id.parent))
    reference = read_type(column.type)
    not_null = column.not_null and column.not_null_valid
    enforced = column.not_null
    given = column.identity is not None or isinstance(default, Default)
    while not reference.array and (domain := domains.get((reference.schema, reference.name))) is not None:
        not_null, enforced = not_null or domain.not_null, enforced or domain.not_null
        given = given or domain.default is not None
        reference = read_type(domain.base_type)
    return Field(
        name=column.id.name,
        type=read_type(column.type),
        nullable=not not_null,
        optional=given or not enforced,
        computed=(column.identity is not None and column.identity.always)
        or (isinstance(default, Default) and default.generated is not None),
        comment=column.comment,
    )


def signature_of(function: Function) -> Signature | None:
    """What a function takes and gives; None for those that no application calls (triggers and the like)."""
    texts = split(function.id.signature[1:-1]) if function.id.signature not in ("", "()") else []
    many = function.result.startswith(("SETOF ", "TABLE("))
    result = function.result.removeprefix("SETOF ")
    if result in _UNCALLED or any(text in _UNCALLED for text in texts):
        return None
    names = (*function.names, *("" for _ in texts))
    first_optional = len(texts) - function.default_count
    arguments = tuple(
        Argument(name=names[place], type=read_type(text), optional=place >= first_optional)
        for place, text in enumerate(texts)
    )
    outputs = tuple(
        Field(name=name or f"column{place}", type=read_type(type_), nullable=True)
        for place, (name, type_) in enumerate(function.outputs, 1)
    )
    # one output column is the result itself, but for RETURNS TABLE
    single = len(outputs) == 1 and not function.result.startswith("TABLE(")
    if outputs and not single:
        return Signature(arguments=arguments, result=None, outputs=outputs, many=many)
    return Signature(arguments=arguments, result=read_type(result), outputs=(), many=many)


# PostgreSQL 18, Pseudo-Types: what only PostgreSQL itself calls a function with, or for
_UNCALLED = frozenset(
    {
        "cstring",
        "event_trigger",
        "fdw_handler",
        "index_am_handler",
        "internal",
        "language_handler",
        "pg_ddl_command",
        "table_am_handler",
        "trigger",
        "tsm_handler",
    }
)
