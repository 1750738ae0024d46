"""Which objects have another owner than the role that looks, or other privileges than a new object."""

from __future__ import annotations

from matrx_orm_migrate.hooks import FIRST_USER_OID

__all__ = ["DEFAULT_GRANTEES", "privileges_query"]

# catalog, owner, privileges, schema, and the first argument of acldefault()
_OWNED = (
    ("pg_class", "relowner", "relacl", "relnamespace", "CASE o.relkind WHEN 'S' THEN 's' ELSE 'r' END::\"char\""),
    ("pg_proc", "proowner", "proacl", "pronamespace", "'f'"),
    ("pg_type", "typowner", "typacl", "typnamespace", "'T'"),
    ("pg_namespace", "nspowner", "nspacl", "NULL::oid", "'n'"),
    ("pg_collation", "collowner", "", "collnamespace", ""),
    ("pg_statistic_ext", "stxowner", "", "stxnamespace", ""),
    ("pg_event_trigger", "evtowner", "", "NULL::oid", ""),
    ("pg_language", "lanowner", "lanacl", "NULL::oid", "'l'"),
    ("pg_operator", "oprowner", "", "oprnamespace", ""),
    ("pg_opfamily", "opfowner", "", "opfnamespace", ""),
    ("pg_opclass", "opcowner", "", "opcnamespace", ""),
    ("pg_conversion", "conowner", "", "connamespace", ""),
    ("pg_ts_dict", "dictowner", "", "dictnamespace", ""),
    ("pg_ts_config", "cfgowner", "", "cfgnamespace", ""),
    ("pg_publication", "pubowner", "", "NULL::oid", ""),
    ("pg_foreign_data_wrapper", "fdwowner", "fdwacl", "NULL::oid", "'F'"),
    ("pg_foreign_server", "srvowner", "srvacl", "NULL::oid", "'S'"),
)
_SET_SINCE = 160000  # before, every member may SET ROLE

# Two arrays of privileges are the same where each holds what the other does: their order says nothing.
_ONE = """
SELECT {place_of} AS classid, {oid} AS oid, 0 AS sub, o.{owner} AS owner, {schema} AS place,
       o.{owner} <> me.oid OR {changed} AS own, {acl} AS acl
FROM pg_catalog.{catalog} o CROSS JOIN me WHERE o.oid >= {first}
"""
_CHANGED = """o.{acl} IS NOT NULL AND NOT (o.{acl} @> pg_catalog.acldefault({default}, o.{owner})
                                        AND o.{acl} <@ pg_catalog.acldefault({default}, o.{owner}))"""
_COLUMNS = """
SELECT 'pg_catalog.pg_class'::regclass::oid, c.oid, a.attnum, c.relowner, c.relnamespace, true, a.attacl
FROM pg_catalog.pg_attribute a JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
WHERE a.attacl IS NOT NULL AND a.attnum > 0 AND NOT a.attisdropped AND c.oid >= {first}
"""

_GRANTEES = """ARRAY(SELECT DISTINCT coalesce(g.rolname, 'public')::text FROM pg_catalog.aclexplode({acl}) x
                             LEFT JOIN pg_catalog.pg_roles g ON g.oid = x.grantee ORDER BY 1)"""

DEFAULT_GRANTEES = f"""
SELECT coalesce(n.nspname, '')::text, {_GRANTEES.format(acl="d.defaclacl")}
FROM pg_catalog.pg_default_acl d LEFT JOIN pg_catalog.pg_namespace n ON n.oid = d.defaclnamespace
WHERE d.defaclobjtype = 'r' AND d.defaclrole = (SELECT r.oid FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)
"""
"""SQL for (schema, or an empty text for all; who may do something with a table that the current role makes there)."""


def _address(catalog: str) -> str:
    return f"'pg_catalog.{catalog}'::pg_catalog.regclass::oid"


def privileges_query(server_version: int) -> str:
    """SQL for (classid, oid, subid, owner, whether the current role may make an object the owner's own, grantees)."""
    parts = [
        _ONE.format(
            catalog=catalog,
            # a row type stands at the address of its relation
            place_of=f"CASE WHEN o.typrelid <> 0 THEN {_address('pg_class')} ELSE {_address(catalog)} END"
            if catalog == "pg_type"
            else _address(catalog),
            oid="coalesce(nullif(o.typrelid, 0), o.oid)" if catalog == "pg_type" else "o.oid",
            owner=owner,
            schema=f"o.{schema}" if "::" not in schema else schema,
            changed=_CHANGED.format(acl=acl, default=default, owner=owner) if acl else "false",
            acl=f"o.{acl}" if acl else "NULL::aclitem[]",
            first=FIRST_USER_OID,
        )
        for catalog, owner, acl, schema, default in _OWNED
    ]
    parts.append(_COLUMNS.format(first=FIRST_USER_OID))
    may_be = "SET" if server_version >= _SET_SINCE else "MEMBER"
    return f"""
        WITH me AS (SELECT r.oid, r.rolsuper FROM pg_catalog.pg_roles r WHERE r.rolname = current_user)
        SELECT own.classid::bigint, own.oid::bigint, own.sub::int, r.rolname,
               (SELECT me.rolsuper FROM me) OR (pg_catalog.pg_has_role(r.oid, '{may_be}')
                   AND (own.place IS NULL OR pg_catalog.has_schema_privilege(r.oid, own.place, 'CREATE'))),
               {_GRANTEES.format(acl="own.acl")}
        FROM ({" UNION ALL ".join(parts)}) own JOIN pg_catalog.pg_roles r ON r.oid = own.owner WHERE own.own
    """
