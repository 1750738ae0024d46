"""What the catalog says about publications: which changes go to subscribers, of which tables."""

from __future__ import annotations

from dataclasses import dataclass

from matrx_orm_migrate.schema.ids import ObjectId
from matrx_orm_migrate.schema.objects import CatalogObject

__all__ = ["Publication", "PublicationSchema", "PublicationTable"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication(CatalogObject):
    """A publication; the tables and schemas in it are objects of their own.

    ``publish`` are insert, update, delete and truncate, as far as they are published; ``generated_columns`` says that
    those of stored generated columns are (18 and later).
    """

    all_tables: bool = False
    publish: tuple[str, ...] = ()
    via_partition_root: bool = False
    generated_columns: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationTable(CatalogObject):
    """That a table is in a publication: ``id`` carries the publication as name and the table as parent.

    ``columns`` are sorted by name, for PostgreSQL keeps them in the table's order, which means nothing; None stands for
    all of them, also of those to come.  ``condition`` is what stands between the parentheses behind WHERE.
    """

    publication: ObjectId
    columns: tuple[str, ...] | None = None
    condition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationSchema(CatalogObject):
    """That all tables of a schema, also those to come, are in a publication, which ``id`` carries as name."""

    publication: ObjectId
