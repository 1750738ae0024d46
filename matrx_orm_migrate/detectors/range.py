"""Range types: PostgreSQL alters nothing of them, so a new one takes the old one's place."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA, statements, types
from matrx_orm_migrate.detectors.routines import aside
from matrx_orm_migrate.detectors.typed import made_anew_below
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Reaction, Rebuild
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Range, Statement

__all__ = ["RangeDetector"]

_MULTIRANGE_SINCE = 140000


class RangeDetector(Detector):
    """Range types, each with its multirange type."""

    kind = "range"
    catalog = "pg_type"
    rank = 13
    owned = True

    def query(self, server_version: int) -> CatalogQuery:
        multirange, join = "NULL", ""
        if server_version >= _MULTIRANGE_SINCE:
            multirange, join = "m.typname", "JOIN pg_catalog.pg_type m ON m.oid = r.rngmultitypid"
        return CatalogQuery(
            presence=types("r"),
            sql=f"""SELECT t.oid, 0, n.nspname, t.typname, pg_catalog.format_type(r.rngsubtype, NULL),
                           CASE WHEN NOT o.opcdefault THEN
                             pg_catalog.quote_ident(opn.nspname) || '.' || pg_catalog.quote_ident(o.opcname) END,
                           CASE WHEN r.rngcollation <> s.typcollation THEN
                             pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname) END,
                           nullif(r.rngcanonical::oid, 0)::regproc::text, nullif(r.rngsubdiff::oid, 0)::regproc::text,
                           {multirange}
                    FROM pg_catalog.pg_range r
                    JOIN pg_catalog.pg_type t ON t.oid = r.rngtypid
                    JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
                    JOIN pg_catalog.pg_type s ON s.oid = r.rngsubtype
                    JOIN pg_catalog.pg_opclass o ON o.oid = r.rngsubopc
                    JOIN pg_catalog.pg_namespace opn ON opn.oid = o.opcnamespace
                    LEFT JOIN (pg_catalog.pg_collation co JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace)
                           ON co.oid = r.rngcollation
                    {join}
                    WHERE t.typtype = 'r' AND {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> Range:
        _oid, _sub, schema, name, subtype, operator_class, collation, canonical, difference, multirange = row
        return Range(
            id=ObjectId("range", schema, name),
            subtype=subtype,
            operator_class=operator_class,
            collation=collation,
            canonical=canonical,
            subtype_diff=difference,
            multirange=multirange,
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Range)
        if obj.canonical is not None:
            raise UnsupportedChangeError(
                f"{obj.id} and its canonical function {obj.canonical} need one another first",
                hint="Make them in a migration of your own: CREATE TYPE without anything, the function, the range.",
            )
        return statements(_create(obj))

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP TYPE {_name(obj)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, Range)
        assert isinstance(after, Range)
        if after.canonical is not None:
            return Rebuild()
        if _only_multirange(before, after):
            assert before.multirange is not None
            assert after.multirange is not None
            old = qualified(before.id.schema, before.multirange)
            # the constructors are functions under the type's name, and stay behind when that is changed
            new = quote(after.multirange)
            signatures = ("", _name(after), f"VARIADIC {_name(after)}[]")
            return statements(
                f"ALTER TYPE {old} RENAME TO {new}",
                *(f"ALTER FUNCTION {old}({signature}) RENAME TO {new}" for signature in signatures),
            )
        return self._step_aside(before, after)

    def _step_aside(self, before: Range, after: Range, subtype: ObjectId | None = None) -> Rebuild:
        """``subtype`` is the type below, where that steps aside as well."""
        old, schema = aside(before.id.name), before.id.schema
        prepare = [Statement(sql=f"ALTER TYPE {_name(before)} RENAME TO {quote(old)}")]
        # The constructors keep the type's old name, and so would meet those of the new type.
        constructors: list[tuple[str, str]] = []
        if subtype is None or before.subtype != qualified(subtype.schema, subtype.name):
            constructors += [
                (before.id.name, f"{before.subtype}, {before.subtype}"),
                (before.id.name, f"{before.subtype}, {before.subtype}, text"),
            ]
        if before.multirange is not None:
            prepare += statements(
                f"ALTER TYPE {qualified(schema, before.multirange)} RENAME TO {quote(aside(before.multirange))}"
            )
            constructors.append((before.multirange, ""))
        prepare += statements(
            *(
                f"ALTER FUNCTION {qualified(schema, name)}({types}) RENAME TO {quote(aside(name))}"
                for name, types in constructors
            ),
            _create(after),
        )
        return Rebuild(prepare=tuple(prepare), finish=statements(f"DROP TYPE {qualified(schema, old)}"))

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        assert isinstance(obj, Range)
        after = context.desired.get(obj.id)
        assert isinstance(after, Range)
        return made_anew_below(obj, change, context, lambda: self._step_aside(obj, after, change.id))

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"ALTER TYPE {_name(before)} RENAME TO {quote(after.id.name)}")

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        assert isinstance(obj, Range)
        names = [obj.id.name, *([obj.multirange] if obj.multirange is not None else [])]
        return tuple(("type", obj.id.schema, name) for name in names)

    def comment_target(self, obj: CatalogObject) -> str:
        return f"TYPE {_name(obj)}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        assert isinstance(before, Range)
        assert isinstance(after, Range)
        if before.subtype != after.subtype:
            return f"over {after.subtype}"
        names = ("operator_class", "collation", "canonical", "subtype_diff", "multirange")
        return ", ".join(name.replace("_", " ") for name in names if getattr(before, name) != getattr(after, name))


def _name(obj: CatalogObject) -> str:
    return qualified(obj.id.schema, obj.id.name)


def _only_multirange(before: Range, after: Range) -> bool:
    if before.multirange is None or after.multirange is None or before.multirange == after.multirange:
        return False
    return replace(before, multirange=after.multirange, comment=after.comment) == after


def _create(obj: Range) -> str:
    options = [f"SUBTYPE = {obj.subtype}"]
    if obj.operator_class is not None:
        options.append(f"SUBTYPE_OPCLASS = {obj.operator_class}")
    if obj.collation is not None:
        options.append(f"COLLATION = {obj.collation}")
    if obj.canonical is not None:
        options.append(f"CANONICAL = {obj.canonical}")
    if obj.subtype_diff is not None:
        options.append(f"SUBTYPE_DIFF = {obj.subtype_diff}")
    if obj.multirange is not None:
        options.append(f"MULTIRANGE_TYPE_NAME = {qualified(obj.id.schema, obj.multirange)}")
    return f"CREATE TYPE {_name(obj)} AS RANGE ({', '.join(options)})"
