"""Materialized views: another query makes them anew, indexes included; their rows can always be computed again."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA, relations, statements
from matrx_orm_migrate.detectors.table import changed_options
from matrx_orm_migrate.detectors.view import changed_columns, columns_query, options_clause, read_columns
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Reaction, Rebuild
from matrx_orm_migrate.schema import CatalogObject, Change, MaterializedView, ObjectId, Statement, Table, ViewColumn

__all__ = ["MaterializedViewDetector"]

_WORDS = "MATERIALIZED VIEW"
_REPLICA_IDENTITY = {"d": "DEFAULT", "n": "NOTHING", "f": "FULL"}
_SET_ACCESS_METHOD_SINCE = 150000


class MaterializedViewDetector(Detector):
    """Materialized views."""

    kind = "materialized_view"
    catalog = "pg_class"
    rank = 82
    owned = True

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=relations("m"),
            sql=f"""SELECT c.oid, 0, n.nspname, c.relname, pg_catalog.pg_get_viewdef(c.oid), c.reloptions,
                           toast.reloptions, nullif(am.amname, 'heap'), ts.spcname, nullif(c.relreplident, 'i')::text,
                           c.relispopulated, {columns_query(server_version)}
                    FROM pg_catalog.pg_class c
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    LEFT JOIN pg_catalog.pg_class toast ON toast.oid = c.reltoastrelid AND c.reltoastrelid <> 0
                    LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
                    LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = c.reltablespace
                    WHERE c.relkind = 'm' AND {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> MaterializedView:
        _oid, _sub, schema, name, definition, options, toast, method, space, identity, populated, columns = row
        return MaterializedView(
            id=ObjectId("materialized_view", schema, name),
            definition=definition.strip().removesuffix(";"),
            options=tuple(sorted([*(options or ()), *(f"toast.{option}" for option in toast or ())])),
            access_method=method,
            tablespace=space,
            # REPLICA IDENTITY USING INDEX is a mark on the index
            replica_identity=identity or "d",
            populated=populated,
            columns=read_columns(columns),
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, MaterializedView)
        before = context.current.get(obj.id)
        # made anew, it is filled if it was: a desired side that is a dump of a schema says WITH NO DATA of everything
        populated = obj.populated or (isinstance(before, MaterializedView) and before.populated)
        sql = f"CREATE {_WORDS} {_name(obj)}"
        sql += f" USING {quote(obj.access_method)}" if obj.access_method is not None else ""
        sql += options_clause(obj.options)
        sql += f" TABLESPACE {quote(obj.tablespace)}" if obj.tablespace is not None else ""
        sql += f" AS\n{obj.definition}\nWITH {'' if populated else 'NO '}DATA"
        made = [*statements(sql), *changed_columns(_WORDS, obj, (), obj.columns)]
        if obj.replica_identity != "d":
            made += statements(_replica_identity(obj))
        return made

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP {_WORDS} {_name(obj)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, MaterializedView)
        assert isinstance(after, MaterializedView)
        if before.definition != after.definition or _shapes(before.columns) != _shapes(after.columns):
            return Rebuild()
        actions = changed_options(before.options, after.options)
        if before.access_method != after.access_method:
            if context.server_version < _SET_ACCESS_METHOD_SINCE:
                return Rebuild()
            actions.append(f"SET ACCESS METHOD {quote(after.access_method or 'heap')}")
        if before.tablespace != after.tablespace:
            actions.append(f"SET TABLESPACE {quote(after.tablespace or 'pg_default')}")
        changed = [*statements(*(f"ALTER {_WORDS} {_name(after)} {action}" for action in actions))]
        changed += changed_columns(_WORDS, after, before.columns, after.columns)
        if before.replica_identity != after.replica_identity:
            changed += statements(_replica_identity(after))
        return changed

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        return Reaction(rebuild=not isinstance(change.after, Table))

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        return (("relation", obj.id.schema, obj.id.name),)

    def comment_target(self, obj: CatalogObject) -> str:
        return f"{_WORDS} {_name(obj)}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        names = ("definition", "columns", "options", "access_method", "tablespace", "replica_identity")
        return ", ".join(name.replace("_", " ") for name in names if getattr(before, name) != getattr(after, name))


def _name(obj: CatalogObject) -> str:
    return qualified(obj.id.schema, obj.id.name)


def _replica_identity(obj: MaterializedView) -> str:
    # ALTER MATERIALIZED VIEW has no such words; ALTER TABLE takes any relation
    return f"ALTER TABLE {_name(obj)} REPLICA IDENTITY {_REPLICA_IDENTITY[obj.replica_identity]}"


def _shapes(columns: Sequence[ViewColumn]) -> list[tuple[str, str, str | None]]:
    return [(column.name, column.type, column.collation) for column in columns]
