"""What several detectors share: SQL fragments over the catalogs, and ids."""

from __future__ import annotations

from functools import lru_cache

from matrx_orm_migrate.ddl import literal, qualified, quote
from matrx_orm_migrate.hooks import PlanContext, Presence
from matrx_orm_migrate.schema import (
    CatalogObject,
    ExtensionDependency,
    ForeignTable,
    Index,
    KeyConstraint,
    ObjectId,
    Snapshot,
    Statement,
    Table,
)

__all__ = [
    "CHILDREN",
    "ELSEWHERE",
    "PARENT_OF_PARTITION",
    "RELATION_KIND",
    "USER_SCHEMA",
    "alter_table",
    "ancestors",
    "changed_marks",
    "comment_on",
    "constraints",
    "depends_on_extension",
    "extensions_again",
    "foreign_table_id",
    "inheritance_link",
    "is_partitioned",
    "on_table",
    "partition_link",
    "relations",
    "rows_live_elsewhere",
    "statements",
    "table_id",
    "types",
]

Marked = Index | KeyConstraint

USER_SCHEMA = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
"""Schemas that are not PostgreSQL's own; pg_temp_… and pg_toast… begin with pg_ too."""

PARENT_OF_PARTITION = """
LEFT JOIN (pg_catalog.pg_inherits pi
           JOIN pg_catalog.pg_class pc ON pc.oid = pi.inhparent
           JOIN pg_catalog.pg_namespace pn ON pn.oid = pc.relnamespace)
       ON c.relispartition AND pi.inhrelid = c.oid
"""
"""Joins the parent of a partition ``c`` as ``pn.nspname``, ``pc.relname``; NULL for what is not a partition."""

CHILDREN = Presence("pg_inherits", oid="inhrelid")
"""Partitions, their indexes, and tables that inherit: without any, nothing follows another object."""

ELSEWHERE = Presence("pg_class", "(reltablespace <> 0)", "true")
"""Relations in another tablespace than their database."""

RELATION_KIND = """CASE {relation}.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view'
                                           WHEN 'f' THEN 'foreign_table' ELSE 'table' END"""
"""SQL for the kind that a row of pg_class is of: what a trigger, a rule or an index belongs to."""


def relations(*relkinds: str) -> tuple[Presence, ...]:
    """Relations of these kinds (``pg_class.relkind``)."""
    return tuple(Presence("pg_class", "relkind", relkind) for relkind in relkinds)


def types(typtype: str) -> tuple[Presence, ...]:
    """Types of this kind (``pg_type.typtype``)."""
    return (Presence("pg_type", "typtype", typtype),)


def constraints(contype: str) -> tuple[Presence, ...]:
    """Constraints of this kind (``pg_constraint.contype``)."""
    return (Presence("pg_constraint", "contype", contype),)


def changed_marks(before: Marked, after: Marked, context: PlanContext) -> list[Statement]:
    """CLUSTER ON and REPLICA IDENTITY USING INDEX: marks that one index of a table carries at most.

    Setting the mark on one index takes it from the other, so it is only taken away where nothing else gets it.
    """
    changed: list[Statement] = []
    name = quote(after.id.name)
    if after.clustered and not before.clustered:
        changed.append(alter_table(after.id, f"CLUSTER ON {name}"))
    elif before.clustered and not after.clustered and not _marked_elsewhere(after, "clustered", context):
        changed.append(alter_table(after.id, "SET WITHOUT CLUSTER"))
    if after.replica_identity and not before.replica_identity:
        changed.append(alter_table(after.id, f"REPLICA IDENTITY USING INDEX {name}"))
    elif before.replica_identity and not after.replica_identity:
        table = context.desired.get(table_id(after.id.schema, after.id.parent))
        said_by_table = isinstance(table, Table) and table.replica_identity != "d"
        if not said_by_table and not _marked_elsewhere(after, "replica_identity", context):
            changed.append(alter_table(after.id, "REPLICA IDENTITY DEFAULT"))
    return changed


def _marked_elsewhere(obj: Marked, mark: str, context: PlanContext) -> bool:
    return any(
        other.id != obj.id and other.owner_id == obj.owner_id and getattr(other, mark, False)
        for other in context.desired
    )


def extensions_again(object_id: ObjectId, context: PlanContext) -> tuple[Statement, ...]:
    """``DEPENDS ON EXTENSION`` of what was replaced: CREATE OR REPLACE forgets it."""
    kept = sorted(context.on_extensions.get(object_id, ()), key=lambda obj: obj.id)
    return statements(*(depends_on_extension(obj) for obj in kept))


def depends_on_extension(obj: ExtensionDependency) -> str:
    """What makes an object depend on an extension; a second time does no harm."""
    return f"ALTER {obj.target} DEPENDS ON EXTENSION {quote(obj.extension)}"


def statements(*texts: str) -> tuple[Statement, ...]:
    """Plain statements without hazards."""
    return tuple(Statement(sql=text) for text in texts)


def comment_on(target: str, text: str | None) -> Statement:
    """``COMMENT ON target``; None takes the comment away."""
    return Statement(sql=f"COMMENT ON {target} IS {literal(text) if text is not None else 'NULL'}")


@lru_cache(maxsize=8192)
def table_id(schema: str, name: str) -> ObjectId:
    """The id of a table."""
    return ObjectId("table", schema, name)


def foreign_table_id(schema: str, name: str) -> ObjectId:
    """The id of a foreign table."""
    return ObjectId("foreign_table", schema, name)


def rows_live_elsewhere(relation: ObjectId | None, context: PlanContext) -> bool:
    """Whether it is a foreign table, and no table here inherits from it: then no row is lost, read or written anew."""
    if relation is None or relation.kind != "foreign_table":
        return False
    children = {obj.id for side in (context.current, context.desired) for obj in side if relation in _parents(obj)}
    return all(rows_live_elsewhere(child, context) for child in children)


def _parents(obj: CatalogObject) -> tuple[ObjectId, ...]:
    return obj.inherits if isinstance(obj, (Table, ForeignTable)) else ()


def is_partitioned(table: ObjectId | None, snapshot: Snapshot) -> bool:
    """Whether this is a table with partitions, or a place for them."""
    found = snapshot.get(table) if table is not None else None
    return isinstance(found, Table) and found.partition_key is not None


def ancestors(table: ObjectId, context: PlanContext) -> list[ObjectId]:
    """A table of the current side, and what it is a partition of, up to the topmost."""
    found = [table]
    while (obj := context.current.get(found[-1])) is not None and obj.owner_id is not None:
        found.append(obj.owner_id)
    return found


def partition_link(schema: str, table: str) -> ObjectId:
    """The id of the object that says that a table is a partition."""
    return ObjectId("partition", schema, table)


def inheritance_link(schema: str, table: str, parent_schema: str, parent: str) -> ObjectId:
    """The id of the object that says that a table inherits from another."""
    return ObjectId("inheritance", schema, table, "", f" from {qualified(parent_schema, parent)}")


def on_table(object_id: ObjectId) -> str:
    """The quoted name of the table that a part belongs to."""
    return qualified(object_id.schema, object_id.parent)


def alter_table(object_id: ObjectId, action: str, *, only: bool = False) -> Statement:
    """``ALTER TABLE [ONLY] the part's table action``."""
    return Statement(sql=f"ALTER TABLE {'ONLY ' if only else ''}{on_table(object_id)} {action}")
