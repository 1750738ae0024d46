"""How a column's values go from one type to another: the USING expression, what may go wrong, and what it costs."""

from __future__ import annotations

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.detectors.column_losses import (
    Caveat,
    between_ranges,
    integers,
    is_oid_by_hand,
    narrowing,
    signed_by_hand,
    spaces_aside,
    spaces_cut,
)
from matrx_orm_migrate.detectors.plain_types import PlainType, plain_type, type_named
from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.schema import Column, HazardKind, Range

__all__ = ["allowed_less", "can_refuse", "conversion", "converted", "refusing", "rewrites"]

_TEXT_TYPES = {"text", "character varying", "character", '"char"', "name"}
_WHOLE_NUMBERS = {"smallint", "integer", "bigint"}
# the functions that bring a value to a length, and what the modifier is more than the length
_LENGTHS = {
    "character varying": ('"varchar"', 4),
    "character": ("bpchar", 4),
    "bit": ('"bit"', 0),
    "bit varying": ("varbit", 0),
}
# type changes that PostgreSQL makes without writing the rows anew (PostgreSQL 18, ALTER TABLE, Notes)
_BINARY_COERCIBLE = {("character varying", "text"), ("text", "character varying"), ("cidr", "inet")}


def conversion(before: Column, after: Column, context: PlanContext) -> tuple[str | None, list[Caveat]]:
    """The USING expression that keeps the rows (None: none is needed), and what may go wrong."""
    old = plain_type(before.type, before.id, context.current, before.base_type)
    new = plain_type(after.type, after.id, context.desired, after.base_type)
    return converted(quote(after.id.name), old, new, context)


def converted(
    value: str, old: PlainType, new: PlainType, context: PlanContext, *, cuts: bool = False
) -> tuple[str | None, list[Caveat]]:
    """``value``, an expression, as one of the new type but for its modifier and its domains (None: as it is).

    Those are left to the assignment, for PostgreSQL then refuses what does not fit, where an explicit cast cuts it off
    (PostgreSQL 18, Character Types).  ``cuts`` says that an explicit cast follows nevertheless.
    """
    using, caveats = _converted(value, old, new, context, cuts=cuts)
    if new.base == "character varying" and (length := integers(new.type)):
        (most,) = length
        if spaces_cut(most) in caveats:
            using = _spaces_kept(value if using is None or old.base == "text" else using, most)
            caveats = [caveat for caveat in caveats if caveat not in (spaces_cut(most), spaces_aside(most))]
            caveats.append((HazardKind.MAY_FAIL, f"fails on texts longer than {most}, be it by spaces at their end"))
    return using, [*caveats, *allowed_less(old, new, caveats)]


def _spaces_kept(value: str, most: int) -> str:
    """``value``, such that an assignment fails where it would cut spaces off that stand beyond the length.

    It only does so where nothing but spaces is too much (PostgreSQL 18, Character Types): behind these, something is.
    """
    return f"CASE WHEN pg_catalog.char_length({value}) > {most} THEN {value} || '.' ELSE {value} END"


def allowed_less(old: PlainType, new: PlainType, caveats: list[Caveat]) -> list[Caveat]:
    """That a domain may not allow a value, where its rules are new, or look at another value than before."""
    had = {check.definition for domain in old.domains for check in domain.constraints}
    nullable = not any(domain.not_null for domain in old.domains)
    same = old.base == new.base or {old.base, new.base} <= _WHOLE_NUMBERS
    same = same and not any(kind is HazardKind.DATA_LOSS for kind, _text in caveats)
    found: list[Caveat] = []
    for domain in new.domains:
        checks = {check.definition for check in domain.constraints}
        if (checks - had if same else checks) or (domain.not_null and nullable):
            name = qualified(domain.id.schema, domain.id.name)
            found.append((HazardKind.MAY_FAIL, f"fails on a value that {name} does not allow"))
    return found


