"""That something goes along when an extension is dropped: ``ALTER … [NO] DEPENDS ON EXTENSION``.

An object of its own beside what it is about (a routine, a trigger, a materialized view, an index), which none of their
CREATE statements can say (PostgreSQL 18, ALTER FUNCTION, ALTER INDEX, ALTER MATERIALIZED VIEW, ALTER TRIGGER).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.detectors.common import RELATION_KIND, USER_SCHEMA, depends_on_extension, statements
from matrx_orm_migrate.detectors.routines import SIGNATURE
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence, Rebuild
from matrx_orm_migrate.schema import CatalogObject, ExtensionDependency, ObjectId, Statement

__all__ = ["ExtensionDependencyDetector"]

_OF_EXTENSIONS = "refclassid = 'pg_catalog.pg_extension'::regclass"

# an aggregate is altered as a function; of procedures, the modes of the arguments tell which is meant
_ROUTINES = f"""
    SELECT p.oid, 'pg_catalog.pg_proc'::regclass AS classid, p.pronamespace AS schema, p.proname AS name,
           CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END AS kind,
           '' AS parent, 'table' AS parent_kind, {SIGNATURE} AS signature,
           CASE p.prokind WHEN 'p' THEN '(' || pg_catalog.pg_get_function_identity_arguments(p.oid) || ')' END AS modes
    FROM pg_catalog.pg_proc p"""
_RELATIONS = """
    SELECT c.oid, 'pg_catalog.pg_class'::regclass, c.relnamespace, c.relname,
           CASE WHEN c.relkind = 'm' THEN 'materialized_view'
                ELSE CASE k.contype WHEN 'p' THEN 'primary_key' WHEN 'u' THEN 'unique' WHEN 'x' THEN 'exclusion'
                                    ELSE 'index' END END,
           coalesce(t.relname, ''), 'table', '', NULL
    FROM pg_catalog.pg_class c
    LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
    LEFT JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
    LEFT JOIN pg_catalog.pg_constraint k ON k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')
    WHERE c.relkind IN ('m', 'i', 'I')"""
_TRIGGERS = f"""
    SELECT g.oid, 'pg_catalog.pg_trigger'::regclass, c.relnamespace, g.tgname, 'trigger', c.relname,
           {RELATION_KIND.format(relation="c")}, '', NULL
    FROM pg_catalog.pg_trigger g JOIN pg_catalog.pg_class c ON c.oid = g.tgrelid
    WHERE NOT g.tgisinternal"""
# the trigger above all partitions that a partition's trigger is a copy of
_TOPMOST = """
    WITH RECURSIVE above AS (
        SELECT u.oid, u.tgparentid, u.tgrelid FROM pg_catalog.pg_trigger k
        JOIN pg_catalog.pg_trigger u ON u.oid = k.tgparentid
        WHERE d.classid = 'pg_catalog.pg_trigger'::regclass AND k.oid = d.objid
        UNION ALL
        SELECT u.oid, u.tgparentid, u.tgrelid FROM above a JOIN pg_catalog.pg_trigger u ON u.oid = a.tgparentid)
    SELECT an.nspname, ac.relname FROM above a
    JOIN pg_catalog.pg_class ac ON ac.oid = a.tgrelid
    JOIN pg_catalog.pg_namespace an ON an.oid = ac.relnamespace
    WHERE a.tgparentid = 0"""
_WORDS = {
    "function": "FUNCTION",
    "aggregate": "FUNCTION",
    "procedure": "PROCEDURE",
    "trigger": "TRIGGER",
    "materialized_view": "MATERIALIZED VIEW",
}


class ExtensionDependencyDetector(Detector):
    """Dependencies on extensions.  They have no address of their own."""

    kind = "extension_dependency"
    catalog = "pg_depend"
    rank = 95

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_depend", "deptype", "x", "objid", _OF_EXTENSIONS),),
            sql=f"""SELECT 0, 0, o.kind, n.nspname, o.name, o.parent, o.signature, o.modes, e.extname,
                           top.nspname, top.relname, o.parent_kind
                    FROM pg_catalog.pg_depend d
                    JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
                    JOIN ({_ROUTINES} UNION ALL {_RELATIONS} UNION ALL {_TRIGGERS}) o
                      ON o.classid = d.classid AND o.oid = d.objid
                    JOIN pg_catalog.pg_namespace n ON n.oid = o.schema
                    LEFT JOIN LATERAL ({_TOPMOST}) top ON true
                    WHERE d.{_OF_EXTENSIONS} AND d.deptype = 'x' AND {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> ExtensionDependency:
        _oid, _sub, kind, schema, name, parent, signature, modes, extension, top_schema, top, parent_kind = row
        of = ObjectId(kind, schema, name, parent, signature)
        # a copy of a trigger is no object; it is there while the one above and the partition are
        is_copy = top is not None
        needed = (ObjectId("trigger", top_schema, name, top), ObjectId("partition", schema, parent)) if is_copy else ()
        return ExtensionDependency(
            id=ObjectId(self.kind, schema, name, parent, f"{signature} ({kind.replace('_', ' ')}) on {extension}"),
            owner_id=ObjectId(parent_kind, schema, parent) if is_copy else of,
            depends_on=(*needed, ObjectId("extension", "", extension)),
            target=_target(of, modes),
            extension=extension,
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, ExtensionDependency)
        return statements(depends_on_extension(obj))

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, ExtensionDependency)
        return statements(f"ALTER {obj.target} NO DEPENDS ON EXTENSION {quote(obj.extension)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Rebuild:
        # what it is about became part of something else
        return Rebuild()

    def describe(self, obj: CatalogObject) -> str:
        assert isinstance(obj, ExtensionDependency)
        kind, _on, extension = obj.id.signature.rpartition(" on ")
        dotted = ".".join(part for part in (obj.id.schema, obj.id.parent, obj.id.name) if part)
        return f"dependency of {dotted}{kind} on extension {extension}"


def _target(of: ObjectId, modes: str | None) -> str:
    """What stands behind ALTER."""
    if of.kind == "trigger":
        return f"TRIGGER {quote(of.name)} ON {qualified(of.schema, of.parent)}"
    return f"{_WORDS.get(of.kind, 'INDEX')} {qualified(of.schema, of.name)}{modes or of.signature}"
