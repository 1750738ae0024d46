"""What has an owner or privileges: where the catalogs keep it, and how GRANT and ALTER name it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.schema import ObjectId
from matrx_orm_migrate_privileges.objects import EVERYBODY, SELF

__all__ = [
    "DEFAULTED",
    "OWNED",
    "TARGETS",
    "altered",
    "described",
    "granted_on",
    "grantee_in_id",
    "has_privileges",
    "owner_id",
    "privileges_id",
    "sort_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Words:
    """How SQL names objects of one kind.

    ``alter`` stands behind ALTER … OWNER TO, ``grant`` behind ON and is empty where nothing can be granted; ``sort`` is
    the first argument of ``acldefault()``.
    """

    alter: str
    grant: str = ""
    sort: str = ""


_RELATION = {"grant": "TABLE", "sort": "r"}
_ROUTINE = _Words(alter="ROUTINE", grant="ROUTINE", sort="f")
_TYPE = _Words(alter="TYPE", grant="TYPE", sort="T")

_WORDS: Mapping[str, _Words] = {
    "table": _Words(alter="TABLE", **_RELATION),
    "view": _Words(alter="VIEW", **_RELATION),
    "materialized_view": _Words(alter="MATERIALIZED VIEW", **_RELATION),
    "foreign_table": _Words(alter="FOREIGN TABLE", **_RELATION),
    "sequence": _Words(alter="SEQUENCE", grant="SEQUENCE", sort="s"),
    # GRANT ON FUNCTION does not take procedures, but ROUTINE takes all of them
    "function": _ROUTINE,
    "procedure": _ROUTINE,
    "aggregate": _ROUTINE,
    "enum": _TYPE,
    "domain": _TYPE,
    "range": _TYPE,
    "composite_type": _TYPE,
    "base_type": _TYPE,
    "schema": _Words(alter="SCHEMA", grant="SCHEMA", sort="n"),
    "language": _Words(alter="LANGUAGE", grant="LANGUAGE", sort="l"),
    "foreign_data_wrapper": _Words(alter="FOREIGN DATA WRAPPER", grant="FOREIGN DATA WRAPPER", sort="F"),
    "foreign_server": _Words(alter="SERVER", grant="FOREIGN SERVER", sort="S"),
    "collation": _Words(alter="COLLATION"),
    "statistics": _Words(alter="STATISTICS"),
    "event_trigger": _Words(alter="EVENT TRIGGER"),
    "conversion": _Words(alter="CONVERSION"),
    "text_search_configuration": _Words(alter="TEXT SEARCH CONFIGURATION"),
    "text_search_dictionary": _Words(alter="TEXT SEARCH DICTIONARY"),
    "operator_class": _Words(alter="OPERATOR CLASS"),
    "operator_family": _Words(alter="OPERATOR FAMILY"),
    "operator": _Words(alter="OPERATOR"),
    "publication": _Words(alter="PUBLICATION"),
}

DEFAULTED: Mapping[str, tuple[str, str]] = {
    "TABLES": ("r", "r"),
    "SEQUENCES": ("S", "s"),
    "FUNCTIONS": ("f", "f"),
    "TYPES": ("T", "T"),
    "SCHEMAS": ("n", "n"),
    "LARGE OBJECTS": ("L", "L"),
}
"""What ALTER DEFAULT PRIVILEGES is about: ``pg_default_acl.defaclobjtype``, and the first argument of acldefault()."""


def has_privileges(target: ObjectId) -> bool:
    """Whether something can be granted on objects of the kind."""
    return target.kind in _WORDS and bool(_WORDS[target.kind].grant)


def sort_of(target: ObjectId) -> str:
    """The first argument of acldefault() for the object."""
    return _WORDS[target.kind].sort


def _name(target: ObjectId) -> str:
    """The object as SQL."""
    if target.kind == "operator":
        return f"{quote(target.schema)}.{target.name} {target.signature}"
    if target.kind == "schema" or not target.schema:
        return quote(target.name)
    return f"{qualified(target.schema, target.name)}{target.signature}"


def altered(target: ObjectId) -> str:
    """What stands behind ALTER."""
    return f"{_WORDS[target.kind].alter} {_name(target)}"


def granted_on(target: ObjectId) -> str:
    """What stands behind GRANT … ON."""
    return f"{_WORDS[target.kind].grant} {_name(target)}"


def described(target: ObjectId) -> str:
    """The object for people."""
    if target.kind == "schema" or not target.schema:
        return f"{target.kind.replace('_', ' ')} {target.name}"
    return str(target)


def owner_id(target: ObjectId) -> ObjectId:
    """The id of an object's owner."""
    return ObjectId("owner", target.schema, target.name, target.parent, f"{target.signature} of {target.kind}")


