"""Whose each object is, where it is not the role's that looks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.hooks import FIRST_USER_OID, CatalogQuery, Detector, PlanContext, Reaction
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Statement
from matrx_orm_migrate_privileges.objects import EVERYBODY, PUBLIC_IS_CLOSED_SINCE, Owner
from matrx_orm_migrate_privileges.targets import OWNED, altered, described, owner_id, privileges_id

__all__ = ["KIND", "OwnerDetector"]

KIND = "owner"


class OwnerDetector(Detector):
    """Owners.

    An object of the role that looks has none, so that the same schema made by another role is the same.  Whatever
    PostgreSQL hands on along with a table (the sequence that a column owns, an index) has none of its own either.
    """

    kind = KIND
    catalog = "pg_class"
    # when all else is made; and given back before anything is dropped
    rank = 98
    of_privileges = True

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            sql=f"""SELECT 0, 0, o.kind, o.schema, o.name, o.signature, r.rolname::text
                    FROM ({OWNED.replace("{first}", str(FIRST_USER_OID))}) AS o (kind, schema, name, signature, owner)
                    JOIN pg_catalog.pg_roles r ON r.oid = o.owner WHERE r.rolname <> current_user"""
        )

    def read(self, row: Sequence[Any]) -> Owner:
        _oid, _sub, kind, schema, name, signature, owner = row
        return _owner(ObjectId(kind, schema, name, "", signature), owner)

    def from_the_start(self, server_version: int) -> Sequence[CatalogObject]:
        if server_version < PUBLIC_IS_CLOSED_SINCE:
            return []
        # release notes of 15: the schema public belongs to the role pg_database_owner
        return [_owner(ObjectId("schema", "public", "public"), "pg_database_owner")]

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Owner)
        return [_given_to(obj, quote(obj.owner))]

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Owner)
        return [_given_to(obj, "CURRENT_USER")]

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return self.create(after, (), context)

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        if change.aside and change.id == obj.owner_id:
            return Reaction(statements=tuple(self.create(obj, (), context)))
        return Reaction()

    def describe(self, obj: CatalogObject) -> str:
        assert isinstance(obj, Owner)
        return f"owner {obj.owner} of {described(obj.target)}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        assert isinstance(before, Owner)
        assert isinstance(after, Owner)
        return f"{before.owner} → {after.owner}" if before.owner != after.owner else ""


def _owner(target: ObjectId, owner: str) -> Owner:
    needs: list[ObjectId] = []
    if target.kind != "schema" and target.schema:
        # an owner has to be able to create in the schema
        home = ObjectId("schema", target.schema, target.schema)
        needs = [owner_id(home), privileges_id(home, owner), privileges_id(home, EVERYBODY)]
    return Owner(id=owner_id(target), owner_id=target, target=target, owner=owner, depends_on=tuple(needs))


def _given_to(obj: Owner, role: str) -> Statement:
    return Statement(sql=f"ALTER {altered(obj.target)} OWNER TO {role}", roles=(obj.owner,), acts_as=(obj.owner,))
