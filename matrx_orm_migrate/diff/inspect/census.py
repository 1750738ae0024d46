"""Count what users made and no detector handles, so that nothing is passed over in silence."""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from matrx_orm_migrate.hooks import FIRST_USER_OID, Presence

__all__ = ["CountedKind", "census_query", "unhandled_kinds"]

_NOT_OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"


@dataclass(frozen=True, slots=True)
class CountedKind:
    """A kind that can be counted: what tells that there may be any, the alias of its oid, FROM and WHERE."""

    kind: str
    presence: Presence
    oid: str
    rows: str


def _types(kind: str, typtype: str, more: str = "true") -> CountedKind:
    return CountedKind(
        kind,
        Presence("pg_type", "typtype", typtype),
        "t.oid",
        f"pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace WHERE t.typtype = '{typtype}' AND {more} "
        f"AND {_NOT_OURS}",
    )


def _relations(kind: str, *relkinds: str) -> list[CountedKind]:
    return [
        CountedKind(
            kind,
            Presence("pg_class", "relkind", relkind),
            "c.oid",
            f"pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind = '{relkind}' AND {_NOT_OURS}",
        )
        for relkind in relkinds
    ]


def _routines(kind: str, *prokinds: str) -> list[CountedKind]:
    return [
        CountedKind(
            kind,
            Presence("pg_proc", "prokind", prokind),
            "p.oid",
            f"pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE p.prokind = '{prokind}' AND {_NOT_OURS} "
            "AND NOT EXISTS (SELECT FROM pg_depend i "
            "WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i')",
        )
        for prokind in prokinds
    ]


def _on_relations(kind: str, catalog: str, column: str, presence: Presence, condition: str) -> CountedKind:
    return CountedKind(
        kind,
        presence,
        "o.oid",
        f"{catalog} o JOIN pg_class c ON c.oid = o.{column} JOIN pg_namespace n ON n.oid = c.relnamespace "
        f"WHERE {condition} AND {_NOT_OURS}",
    )


def _in_schemas(kind: str, catalog: str, column: str) -> CountedKind:
    rows = f"{catalog} o JOIN pg_namespace n ON n.oid = o.{column} WHERE {_NOT_OURS}"
    return CountedKind(kind, Presence(catalog), "o.oid", rows)


def _anywhere(kind: str, catalog: str, more: str = "true") -> CountedKind:
    return CountedKind(kind, Presence(catalog), "o.oid", f"{catalog} o WHERE o.oid >= {FIRST_USER_OID} AND {more}")


_KINDS: tuple[CountedKind, ...] = (
    _types("enum", "e"),
    _types("domain", "d"),
    _types("range", "r"),
    _types("base_type", "b", "NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)"),
    # a type that is announced and not made yet
    _types("shell_type", "p", "NOT t.typisdefined"),
    *_relations("table", "r", "p"),
    *_relations("view", "v"),
    *_relations("materialized_view", "m"),
    *_relations("foreign_table", "f"),
    *_relations("composite_type", "c"),
    *_routines("function", "f", "w"),
    *_routines("procedure", "p"),
    *_routines("aggregate", "a"),
    _on_relations(
        "trigger",
        "pg_trigger",
        "tgrelid",
        Presence("pg_trigger", "tgisinternal", "false"),
        "NOT o.tgisinternal AND o.tgparentid = 0",
    ),
    _on_relations(
        "rule",
        "pg_rewrite",
        "ev_class",
        Presence("pg_rewrite", "(rulename <> '_RETURN')", "true"),
        "o.rulename <> '_RETURN'",
    ),
    CountedKind(
        "row_level_security",
        Presence("pg_class", "(relrowsecurity OR relforcerowsecurity)", "true"),
        "c.oid",
        "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
        f"WHERE (c.relrowsecurity OR c.relforcerowsecurity) AND {_NOT_OURS}",
    ),
    _anywhere("default_privileges", "pg_default_acl"),
    _on_relations("policy", "pg_policy", "polrelid", Presence("pg_policy"), "true"),
    _in_schemas("collation", "pg_collation", "collnamespace"),
    _in_schemas("operator", "pg_operator", "oprnamespace"),
    _in_schemas("operator_class", "pg_opclass", "opcnamespace"),
    _in_schemas("operator_family", "pg_opfamily", "opfnamespace"),
    _in_schemas("conversion", "pg_conversion", "connamespace"),
    _in_schemas("statistics", "pg_statistic_ext", "stxnamespace"),
    _in_schemas("text_search_configuration", "pg_ts_config", "cfgnamespace"),
    _in_schemas("text_search_dictionary", "pg_ts_dict", "dictnamespace"),
    _in_schemas("text_search_parser", "pg_ts_parser", "prsnamespace"),
    _in_schemas("text_search_template", "pg_ts_template", "tmplnamespace"),
    _anywhere("access_method", "pg_am"),
    # a range type's to its multirange type is part of it
    _anywhere(
        "cast",
        "pg_cast",
        "NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_cast'::regclass "
        "AND i.objid = o.oid AND i.deptype = 'i')",
    ),
    _anywhere("event_trigger", "pg_event_trigger"),
    _anywhere("foreign_data_wrapper", "pg_foreign_data_wrapper"),
    _anywhere("foreign_server", "pg_foreign_server"),
    _anywhere("language", "pg_language"),
    _anywhere("publication", "pg_publication"),
    _anywhere("transform", "pg_transform"),
)


def unhandled_kinds(handled: Container[str]) -> list[CountedKind]:
    """What is to be counted where these kinds are handled."""
    return [kind for kind in _KINDS if kind.kind not in handled]


def census_query(kinds: Sequence[CountedKind]) -> str:
    """One query that gives (kind, count) for every one of ``kinds`` that users made; an extension's do not count."""
    counts = [
        f"SELECT '{kind.kind}' AS kind, count(*)::int AS count FROM {kind.rows} AND NOT EXISTS "
        f"(SELECT FROM pg_depend x WHERE x.classid = '{kind.presence.catalog}'::regclass AND x.objid = {kind.oid} "
        "AND x.deptype = 'e')"
        for kind in kinds
    ]
    return (
        f"SELECT kind, sum(count)::int FROM ({' UNION ALL '.join(counts)}) census WHERE count > 0 "
        "GROUP BY kind ORDER BY kind"
    )
