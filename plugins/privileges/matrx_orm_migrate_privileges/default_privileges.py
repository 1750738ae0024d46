"""What objects give that are still to be made: ALTER DEFAULT PRIVILEGES."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence, Reaction
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Statement
from matrx_orm_migrate_privileges.objects import EVERYBODY, SELF, DefaultPrivileges, Rights, named
from matrx_orm_migrate_privileges.rights import grants, whom
from matrx_orm_migrate_privileges.targets import DEFAULTED
from matrx_orm_migrate_privileges.usual import defaults_id

__all__ = ["KIND", "DefaultPrivilegesDetector"]

KIND = "default_privileges"

_NAMES = {objtype: name for name, (objtype, _sort) in DEFAULTED.items()}

# those for all schemas stand in the place of what PostgreSQL gives, those of a schema come on top
_QUERY = f"""
WITH given AS MATERIALIZED (
  SELECT d.oid, d.defaclrole AS role, d.defaclnamespace AS place, d.defaclobjtype::text AS objtype, d.defaclacl AS acl,
         CASE WHEN d.defaclnamespace = 0 THEN
             pg_catalog.acldefault(CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END, d.defaclrole)
             END AS usual
  FROM pg_catalog.pg_default_acl d
),
entry AS (
  SELECT g.oid, g.role, true AS actual, x.* FROM given g, pg_catalog.aclexplode(g.acl) x
  UNION ALL
  SELECT g.oid, g.role, false, x.* FROM given g, pg_catalog.aclexplode(g.usual) x
),
held AS (
  SELECT e.oid, CASE e.grantee WHEN e.role THEN '{SELF}' WHEN 0 THEN '{EVERYBODY}' ELSE r.rolname::text END AS grantee,
         coalesce(array_agg(w.says ORDER BY w.says) FILTER (WHERE e.actual), '{{}}') AS granted,
         coalesce(array_agg(w.says ORDER BY w.says) FILTER (WHERE NOT e.actual), '{{}}') AS usual
  FROM entry e
  CROSS JOIN LATERAL (SELECT e.privilege_type || CASE WHEN e.is_grantable THEN '*' ELSE '' END) AS w (says)
  LEFT JOIN pg_catalog.pg_roles r ON r.oid = e.grantee
  WHERE e.grantee = 0 OR r.oid IS NOT NULL GROUP BY 1, 2
)
SELECT 0, 0, coalesce(n.nspname, '')::text, g.objtype,
       CASE WHEN o.rolname = current_user THEN '{SELF}' ELSE o.rolname::text END, h.grantee, h.granted, h.usual
FROM held h JOIN given g ON g.oid = h.oid
JOIN pg_catalog.pg_roles o ON o.oid = g.role
LEFT JOIN pg_catalog.pg_namespace n ON n.oid = g.place
WHERE h.granted <> h.usual
"""


class DefaultPrivilegesDetector(Detector):
    """Default privileges, one object for each role, schema, sort of objects and grantee."""

    kind = KIND
    catalog = "pg_default_acl"
    rank = 1
    # whatever is made gives what they say
    unseen = True

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(sql=_QUERY, presence=(Presence("pg_default_acl"),))

    def read(self, row: Sequence[Any]) -> DefaultPrivileges:
        _oid, _sub, schema, objtype, role, grantee, granted, usual = row
        return DefaultPrivileges(
            id=defaults_id(schema, _NAMES[objtype], role, grantee),
            owner_id=ObjectId("schema", schema, schema) if schema else None,
            role=role,
            grantee=grantee,
            granted=tuple(sorted(granted)),
            usual=tuple(sorted(usual)),
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, DefaultPrivileges)
        return _moved(obj, obj.usual, obj.granted, context)

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, DefaultPrivileges)
        return _moved(obj, obj.granted, obj.usual, context)

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(before, DefaultPrivileges)
        assert isinstance(after, DefaultPrivileges)
        return _moved(after, before.granted, after.granted, context)

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        # all that they need is their schema, and they go with that
        return Reaction(rebuild=change.after is None)

    def describe(self, obj: CatalogObject) -> str:
        assert isinstance(obj, DefaultPrivileges)
        who = {EVERYBODY: "everybody", SELF: "the owner"}.get(obj.grantee, obj.grantee)
        where = f" in schema {obj.id.schema}" if obj.id.schema else ""
        of = f" that {obj.role} makes" if obj.role != SELF else ""
        return f"default privileges of {who} on {obj.id.name.lower()}{of}{where}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        assert isinstance(before, DefaultPrivileges)
        assert isinstance(after, DefaultPrivileges)
        had, has = set(before.granted), set(after.granted)
        return ", ".join(
            [*(f"- {right}" for right in sorted(had - has)), *(f"+ {right}" for right in sorted(has - had))]
        )


def _moved(obj: DefaultPrivileges, before: Rights, after: Rights, context: PlanContext) -> list[Statement]:
    role = f" FOR ROLE {quote(obj.role)}" if obj.role != SELF else ""
    place = f" IN SCHEMA {quote(obj.id.schema)}" if obj.id.schema else ""
    sort = DEFAULTED[obj.id.name][1]
    texts = grants(
        before, before, after, sort=sort, version=context.server_version, on=obj.id.name, to=whom(obj.grantee, obj.role)
    )
    return [
        Statement(sql=f"ALTER DEFAULT PRIVILEGES{role}{place} {text}", roles=obj.roles, acts_as=named(obj.role))
        for text in texts
    ]
