"""How a column's values go from one type to another: the USING expression, what may go wrong, and what it costs."""

from __future__ import annotations

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.detectors.column_losses import Caveat, integers, narrowing, signed_by_hand
from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.schema import Column, HazardKind

__all__ = ["conversion", "rewrites"]

_TEXT_TYPES = {"text", "character varying", "character", '"char"', "name"}
# type changes that PostgreSQL makes without writing the rows anew (PostgreSQL 18, ALTER TABLE, Notes)
_BINARY_COERCIBLE = {("character varying", "text"), ("text", "character varying"), ("cidr", "inet")}


def conversion(before: Column, after: Column, context: PlanContext) -> tuple[str | None, list[Caveat]]:
    """The USING expression that keeps the rows (None: none is needed), and what may go wrong."""
    name = quote(after.id.name)
    old, new = before.base_type, after.base_type
    caveats = narrowing(before.type, after.type, old.removesuffix("[]"), new.removesuffix("[]"))
    if old == new:
        return None, [] if before.type == after.type else caveats
    element = new.removesuffix("[]")
    if new.endswith("[]") and old == element:
        return f"CASE WHEN {name} IS NOT NULL THEN ARRAY[{name}] END", caveats
    if old.endswith("[]") and old.removesuffix("[]") == new:
        return f"{name}[1]", [(HazardKind.DATA_LOSS, "all elements but the first are gone"), *caveats]
    arrays = old.endswith("[]") and new.endswith("[]")
    source, target = (old.removesuffix("[]"), element) if arrays else (old, new)
    if source in _TEXT_TYPES and new.endswith("[]") and not arrays:
        caveats = [(HazardKind.MAY_FAIL, f"fails on a text that is no {after.type}"), *_beside_texts(caveats)]
    if target in _TEXT_TYPES or source in _TEXT_TYPES or context.has_cast(source, target):
        if target == "bit" and source in ("integer", "bigint"):
            # a number fills as many bits as the modifier says, one without it (PostgreSQL 18, Bit String Functions)
            return f"{name}::{after.type}", caveats
        bits = signed_by_hand(before.type, after.type)
        if bits is not None:
            # the way back from integer::bit(40), which repeats the sign on the left
            number = f"{name}::bit(64)::bigint"
            return f"({number} >> {64 - bits})::integer" if bits < 64 else f"({number})::integer", caveats
        # without the modifier: then PostgreSQL refuses what does not fit instead of cutting it off
        return f"{name}::{_castable_name(after)}", caveats
    caveat = f"there is no cast from {old} to {new}, so values go through text; fails on a row whose text is no {new}"
    through = narrowing("text", after.type, "text", element)
    using = f"{name}::text{'[]' if arrays else ''}::{_castable_name(after)}"
    return using, [(HazardKind.MAY_FAIL, caveat), *_beside_texts(through)]


def _beside_texts(caveats: list[Caveat]) -> list[Caveat]:
    """Without the caveat about texts, which another one says better."""
    return [(kind, text) for kind, text in caveats if "on a text that is no" not in text]


def _castable_name(column: Column) -> str:
    """The type without its modifier, as a cast target: bare ``character`` and ``bit`` would mean a length of one."""
    element = column.base_type.removesuffix("[]")
    array = "[]" if column.base_type.endswith("[]") else ""
    return {"character": "bpchar", "bit": '"bit"'}.get(element, element) + array


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
