"""Indexes that no constraint owns."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.ddl import DDLGenerator, DefinedIndex, qualified, quote, table_ref
from matrx_orm_migrate.detectors.common import (
    CHILDREN,
    ELSEWHERE,
    USER_SCHEMA,
    changed_marks,
    on_table,
    partition_link,
    relations,
    statements,
)
from matrx_orm_migrate.detectors.computed import cost_of_indexing
from matrx_orm_migrate.detectors.index_parameters import (
    changed_parameters,
    has_partitioned_indexes,
    predicate_start,
    settable,
    with_sorted_parameters,
    without_parameters,
)
from matrx_orm_migrate.detectors.view import RELATION_KIND
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence, Reaction, Rebuild
from matrx_orm_migrate.schema import (
    CatalogObject,
    Change,
    Column,
    Hazard,
    HazardKind,
    Index,
    ObjectId,
    Statement,
    Table,
    id_of,
    maker,
)

__all__ = ["IndexDetector"]


# pg_get_indexdef begins with words whose length is known; what follows is the same for indexes that differ in name only
_PRINTED = """substr(pg_catalog.pg_get_indexdef(i.indexrelid),
                     length('CREATE ' || CASE WHEN i.indisunique THEN 'UNIQUE ' ELSE '' END || 'INDEX '
                            || pg_catalog.quote_ident(c.relname) || ' ON '
                            || CASE WHEN c.relkind = 'I' THEN 'ONLY ' ELSE '' END
                            || pg_catalog.quote_ident(n.nspname) || '.'
                            || pg_catalog.quote_ident(t.relname) || ' USING ') + 1)"""

# the partitions' indexes that a partitioned index has
_JOINED = """ARRAY(SELECT ARRAY[jn.nspname::text, jc.relname::text, jt.relname::text]
                                 FROM pg_catalog.pg_inherits j
                                 JOIN pg_catalog.pg_class jc ON jc.oid = j.inhrelid
                                 JOIN pg_catalog.pg_namespace jn ON jn.oid = jc.relnamespace
                                 JOIN pg_catalog.pg_index ji ON ji.indexrelid = jc.oid
                                 JOIN pg_catalog.pg_class jt ON jt.oid = ji.indrelid
                                 WHERE j.inhparent = c.oid ORDER BY 1)"""

# pg_get_indexdef looks for the default operator class of each column by reading all classes of the access method, which
# makes it the most expensive of the functions that print.  Ordinary indexes, and those are nearly all, are put together
# here: B-trees (403) over one or two plain columns, with their own collation and PostgreSQL's own default operator
# class, none of which takes parameters.  A class is a type's default where it says so for that very type.  text's is
# varchar's as well, and any array's and any enum's that of all arrays and enums, unless somebody made one for the type
# (PostgreSQL 18, GetDefaultOpClass in indexcmds.c).
_DIRECTION = """CASE i.indoption[{at}] WHEN 0 THEN '' WHEN 1 THEN ' DESC NULLS LAST'
                                                 WHEN 2 THEN ' NULLS FIRST' ELSE ' DESC' END"""
_USUAL = """a{key}.attcollation = i.indcollation[{at}] AND o{key}.opcdefault AND o{key}.oid < 16384
                            AND (o{key}.opcintype = a{key}.atttypid
                                 OR ((a{key}.atttypid, o{key}.opcintype) = ('varchar'::regtype, 'text'::regtype)
                                     OR o{key}.opcintype IN ('anyenum'::regtype, 'anyarray'::regtype)) {own})"""
_NO_CLASS_OF_ITS_OWN = """AND a{key}.atttypid NOT IN (SELECT own.opcintype FROM pg_catalog.pg_opclass own
                                                              WHERE own.opcdefault AND own.oid >= 16384)"""
_KEYS = "".join(
    f"""LEFT JOIN pg_catalog.pg_attribute a{key}
                           ON a{key}.attrelid = i.indrelid AND a{key}.attnum = i.indkey[{at}] AND i.indnatts > {at}
                    LEFT JOIN pg_catalog.pg_opclass o{key} ON o{key}.oid = i.indclass[{at}]
                    """
    for at, key in enumerate("12")
)

_PARENT = """LEFT JOIN (pg_catalog.pg_inherits h
                               JOIN pg_catalog.pg_class parent ON parent.oid = h.inhparent
                               JOIN pg_catalog.pg_namespace parent_schema ON parent_schema.oid = parent.relnamespace
                               JOIN pg_catalog.pg_index pi ON pi.indexrelid = parent.oid
                               JOIN pg_catalog.pg_class parent_table ON parent_table.oid = pi.indrelid)
                           ON c.relispartition AND h.inhrelid = c.oid"""


def _sql(server_version: int, *, ordinary: bool) -> str:
    """``ordinary`` is for databases without partitions, and operator classes and tablespaces of their users'."""
    usual = [
        _USUAL.format(key=key, at=at, own="" if ordinary else _NO_CLASS_OF_ITS_OWN.format(key=key))
        for at, key in enumerate("12")
    ]
    first, second = (
        f"pg_catalog.quote_ident(a{key}.attname) || {_DIRECTION.format(at=at)}" for at, key in enumerate("12")
    )
    distinct = "AND NOT i.indnullsnotdistinct" if server_version >= 150000 else ""
    space, spaces = "NULL", ""
    joined, parent, parents = "NULL", "NULL, NULL, NULL", ""
    if not ordinary:
        joined = f"CASE WHEN c.relkind = 'I' AND NOT i.indisvalid THEN {_JOINED} END"
        space, spaces = "ts.spcname", "LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = c.reltablespace"
        parent, parents = "parent_schema.nspname, parent.relname, parent_table.relname", _PARENT
    # an index lies in the schema of its table (PostgreSQL 18, CREATE INDEX)
    return f"""SELECT i.indexrelid, 0, n.nspname, c.relname, t.relname, i.indisunique,
                           CASE WHEN c.relam = 403 AND c.reloptions IS NULL AND i.indexprs IS NULL {distinct}
                                     AND i.indnatts = i.indnkeyatts AND i.indnatts <= 2
                                     AND {usual[0]}
                                     AND (i.indnatts = 1 OR {usual[1]})
                                THEN 'btree (' || {first}
                                     || CASE i.indnatts WHEN 1 THEN '' ELSE ', ' || {second} END || ')'
                                     || CASE WHEN i.indpred IS NULL THEN ''
                                             ELSE ' WHERE ' || pg_catalog.pg_get_expr(i.indpred, i.indrelid) END
                                ELSE {_PRINTED} END,
                           i.indisvalid, c.relkind = 'I', i.indisclustered, i.indisreplident, {space},
                           CASE WHEN i.indexprs IS NOT NULL THEN
                             (SELECT string_agg(a.attnum || '=' || a.attstattarget, ',' ORDER BY a.attnum)
                              FROM pg_catalog.pg_attribute a
                              WHERE a.attrelid = i.indexrelid AND a.attstattarget >= 0) END,
                           {joined}, {parent}, {RELATION_KIND.format(relation="t")}
                    FROM pg_catalog.pg_index i
                    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
                    {_KEYS}{spaces}
                    {parents}
                    WHERE t.relkind IN ('r', 'p', 'm') AND {USER_SCHEMA}
                      AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint k
                                      WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))"""


