"""Renames as PostgreSQL carries them out: on a copy of the database, there and back, and what comes of it.

Nobody here edits a text to follow a name; but the way back is not the way there turned round.  A join prints the
columns that it joins by (``USING (id)``, for NATURAL as well).  Once one of them is renamed, it prints ``t t(id, …)``:
aliases under which the join still holds.  What ``down`` makes of such a text has the aliases as its own, and prints
``t t`` after the rename back (PostgreSQL 13 to 18).  So what that leaves is measured as well, and changed to what was
there before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from matrx_orm_migrate.diff.inspect import inspect_copy
from matrx_orm_migrate.diff.places import ScratchServer
from matrx_orm_migrate.diff.plan import KEEP, joined
from matrx_orm_migrate.diff.prove import build_copy
from matrx_orm_migrate.diff.renames import Rename, old_id, rename_statements
from matrx_orm_migrate.diff.scratch import StatementFailedError
from matrx_orm_migrate.diff.stages import Stage, way_back
from matrx_orm_migrate.errors import ProofFailedError, UnsupportedChangeError
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.schema import ObjectId, Snapshot, Statement

__all__ = ["ending_as_it_began", "renamed_copy"]


async def renamed_copy(
    server: ScratchServer, current: Snapshot, renames: Sequence[Rename], plugins: PluginManager
) -> Snapshot:
    """The database as it is once the renames are done: done on a copy, and read back."""
    statements = rename_statements(renames, current, plugins)
    return await _copy_after(server, current, statements, current, plugins, lambda new: old_id(new, renames))


async def ending_as_it_began(server: ScratchServer, stage: Stage, plugins: PluginManager) -> Stage:
    """The stage, its way back led on from what renaming back leaves of what was made again to what was there before.

    What is not made again is what it was: PostgreSQL has renamed it there and back.
    """
    made = _made_again(stage)
    if stage.down is None or not made:
        return stage
    current = stage.current
    back = rename_statements(stage.renames, current, plugins, back=True)
    returned = await _copy_after(server, stage.renamed, back, current, plugins, lambda same: same)
    left = {object_id: obj for object_id in made if (obj := returned.get(object_id)) is not None}
    found = returned.with_objects({**current.objects, **left}.values(), current)
    found = replace(found, tells_privileges=stage.desired.tells_privileges)
    names = list(stage.rewritten_by)
    try:
        rest = way_back(found, current, plugins, names)
    except UnsupportedChangeError as error:
        return replace(stage, down=None, no_down=error.message)

    def target(object_id: ObjectId) -> str | None:
        obj = stage.renamed.get(object_id)
        return plugins.detectors[object_id.kind].privileges_target(obj) if obj is not None else None

    down = joined(stage.down, rest, stage.desired, stage.renamed, target)
    return replace(stage, down=down, rewritten_by=tuple(dict.fromkeys(names)))


def _made_again(stage: Stage) -> set[ObjectId]:
    """What ``down`` makes or alters before the rename back and that needs what is renamed, by its former id."""
    if stage.down is None:
        return set()
    dependents = stage.renamed.dependents()
    waiting = [rename.new for rename in stage.renames]
    needing: set[ObjectId] = set()
    while waiting:
        fresh = dependents.get(waiting.pop(), set()) - needing
        needing |= fresh
        waiting += fresh
    needing -= {rename.new for rename in stage.renames}
    ahead = [step for step in stage.down.steps[:-1] if step.verb != KEEP]
    return {old_id(one, stage.renames) for step in ahead for one in step.objects if one in needing}


async def _copy_after(
    server: ScratchServer,
    start: Snapshot,
    statements: Sequence[Statement],
    live: Snapshot,
    plugins: PluginManager,
    was: Callable[[ObjectId], ObjectId],
) -> Snapshot:
    """A copy of ``start``, with dependencies, once the statements have run; ``was`` gives the ids of ``live``."""
    async with server.database() as scratch:
        await build_copy(scratch, start, plugins)
        try:
            await scratch.run(statement.sql for statement in statements)
        except StatementFailedError as error:
            raise ProofFailedError(f"a rename failed in the proof: {error.reason}", statement=error.sql) from None
        return await inspect_copy(scratch.connection, plugins, live, was=was)
