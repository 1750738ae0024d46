"""From what models say, and the live database, to what is asked for.

A field knows a column's name, the family of its type, whether it may be null, whether it is unique, what it refers to
and the labels of its enum; a model knows its key and which columns there are.  Only where that differs from the live
database is anything known, and asked for; all else is the live database's and stays as it is: PostgreSQL's own names,
defaults, indexes, checks, the precise types.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from matrx_orm_migrate.ddl import literal, qualified, quote
from matrx_orm_migrate.errors import SourceError
from matrx_orm_migrate.hooks.source import Desired, SourceContext, SourceStatement
from matrx_orm_migrate.schema import Column, Enum, ForeignKey, ObjectId, Unique
from matrx_orm_migrate_matrx.live import Live
from matrx_orm_migrate_matrx.types import agrees, base_of, enum_of, new_type, same_family
from matrx_orm_migrate_matrx.values import Field, Model, Name, Said

__all__ = ["asked_for"]

_UNSAYABLE = {
    "column": frozenset(
        (
            "comment",
            "compression",
            "identity",
            "identity_comment",
            "identity_persistence",
            "not_null_comment",
            "not_null_name",
            "not_null_no_inherit",
            "options",
            "statistics",
            "storage",
        )
    ),
    "enum": frozenset(("comment",)),
}


def asked_for(said: Said, context: SourceContext) -> Desired:
    """Everything that a diff needs to know of the models.  Raises ``SourceError`` where they make no sense."""
    return _Asking(said, context).desired()


@dataclass(slots=True)
class _Asking:
    said: Said
    context: SourceContext
    live: Live = field(init=False)
    known: set[ObjectId] = field(default_factory=set)
    types: list[SourceStatement] = field(default_factory=list)
    tables: list[SourceStatement] = field(default_factory=list)
    keys: list[SourceStatement] = field(default_factory=list)
    references: list[SourceStatement] = field(default_factory=list)
    enums: dict[Name, tuple[tuple[str, ...], str]] = field(default_factory=dict)
    column_types: dict[tuple[Name, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.live = Live(self.context.current)

    def desired(self) -> Desired:
        models = [model for name, model in sorted(self.said.models.items()) if self._in_scope(name)]
        models = [model for model in models if not self.live.is_view(model.table)]
        if not models:
            raise SourceError(
                "no models: none of those that were found has a table in scope",
                hint=f"In scope are the schemas {', '.join(self.context.schemas)}, less what include and exclude "
                "leave out; an empty model would drop everything.",
            )
        for model in models:
            self._enums_of(model)
        self._drop_tables({model.table for model in models})
        for model in models:
            if model.table in self.live.tables:
                self._altered(model)
            else:
                self._created(model)
        for junction in self.said.junctions:
            if self._in_scope(junction.table) and junction.table not in self.live.tables:
                self._junction(junction.table, junction.label, junction.columns)
        known = self.live.with_followers(self.known)
        return Desired(
            statements=(*self._schemas(models), *self.types, *self.tables, *self.keys, *self.references),
            knows=lambda obj: obj.id in known,
            unsayable=_UNSAYABLE,
            partial=len(models) < len(self.said.models),
            notes=tuple(self._notes(models)),
        )

    def _in_scope(self, table: Name) -> bool:
        return self.context.includes(ObjectId("table", *table))

    def _notes(self, models: list[Model]) -> Iterator[str]:
        passed = sorted({name for name in self.said.models if name[0] not in self.context.schemas})
        if passed:
            yield (
                f"passed over, since their schema is not asked for: {_listed(passed)}. "
                f"Add it to schemas, or give --schema (now: {', '.join(self.context.schemas)})."
            )
        asked = {model.table for model in models} | self.said.mentioned
        keyless = sorted(
            name
            for name in self.live.tables.keys() - asked
            if self._in_scope(name) and self.live.primary_key(name) is None and not self.live.is_partition(name)
        )
        if keyless:
            yield f"left alone, since a model needs a primary key and these tables have none: {_listed(keyless)}."

    def _schemas(self, models: list[Model]) -> Iterator[SourceStatement]:
        present = {obj.id.name for obj in self.context.current.of_kind("schema")}
        for schema in sorted({model.table[0] for model in models} - present):
            yield SourceStatement(sql=f"CREATE SCHEMA IF NOT EXISTS {quote(schema)}", origin="models")

    # what goes

    def _drop_tables(self, wanted: set[Name]) -> None:
        """Tables that could be models and are none go, with all that is part of them."""
        for name in self.live.tables.keys() - wanted - self.said.mentioned:
            # the parent of a partition takes it along; without a primary key no model can be meant
            if self._in_scope(name) and not self.live.is_partition(name) and self.live.primary_key(name) is not None:
                self.known.update(self.live.whole(ObjectId("table", *name)))

    # enums

    def _enums_of(self, model: Model) -> None:
        """Note what the labels of the enums should be, and ask for those that are not so."""
        for one in model.fields:
            if not one.enum or one.pg_type:
                continue
            column = self.live.column(model.table, one.name)
            found = enum_of(column.type, self.context.current) if column is not None else None
            if found is None and column is not None and agrees(one, column, self.context.current):
                continue  # a text, and it stays one
            name = (found.id.schema, found.id.name) if found is not None else (model.table[0], one.enum)
            label = f"{model.label}.{one.name}"
            labels, first = self.enums.setdefault(name, (one.labels, label))
            if set(labels) != set(one.labels):
                raise SourceError(
                    f"the enum {'.'.join(name)} has other labels in {first} than in {label}",
                    hint="Use one enum class for both.",
                )
            if first == label:
                self._enum(name, one.labels, label)

    def _enum(self, name: Name, labels: tuple[str, ...], origin: str) -> None:
        live = self.context.current.get(ObjectId("enum", *name))
        if isinstance(live, Enum) and (set(live.labels) == set(labels) or not self.context.includes(live.id)):
            return
        if isinstance(live, Enum):
            self.known.add(live.id)
            labels = _in_order_of(live.labels, labels)
        listed = ", ".join(literal(label) for label in labels)
        self.types.append(SourceStatement(sql=f"CREATE TYPE {qualified(*name)} AS ENUM ({listed})", origin=origin))

    # types

    def _type(self, model: Model, one: Field, trail: tuple[tuple[Name, str], ...] = ()) -> str:
        """The type that a field's column has, or is to have."""
        place = (model.table, one.name)
        if place in self.column_types:
            return self.column_types[place]
        column = self.live.column(*place)
        if one.reference is not None and not one.pg_type:
            wanted = self._referred_type(one, (*trail, place), f"{model.label}.{one.name}")
            alike = column is not None and same_family(base_of(column.type, self.context.current), wanted)
            found = column.type if column is not None and alike else wanted
        elif column is not None and agrees(one, column, self.context.current):
            found = column.type
        else:
            found = new_type(one, qualified(model.table[0], one.enum) if one.enum else "")
        self.column_types[place] = found
        return found

    def _referred_type(self, one: Field, trail: tuple[tuple[Name, str], ...], label: str) -> str:
        assert one.reference is not None
        table, name = one.reference.table, one.reference.column
        if (table, name) in trail:
            raise SourceError(f"{label}: the foreign keys go round in a circle, so they have no type")
        target = self.said.models.get(table)
        if target is not None:
            referred = target.field(name)
            if referred is None:
                raise SourceError(f"{label} refers to {target.label}.{name}, which is no field")
            return base_of(self._type(target, referred, trail), self.context.current)
        column = self.live.column(table, name)
        if column is None:
            raise SourceError(f"{label} refers to {'.'.join(table)}.{name}, which is neither in the models nor there")
        return base_of(column.type, self.context.current)

    # tables

    def _created(self, model: Model) -> None:
        lines = [self._column(model, one, self._type(model, one)) for one in model.fields]
        lines.append(f"PRIMARY KEY ({_columns(model.primary_key)})")
        uniques = [(one.name,) for one in model.fields if one.unique and model.primary_key != (one.name,)]
        lines += [f"UNIQUE ({_columns(group)})" for group in dict.fromkeys((*uniques, *model.uniques))]
        self._ask(self.tables, f"CREATE TABLE {qualified(*model.table)} ({', '.join(lines)})", model)
        for one in model.fields:
            if one.reference is not None:
                self._refer(model, one)

    def _junction(self, table: Name, label: str, columns: tuple[tuple[str, Name], ...]) -> None:
        """A junction table, as matrx-orm would make it at its first use, but for the type of its columns."""
        lines: list[str] = []
        for name, referred in columns:
            target = self.said.models.get(referred)
            if target is None or len(target.primary_key) != 1:
                raise SourceError(f"{label}: a ManyToManyField needs models with one primary key column on both sides")
            key = target.field(target.primary_key[0])
            assert key is not None
            type_name = self._type(target, key)
            lines.append(f"{quote(name)} {type_name} NOT NULL")
            self.references.append(
                SourceStatement(
                    sql=f"ALTER TABLE {qualified(*table)} ADD FOREIGN KEY ({quote(name)}) "
                    f"REFERENCES {qualified(*referred)} ({quote(key.name)}) ON DELETE CASCADE",
                    origin=label,
                )
            )
        lines.append(f"PRIMARY KEY ({_columns(name for name, _referred in columns)})")
        self.tables.append(SourceStatement(sql=f"CREATE TABLE {qualified(*table)} ({', '.join(lines)})", origin=label))

    def _altered(self, model: Model) -> None:
        columns = self.live.columns(model.table)
        names = {one.name for one in model.fields}
        for name, column in columns.items():
            if name not in names:
                self.known.update(self.live.whole(column.id), self.live.mentioning(model.table, name))
        for one in model.fields:
            self._field(model, one, columns.get(one.name))
        self._primary_key(model)
        self._uniques(model)
        self._foreign_keys(model)

    def _field(self, model: Model, one: Field, column: Column | None) -> None:
        type_name = self._type(model, one)
        if column is not None:
            if type_name == column.type and self._not_null(model, one) == column.not_null:
                return
            self.known.add(column.id)
        clause = self._column(model, one, type_name, column)
        self._ask(self.tables, f"ALTER TABLE {qualified(*model.table)} ADD COLUMN {clause}", model)

    def _not_null(self, model: Model, one: Field) -> bool:
        column = self.live.column(model.table, one.name)
        # PostgreSQL has no identity and no key that may be null
        fixed = column is not None and column.not_null and column.identity is not None
        return fixed or not one.nullable or one.name in model.primary_key

    def _column(self, model: Model, one: Field, type_name: str, column: Column | None = None) -> str:
        words = [quote(one.name), type_name]
        if column is not None:
            # a collation stays with a text, and a generated column cannot become one afterwards
            if column.collation is not None and same_family(base_of(type_name, self.context.current), "text"):
                words.append(f"COLLATE {column.collation}")
            default = self.live.default(column.id)
            if default is not None and default.generated is not None:
                words.append(f"GENERATED ALWAYS AS ({default.expression}) {default.generated.upper()}")
        if self._not_null(model, one):
            words.append("NOT NULL")
        return " ".join(words)

    # keys

    def _primary_key(self, model: Model) -> None:
        found = self.live.primary_key(model.table)
        if found is not None:
            if set(found.columns) == set(model.primary_key):
                return
            self.known.add(found.id)
        self._constrain(self.keys, model, f"PRIMARY KEY ({_columns(model.primary_key)})")

    def _uniques(self, model: Model) -> None:
        groups = self.live.unique_groups(model.table)
        # matrx-orm's schema builder says unique of the members of a composite constraint as well
        members = {name for group in groups for name in group}
        wanted = {one.name for one in model.fields if one.unique}
        for one in model.fields:
            if one.unique and one.name not in members and model.primary_key != (one.name,):
                self._constrain(self.keys, model, f"UNIQUE ({quote(one.name)})")
        for part in self.live.parts(model.table):
            if isinstance(part, Unique) and len(part.columns) == 1 and part.columns[0] not in wanted:
                self.known.add(part.id)
        for group in dict.fromkeys(model.uniques):
            if set(group) not in groups:
                self._constrain(self.keys, model, f"UNIQUE ({_columns(group)})")

    def _foreign_keys(self, model: Model) -> None:
        by_column: dict[str, list[ForeignKey]] = {}
        for part in self.live.parts(model.table):
            if isinstance(part, ForeignKey) and len(part.columns) == 1:
                by_column.setdefault(part.columns[0], []).append(part)
        for one in model.fields:
            found = by_column.get(one.name, [])
            wanted = one.reference
            if wanted is not None and any(
                _place(key) == (wanted.table, wanted.column) for key in found if key.id not in self.known
            ):
                continue  # what it does on delete stays: nobody can tell whether CASCADE was meant
            for key in found:
                referred = (key.referred_table.schema, key.referred_table.name)
                if referred in self.said.models or key.referred_table in self.known:
                    self.known.add(key.id)
            if wanted is not None:
                self._refer(model, one)

    def _refer(self, model: Model, one: Field) -> None:
        wanted = one.reference
        assert wanted is not None
        actions = f" ON DELETE {wanted.on_delete} ON UPDATE {wanted.on_update}"
        self._constrain(
            self.references,
            model,
            f"FOREIGN KEY ({quote(one.name)}) REFERENCES {qualified(*wanted.table)} ({quote(wanted.column)}){actions}",
        )

    def _constrain(self, where: list[SourceStatement], model: Model, clause: str) -> None:
        self._ask(where, f"ALTER TABLE {qualified(*model.table)} ADD {clause}", model)

    def _ask(self, where: list[SourceStatement], sql: str, model: Model) -> None:
        where.append(SourceStatement(sql=sql, origin=model.label))


def _in_order_of(live: tuple[str, ...], wanted: tuple[str, ...]) -> tuple[str, ...]:
    """The wanted labels in the database's order, each new one behind the one that is before it in the models."""
    labels = [label for label in live if label in wanted]
    for place, label in enumerate(wanted):
        if label not in labels:
            labels.insert(labels.index(wanted[place - 1]) + 1 if place else 0, label)
    return tuple(labels)


def _place(key: ForeignKey) -> tuple[Name, str]:
    return (key.referred_table.schema, key.referred_table.name), key.referred_columns[0]


def _columns(names: Iterable[str]) -> str:
    return ", ".join(quote(name) for name in names)


def _listed(names: Iterable[Name]) -> str:
    shown = [".".join(name) for name in names]
    return ", ".join(shown[:3]) + (f" and {len(shown) - 3} more" if len(shown) > 3 else "")
