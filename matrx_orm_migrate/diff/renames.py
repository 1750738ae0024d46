"""Renames of what holds data: declared, asked for, or confirmed; never guessed.

A rename is done first, for real, on a copy of the database; what is compared with the desired side is that copy.  So
every definition that PostgreSQL carries along (indexes, foreign keys, views) is in its own spelling already.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from matrx_orm_migrate.errors import RenameError
from matrx_orm_migrate.hooks import PlanContext, PluginManager
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Snapshot, Statement

__all__ = ["Questioner", "Rename", "asked_renames", "declared_renames", "old_id", "parsed_renames", "rename_statements"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rename:
    """One rename.  A column's two ids both carry the table's *new* name: tables are renamed before columns."""

    old: ObjectId
    new: ObjectId

    def __str__(self) -> str:
        """As ``--rename`` takes it: ``public.orders.total=sum``."""
        return f"{'.'.join(part for part in (self.old.schema, self.old.parent, self.old.name) if part)}={self.new.name}"


class Questioner(Protocol):
    """Asks somebody whether two objects are one.  The engine itself never prints or asks."""

    def is_rename(self, before: CatalogObject, after: CatalogObject, summary: str) -> bool:
        """Whether ``before``, which would be dropped, and ``after``, which would be created, are the same thing."""
        ...


def declared_renames(pairs: Iterable[tuple[ObjectId, ObjectId]], current: Snapshot, desired: Snapshot) -> list[Rename]:
    """The renames that models declare and that are still to be done.

    A declaration may stay in the models for ever: once the new name is there, or where neither name is, it says
    nothing.  Raises ``RenameError`` where both names exist.
    """
    renames: list[Rename] = []
    tables = {new: old for old, new in pairs if not new.parent}
    for old, new in pairs:
        live_old, live_new = _live(old, tables), _live(new, tables)
        if live_old not in current:
            continue
        if live_new in current:
            if live_new != live_old and old not in desired:
                raise RenameError(
                    f"{new} says that it was renamed from {old.name}, but the database has both",
                    hint=f"Take renamed_from out of the models, or drop {old} first.",
                )
            continue
        renames.append(Rename(old=old, new=new))
    return sorted(renames, key=lambda rename: (bool(rename.new.parent), rename.new))


def _live(object_id: ObjectId, tables: dict[ObjectId, ObjectId]) -> ObjectId:
    """The id that a part has now, while its table still carries the old name."""
    if not object_id.parent:
        return object_id
    for new, old in tables.items():
        if (new.schema, new.name) == (object_id.schema, object_id.parent):
            return object_id._replace(schema=old.schema, parent=old.name)
    return object_id


def parsed_renames(
    given: Sequence[tuple[str, str]],
    current: Snapshot,
    desired: Snapshot,
    schemas: Sequence[str],
    plugins: PluginManager,
) -> list[Rename]:
    """``--rename old=new`` as renames: ``[schema.]table``, ``[schema.]table.column``, or another renamable object.

    The new name may be given with or without what stands before it.  What has no name of its own (a default carries
    its column's, a partition's bond its table's) is never meant.  Raises ``RenameError`` where the old name means
    nothing or several things, or the new one is taken.
    """
    context = PlanContext(current=current, desired=desired, server_version=current.server_version)
    renames: list[Rename] = []
    for old_text, new_text in given:
        candidates = [obj for obj in current if old_text in _spellings(obj.id, schemas)]
        candidates = [obj for obj in candidates if obj.id not in desired]
        matches: list[Rename] = []
        for obj in candidates:
            for other in desired:
                if other.id.kind != obj.id.kind or other.id in current:
                    continue
                same_place = other.id.schema == obj.id.schema and (
                    other.id.parent == obj.id.parent or _was(other.id, obj.id, renames)
                )
                if not same_place or new_text not in {other.id.name, *_spellings(other.id, schemas)}:
                    continue
                if plugins.detectors[obj.id.kind].rename(obj, other, context):
                    matches.append(Rename(old=obj.id._replace(parent=other.id.parent), new=other.id))
        if len(matches) != 1:
            raise _refused(old_text, new_text, candidates, matches, current, desired, schemas)
        renames += matches
    return sorted(renames, key=lambda rename: (bool(rename.new.parent), rename.new))


def _refused(
    old_text: str,
    new_text: str,
    candidates: Sequence[CatalogObject],
    matches: Sequence[Rename],
    current: Snapshot,
    desired: Snapshot,
    schemas: Sequence[str],
) -> RenameError:
    """Why ``--rename`` means nothing, or several things, and what to do."""

    def named(text: str, side: Snapshot) -> list[ObjectId]:
        return sorted(obj.id for obj in side if text in _spellings(obj.id, schemas))

    hint = "Write table=new_name, table.column=new_name, or schema.table=new_name."
    kinds = {obj.id.kind for obj in candidates}
    elsewhere = [
        (obj.id, other)
        for obj in candidates
        for other in named(new_text, desired)
        if other.kind == obj.id.kind
        and other not in current
        and (other.schema, other.parent) != (obj.id.schema, obj.id.parent)
    ]
    if len(matches) > 1:
        reason = f"{old_text!r} means several things: " + ", ".join(str(match.new) for match in matches)
    elif elsewhere:
        old, new = elsewhere[0]
        reason = f"{old} would become {new}, and a rename stays where it is: in the same schema, or the same table"
        hint = "Move it in a migration of your own (create_empty), with ALTER … SET SCHEMA for another schema."
    elif candidates and any(other.kind in kinds for other in named(new_text, current)):
        reason = f"{new_text!r} is taken: the database has it already"
        hint = (
            "The new name must be in the desired schema, and not in the database. "
            f"A migration for each rename, the one that makes {new_text!r} free first: {_ONE_RENAME}."
        )
    elif candidates:
        reason = f"the desired schema has no new {' or '.join(sorted(kinds)).replace('_', ' ')} {new_text!r}"
        hint = "Use the new name in the models, or in what else is asked for, and keep the old one out of it."
    elif kept := named(old_text, current):
        reason = f"{kept[0]} is still in the desired schema"
        hint = "Use the new name in the models, or in what else is asked for, and keep the old one out of it."
        kinds = {one.kind for one in kept}
        places = {(one.kind, one.schema, one.parent) for one in kept}
        if any(one.kind in kinds for one in named(new_text, current)):
            hint = f"A migration for each rename, over a third name where two names are swapped: {_ONE_RENAME}."
        elif any(
            (obj.id.kind, obj.id.schema, obj.id.parent) in places and new_text in {obj.id.name, *_spellings(obj.id, ())}
            for obj in desired
            if obj.id not in current
        ):
            hint = (
                f"Two migrations, if another takes its name: first the rename alone ({_ONE_RENAME}), "
                f"then add what is to be called {old_text!r}."
            )
    else:
        reason = f"the database has nothing that is named {old_text!r}"
        hint += " What is no object of its own (a label of an enum, an attribute) has no --rename: ALTER TYPE has."
    return RenameError(f"--rename {old_text}={new_text}: {reason}", hint=hint)


_ONE_RENAME = "give the models the new name, and the old one to nothing, makemigrations, migrate"


def _was(new: ObjectId, old: ObjectId, renames: Sequence[Rename]) -> bool:
    return any(
        (rename.new.schema, rename.new.name) == (new.schema, new.parent)
        and (rename.old.schema, rename.old.name) == (old.schema, old.parent)
        for rename in renames
    )


def _spellings(object_id: ObjectId, schemas: Sequence[str]) -> set[str]:
    dotted = ".".join(part for part in (object_id.parent, object_id.name) if part)
    found = {f"{object_id.schema}.{dotted}"} if object_id.schema else {dotted}
    if object_id.schema in schemas or not schemas:
        found.add(dotted)
    return found


def asked_renames(
    changes: Sequence[Change],
    questioner: Questioner,
    plugins: PluginManager,
    context: PlanContext,
) -> list[Rename]:
    """Ask about each dropped and added object that look alike."""
    dropped = [change.before for change in changes if change.before is not None and change.after is None]
    created = [change.after for change in changes if change.before is None and change.after is not None]
    gone = {obj.id for obj in dropped}
    new = {obj.id for obj in created}
    renames: list[Rename] = []
    for before in dropped:
        if before.owner_id in gone:
            continue  # its owner goes as well: that is the question
        detector = plugins.detectors[before.id.kind]
        for after in created:
            if after.id.kind != before.id.kind or after.owner_id in new:
                continue
            if any(rename.new == after.id for rename in renames):
                continue
            if not detector.resembles(before, after, context):
                continue
            summary = f"Was {detector.describe(before)} renamed to {after.id.name}?"
            if questioner.is_rename(before, after, summary):
                renames.append(Rename(old=before.id, new=after.id))
                break
    return renames


def old_id(object_id: ObjectId, renames: Sequence[Rename]) -> ObjectId:
    """The id that an object had before the renames."""
    tables = {rename.new: rename.old for rename in renames if not rename.new.parent}
    for rename in renames:
        if object_id.kind == rename.new.kind and object_id == rename.new:
            return _live(rename.old, tables)
    return _live(object_id, tables)


def rename_statements(
    renames: Sequence[Rename], snapshot: Snapshot, plugins: PluginManager, *, back: bool = False
) -> tuple[Statement, ...]:
    """The statements that carry out the renames, or that take them back.

    ``snapshot`` holds the objects under their old names.  Raises ``RenameError`` for a kind that is not renamed.
    """
    context = PlanContext(current=snapshot, desired=snapshot, server_version=snapshot.server_version)
    tables = {rename.new: rename.old for rename in renames if not rename.new.parent}
    wholes: list[Statement] = []
    parts: list[Statement] = []
    for rename in reversed(renames) if back else renames:
        obj = snapshot.get(_live(rename.old, tables))
        if obj is None:
            raise RenameError(f"{rename.old} cannot be renamed: it does not exist")
        before, after = replace(obj, id=rename.old), replace(obj, id=rename.new)
        if back:
            before, after = after, before
        statements = plugins.detectors[rename.new.kind].rename(before, after, context)
        if not statements:
            raise RenameError(f"{rename.old} cannot be renamed", hint="Drop it and create the new one.")
        made = parts if rename.new.parent else wholes
        made += statements
    renamed = {_live(rename.old, tables): rename.new for rename in renames}
    around = [detector.around_renames(renamed, context) for detector in plugins.detectors.values()]
    parts = [
        *(statement for first, _last in around for statement in first),
        *parts,
        *(statement for _first, last in around for statement in last),
    ]
    return (*parts, *wholes) if back else (*wholes, *parts)
