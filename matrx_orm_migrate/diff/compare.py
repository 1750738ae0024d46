"""Two snapshots → changes.  Not one word about any kind: equality is ``==``, and what is special a detector knows."""

from __future__ import annotations

from collections import defaultdict

from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.schema import CatalogObject, Change, Snapshot

__all__ = ["compare"]


def compare(current: Snapshot, desired: Snapshot, plugins: PluginManager) -> list[Change]:
    """The changes that lead from ``current`` to ``desired``, sorted by id.

    A dropped and a created object that a detector knows to be the same but for the name become one change.
    """
    changes: list[Change] = []
    dropped: list[CatalogObject] = []
    created: list[CatalogObject] = []
    for object_id, before in current.objects.items():
        after = desired.objects.get(object_id)
        if after is None:
            dropped.append(before)
        elif before is not after and before != after:
            changes.append(Change(before=before, after=after))
    created += [obj for object_id, obj in desired.objects.items() if object_id not in current.objects]
    changes += _renamed(dropped, created, plugins)
    changes += [Change(before=obj, after=None) for obj in dropped]
    changes += [Change(before=None, after=obj) for obj in created]
    return sorted(changes, key=lambda change: (change.id, change.verb))


def _renamed(dropped: list[CatalogObject], created: list[CatalogObject], plugins: PluginManager) -> list[Change]:
    """Pair what differs in name only, and take the pairs out of the two lists."""
    by_kind: dict[str, list[CatalogObject]] = defaultdict(list)
    for obj in sorted(created, key=lambda obj: obj.id):
        by_kind[obj.id.kind].append(obj)
    pairs: list[Change] = []
    for before in sorted(dropped, key=lambda obj: obj.id):
        candidates = by_kind.get(before.id.kind)
        if not candidates:
            continue
        detector = plugins.detectors[before.id.kind]
        after = next((obj for obj in candidates if detector.differs_in_name_only(before, obj)), None)
        if after is not None:
            candidates.remove(after)
            pairs.append(Change(before=before, after=after))
    for pair in pairs:
        assert pair.before is not None
        assert pair.after is not None
        dropped.remove(pair.before)
        created.remove(pair.after)
    return pairs
