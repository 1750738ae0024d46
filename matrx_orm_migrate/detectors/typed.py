"""Who uses a type: columns, and types that build on it."""

from __future__ import annotations

from matrx_orm_migrate.schema import CatalogObject, Column, CompositeType, Domain, ObjectId, Range, Snapshot

__all__ = ["columns_of_type", "contained_in", "in_columns"]


def contained_in(type_id: ObjectId, snapshot: Snapshot) -> list[CatalogObject]:
    """The types that build on a type, to any depth: domains over it, rows and ranges with it."""
    found: dict[ObjectId, CatalogObject] = {}
    waiting = {type_id}
    types = [obj for obj in snapshot if isinstance(obj, (Domain, CompositeType, Range))]
    while waiting:
        needed = waiting.pop()
        for obj in types:
            if obj.id not in found and obj.id != type_id and needed in snapshot.needs(obj.id):
                found[obj.id] = obj
                waiting.add(obj.id)
    return sorted(found.values(), key=lambda obj: obj.id)


def columns_of_type(type_id: ObjectId, snapshot: Snapshot) -> list[Column]:
    """The columns whose values hold values of a type, at whatever depth."""
    wanted = {type_id, *(obj.id for obj in contained_in(type_id, snapshot))}
    columns = [obj for obj in snapshot if isinstance(obj, Column) and wanted & snapshot.needs(obj.id)]
    return sorted(columns, key=lambda column: column.id)


def in_columns(type_id: ObjectId, snapshot: Snapshot) -> bool:
    """Whether any column holds values of the type."""
    return bool(columns_of_type(type_id, snapshot))
