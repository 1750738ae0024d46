"""Count what users made and no detector handles, so that nothing is passed over in silence."""

from __future__ import annotations

from collections.abc import Container

__all__ = ["census_query"]

_NOT_OURS = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'"

# kind → (catalog, alias of its oid, FROM and WHERE, first server version)
_KINDS: tuple[tuple[str, str, str, str, int], ...] = tuple(
    (kind, catalog, oid, f"{tables} WHERE {condition}", since)
    for kind, catalog, oid, tables, condition, since in (
        *(
            (kind, "pg_type", "t.oid", "pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace", condition, 0)
            for kind, condition in (
                ("enum", f"t.typtype = 'e' AND {_NOT_OURS}"),
                ("domain", f"t.typtype = 'd' AND {_NOT_OURS}"),
                ("range", f"t.typtype = 'r' AND {_NOT_OURS}"),
                (
                    "base_type",
                    f"t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid) AND {_NOT_OURS}",
                ),
            )
        ),
        *(
            (kind, "pg_class", "c.oid", "pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace", condition, 0)
            for kind, condition in (
                ("table", f"c.relkind IN ('r', 'p') AND {_NOT_OURS}"),
                ("view", f"c.relkind = 'v' AND {_NOT_OURS}"),
                ("materialized_view", f"c.relkind = 'm' AND {_NOT_OURS}"),
                ("foreign_table", f"c.relkind = 'f' AND {_NOT_OURS}"),
                ("composite_type", f"c.relkind = 'c' AND {_NOT_OURS}"),
            )
        ),
        *(
            (
                kind,
                "pg_proc",
                "p.oid",
                "pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace",
                f"p.prokind IN ({prokind}) AND {_NOT_OURS} AND NOT EXISTS (SELECT FROM pg_depend i "
                "WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i')",
                0,
            )
            for kind, prokind in (("function", "'f', 'w'"), ("procedure", "'p'"), ("aggregate", "'a'"))
        ),
        (
            "trigger",
            "pg_trigger",
            "g.oid",
            "pg_trigger g JOIN pg_class c ON c.oid = g.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace",
            f"NOT g.tgisinternal AND g.tgparentid = 0 AND {_NOT_OURS}",
            0,
        ),
        (
            "rule",
            "pg_rewrite",
            "w.oid",
            "pg_rewrite w JOIN pg_class c ON c.oid = w.ev_class JOIN pg_namespace n ON n.oid = c.relnamespace",
            f"w.rulename <> '_RETURN' AND {_NOT_OURS}",
            0,
        ),
        (
            "policy",
            "pg_policy",
            "y.oid",
            "pg_policy y JOIN pg_class c ON c.oid = y.polrelid JOIN pg_namespace n ON n.oid = c.relnamespace",
            _NOT_OURS,
            0,
        ),
        *(
            (kind, catalog, "o.oid", f"{catalog} o JOIN pg_namespace n ON n.oid = o.{column}", _NOT_OURS, 0)
            for kind, catalog, column in (
                ("collation", "pg_collation", "collnamespace"),
                ("operator", "pg_operator", "oprnamespace"),
                ("operator_class", "pg_opclass", "opcnamespace"),
                ("operator_family", "pg_opfamily", "opfnamespace"),
                ("conversion", "pg_conversion", "connamespace"),
                ("statistics", "pg_statistic_ext", "stxnamespace"),
                ("text_search_configuration", "pg_ts_config", "cfgnamespace"),
                ("text_search_dictionary", "pg_ts_dict", "dictnamespace"),
                ("text_search_parser", "pg_ts_parser", "prsnamespace"),
                ("text_search_template", "pg_ts_template", "tmplnamespace"),
            )
        ),
        *(
            (kind, catalog, "o.oid", f"{catalog} o", "o.oid >= 16384", 0)
            for kind, catalog in (
                ("access_method", "pg_am"),
                ("cast", "pg_cast"),
                ("event_trigger", "pg_event_trigger"),
                ("foreign_data_wrapper", "pg_foreign_data_wrapper"),
                ("foreign_server", "pg_foreign_server"),
                ("language", "pg_language"),
                ("publication", "pg_publication"),
                ("transform", "pg_transform"),
            )
        ),
    )
)


def census_query(server_version: int, handled: Container[str]) -> str:
    """One query that gives (kind, count) for every kind that users made and that is not ``handled``."""
    counts = [
        f"SELECT '{kind}' AS kind, count(*)::int AS count FROM {rest} AND NOT EXISTS (SELECT FROM pg_depend x "
        f"WHERE x.classid = '{catalog}'::regclass AND x.objid = {oid} AND x.deptype = 'e')"
        for kind, catalog, oid, rest, since in _KINDS
        if kind not in handled and server_version >= since
    ]
    if not counts:
        return "SELECT NULL AS kind, 0 AS count WHERE false"
    return f"SELECT kind, count FROM ({' UNION ALL '.join(counts)}) census WHERE count > 0 ORDER BY kind"
