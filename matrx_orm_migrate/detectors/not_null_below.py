"""A column that changes beside its NOT NULL, while the tables that inherit it have theirs under names of their own.

PostgreSQL 18 makes the constraint again where the type changes (ATPostAlterTypeParse in tablecmds.c), goes down to the
children with it, and refuses where one of them has it under another name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.detectors.column_parts import added_not_null, alter_column, changed_not_null_comment
from matrx_orm_migrate.detectors.common import alter_table, table_id
from matrx_orm_migrate.detectors.inherited import can_join_again, chosen_not_null_name, joins_two, topmost
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
    renames: bool = False
    """Whether the statements, or those of a parent, give the constraint its new name as well."""


def past_those_below(before: Column, after: Column, context: PlanContext) -> Passage:
    """What lets the column get another type, or its NOT NULL another name.

    The constraint is not inherited for a while (NO INHERIT), where all children say it themselves: it becomes their own
    for good.  Or the children leave the table, where they can join it again.  Or the constraint goes, and is made
    anew.  Its name is not changed at all while a parent, or a child under another name, has the constraint as well; but
    a child that only inherits it takes its parent's new name, and where all of them say it themselves, all are renamed
    while none inherits it.
    """
    if not (before.not_null and after.not_null):
        return Passage()
    renamed = before.not_null_name != after.not_null_name
    above = (after.link,) if renamed and after.link is not None and before.link == after.link else ()
    top = context.current.get(topmost(before.id, context.current))
    apart = _renamed_apart(top, context) if isinstance(top, Column) else ()
    if any(column.id == before.id for column in apart):
        return _past_apart(apart, context) if before.origin is None else Passage(renames=True)
    if _takes_the_name_along(before, after, context):
        above = ()
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


def _takes_the_name_along(before: Column, after: Column, context: PlanContext) -> bool:
    """Whether the constraint is a parent's alone, on both sides and by its name, so that its rename comes down to here.

    PostgreSQL 18 looks for it by its name in all tables below, and refuses where one has it from elsewhere as well
    (rename_constraint_internal in tablecmds.c).
    """
    for column, snapshot in ((before, context.current), (after, context.desired)):
        origin = snapshot.get(column.origin) if column.origin is not None else None
        if not isinstance(origin, Column) or not origin.not_null or origin.not_null_no_inherit:
            return False
        if column.not_null_local or _name(column) != _name(origin):
            return False
    return not _is_of_two(before, context)


def _is_of_two(column: Column, context: PlanContext) -> bool:
    """Whether its table has it from parents that have it from one another in no way."""
    bonds = (obj for obj in context.current if isinstance(obj, Inheritance) and obj.owner_id == column.owner_id)
    return any(joins_two(bond, column.id.name, context.current) for bond in bonds)


def _renamed_apart(top: Column, context: PlanContext) -> tuple[Column, ...]:
    """The column and those that inherit it and say NOT NULL themselves, from the top down, where its name changes.

    Nothing where the constraint cannot stop to be inherited by these for a while, and then be again as it was.
    """
    wanted = context.desired.get(top.id)
    if context.server_version < _NAMED_SINCE or not isinstance(wanted, Column) or _name(top) == _name(wanted):
        return ()
    found = [top]
    for column in found:  # which grows meanwhile
        after = context.desired.get(column.id)
        if not isinstance(after, Column) or column.link != after.link or _is_of_two(column, context):
            return ()
        if column.link is not None and context.current.get(column.link) != context.desired.get(column.link):
            return ()
        if not all(side.not_null and side.not_null_valid and not side.not_null_no_inherit for side in (column, after)):
            return ()
        own = column is top or (column.not_null_local and after.not_null_local)
        if not own and not _takes_the_name_along(column, after, context):
            return ()
        followers = list(_followers(column, context))
        if _parts_from(followers) and not (own and all(follower.not_null_local for follower in followers)):
            return ()
        found += [follower for follower in followers if follower not in found]
    apart = tuple(column for column in found if column is top or column.not_null_local)
    return apart if len(apart) > 1 else ()


def _parts_from(followers: Iterable[Column]) -> bool:
    """Whether a column stops for a while to hand its constraint down: some of these have it themselves as well."""
    return any(follower.not_null_local for follower in followers)


def _past_apart(columns: tuple[Column, ...], context: PlanContext) -> Passage:
    parents = [column for column in columns if _parts_from(_followers(column, context))]
    wanted = {column.id: after for column in columns if isinstance(after := context.desired.get(column.id), Column)}
    renamed = [
        alter_table(column.id, f"RENAME CONSTRAINT {quote(_name(column))} TO {quote(_name(wanted[column.id]))}")
        for column in columns
        if _name(column) != _name(wanted[column.id])
    ]
    return Passage(
        ahead=tuple(_inherited(parent, "NO INHERIT") for parent in parents),
        behind=(*renamed, *(_inherited(wanted[parent.id], "INHERIT") for parent in reversed(parents))),
        renames=True,
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
