"""Two snapshots → changes.  Not one word about any kind: equality is ``==``, and what is special a detector knows."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.schema import CatalogObject, Change, ObjectId, Snapshot

__all__ = ["compare"]

_Objects = dict[ObjectId, CatalogObject]


def compare(current: Snapshot, desired: Snapshot, plugins: PluginManager) -> list[Change]:
    """The changes that lead from ``current`` to ``desired``, sorted by id.

    A dropped and a created object that a detector knows to be the same but for the name become one change.  Of objects
    that follow an origin, those of the same owner and origin are the same, whatever their names: PostgreSQL chose them.
    """
    changes: list[Change] = []
    dropped: dict[ObjectId, CatalogObject] = {}
    created = {object_id: obj for object_id, obj in desired.objects.items() if object_id not in current.objects}
    followers: list[tuple[CatalogObject, CatalogObject]] = []
    for object_id, before in current.objects.items():
        after = desired.objects.get(object_id)
        if after is None:
            dropped[object_id] = before
        elif before is after:
            continue
        elif before.origin is not None and after.origin is not None:
            followers.append((before, after))
        elif before != after:
            changes.append(Change(before=before, after=after))
    pairs = _renamed(_alone(dropped), _alone(created), plugins)
    _take_out(pairs, dropped, created)
    if pairs or any(before.origin != after.origin for before, after in followers):
        # what has the name of one follower may be another
        dropped |= {before.id: before for before, _after in followers}
        created |= {after.id: after for _before, after in followers}
    else:
        pairs += [Change(before=before, after=after) for before, after in followers]
    pairs += _followed(dropped, created, pairs)
    _take_out(pairs, dropped, created)
    pairs += [Change(before=dropped[object_id], after=created[object_id]) for object_id in dropped.keys() & created]
    _take_out(pairs, dropped, created)
    pairs += _renamed(dropped, created, plugins)
    _take_out(pairs, dropped, created)
    pairs += _taken_over(dropped, created, plugins)
    _take_out(pairs, dropped, created)
    changes += [pair for pair in pairs if pair.before != pair.after]
    changes += [Change(before=obj, after=None) for obj in dropped.values()]
    changes += [Change(before=None, after=obj) for obj in created.values()]
    return sorted(changes, key=lambda change: (change.id, change.verb))


def _alone(objects: _Objects) -> _Objects:
    """Those that follow no origin."""
    return {object_id: obj for object_id, obj in objects.items() if obj.origin is None}


def _renamed(dropped: _Objects, created: _Objects, plugins: PluginManager) -> list[Change]:
    """Pair what differs in name only."""
    by_kind: dict[str, list[CatalogObject]] = defaultdict(list)
    for object_id in sorted(created):
        by_kind[object_id.kind].append(created[object_id])
    pairs: list[Change] = []
    for object_id in sorted(dropped):
        candidates = by_kind.get(object_id.kind)
        if not candidates:
            continue
        before, detector = dropped[object_id], plugins.detectors[object_id.kind]
        after = next((obj for obj in candidates if detector.differs_in_name_only(before, obj)), None)
        if after is not None:
            candidates.remove(after)
            pairs.append(Change(before=before, after=after))
    return pairs


def _taken_over(dropped: _Objects, created: _Objects, plugins: PluginManager) -> list[Change]:
    """Pair what takes another's place, where there is but one of both."""
    by_kind: dict[str, list[CatalogObject]] = defaultdict(list)
    for obj in created.values():
        by_kind[obj.id.kind].append(obj)
    found = [
        Change(before=before, after=after)
        for before in dropped.values()
        for after in by_kind.get(before.id.kind, ())
        if plugins.detectors[before.id.kind].takes_over(before, after)
    ]
    leaving = Counter(change.before.id for change in found if change.before is not None)
    coming = Counter(change.id for change in found)
    return [
        change for change in found if change.before is not None and leaving[change.before.id] == coming[change.id] == 1
    ]


def _followed(dropped: _Objects, created: _Objects, renamed: Iterable[Change]) -> list[Change]:
    """Pair what follows the same origin, which may be among ``renamed``, for the same owner."""
    wanted = {(obj.id.kind, obj.owner_id, obj.origin): obj for obj in created.values() if obj.origin is not None}
    names = {pair.before.id: pair.id for pair in renamed if pair.before is not None}
    followers = [obj for obj in dropped.values() if obj.origin is not None]
    pairs: list[Change] = []
    while wanted and followers:
        # what follows one that follows another waits for that
        waiting = {obj.id for obj in followers}
        for before in followers:
            if before.origin is None or before.origin in waiting:
                continue
            origin = names.get(before.origin, before.origin)
            after = wanted.pop((before.id.kind, before.owner_id, origin), None)
            if after is not None:
                pairs.append(Change(before=before, after=after))
                names[before.id] = after.id
        followers = [obj for obj in followers if obj.origin in waiting]
    return pairs


def _take_out(pairs: Iterable[Change], dropped: _Objects, created: _Objects) -> None:
    for pair in pairs:
        if pair.before is not None:
            dropped.pop(pair.before.id, None)
            created.pop(pair.id, None)
