"""What the target writes: the tables of a snapshot that can be models, what they refer to, and their names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from matrx_orm_migrate.errors import UsageError
from matrx_orm_migrate.schema import Column, Enum, ForeignKey, PrimaryKey, Snapshot, Unique
from matrx_orm_migrate_matrx.fields import FieldCode, field_for
from matrx_orm_migrate_matrx.live import Live
from matrx_orm_migrate_matrx.names import INTERNAL, Names, class_name
from matrx_orm_migrate_matrx.types import base_of
from matrx_orm_migrate_matrx.values import Name

__all__ = ["FieldModel", "Inverse", "Many", "Package", "TableModel", "Target", "describe"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What a foreign key refers to.  ``typed`` says that it holds no UUID, as matrx-orm's own foreign keys do."""

    table: Name
    column: str
    on_delete: str
    on_update: str
    typed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldModel:
    """A column as a field."""

    column: Column
    code: FieldCode
    target: Target | None
    unique: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Inverse:
    """The rows of another table that refer to one of this table."""

    name: str
    table: Name
    column: str
    referred: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Many:
    """The rows of another table that stand with one of this table in a junction table."""

    name: str
    junction: Name
    source: str
    target: str
    table: Name


@dataclass(frozen=True, slots=True, kw_only=True)
class TableModel:
    """A table as a model."""

    table: Name
    name: str
    fields: tuple[FieldModel, ...]
    primary_key: tuple[str, ...]
    uniques: tuple[tuple[str, ...], ...]
    inverses: tuple[Inverse, ...]
    many: tuple[Many, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """The models in the order in which they are written, the enums, and the tables that cannot be models."""

    models: tuple[TableModel, ...]
    enums: tuple[tuple[str, Enum], ...]
    keyless: tuple[Name, ...]


def describe(snapshot: Snapshot) -> Package:
    """Name everything that models can say.

    Raises ``UsageError`` for a column whose name matrx-orm keeps for itself.
    """
    return _Describing(snapshot).package()


class _Describing:
    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self._live = Live(snapshot)
        self._tables = [
            name
            for name in sorted(self._live.tables, key=lambda name: (name[0] != "public", name))
            if self._live.primary_key(name) is not None and not self._live.is_partition(name)
        ]
        names = Names()
        self._classes = {name: names.claim(*_candidates(name)) for name in self._tables}
        enums = [obj for obj in snapshot.of_kind("enum") if isinstance(obj, Enum) and obj.labels]
        enums.sort(key=lambda obj: (obj.id.schema != "public", obj.id))
        self._enums = {
            f"{obj.id.schema}.{obj.id.name}": names.claim(*_candidates((obj.id.schema, obj.id.name))) for obj in enums
        }
        self._named_enums = tuple((self._enums[f"{obj.id.schema}.{obj.id.name}"], obj) for obj in enums)
        self._keys = {name: self._foreign_keys(name) for name in self._tables}

    def package(self) -> Package:
        models = {name: self._model(name) for name in self._tables}
        keyless = [
            name
            for name in sorted(self._live.tables)
            if self._live.primary_key(name) is None and not self._live.is_partition(name)
        ]
        return Package(models=tuple(_in_order(models)), enums=self._named_enums, keyless=tuple(keyless))

    def _model(self, name: Name) -> TableModel:
        columns = self._live.columns(name)
        if refused := sorted(columns.keys() & INTERNAL):
            raise UsageError(
                f"the table {'.'.join(name)} cannot be a model: matrx-orm keeps the name {refused[0]!r} for itself",
                hint="Leave the table out (--exclude-tables), or rename the column.",
            )
        relations = Names(columns)
        groups = [part.columns for part in self._live.parts(name) if isinstance(part, Unique)]
        return TableModel(
            table=name,
            name=self._classes[name],
            fields=tuple(
                self._field(name, column, unique=(column.id.name,) in groups)
                for column in sorted(columns.values(), key=lambda column: (column.position, column.id))
            ),
            primary_key=self._primary_key(name),
            uniques=tuple(sorted(group for group in groups if len(group) > 1)),
            inverses=tuple(self._inverses(name, relations)),
            many=tuple(self._many(name, relations)),
        )

    def _primary_key(self, name: Name) -> tuple[str, ...]:
        found = self._live.primary_key(name)
        assert isinstance(found, PrimaryKey)
        return found.columns

    def _field(self, table: Name, column: Column, *, unique: bool) -> FieldModel:
        key = self._keys[table].get(column.id.name)
        target = None
        if key is not None:
            target = Target(
                table=(key.referred_table.schema, key.referred_table.name),
                column=key.referred_columns[0],
                on_delete=key.on_delete,
                on_update=key.on_update,
                typed=base_of(column.type, self._snapshot) != "uuid",
            )
        code = field_for(column, self._snapshot, self._enums)
        return FieldModel(column=column, code=code, target=target, unique=unique)

    # what refers to what

    def _foreign_keys(self, name: Name) -> dict[str, ForeignKey]:
        """The foreign keys that fields can say: of one column each, to a model, and one of them for a column."""
        found: dict[str, ForeignKey] = {}
        for part in sorted(self._live.parts(name), key=lambda part: part.id):
            if isinstance(part, ForeignKey) and len(part.columns) == 1:
                referred = (part.referred_table.schema, part.referred_table.name)
                if referred in self._classes:
                    found.setdefault(part.columns[0], part)
        return found

    def _inverses(self, name: Name, names: Names) -> Iterable[Inverse]:
        for other in self._tables:
            keys = [(column, key) for column, key in self._keys[other].items() if _referred(key) == name]
            for column, key in keys:
                wanted = other[1] if len(keys) == 1 else f"{other[1]}_by_{column}"
                yield Inverse(
                    name=names.claim(wanted, f"{wanted}_by_{column}"),
                    table=other,
                    column=column,
                    referred=key.referred_columns[0],
                )

    def _many(self, name: Name, names: Names) -> Iterable[Many]:
        for junction in self._live.tables:
            sides = self._sides(junction)
            for (source, source_table), (target, target_table) in (sides, sides[::-1]) if sides else ():
                if source_table != name:
                    continue
                wanted = target_table[1] if target_table != name else f"{target_table[1]}_by_{target}"
                yield Many(
                    name=names.claim(wanted, f"{wanted}_by_{junction[1]}"),
                    junction=junction,
                    source=source,
                    target=target,
                    table=target_table,
                )

    def _sides(self, junction: Name) -> tuple[tuple[str, Name], tuple[str, Name]] | None:
        """The two columns of a junction table and the tables that they refer to: unique together, and all it needs.

        matrx-orm joins by the primary keys, and fills these two columns only.
        """
        found = [(column, _referred(key), key) for column, key in sorted(self._keys.get(junction, {}).items())]
        if len(found) != 2 or any(key.referred_columns != self._primary_key(table) for _, table, key in found):
            return None
        pair = {column for column, _table, _key in found}
        if pair not in self._live.unique_groups(junction):
            return None
        for column in self._live.columns(junction).values():
            given = self._live.default(column.id) is not None or column.identity is not None
            if column.not_null and column.id.name not in pair and not given:
                return None
        (first, first_table, _), (second, second_table, _) = found
        return (first, first_table), (second, second_table)


def _referred(key: ForeignKey) -> Name:
    return key.referred_table.schema, key.referred_table.name


def _candidates(name: Name) -> tuple[str, str]:
    schema, bare = name
    plain = class_name(bare)
    return plain, class_name(f"{schema}_{bare}")


def _in_order(models: Mapping[Name, TableModel]) -> Iterable[TableModel]:
    """Those that are referred to first; a circle is cut where its first name stands."""
    done: dict[Name, TableModel] = {}
    waiting: set[Name] = set()

    def visit(name: Name) -> None:
        if name in done or name in waiting:
            return
        waiting.add(name)
        for one in models[name].fields:
            if one.target is not None:
                visit(one.target.table)
        done[name] = models[name]

    for name in sorted(models):
        visit(name)
    return done.values()
