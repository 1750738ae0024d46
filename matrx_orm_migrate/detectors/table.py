"""Tables: ordinary, partitioned, and partitions.  Columns and constraints are objects of their own."""

from __future__ import annotations

from collections.abc import Hashable
from collections.abc import Sequence as Sequence_
from typing import Any

from sqlalchemy import MetaData
from sqlalchemy import Table as SQLAlchemyTable

from matrx_orm_migrate.ddl import DDLGenerator, DefinedConstraint, qualified, quote, table_ref
from matrx_orm_migrate.detectors.common import (
    CHILDREN,
    ELSEWHERE,
    PARENT_OF_PARTITION,
    RELATION_KIND,
    USER_SCHEMA,
    ancestors,
    relations,
    statements,
    table_id,
)
from matrx_orm_migrate.detectors.inherited import own_not_nulls
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import Alteration, CatalogQuery, Detector, PlanContext, Presence, Reaction
from matrx_orm_migrate.schema import (
    AccessMethod,
    CatalogObject,
    Change,
    Column,
    Hazard,
    HazardKind,
    ObjectId,
    OperatorClass,
    Sequence,
    Statement,
    Table,
)

__all__ = ["TableDetector", "apart", "changed_options", "share_columns"]

_TOAST_OPTIONS = Presence("pg_class", "(relkind = 't' AND reloptions IS NOT NULL)", "true")
_REPLICA_IDENTITY = {"d": "DEFAULT", "n": "NOTHING", "f": "FULL"}


