"""What a plan has to do, before it is put in order."""

from __future__ import annotations

from dataclasses import dataclass, field

from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Statement

__all__ = ["Work"]


@dataclass(slots=True)
class Work:
    """What is to be done: objects to drop, objects to create, and changes in place with their statements."""

    drops: dict[ObjectId, CatalogObject] = field(default_factory=dict)
    creates: dict[ObjectId, CatalogObject] = field(default_factory=dict)
    alters: dict[ObjectId, Change] = field(default_factory=dict)
    statements: dict[ObjectId, list[Statement]] = field(default_factory=dict)
    rebuilt: set[ObjectId] = field(default_factory=set)
    finishes: dict[ObjectId, list[Statement]] = field(default_factory=dict)
    """What removes objects that stepped aside, once all that hung on them has moved to their successors."""
    moved: set[ObjectId] = field(default_factory=set)
    """Objects in ``alters`` that move from something that steps aside to its successor."""
    releases: dict[ObjectId, list[Statement]] = field(default_factory=dict)
    """What lets objects in ``alters`` go of what is in the way, before it goes and they are altered."""
    released: dict[ObjectId, tuple[ObjectId, ...]] = field(default_factory=dict)
    """Of the objects in ``releases``, what they let go of."""
    loose: set[ObjectId] = field(default_factory=set)
    """Objects that are bound to their owner late: what needs them does not wait for that."""
    renewed: set[ObjectId] = field(default_factory=set)
    """Objects that stepped aside for a successor: what hangs on the old one (its comment) is set again."""
    detours: set[ObjectId] = field(default_factory=set)
    """Objects in ``alters`` that wait under another name until theirs is free; ``finishes`` gives it to them."""
    carried_off: dict[ObjectId, CatalogObject] = field(default_factory=dict)
    """Objects that go without a statement of their own: the drop of their origin takes them along."""
    gone_with_origin: set[ObjectId] = field(default_factory=set)
    """Objects whose origin's drop takes them along, though they are wanted: they are made again."""
    followers: dict[ObjectId, tuple[ObjectId, bool]] = field(default_factory=dict)
    """Objects in ``alters`` that follow an origin's change: the origin, and whether their own statements lead."""
