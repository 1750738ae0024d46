"""What to mind about privileges in a plan.

PRIV001  everybody may write: INSERT, UPDATE, DELETE or TRUNCATE for PUBLIC, on a table or for those to come
PRIV002  everybody may run a SECURITY DEFINER function that has no search_path of its own
PRIV003  everybody may create objects in a schema

Said of what the plan makes or changes, not of everything that there is.
"""

from __future__ import annotations

from collections.abc import Iterator

from matrx_orm_migrate.hooks import Finding, Review
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Routine
from matrx_orm_migrate_privileges.objects import EVERYBODY, DefaultPrivileges, Privileges
from matrx_orm_migrate_privileges.targets import described, privileges_id
from matrx_orm_migrate_privileges.usual import usual_on

__all__ = ["findings"]

_WRITES = {"INSERT", "UPDATE", "DELETE", "TRUNCATE"}


def findings(plan: Review) -> Iterator[Finding]:
    """What the rules find, in the order of the objects."""
    for change in sorted(plan.changes, key=lambda change: change.id):
        after, before = change.after, change.before
        if isinstance(after, Privileges) and after.grantee == EVERYBODY:
            new = _names(after) - _names(before)
            what = described(after.target)
            if after.sort in ("r", "c") and new & _WRITES:
                yield _finding("PRIV001", f"everybody may {_listed(new & _WRITES)} {what}")
            if after.sort == "n" and "CREATE" in new:
                yield _finding("PRIV003", f"everybody may create objects in {what}")
        if isinstance(after, DefaultPrivileges) and after.grantee == EVERYBODY and after.id.name == "TABLES":
            new = (_names(after) - _names(before)) & _WRITES
            if new:
                yield _finding("PRIV001", f"everybody may {_listed(new)} tables that are made from now on")
    for object_id in sorted({_routine(change.subject) for change in plan.changes} - {None}, key=str):
        routine = plan.desired.get(object_id) if object_id is not None else None
        if isinstance(routine, Routine) and _is_open(routine) and _for_everybody(routine.id, plan):
            yield _finding(
                "PRIV002",
                f"everybody may run {described(routine.id)} as its owner, and with a search_path of their choosing: "
                "SET search_path belongs to it, or REVOKE EXECUTE … FROM PUBLIC",
            )


def _finding(code: str, message: str) -> Finding:
    return Finding(code=code, message=message)


def _listed(words: set[str]) -> str:
    return ", ".join(sorted(words))


def _names(obj: CatalogObject | None) -> set[str]:
    if not isinstance(obj, (Privileges, DefaultPrivileges)):
        return set()
    return {right.removesuffix("*") for right in obj.granted}


def _routine(obj: CatalogObject) -> ObjectId | None:
    """The routine that a change is about: itself, or what may be done with it."""
    if isinstance(obj, Routine):
        return obj.id
    return obj.target if isinstance(obj, Privileges) and obj.sort == "f" else None


def _is_open(routine: Routine) -> bool:
    """Whether a routine runs as its owner, under the caller's search_path.

    ``pg_get_functiondef`` prints each of these in a line of its own, in front of the body.
    """
    head: list[str] = []
    for line in routine.definition.splitlines():
        if line.startswith(("AS ", "BEGIN ATOMIC", "RETURN ")):
            break
        head.append(line)
    settings = [line for line in head if line.startswith(" SET search_path ")]
    return any("SECURITY DEFINER" in line.split("'")[0] for line in head[1:]) and not settings


def _for_everybody(routine: ObjectId, plan: Review) -> bool:
    said = plan.desired.get(privileges_id(routine, EVERYBODY))
    if isinstance(said, Privileges):
        return "EXECUTE" in _names(said)
    return "EXECUTE" in usual_on(plan.desired, routine, EVERYBODY)
