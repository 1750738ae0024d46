"""One difference between two snapshots."""

from __future__ import annotations

from dataclasses import dataclass

from matrx_orm_migrate.schema.ids import ObjectId
from matrx_orm_migrate.schema.objects import CatalogObject

__all__ = ["Change"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference: ``before`` is None where the object is created, ``after`` where it is dropped.

    A change whose two ids differ is a rename (of something that holds no data by itself; tables and columns are renamed
    before the comparison).  ``aside`` tells that the object makes way for a successor of the same name, to which its
    dependents have to move; the two may be equal then.
    """

    before: CatalogObject | None
    after: CatalogObject | None
    aside: bool = False

    @property
    def subject(self) -> CatalogObject:
        """The object after the change, or before it where it is dropped."""
        subject = self.after if self.after is not None else self.before
        assert subject is not None
        return subject

    @property
    def id(self) -> ObjectId:
        """The id of :attr:`subject`."""
        return self.subject.id

    @property
    def verb(self) -> str:
        """``create``, ``drop`` or ``alter``."""
        if self.before is None:
            return "create"
        return "drop" if self.after is None else "alter"

    def reversed(self) -> Change:
        """The same difference seen from the other side."""
        return Change(before=self.after, after=self.before, aside=self.aside)
