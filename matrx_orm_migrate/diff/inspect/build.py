"""Catalog rows → snapshot: plain functions over values."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from matrx_orm_migrate.diff.inspect.catalog import CatalogData
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Snapshot

__all__ = ["build_snapshot"]

_Address = tuple[int, int, int]


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Many objects are made and none dies: looking for garbage meanwhile was a third of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def build_snapshot(data: CatalogData, plugins: PluginManager) -> Snapshot:
    """Let each detector turn its rows into objects, and put the objects, comments and dependencies together."""
    with _without_garbage_collection():
        return _build(data, plugins)


def _build(data: CatalogData, plugins: PluginManager) -> Snapshot:
    objects: dict[ObjectId, CatalogObject] = {}
    addresses: dict[_Address, ObjectId] = {}
    members = {(row[0], row[1]): row[2] for row in data.members}
    comments = {(row[0], row[1], row[2]): row[3] for row in data.comments}
    wants_addresses = data.edges is not None
    foreign: list[CatalogObject] = []
    for kind, detector in plugins.detectors.items():
        classid = data.catalogs.get(detector.catalog, 0)
        for row in data.rows.get(kind, ()):
            obj = detector.read(row)
            if obj is None:
                continue
            oid = row[0]
            if oid and (classid, oid) in members:
                foreign.append(obj)
                continue
            if comments and oid and (text := comments.get((classid, oid, row[1]))) is not None:
                obj = replace(obj, comment=text)
            objects[obj.id] = obj
            if wants_addresses and oid:
                addresses[classid, oid, row[1]] = obj.id
    if foreign:
        _drop_parts_of_members(objects, foreign)
    dependencies = _dependencies(data, objects, addresses, members) if wants_addresses else {}
    return Snapshot(
        objects=objects,
        dependencies=dependencies,
        unhandled={row[0]: row[1] for row in data.census},
        casts=frozenset((row[0], row[1]) for row in data.casts or ()),
        server_version=data.server_version,
    )


def _drop_parts_of_members(objects: dict[ObjectId, CatalogObject], members: list[CatalogObject]) -> None:
    """What is part of an extension's member is the extension's as well, to any depth."""
    excluded = {obj.id for obj in members}
    while True:
        parts = [obj.id for obj in objects.values() if obj.owner_id in excluded]
        if not parts:
            return
        for part in parts:
            del objects[part]
        excluded.update(parts)


def _dependencies(
    data: CatalogData,
    objects: dict[ObjectId, CatalogObject],
    addresses: dict[_Address, ObjectId],
    members: dict[tuple[int, int], int],
) -> dict[ObjectId, frozenset[ObjectId]]:
    extension_class = data.catalogs["pg_extension"]
    found: dict[ObjectId, set[ObjectId]] = {}

    def at(classid: int, oid: int, sub: int) -> ObjectId | None:
        # a column that is no object of its own (a view's) stands for the whole
        return addresses.get((classid, oid, sub)) or (addresses.get((classid, oid, 0)) if sub else None)

    for classid, oid, sub, ref_classid, ref_oid, ref_sub in data.edges or ():
        dependent = at(classid, oid, sub)
        if dependent is None:
            continue
        extension = members.get((ref_classid, ref_oid))
        if extension is not None:
            needed = addresses.get((extension_class, extension, 0))
        else:
            needed = at(ref_classid, ref_oid, ref_sub)
        if needed is not None and needed != dependent:
            found.setdefault(dependent, set()).add(needed)
    for obj in objects.values():
        own = [*obj.depends_on, *([obj.owner_id] if obj.owner_id is not None else [])]
        if own:
            found.setdefault(obj.id, set()).update(needed for needed in own if needed in objects)
    return {dependent: frozenset(needed) for dependent, needed in found.items()}
