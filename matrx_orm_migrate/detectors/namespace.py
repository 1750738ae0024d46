"""Schemas."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA, statements
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext
from matrx_orm_migrate.schema import CatalogObject, Namespace, ObjectId, Statement

__all__ = ["NamespaceDetector"]


class NamespaceDetector(Detector):
    """Schemas; ``public`` as well, which a database may be without."""

    kind = "schema"
    catalog = "pg_namespace"
    rank = 0
    owned = True

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(sql=f"SELECT n.oid, 0, n.nspname FROM pg_catalog.pg_namespace n WHERE {USER_SCHEMA}")

    def read(self, row: Sequence[Any]) -> Namespace:
        return Namespace(id=ObjectId("schema", row[2], row[2]))

    def from_the_start(self, server_version: int) -> Sequence[CatalogObject]:
        # PostgreSQL, src/bin/initdb/initdb.c and pg_namespace.dat
        return [Namespace(id=ObjectId("schema", "public", "public"), comment="standard public schema")]

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        return statements(f"CREATE SCHEMA {quote(obj.id.name)}")

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP SCHEMA {quote(obj.id.name)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return ()

    def comment_target(self, obj: CatalogObject) -> str:
        return f"SCHEMA {quote(obj.id.name)}"

    def describe(self, obj: CatalogObject) -> str:
        return f"schema {obj.id.name}"
