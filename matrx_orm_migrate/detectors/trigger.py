"""Triggers of tables and views.  Those that a partition has from its parent are PostgreSQL's business, and their state
is part of the parent's trigger.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.ddl import literal, qualified, quote
from matrx_orm_migrate.detectors.common import (
    USER_SCHEMA,
    alter_table,
    extensions_again,
    is_partitioned,
    on_table,
    partition_link,
    statements,
)
from matrx_orm_migrate.detectors.view import RELATION_KIND
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence, Reaction, Rebuild
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Statement, Table, Trigger

__all__ = ["TriggerDetector"]

# the copies in partitions that are switched otherwise than the one above, by the trigger at the top
_ON_PARTITIONS = """
    WITH RECURSIVE switched AS (
        SELECT k.oid, k.tgrelid, k.tgenabled, k.tgparentid AS above, 1 AS depth
        FROM pg_catalog.pg_trigger k JOIN pg_catalog.pg_trigger u ON u.oid = k.tgparentid
        WHERE k.tgparentid <> 0 AND k.tgenabled <> u.tgenabled
        UNION ALL
        SELECT s.oid, s.tgrelid, s.tgenabled, u.tgparentid, s.depth + 1
        FROM switched s JOIN pg_catalog.pg_trigger u ON u.oid = s.above
        WHERE u.tgparentid <> 0)
    SELECT u.oid, pg_catalog.array_agg(ARRAY[kn.nspname::text, kc.relname::text, s.tgenabled::text]
                                       ORDER BY s.depth, kn.nspname, kc.relname) AS states
    FROM switched s
    JOIN pg_catalog.pg_trigger u ON u.oid = s.above AND u.tgparentid = 0
    JOIN pg_catalog.pg_class kc ON kc.oid = s.tgrelid
    JOIN pg_catalog.pg_namespace kn ON kn.oid = kc.relnamespace
    GROUP BY u.oid"""
_ENABLE = {"O": "ENABLE", "D": "DISABLE", "R": "ENABLE REPLICA", "A": "ENABLE ALWAYS"}
_OR_REPLACE_SINCE = 140000
_RENAMES_CLONES_SINCE = 150000


class TriggerDetector(Detector):
    """Triggers."""

    kind = "trigger"
    catalog = "pg_trigger"
    rank = 90

    def query(self, server_version: int) -> CatalogQuery:
        # pg_get_triggerdef begins with words whose length is known
        return CatalogQuery(
            presence=(Presence("pg_trigger", "tgisinternal", "false"),),
            sql=f"""SELECT g.oid, 0, n.nspname, c.relname, {RELATION_KIND.format(relation="c")}, g.tgname,
                           g.tgconstraint <> 0, g.tgenabled::text,
                           substr(pg_catalog.pg_get_triggerdef(g.oid),
                                  length('CREATE ' || CASE WHEN g.tgconstraint <> 0 THEN 'CONSTRAINT ' ELSE '' END
                                         || 'TRIGGER ' || pg_catalog.quote_ident(g.tgname) || ' ') + 1),
                           below.states
                    FROM pg_catalog.pg_trigger g
                    JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    LEFT JOIN ({_ON_PARTITIONS}) below ON below.oid = g.oid
                    WHERE NOT g.tgisinternal AND g.tgparentid = 0 AND {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> Trigger:
        _oid, _sub, schema, relation, relation_kind, name, constraint, enabled, definition, states = row
        on_partitions = tuple((of, partition, state) for of, partition, state in states or ())
        return Trigger(
            id=ObjectId("trigger", schema, name, relation),
            owner_id=ObjectId(relation_kind, schema, relation),
            definition=definition,
            constraint=constraint,
            enabled=enabled,
            on_partitions=on_partitions,
            # a partition that is joined anew gets the trigger as it is above
            depends_on=tuple(partition_link(of, partition) for of, partition, _state in on_partitions),
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Trigger)
        return [*statements(_create(obj)), *_switched(replace(obj, enabled="O", on_partitions=()), obj)]

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP TRIGGER {quote(obj.id.name)} ON {on_table(obj.id)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, Trigger)
        assert isinstance(after, Trigger)
        if before.definition == after.definition and before.constraint == after.constraint:
            return _switched(before, after)
        if before.constraint or after.constraint or context.server_version < _OR_REPLACE_SINCE:
            return Rebuild()
        # a trigger that was replaced is enabled
        made = replace(after, enabled="O", on_partitions=())
        replaced = statements(_create(after, replacing=True))
        return [*replaced, *_switched(made, after), *extensions_again(after.id, context)]

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(before, Trigger)
        if is_partitioned(before.owner_id, context.current) and context.server_version < _RENAMES_CLONES_SINCE:
            # ALTER TRIGGER would leave the old name to the partitions
            made = replace(before, id=after.id)
            comment = f"COMMENT ON {self.comment_target(made)} IS {literal(before.comment or '')}"
            said = statements(comment) if before.comment is not None else ()
            return [*self.drop(before, context), *self.create(made, (), context), *said]
        return statements(f"ALTER TRIGGER {quote(before.id.name)} ON {on_table(after.id)} RENAME TO {_quoted(after)}")

    def differs_in_name_only(self, before: CatalogObject, after: CatalogObject) -> bool:
        return before.owner_id == after.owner_id and replace(before, id=after.id, comment=after.comment) == after

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        return Reaction(rebuild=not isinstance(change.after, Table))

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        assert isinstance(obj, Trigger)
        own = ("trigger", obj.id.schema, obj.id.parent, obj.id.name)
        constraint = ("constraint", obj.id.schema, obj.id.parent, obj.id.name)
        return (own, constraint) if obj.constraint else (own,)

    def comment_target(self, obj: CatalogObject) -> str:
        return f"TRIGGER {quote(obj.id.name)} ON {on_table(obj.id)}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        assert isinstance(before, Trigger)
        assert isinstance(after, Trigger)
        words = ["definition"] if before.definition != after.definition else []
        words += [_ENABLE[after.enabled].lower()] if before.enabled != after.enabled else []
        words += ["state on partitions"] if before.on_partitions != after.on_partitions else []
        return ", ".join(words)


def _quoted(obj: CatalogObject) -> str:
    return quote(obj.id.name)


def _create(obj: Trigger, *, replacing: bool = False) -> str:
    verb = "CREATE OR REPLACE" if replacing else "CREATE"
    return f"{verb} {'CONSTRAINT ' if obj.constraint else ''}TRIGGER {_quoted(obj)} {obj.definition}"


def _switched(before: Trigger, after: Trigger) -> Sequence[Statement]:
    """The states from the top down: each statement takes all partitions below along."""
    if (before.enabled, before.on_partitions) == (after.enabled, after.on_partitions):
        return ()
    action = f"TRIGGER {_quoted(after)}"
    below = (
        f"ALTER TABLE {qualified(schema, partition)} {_ENABLE[state]} {action}"
        for schema, partition, state in after.on_partitions
    )
    return (alter_table(after.id, f"{_ENABLE[after.enabled]} {action}"), *statements(*below))
