"""What a detector may look at while it writes statements."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from matrx_orm_migrate.ddl import qualified
from matrx_orm_migrate.schema import (
    Cast,
    Column,
    CompositeType,
    Domain,
    ExtensionDependency,
    ForeignKey,
    ForeignTable,
    ObjectId,
    Partition,
    Range,
    Snapshot,
    Table,
)

__all__ = ["PlanContext"]


@dataclass(frozen=True, kw_only=True)
class PlanContext:
    """What a detector may look at while it writes statements: both sides, and the server's version.

    ``one_transaction`` says that all statements run in one transaction, so that nothing may be left to be committed
    before the next statement uses it.
    """

    current: Snapshot
    desired: Snapshot
    server_version: int
    one_transaction: bool = False

    @cached_property
    def _casts(self) -> frozenset[tuple[str, str]]:
        return self.current.casts | self.desired.casts

    @cached_property
    def _made_casts(self) -> Mapping[tuple[str, str], ObjectId]:
        both = (obj for side in (self.current, self.desired) for obj in side if isinstance(obj, Cast))
        return {(cast.source, cast.target): cast.id for cast in both}

    def casts_on(self, *types: str) -> tuple[ObjectId, ...]:
        """The casts of the user's that an expression goes through which leads from each type to the next."""
        made = self._made_casts
        return tuple(made[step] for step in pairwise(types) if step in made)

    @cached_property
    def dependents(self) -> Mapping[ObjectId, Collection[ObjectId]]:
        """The objects of the current side, each with those that need it directly."""
        return self.current.dependents()

    @cached_property
    def followers(self) -> Mapping[ObjectId, list[ObjectId]]:
        """The objects of the current side that have an ``origin``, by their origin."""
        found: dict[ObjectId, list[ObjectId]] = {}
        for obj in self.current:
            if obj.origin is not None:
                found.setdefault(obj.origin, []).append(obj.id)
        return found

    @cached_property
    def partitions(self) -> Mapping[ObjectId, list[Partition]]:
        """The bonds of partitions that the desired side has, by their parent."""
        found: dict[ObjectId, list[Partition]] = {}
        for obj in self.desired:
            if isinstance(obj, Partition):
                found.setdefault(obj.parent, []).append(obj)
        return found

    @cached_property
    def referred(self) -> Mapping[ObjectId, list[ForeignKey]]:
        """The foreign keys of the current side, by the table that they refer to."""
        found: dict[ObjectId, list[ForeignKey]] = {}
        for key in (obj for obj in self.current if isinstance(obj, ForeignKey)):
            found.setdefault(key.referred_table, []).append(key)
        return found

    @cached_property
    def rows_are_held(self) -> bool:
        """Whether a column of either side holds rows of a table, or a type may: most databases have neither."""
        for side in (self.current, self.desired):
            tables = {obj.id for obj in side if isinstance(obj, (Table, ForeignTable))}
            names = {qualified(table.schema, table.name) for table in tables}
            for obj in side:
                if isinstance(obj, Column) and obj.type.removesuffix("[]") in names:
                    return True
                if isinstance(obj, (CompositeType, Domain, Range)) and not tables.isdisjoint(side.needs(obj.id)):
                    return True
        return False

    @cached_property
    def on_extensions(self) -> Mapping[ObjectId, list[ExtensionDependency]]:
        """The dependencies on extensions that both sides have, by what each of them needs."""
        found: dict[ObjectId, list[ExtensionDependency]] = {}
        for obj in self.desired:
            if isinstance(obj, ExtensionDependency) and obj.id in self.current:
                for needed in sorted(self.desired.needs(obj.id)):
                    found.setdefault(needed, []).append(obj)
        return found

    def has_cast(self, source: str, target: str) -> bool:
        """Whether an explicit cast leads from one type to another (names as ``format_type`` prints them, no modifier).

        Arrays cast as their elements do (PostgreSQL 18, CREATE CAST, Notes).
        """
        while source.endswith("[]") and target.endswith("[]"):
            source, target = source[:-2], target[:-2]
        return source == target or (source, target) in self._casts
