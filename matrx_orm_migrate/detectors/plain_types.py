"""What a type is below the domains over it: how values are converted, and what that may cost, depends on that alone."""

from __future__ import annotations

from dataclasses import dataclass

from matrx_orm_migrate.ddl import qualified
from matrx_orm_migrate.schema import CatalogObject, CompositeType, Domain, Enum, ObjectId, Range, Snapshot

__all__ = ["PlainType", "plain_type", "type_named", "without_modifier"]

_TYPES = (CompositeType, Domain, Enum, Range)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainType:
    """A type, and the domains that it was reached through, the outermost first.

    ``type`` is as ``format_type`` prints it, ``base`` without its modifier; ``made`` says that users made it.
    ``holder`` is what has the type: the innermost domain, or what was asked about.
    """

    type: str
    base: str
    holder: ObjectId
    domains: tuple[Domain, ...] = ()
    made: bool = False


def plain_type(name: str, holder: ObjectId, snapshot: Snapshot, base: str | None = None) -> PlainType:
    """The type below the type ``name`` that the holder has, on that side.

    ``base`` is the name without its modifier, where the catalog was asked for it.  An array of a domain over arrays
    has no name without the domain, so it stays.
    """
    domains: list[Domain] = []
    while isinstance(found := type_named(name.removesuffix("[]"), holder, snapshot), Domain):
        array = name.endswith("[]")
        if array and found.base_type.endswith("[]"):
            break
        domains.append(found)
        name, holder, base = found.base_type + ("[]" if array else ""), found.id, None
    return PlainType(
        type=name, base=base or without_modifier(name), holder=holder, domains=tuple(domains), made=found is not None
    )


def type_named(name: str, holder: ObjectId, snapshot: Snapshot) -> CatalogObject | None:
    """The users' type of that name, as ``format_type`` prints it, that the holder needs."""
    for needed in snapshot.needs(holder):
        found = snapshot.get(needed)
        if not isinstance(found, _TYPES):
            continue
        names = [needed.name, *([found.multirange] if isinstance(found, Range) and found.multirange else [])]
        if name in (qualified(needed.schema, one) for one in names):
            return found
    return None


def without_modifier(type_: str) -> str:
    """``numeric[]`` of ``numeric(8,3)[]``; as ``format_type`` prints it for no modifier, but for ``bpchar``."""
    element = type_.removesuffix("[]")
    array = type_[len(element) :]
    if element.startswith("interval"):
        return f"interval{array}"
    start, end = element.rfind("("), element.rfind(")")
    if start < 0 or element.rfind('"') > end:
        return type_  # no modifier, or a bracket within a name
    return element[:start] + element[end + 1 :] + array
