"""Rules of tables and views, but for the ON SELECT rule that makes a view a view."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA, alter_table, on_table, statements
from matrx_orm_migrate.detectors.view import RELATION_KIND
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence, Reaction
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Rule, Statement, Table

__all__ = ["RuleDetector"]

_ENABLE = {"O": "ENABLE", "D": "DISABLE", "R": "ENABLE REPLICA", "A": "ENABLE ALWAYS"}


class RuleDetector(Detector):
    """Rules."""

    kind = "rule"
    catalog = "pg_rewrite"
    rank = 91

    def query(self, server_version: int) -> CatalogQuery:
        # pg_get_ruledef begins with words whose length is known
        return CatalogQuery(
            presence=(Presence("pg_rewrite", "(rulename <> '_RETURN')", "true"),),
            sql=f"""SELECT w.oid, 0, n.nspname, c.relname, {RELATION_KIND.format(relation="c")}, w.rulename,
                           w.ev_enabled::text,
                           substr(pg_catalog.pg_get_ruledef(w.oid),
                                  length('CREATE RULE ' || pg_catalog.quote_ident(w.rulename) || ' ') + 1)
                    FROM pg_catalog.pg_rewrite w
                    JOIN pg_catalog.pg_class c ON c.oid = w.ev_class
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE w.rulename <> '_RETURN' AND {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> Rule:
        _oid, _sub, schema, relation, relation_kind, name, enabled, definition = row
        return Rule(
            id=ObjectId("rule", schema, name, relation),
            owner_id=ObjectId(relation_kind, schema, relation),
            definition=definition.removesuffix(";"),
            enabled=enabled,
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Rule)
        return [*statements(f"CREATE RULE {quote(obj.id.name)} {obj.definition}"), *_switched("O", obj)]

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP RULE {quote(obj.id.name)} ON {on_table(obj.id)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(before, Rule)
        assert isinstance(after, Rule)
        changed: list[Statement] = []
        if before.definition != after.definition:
            changed += statements(f"CREATE OR REPLACE RULE {quote(after.id.name)} {after.definition}")
        return [*changed, *_switched(before.enabled, after)]

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        name = quote(after.id.name)
        return statements(f"ALTER RULE {quote(before.id.name)} ON {on_table(after.id)} RENAME TO {name}")

    def differs_in_name_only(self, before: CatalogObject, after: CatalogObject) -> bool:
        return before.owner_id == after.owner_id and replace(before, id=after.id, comment=after.comment) == after

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        return Reaction(rebuild=not isinstance(change.after, Table))

    def comment_target(self, obj: CatalogObject) -> str:
        return f"RULE {quote(obj.id.name)} ON {on_table(obj.id)}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        assert isinstance(before, Rule)
        assert isinstance(after, Rule)
        words = ["definition"] if before.definition != after.definition else []
        return ", ".join([*words, _ENABLE[after.enabled].lower()] if before.enabled != after.enabled else words)


def _switched(enabled: str, after: Rule) -> Sequence[Statement]:
    """The state of the rule; CREATE OR REPLACE RULE leaves it as it is."""
    if enabled == after.enabled:
        return ()
    return (alter_table(after.id, f"{_ENABLE[after.enabled]} RULE {quote(after.id.name)}"),)
