"""Names that change places: PostgreSQL never has one twice, so something waits under another name for a moment."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from matrx_orm_migrate.diff.plan.work import Work
from matrx_orm_migrate.hooks import Detector, PlanContext
from matrx_orm_migrate.schema import CatalogObject, ObjectId

__all__ = ["make_detour", "waiting"]

_MAX_BYTES = 63
_SUFFIX = "__matrx_new"


def make_detour(
    work: Work, renamed: Iterable[ObjectId], detectors: Mapping[str, Detector], context: PlanContext
) -> bool:
    """Let one of the objects, all of which are renamed in a circle, have its new name in two steps.

    False where none of them can.
    """
    for object_id in sorted(renamed):
        change = work.alters[object_id]
        if change.before is None or change.before.id == object_id or object_id in work.finishes:
            continue
        meanwhile = waiting(change.before)
        detector = detectors[object_id.kind]
        direct = detector.rename(change.before, change.subject, context)
        first = detector.rename(change.before, meanwhile, context)
        then = detector.rename(meanwhile, change.subject, context)
        if direct is None or first is None or then is None:
            continue
        rest = work.statements[object_id][len(direct) :]
        work.detours.add(object_id)
        work.statements[object_id] = [*first]
        work.finishes[object_id] = [*then, *rest]
        return True
    return False


def waiting(obj: CatalogObject) -> CatalogObject:
    """The object under the name that it has meanwhile, within PostgreSQL's 63 bytes."""
    name = obj.id.name.encode()[: _MAX_BYTES - len(_SUFFIX)].decode(errors="ignore") + _SUFFIX
    return replace(obj, id=obj.id._replace(name=name))
