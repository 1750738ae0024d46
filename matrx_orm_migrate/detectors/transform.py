"""Transforms: how a language sees the values of a type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.detectors.common import statements
from matrx_orm_migrate.detectors.named import NamedDetector, first_schema
from matrx_orm_migrate.hooks import FIRST_USER_OID, CatalogQuery, PlanContext, Presence
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Statement, Transform

__all__ = ["TransformDetector"]


class TransformDetector(NamedDetector):
    """Transforms."""

    kind = "transform"
    catalog = "pg_transform"
    rank = 9
    word = "TRANSFORM"

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_transform"),),
            sql=f"""SELECT r.oid, 0, {first_schema("tn", "fn", "gn")}, pg_catalog.format_type(r.trftype, NULL),
                           l.lanname, nullif(r.trffromsql::oid, 0)::regprocedure::text,
                           nullif(r.trftosql::oid, 0)::regprocedure::text
                    FROM pg_catalog.pg_transform r
                    JOIN pg_catalog.pg_language l ON l.oid = r.trflang
                    JOIN pg_catalog.pg_type t ON t.oid = r.trftype
                    JOIN pg_catalog.pg_namespace tn ON tn.oid = t.typnamespace
                    LEFT JOIN pg_catalog.pg_proc f ON f.oid = r.trffromsql
                    LEFT JOIN pg_catalog.pg_namespace fn ON fn.oid = f.pronamespace
                    LEFT JOIN pg_catalog.pg_proc g ON g.oid = r.trftosql
                    LEFT JOIN pg_catalog.pg_namespace gn ON gn.oid = g.pronamespace
                    WHERE r.oid >= {FIRST_USER_OID}""",
        )

    def read(self, row: Sequence[Any]) -> Transform:
        _oid, _sub, schema, type_, language, from_sql, to_sql = row
        return Transform(
            id=ObjectId("transform", schema, f"FOR {type_} LANGUAGE {quote(language)}"),
            type=type_,
            language=language,
            from_sql=from_sql,
            to_sql=to_sql,
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        return self._made(obj, "CREATE")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return self._made(after, "CREATE OR REPLACE")

    def _made(self, obj: CatalogObject, verb: str) -> Sequence[Statement]:
        assert isinstance(obj, Transform)
        ways = [("FROM", obj.from_sql), ("TO", obj.to_sql)]
        functions = ", ".join(f"{word} SQL WITH FUNCTION {name}" for word, name in ways if name is not None)
        return statements(f"{verb} TRANSFORM {self.name(obj)} ({functions})")

    def name(self, obj: CatalogObject) -> str:
        return obj.id.name

    def describe(self, obj: CatalogObject) -> str:
        return f"transform {self.name(obj)}"
