"""What to mind about a plan for a database of Supabase's.

SUPA001  a foreign key refers to other columns of the platform's tables than their primary key, which may change
SUPA002  a foreign key to auth.users stands in the way of deleting users
SUPA003  a trigger on a platform's table runs a function that has only the service's rights: signing up would fail
SUPA004  a view shows auth.users to whoever may read the view

Said of what the plan makes or changes, not of everything that there is.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from matrx_orm_migrate.ddl.lexer import tokens_of
from matrx_orm_migrate.hooks import Finding, Review
from matrx_orm_migrate.schema import (
    CatalogObject,
    ForeignKey,
    Function,
    MaterializedView,
    ObjectId,
    PrimaryKey,
    Snapshot,
    Trigger,
    View,
)
from matrx_orm_migrate_supabase.platform import SCHEMAS

__all__ = ["findings"]

_USERS = ("auth", "users")
_EXPOSED = "public"
"""The schema that the API serves, unless a project says otherwise."""


def findings(plan: Review) -> Iterator[Finding]:
    """What the rules find, in the order of the objects."""
    touched = sorted((change.after for change in plan.changes if change.after is not None), key=lambda obj: obj.id)
    functions = {obj.id for obj in touched if isinstance(obj, Function)}
    for obj in touched:
        if isinstance(obj, ForeignKey):
            yield from _of_key(obj, plan.desired)
        elif isinstance(obj, View | MaterializedView):
            yield from _of_view(obj, plan.desired)
    triggers = [obj for obj in plan.desired.of_kind("trigger") if isinstance(obj, Trigger)]
    for trigger in triggers:
        if trigger in touched or not functions.isdisjoint(plan.desired.needs(trigger.id)):
            yield from _of_trigger(trigger, plan.desired)


def _of_key(key: ForeignKey, desired: Snapshot) -> Iterator[Finding]:
    table = key.referred_table
    if table.schema not in SCHEMAS or key.id.schema in SCHEMAS:
        return
    where = f"{key.id.schema}.{key.id.parent}"
    primary = [obj for obj in desired if isinstance(obj, PrimaryKey) and obj.owner_id == table]
    if not any(set(obj.columns) == set(key.referred_columns) for obj in primary):
        yield Finding(
            code="SUPA001",
            message=f"foreign key {key.id.name} of {where} refers to {', '.join(key.referred_columns)} of "
            f"{table.schema}.{table.name}: only its primary key is sure to stay",
        )
    if (table.schema, table.name) == _USERS and key.on_delete in ("NO ACTION", "RESTRICT"):
        yield Finding(
            code="SUPA002",
            message=f"no user can be deleted whom {where} names: say ON DELETE CASCADE or SET NULL "
            f"in foreign key {key.id.name}",
        )


def _of_trigger(trigger: Trigger, desired: Snapshot) -> Iterator[Finding]:
    if trigger.id.schema not in ("auth", "storage"):
        return
    for needed in sorted(desired.needs(trigger.id)):
        function = desired.get(needed)
        if isinstance(function, Function) and needed.schema not in SCHEMAS and not _is_definers(function):
            yield Finding(
                code="SUPA003",
                message=f"trigger {trigger.id.name} of {trigger.id.schema}.{trigger.id.parent} runs "
                f"{needed.schema}.{needed.name} with the rights of Supabase's service, which are none on your tables: "
                "make the function SECURITY DEFINER",
            )


def _is_definers(function: Function) -> bool:
    return ("security", "definer") in pairwise(tokens_of(function.definition))


def _of_view(view: View | MaterializedView, desired: Snapshot) -> Iterator[Finding]:
    if view.id.schema != _EXPOSED or _asks_as_the_reader(view):
        return
    if any(_is_of_users(needed) for needed in desired.needs(view.id)):
        yield Finding(
            code="SUPA004",
            message=f"{view.id.schema}.{view.id.name} shows auth.users to whoever may read the view: "
            "keep it out of the schema that the API serves",
        )


def _asks_as_the_reader(view: CatalogObject) -> bool:
    on = {"security_invoker=true", "security_invoker=on", "security_invoker=1", "security_invoker=yes"}
    return isinstance(view, View) and not on.isdisjoint(view.options)


def _is_of_users(object_id: ObjectId) -> bool:
    return (object_id.schema, object_id.parent or object_id.name) == _USERS
