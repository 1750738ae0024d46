"""Privileges as SQL: from those that a role has to those that it is to have."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate_privileges.objects import EVERYBODY, SELF, Rights

__all__ = ["EVERYTHING", "common", "everything", "grants", "joined", "usual_of", "whom"]

_TABLE = ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE", "REFERENCES", "TRIGGER")
_MAINTAIN_SINCE = 170000

EVERYTHING: Mapping[str, tuple[str, ...]] = {
    "r": _TABLE,
    "c": ("SELECT", "INSERT", "UPDATE", "REFERENCES"),
    "s": ("USAGE", "SELECT", "UPDATE"),
    "f": ("EXECUTE",),
    "T": ("USAGE",),
    "n": ("USAGE", "CREATE"),
    "l": ("USAGE",),
    "F": ("USAGE",),
    "S": ("USAGE",),
    "L": ("SELECT", "UPDATE"),
}
"""All privileges that there are, by the first argument of ``acldefault()``; tables have MAINTAIN since 17."""

_FOR_EVERYBODY: Mapping[str, Rights] = {"f": ("EXECUTE",), "T": ("USAGE",), "l": ("USAGE",)}
"""What PUBLIC may do with a new object (PostgreSQL 18, DDL, Privileges, table 5.2)."""


def everything(sort: str, server_version: int) -> tuple[str, ...]:
    """All privileges on one sort of object, in the order in which they are written."""
    return (*EVERYTHING[sort], *(("MAINTAIN",) if sort == "r" and server_version >= _MAINTAIN_SINCE else ()))


def usual_of(sort: str, grantee: str, server_version: int) -> Rights:
    """What a role may do with a new object where nobody altered default privileges."""
    if grantee == SELF:
        return tuple(sorted(everything(sort, server_version))) if sort != "c" else ()
    return _FOR_EVERYBODY.get(sort, ()) if grantee == EVERYBODY else ()


def _options(rights: Rights) -> dict[str, bool]:
    """The privileges, and whether each may be granted on."""
    return {right.removesuffix("*"): right.endswith("*") for right in rights}


def _rights(options: Mapping[str, bool]) -> Rights:
    return tuple(sorted(f"{right}*" if option else right for right, option in options.items()))


def joined(one: Rights, other: Rights) -> Rights:
    """What is in either."""
    found = _options(one)
    for right, option in _options(other).items():
        found[right] = option or found.get(right, False)
    return _rights(found)


def common(one: Rights, other: Rights) -> Rights:
    """What is in both."""
    first, second = _options(one), _options(other)
    return _rights({right: option and second[right] for right, option in first.items() if right in second})


def whom(role: str, owner: str = SELF) -> str:
    """A grantee as SQL; ``owner`` is the name of :data:`SELF`, or SELF for the role that runs it."""
    if role == EVERYBODY:
        return "PUBLIC"
    if role == SELF:
        return quote(owner) if owner != SELF else "CURRENT_USER"
    return quote(role)


def grants(
    least: Rights, most: Rights, goal: Rights, *, sort: str, version: int, on: str, to: str, column: str = ""
) -> list[str]:
    """REVOKE and GRANT that lead to ``goal`` from ``least``, from ``most``, and from all that lies between.

    ``on`` is what stands behind ON, ``to`` the grantee as SQL.
    """
    had, may_have, wanted = _options(least), _options(most), _options(goal)
    whole = everything(sort, version)

    def words(rights: Iterable[str]) -> str:
        chosen = [right for right in whole if right in set(rights)]
        behind = f" ({quote(column)})" if column else ""
        if len(chosen) == len(whole) > 1:
            return f"ALL{behind}"
        return ", ".join(f"{right}{behind}" for right in chosen)

    gone = [right for right in may_have if right not in wanted]
    optionless = [right for right, option in may_have.items() if option and right in wanted and not wanted[right]]
    new = [right for right, option in wanted.items() if right not in had and not option]
    optional = [right for right, option in wanted.items() if option and not had.get(right, False)]
    found: list[str] = []
    if gone:
        found.append(f"REVOKE {words(gone)} ON {on} FROM {to}")
    if optionless:
        found.append(f"REVOKE GRANT OPTION FOR {words(optionless)} ON {on} FROM {to}")
    if new:
        found.append(f"GRANT {words(new)} ON {on} TO {to}")
    if optional:
        found.append(f"GRANT {words(optional)} ON {on} TO {to} WITH GRANT OPTION")
    return found
