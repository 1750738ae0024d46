"""Policies: who sees and writes which rows of a table."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence, Reaction, Rebuild
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Statement, Table
from matrx_orm_migrate_rls.objects import EVERYBODY, PolicyObject

__all__ = ["KIND", "PolicyDetector", "policy_sql"]

KIND = "policy"

_COMMANDS = {"*": "ALL", "r": "SELECT", "a": "INSERT", "w": "UPDATE", "d": "DELETE"}


class PolicyDetector(Detector):
    """Policies.

    PostgreSQL refuses to change the type of a column that one needs, and to drop anything that one needs: policies are
    taken down and made again around that, within the migration's transaction.
    """

    kind = KIND
    catalog = "pg_policy"
    rank = 93

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_policy"),),
            sql=f"""SELECT p.oid, 0, n.nspname, c.relname, p.polname, p.polcmd::text, p.polpermissive,
                           ARRAY(SELECT coalesce(r.rolname, '{EVERYBODY}')::text
                                 FROM pg_catalog.unnest(p.polroles) AS g (oid)
                                 LEFT JOIN pg_catalog.pg_roles r ON r.oid = g.oid ORDER BY 1),
                           pg_catalog.pg_get_expr(p.polqual, p.polrelid),
                           pg_catalog.pg_get_expr(p.polwithcheck, p.polrelid)
                    FROM pg_catalog.pg_policy p
                    JOIN pg_catalog.pg_class c ON c.oid = p.polrelid
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'""",
        )

    def read(self, row: Sequence[Any]) -> PolicyObject:
        _oid, _sub, schema, table, name, command, permissive, roles, using, check = row
        return PolicyObject(
            id=ObjectId(KIND, schema, name, table),
            owner_id=ObjectId("table", schema, table),
            command=_COMMANDS[command],
            permissive=permissive,
            to=tuple(roles),
            using=using,
            check=check,
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, PolicyObject)
        return [Statement(sql=policy_sql(obj))]

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return [Statement(sql=f"DROP POLICY {quote(obj.id.name)} ON {_table(obj)}")]

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, PolicyObject)
        assert isinstance(after, PolicyObject)
        if (before.command, before.permissive) != (after.command, after.permissive):
            return Rebuild()
        if (before.using and after.using is None) or (before.check and after.check is None):
            return Rebuild()  # ALTER POLICY sets expressions and takes none away
        words: list[str] = []
        if before.to != after.to:
            words.append(f"TO {_roles(after.to)}")
        if before.using != after.using:
            words.append(f"USING ({after.using})")
        if before.check != after.check:
            words.append(f"WITH CHECK ({after.check})")
        return [Statement(sql=f"ALTER POLICY {quote(after.id.name)} ON {_table(after)} {' '.join(words)}")]

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        name = quote(after.id.name)
        return [Statement(sql=f"ALTER POLICY {quote(before.id.name)} ON {_table(after)} RENAME TO {name}")]

    def differs_in_name_only(self, before: CatalogObject, after: CatalogObject) -> bool:
        return before.owner_id == after.owner_id and replace(before, id=after.id, comment=after.comment) == after

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        # SET UNLOGGED and the like are nothing to a policy
        return Reaction(rebuild=not isinstance(change.after, Table))

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        return ((KIND, obj.id.schema, obj.id.parent, obj.id.name),)

    def comment_target(self, obj: CatalogObject) -> str:
        return f"POLICY {quote(obj.id.name)} ON {_table(obj)}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        assert isinstance(before, PolicyObject)
        assert isinstance(after, PolicyObject)
        words = {"to": "TO", "using": "USING", "check": "WITH CHECK"}
        changed = [word for name, word in words.items() if getattr(before, name) != getattr(after, name)]
        if before.command != after.command:
            changed.append(f"for {before.command} → for {after.command}")
        if before.permissive != after.permissive:
            changed.append("permissive" if after.permissive else "restrictive")
        return ", ".join(changed)


def policy_sql(obj: PolicyObject) -> str:
    """CREATE POLICY, without what goes without saying."""
    words = [f"CREATE POLICY {quote(obj.id.name)} ON {_table(obj)}"]
    if not obj.permissive:
        words.append("AS RESTRICTIVE")
    if obj.command != "ALL":
        words.append(f"FOR {obj.command}")
    if obj.to != (EVERYBODY,):
        words.append(f"TO {_roles(obj.to)}")
    if obj.using is not None:
        words.append(f"USING ({obj.using})")
    if obj.check is not None:
        words.append(f"WITH CHECK ({obj.check})")
    return " ".join(words)


def _roles(roles: Iterable[str]) -> str:
    return ", ".join("PUBLIC" if role == EVERYBODY else quote(role) for role in roles)


def _table(obj: CatalogObject) -> str:
    return qualified(obj.id.schema, obj.id.parent)