def grantee_in_id(grantee: str) -> str:
    """A grantee within an id: quoted where it is a role that could be taken for anything else."""
    return {SELF: "its owner", EVERYBODY: "PUBLIC"}.get(grantee) or quote(grantee)


def privileges_id(target: ObjectId, grantee: str, grantor: str = SELF, *, column: str = "", what: str = "") -> ObjectId:
    """The id of what ``grantor`` gave to ``grantee``; ``column`` is one of a view's, which are no objects.

    ``what`` tells the sequence of an identity column from the column.
    """
    kind = what or target.kind
    by = f" by {quote(grantor)}" if grantor else ""
    signature = f"{target.signature} of {kind} to {grantee_in_id(grantee)}{by}"
    if column:
        return ObjectId("privileges", target.schema, column, target.name, signature)
    return ObjectId("privileges", target.schema, target.name, target.parent, signature)


_USERS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"
_SIGNATURE = """'(' || array_to_string(ARRAY(
    SELECT pg_catalog.format_type(u.type, NULL) FROM unnest(p.proargtypes::oid[]) WITH ORDINALITY u(type, place)
    ORDER BY u.place), ', ') || ')'"""
_RELATION_KIND = """CASE c.relkind WHEN 'v' THEN 'view' WHEN 'm' THEN 'materialized_view'
                                   WHEN 'f' THEN 'foreign_table' WHEN 'S' THEN 'sequence' ELSE 'table' END"""
_ROUTINES = f"""pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
    WHERE {_USERS} AND NOT EXISTS (SELECT FROM pg_catalog.pg_depend i
                                   WHERE i.classid = 'pg_catalog.pg_proc'::regclass AND i.objid = p.oid
                                     AND i.deptype = 'i')"""
_ROUTINE_KIND = "CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END"
_TYPES = f"""pg_catalog.pg_type t JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
    WHERE {_USERS} AND t.typisdefined AND t.typtype IN ('e', 'd', 'r', 'c', 'b') AND (t.typrelid = 0 OR c.relkind = 'c')
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_type e WHERE e.typarray = t.oid)"""
_TYPE_KIND = """CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range'
                               WHEN 'c' THEN 'composite_type' ELSE 'base_type' END"""
# the sequence of a column: 'a' is a serial's, 'i' an identity's
_SEQUENCES = """LEFT JOIN pg_catalog.pg_depend d
           ON c.relkind = 'S' AND d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
          AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjsubid > 0 AND d.deptype IN ('a', 'i')"""

TARGETS = f"""
SELECT {_RELATION_KIND} AS kind, n.nspname::text AS schema, c.relname::text AS name, '' AS parent, '' AS signature,
       '' AS part, coalesce(tn.nspname, '')::text AS inner_schema, coalesce(tc.relname, '')::text AS inner_name,
       c.relowner AS owner, c.relacl AS acl, CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char" AS sort,
       c.relnamespace AS place
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace {_SEQUENCES}
LEFT JOIN pg_catalog.pg_class tc ON tc.oid = d.refobjid LEFT JOIN pg_catalog.pg_namespace tn ON tn.oid = tc.relnamespace
WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND {_USERS} AND d.deptype IS DISTINCT FROM 'i'
UNION ALL
SELECT 'column', tn.nspname, a.attname, tc.relname, '', 'identity', n.nspname, c.relname, c.relowner, c.relacl, 's',
       c.relnamespace
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace {_SEQUENCES}
JOIN pg_catalog.pg_class tc ON tc.oid = d.refobjid
JOIN pg_catalog.pg_namespace tn ON tn.oid = tc.relnamespace
JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
WHERE {_USERS} AND d.deptype = 'i'
UNION ALL
SELECT CASE WHEN c.relkind IN ('v', 'm') OR a.attnum < 0 THEN {_RELATION_KIND} ELSE 'column' END, n.nspname,
       CASE WHEN c.relkind IN ('v', 'm') OR a.attnum < 0 THEN c.relname ELSE a.attname END,
       CASE WHEN c.relkind IN ('v', 'm') OR a.attnum < 0 THEN '' ELSE c.relname END, '', {_RELATION_KIND}, '',
       a.attname, c.relowner, a.attacl, 'c', c.relnamespace
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND c.relkind IN ('r', 'p', 'v', 'm', 'f') AND {_USERS}
UNION ALL
SELECT {_ROUTINE_KIND}, n.nspname, p.proname, '', {_SIGNATURE}, '', '', '', p.proowner, p.proacl, 'f', p.pronamespace
FROM {_ROUTINES}
UNION ALL
SELECT {_TYPE_KIND}, n.nspname, t.typname, '', '', '', '', '', t.typowner, t.typacl, 'T', t.typnamespace
FROM {_TYPES}
UNION ALL
SELECT 'schema', n.nspname, n.nspname, '', '', '', '', '', n.nspowner, n.nspacl, 'n', NULL
FROM pg_catalog.pg_namespace n WHERE {_USERS}
UNION ALL
SELECT 'language', '', l.lanname, '', '', '', '', '', l.lanowner, l.lanacl, 'l', NULL
FROM pg_catalog.pg_language l WHERE l.oid >= {{first}}
UNION ALL
SELECT 'foreign_data_wrapper', '', w.fdwname, '', '', '', '', '', w.fdwowner, w.fdwacl, 'F', NULL
FROM pg_catalog.pg_foreign_data_wrapper w WHERE w.oid >= {{first}}
UNION ALL
SELECT 'foreign_server', '', s.srvname, '', '', '', '', '', s.srvowner, s.srvacl, 'S', NULL
FROM pg_catalog.pg_foreign_server s WHERE s.oid >= {{first}}
"""
"""SQL for whatever has privileges: the object's id in five columns; what tells a column or the sequence of an identity,
and its name, in three, of which the name alone is the table whose column owns a sequence; owner, privileges, first
argument of acldefault(), schema."""


