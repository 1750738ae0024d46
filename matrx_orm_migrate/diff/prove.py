"""Proof: in a scratch database, current + up gives desired, and + down gives current again."""

from __future__ import annotations

from collections.abc import Sequence

from matrx_orm_migrate.diff.compare import compare
from matrx_orm_migrate.diff.inspect import inspect_database, lacking_roles, without_roles
from matrx_orm_migrate.diff.places import ScratchServer
from matrx_orm_migrate.diff.plan import make_plan
from matrx_orm_migrate.diff.scratch import ScratchDatabase, StatementFailedError
from matrx_orm_migrate.errors import ProofFailedError
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.operations import without_secrets
from matrx_orm_migrate.schema import Snapshot, Statement

__all__ = ["build_copy", "differences", "prove"]


def differences(found: Snapshot, wanted: Snapshot, plugins: PluginManager) -> tuple[str, ...]:
    """What differs between two snapshots, one line each."""
    lines: list[str] = []
    for change in compare(found, wanted, plugins):
        detector = plugins.detectors[change.id.kind]
        if change.before is None:
            lines.append(f"missing: {detector.describe(change.subject)}")
        elif change.after is None:
            lines.append(f"left over: {detector.describe(change.subject)}")
        else:
            fields = [
                f"{name} is {getattr(change.before, name)!r}, wanted {getattr(change.after, name)!r}"
                for name in type(change.after).__dataclass_fields__
                if type(change.after).__dataclass_fields__[name].compare
                and getattr(change.before, name) != getattr(change.after, name)
            ]
            lines.append(f"different: {detector.describe(change.subject)}: {'; '.join(fields)}")
    return tuple(lines)


async def build_copy(scratch: ScratchDatabase, wanted: Snapshot, plugins: PluginManager) -> Snapshot:
    """Make the objects of a snapshot in a scratch database.  ``wanted`` carries dependencies.

    Those that name a role which the server does not have are left out.  Gives the snapshot of what came out.  Raises
    ``ProofFailedError`` where a statement fails.
    """
    wanted = without_roles(wanted, await lacking_roles(scratch.connection, wanted))
    fresh = await inspect_database(scratch.connection, plugins, dependencies=True)
    plan = make_plan(compare(fresh, wanted, plugins), fresh, wanted, plugins)
    try:
        await scratch.run(statement.sql for statement in plan.statements)
    except StatementFailedError as error:
        statement = without_secrets(error.sql)
        raise ProofFailedError(
            f"a copy of the database could not be built in a scratch database: {error.reason}\n"
            f"  in: {statement.splitlines()[0]}",
            statement=statement,
            hint=_unhandled_hint(wanted) or (_UNQUALIFIED if error.sqlstate in _UNDEFINED else ""),
        ) from None
    return await inspect_database(scratch.connection, plugins, dependencies=True)


# undefined_object, undefined_function, undefined_table (PostgreSQL, Error Codes)
_AMBIGUOUS_FUNCTION = "42725"
_AMBIGUOUS_HINT = (
    "Something that cannot be made anew keeps an overload that is to go until this one is made. Make two migrations of "
    "it: in the first, let it call neither, and drop the old overload; in the second, the rest."
)
_UNDEFINED = frozenset(["42704", "42883", "42P01"])
_UNQUALIFIED = (
    "A function's body may name it without its schema, so that pg_dump's output would not load either: write the "
    "schema there, or give the function SET search_path."
)


def _unhandled_hint(snapshot: Snapshot) -> str:
    if not snapshot.unhandled:
        return ""
    counted = ", ".join(f"{count} × {kind.replace('_', ' ')}" for kind, count in sorted(snapshot.unhandled.items()))
    return f"The database has objects that no detector handles, and that may be missing in the copy: {counted}."


async def prove(
    server: ScratchServer,
    *,
    current: Snapshot,
    desired: Snapshot,
    up: Sequence[Statement],
    down: Sequence[Statement] | None,
    plugins: PluginManager,
) -> None:
    """Run the statements on a copy of ``current`` and compare, snapshot against snapshot.

    ``down`` is None where there is no way back.  What names a role that the scratch server does not have is not proved.
    Raises ``ProofFailedError`` with the statement that failed, or the differences.
    """
    async with server.database() as scratch:
        lacking = await lacking_roles(scratch.connection, current, desired)
        current, desired = without_roles(current, lacking), without_roles(desired, lacking)
        up = [statement for statement in up if not lacking.stop(statement)]
        down = [statement for statement in down if not lacking.stop(statement)] if down is not None else None
        copy = await build_copy(scratch, current, plugins)
        _expect(copy, current, plugins, "the copy of the database differs from it")
        await _run(scratch, up, "up")
        after = await inspect_database(scratch.connection, plugins)
        _expect(after, desired, plugins, "after up, the schema is not what was asked for")
        if down is None:
            return
        await _run(scratch, down, "down")
        again = await inspect_database(scratch.connection, plugins)
        _expect(again, current, plugins, "after down, the schema is not what it was")


async def _run(scratch: ScratchDatabase, statements: Sequence[Statement], direction: str) -> None:
    try:
        if all(statement.transactional for statement in statements):
            await scratch.run(statement.sql for statement in statements)
        else:
            for statement in statements:
                await scratch.run_autocommit(statement.sql)
    except StatementFailedError as error:
        raise ProofFailedError(
            f"a statement of {direction} failed in the proof: {error.reason}",
            statement=without_secrets(error.sql),
            hint=_AMBIGUOUS_HINT if error.sqlstate == _AMBIGUOUS_FUNCTION else "",
        ) from None


def _expect(found: Snapshot, wanted: Snapshot, plugins: PluginManager, message: str) -> None:
    lines = differences(found, wanted, plugins)
    if lines:
        shown = "\n".join(f"  - {line}" for line in lines[:8])
        more = f"\n  … and {len(lines) - 8} more" if len(lines) > 8 else ""
        raise ProofFailedError(f"{message}:\n{shown}{more}", differences=lines, hint=_unhandled_hint(wanted))
