"""What all table constraints share: the server prints the definition, and that text is the constraint."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from matrx_orm_migrate.ddl import DDLGenerator, DefinedConstraint, qualified, quote, table_ref
from matrx_orm_migrate.detectors.common import (
    CHILDREN,
    ELSEWHERE,
    PARENT_OF_PARTITION,
    RELATION_KIND,
    USER_SCHEMA,
    alter_table,
    changed_marks,
    comment_on,
    constraints,
    on_table,
    partition_link,
    rows_live_elsewhere,
    statements,
    table_id,
)
from matrx_orm_migrate.detectors.index_parameters import changed_parameters, has_partitioned_indexes, predicate_start
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence, Reaction, Rebuild
from matrx_orm_migrate.schema import (
    CatalogObject,
    Change,
    Column,
    Constraint,
    Hazard,
    HazardKind,
    KeyConstraint,
    ObjectId,
    Statement,
    Table,
    id_of,
)

__all__ = ["ConstraintDetector", "KeyConstraintDetector"]


_MARKED = Presence("pg_index", "(indisclustered OR indisreplident)", "true", "indexrelid")
_INDEX_OPTIONS = Presence("pg_class", "(relkind IN ('i', 'I') AND reloptions IS NOT NULL)", "true")

# One query for all kinds: planning one for each costs more than what each finds.
_SQL = """SELECT k.oid, 0, n.nspname, c.relname, k.conname, pg_catalog.pg_get_constraintdef(k.oid), {followed},
                 c.relispartition, {kind}, rn.nspname, rc.relname, k.confdeltype::text, k.confupdtype::text,
                 {index}, k.conislocal, {bonds}, k.contype::text
          FROM pg_catalog.pg_constraint k
          JOIN pg_catalog.pg_class c ON c.oid = k.conrelid
          JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
          LEFT JOIN (pg_catalog.pg_class rc JOIN pg_catalog.pg_namespace rn ON rn.oid = rc.relnamespace)
                 ON rc.oid = k.confrelid AND k.contype = 'f'
          {joins}
          WHERE k.contype IN ('c', 'f', 'p', 'u', 'x')
            AND (c.relkind IN ('r', 'p') OR c.relkind = 'f' AND k.contype = 'c') AND {schema} {more}"""

# The partitions, all the way down, of what an ordinary table's key refers to; pg_partition_tree would lock them.
_BONDS = """CASE WHEN k.contype = 'f' AND k.conparentid = 0 AND c.relkind = 'r' AND rc.relkind = 'p' THEN
                   ARRAY(WITH RECURSIVE below AS (
                           SELECT b.inhrelid FROM pg_catalog.pg_inherits b WHERE b.inhparent = rc.oid
                           UNION ALL
                           SELECT b.inhrelid FROM below JOIN pg_catalog.pg_inherits b ON b.inhparent = below.inhrelid)
                         SELECT ARRAY[bn.nspname::text, bc.relname::text] FROM below
                         JOIN pg_catalog.pg_class bc ON bc.oid = below.inhrelid
                         JOIN pg_catalog.pg_namespace bn ON bn.oid = bc.relnamespace ORDER BY 1) END"""

# A check has no conparentid: one that a partition has from its parent, or a table from the one that it inherits from,
# carries the same name there.
_INHERITED = f"""{PARENT_OF_PARTITION}
        LEFT JOIN LATERAL
          (SELECT hn.nspname, hc.relname
           FROM pg_catalog.pg_inherits h
           JOIN pg_catalog.pg_class hc ON hc.oid = h.inhparent
           JOIN pg_catalog.pg_namespace hn ON hn.oid = hc.relnamespace
           JOIN pg_catalog.pg_constraint hk ON hk.conrelid = hc.oid AND hk.conname = k.conname
           WHERE k.contype = 'c' AND k.coninhcount > 0 AND NOT c.relispartition
             AND h.inhrelid = c.oid
           ORDER BY h.inhseqno LIMIT 1) inherited ON true"""
_FOLLOWED = """CASE WHEN {joined} THEN pn.nspname WHEN k.contype = 'c' THEN inherited.nspname ELSE pschema.nspname END,
               CASE WHEN {joined} THEN pc.relname WHEN k.contype = 'c' THEN inherited.relname ELSE ptable.relname END,
               CASE WHEN {joined} OR inherited.relname IS NOT NULL THEN k.conname ELSE parent.conname END"""
_QUERY = CatalogQuery(
    sql=_SQL.format(
        followed=_FOLLOWED.format(joined="k.contype = 'c' AND k.coninhcount > 0 AND c.relispartition"),
        kind=RELATION_KIND.format(relation="c"),
        index="ic.reloptions, its.spcname, coalesce(i.indisclustered, false), coalesce(i.indisreplident, false)",
        joins=f"""LEFT JOIN pg_catalog.pg_constraint parent ON parent.oid = k.conparentid AND k.conparentid <> 0
          LEFT JOIN pg_catalog.pg_class ptable ON ptable.oid = parent.conrelid
          LEFT JOIN pg_catalog.pg_namespace pschema ON pschema.oid = ptable.relnamespace
          LEFT JOIN pg_catalog.pg_class ic ON ic.oid = k.conindid AND k.contype IN ('p', 'u', 'x')
          LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = ic.oid
          LEFT JOIN pg_catalog.pg_tablespace its ON its.oid = ic.reltablespace
          {_INHERITED}""",
        bonds=_BONDS,
        schema=USER_SCHEMA,
        # a foreign key to a partitioned table has rows of PostgreSQL's own for each of its partitions
        more="AND parent.conrelid IS DISTINCT FROM k.conrelid",
    ),
    shorter=_SQL.format(
        followed="NULL, NULL, NULL",
        kind=RELATION_KIND.format(relation="c"),
        index="NULL, NULL, false, false",
        bonds="NULL",
        joins="",
        schema=USER_SCHEMA,
        more="",
    ),
    unless=(CHILDREN, ELSEWHERE, _INDEX_OPTIONS, _MARKED),
)


class ConstraintDetector(Detector):
    """Base of the detectors of table constraints."""

    catalog = "pg_constraint"
    contype: ClassVar[str]

    def query(self, server_version: int) -> CatalogQuery:
        return replace(_QUERY, presence=constraints(self.contype), takes=self.contype)

    def values(self, row: Sequence[Any]) -> dict[str, Any]:
        """The fields that all constraints have, out of the first nine columns of a row."""
        _oid, _sub, schema, table, name, definition, parent_schema, parent_table, parent = row[:9]
        values = {
            "id": id_of((self.kind, schema, name, table, "")),
            "owner_id": table_id(schema, table),
            "definition": definition,
            "position": 10_000 + self.rank,
        }
        if parent is not None:
            values["origin"] = ObjectId(self.kind, parent_schema, parent, parent_table)
            values["link"] = partition_link(schema, table)
        return values

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        constraint = self.part(obj, parts, context).on(table_ref(obj.id.schema, obj.id.parent))
        sql = DDLGenerator().add_constraint(constraint)
        hazards = () if rows_live_elsewhere(obj.owner_id, context) else self.hazards(obj)
        return (Statement(sql=sql, hazards=hazards), *self.after_part(obj, context))

    def may_be_part(self, obj: CatalogObject) -> bool:
        # CREATE TABLE takes NOT VALID and forgets it: a new table has no rows to be wrong
        assert isinstance(obj, Constraint)
        return not obj.definition.endswith(" NOT VALID")

    def part(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> DefinedConstraint:
        assert isinstance(obj, Constraint)
        return DefinedConstraint(obj.id.name, obj.definition)

    def hazards(self, obj: CatalogObject) -> tuple[Hazard, ...]:
        """What adding the constraint to a table with rows may cost."""
        assert isinstance(obj, Constraint)
        if obj.definition.endswith((" NOT VALID", " NOT ENFORCED")):
            return ()
        return (
            Hazard(kind=HazardKind.MAY_FAIL, object=obj.id, message=f"fails where rows break {obj.id.name}"),
            Hazard(kind=HazardKind.TABLE_SCAN, object=obj.id, message=f"reads the whole of {on_table(obj.id)}"),
        )

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        constraint = self.part(obj, (), context).on(table_ref(obj.id.schema, obj.id.parent))
        return statements(DDLGenerator().drop_constraint(constraint))

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, Constraint)
        assert isinstance(after, Constraint)
        if before.definition == f"{after.definition} NOT VALID":
            message = f"fails where rows break {after.id.name}"
            hazard = Hazard(kind=HazardKind.MAY_FAIL, object=after.id, message=message)
            sql = alter_table(after.id, f"VALIDATE CONSTRAINT {quote(after.id.name)}").sql
            return (Statement(sql=sql, hazards=() if rows_live_elsewhere(after.owner_id, context) else (hazard,)),)
        return Rebuild()

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return (alter_table(after.id, f"RENAME CONSTRAINT {quote(before.id.name)} TO {quote(after.id.name)}"),)

    def differs_in_name_only(self, before: CatalogObject, after: CatalogObject) -> bool:
        return before.owner_id == after.owner_id and replace(before, id=after.id, comment=after.comment) == after

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        # PostgreSQL builds constraints again itself when a column's type changes (ALTER TABLE, ALTER COLUMN TYPE)
        carried_along = isinstance(change.after, (Column, Table))
        return Reaction(rebuild=not carried_along)

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        return (("constraint", obj.id.schema, obj.id.parent, obj.id.name),)

    def comment_target(self, obj: CatalogObject) -> str:
        return f"CONSTRAINT {quote(obj.id.name)} ON {on_table(obj.id)}"


class KeyConstraintDetector(ConstraintDetector):
    """Base of the detectors of constraints with an index behind them."""

    echo = "first"

    def values(self, row: Sequence[Any]) -> dict[str, Any]:
        values = super().values(row)
        options, space, clustered, identity = row[15:19]
        if options or space or clustered or identity:
            values["index_options"] = tuple(sorted(options or ()))
            values["tablespace"] = space
            values["clustered"] = clustered
            values["replica_identity"] = identity
        return values

    def inner_comments(self, server_version: int) -> str:
        return f"""SELECT k.oid, 0, 'index_comment', d.description
                   FROM pg_catalog.pg_description d
                   JOIN pg_catalog.pg_depend p
                     ON p.classid = 'pg_catalog.pg_class'::regclass AND p.objid = d.objoid
                    AND p.refclassid = 'pg_catalog.pg_constraint'::regclass AND p.deptype = 'i'
                   JOIN pg_catalog.pg_constraint k ON k.oid = p.refobjid AND k.contype = '{self.contype}'
                   WHERE d.objoid >= 16384 AND d.classoid = 'pg_catalog.pg_class'::regclass AND d.objsubid = 0"""

    def part(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> DefinedConstraint:
        assert isinstance(obj, KeyConstraint)
        definition = obj.definition
        extra = f" WITH ({', '.join(obj.index_options)})" if obj.index_options else ""
        extra += f" USING INDEX TABLESPACE {quote(obj.tablespace)}" if obj.tablespace is not None else ""
        if extra:
            definition = _before_trailer(definition, extra)
        return DefinedConstraint(obj.id.name, definition)

    def after_part(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, KeyConstraint)
        marks = changed_marks(replace(obj, clustered=False, replica_identity=False), obj, context)
        return [*marks, *_changed_index_comment(None, obj)]

    def hazards(self, obj: CatalogObject) -> tuple[Hazard, ...]:
        return (
            Hazard(kind=HazardKind.MAY_FAIL, object=obj.id, message=f"fails where rows break {obj.id.name}"),
            Hazard(
                kind=HazardKind.LONG_LOCK,
                object=obj.id,
                message=f"{on_table(obj.id)} is locked while its index is built",
            ),
        )

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, KeyConstraint)
        assert isinstance(after, KeyConstraint)
        options = before.index_options, after.index_options
        if before.definition != after.definition:
            return Rebuild()
        if options[0] != options[1] and has_partitioned_indexes(after.owner_id, context):
            return Rebuild()
        index = qualified(after.id.schema, after.id.name)
        changed = list(statements(*changed_parameters(index, *options)))
        if before.tablespace != after.tablespace:
            changed += statements(f"ALTER INDEX {index} SET TABLESPACE {quote(after.tablespace or 'pg_default')}")
        marks = changed_marks(before, after, context)
        return [*changed, *marks, *_changed_index_comment(before.index_comment, after)]

    def differs_in_name_only(self, before: CatalogObject, after: CatalogObject) -> bool:
        assert isinstance(before, KeyConstraint)
        assert isinstance(after, KeyConstraint)
        return super().differs_in_name_only(replace(before, index_comment=after.index_comment), after)

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        return (*super().occupies(obj), ("relation", obj.id.schema, obj.id.name))


def _changed_index_comment(before: str | None, after: KeyConstraint) -> list[Statement]:
    if before == after.index_comment:
        return []
    return [comment_on(f"INDEX {qualified(after.id.schema, after.id.name)}", after.index_comment)]


def _before_trailer(definition: str, extra: str) -> str:
    """Put index parameters where the grammar wants them: in front of WHERE, DEFERRABLE and INITIALLY.

    ``pg_get_constraintdef`` prints WHERE last but for the deferrable words, and a predicate may hold any text, so the
    place is found from the end of the text for the fixed words, and by counting parentheses for the predicate.
    """
    trailer = ""
    for words in (" NOT VALID", " INITIALLY DEFERRED", " DEFERRABLE"):
        if definition.endswith(words):
            definition, trailer = definition.removesuffix(words), words + trailer
    place = predicate_start(definition)
    return f"{definition[:place]}{extra}{definition[place:]}{trailer}"