_make = maker(Index)


class IndexDetector(Detector):
    """Indexes."""

    kind = "index"
    catalog = "pg_class"
    rank = 40
    echo = "first"

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=relations("i", "I"),
            sql=_sql(server_version, ordinary=False),
            shorter=_sql(server_version, ordinary=True),
            unless=(CHILDREN, ELSEWHERE, Presence("pg_opclass")),
        )

    def read(self, row: Sequence[Any]) -> Index:
        _oid, _sub, schema, name, table, unique, definition, *rest = row
        valid, partitioned, clustered, identity, space, targets, joined, *rest = rest
        parent_schema, parent, parent_table, owner_kind = rest
        follows = parent is not None
        return _make(
            id=id_of(("index", schema, name, table, "")),
            owner_id=id_of((owner_kind, schema, table, "", "")),
            origin=ObjectId("index", parent_schema, parent, parent_table) if follows else None,
            link=partition_link(schema, table) if follows else None,
            definition=with_sorted_parameters(definition),
            unique=unique,
            # a partitioned index is valid when all of its partitions have theirs
            valid=valid or partitioned,
            on_only=partitioned and not valid,
            joined=tuple(ObjectId("index", of, index, partition) for of, index, partition in joined or ()),
            clustered=clustered,
            replica_identity=identity,
            tablespace=space,
            statistics=_targets(targets) if targets else (),
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Index)
        definition = obj.definition
        if obj.tablespace is not None:
            definition = _with_tablespace(definition, obj.tablespace)
        index = DefinedIndex(obj.id.name, definition, unique=obj.unique, only=obj.on_only)
        table_ref(obj.id.schema, obj.id.parent).append_constraint(index)
        hazards = [
            Hazard(
                kind=HazardKind.LONG_LOCK, object=obj.id, message=f"writes to {on_table(obj.id)} wait while it is built"
            )
        ]
        if obj.unique:
            message = f"fails where rows of {on_table(obj.id)} are not unique"
            hazards.append(Hazard(kind=HazardKind.MAY_FAIL, object=obj.id, message=message))
        hazards += cost_of_indexing(obj, context)
        made = [Statement(sql=DDLGenerator().add_index(index), hazards=tuple(hazards))]
        made += _statistics(obj, (), obj.statistics)
        if obj.on_only:
            # ONLY passes by what the partitions have already
            others = sorted(context.desired, key=lambda other: other.id)
            made += [_joined(other.id, obj.id) for other in others if other.origin == obj.id]
        return [*made, *changed_marks(replace(obj, clustered=False, replica_identity=False), obj, context)]

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Index)
        index = DefinedIndex(obj.id.name, obj.definition, unique=obj.unique).on(table_ref(obj.id.schema, obj.id.parent))
        return statements(DDLGenerator().drop_index(index))

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, Index)
        assert isinstance(after, Index)
        had, options_before = without_parameters(before.definition)
        wants, options = without_parameters(after.definition)
        identity = ("unique", "valid", "on_only")
        if had != wants or any(getattr(before, name) != getattr(after, name) for name in identity):
            return Rebuild()
        fixed = not settable(options_before, options) or has_partitioned_indexes(after.owner_id, context)
        if options != options_before and fixed:
            return Rebuild()
        if any(_stays_bound(index, context) for index in before.joined if index not in after.joined):
            return Rebuild()  # there is no word to let go of a partition's index
        new = (index for index in after.joined if index not in before.joined and _stays_bound(index, context))
        changed = [replace(_joined(index, after.id), uses=(index,)) for index in new]
        changed += statements(*changed_parameters(_name(after), options_before, options))
        if before.tablespace != after.tablespace:
            changed += statements(
                f"ALTER INDEX {_name(after)} SET TABLESPACE {quote(after.tablespace or 'pg_default')}"
            )
        changed += _statistics(after, before.statistics, after.statistics)
        return [*changed, *changed_marks(before, after, context)]

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"ALTER INDEX {_name(before)} RENAME TO {quote(after.id.name)}")

    def differs_in_name_only(self, before: CatalogObject, after: CatalogObject) -> bool:
        return before.owner_id == after.owner_id and replace(before, id=after.id, comment=after.comment) == after

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        assert isinstance(obj, Index)
        # PostgreSQL builds indexes again itself when a column's type changes, but loses their statistics targets, and
        # the names of those that the partitions have; up to 17 those get the parent's comment besides
        if isinstance(change.after, Table):
            return Reaction()
        loses = bool(obj.statistics) or obj.id in context.followers
        return Reaction(rebuild=loses or not isinstance(change.after, Column))

    def stands_after_bonds(self, obj: CatalogObject) -> bool:
        assert isinstance(obj, Index)
        return obj.on_only

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        return (("relation", obj.id.schema, obj.id.name),)

    def comment_target(self, obj: CatalogObject) -> str:
        return f"INDEX {_name(obj)}"


