"""What a detector is: the piece that owns one kind of object.

A detector does no I/O.  It declares the catalog query of its kind; the engine runs the queries of all detectors in one
REPEATABLE READ READ ONLY transaction with an empty ``search_path``; the detector turns rows into frozen objects, and
changes into statements.  The comparer, the planner and the proof never name a kind: all they know, they ask here.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Literal

from matrx_orm_migrate.hooks.context import PlanContext
from matrx_orm_migrate.hooks.queries import CatalogQuery
from matrx_orm_migrate.schema import (
    CatalogObject,
    Change,
    ObjectId,
    Snapshot,
    Statement,
)

__all__ = ["Alteration", "Detector", "Reaction", "Rebuild"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alteration:
    """An ALTER that disturbs what depends on the object: the planner asks each dependent how it reacts.

    ``rebuilds`` are objects that have to be taken down for it as well, though no dependency tells so.
    """

    statements: tuple[Statement, ...]
    rebuilds: tuple[ObjectId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebuild:
    """The object cannot be altered: it is made anew, and what depends on it is asked how it reacts.

    Without ``prepare`` and ``finish``, that is a drop and a create.  With them, the object steps aside (``prepare``),
    its dependents move over with the statements of their reactions, and the old one goes (``finish``).
    ``rebuilds`` are objects that have to be taken down for it as well, though no dependency tells so.
    """

    prepare: tuple[Statement, ...] = ()
    finish: tuple[Statement, ...] = ()
    rebuilds: tuple[ObjectId, ...] = ()

    @property
    def in_place(self) -> bool:
        """Whether the object steps aside instead of being dropped first."""
        return bool(self.prepare or self.finish)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """How a dependent takes the change of something that it depends on.

    ``rebuild`` takes it down before and makes it again afterwards; ``statements`` move it over within the change;
    ``aside`` lets it step aside as well, for its own dependents to move on; ``carried`` says that PostgreSQL carries it
    along, and disturbs what depends on it; nothing at all, that PostgreSQL carries it along and nobody notices.
    ``rebuilds`` are objects that have to be taken down for it as well, though no dependency tells so.
    """

    rebuild: bool = False
    statements: tuple[Statement, ...] = ()
    aside: Rebuild | None = None
    carried: bool = False
    rebuilds: tuple[ObjectId, ...] = ()


class Detector(ABC):
    """Owns one kind.  Subclass it, and give an instance out of ``matrx_detectors()``."""

    kind: ClassVar[str]
    """The kind, as in :class:`~matrx_orm_migrate.schema.ObjectId`."""
    catalog: ClassVar[str]
    """The catalog that addresses point into: ``pg_class``, ``pg_type``… (``pg_depend.classid``)."""
    rank: ClassVar[int] = 50
    """Where its steps stand among steps that nothing else orders; lower is earlier when creating."""
    echo: ClassVar[Literal["absorbed", "first"]] = "absorbed"
    """How an object that follows an ``origin`` comes to be: by the origin's own statement, or made first so that
    PostgreSQL joins it to the origin when that is made (indexes and keys of partitions)."""

    owned: ClassVar[bool] = False
    """Whether objects have an owner or privileges, which are kept where they are made anew; see
    :meth:`privileges_target`."""
    of_privileges: ClassVar[bool] = False
    """Whether objects say the owner or privileges of what they are part of.  Where that is made anew, they are made as
    they were before its privileges are given back, and changed afterwards: what the plan says is what stays."""
    secret: ClassVar[bool] = False
    """Whether rows of the query may hold passwords: a catalog with such rows is never kept on disk."""
    renamed_along: ClassVar[bool] = False
    """Whether a rename of an ``origin`` renames what follows it (checks)."""
    unseen: ClassVar[bool] = False
    """Whether others use the objects without a dependency that tells so (a view a cast): they are made in front of all
    that is altered and dropped behind it, as far as nothing else orders them."""

    # reading

    @abstractmethod
    def query(self, server_version: int) -> CatalogQuery | None:
        """The catalog query, or None where the server's version does not know the kind."""

    @abstractmethod
    def read(self, row: Sequence[Any]) -> CatalogObject | None:
        """One row of the query as an object; None leaves it out.

        Rows that differ in their oid alone must give equal objects: one of them is made, and stands for both.
        """

    def from_the_start(self, server_version: int) -> Sequence[CatalogObject]:
        """Objects that a new database has already."""
        return ()

    def inner_comments(self, server_version: int) -> str | None:
        """SQL for comments on what PostgreSQL made along with an object, and what is no object of its own.

        Four columns: the object's address in two, the field of the object that the text belongs to, and the text.
        """
        return None

    def settled(self, desired: Snapshot, current: Snapshot, left_alone: frozenset[ObjectId]) -> Snapshot:
        """The desired side with what its objects mean beside those that are ``left_alone``, as in ``current``.

        Asked once the two are put together, for objects that say how they differ from what others give.
        """
        return desired

    # writing

    @abstractmethod
    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        """Statements that make the object; ``parts`` is what its own parts' :meth:`part` gave."""

    @abstractmethod
    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        """Statements that drop the object and what is part of it."""

    @abstractmethod
    def alter(
        self, before: CatalogObject, after: CatalogObject, context: PlanContext
    ) -> Sequence[Statement] | Alteration | Rebuild:
        """Statements that turn one into the other; the ids are the same and the comments are not your business."""

    def part(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Any:
        """The object as a piece of its owner's CREATE statement, for the owner's detector."""
        raise TypeError(f"{self.kind} is never a part")

    def after_part(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        """Statements that belong right behind the owner's CREATE where the object was a part of it."""
        return ()

    def tidied(self, obj: CatalogObject) -> CatalogObject:
        """The object without what other fields make meaningless; asked where fields of two sides were put together."""
        return obj

    def may_be_part(self, obj: CatalogObject) -> bool:
        """Whether the object can be made within its owner's CREATE statement; then :meth:`part` says how."""
        return False

    def must_be_part(self, obj: CatalogObject) -> bool:
        """Whether the object can only be made within its owner's CREATE statement (a generation expression)."""
        return False

    def may_drop_alone(self, obj: CatalogObject) -> bool:
        """Whether the object can be dropped while its owner stays; if not, its :meth:`rebuild_root` is rebuilt."""
        return True

    def following(self, origin: CatalogObject, obj: CatalogObject) -> CatalogObject:
        """What ``obj`` is if it does nothing but follow ``origin``: the origin's values under its own identity."""
        return replace(
            origin, id=obj.id, owner_id=obj.owner_id, origin=obj.origin, link=obj.link, position=obj.position
        )

    def comes_with_owner(self, origin: CatalogObject, obj: CatalogObject) -> CatalogObject:
        """What ``obj`` is once its owner is made along with the bond to what has ``origin``."""
        return self.following(origin, obj)

    def stands_after_bonds(self, obj: CatalogObject) -> bool:
        """Whether the object is made once other tables are joined below its own: joining them would fill it up."""
        return False

    def keeps(self, obj: CatalogObject, origin: CatalogObject) -> frozenset[str]:
        """The fields that ``obj``, which follows ``origin``, may keep as they are, whatever becomes of the origin's."""
        return frozenset()

    def leads(
        self, before: CatalogObject, after: CatalogObject, origin: CatalogObject, context: PlanContext
    ) -> Sequence[Statement]:
        """Statements for an object that follows ``origin``, to be made before the origin's own change.

        For what PostgreSQL joins if it is there and makes under another name if it is not.
        """
        return ()

    def comment_target(self, obj: CatalogObject) -> str | None:
        """What stands behind COMMENT ON for this object; None where comments are impossible."""
        return None

    def privileges_target(self, obj: CatalogObject) -> str | None:
        """What ``db.keep_privileges()`` takes for this object; None where it has neither owner nor privileges."""
        return self.comment_target(obj) if self.owned else None

    # asked by the comparer and the planner

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        """The names that the object takes up, each with its name space: two objects never hold one of them at once."""
        return ()

    def lends(self, obj: CatalogObject) -> tuple[ObjectId, ...]:
        """Objects whose users use this one as well, though no dependency tells so: they are made after it."""
        return ()

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | None:
        """Statements that give ``before`` the name of ``after``; None: this kind is not renamed."""
        return None

    def around_renames(
        self, renamed: Mapping[ObjectId, ObjectId], context: PlanContext
    ) -> tuple[Sequence[Statement], Sequence[Statement]]:
        """Statements in front of and behind renames that are asked for, for objects that have to let go meanwhile.

        ``renamed`` gives the new id of each object by its old one, and ``context.current`` has the old ones.  What is
        no part of another (a table) has its new name by then, on the way back as well.
        """
        return (), ()

    def differs_in_name_only(self, before: CatalogObject, after: CatalogObject) -> bool:
        """Whether a dropped and an added object are the same but for the name, so that a rename loses nothing."""
        return False

    def takes_over(self, before: CatalogObject, after: CatalogObject) -> bool:
        """Whether an added object is a dropped one under another name, and altered, if no other of the two could be.

        Asked of those that :meth:`differs_in_name_only` did not pair.
        """
        return False

    def resembles(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> bool:
        """Whether it is worth asking if a dropped and an added object are one that was renamed."""
        return False

    def follows_anew(self, before: CatalogObject, after: CatalogObject) -> bool:
        """Whether an object is made again where one side follows an ``origin`` that comes or goes, the other none."""
        return False

    def loosened(self, obj: CatalogObject) -> CatalogObject | None:
        """The object without its bond to its owner, to be made before it and bound to it afterwards; None: no way."""
        return None

    def mistakable(self, gone: CatalogObject, comer: CatalogObject) -> bool:
        """Whether a call of ``comer`` could be read as one of ``gone``, which has its name, while both are there."""
        return False

    def parted(
        self, before: CatalogObject, after: CatalogObject, gone: Collection[ObjectId], context: PlanContext
    ) -> tuple[Sequence[Statement], CatalogObject] | None:
        """Statements by which an object that cannot be rebuilt lets go of what is ``gone``, and what it is then.

        :meth:`alter` leads on from there.  None: there is no such way, or it is rebuilt.
        """
        return None

    def rebuild_root(self, obj: CatalogObject) -> ObjectId:
        """The object that has to be rebuilt where this one has to (the column of a generation expression)."""
        return obj.id

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        """How the object takes ``change``, which rebuilds or disturbs something that it depends on.

        Raises ``UnsupportedChangeError`` where PostgreSQL has no way.
        """
        return Reaction(rebuild=True)

    def describe(self, obj: CatalogObject) -> str:
        """The object for people, in file headers and messages."""
        return str(obj.id)

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        """What changes, for people: a few words, or an empty string, for which the names of the fields stand in."""
        return ""

    def alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        """What changes, for people, and never nothing: what :meth:`describe_alteration` says, or the fields' names."""
        return self.describe_alteration(before, after) or ", ".join(
            item.name.replace("_", " ")
            for item in fields(after)
            if item.compare and item.name != "id" and getattr(before, item.name, None) != getattr(after, item.name)
        )
