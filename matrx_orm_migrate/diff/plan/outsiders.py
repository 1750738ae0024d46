"""What no detector handles is not rebuilt around a change: a plan that would need that is refused."""

from __future__ import annotations

from collections.abc import Iterable

from matrx_orm_migrate.diff.plan.work import Work
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.schema import ObjectId

__all__ = ["refuse_to_cut_off"]


def refuse_to_cut_off(work: Work, disturbed: Iterable[ObjectId], context: PlanContext) -> None:
    """Raise ``UnsupportedChangeError`` where something would be in the way of the plan, or be lost by it.

    The proof does not see that: its copy of the database is made of what detectors handle.
    """
    if not context.current.outsiders:
        return
    gone = work.drops.keys() - work.creates.keys()
    for object_id in sorted({*work.drops, *disturbed}):
        for outsider in context.current.outsiders.get(object_id, ()):
            if outsider.owner_id == object_id:
                lost = object_id in work.drops and object_id not in gone
            else:
                lost = outsider.owner_id not in gone
            if lost:
                does = "is part of" if outsider.owner_id == object_id else "depends on"
                raise UnsupportedChangeError(
                    f"{outsider.name} {does} {object_id}, which would have to be "
                    f"{'dropped' if object_id in gone else 'made anew or changed'}, and no plugin here handles it",
                    hint="Install the plugin that handles it (matrx-orm-migrate-rls does that for policies), or drop "
                    "it in a migration of your own first, and make it again afterwards.",
                )
