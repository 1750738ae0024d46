"""The statements that make what a target has no words for, out of the snapshot that it is made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from matrx_orm_migrate.diff.compare import compare
from matrx_orm_migrate.diff.plan import make_plan
from matrx_orm_migrate.hooks import Creation, PluginManager
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Snapshot

__all__ = ["Creations"]

_Said = Callable[[CatalogObject], bool]


class Creations:
    """Gives what makes the objects of ``wanted`` but those that are said in other words, in order.

    ``everything`` is what ``wanted`` was chosen from, with dependencies: what needs something that was not chosen is
    left out, and so is what may hold a password.  ``left_out`` has that, each by what it is called.
    """

    def __init__(self, wanted: Snapshot, everything: Snapshot, plugins: PluginManager) -> None:
        self._wanted = wanted
        self._everything = everything
        self._plugins = plugins
        self.left_out: tuple[str, ...] = ()

    def __call__(self, said: _Said) -> Sequence[Creation]:
        """The creations, for a target that says the objects for which ``said`` is true."""
        detectors = self._plugins.detectors
        complete = self._complete(said)
        missing = [obj for obj in self._wanted if obj.id not in complete]
        self.left_out = tuple(sorted(detectors[obj.id.kind].describe(obj) for obj in missing))
        given = self._plugins.from_the_start(complete.server_version)
        base = [obj if said(obj) else given[obj.id] for obj in complete if said(obj) or obj.id in given]
        current = complete.with_objects([*base, *self._taken_away(complete, given)])
        plan = make_plan(compare(current, complete, self._plugins), current, complete, self._plugins)
        return [
            Creation(
                objects=step.objects,
                summary=step.summary,
                statements=tuple(statement.sql for statement in step.statements),
            )
            for step in plan.steps
        ]

    def _taken_away(self, complete: Snapshot, given: Mapping[ObjectId, CatalogObject]) -> list[CatalogObject]:
        """What a new database has and this one has no more, though what it is part of is there (USAGE of public)."""
        return [
            obj
            for object_id, obj in sorted(given.items())
            if object_id not in self._everything and obj.owner_id is not None and obj.owner_id in complete
        ]

    def _complete(self, said: _Said) -> Snapshot:
        """What is wanted, without what needs, directly or not, something that is not."""
        secret = {kind for kind, detector in self._plugins.detectors.items() if detector.secret}
        verdicts: dict[ObjectId, bool] = {}

        def stands(object_id: ObjectId) -> bool:
            if object_id not in verdicts:
                obj = self._wanted.get(object_id)
                verdicts[object_id] = obj is not None and obj.id.kind not in secret  # a circle is no reason to fall
                if obj is not None and verdicts[object_id] and not said(obj):
                    verdicts[object_id] = all(map(stands, self._everything.needs(object_id)))
            return verdicts[object_id]

        return self._wanted.select(lambda obj: stands(obj.id))
