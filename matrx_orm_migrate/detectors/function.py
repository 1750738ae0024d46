"""Functions, plain and window; trigger functions as well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.detectors.routines import RoutineDetector
from matrx_orm_migrate.detectors.stale import stale_values
from matrx_orm_migrate.hooks import PlanContext, Rebuild
from matrx_orm_migrate.schema import CatalogObject, Function, ObjectId, Routine, Statement

__all__ = ["FunctionDetector"]

# where pg_get_functiondef begins to print the body
_BODY = re.compile(r"^(?:AS |BEGIN ATOMIC$|RETURN )", re.MULTILINE)


class FunctionDetector(RoutineDetector):
    """Functions."""

    kind = "function"
    rank = 75
    word = "FUNCTION"
    prokinds = ("f", "w")
    # what reads and writes a base type, and so neither stands without the other
    extra_joins = """LEFT JOIN (SELECT io.function, t.oid, tn.nspname, t.typname
                                FROM pg_catalog.pg_type t
                                JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace,
                                unnest(ARRAY[t.typinput::oid, t.typoutput, t.typreceive, t.typsend]) io(function)
                                WHERE t.typtype = 'b' AND t.oid >= 16384) base
                            ON base.function = p.oid AND (base.oid = p.prorettype OR base.oid = ANY (p.proargtypes))"""

    def extra_columns(self, server_version: int) -> str:
        return f"{super().extra_columns(server_version)}, base.nspname, base.typname"

    def read(self, row: Sequence[Any]) -> Function:
        language, window, type_schema, type_name = row[13:17]
        base = ObjectId("base_type", type_schema, type_name) if type_name is not None else None
        return Function(**self.values(row), owner_id=base, language=language, window=window)

    def may_be_part(self, obj: CatalogObject) -> bool:
        return obj.owner_id is not None

    def must_be_part(self, obj: CatalogObject) -> bool:
        return obj.owner_id is not None

    def may_drop_alone(self, obj: CatalogObject) -> bool:
        return obj.owner_id is None

    def rebuild_root(self, obj: CatalogObject) -> ObjectId:
        return obj.owner_id or obj.id

    def part(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        return self.create(obj, parts, context)

    def replaces(self, before: Routine, after: Routine) -> bool:
        assert isinstance(before, Function)
        assert isinstance(after, Function)
        return before.window == after.window and super().replaces(before, after)

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, Function)
        assert isinstance(after, Function)
        changed = super().alter(before, after, context)
        if isinstance(changed, Rebuild) or _body(before) == _body(after):
            return changed
        first, *others = changed
        return [replace(first, hazards=(*first.hazards, *stale_values(after.id, context))), *others]

    def arguments(self, obj: CatalogObject) -> str:
        # names and defaults say nothing about which function it is
        return obj.id.signature[1:-1]


def _body(function: Function) -> str:
    start = _BODY.search(function.definition)
    return function.definition[start.start() :] if start is not None else function.definition
