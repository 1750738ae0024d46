"""What a new object gives: PostgreSQL's own defaults and the default privileges of the role that looks."""

from __future__ import annotations

from collections.abc import Iterator

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.schema import ObjectId, Snapshot
from matrx_orm_migrate_privileges.objects import EVERYBODY, SELF, DefaultPrivileges, Owner, Privileges, Rights
from matrx_orm_migrate_privileges.rights import joined, usual_of
from matrx_orm_migrate_privileges.targets import DEFAULTED, grantee_in_id, owner_id, sort_of

__all__ = ["NAMES", "defaults_id", "holders", "owner_of", "usual", "usual_on"]

NAMES = {sort: name for name, (_objtype, sort) in DEFAULTED.items()}
"""What ALTER DEFAULT PRIVILEGES calls objects, by the first argument of acldefault()."""


def defaults_id(schema: str, name: str, role: str, grantee: str) -> ObjectId:
    """The id of default privileges; ``name`` is TABLES and the like, ``schema`` empty for all of them."""
    of = f" of {quote(role)}" if role else ""
    return ObjectId("default_privileges", schema, name, "", f"{of} to {grantee_in_id(grantee)}")


def usual(snapshot: Snapshot, obj: Privileges, server_version: int) -> Rights:
    """What the grantee may do with a new object in that place, made by the role that looks and given to its owner."""
    return usual_on(snapshot, obj.target, obj.grantee, sort=obj.sort, server_version=server_version)


def usual_on(snapshot: Snapshot, target: ObjectId, grantee: str, *, sort: str = "", server_version: int = 0) -> Rights:
    """The same of any target; ``sort`` and ``server_version`` are the target's and the snapshot's where not given.

    Who gets an object has what its maker had, and what default privileges gave him on top: ALTER … OWNER TO puts one in
    the other's place and merges the two (PostgreSQL 18, src/backend/utils/adt/acl.c, aclnewowner).
    """
    sort = sort or sort_of(target)
    version = server_version or snapshot.server_version
    place = target.schema if sort != "n" else ""
    owner = owner_of(target, snapshot)
    if owner == SELF:
        return _given(snapshot, place, sort, grantee, version)
    if grantee == owner:
        return ()
    given = _given(snapshot, place, sort, grantee, version)
    return joined(given, _given(snapshot, place, sort, owner, version)) if grantee == SELF else given


def _given(snapshot: Snapshot, schema: str, sort: str, grantee: str, server_version: int) -> Rights:
    name = NAMES.get(sort)
    own = usual_of(sort, grantee, server_version)
    if name is None or _leaves_nothing(snapshot, schema, name, sort, server_version):
        return own
    everywhere = snapshot.get(defaults_id("", name, SELF, grantee))
    here = snapshot.get(defaults_id(schema, name, SELF, grantee)) if schema else None
    found = everywhere.granted if isinstance(everywhere, DefaultPrivileges) else own
    return joined(found, here.granted) if isinstance(here, DefaultPrivileges) else found


def _leaves_nothing(snapshot: Snapshot, schema: str, name: str, sort: str, server_version: int) -> bool:
    """Whether nobody would have anything: the acl is NULL then, and PostgreSQL's own defaults hold."""
    owners = snapshot.get(defaults_id("", name, SELF, SELF))
    if not isinstance(owners, DefaultPrivileges) or owners.granted:
        return False  # the owner has something; the search below goes through all objects
    given = [
        obj
        for obj in snapshot.of_kind("default_privileges")
        if isinstance(obj, DefaultPrivileges)
        and obj.role == SELF
        and obj.id.name == name
        and obj.id.schema in ("", schema)
    ]
    if any(obj.granted for obj in given):
        return False
    everybody = snapshot.get(defaults_id("", name, SELF, EVERYBODY))
    return everybody is not None or not usual_of(sort, EVERYBODY, server_version)


def owner_of(target: ObjectId, snapshot: Snapshot) -> str:
    """The owner; :data:`SELF` for the role that looks."""
    for holder in holders(target, snapshot):
        found = snapshot.get(owner_id(holder))
        if isinstance(found, Owner):
            return found.owner
    return SELF


def holders(target: ObjectId, snapshot: Snapshot) -> Iterator[ObjectId]:
    """The object, and what it has its owner from: a column's sequence has it from the table."""
    yield target
    while target.kind in ("column", "sequence"):
        obj = snapshot.get(target)
        if obj is None or obj.owner_id is None:
            return
        target = obj.owner_id
        yield target
