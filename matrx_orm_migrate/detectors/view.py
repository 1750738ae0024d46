"""Views: replaced where their columns only grow, else made anew along with all that stands on them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from matrx_orm_migrate.ddl import literal, qualified, quote
from matrx_orm_migrate.detectors.common import RELATION_KIND, USER_SCHEMA, relations, statements
from matrx_orm_migrate.detectors.routines import SIGNATURE
from matrx_orm_migrate.detectors.table import changed_options
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Reaction, Rebuild
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Statement, Table, View, ViewColumn

__all__ = ["RELATION_KIND", "ViewDetector", "changed_columns", "columns_query", "options_clause", "read_columns"]

# a default of a view's column is no object of its own: what it needs, the view needs
_NEEDED_BY_DEFAULTS = f"""
    ARRAY(SELECT ARRAY['sequence', sn.nspname::text, sc.relname::text, '']
          FROM pg_catalog.pg_attrdef d
          JOIN pg_catalog.pg_depend e ON e.classid = 'pg_catalog.pg_attrdef'::regclass AND e.objid = d.oid
                                     AND e.refclassid = 'pg_catalog.pg_class'::regclass
          JOIN pg_catalog.pg_class sc ON sc.oid = e.refobjid AND sc.relkind = 'S'
          JOIN pg_catalog.pg_namespace sn ON sn.oid = sc.relnamespace
          WHERE d.adrelid = c.oid
          UNION
          SELECT ARRAY['function', pn.nspname::text, p.proname::text, {SIGNATURE}]
          FROM pg_catalog.pg_attrdef d
          JOIN pg_catalog.pg_depend e ON e.classid = 'pg_catalog.pg_attrdef'::regclass AND e.objid = d.oid
                                     AND e.refclassid = 'pg_catalog.pg_proc'::regclass
          JOIN pg_catalog.pg_proc p ON p.oid = e.refobjid
          JOIN pg_catalog.pg_namespace pn ON pn.oid = p.pronamespace
          WHERE d.adrelid = c.oid ORDER BY 1)"""

_COMPRESSION_SINCE = 140000
_STORAGE = {"p": "PLAIN", "e": "EXTERNAL", "m": "MAIN", "x": "EXTENDED"}
_COMPRESSION = {"p": "pglz", "l": "lz4"}


class ViewDetector(Detector):
    """Views."""

    kind = "view"
    catalog = "pg_class"
    rank = 80
    owned = True

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=relations("v"),
            sql=f"""SELECT c.oid, 0, n.nspname, c.relname, pg_catalog.pg_get_viewdef(c.oid), c.reloptions,
                           {columns_query(server_version)}, {_NEEDED_BY_DEFAULTS}
                    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE c.relkind = 'v' AND {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> View:
        _oid, _sub, schema, name, definition, options, columns, needed = row
        return View(
            id=ObjectId("view", schema, name),
            definition=definition.strip().removesuffix(";"),
            options=tuple(sorted(options or ())),
            columns=read_columns(columns),
            depends_on=tuple(ObjectId(kind, place, title, "", signature) for kind, place, title, signature in needed),
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, View)
        return [*statements(_create(obj)), *changed_columns("VIEW", obj, (), obj.columns)]

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP VIEW {_name(obj)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, View)
        assert isinstance(after, View)
        if not _grows(before.columns, after.columns):
            return Rebuild()
        changed: list[Statement] = []
        if before.definition != after.definition or len(before.columns) != len(after.columns):
            # the options are part of the statement, and those that it does not name are gone
            changed += statements(_create(after, replace=True))
        else:
            actions = changed_options(before.options, after.options)
            changed += statements(*(f"ALTER VIEW {_name(after)} {action}" for action in actions))
        return [*changed, *changed_columns("VIEW", after, before.columns, after.columns)]

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        # a table may be altered under its views (SET UNLOGGED); the type of a column may not
        return Reaction(rebuild=not isinstance(change.after, Table))

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        return (("relation", obj.id.schema, obj.id.name),)

    def comment_target(self, obj: CatalogObject) -> str:
        return f"VIEW {_name(obj)}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        return ", ".join(
            name for name in ("definition", "columns", "options") if getattr(before, name) != getattr(after, name)
        )