def _targets(text: str) -> tuple[tuple[int, int], ...]:
    """``1=200,3=50`` as pairs."""
    pairs = (pair.split("=") for pair in text.split(","))
    return tuple((int(number), int(target)) for number, target in pairs)


def _name(obj: CatalogObject) -> str:
    return qualified(obj.id.schema, obj.id.name)


def _joined(index: ObjectId, parent: ObjectId) -> Statement:
    name, partition = qualified(parent.schema, parent.name), qualified(index.schema, index.name)
    return Statement(sql=f"ALTER INDEX {name} ATTACH PARTITION {partition}")


def _stays_bound(index: ObjectId, context: PlanContext) -> bool:
    """Whether a partition's index is on a table that stays the partition that it is."""
    bond = partition_link(index.schema, index.parent)
    return context.current.get(bond) is not None and context.current.get(bond) == context.desired.get(bond)


def _statistics(
    index: Index, before: tuple[tuple[int, int], ...], after: tuple[tuple[int, int], ...]
) -> list[Statement]:
    had, wants = dict(before), dict(after)
    numbers = sorted(number for number in {*had, *wants} if had.get(number) != wants.get(number))
    return list(
        statements(
            *(
                f"ALTER INDEX {_name(index)} ALTER COLUMN {number} SET STATISTICS {wants.get(number, -1)}"
                for number in numbers
            )
        )
    )


def _with_tablespace(definition: str, tablespace: str) -> str:
    """TABLESPACE stands in front of WHERE; the predicate is the last parenthesised piece at the outermost level."""
    place = predicate_start(definition)
    return f"{definition[:place]} TABLESPACE {quote(tablespace)}{definition[place:]}"