class TableDetector(Detector):
    """Tables."""

    kind = "table"
    catalog = "pg_class"
    rank = 20
    owned = True

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=relations("r", "p"),
            sql=f"""SELECT c.oid, 0, n.nspname, c.relname, c.relpersistence = 'u', c.reloptions,
                           toast.reloptions,
                           CASE WHEN c.relkind = 'p' THEN pg_catalog.pg_get_partkeydef(c.oid) END,
                           CASE WHEN NOT c.relispartition THEN
                             (SELECT array_agg(ARRAY[{RELATION_KIND.format(relation="p")}, s.nspname, p.relname]::text[]
                                              ORDER BY i.inhseqno)
                              FROM pg_catalog.pg_inherits i
                              JOIN pg_catalog.pg_class p ON p.oid = i.inhparent
                              JOIN pg_catalog.pg_namespace s ON s.oid = p.relnamespace
                              WHERE i.inhrelid = c.oid) END,
                           CASE WHEN c.relkind = 'p' THEN am.amname ELSE nullif(am.amname, 'heap') END, ts.spcname,
                           CASE WHEN c.reloftype <> 0 THEN pg_catalog.format_type(c.reloftype, NULL) END,
                           nullif(c.relreplident, 'i')::text, pn.nspname, pc.relname,
                           CASE WHEN c.relkind = 'p' THEN
                             ARRAY(SELECT a.attname::text FROM pg_catalog.pg_partitioned_table k
                                   JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid
                                                                 AND a.attnum = ANY (k.partattrs::int2[])
                                   WHERE k.partrelid = c.oid) END
                    FROM pg_catalog.pg_class c
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    LEFT JOIN pg_catalog.pg_class toast ON toast.oid = c.reltoastrelid AND c.reltoastrelid <> 0
                    LEFT JOIN pg_catalog.pg_am am ON am.oid = c.relam
                    LEFT JOIN pg_catalog.pg_tablespace ts ON ts.oid = c.reltablespace
                    {PARENT_OF_PARTITION}
                    WHERE c.relkind IN ('r', 'p') AND {USER_SCHEMA}""",
            shorter=f"""SELECT c.oid, 0, n.nspname, c.relname, c.relpersistence = 'u', c.reloptions,
                               NULL, NULL, NULL, NULL, NULL,
                               CASE WHEN c.reloftype <> 0 THEN pg_catalog.format_type(c.reloftype, NULL) END,
                               nullif(c.relreplident, 'i')::text, NULL, NULL, NULL
                        FROM pg_catalog.pg_class c
                        JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                        WHERE c.relkind = 'r' AND {USER_SCHEMA}""",
            unless=(CHILDREN, ELSEWHERE, _TOAST_OPTIONS, Presence("pg_am"), *relations("p")),
        )

    def read(self, row: Sequence_[Any]) -> Table:
        _oid, _sub, schema, name, unlogged, options, toast, key, parents, *rest = row
        method, space, of_type, identity, parent_schema, parent, partition_columns = rest
        return Table(
            id=table_id(schema, name),
            # a partition goes with its parent
            owner_id=table_id(parent_schema, parent) if parent is not None else None,
            partition_columns=tuple(partition_columns or ()),
            unlogged=unlogged,
            options=tuple(sorted([*(options or ()), *(f"toast.{option}" for option in toast or ())])),
            partition_key=key,
            inherits=tuple(ObjectId(*parent) for parent in parents or ()),
            access_method=method,
            tablespace=space,
            of_type=of_type,
            # REPLICA IDENTITY USING INDEX is a mark on the index
            replica_identity=identity or "d",
        )

    def create(self, obj: CatalogObject, parts: Sequence_[Any], context: PlanContext) -> Sequence_[Statement]:
        assert isinstance(obj, Table)
        arguments: dict[str, Any] = {}
        if obj.unlogged:
            arguments["prefixes"] = ["UNLOGGED"]
        if obj.partition_key is not None:
            arguments["postgresql_partition_by"] = obj.partition_key
        if obj.access_method is not None:
            arguments["postgresql_using"] = obj.access_method
        if obj.tablespace is not None:
            arguments["postgresql_tablespace"] = obj.tablespace
        parents, parts = apart(parts)
        if parents:
            arguments["postgresql_inherits"] = parents
        first, behind = _without_repeated_keys(parts)
        if parents:
            keys = [part for part in first if _is_primary_key(part)]
            first = [*(part for part in first if not _is_primary_key(part)), *own_not_nulls(obj, parents, context)]
            behind = [*keys, *behind]
        table = SQLAlchemyTable(obj.id.name, MetaData(), *first, schema=obj.id.schema, **arguments)
        made = [DDLGenerator().create_table(table, with_options=obj.options)]
        if obj.of_type is not None:
            # CREATE TABLE … OF would take the columns without their types
            made.append(f"ALTER TABLE {qualified(obj.id.schema, obj.id.name)} {_of(obj)}")
        made += [DDLGenerator().add_constraint(key.on(table)) for key in behind]
        if obj.replica_identity != "d":
            made.append(_replica_identity(obj))
        return statements(*made)

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence_[Statement]:
        hazard = Hazard(
            kind=HazardKind.DATA_LOSS, object=obj.id, message=f"the rows of {obj.id.schema}.{obj.id.name} are gone"
        )
        sql = DDLGenerator().drop_table(table_ref(obj.id.schema, obj.id.name))
        return (*_let_go(obj, context), Statement(sql=sql, hazards=(hazard,)))

    def alter(
        self, before: CatalogObject, after: CatalogObject, context: PlanContext
    ) -> Sequence_[Statement] | Alteration:
        assert isinstance(before, Table)
        assert isinstance(after, Table)
        for name, was, wanted in (("PARTITION BY", before.partition_key, after.partition_key),):
            if was != wanted:
                raise UnsupportedChangeError(
                    f"{after.id}: {name} cannot be changed in place (from {was or 'none'} to {wanted or 'none'})",
                    hint="Make the table anew, copy the rows and rename it, in a migration of your own.",
                )
        name = qualified(after.id.schema, after.id.name)
        changed = _typed(before, after, context)
        rewrite = Hazard(kind=HazardKind.TABLE_REWRITE, object=after.id, message=f"the whole of {name} is written anew")
        if before.unlogged != after.unlogged:
            word = "UNLOGGED" if after.unlogged else "LOGGED"
            changed.append(Statement(sql=f"ALTER TABLE {name} SET {word}", hazards=(rewrite,)))
            changed += _sequences_apart(after, context)
        changed += statements(*(f"ALTER TABLE {name} {act}" for act in changed_options(before.options, after.options)))
        if before.access_method != after.access_method:
            method = quote(after.access_method or "heap")
            if after.partition_key is not None:
                # it has no rows, and says what its partitions are made with; DEFAULT: what is set at that moment
                method = method if after.access_method is not None else "DEFAULT"
                changed += statements(f"ALTER TABLE {name} SET ACCESS METHOD {method}")
            else:
                changed.append(Statement(sql=f"ALTER TABLE {name} SET ACCESS METHOD {method}", hazards=(rewrite,)))
        if before.tablespace != after.tablespace:
            sql = f"ALTER TABLE {name} SET TABLESPACE {quote(after.tablespace or 'pg_default')}"
            changed.append(Statement(sql=sql, hazards=(rewrite,)))
        if before.replica_identity != after.replica_identity:
            changed += statements(_replica_identity(after))
        return Alteration(statements=tuple(changed)) if before.unlogged != after.unlogged else changed

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        if change.after is None and isinstance(change.before, (AccessMethod, OperatorClass)):
            # in its partition key, or what its rows are kept by
            raise UnsupportedChangeError(
                f"{obj.id} depends on {change.id}, which would have to be dropped and made anew",
                hint="Give the new one another name, or make the table anew in a migration of your own.",
            )
        assert isinstance(obj, Table)
        # a parent that goes is let go first
        return Reaction(rebuild=change.after is None and change.id not in obj.inherits)

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence_[Statement]:
        moved: list[str] = []
        if before.id.name != after.id.name:
            table = table_ref(before.id.schema, before.id.name)
            moved.append(DDLGenerator().rename_table(table, after.id.name))
        if before.id.schema != after.id.schema:
            name = qualified(before.id.schema, after.id.name)
            moved.append(f"ALTER TABLE {name} SET SCHEMA {quote(after.id.schema)}")
        return statements(*moved)

    def resembles(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> bool:
        return share_columns(before, after, context)

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        return (("relation", obj.id.schema, obj.id.name),)

    def comment_target(self, obj: CatalogObject) -> str:
        return f"TABLE {qualified(obj.id.schema, obj.id.name)}"


def _let_go(partition: CatalogObject, context: PlanContext) -> tuple[Statement, ...]:
    """The partition detached, where foreign keys refer to what it is part of: PostgreSQL drops none of those."""
    above = partition.owner_id
    if above is None or above not in context.desired:
        return ()
    if not any(table in context.referred for table in ancestors(above, context)):
        return ()
    name = qualified(partition.id.schema, partition.id.name)
    message = f"fails where rows refer to those of {name}"
    hazard = Hazard(kind=HazardKind.MAY_FAIL, object=partition.id, message=message)
    sql = f"ALTER TABLE {qualified(above.schema, above.name)} DETACH PARTITION {name}"
    return (Statement(sql=sql, hazards=(hazard,)),)


def _typed(before: Table, after: Table, context: PlanContext) -> list[Statement]:
    """OF and NOT OF: PostgreSQL wants the columns to be as the type's attributes are, and changes none meanwhile."""
    if before.of_type == after.of_type:
        return []
    if _columns(context.current, before) != _columns(context.desired, after):
        raise UnsupportedChangeError(
            f"{after.id}: its columns and its OF type cannot change at once "
            f"(from {before.of_type or 'none'} to {after.of_type or 'none'})",
            hint="Change the columns in one migration, and OF in another.",
        )
    return list(statements(f"ALTER TABLE {qualified(after.id.schema, after.id.name)} {_of(after)}"))


def _of(obj: Table) -> str:
    return f"OF {obj.of_type}" if obj.of_type is not None else "NOT OF"


def apart(parts: Sequence_[Any]) -> tuple[tuple[SQLAlchemyTable, ...], list[Any]]:
    """The parents of a new table, and its columns and constraints."""
    parents = tuple(part for part in parts if isinstance(part, SQLAlchemyTable))
    return parents, [part for part in parts if not isinstance(part, SQLAlchemyTable)]


def share_columns(before: CatalogObject, after: CatalogObject, context: PlanContext) -> bool:
    """Whether at least half of the columns, by name and type, are the same."""
    old = {(part.id.name, getattr(part, "type", "")) for part in _columns(context.current, before)}
    new = {(part.id.name, getattr(part, "type", "")) for part in _columns(context.desired, after)}
    return bool(old and new) and 2 * len(old & new) >= max(len(old), len(new))


def _columns(snapshot: Any, table: CatalogObject) -> list[CatalogObject]:
    return [part for part in snapshot.parts_of(table.id) if part.id.kind == "column"]


def _is_primary_key(part: Any) -> bool:
    """A key that a child has over columns that it inherits: within CREATE TABLE it would say NOT NULL of them."""
    return isinstance(part, DefinedConstraint) and part.definition.startswith("PRIMARY KEY")


def _without_repeated_keys(parts: Sequence_[Any]) -> tuple[list[Any], list[DefinedConstraint]]:
    """Keys over the same columns apart: of those, CREATE TABLE makes one and forgets the others."""
    first: list[Any] = []
    repeated: list[DefinedConstraint] = []
    seen: set[str] = set()
    for part in parts:
        if isinstance(part, DefinedConstraint) and part.definition.startswith(("PRIMARY KEY", "UNIQUE")):
            columns = part.definition.partition("(")[2].partition(")")[0]
            if columns in seen:
                repeated.append(part)
                continue
            seen.add(columns)
        first.append(part)
    return first, repeated


def _sequences_apart(table: Table, context: PlanContext) -> list[Statement]:
    """From PostgreSQL 15 on, SET LOGGED takes the table's sequences along, those too that were not as the table was."""
    found: list[Statement] = []
    for obj in context.desired:
        before = context.current.get(obj.id)
        if isinstance(obj, Column) and isinstance(before, Column) and obj.owner_id == table.id:
            if before.identity is not None and obj.identity_persistence is not None:
                found += _persistence(before.identity.sequence, obj.identity_persistence)
        elif isinstance(obj, Sequence) and obj.persistence is not None and before is not None:
            owner = obj.owned_by
            if owner is not None and table_id(owner.schema, owner.parent) == table.id:
                found += _persistence((obj.id.schema, obj.id.name), obj.persistence)
    return found


def _persistence(sequence: tuple[str, str], persistence: str) -> tuple[Statement, ...]:
    return statements(f"ALTER SEQUENCE {qualified(*sequence)} SET {persistence.upper()}")


def _replica_identity(obj: Table) -> str:
    word = _REPLICA_IDENTITY[obj.replica_identity]
    return f"ALTER TABLE {qualified(obj.id.schema, obj.id.name)} REPLICA IDENTITY {word}"


def changed_options(before: Sequence_[str], after: Sequence_[str]) -> list[str]:
    """``SET (…)`` and ``RESET (…)`` actions that lead from one list of ``name=value`` options to another."""
    had = dict(option.split("=", 1) for option in before)
    wants = dict(option.split("=", 1) for option in after)
    gone = sorted(name for name in had if name not in wants)
    new = sorted(name for name in wants if had.get(name) != wants[name])
    actions: list[str] = []
    if gone:
        actions.append(f"RESET ({', '.join(gone)})")
    if new:
        actions.append(f"SET ({', '.join(f'{name} = {wants[name]}' for name in new)})")
    return actions
