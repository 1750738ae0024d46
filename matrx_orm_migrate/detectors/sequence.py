"""Sequences that are not an identity column's: free ones, and those that a column owns (serial)."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.ddl import literal, qualified, quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA, relations, rows_live_elsewhere, statements, table_id
from matrx_orm_migrate.detectors.counting import (
    bounds_cost,
    counting_lost,
    has_to_restart,
    position_kept,
    position_set,
)
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Reaction
from matrx_orm_migrate.schema import (
    CatalogObject,
    Change,
    Column,
    ObjectId,
    SequenceOptions,
    Snapshot,
    Statement,
    Table,
)
from matrx_orm_migrate.schema import Sequence as CatalogSequence

__all__ = ["SequenceDetector", "option_clauses", "persistence_of", "read_options"]

_UNLOGGED_SINCE = 150000  # before, the sequences of an unlogged table are logged all the same

_RANGES = {"smallint": 2**15, "integer": 2**31, "bigint": 2**63}


class SequenceDetector(Detector):
    """Sequences."""

    kind = "sequence"
    catalog = "pg_class"
    rank = 15
    owned = True

    def query(self, server_version: int) -> CatalogQuery:
        persistence = "NULL"
        if server_version >= _UNLOGGED_SINCE:
            persistence = persistence_of("c", "coalesce(owner.relpersistence, 'p')")
        # an owned sequence lies in its table's schema (PostgreSQL 18, process_owned_by in sequence.c)
        return CatalogQuery(
            presence=relations("S"),
            sql=f"""SELECT c.oid, 0, n.nspname, c.relname, {persistence},
                           pg_catalog.format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax,
                           s.seqcache, s.seqcycle, n.nspname, owner.relname, a.attname
                    FROM pg_catalog.pg_sequence s
                    JOIN pg_catalog.pg_class c ON c.oid = s.seqrelid
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    LEFT JOIN pg_catalog.pg_depend d
                           ON d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = c.oid AND d.objsubid = 0
                          AND d.refclassid = 'pg_catalog.pg_class'::regclass AND d.refobjsubid > 0
                          AND d.deptype IN ('a', 'i')
                    LEFT JOIN pg_catalog.pg_class owner ON owner.oid = d.refobjid
                    LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
                    WHERE {USER_SCHEMA} AND d.deptype IS DISTINCT FROM 'i'""",
        )

    def read(self, row: Sequence[Any]) -> CatalogSequence:
        _oid, _sub, schema, name, persistence, *options, owner_schema, owner_table, owner_column = row
        owner = ObjectId("column", owner_schema, owner_column, owner_table) if owner_column is not None else None
        return CatalogSequence(
            id=ObjectId("sequence", schema, name),
            owner_id=owner,
            owned_by=owner,
            persistence=persistence,
            options=read_options(options),
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, CatalogSequence)
        words = ["CREATE", *(["UNLOGGED"] if _is_unlogged(obj, context.desired) else []), "SEQUENCE", _name(obj)]
        words += option_clauses(None, obj.options)
        if obj.owned_by is None:
            return statements(" ".join(words))
        bound = f"OWNED BY {_owner(obj.owned_by)}"
        handed = _handed_over(obj, context)
        made = (
            [" ".join(words), *handed, f"ALTER SEQUENCE {_name(obj)} {bound}"]
            if handed
            else [" ".join((*words, bound))]
        )
        return statements(*made, *_continue(obj, context))

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, CatalogSequence)
        sql = f"DROP SEQUENCE {_name(obj)}"
        column = context.desired.get(obj.owned_by) if obj.owned_by is not None else None
        if isinstance(column, Column) and column.identity is not None:
            # the column counts on by its identity
            return statements(position_kept(column.id, (obj.id.schema, obj.id.name)), sql)
        return (Statement(sql=sql, hazards=(counting_lost(obj.id),)),)

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(before, CatalogSequence)
        assert isinstance(after, CatalogSequence)
        counting: list[Statement] = []
        if before.options != after.options:
            clauses = option_clauses(before.options, after.options)
            if has_to_restart(before.options, after.options):
                clauses.append("RESTART")
            sql = f"ALTER SEQUENCE {_name(after)} {' '.join(clauses)}"
            counting.append(Statement(sql=sql, hazards=bounds_cost(after.id, before.options, after.options)))
        changed: list[str] = []
        if before.owned_by != after.owned_by:
            owner = _owner(after.owned_by) if after.owned_by is not None else "NONE"
            changed += _handed_over(after, context)
            changed.append(f"ALTER SEQUENCE {_name(after)} OWNED BY {owner}")
        unlogged = _is_unlogged(after, context.desired)
        if before.persistence != after.persistence or _is_unlogged(before, context.current) != unlogged:
            changed.append(f"ALTER SEQUENCE {_name(after)} SET {'UNLOGGED' if unlogged else 'LOGGED'}")
        return (*counting, *statements(*changed))

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"ALTER SEQUENCE {_name(before)} RENAME TO {quote(after.id.name)}")

    def differs_in_name_only(self, before: CatalogObject, after: CatalogObject) -> bool:
        # A free sequence is known by its name alone; one that the same column owns is that column's counter.
        assert isinstance(before, CatalogSequence)
        assert isinstance(after, CatalogSequence)
        return before.owned_by is not None and replace(before, id=after.id) == after

    def takes_over(self, before: CatalogObject, after: CatalogObject) -> bool:
        # the column's counter counts on under another name and with other options, as far as it stands within them
        assert isinstance(before, CatalogSequence)
        assert isinstance(after, CatalogSequence)
        return (
            before.owned_by is not None
            and before.owned_by == after.owned_by
            and not has_to_restart(before.options, after.options)
        )

    def loosened(self, obj: CatalogObject) -> CatalogSequence | None:
        assert isinstance(obj, CatalogSequence)
        return replace(obj, owner_id=None, owned_by=None) if obj.owned_by is not None else None

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        # PostgreSQL keeps an owned sequence with its column, whatever becomes of the column's type
        return Reaction(rebuild=change.after is None)

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        return (("relation", obj.id.schema, obj.id.name),)

    def comment_target(self, obj: CatalogObject) -> str:
        return f"SEQUENCE {_name(obj)}"


def persistence_of(sequence: str, table: str) -> str:
    """SQL for ``logged`` or ``unlogged`` where a sequence is not what its table is; both are aliases or expressions."""
    return f"""CASE WHEN {sequence}.relpersistence <> {table} THEN
                             CASE {sequence}.relpersistence WHEN 'u' THEN 'unlogged' ELSE 'logged' END END"""


def _is_unlogged(sequence: CatalogSequence, snapshot: Snapshot) -> bool:
    if sequence.persistence is not None or sequence.owned_by is None or snapshot.server_version < _UNLOGGED_SINCE:
        return sequence.persistence == "unlogged"
    table = snapshot.get(table_id(sequence.owned_by.schema, sequence.owned_by.parent))
    return isinstance(table, Table) and table.unlogged


def _handed_over(sequence: CatalogSequence, context: PlanContext) -> list[str]:
    """A new sequence for the role that a table of before has, which need not be the one that applies the migration.

    PostgreSQL binds a sequence to a table of the same owner only (ALTER SEQUENCE, OWNED BY), and who that is differs
    from database to database.
    """
    owner = sequence.owned_by
    if owner is None or sequence.id in context.current or table_id(owner.schema, owner.parent) not in context.current:
        return []
    table = f"{literal(qualified(owner.schema, owner.parent))}::pg_catalog.regclass"
    role = f"(SELECT pg_catalog.pg_get_userbyid(relowner) FROM pg_catalog.pg_class WHERE oid = {table})"
    change = f"pg_catalog.format('ALTER SEQUENCE %s OWNER TO %I', {literal(_name(sequence))}, {role})"
    return [f"DO {literal(f'BEGIN EXECUTE {change}; END')}"]


def _continue(sequence: CatalogSequence, context: PlanContext) -> list[str]:
    """A new counter of a column that has rows already goes on where they end, or an insert would meet one of them."""
    column = context.current.get(sequence.owned_by) if sequence.owned_by is not None else None
    if (
        not isinstance(column, Column)
        or column.base_type not in _RANGES
        or rows_live_elsewhere(column.owner_id, context)
    ):
        return []
    name, kept = (sequence.id.schema, sequence.id.name), column.identity is not None
    return [position_set(column.id, name, sequence.options, kept=kept)]


def read_options(values: Sequence[Any]) -> SequenceOptions:
    """Type, start, increment, minimum, maximum, cache and cycle, as the catalog query gives them."""
    data_type, start, increment, minimum, maximum, cache, cycle = values
    return SequenceOptions(
        data_type=data_type,
        start=start,
        increment=increment,
        minimum=minimum,
        maximum=maximum,
        cache=cache,
        cycle=cycle,
    )


def _defaults(data_type: str, increment: int) -> SequenceOptions:
    """What CREATE SEQUENCE fills in (PostgreSQL 18, CREATE SEQUENCE, Parameters)."""
    limit = _RANGES[data_type]
    up = increment > 0
    minimum, maximum = (1, limit - 1) if up else (-limit, -1)
    return SequenceOptions(
        data_type=data_type,
        start=minimum if up else maximum,
        increment=increment,
        minimum=minimum,
        maximum=maximum,
        cache=1,
        cycle=False,
    )


def option_clauses(before: SequenceOptions | None, after: SequenceOptions) -> list[str]:
    """The clauses that lead from ``before`` to ``after``; from nothing, only what is not the default."""
    if before is None:
        start_from = _defaults(after.data_type, after.increment)
        clauses = [] if after.data_type == "bigint" else [f"AS {after.data_type}"]
        clauses += [] if after.increment == 1 else [f"INCREMENT BY {after.increment}"]
    else:
        start_from = before
        clauses = [] if after.data_type == before.data_type else [f"AS {after.data_type}"]
        clauses += [] if after.increment == before.increment else [f"INCREMENT BY {after.increment}"]
    # A new type moves the limits along where they were its own (ALTER SEQUENCE, AS): say them, whatever they were.
    retyped = before is not None and before.data_type != after.data_type
    if after.minimum != start_from.minimum or retyped:
        clauses.append(f"MINVALUE {after.minimum}")
    if after.maximum != start_from.maximum or retyped:
        clauses.append(f"MAXVALUE {after.maximum}")
    implied_start = start_from.start
    if before is None:
        implied_start = after.minimum if after.increment > 0 else after.maximum
    if after.start != implied_start:
        clauses.append(f"START WITH {after.start}")
    if after.cache != start_from.cache:
        clauses.append(f"CACHE {after.cache}")
    if after.cycle != start_from.cycle:
        clauses.append("CYCLE" if after.cycle else "NO CYCLE")
    return clauses


def _name(obj: CatalogObject) -> str:
    return qualified(obj.id.schema, obj.id.name)


def _owner(column: ObjectId) -> str:
    return f"{qualified(column.schema, column.parent)}.{quote(column.name)}"