def _in_schemas(kind: str, catalog: str, c: str, signature: str = "''", more: str = "", where: str = "true") -> str:
    return f"""SELECT '{kind}', n.nspname::text, o.{c}name::text, {signature}, o.{c}owner
               FROM pg_catalog.{catalog} o JOIN pg_catalog.pg_namespace n ON n.oid = o.{c}namespace {more}
               WHERE {_USERS} AND {where}"""


_OF_METHOD = "' USING ' || pg_catalog.quote_ident(m.amname)"
_METHOD = "JOIN pg_catalog.pg_am m ON m.oid = o.{c}method"
_OPERANDS = """'(' || coalesce(pg_catalog.format_type(nullif(o.oprleft, 0), NULL), 'NONE') || ', ' ||
               coalesce(pg_catalog.format_type(nullif(o.oprright, 0), NULL), 'NONE') || ')'"""

OWNED = " UNION ALL ".join(
    (
        f"""SELECT {_RELATION_KIND}, n.nspname::text, c.relname::text, '' AS signature, c.relowner AS owner
            FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace {_SEQUENCES}
            WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S') AND {_USERS} AND d.deptype IS NULL""",
        f"SELECT {_ROUTINE_KIND}, n.nspname, p.proname, {_SIGNATURE}, p.proowner FROM {_ROUTINES}",
        f"SELECT {_TYPE_KIND}, n.nspname, t.typname, '', t.typowner FROM {_TYPES}",
        f"SELECT 'schema', n.nspname, n.nspname, '', n.nspowner FROM pg_catalog.pg_namespace n WHERE {_USERS}",
        _in_schemas("collation", "pg_collation", "coll"),
        _in_schemas("statistics", "pg_statistic_ext", "stx"),
        _in_schemas("conversion", "pg_conversion", "con"),
        _in_schemas("text_search_configuration", "pg_ts_config", "cfg"),
        _in_schemas("text_search_dictionary", "pg_ts_dict", "dict"),
        _in_schemas("operator_class", "pg_opclass", "opc", _OF_METHOD, _METHOD.format(c="opc")),
        _in_schemas("operator_family", "pg_opfamily", "opf", _OF_METHOD, _METHOD.format(c="opf")),
        # not a shell, which is made by the operator that names it
        _in_schemas("operator", "pg_operator", "opr", _OPERANDS, where="o.oprcode <> 0"),
        *(
            f"SELECT '{kind}', '', o.{c}name, '', o.{c}owner FROM pg_catalog.{catalog} o WHERE o.oid >= {{first}}"
            for kind, catalog, c in (
                ("language", "pg_language", "lan"),
                ("event_trigger", "pg_event_trigger", "evt"),
                ("publication", "pg_publication", "pub"),
                ("foreign_data_wrapper", "pg_foreign_data_wrapper", "fdw"),
                ("foreign_server", "pg_foreign_server", "srv"),
            )
        ),
    )
)
"""SQL for whatever has an owner of its own: the object's id in four columns, and the owner."""