def _converted(
    value: str, before: PlainType, after: PlainType, context: PlanContext, *, cuts: bool
) -> tuple[str | None, list[Caveat]]:
    old, new = before.base, after.base
    caveats = narrowing(before.type, after.type, old.removesuffix("[]"), new.removesuffix("[]"), cuts=cuts)
    if old == new:
        if before.made and before.domains != after.domains:
            # the type may be made anew meanwhile, and the old one's values are not the new one's
            return f"{value}::text{'[]' if old.endswith('[]') else ''}::{new}", []
        return None, [] if before.type == after.type else caveats
    element = new.removesuffix("[]")
    if new.endswith("[]") and old == element:
        return f"CASE WHEN {value} IS NOT NULL THEN ARRAY[{value}] END", caveats
    if old.endswith("[]") and old.removesuffix("[]") == new:
        return f"{value}[1]", [(HazardKind.DATA_LOSS, "all elements but the first are gone"), *caveats]
    arrays = old.endswith("[]") and new.endswith("[]")
    source, target = (old.removesuffix("[]"), element) if arrays else (old, new)
    if source in _TEXT_TYPES and new.endswith("[]") and not arrays:
        caveats = [(HazardKind.MAY_FAIL, f"fails on a text that is no {after.type}"), *_beside_texts(caveats)]
    if target in _TEXT_TYPES or source in _TEXT_TYPES or context.has_cast(source, target):
        if target == "bit" and source in ("integer", "bigint"):
            # a number fills as many bits as the modifier says, one without it (PostgreSQL 18, Bit String Functions)
            return f"{value}::{after.type}", caveats
        bits = signed_by_hand(before.type, after.type)
        if bits is not None:
            # the way back from integer::bit(40), which repeats the sign on the left
            number = f"{value}::bit(64)::bigint"
            return f"({number} >> {64 - bits})::integer" if bits < 64 else f"({number})::integer", caveats
        if is_oid_by_hand(source, target):
            return f"{value}::bigint{'[]' if arrays else ''}::{new}", caveats
        unknown = "." in f"{source}{target}" and not {source, target} & _TEXT_TYPES
        if unknown and not caveats and not _is_own_multirange(source, target, before, context):
            # a cast of users' or of an extension's, which no rule knows
            caveats = [(HazardKind.DATA_LOSS, f"the cast from {source} to {target} may not keep all of a value")]
        # without the modifier: then PostgreSQL refuses what does not fit instead of cutting it off
        return f"{value}::{_castable_name(new)}", caveats
    caveat = f"there is no cast from {old} to {new}, so values go through text; fails on a row whose text is no {new}"
    through = narrowing("text", after.type, "text", element, cuts=cuts)
    using = f"{value}::text{'[]' if arrays else ''}::{_castable_name(new)}"
    return using, [(HazardKind.MAY_FAIL, caveat), *_beside_texts(through), *between_ranges(source, target)]


def _is_own_multirange(source: str, target: str, before: PlainType, context: PlanContext) -> bool:
    """Whether it is the cast that a range type comes with, which keeps every value."""
    found = type_named(source, before.holder, context.current)
    return (
        isinstance(found, Range)
        and found.multirange is not None
        and (target == qualified(found.id.schema, found.multirange))
    )


def _beside_texts(caveats: list[Caveat]) -> list[Caveat]:
    """Without the caveat about texts, which another one says better."""
    return [(kind, text) for kind, text in caveats if "on a text that is no" not in text]


def _castable_name(base: str) -> str:
    """The type without its modifier, as a cast target: bare ``character`` and ``bit`` would mean a length of one."""
    element = base.removesuffix("[]")
    return {"character": "bpchar", "bit": '"bit"'}.get(element, element) + base[len(element) :]


def can_refuse(new: PlainType) -> bool:
    """Whether :func:`refusing` has a way to the type: it has a length, and is no array."""
    return new.base in _LENGTHS and bool(integers(new.type))


def refusing(value: str, new: PlainType) -> str:
    """``value``, of the type without its length, such that what is too long fails and no explicit cast cuts it off.

    The functions are those that PostgreSQL puts into an assignment itself: what pg_cast has from a type to itself takes
    the modifier, and whether the cast is explicit.  The modifier of a text is four more than its characters.
    """
    function, more = _LENGTHS[new.base]
    return f"pg_catalog.{function}({value}, {integers(new.type)[0] + more}, false)"


def rewrites(before: Column, after: Column) -> bool:
    """Whether PostgreSQL writes every row anew (PostgreSQL 18, ALTER TABLE, Notes; varchar and numeric by growing)."""
    old, new = before.base_type, after.base_type
    if before.type == after.type:
        return False  # the collation alone: only indexes are built again
    if old != new:
        return (old, new) not in _BINARY_COERCIBLE or bool(integers(after.type))
    grown = {"character varying", "bit varying", "numeric"}
    if old not in grown:
        return True
    if not integers(after.type):
        return False
    if not integers(before.type):
        return True
    (width, *scale), (old_width, *old_scale) = integers(after.type), integers(before.type)
    return width < old_width or scale != old_scale
