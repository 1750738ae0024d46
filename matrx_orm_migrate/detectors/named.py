"""What the plainest kinds share: one CREATE, one DROP, a name that can be changed, and hardly anything altered."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any, ClassVar

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA, statements
from matrx_orm_migrate.hooks import Detector, PlanContext, Reaction, Rebuild
from matrx_orm_migrate.schema import CatalogObject, Change, Statement, Table

__all__ = ["NamedDetector", "RenamableDetector", "first_schema"]


class NamedDetector(Detector):
    """Base of detectors whose statements are ``CREATE word …``, ``DROP word name`` and ``COMMENT ON word name``."""

    word: ClassVar[str]
    """What stands behind CREATE, ALTER and DROP."""

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        return statements(f"CREATE {self.definition(obj)}")

    def definition(self, obj: CatalogObject) -> str:
        """What stands behind CREATE."""
        raise NotImplementedError

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP {self.word} {self.name(obj)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        return Rebuild()

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        # a row type changes along with its table
        return Reaction(rebuild=not isinstance(change.after, Table))

    def name(self, obj: CatalogObject) -> str:
        """The object as ALTER, DROP and COMMENT ON take it."""
        return qualified(obj.id.schema, obj.id.name)

    def comment_target(self, obj: CatalogObject) -> str:
        return f"{self.word} {self.name(obj)}"

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        return ((self.kind, obj.id.schema, obj.id.name, obj.id.signature),)


class RenamableDetector(NamedDetector):
    """Base of those whose name can be changed."""

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"ALTER {self.word} {self.name(before)} RENAME TO {quote(after.id.name)}")

    def differs_in_name_only(self, before: CatalogObject, after: CatalogObject) -> bool:
        same_place = (before.id.schema, before.id.signature) == (after.id.schema, after.id.signature)
        return same_place and replace(before, id=after.id, comment=after.comment) == after


def first_schema(*aliases: str) -> str:
    """SQL for the first of these rows of pg_namespace (some may be missing) that is the user's; empty if none is."""
    own = ", ".join(f"CASE WHEN {USER_SCHEMA.replace('n.', f'{alias}.')} THEN {alias}.nspname END" for alias in aliases)
    return f"coalesce({own}, '')"
