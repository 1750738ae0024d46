"""What a new object gives: PostgreSQL's own defaults and the default privileges of the role that looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.schema import CatalogObject, Change, Column, ObjectId, Snapshot
from matrx_orm_migrate_privileges.objects import SELF, DefaultPrivileges, Owner, Privileges, Rights
from matrx_orm_migrate_privileges.rights import joined, usual_of
from matrx_orm_migrate_privileges.targets import (
    DEFAULTED,
    granted_on,
    grantee_in_id,
    has_privileges,
    owner_id,
    privileges_id,
    sort_of,
)

__all__ = ["defaults_id", "followed", "settled", "usual", "usual_on"]

_NAMES = {sort: name for name, (_objtype, sort) in DEFAULTED.items()}


def defaults_id(schema: str, name: str, role: str, grantee: str) -> ObjectId:
    """The id of default privileges; ``name`` is TABLES and the like, ``schema`` empty for all of them."""
    of = f" of {quote(role)}" if role else ""
    return ObjectId("default_privileges", schema, name, "", f"{of} to {grantee_in_id(grantee)}")


def usual(snapshot: Snapshot, obj: Privileges, server_version: int) -> Rights:
    """What the grantee may do with a new object in that place, made by the role that looks."""
    return _usual(snapshot, obj.target.schema if obj.sort != "n" else "", obj.sort, obj.grantee, server_version)


def usual_on(snapshot: Snapshot, target: ObjectId, grantee: str) -> Rights:
    """The same of a target that is no schema."""
    return _usual(snapshot, target.schema, sort_of(target), grantee, snapshot.server_version)


def _usual(snapshot: Snapshot, schema: str, sort: str, grantee: str, server_version: int) -> Rights:
    name = _NAMES.get(sort)
    own = usual_of(sort, grantee, server_version)
    if name is None:
        return own
    everywhere = snapshot.get(defaults_id("", name, SELF, grantee))
    here = snapshot.get(defaults_id(schema, name, SELF, grantee)) if schema else None
    found = everywhere.granted if isinstance(everywhere, DefaultPrivileges) else own
    return joined(found, here.granted) if isinstance(here, DefaultPrivileges) else found


def settled(desired: Snapshot, current: Snapshot, left_alone: frozenset[ObjectId]) -> Snapshot:
    """What is left alone gives what it gave, where that is something else than what a new object will give."""
    if not _changed(current, desired):
        return desired
    version = current.server_version or desired.server_version
    objects = dict(desired.objects)
    for obj in desired.of_kind("privileges"):
        assert isinstance(obj, Privileges)
        if obj.grantor == SELF and not obj.column and obj.granted == usual(desired, obj, version):
            del objects[obj.id]
    for one in _unsaid(current, desired):
        if one.target in left_alone:
            objects[one.id] = one
    return desired.with_objects(objects.values())


def _changed(current: Snapshot, desired: Snapshot) -> set[tuple[str, str, str]]:
    """Schema, sort of objects and grantee of the default privileges that change."""
    return {
        (obj.id.schema, obj.id.name, obj.grantee)
        for side, other in ((current, desired), (desired, current))
        for obj in side.of_kind("default_privileges")
        if isinstance(obj, DefaultPrivileges) and obj.role == SELF and other.get(obj.id) != obj
    }


def _unsaid(current: Snapshot, desired: Snapshot) -> Iterator[Privileges]:
    """What objects give of which neither side says anything, where that is what new ones give, and changes.

    ``granted`` is what they give on the current side, ``usual`` on the desired one.
    """
    changed = _changed(current, desired)
    if not changed:
        return
    version = current.server_version or desired.server_version
    for target, sort, on in sorted(_targets(current, desired)):
        for schema, name, grantee in sorted(changed):
            place = target.schema if sort != "n" else ""
            if _NAMES.get(sort) != name or schema not in ("", place):
                continue
            object_id = privileges_id(target, grantee, what="identity" if target.kind == "column" else "")
            was, is_ = (_usual(side, place, sort, grantee, version) for side in (current, desired))
            if was != is_ and object_id not in current and object_id not in desired:
                yield Privileges(
                    id=object_id,
                    owner_id=target,
                    target=target,
                    on=on,
                    sort=sort,
                    grantee=grantee,
                    granted=was,
                    usual=is_,
                    owner=_owner_of(target, desired),
                )


def _targets(current: Snapshot, desired: Snapshot) -> Iterator[tuple[ObjectId, str, str]]:
    """What is there on both sides and has privileges: its id, sort, and what stands behind ON."""
    for obj in current:
        after = desired.get(obj.id)
        if after is None:
            continue
        if has_privileges(obj.id):
            yield obj.id, sort_of(obj.id), granted_on(obj.id)
        elif (sequence := _sequence_of(obj)) is not None and _sequence_of(after) is not None:
            yield obj.id, "s", f"SEQUENCE {sequence}"


def _sequence_of(obj: CatalogObject) -> str | None:
    """The sequence of an identity column, as SQL."""
    return qualified(*obj.identity.sequence) if isinstance(obj, Column) and obj.identity is not None else None


def _owner_of(target: ObjectId, snapshot: Snapshot) -> str:
    """The owner, which a column's sequence has from its table; :data:`SELF` for the role that looks."""
    while (found := snapshot.get(owner_id(target))) is None:
        obj = snapshot.get(target)
        if obj is None or obj.owner_id is None or obj.id.kind == "table":
            return SELF
        target = obj.owner_id
    return found.owner if isinstance(found, Owner) else SELF


def followed(changes: Sequence[Change], current: Snapshot, desired: Snapshot) -> list[Change] | None:
    """The changes with those that default privileges bring about; None where there are none."""
    more = [Change(before=None, after=replace(one, granted=one.usual)) for one in _unsaid(current, desired)]
    return [*changes, *more] if more else None
