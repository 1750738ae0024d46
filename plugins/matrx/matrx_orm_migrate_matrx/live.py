"""The live side as the source looks at it: tables, their parts, and what goes with what."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.schema import (
    CatalogObject,
    Check,
    Column,
    Default,
    Exclusion,
    ForeignKey,
    Index,
    KeyConstraint,
    ObjectId,
    PrimaryKey,
    Snapshot,
    Unique,
)
from matrx_orm_migrate_matrx.values import Name

__all__ = ["Live"]

_VIEWS = frozenset(("view", "materialized_view", "foreign_table"))
_LITERAL = re.compile(r"'(?:[^']|'')*'")


class Live:
    """A snapshot with what is asked of it often."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.tables: Mapping[Name, CatalogObject] = {
            (obj.id.schema, obj.id.name): obj for obj in snapshot if obj.id.kind == "table"
        }
        self._views = {(obj.id.schema, obj.id.name) for obj in snapshot if obj.id.kind in _VIEWS}
        self._partitions = {(obj.id.schema, obj.id.name) for obj in snapshot if obj.id.kind == "partition"}
        self._owned: dict[ObjectId, list[CatalogObject]] = defaultdict(list)
        self._followers: dict[ObjectId, list[CatalogObject]] = defaultdict(list)
        for obj in snapshot:
            if obj.owner_id is not None:
                self._owned[obj.owner_id].append(obj)
            if obj.origin is not None:
                self._followers[obj.origin].append(obj)

    def is_view(self, name: Name) -> bool:
        """Whether a model of this name reads what is no table."""
        return name in self._views

    def is_partition(self, name: Name) -> bool:
        """Whether the table is a partition of another."""
        return name in self._partitions

    def parts(self, table: Name) -> list[CatalogObject]:
        """The parts of a table."""
        return self._owned.get(ObjectId("table", *table), [])

    def columns(self, table: Name) -> dict[str, Column]:
        """The columns of a table, by name."""
        return {part.id.name: part for part in self.parts(table) if isinstance(part, Column)}

    def column(self, table: Name, name: str) -> Column | None:
        """A column, or None."""
        found = self._snapshot.get(ObjectId("column", table[0], name, table[1]))
        return found if isinstance(found, Column) else None

    def default(self, column: ObjectId) -> Default | None:
        """The default or the generation expression of a column."""
        found = self._snapshot.get(ObjectId("default", column.schema, column.name, column.parent))
        return found if isinstance(found, Default) else None

    def primary_key(self, table: Name) -> PrimaryKey | None:
        """The primary key of a table."""
        return next((part for part in self.parts(table) if isinstance(part, PrimaryKey)), None)

    def unique_groups(self, table: Name) -> list[set[str]]:
        """The sets of columns that are unique together, by a constraint or by an index over columns alone."""
        return [
            set(part.columns)
            for part in self.parts(table)
            if isinstance(part, Unique | PrimaryKey)
            or (isinstance(part, Index) and part.unique and " WHERE " not in part.definition)
        ]

    def whole(self, object_id: ObjectId) -> Iterator[ObjectId]:
        """An object and all that is part of it, down to the last."""
        yield object_id
        for part in self._owned.get(object_id, ()):
            yield from self.whole(part.id)

    def mentioning(self, table: Name, column: str) -> Iterator[ObjectId]:
        """The parts of a table, and their parts, that PostgreSQL drops with a column."""
        for part in self.parts(table):
            if _uses(part, column):
                yield from self.whole(part.id)

    def with_followers(self, known: Iterable[ObjectId]) -> Set[ObjectId]:
        """These, and what follows them in partitions and in tables that inherit."""
        found: set[ObjectId] = set()
        waiting = list(known)
        while waiting:
            object_id = waiting.pop()
            if object_id not in found:
                found.add(object_id)
                waiting += (obj.id for obj in self._followers.get(object_id, ()))
        return found


def _uses(part: CatalogObject, column: str) -> bool:
    if isinstance(part, Default):
        return part.id.name == column or (part.generated is not None and _names(part.expression, column))
    if isinstance(part, ForeignKey):
        return column in part.columns
    if isinstance(part, KeyConstraint) and not isinstance(part, Exclusion):
        return column in part.columns or f" INCLUDE ({quote(column)}" in part.definition
    if isinstance(part, Check | Exclusion | Index):
        return _names(part.definition, column)
    return False


def _names(definition: str, column: str) -> bool:
    """Whether an expression names a column, as PostgreSQL prints it: not in a text, not as a type or a function."""
    text = _LITERAL.sub("''", definition)
    # servers of other versions quote other keywords
    spellings = {quote(column), '"' + column.replace('"', '""') + '"'}
    return any(re.search(rf'(?<![\w".:]){re.escape(spelling)}(?![\w"(])', text) for spelling in spellings)
