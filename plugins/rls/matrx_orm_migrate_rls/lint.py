"""What to mind about row level security in a plan.

RLS001  a table can be reached by an anonymous role and has no row level security
RLS002  a policy stands on a table whose row level security is off: it does nothing
RLS003  a policy calls a function of the session for every row, where once a statement would do

Said of what the plan makes or changes, not of everything that there is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from matrx_orm_migrate.hooks import Finding, Review
from matrx_orm_migrate.schema import ObjectId, Snapshot
from matrx_orm_migrate_rls.objects import EVERYBODY, PolicyObject, RowSecurityObject
from matrx_orm_migrate_rls.row_security import KIND as ROW_SECURITY

__all__ = ["ANONYMOUS", "findings"]

ANONYMOUS = frozenset(("anon", EVERYBODY))
"""The roles that anybody may have who can send a request: PostgREST's and Supabase's, and all of them."""

# functions that give the same for all rows of a statement
_PER_STATEMENT = re.compile(r"\b(?:auth\.(?:uid|jwt|role|email)|(?:pg_catalog\.)?current_setting)\s*\(", re.IGNORECASE)


def findings(plan: Review) -> Iterator[Finding]:
    """What the rules find, in the order of the objects."""
    policies = [obj for obj in plan.desired.of_kind("policy") if isinstance(obj, PolicyObject)]
    touched = {change.id for change in plan.changes if change.after is not None}
    tables = {change.id for change in plan.changes if change.after is not None and change.id.kind == "table"}
    tables |= {_table(change.id) for change in plan.changes if change.id.kind in (ROW_SECURITY, "policy")}
    for table in sorted(tables):
        if table in plan.desired and not _is_secured(table, plan.desired):
            roles = sorted(_reaching(table, plan) & ANONYMOUS)
            if roles:
                who = " and ".join("everybody" if role == EVERYBODY else role for role in roles)
                yield Finding(
                    code="RLS001",
                    message=f"{table.schema}.{table.name} can be reached by {who} and has no row level security",
                )
    for policy in policies:
        table = _table(policy.id)
        if not _is_secured(table, plan.desired) and (policy.id in touched or table in tables):
            yield Finding(
                code="RLS002",
                message=f"policy {policy.id.name} of {table.schema}.{table.name} does nothing: "
                "row level security is off there",
            )
        if policy.id in touched and any(_asks_each_row(text) for text in (policy.using, policy.check)):
            yield Finding(
                code="RLS003",
                message=f"policy {policy.id.name} of {table.schema}.{table.name} asks the session anew for every row: "
                "write (SELECT auth.uid()) in place of auth.uid()",
            )


def _table(object_id: ObjectId) -> ObjectId:
    """The table of a policy, or of row level security."""
    return ObjectId("table", object_id.schema, object_id.parent or object_id.name)


def _is_secured(table: ObjectId, snapshot: Snapshot) -> bool:
    found = snapshot.get(ObjectId(ROW_SECURITY, table.schema, table.name))
    return isinstance(found, RowSecurityObject) and found.enabled


def _reaching(table: ObjectId, plan: Review) -> frozenset[str]:
    """Who may do anything with the table: as granted, or for a new one as the default privileges will have it."""
    if table not in plan.current:
        everywhere, here = (plan.current.default_grantees.get(schema, frozenset()) for schema in ("", table.schema))
        return everywhere | here
    return frozenset[str]().union(
        *(
            privileges.grantees
            for object_id, privileges in plan.current.privileges.items()
            if object_id == table or (object_id.kind == "column" and _table(object_id) == table)
        )
    )


def _asks_each_row(expression: str | None) -> bool:
    """Whether a call stands outside of a sub-select of its own, which PostgreSQL evaluates once a statement.

    PostgreSQL prints ``(SELECT auth.uid())`` as ``( SELECT auth.uid() AS uid)``.
    """
    if expression is None:
        return False
    for match in _PER_STATEMENT.finditer(expression):
        if not re.search(r"\(\s*SELECT\s[(\s]*$", expression[: match.start()], re.IGNORECASE):
            return True
    return False
