"""The catalog query of columns, and its rows as objects.

There are more columns than anything else in a database, so this is the query that costs most.  What most columns do not
have travels in three values that are NULL for them: identity, what the column follows, and unusual settings.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.detectors.common import (
    CHILDREN,
    PARENT_OF_PARTITION,
    USER_SCHEMA,
    foreign_table_id,
    inheritance_link,
    partition_link,
    relations,
    table_id,
)
from matrx_orm_migrate.detectors.foreign_options import options_of, read_options_of
from matrx_orm_migrate.detectors.sequence import persistence_of, read_options
from matrx_orm_migrate.hooks import CatalogQuery
from matrx_orm_migrate.schema import Column, IdentityOptions, ObjectId, id_of, maker

__all__ = ["column_inner_comments", "column_query", "read_column"]

# Types that print another name with no modifier than with none asked for: bpchar and bit, and their arrays
_OTHER_WITHOUT_MODIFIER = "1042, 1014, 1560, 1561"

# A sequence lies in the schema of the table that owns it (PostgreSQL 18, process_owned_by in sequence.c).
_IDENTITY = """LEFT JOIN (SELECT d.refobjid, d.refobjsubid, sc.relname,
                                 pg_catalog.format_type(s.seqtypid, NULL) AS type, s.seqstart, s.seqincrement,
                                 s.seqmin, s.seqmax, s.seqcache, s.seqcycle, sc.relpersistence
                          FROM pg_catalog.pg_sequence s
                          JOIN pg_catalog.pg_class sc ON sc.oid = s.seqrelid
                          JOIN pg_catalog.pg_depend d
                            ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = s.seqrelid
                           AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'i'
                           AND d.refobjsubid > 0) ident
                      ON a.attidentity <> '' AND ident.refobjid = a.attrelid AND ident.refobjsubid = a.attnum"""

# The first parent by plain inheritance that has the column; of several, one that the table cannot leave and join again
# comes first, since what not all of them give the table would stay the table's own.
_INHERITED = """LEFT JOIN LATERAL
                  (SELECT hn.nspname, hc.relname
                   FROM pg_catalog.pg_inherits h
                   JOIN pg_catalog.pg_class hc ON hc.oid = h.inhparent
                   JOIN pg_catalog.pg_namespace hn ON hn.oid = hc.relnamespace
                   JOIN pg_catalog.pg_attribute ha ON ha.attrelid = hc.oid AND ha.attname = a.attname
                   WHERE a.attinhcount > 0 AND NOT c.relispartition AND h.inhrelid = c.oid
                   ORDER BY a.attinhcount > 1 AND NOT EXISTS
                     (SELECT
                      FROM pg_catalog.pg_attribute ca
                      JOIN pg_catalog.pg_attribute pa ON pa.attrelid = hc.oid AND pa.attname = ca.attname
                      WHERE ca.attrelid = c.oid AND ca.attinhcount < a.attinhcount AND NOT ca.attislocal
                      UNION ALL
                      SELECT
                      FROM pg_catalog.pg_constraint ck
                      JOIN pg_catalog.pg_constraint pk
                        ON pk.conrelid = hc.oid AND pk.conname = ck.conname AND pk.contype = ck.contype
                      WHERE ck.conrelid = c.oid AND ck.contype IN ('c', 'n') AND ck.coninhcount < a.attinhcount
                        AND NOT ck.conislocal),
                     h.inhseqno LIMIT 1) inherited ON true"""


# The qualified name: with no search_path, PostgreSQL leaves out the schema of its own ones only.
_COLLATION = """CASE WHEN pg_catalog.pg_collation_is_visible(a.attcollation) THEN 'pg_catalog.' ELSE '' END
                            || a.attcollation::pg_catalog.regcollation::text"""


def column_query(server_version: int) -> CatalogQuery:
    """The query, in the server's words."""
    return CatalogQuery(
        presence=relations("r", "p", "f"),
        sql=_sql(server_version, follows=True),
        shorter=_sql(server_version, follows=False),
        unless=(CHILDREN,),
    )


def _sql(server_version: int, *, follows: bool) -> str:
    compression = "nullif(a.attcompression::text, '')" if server_version >= 140000 else "NULL"
    unusual = [
        "a.attcollation <> t.typcollation",
        "a.attstorage <> t.typstorage",
        "a.attstattarget >= 0",
        "a.attoptions IS NOT NULL",
        "c.relkind = 'f'",
    ]
    if server_version >= 140000:
        unusual.append("a.attcompression <> ''")
    persistence = persistence_of("ident", "c.relpersistence") if server_version >= 150000 else "NULL"
    not_null_name, not_null, not_null_local, not_null_join = "NULL", "false, true", "false", ""
    if server_version >= 180000:
        not_null_name = "nn.conname"
        not_null = "coalesce(nn.connoinherit, false), coalesce(nn.convalidated, true)"
        not_null_local = "coalesce(nn.conislocal, false)"
        not_null_join = """LEFT JOIN pg_catalog.pg_constraint nn
                                  ON nn.contype = 'n' AND nn.conrelid = a.attrelid AND nn.conkey[1] = a.attnum"""
        unusual += ["nn.connoinherit", "NOT nn.convalidated"]
    followed, parents = "NULL", ""
    if follows:
        parents = f"{PARENT_OF_PARTITION} {_INHERITED}"
        followed = f"""CASE WHEN c.relispartition OR a.attinhcount > 0 THEN
                        pg_catalog.json_build_array(pn.nspname, pc.relname, inherited.nspname, inherited.relname,
                                                    a.attislocal, {not_null_local})::text END"""
    return f"""SELECT a.attrelid, a.attnum, n.nspname, c.relname, a.attname,
                      pg_catalog.format_type(a.atttypid, a.atttypmod),
                      CASE WHEN a.atttypmod >= 0 OR a.atttypid IN ({_OTHER_WITHOUT_MODIFIER})
                           THEN pg_catalog.format_type(a.atttypid, NULL) END,
                      t.typstorage::text, a.attnotnull, {not_null_name},
                      CASE WHEN a.attidentity <> '' AND ident.relname IS NOT NULL THEN
                        pg_catalog.json_build_array(a.attidentity, n.nspname, ident.relname, ident.type,
                                                    ident.seqstart, ident.seqincrement, ident.seqmin, ident.seqmax,
                                                    ident.seqcache, ident.seqcycle, {persistence})::text END,
                      {followed},
                      CASE WHEN {" OR ".join(unusual)} THEN
                        pg_catalog.json_build_array(
                          CASE WHEN a.attcollation <> t.typcollation THEN {_COLLATION} END,
                          CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END,
                          {compression}, coalesce(a.attstattarget, -1), a.attoptions, {not_null},
                          c.relkind = 'f', {options_of("a.attfdwoptions")})::text END
               FROM pg_catalog.pg_attribute a
               JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
               JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
               JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
               {_IDENTITY}
               {not_null_join}
               {parents}
               WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'f') AND {USER_SCHEMA}"""


