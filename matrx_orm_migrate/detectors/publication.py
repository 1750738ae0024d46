"""Publications: what of it is published; the tables and schemas in it are kinds of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.ddl import literal, quote
from matrx_orm_migrate.detectors.common import statements
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence, Rebuild
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Publication, Snapshot, Statement

__all__ = ["PublicationDetector", "publication_id"]

_EVENTS = ("insert", "update", "delete", "truncate")
_GENERATED_COLUMNS_SINCE = 180000


class PublicationDetector(Detector):
    """Publications."""

    kind = "publication"
    catalog = "pg_publication"
    rank = 85
    owned = True

    def query(self, server_version: int) -> CatalogQuery:
        generated = "p.pubgencols = 's'" if server_version >= _GENERATED_COLUMNS_SINCE else "false"
        return CatalogQuery(
            presence=(Presence("pg_publication"),),
            sql=f"""SELECT p.oid, 0, p.pubname, p.puballtables, p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate,
                           p.pubviaroot, {generated}
                    FROM pg_catalog.pg_publication p""",
        )

    def read(self, row: Sequence[Any]) -> Publication:
        _oid, _sub, name, all_tables, *events, via_root, generated = row
        return Publication(
            id=publication_id(name),
            all_tables=all_tables,
            publish=tuple(word for word, published in zip(_EVENTS, events, strict=True) if published),
            via_partition_root=via_root,
            generated_columns=generated,
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Publication)
        options = _changed(Publication(id=obj.id, publish=_EVENTS), obj)
        sql = f"CREATE PUBLICATION {quote(obj.id.name)}{' FOR ALL TABLES' if obj.all_tables else ''}"
        return statements(f"{sql} WITH ({', '.join(options)})" if options else sql)

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP PUBLICATION {quote(obj.id.name)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, Publication)
        assert isinstance(after, Publication)
        if before.all_tables != after.all_tables:
            return Rebuild()
        return statements(f"ALTER PUBLICATION {quote(after.id.name)} SET ({', '.join(_changed(before, after))})")

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"ALTER PUBLICATION {quote(before.id.name)} RENAME TO {quote(after.id.name)}")

    def resembles(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> bool:
        """Alike: equal but for the name, or with a table or schema in both."""
        had, has = _members(before, context.current), _members(after, context.desired)
        return bool(had & has) or (had == has and replace(before, id=after.id, comment=after.comment) == after)

    def comment_target(self, obj: CatalogObject) -> str:
        return f"PUBLICATION {quote(obj.id.name)}"


def publication_id(name: str) -> ObjectId:
    """The id of a publication."""
    return ObjectId("publication", "", name)


def _members(publication: CatalogObject, snapshot: Snapshot) -> set[ObjectId | None]:
    return {obj.owner_id for obj in snapshot if getattr(obj, "publication", None) == publication.id}


def _changed(before: Publication, after: Publication) -> list[str]:
    """The options that lead from one to the other."""
    options: list[str] = []
    if before.publish != after.publish:
        options.append(f"publish = {literal(', '.join(after.publish))}")
    if before.via_partition_root != after.via_partition_root:
        options.append(f"publish_via_partition_root = {str(after.via_partition_root).lower()}")
    if before.generated_columns != after.generated_columns:
        options.append(f"publish_generated_columns = {'stored' if after.generated_columns else 'none'}")
    return options
