"""What models cannot say: which objects that are, and the .sql files that declare them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from pathlib import PurePosixPath

from matrx_orm_migrate.hooks import Creation, GeneratedFile
from matrx_orm_migrate.schema import CatalogObject, Default, ObjectId, Sequence, Snapshot

__all__ = ["declaration_files", "late_parts", "made_after", "said_by_models"]

_PARTS = frozenset(
    (
        *("column", "default", "primary_key", "unique", "check", "foreign_key", "exclusion", "index"),
        *("partition", "inheritance"),
    )
)
_ALONE = frozenset(("table", "enum"))


def said_by_models(snapshot: Snapshot) -> frozenset[ObjectId]:
    """The ids of what models have words for: tables with their parts, enums, sequences."""
    tables = {(obj.id.schema, obj.id.name) for obj in snapshot if obj.id.kind == "table"}

    def is_said(obj: CatalogObject) -> bool:
        if isinstance(obj, Sequence):  # but not one that a column of a foreign table owns
            return obj.owned_by is None or (obj.owned_by.schema, obj.owned_by.parent) in tables
        if obj.id.kind in _PARTS:
            return (obj.id.schema, obj.id.parent or obj.id.name) in tables
        return obj.id.kind in _ALONE

    return frozenset(obj.id for obj in snapshot if is_said(obj))


class _Needs:
    """Which tables an object needs by way of what models cannot say."""

    def __init__(self, snapshot: Snapshot, said: Set[ObjectId]) -> None:
        self._snapshot = snapshot
        self._said = said
        self._known: dict[ObjectId, frozenset[ObjectId]] = {}

    def tables(self, object_id: ObjectId) -> frozenset[ObjectId]:
        """The tables that something which models cannot say needs, directly or not."""
        if object_id not in self._known:
            self._known[object_id] = frozenset()  # a circle adds nothing
            found: set[ObjectId] = set()
            for needed in self._snapshot.needs(object_id):
                if needed not in self._said:
                    found |= self.tables(needed)
                elif needed.kind == "table" or needed.parent:
                    found.add(ObjectId("table", needed.schema, needed.parent or needed.name))
            self._known[object_id] = frozenset(found)
        return self._known[object_id]

    def by_way(self, object_id: ObjectId) -> frozenset[ObjectId]:
        """The tables that a part of a table needs by way of what models cannot say."""
        unsaid = [needed for needed in self._snapshot.needs(object_id) if needed not in self._said]
        return frozenset[ObjectId]().union(*map(self.tables, unsaid))


def late_parts(snapshot: Snapshot, said: Set[ObjectId]) -> frozenset[ObjectId]:
    """Parts of tables that call what needs tables itself: they are declared, since no table can be made with them."""
    needs = _Needs(snapshot, said)
    return frozenset(obj.id for obj in snapshot if obj.id in said and _can_come_later(obj) and needs.by_way(obj.id))


def _can_come_later(obj: CatalogObject) -> bool:
    if isinstance(obj, Default):
        return obj.generated is None
    return obj.id.kind in _PARTS - {"column", "partition", "inheritance"}


def made_after(snapshot: Snapshot, said: Set[ObjectId]) -> Mapping[ObjectId, frozenset[ObjectId]]:
    """For tables with columns of other tables' rows, or that call what needs other tables: those tables."""
    needs = _Needs(snapshot, said)
    found: dict[ObjectId, frozenset[ObjectId]] = {}
    for obj in snapshot:
        if obj.id not in said or obj.id.kind not in ("column", "default"):
            continue
        table = ObjectId("table", obj.id.schema, obj.id.parent)
        rows = frozenset(needed for needed in snapshot.needs(obj.id) if needed.kind == "table")
        others = (rows | needs.by_way(obj.id)) - {table}
        if others:
            found[table] = found.get(table, frozenset()) | others
    return found


def declaration_files(creations: Iterable[Creation], marker: str) -> list[GeneratedFile]:
    """One file for each kind, in the order in which the first of each kind is made."""
    by_kind: dict[str, list[str]] = {}
    for creation in creations:
        summary = " ".join(creation.summary.split())
        statements = "\n".join(f"{statement};" for statement in creation.statements)
        by_kind.setdefault(creation.objects[0].kind, []).append(f"-- {summary}\n{statements}\n")
    return [
        GeneratedFile(path=PurePosixPath(f"{kind}.sql"), text=f"{marker}\n\n" + "\n".join(blocks))
        for kind, blocks in by_kind.items()
    ]
