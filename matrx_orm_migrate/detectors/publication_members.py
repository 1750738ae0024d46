"""What is in a publication: tables, with the columns and rows of them that are published, and whole schemas.

A member is taken out and put in again where anything about it changes: ALTER PUBLICATION has no words for one member
alone, and SET TABLE names all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA, statements, table_id
from matrx_orm_migrate.detectors.publication import publication_id
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence, Reaction, Rebuild
from matrx_orm_migrate.schema import (
    CatalogObject,
    Change,
    ObjectId,
    PublicationSchema,
    PublicationTable,
    Statement,
    Table,
)

__all__ = ["PublicationSchemaDetector", "PublicationTableDetector"]

_LISTS_SINCE = 150000


class _MemberDetector(Detector):
    """Base of both.  A member goes with its publication as it goes with its table or schema: without a statement."""

    rank = 86

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Rebuild:
        return Rebuild()

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, (PublicationTable, PublicationSchema))
        if obj.publication not in context.desired:
            return ()
        return statements(f"ALTER PUBLICATION {quote(obj.publication.name)} DROP {self.named(obj)}")

    def named(self, obj: CatalogObject) -> str:
        """The member as ADD and DROP name it."""
        raise NotImplementedError


class PublicationTableDetector(_MemberDetector):
    """Tables of publications."""

    kind = "publication_table"
    catalog = "pg_publication_rel"

    def query(self, server_version: int) -> CatalogQuery:
        lists = "NULL, NULL"
        if server_version >= _LISTS_SINCE:
            lists = """CASE WHEN r.prattrs IS NOT NULL THEN
                         ARRAY(SELECT a.attname::text FROM pg_catalog.pg_attribute a
                               WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs::int2[])) END,
                       pg_catalog.pg_get_expr(r.prqual, r.prrelid)"""
        return CatalogQuery(
            presence=(Presence("pg_publication_rel"),),
            sql=f"""SELECT r.oid, 0, n.nspname, c.relname, p.pubname, {lists}
                    FROM pg_catalog.pg_publication_rel r
                    JOIN pg_catalog.pg_publication p ON p.oid = r.prpubid
                    JOIN pg_catalog.pg_class c ON c.oid = r.prrelid
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> PublicationTable:
        _oid, _sub, schema, table, publication, columns, condition = row
        return PublicationTable(
            id=ObjectId(self.kind, schema, publication, table),
            owner_id=table_id(schema, table),
            depends_on=(publication_id(publication),),
            publication=publication_id(publication),
            columns=tuple(sorted(columns)) if columns is not None else None,
            condition=condition,
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, PublicationTable)
        columns = f" ({', '.join(map(quote, obj.columns))})" if obj.columns is not None else ""
        condition = f" WHERE ({obj.condition})" if obj.condition is not None else ""
        return statements(f"ALTER PUBLICATION {quote(obj.publication.name)} ADD {self.named(obj)}{columns}{condition}")

    def named(self, obj: CatalogObject) -> str:
        # ONLY: what inherits from the table says itself whether it is published
        return f"TABLE ONLY {qualified(obj.id.schema, obj.id.parent)}"

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        # PostgreSQL changes no column's type that a column list or WHERE names
        return Reaction(rebuild=not isinstance(change.after, Table))

    def describe(self, obj: CatalogObject) -> str:
        return f"membership of table {obj.id.schema}.{obj.id.parent} in publication {obj.id.name}"


class PublicationSchemaDetector(_MemberDetector):
    """Schemas of publications."""

    kind = "publication_schema"
    catalog = "pg_publication_namespace"

    def query(self, server_version: int) -> CatalogQuery | None:
        if server_version < _LISTS_SINCE:
            return None
        return CatalogQuery(
            presence=(Presence("pg_publication_namespace"),),
            sql=f"""SELECT r.oid, 0, n.nspname, p.pubname
                    FROM pg_catalog.pg_publication_namespace r
                    JOIN pg_catalog.pg_publication p ON p.oid = r.pnpubid
                    JOIN pg_catalog.pg_namespace n ON n.oid = r.pnnspid
                    WHERE {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> PublicationSchema:
        _oid, _sub, schema, publication = row
        return PublicationSchema(
            id=ObjectId(self.kind, schema, publication),
            owner_id=ObjectId("schema", schema, schema),
            depends_on=(publication_id(publication),),
            publication=publication_id(publication),
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, PublicationSchema)
        return statements(f"ALTER PUBLICATION {quote(obj.publication.name)} ADD {self.named(obj)}")

    def named(self, obj: CatalogObject) -> str:
        return f"TABLES IN SCHEMA {quote(obj.id.schema)}"

    def describe(self, obj: CatalogObject) -> str:
        return f"membership of schema {obj.id.schema} in publication {obj.id.name}"
