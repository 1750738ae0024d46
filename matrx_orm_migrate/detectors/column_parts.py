"""ALTER COLUMN piece by piece: NOT NULL and its constraint, the identity and its sequence, storage."""

from __future__ import annotations

from dataclasses import replace

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.detectors.common import alter_table, comment_on, on_table, statements, table_id
from matrx_orm_migrate.detectors.counting import (
    bounds_cost,
    counting_lost,
    has_to_restart,
    position_kept,
    position_set,
)
from matrx_orm_migrate.detectors.inherited import chosen_not_null_name
from matrx_orm_migrate.detectors.sequence import option_clauses
from matrx_orm_migrate.detectors.table import changed_options
from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.schema import Column, Hazard, HazardKind, IdentityOptions, ObjectId, Sequence, Statement, Table

__all__ = [
    "added_not_null",
    "alter_column",
    "altered_storage",
    "changed_identity",
    "changed_identity_sequence",
    "changed_not_null_comment",
    "dropped_identity",
    "identity_clause",
    "is_foreign",
    "left_below",
    "lost_by_retyping",
    "set_again_below",
]

_STORAGE = {"p": "PLAIN", "e": "EXTERNAL", "m": "MAIN", "x": "EXTENDED"}
_COMPRESSION = {"p": "pglz", "l": "lz4"}


def is_foreign(column: Column) -> bool:
    """Whether it is a column of a foreign table: its values cannot be read or converted here."""
    return column.owner_id is not None and column.owner_id.kind == "foreign_table"


def identity_clause(identity: IdentityOptions) -> str:
    clauses = [f"SEQUENCE NAME {qualified(*identity.sequence)}", *option_clauses(None, identity.options)]
    # the sequence takes the column's type: AS is no word of identity columns
    clauses = [clause for clause in clauses if not clause.startswith("AS ")]
    when = "ALWAYS" if identity.always else "BY DEFAULT"
    return f"GENERATED {when} AS IDENTITY ({' '.join(clauses)})"


def alter_column(column: ObjectId, action: str, *, hazards: tuple[Hazard, ...] = ()) -> Statement:
    statement = alter_table(column, f"ALTER COLUMN {quote(column.name)} {action}")
    return Statement(sql=statement.sql, hazards=hazards)


def added_not_null(before: Column, after: Column) -> list[Statement]:
    if not after.not_null:
        return []
    default_name = chosen_not_null_name(after.id)
    if not before.not_null:
        hazards = (
            _fails_on_null(after),
            Hazard(kind=HazardKind.TABLE_SCAN, object=after.id, message=f"reads the whole of {on_table(after.id)}"),
        )
        if after.not_null_name is None and after.not_null_valid and not after.not_null_no_inherit:
            made = alter_column(after.id, "SET NOT NULL", hazards=hazards)
            return [made, *changed_not_null_comment(None, after)]
        named = quote(after.not_null_name or default_name)
        clause = f"ADD CONSTRAINT {named} NOT NULL {quote(after.id.name)}"
        clause += " NO INHERIT" if after.not_null_no_inherit else ""
        clause += "" if after.not_null_valid else " NOT VALID"
        made = Statement(sql=alter_table(after.id, clause).sql, hazards=hazards if after.not_null_valid else ())
        return [made, *changed_not_null_comment(None, after)]
    changed: list[Statement] = []
    old, new = before.not_null_name or default_name, after.not_null_name or default_name
    if old != new:
        changed.append(alter_table(after.id, f"RENAME CONSTRAINT {quote(old)} TO {quote(new)}"))
    if not before.not_null_valid and after.not_null_valid:
        # writers go on meanwhile: SHARE UPDATE EXCLUSIVE (PostgreSQL 18, ALTER TABLE, VALIDATE CONSTRAINT)
        validated = alter_table(after.id, f"VALIDATE CONSTRAINT {quote(new)}")
        changed.append(replace(validated, hazards=(_fails_on_null(after),)))
    if before.not_null_valid and not after.not_null_valid:
        changed.append(alter_column(after.id, "DROP NOT NULL"))
        return [*changed, *added_not_null(Column(id=after.id, type=after.type), after)]
    if before.not_null_no_inherit != after.not_null_no_inherit:
        word = "NO INHERIT" if after.not_null_no_inherit else "INHERIT"
        changed.append(alter_table(after.id, f"ALTER CONSTRAINT {quote(new)} {word}"))
    return [*changed, *changed_not_null_comment(before.not_null_comment, after)]


def _fails_on_null(column: Column) -> Hazard:
    message = f"{column.id.parent}.{column.id.name}: fails where a row holds NULL"
    return Hazard(kind=HazardKind.MAY_FAIL, object=column.id, message=message)


def left_below(column: Column, context: PlanContext) -> list[Statement]:
    """What NO INHERIT leaves to the columns that followed: constraints of their own, which not all of them are to have.

    PostgreSQL 18, ATExecAlterConstrInheritability in tablecmds.c.
    """
    followers = map(context.desired.get, context.followers.get(column.id, ()))
    return [
        alter_column(follower.id, "DROP NOT NULL")
        for follower in followers
        if isinstance(follower, Column) and follower.origin == column.id and not follower.not_null
    ]


