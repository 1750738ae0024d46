"""Casts: PostgreSQL alters nothing of them, and no dependency leads from an expression to the cast in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.detectors.named import NamedDetector, first_schema
from matrx_orm_migrate.hooks import FIRST_USER_OID, CatalogQuery, PlanContext, Presence, Rebuild
from matrx_orm_migrate.schema import Cast, CatalogObject, Domain, Function, ObjectId

__all__ = ["CastDetector"]

_CONTEXT = {"e": "", "a": " AS ASSIGNMENT", "i": " AS IMPLICIT"}


class CastDetector(NamedDetector):
    """Casts."""

    kind = "cast"
    catalog = "pg_cast"
    rank = 9
    unseen = True
    word = "CAST"

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_cast"),),
            sql=f"""SELECT c.oid, 0, {first_schema("sn", "tn", "pn")}, pg_catalog.format_type(c.castsource, NULL),
                           pg_catalog.format_type(c.casttarget, NULL), nullif(c.castfunc, 0)::regprocedure::text,
                           c.castmethod::text, c.castcontext::text
                    FROM pg_catalog.pg_cast c
                    JOIN pg_catalog.pg_type s ON s.oid = c.castsource
                    JOIN pg_catalog.pg_namespace sn ON sn.oid = s.typnamespace
                    JOIN pg_catalog.pg_type t ON t.oid = c.casttarget
                    JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
                    LEFT JOIN pg_catalog.pg_proc p ON p.oid = c.castfunc
                    LEFT JOIN pg_catalog.pg_namespace pn ON pn.oid = p.pronamespace
                    WHERE c.oid >= {FIRST_USER_OID}
                      -- a range type's to its multirange type is part of it
                      AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend i
                                      WHERE i.classid = 'pg_catalog.pg_cast'::regclass AND i.objid = c.oid
                                        AND i.deptype = 'i')""",
        )

    def read(self, row: Sequence[Any]) -> Cast:
        _oid, _sub, schema, source, target, function, method, context = row
        return Cast(
            id=ObjectId("cast", schema, f"{source} AS {target}"),
            source=source,
            target=target,
            function=function,
            inout=method == "i",
            context=context,
        )

    def definition(self, obj: CatalogObject) -> str:
        assert isinstance(obj, Cast)
        how = f"WITH FUNCTION {obj.function}" if obj.function is not None else "WITHOUT FUNCTION"
        how = "WITH INOUT" if obj.inout else how
        return f"CAST {self.name(obj)} {how}{_CONTEXT[obj.context]}"

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Rebuild:
        """What was parsed with the former function calls that, whatever the cast does now: it is made anew as well."""
        current, desired = context.current, context.desired
        functions = {
            needed.id
            for side in (current, desired)
            for needed in map(side.get, side.needs(after.id))
            if isinstance(needed, Function)
        }
        users = (
            obj.id
            for obj in current
            # a domain cannot go while columns have its type
            if obj.id != after.id and not isinstance(obj, Domain) and desired.get(obj.id) == obj
            if functions & (current.needs(obj.id) ^ desired.needs(obj.id))
        )
        return Rebuild(rebuilds=tuple(sorted(users)))

    def name(self, obj: CatalogObject) -> str:
        return f"({obj.id.name})"

    def describe(self, obj: CatalogObject) -> str:
        return f"cast {self.name(obj)}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        assert isinstance(before, Cast)
        assert isinstance(after, Cast)
        if before.context == after.context or replace(before, context=after.context) != after:
            return ""
        return _CONTEXT.get(after.context, "").strip().lower() or "explicit"
