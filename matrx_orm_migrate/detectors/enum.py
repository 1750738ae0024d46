"""Enumerated types: labels are added without touching a table; anything else moves the columns to a new type."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from matrx_orm_migrate.ddl import literal, qualified, quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA, statements, types
from matrx_orm_migrate.detectors.typed import columns_of_type
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Rebuild
from matrx_orm_migrate.schema import CatalogObject, Enum, Hazard, HazardKind, ObjectId, Statement

__all__ = ["EnumDetector"]

_MAX_BYTES = 63


class EnumDetector(Detector):
    """Enumerated types."""

    kind = "enum"
    catalog = "pg_type"
    rank = 10
    owned = True

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=types("e"),
            sql=f"""SELECT t.oid, 0, n.nspname, t.typname,
                           ARRAY(SELECT e.enumlabel::text FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid
                                 ORDER BY e.enumsortorder)
                    FROM pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                    WHERE t.typtype = 'e' AND {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> Enum:
        _oid, _sub, schema, name, labels = row
        return Enum(id=ObjectId("enum", schema, name), labels=tuple(labels))

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Enum)
        return statements(_create(obj))

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP TYPE {_name(obj)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, Enum)
        assert isinstance(after, Enum)
        if before.labels == after.labels:
            return ()
        if not context.one_transaction and _is_subsequence(before.labels, after.labels):
            return _add_labels(before, after)
        lost = [label for label in before.labels if label not in after.labels]
        ways = _renamings(before, after)
        hazards = tuple(
            Hazard(
                kind=HazardKind.MAY_FAIL,
                object=column.id,
                message=f"{column.id.parent}.{column.id.name}: fails where a row still holds {label!r}"
                + ways.get(label, ""),
            )
            for column in columns_of_type(before.id, context.current)
            if column.origin is None  # what follows a parent's column is meant along with it
            for label in lost
        )
        aside = _aside(before.id.name)
        return Rebuild(
            prepare=(
                Statement(sql=f"ALTER TYPE {_name(before)} RENAME TO {quote(aside)}", hazards=hazards),
                Statement(sql=_create(after)),
            ),
            finish=statements(f"DROP TYPE {qualified(before.id.schema, aside)}"),
        )

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"ALTER TYPE {_name(before)} RENAME TO {quote(after.id.name)}")

    def resembles(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> bool:
        assert isinstance(before, Enum)
        assert isinstance(after, Enum)
        return before.labels == after.labels and before.id.schema == after.id.schema

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        return (("type", obj.id.schema, obj.id.name),)

    def comment_target(self, obj: CatalogObject) -> str:
        return f"TYPE {_name(obj)}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        assert isinstance(before, Enum)
        assert isinstance(after, Enum)
        added = [repr(label) for label in after.labels if label not in before.labels]
        removed = [repr(label) for label in before.labels if label not in after.labels]
        words = [f"add {', '.join(added)}"] if added else []
        if removed:
            words.append(f"remove {', '.join(removed)}")
        return "; ".join(words) or "another order of labels"


def _name(obj: CatalogObject) -> str:
    return qualified(obj.id.schema, obj.id.name)


def _create(obj: Enum) -> str:
    return f"CREATE TYPE {_name(obj)} AS ENUM ({', '.join(literal(label) for label in obj.labels)})"


def _renamings(before: Enum, after: Enum) -> dict[str, str]:
    """What to do if the labels that go have new names: known by their order, where as many come."""
    lost = [label for label in before.labels if label not in after.labels]
    come = [label for label in after.labels if label not in before.labels]
    if len(lost) != len(come):
        return {}
    return {
        old: f"; if {old!r} is now called {new!r}, write ALTER TYPE {_name(after)} RENAME VALUE {literal(old)} TO "
        f"{literal(new)} in a migration of its own"
        for old, new in zip(lost, come, strict=True)
    }


def _is_subsequence(shorter: tuple[str, ...], longer: tuple[str, ...]) -> bool:
    rest = iter(longer)
    return all(label in rest for label in shorter)


def _add_labels(before: Enum, after: Enum) -> Sequence[Statement]:
    """ALTER TYPE … ADD VALUE for each new label, each placed beside one that is there already."""
    present = set(before.labels)
    adding: list[Statement] = []
    for place, label in enumerate(after.labels):
        if label in present:
            continue
        following = next((known for known in after.labels[place + 1 :] if known in present), None)
        where = f" BEFORE {literal(following)}" if following is not None else ""
        sql = f"ALTER TYPE {_name(after)} ADD VALUE {literal(label)}{where}"
        adding.append(Statement(sql=sql, commits_before_use=True))
        present.add(label)
    return adding


def _aside(name: str) -> str:
    """A name for the old type while both exist, within PostgreSQL's 63 bytes."""
    suffix = "__matrx_old"
    return name.encode()[: _MAX_BYTES - len(suffix)].decode(errors="ignore") + suffix
