"""What each role may do with each object, where that is not what it may do with a new one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import literal, qualified, quote
from matrx_orm_migrate.hooks import FIRST_USER_OID, Alteration, CatalogQuery, Detector, PlanContext, Reaction, Rebuild
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Snapshot, Statement
from matrx_orm_migrate_privileges.following import settled
from matrx_orm_migrate_privileges.objects import EVERYBODY, PUBLIC_IS_CLOSED_SINCE, SELF, Privileges, Rights
from matrx_orm_migrate_privileges.rights import common, grants, joined, whom
from matrx_orm_migrate_privileges.targets import TARGETS, described, granted_on, owner_id, privileges_id
from matrx_orm_migrate_privileges.usual import owner_of, usual

__all__ = ["KIND", "PrivilegesDetector"]

KIND = "privileges"

# What a new object would give: the default privileges of the role that looks, or what PostgreSQL gives by itself; those
# of the schema come on top (PostgreSQL 18, src/backend/catalog/aclchk.c, get_user_default_acl).  What they give to a
# role that is made the owner then is merged into what the owner has (src/backend/utils/adt/acl.c, aclnewowner).
_QUERY = f"""
WITH me AS (SELECT r.oid FROM pg_catalog.pg_roles r WHERE r.rolname = current_user),
given AS (
  SELECT CASE d.defaclobjtype WHEN 'S' THEN 's' ELSE d.defaclobjtype END AS sort, d.defaclnamespace AS place,
         d.defaclacl AS acl
  FROM pg_catalog.pg_default_acl d WHERE d.defaclrole = (SELECT me.oid FROM me)
),
target AS MATERIALIZED (
  SELECT row_number() OVER () AS no, t.*, o.rolname::text AS owned_by FROM ({TARGETS}) t
  JOIN pg_catalog.pg_roles o ON o.oid = t.owner
  WHERE t.acl IS NOT NULL OR EXISTS (SELECT FROM given g WHERE g.sort = t.sort)
),
entry AS MATERIALIZED (
  SELECT t.no, true AS actual, t.owner, t.owner AS holder, x.grantor, x.grantee, x.privilege_type, x.is_grantable
  FROM target t, pg_catalog.aclexplode(coalesce(t.acl, pg_catalog.acldefault(t.sort, t.owner))) x
  UNION ALL
  SELECT t.no, false, me.oid, t.owner, x.grantor, x.grantee, x.privilege_type, x.is_grantable
  FROM target t, me, pg_catalog.aclexplode(
      coalesce((SELECT g.acl FROM given g WHERE g.sort = t.sort AND g.place = 0 AND EXISTS (
                    SELECT FROM given h WHERE h.sort = t.sort AND h.place IN (0, t.place) AND cardinality(h.acl) > 0)),
               pg_catalog.acldefault(t.sort, me.oid))
  ) x
  UNION ALL
  SELECT t.no, false, me.oid, t.owner, x.grantor, x.grantee, x.privilege_type, x.is_grantable
  FROM me, target t JOIN given g ON g.sort = t.sort AND g.place = t.place, pg_catalog.aclexplode(g.acl) x
),
named AS MATERIALIZED (
  SELECT e.no, e.actual, e.privilege_type AS privilege, bool_or(e.is_grantable) AS grantable,
         CASE e.grantor WHEN e.owner THEN '{SELF}' ELSE grantor.rolname::text END AS grantor,
         CASE WHEN e.grantee IN (e.owner, e.holder) THEN '{SELF}' WHEN e.grantee = 0 THEN '{EVERYBODY}'
              ELSE grantee.rolname::text END AS grantee
  FROM entry e
  JOIN pg_catalog.pg_roles grantor ON grantor.oid = e.grantor
  LEFT JOIN pg_catalog.pg_roles grantee ON grantee.oid = e.grantee
  WHERE e.grantee = 0 OR grantee.oid IS NOT NULL
  GROUP BY 1, 2, 3, 5, 6
),
held AS (
  SELECT w.no, w.grantee, w.grantor,
         coalesce(array_agg(w.says ORDER BY w.says) FILTER (WHERE w.actual), '{{}}') AS granted,
         coalesce(array_agg(w.says ORDER BY w.says) FILTER (WHERE NOT w.actual), '{{}}') AS usual
  FROM (SELECT n.*, n.privilege || CASE WHEN n.grantable THEN '*' ELSE '' END AS says FROM named n) w GROUP BY 1, 2, 3
)
SELECT 0, 0, t.kind, t.schema, t.name, t.parent, t.signature, t.part, t.inner_schema, t.inner_name, t.sort::text,
       CASE WHEN t.owned_by <> current_user THEN t.owned_by ELSE '{SELF}' END, h.grantee, h.grantor, h.granted, h.usual,
       CASE WHEN h.grantor <> '{SELF}' THEN
           ARRAY(SELECT DISTINCT n.grantor FROM named n
                 WHERE n.no = h.no AND n.actual AND n.grantee = h.grantor ORDER BY 1) ELSE '{{}}' END