def changed_not_null_comment(before: str | None, after: Column) -> list[Statement]:
    if before == after.not_null_comment:
        return []
    name = quote(after.not_null_name or chosen_not_null_name(after.id))
    return [comment_on(f"CONSTRAINT {name} ON {on_table(after.id)}", after.not_null_comment)]


def changed_identity_sequence(before: Column, after: Column, context: PlanContext) -> list[Statement]:
    """What the column's own statements cannot say about the sequence of its identity."""
    if after.identity is None:
        return []
    sequence = f"SEQUENCE {qualified(*after.identity.sequence)}"
    changed: list[Statement] = []
    if before.identity is None:
        before = replace(before, identity_comment=None, identity_persistence=None)
    if before.identity_persistence != after.identity_persistence:
        table = context.desired.get(table_id(after.id.schema, after.id.parent))
        word = "unlogged" if isinstance(table, Table) and table.unlogged else "logged"
        changed += statements(f"ALTER {sequence} SET {(after.identity_persistence or word).upper()}")
    if before.identity_comment != after.identity_comment:
        changed.append(comment_on(sequence, after.identity_comment))
    return changed


def changed_identity(
    before: IdentityOptions | None, column: Column, after: IdentityOptions, context: PlanContext
) -> list[Statement]:
    if before is None:
        added = alter_column(column.id, f"ADD {identity_clause(after)}")
        if is_foreign(column):
            return [added]
        counted = any(isinstance(obj, Sequence) and obj.owned_by == column.id for obj in context.current)
        return [
            added,
            Statement(sql=position_set(column.id, after.sequence, after.options, kept=counted)),
        ]
    actions: list[str] = []
    if before.always != after.always:
        actions.append(f"SET GENERATED {'ALWAYS' if after.always else 'BY DEFAULT'}")
    clauses = option_clauses(before.options, after.options)
    actions += [f"SET {clause}" for clause in clauses if not clause.startswith("AS ")]
    if has_to_restart(before.options, after.options):
        actions.append("RESTART")
    hazards = bounds_cost(ObjectId("sequence", *after.sequence), before.options, after.options)
    changed = [alter_column(column.id, " ".join(actions), hazards=hazards)] if actions else []
    if before.sequence != after.sequence:
        old = qualified(*before.sequence)
        if before.sequence[0] != after.sequence[0]:
            changed.append(Statement(sql=f"ALTER SEQUENCE {old} SET SCHEMA {quote(after.sequence[0])}"))
            old = qualified(after.sequence[0], before.sequence[1])
        if before.sequence[1] != after.sequence[1]:
            changed.append(Statement(sql=f"ALTER SEQUENCE {old} RENAME TO {quote(after.sequence[1])}"))
    return changed


def dropped_identity(column: Column, identity: IdentityOptions, context: PlanContext) -> list[Statement]:
    """The statements; where no sequence takes over, the way back has the rows alone to tell how far it has counted."""
    schema, name = identity.sequence
    if any(isinstance(obj, Sequence) and obj.owned_by == column.id for obj in context.desired):
        return [
            Statement(sql=position_kept(column.id, identity.sequence)),
            alter_column(column.id, "DROP IDENTITY"),
        ]
    return [alter_column(column.id, "DROP IDENTITY", hazards=(counting_lost(ObjectId("sequence", schema, name)),))]


def altered_storage(before: Column, after: Column) -> list[Statement]:
    changed: list[Statement] = []
    if before.storage != after.storage:
        # DEFAULT as a word came with PostgreSQL 16; the type's own storage says the same on all versions
        word = _STORAGE[after.storage or after.type_storage]
        changed.append(alter_column(after.id, f"SET STORAGE {word}"))
    if before.compression != after.compression:
        word = _COMPRESSION[after.compression] if after.compression is not None else "default"
        changed.append(alter_column(after.id, f"SET COMPRESSION {word}"))
    if before.statistics != after.statistics:
        changed.append(alter_column(after.id, f"SET STATISTICS {after.statistics}"))
    changed += [alter_column(after.id, action) for action in changed_options(before.options, after.options)]
    return changed


def lost_by_retyping(column: Column) -> Column:
    """The column as ALTER TYPE leaves it: it takes the type's own storage and compression, and keeps the rest.

    Measured on PostgreSQL 18: statistics targets, attribute options, NOT NULL and the identity stay.
    """
    return replace(column, storage=None, compression=None)


def set_again_below(column: Column, context: PlanContext) -> list[Statement]:
    """The storage and compression of the columns that follow a retyped one, which lose theirs along with it.

    SET STORAGE goes down to them with the parent's, SET COMPRESSION does not (ATPrepCmd in tablecmds.c).
    """
    made: list[Statement] = []
    for follower_id in context.followers.get(column.id, ()):
        follower = context.desired.get(follower_id)
        if isinstance(follower, Column) and follower.origin == column.id and _still_bound(follower, context):
            carried = replace(follower, storage=column.storage, compression=None)
            made += [*altered_storage(carried, follower), *set_again_below(follower, context)]
    return made


def _still_bound(column: Column, context: PlanContext) -> bool:
    return column.link is None or context.current.get(column.link) == context.desired.get(column.link)
