"""Objects that follow an origin (a partition's columns): PostgreSQL carries the origin's change down to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace

from matrx_orm_migrate.diff.plan.work import Work
from matrx_orm_migrate.hooks import Detector, PlanContext
from matrx_orm_migrate.hooks.detector import Alteration, Rebuild
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Statement

__all__ = ["follow_origins"]


def follow_origins(work: Work, detectors: Mapping[str, Detector], context: PlanContext) -> None:
    """Leave out what comes by itself, and keep what is an object's own beyond it (a comment, a statistics target)."""
    _creates(work, detectors, context)
    _drops(work)
    _alters(work, detectors, context)


def _creates(work: Work, detectors: Mapping[str, Detector], context: PlanContext) -> None:
    wanted = dict(work.creates)
    for obj in sorted(wanted.values(), key=lambda obj: (detectors[obj.id.kind].rank, obj.id)):
        detector = detectors[obj.id.kind]
        if obj.origin is None or detector.echo != "absorbed":
            continue
        origin = wanted.get(obj.origin) or context.desired.get(obj.origin)
        bond = work.creates.get(obj.link) if obj.link is not None else None
        within = bond is not None and bond.owner_id == obj.owner_id and detectors[bond.id.kind].may_be_part(bond)
        comes_with_owner = within and not obj.declared and obj.owner_id in work.creates
        bonded = obj.link not in work.creates and obj.owner_id not in work.creates
        comes_with_origin = bonded and not obj.declared and obj.origin in wanted
        if origin is None or not (comes_with_owner or comes_with_origin):
            continue
        del work.creates[obj.id]
        carried = detector.comes_with_owner(origin, obj) if comes_with_owner else detector.following(origin, obj)
        _keep_the_rest(work, detectors, context, replace(carried, comment=None), obj)


def _drops(work: Work) -> None:
    leaving = dict(work.drops)

    def goes_with_origin(obj: CatalogObject) -> bool:
        if obj.origin is None or obj.origin not in leaving or obj.link in leaving or obj.declared:
            return False
        owner = leaving.get(obj.owner_id) if obj.owner_id is not None else None
        return owner is None or goes_with_origin(owner)  # else it goes with its owner

    for object_id, obj in leaving.items():
        if goes_with_origin(obj):
            work.carried_off[object_id] = work.drops.pop(object_id)


def _alters(work: Work, detectors: Mapping[str, Detector], context: PlanContext) -> None:
    altered = dict(work.alters)
    for object_id, change in altered.items():
        before, after = change.before, change.after
        assert before is not None
        assert after is not None
        detector = detectors[object_id.kind]
        if after.origin is None or detector.echo != "absorbed":
            continue
        above = altered.get(after.origin)
        if before.origin != after.origin:
            renamed = above is not None and above.before is not None and above.before.id == before.origin
            detached = after.link in work.creates or after.link in work.drops
            if renamed and detector.renamed_along and not detached:
                del work.alters[object_id]
                work.statements.pop(object_id, None)
                _keep_the_rest(work, detectors, context, replace(before, id=after.id), after)
            above = None if renamed else _carrying(before, after, work, altered, context)
        elif after.link in work.creates or after.link in work.drops:
            above = None
        if above is None:
            continue
        assert above.before is not None
        assert above.after is not None
        leading = detector.leads(before, after, above.after, context)
        if leading:
            work.statements[object_id] = [*leading]
            work.followers[object_id] = (after.origin, True)
            continue
        was, becomes = detector.following(above.before, after), detector.following(above.after, after)
        kept = {"id", "comment"} | detector.keeps(before, above.before)
        carried = {
            field.name: getattr(becomes, field.name)
            for field in fields(after)
            if field.compare and field.name not in kept and getattr(was, field.name) != getattr(becomes, field.name)
        }
        del work.alters[object_id]
        work.statements.pop(object_id, None)
        _keep_the_rest(work, detectors, context, replace(before, **carried), after)


def _carrying(
    before: CatalogObject, after: CatalogObject, work: Work, altered: Mapping[ObjectId, Change], context: PlanContext
) -> Change | None:
    """The change of one that the object stays with, where it follows several and its origin is another on each side."""
    if before.link == after.link:
        return None
    for side in (after, before):
        link, origin = side.link, side.origin
        if link is None or origin is None or link in work.creates or link in work.drops:
            continue
        if link in context.current and link in context.desired:
            return altered.get(origin)
    return None


def _keep_the_rest(
    work: Work, detectors: Mapping[str, Detector], context: PlanContext, carried: CatalogObject, after: CatalogObject
) -> None:
    """What still differs once PostgreSQL has carried the origin's change down."""
    if carried == after:
        return
    statements: list[Statement] = []
    if replace(carried, comment=after.comment) != after:
        answer = detectors[after.id.kind].alter(carried, after, context)
        if not isinstance(answer, Rebuild):
            statements += answer.statements if isinstance(answer, Alteration) else answer
    work.alters[after.id] = Change(before=carried, after=after)
    work.statements[after.id] = statements
    work.followers[after.id] = (_topmost(after, work, context), False)


def _topmost(obj: CatalogObject, work: Work, context: PlanContext) -> ObjectId:
    """The origin's origin, and so on: the one whose own statement carries all others along."""
    assert obj.origin is not None
    origin = context.desired.get(obj.origin)
    while origin is not None and origin.origin is not None and origin.id not in work.creates:
        origin = context.desired.get(origin.origin)
    return origin.id if origin is not None else obj.origin
