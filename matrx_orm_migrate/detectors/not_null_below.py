"""A column that changes beside its NOT NULL, while the tables that inherit it have theirs under names of their own.

PostgreSQL 18 makes the constraint again where the type changes (ATPostAlterTypeParse in tablecmds.c), goes down to the
children with it, and refuses where one of them has it under another name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.detectors.column_parts import added_not_null, alter_column, changed_not_null_comment
from matrx_orm_migrate.detectors.common import alter_table, table_id
from matrx_orm_migrate.detectors.inherited import can_join_again, chosen_not_null_name
from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.schema import (
    Column,
    HazardKind,
    Index,
    Inheritance,
    KeyConstraint,
    ObjectId,
    PrimaryKey,
    Statement,
)

__all__ = ["Passage", "past_those_below"]

_NAMED_SINCE = 180000


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """How a column changes past its children: statements around its new type, or bonds that go for a while."""

    ahead: tuple[Statement, ...] = ()
    behind: tuple[Statement, ...] = ()
    bonds: tuple[ObjectId, ...] = ()


def past_those_below(before: Column, after: Column, context: PlanContext) -> Passage:
    """What lets the column get another type, or its NOT NULL another name.

    The constraint is not inherited for a while (NO INHERIT), where all children say it themselves: it becomes their own
    for good.  Or the children leave the table, where they can join it again.  Or the constraint goes, and is made
    anew.  Its name is not changed at all while a parent, or a child under another name, has the constraint as well.
    """
    if not (before.not_null and after.not_null):
        return Passage()
    renamed = before.not_null_name != after.not_null_name
    above = (after.link,) if renamed and after.link is not None and before.link == after.link else ()
    if context.server_version < _NAMED_SINCE or not (renamed or before.type != after.type):
        return Passage(bonds=above)
    below = tuple(_bonds_of_other_names(before, context))
    if renamed or not below:
        return Passage(bonds=(*above, *below))
    parted = list(_parents_of_other_names(before, context))
    if all(follower.not_null_local for parent in parted for follower in _followers(parent, context)):
        return Passage(
            ahead=tuple(_inherited(parent, "NO INHERIT") for parent in parted),
            behind=tuple(_inherited(parent, "INHERIT") for parent in reversed(parted)),
        )
    bonds = [bond for bond in map(context.desired.get, below) if isinstance(bond, Inheritance)]
    if all(can_join_again(bond, context.desired) for bond in bonds) or _has_to_be_not_null(before, context):
        return Passage(bonds=below)
    made = added_not_null(replace(before, not_null=False), after)
    return Passage(
        ahead=(alter_column(before.id, "DROP NOT NULL"),),
        # it was checked before, and the type does not change that
        behind=(*map(_scanning, made), *_comments_below(before, context)),
    )


def _followers(column: Column, context: PlanContext) -> Iterator[Column]:
    """The columns of the tables right below that inherit it."""
    for follower in map(context.current.get, context.followers.get(column.id, ())):
        if isinstance(follower, Column) and follower.link is not None and follower.link.kind == "inheritance":
            yield follower


def _named_otherwise(follower: Column, column: Column) -> bool:
    return not column.not_null_no_inherit and _name(follower) != _name(column)


def _bonds_of_other_names(column: Column, context: PlanContext) -> Iterator[ObjectId]:
    for follower in _followers(column, context):
        if _named_otherwise(follower, column) and follower.link is not None:
            yield follower.link
        else:
            yield from _bonds_of_other_names(follower, context)


def _parents_of_other_names(column: Column, context: PlanContext) -> Iterator[Column]:
    """The column and those below that have a child under another name, from the top down."""
    followers = list(_followers(column, context))
    if any(_named_otherwise(follower, column) for follower in followers):
        yield column
    for follower in followers:
        yield from _parents_of_other_names(follower, context)


def _has_to_be_not_null(column: Column, context: PlanContext) -> bool:
    """Whether PostgreSQL drops its NOT NULL not even for a moment, for a key, a replica identity or an identity."""
    if column.identity is not None:
        return True
    parts = context.current.parts_of(table_id(column.id.schema, column.id.parent))
    return any(
        (isinstance(part, PrimaryKey) and column.id.name in part.columns)
        or (isinstance(part, (Index, KeyConstraint)) and part.replica_identity)
        for part in parts
    )


def _inherited(column: Column, words: str) -> Statement:
    return alter_table(column.id, f"ALTER CONSTRAINT {quote(_name(column))} {words}")


def _scanning(statement: Statement) -> Statement:
    hazards = tuple(hazard for hazard in statement.hazards if hazard.kind is not HazardKind.MAY_FAIL)
    return replace(statement, hazards=hazards)


def _comments_below(column: Column, context: PlanContext) -> Iterator[Statement]:
    """The comments on constraints below that go, and come again, along with the column's."""
    for follower in _followers(column, context):
        if follower.not_null_local:
            continue
        wanted = context.desired.get(follower.id)
        if isinstance(wanted, Column):
            yield from changed_not_null_comment(None, replace(wanted, not_null_comment=follower.not_null_comment))
        yield from _comments_below(follower, context)


def _name(column: Column) -> str:
    return column.not_null_name or chosen_not_null_name(column.id)