def column_inner_comments(server_version: int) -> str:
    """Comments on the sequences of identities and, from PostgreSQL 18 on, on NOT NULL constraints."""
    on_sequences = """SELECT p.refobjid, p.refobjsubid, 'identity_comment', d.description
                      FROM pg_catalog.pg_description d
                      JOIN pg_catalog.pg_depend p
                        ON p.classid = 'pg_catalog.pg_class'::regclass AND p.objid = d.objoid
                       AND p.refclassid = 'pg_catalog.pg_class'::regclass AND p.deptype = 'i' AND p.refobjsubid > 0
                      JOIN pg_catalog.pg_sequence s ON s.seqrelid = d.objoid
                      WHERE d.objoid >= 16384 AND d.classoid = 'pg_catalog.pg_class'::regclass AND d.objsubid = 0"""
    if server_version < 180000:
        return on_sequences
    return f"""{on_sequences} UNION ALL
               SELECT k.conrelid, k.conkey[1], 'not_null_comment', d.description
               FROM pg_catalog.pg_description d
               JOIN pg_catalog.pg_constraint k ON k.oid = d.objoid AND k.contype = 'n' AND k.conrelid <> 0
               WHERE d.objoid >= 16384 AND d.classoid = 'pg_catalog.pg_constraint'::regclass"""


_NOTHING_RARE = [None, None, None]

_make = maker(Column)


def read_column(row: Sequence[Any]) -> Column:
    """One row of the query as an object."""
    (_oid, position, schema, table, name, type_, base, type_storage, not_null, not_null_name, *rare) = row
    if not_null_name is not None and not_null_name == f"{table}_{name}_not_null":
        not_null_name = None
    if rare == _NOTHING_RARE:
        return _make(
            id=id_of(("column", schema, name, table, "")),
            owner_id=table_id(schema, table),
            position=position,
            type=type_,
            base_type=base or type_,
            not_null=not_null,
            not_null_name=not_null_name,
            type_storage=type_storage,
        )
    identity, followed, settings = rare
    origin = link = None
    declared = not_null_local = False
    if followed is not None:
        origin, link, declared, not_null_local = _followed(schema, table, name, json.loads(followed))
    collation = storage = compression = None
    target, options, no_inherit, valid, foreign, foreign_options = -1, (), False, True, False, ()
    if settings is not None:
        collation, storage, compression, target, options, no_inherit, valid, *elsewhere = json.loads(settings)
        foreign, foreign_options = elsewhere
    identity_options, persistence = _identity(json.loads(identity)) if identity is not None else (None, None)
    return _make(
        id=id_of(("column", schema, name, table, "")),
        owner_id=foreign_table_id(schema, table) if foreign else table_id(schema, table),
        origin=origin,
        link=link,
        declared=declared,
        position=position,
        type=type_,
        base_type=base or type_,
        not_null=not_null,
        not_null_name=not_null_name,
        not_null_no_inherit=no_inherit,
        not_null_valid=valid,
        not_null_local=not_null_local,
        collation=collation,
        identity=identity_options,
        identity_persistence=persistence,
        storage=storage,
        type_storage=type_storage,
        compression=compression,
        statistics=target,
        options=tuple(sorted(options)) if options else (),
        foreign_options=read_options_of(foreign_options) if foreign_options else (),
    )


def _followed(
    schema: str, table: str, name: str, values: Sequence[Any]
) -> tuple[ObjectId | None, ObjectId | None, bool, bool]:
    """Origin, link, ``declared`` and ``not_null_local`` of a partition's or child's column."""
    parent_schema, parent, inherited_schema, inherited, local, not_null_local = values
    if parent is not None:
        return ObjectId("column", parent_schema, name, parent), partition_link(schema, table), False, not_null_local
    if inherited is not None:
        link = inheritance_link(schema, table, inherited_schema, inherited)
        return ObjectId("column", inherited_schema, name, inherited), link, local, not_null_local
    return None, None, False, not_null_local


def _identity(values: Sequence[Any]) -> tuple[IdentityOptions, str | None]:
    """The identity, and how its sequence is logged where that is not as its table is."""
    # from PostgreSQL 17 on a partition's column has no sequence: it counts with its parent's, and follows it
    kind, schema, name, *options, persistence = values
    return IdentityOptions(always=kind == "a", sequence=(schema, name), options=read_options(options)), persistence