FROM held h JOIN target t ON t.no = h.no WHERE h.granted <> h.usual
"""
_AS_SOMEBODY_ELSE = """DO {tag}
DECLARE was text := pg_catalog.current_setting('role');
BEGIN
    PERFORM pg_catalog.set_config('role', {role}, true);
    {statements};
    PERFORM pg_catalog.set_config('role', was, true);
END {tag}"""
# Whoever has lost the schema since cannot name what is in it.
_AS_SOMEBODY_IN_A_SCHEMA = """DO {tag}
DECLARE
    was text := pg_catalog.current_setting('role');
    finds_it boolean := pg_catalog.has_schema_privilege({role}, {schema}, 'USAGE');
BEGIN
    IF NOT finds_it THEN GRANT USAGE ON SCHEMA {place} TO {name}; END IF;
    PERFORM pg_catalog.set_config('role', {role}, true);
    {statements};
    PERFORM pg_catalog.set_config('role', was, true);
    IF NOT finds_it THEN REVOKE USAGE ON SCHEMA {place} FROM {name}; END IF;
END {tag}"""


class PrivilegesDetector(Detector):
    """Privileges on objects and columns, one object for each grantee and grantor.

    What a new object gives anyway is none: PostgreSQL's own defaults, and the default privileges of the role that
    looks.  So there may be an object that says *less*: EXECUTE taken from PUBLIC.
    """

    kind = KIND
    catalog = "pg_class"
    # when all else is made and belongs to whom it shall; and taken away before anything is dropped
    rank = 99
    of_privileges = True

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(sql=_QUERY.replace("{first}", str(FIRST_USER_OID)))

    def read(self, row: Sequence[Any]) -> Privileges:
        _oid, _sub, kind, schema, name, parent, signature, part, inner_schema, inner_name, sort, *rest = row
        owner, grantee, grantor, granted, usual_, through = rest
        target = ObjectId(kind, schema, name, parent, signature)
        identity = part == "identity"
        column = inner_name if part and not identity else ""
        what = part if identity else ""
        # a column of a view is no object of its own
        own_column = column if column and kind != "column" else ""
        relation = ObjectId(part, schema, parent or name) if column else target
        needs = [owner_id(relation)]
        if column:
            # taking a privilege from the whole takes it from the columns
            needs.append(privileges_id(relation, grantee, grantor))
        if identity:
            needs += [owner_id(ObjectId("table", schema, parent))]
        elif kind == "sequence" and inner_name:
            needs += [owner_id(ObjectId(of, inner_schema, inner_name)) for of in ("table", "foreign_table")]
        if grantor != SELF:
            needs += [privileges_id(target, grantor, by, column=own_column, what=what) for by in through]
            needs += [privileges_id(relation, grantor)] if column else []
        return Privileges(
            id=privileges_id(target, grantee, grantor, column=own_column, what=what),
            owner_id=target,
            depends_on=tuple(needs),
            target=target,
            on=f"SEQUENCE {qualified(inner_schema, inner_name)}" if identity else granted_on(relation),
            sort=sort,
            grantee=grantee,
            grantor=grantor,
            column=column,
            granted=tuple(sorted(granted)),
            usual=tuple(sorted(usual_)),
            owner=owner,
        )

    def from_the_start(self, server_version: int) -> Sequence[CatalogObject]:
        # PostgreSQL, src/bin/initdb/initdb.c, setup_privileges
        granted = ("USAGE",) if server_version >= PUBLIC_IS_CLOSED_SINCE else ("CREATE", "USAGE")
        public = ObjectId("schema", "public", "public")
        return [
            Privileges(
                id=privileges_id(public, EVERYBODY),
                owner_id=public,
                target=public,
                on=granted_on(public),
                sort="n",
                grantee=EVERYBODY,
                granted=granted,
            )
        ]

    def settled(self, desired: Snapshot, current: Snapshot, left_alone: frozenset[ObjectId]) -> Snapshot:
        return settled(desired, current, left_alone)

    # writing

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Privileges)
        before, after = self._usual(obj, context)
        return self._moved(obj, common(before, after), joined(before, after), obj.granted, obj.owner, context)

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Privileges)
        _before, after = self._usual(obj, context)
        return self._moved(obj, obj.granted, obj.granted, after, obj.owner, context)

    def alter(
        self, before: CatalogObject, after: CatalogObject, context: PlanContext
    ) -> Sequence[Statement] | Alteration | Rebuild:
        assert isinstance(before, Privileges)
        assert isinstance(after, Privileges)
        if any(_loses(needed, before.on, context) for needed in before.depends_on):
            return Rebuild()
        if (before.column or before.grantor != SELF) and _comes_back(before, context):
            return Rebuild()  # it may have to wait for what is granted, and that for the owner
        # the owner to come is it by then; the role that migrates is it only afterwards
        owner = after.owner or before.owner
        statements = self._moved(after, before.granted, before.granted, after.granted, owner, context)
        if set(before.granted) <= set(after.granted):
            return statements
        return Alteration(statements=tuple(statements))  # what hangs on a privilege is in the way of taking it

    def _usual(self, obj: Privileges, context: PlanContext) -> tuple[Rights, Rights]:
        """What the object gives by itself: as it stands, and as a new one will."""
        if obj.grantor != SELF or obj.column:
            return (), ()
        after = usual(context.desired, obj, context.server_version)
        # an object that is there has been made before; where this was taken down with it, it is made anew
        stands = obj.target in context.current and obj.id not in context.current
        return (usual(context.current, obj, context.server_version) if stands else after), after

    def _moved(
        self, obj: Privileges, least: Rights, most: Rights, goal: Rights, owner: str, context: PlanContext
    ) -> list[Statement]:
        texts = grants(
            least,
            most,
            goal,
            sort=obj.sort,
            version=context.server_version,
            on=obj.on,
            to=whom(obj.grantee, owner),
            column=obj.column,
        )
        if texts and obj.grantor != SELF:
            texts = [_as_somebody_else(obj, texts)]
        return [Statement(sql=text, roles=obj.roles, acts_as=obj.acts_as) for text in texts]

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        assert isinstance(obj, Privileges)
        if change.aside and change.id == obj.owner_id:
            return Reaction(statements=tuple(self.create(obj, (), context)))
        before = change.before
        if not isinstance(before, Privileges) or before.on != obj.on:
            return Reaction(rebuild=change.after is None and change.id == obj.owner_id)
        return Reaction(rebuild=change.after != before)

    def describe(self, obj: CatalogObject) -> str:
        assert isinstance(obj, Privileges)
        who = {EVERYBODY: "everybody", SELF: "the owner"}.get(obj.grantee, obj.grantee)
        what = described(obj.target)
        if obj.column and obj.target.kind != "column":
            what = f"column {obj.column} of {what}"
        if obj.on.startswith("SEQUENCE ") and obj.target.kind == "column":
            what = f"sequence of {what}"
        by = f", granted by {obj.grantor}" if obj.grantor != SELF else ""
        return f"privileges of {who} on {what}{by}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        assert isinstance(before, Privileges)
        assert isinstance(after, Privileges)
        had, has = set(before.granted), set(after.granted)
        return ", ".join(
            [*(f"- {right}" for right in sorted(had - has)), *(f"+ {right}" for right in sorted(has - had))]
        )


def _as_somebody_else(obj: Privileges, texts: Sequence[str]) -> str:
    """Statements in the grantor's name, as one: whatever becomes of it, the role is what it was afterwards."""
    schema = obj.target.schema if obj.sort != "n" else ""
    mark, values = "matrx", {"role": literal(obj.grantor), "statements": ";\n    ".join(texts)}
    while f"${mark}$" in values["statements"] + obj.grantor + schema:
        mark += "_"
    if not schema:
        return _AS_SOMEBODY_ELSE.format(tag=f"${mark}$", **values)
    values |= {"schema": literal(schema), "place": quote(schema), "name": quote(obj.grantor)}
    return _AS_SOMEBODY_IN_A_SCHEMA.format(tag=f"${mark}$", **values)


def _comes_back(obj: Privileges, context: PlanContext) -> bool:
    """Whether the object goes from its owner to the role that migrates."""
    return owner_of(obj.target, context.current) != SELF == owner_of(obj.target, context.desired)


def _loses(needed: ObjectId, on: str, context: PlanContext) -> bool:
    """Whether privileges on the same object are taken from somebody, or somebody may not grant them on any more."""
    before, after = context.current.get(needed), context.desired.get(needed)
    if not isinstance(before, Privileges) or before.on != on:
        return False
    return not (isinstance(after, Privileges) and set(before.granted) <= set(after.granted))