def columns_query(server_version: int) -> str:
    """SQL for the columns of the view or materialized view ``c``, each a list of texts, for :func:`read_columns`."""
    compression = "nullif(a.attcompression::text, '')" if server_version >= _COMPRESSION_SINCE else "NULL"
    return f"""ARRAY(SELECT ARRAY[a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod),
                                  CASE WHEN a.attcollation <> t.typcollation THEN
                                    pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname)
                                  END,
                                  pg_catalog.pg_get_expr(d.adbin, d.adrelid), comment.description,
                                  coalesce(a.attstattarget, -1)::text,
                                  CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::text END,
                                  t.typstorage::text, {compression}, array_to_string(a.attoptions, ',')]
                     FROM pg_catalog.pg_attribute a
                     JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
                     LEFT JOIN (pg_catalog.pg_collation co
                                JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace)
                            ON co.oid = a.attcollation AND a.attcollation <> t.typcollation
                     LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                     LEFT JOIN pg_catalog.pg_description comment
                            ON comment.objoid = a.attrelid AND comment.objsubid = a.attnum
                           AND comment.classoid = 'pg_catalog.pg_class'::regclass
                     WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)"""


def read_columns(rows: Sequence[Sequence[str | None]]) -> tuple[ViewColumn, ...]:
    """What :func:`columns_query` gave, as values."""
    return tuple(
        ViewColumn(
            name=name or "",
            type=type_ or "",
            collation=collation,
            default=default,
            comment=comment,
            statistics=int(statistics or -1),
            storage=storage,
            type_storage=type_storage or "p",
            compression=compression,
            options=tuple(sorted(options.split(","))) if options else (),
        )
        for name, type_, collation, default, comment, statistics, storage, type_storage, compression, options in rows
    )


def changed_columns(
    words: str, obj: CatalogObject, before: Sequence[ViewColumn], after: Sequence[ViewColumn]
) -> list[Statement]:
    """What columns have besides name and type, set with ``ALTER words …`` and COMMENT; both in the same order."""
    changed: list[str] = []
    for place, column in enumerate(after):
        was = before[place] if place < len(before) else ViewColumn(name=column.name, type=column.type)
        target = f"{_name(obj)}.{quote(column.name)}"
        actions: list[str] = []
        if was.default != column.default:
            actions.append(f"SET DEFAULT {column.default}" if column.default is not None else "DROP DEFAULT")
        if was.storage != column.storage:
            actions.append(f"SET STORAGE {_STORAGE[column.storage or column.type_storage]}")
        if was.compression != column.compression:
            word = _COMPRESSION[column.compression] if column.compression is not None else "default"
            actions.append(f"SET COMPRESSION {word}")
        if was.statistics != column.statistics:
            actions.append(f"SET STATISTICS {column.statistics}")
        actions += changed_options(was.options, column.options)
        changed += [f"ALTER {words} {_name(obj)} ALTER COLUMN {quote(column.name)} {action}" for action in actions]
        if was.comment != column.comment:
            text = literal(column.comment) if column.comment is not None else "NULL"
            changed.append(f"COMMENT ON COLUMN {target} IS {text}")
    return list(statements(*changed))


def options_clause(options: Sequence[str]) -> str:
    """`` WITH (…)``, or nothing."""
    return f" WITH ({', '.join(options)})" if options else ""


def _name(obj: CatalogObject) -> str:
    return qualified(obj.id.schema, obj.id.name)


def _create(obj: View, *, replace: bool = False) -> str:
    verb = "CREATE OR REPLACE VIEW" if replace else "CREATE VIEW"
    return f"{verb} {_name(obj)}{options_clause(obj.options)} AS\n{obj.definition}"


def _grows(before: Sequence[ViewColumn], after: Sequence[ViewColumn]) -> bool:
    """Whether the new columns begin with the old ones (PostgreSQL 18, CREATE VIEW, Description)."""

    def shape(column: ViewColumn) -> tuple[str, str, str | None]:
        return column.name, column.type, column.collation

    return [shape(column) for column in before] == [shape(column) for column in after[: len(before)]]
