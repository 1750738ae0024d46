"""Event triggers: made last and dropped first, for they fire on the statements of the migration itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.ddl import literal, quote
from matrx_orm_migrate.detectors.common import statements
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence, Rebuild
from matrx_orm_migrate.schema import CatalogObject, EventTrigger, ObjectId, Statement

__all__ = ["EventTriggerDetector"]

_ENABLE = {"O": "ENABLE", "D": "DISABLE", "R": "ENABLE REPLICA", "A": "ENABLE ALWAYS"}


class EventTriggerDetector(Detector):
    """Event triggers."""

    kind = "event_trigger"
    catalog = "pg_event_trigger"
    rank = 95
    owned = True

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_event_trigger"),),
            sql="""SELECT e.oid, 0, e.evtname, e.evtevent, e.evtfoid::regproc::text, e.evttags, e.evtenabled::text
                   FROM pg_catalog.pg_event_trigger e""",
        )

    def read(self, row: Sequence[Any]) -> EventTrigger:
        _oid, _sub, name, event, function, tags, enabled = row
        return EventTrigger(
            id=ObjectId("event_trigger", "", name),
            event=event,
            function=function,
            tags=tuple(tags or ()),
            enabled=enabled,
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, EventTrigger)
        when = f" WHEN TAG IN ({', '.join(literal(tag) for tag in obj.tags)})" if obj.tags else ""
        sql = f"CREATE EVENT TRIGGER {_name(obj)} ON {quote(obj.event)}{when} EXECUTE FUNCTION {obj.function}()"
        return [*statements(sql), *_switched("O", obj)]

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP EVENT TRIGGER {_name(obj)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, EventTrigger)
        assert isinstance(after, EventTrigger)
        if replace(before, enabled=after.enabled, comment=after.comment) != after:
            return Rebuild()
        return _switched(before.enabled, after)

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"ALTER EVENT TRIGGER {_name(before)} RENAME TO {_name(after)}")

    def differs_in_name_only(self, before: CatalogObject, after: CatalogObject) -> bool:
        return replace(before, id=after.id, comment=after.comment) == after

    def comment_target(self, obj: CatalogObject) -> str:
        return f"EVENT TRIGGER {_name(obj)}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        assert isinstance(after, EventTrigger)
        return _ENABLE[after.enabled].lower()


def _name(obj: CatalogObject) -> str:
    return quote(obj.id.name)


def _switched(enabled: str, after: EventTrigger) -> Sequence[Statement]:
    if enabled == after.enabled:
        return ()
    return statements(f"ALTER EVENT TRIGGER {_name(after)} {_ENABLE[after.enabled]}")
