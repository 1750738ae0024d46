"""Catalog rows → snapshot: plain functions over values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from matrx_orm_migrate.diff.inspect.catalog import CatalogData
from matrx_orm_migrate.diff.inspect.outsiders import outsiders
from matrx_orm_migrate.garbage import without_garbage_collection
from matrx_orm_migrate.hooks import Detector, PluginManager
from matrx_orm_migrate.hooks.answers import expected
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Privileges, Snapshot

__all__ = ["Known", "build_snapshot"]

_Address = tuple[int, int, int]


_Texts = Mapping[tuple[int, int], tuple[tuple[str, str], ...]]
"""Fields and texts of comments, by an object's address within its catalog."""

_Rows = dict[Sequence[Any], CatalogObject | None]


class Known:
    """Objects by the rows that they were made of, for the two sides of a comparison.

    Two catalogs that hold the same row then hold the same object, which is made once and equals itself at no cost.
    """

    def __init__(self) -> None:
        self._by_kind: dict[str, _Rows] = {}

    def of_kind(self, kind: str) -> _Rows:
        """The objects of one kind."""
        return self._by_kind.setdefault(kind, {})


def build_snapshot(data: CatalogData, plugins: PluginManager, known: Known | None = None) -> Snapshot:
    """Let each detector turn its rows into objects, and put the objects, comments and dependencies together.

    ``known`` is given where another snapshot of much the same objects has been built, or will be.
    """
    with without_garbage_collection():
        return _build(data, plugins, known)


def _build(data: CatalogData, plugins: PluginManager, known: Known | None) -> Snapshot:
    objects: dict[ObjectId, CatalogObject] = {}
    addresses: dict[_Address, ObjectId] = {}
    members = {(row[0], row[1]): row[2] for row in data.members}
    comments: dict[int, dict[tuple[int, int], str]] = {}
    columns_comments: dict[int, dict[tuple[int, int], str]] = {}
    for classid, oid, sub, text in data.comments:
        (columns_comments if sub else comments).setdefault(classid, {})[oid, sub] = text
    inner: dict[str, dict[tuple[int, int], tuple[tuple[str, str], ...]]] = {}
    for kind, oid, sub, field, text in data.inner_comments:
        texts = inner.setdefault(kind, {})
        texts[oid, sub] = (*texts.get((oid, sub), ()), (field, text))
    foreign: list[CatalogObject] = []
    for kind, detector in plugins.detectors.items():
        rows = data.rows.get(kind, ())
        if not rows:
            continue
        classid = data.catalogs.get(detector.catalog, 0)
        commented = (columns_comments if rows[0][1] else comments).get(classid, {})
        shared = known.of_kind(kind) if known is not None else None
        made = _read(rows, detector, shared, commented, inner.get(kind, {}))
        if not members and data.edges is None:
            objects.update([(obj.id, obj) for obj in made if obj is not None])
            continue
        for row, obj in zip(rows, made, strict=True):
            if obj is None:
                continue
            oid = row[0]
            if oid and (classid, oid) in members:
                foreign.append(obj)
                continue
            objects[obj.id] = obj
            if oid:
                addresses[classid, oid, row[1]] = obj.id
    if foreign:
        _drop_parts_of_members(objects, foreign)
    dependencies = _dependencies(data, objects, addresses, members) if data.edges is not None else {}
    return Snapshot(
        objects=objects,
        dependencies=dependencies,
        unhandled={row[0]: row[1] for row in data.census},
        casts=frozenset((row[0], row[1]) for row in data.casts or ()),
        server_version=data.server_version,
        privileges=_privileges(data.privileges or (), addresses),
        default_grantees={schema: frozenset(grantees) for schema, grantees in data.default_grantees or ()},
        outsiders=outsiders(data.outsiders or (), partial(_at, addresses)),
    )


def _read(
    rows: Sequence[Sequence[Any]],
    detector: Detector,
    known: _Rows | None,
    comments: Mapping[tuple[int, int], str],
    inner: _Texts,
) -> list[CatalogObject | None]:
    """The rows of one kind as objects with their comments; None where the detector leaves a row out."""
    if known is None and not comments and not inner:
        return _checked(detector, list(map(detector.read, rows)))
    made: list[CatalogObject | None] = []
    if known is not None and not comments and not inner:
        read = detector.read
        for row in rows:
            values: Sequence[Any] = tuple(row[1:])  # oids differ everywhere
            try:
                made.append(known[values])
            except KeyError:
                known[values] = obj = read(row)
                made.append(obj)
            except TypeError:  # a list in the row
                made.append(read(row))
        return _checked(detector, made)
    for row in rows:
        text, others = comments.get((row[0], row[1])), inner.get((row[0], row[1]), ())
        if known is None:
            made.append(_with_comment(detector.read(row), text, others))
            continue
        key: Sequence[Any] = tuple(row[1:])
        if text is not None or others:
            key = (*key, text, tuple(sorted(others)))
        try:
            obj = known[key]
        except KeyError:
            known[key] = obj = _with_comment(detector.read(row), text, others)
        except TypeError:  # a list in the row
            obj = _with_comment(detector.read(row), text, others)
        made.append(obj)
    return _checked(detector, made)


def _checked(detector: Detector, made: list[CatalogObject | None]) -> list[CatalogObject | None]:
    if not all(issubclass(cls, CatalogObject | None) for cls in set(map(type, made))):
        expected(detector, "read", (obj for obj in made if obj is not None), CatalogObject)
    return made


def _with_comment(
    obj: CatalogObject | None, text: str | None, others: Sequence[tuple[str, str]]
) -> CatalogObject | None:
    if obj is None or (text is None and not others):
        return obj
    changed: Any = {"comment": text, **dict(others)} if text is not None else dict(others)
    return replace(obj, **changed)


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


def _at(addresses: Mapping[_Address, ObjectId], classid: int, oid: int, sub: int) -> ObjectId | None:
    # a column that is no object of its own (a view's) stands for the whole
    return addresses.get((classid, oid, sub)) or (addresses.get((classid, oid, 0)) if sub else None)


def _privileges(rows: Sequence[Sequence[Any]], addresses: Mapping[_Address, ObjectId]) -> dict[ObjectId, Privileges]:
    found: dict[ObjectId, Privileges] = {}
    for classid, oid, sub, owner, may_own, grantees in rows:
        object_id = addresses.get((classid, oid, sub))
        if object_id is not None:
            # a table and its row type stand at one address
            others = found[object_id].grantees if object_id in found else frozenset()
            found[object_id] = Privileges(owner=owner, may_own=may_own, grantees=others | frozenset(grantees))
    return found


def _dependencies(
    data: CatalogData,
    objects: dict[ObjectId, CatalogObject],
    addresses: dict[_Address, ObjectId],
    members: dict[tuple[int, int], int],
) -> dict[ObjectId, frozenset[ObjectId]]:
    extension_class = data.catalogs["pg_extension"]
    found: dict[ObjectId, set[ObjectId]] = {}

    at = partial(_at, addresses)
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
