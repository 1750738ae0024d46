"""How a column's values go from one type to another: the USING expression, what may go wrong, and what it costs."""

from __future__ import annotations

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.schema import Column, HazardKind

__all__ = ["conversion", "rewrites"]

_TEXT_TYPES = {"text", "character varying", "character", '"char"', "name"}
# type changes that PostgreSQL makes without writing the rows anew (PostgreSQL 18, ALTER TABLE, Notes)
_BINARY_COERCIBLE = {("character varying", "text"), ("cidr", "inet")}


def conversion(before: Column, after: Column, context: PlanContext) -> tuple[str | None, list[tuple[HazardKind, str]]]:
    """The USING expression that keeps the rows (None: none is needed), and what may go wrong."""
    name = quote(after.id.name)
    fails, loses = HazardKind.MAY_FAIL, HazardKind.DATA_LOSS
    old, new = before.base_type, after.base_type
    if old == new:
        return None, [] if before.type == after.type else _narrowing(before, after)
    element = new.removesuffix("[]")
    if new.endswith("[]") and old == element:
        return f"CASE WHEN {name} IS NOT NULL THEN ARRAY[{name}] END", _narrowing(before, after)
    if old.endswith("[]") and old.removesuffix("[]") == new:
        return f"{name}[1]", [(loses, "all elements but the first are gone")]
    arrays = old.endswith("[]") and new.endswith("[]")
    source, target = (old.removesuffix("[]"), element) if arrays else (old, new)
    if target in _TEXT_TYPES or source in _TEXT_TYPES or context.has_cast(source, target):
        # without the modifier: then PostgreSQL refuses what does not fit instead of cutting it off
        return f"{name}::{_castable_name(after)}", _narrowing(before, after)
    caveat = f"there is no cast from {old} to {new}, so values go through text; fails on a row whose text is no {new}"
    return f"{name}::text{'[]' if arrays else ''}::{_castable_name(after)}", [(fails, caveat)]


def _castable_name(column: Column) -> str:
    """The type without its modifier, as a cast target: bare ``character`` and ``bit`` would mean a length of one."""
    element = column.base_type.removesuffix("[]")
    array = "[]" if column.base_type.endswith("[]") else ""
    return {"character": "bpchar", "bit": '"bit"'}.get(element, element) + array


def _narrowing(before: Column, after: Column) -> list[tuple[HazardKind, str]]:
    """What the new type cannot hold."""
    fails, loses = HazardKind.MAY_FAIL, HazardKind.DATA_LOSS
    old, new = before.base_type, after.base_type
    whole = {"smallint": 1, "integer": 2, "bigint": 3}
    fractional = {"real", "double precision", "numeric"}
    if old in whole and new in whole:
        return [(fails, "fails on numbers out of range")] if whole[old] > whole[new] else []
    if old in fractional and new in whole:
        return [(loses, "fractions are rounded off"), (fails, "fails on numbers out of range")]
    if old in _TEXT_TYPES and new not in _TEXT_TYPES:
        return [(fails, f"fails on a text that is no {after.type}")]
    if new in ("character varying", "character") and _modifiers(after.type):
        if old == new and _modifiers(before.type) and _modifiers(before.type) <= _modifiers(after.type):
            return []
        return [(fails, f"fails on texts longer than {_modifiers(after.type)[0]}")]
    if old == new == "numeric" and _modifiers(after.type):
        precision, scale = _precision(after)
        if not _modifiers(before.type):
            return [
                (loses, f"digits beyond {scale} behind the point are rounded off"),
                (fails, "fails on larger numbers"),
            ]
        old_precision, old_scale = _precision(before)
        narrowed = [(loses, f"digits beyond {scale} behind the point are rounded off")] if scale < old_scale else []
        if precision - scale < old_precision - old_scale:
            narrowed.append((fails, "fails on numbers out of range"))
        return narrowed
    if old.startswith("timestamp") and new == "date":
        return [(loses, "the time of day is cut off")]
    return []


def rewrites(before: Column, after: Column) -> bool:
    """Whether PostgreSQL writes every row anew (PostgreSQL 18, ALTER TABLE, Notes; varchar and numeric by growing)."""
    old, new = before.base_type, after.base_type
    if before.type == after.type:
        return False  # the collation alone: only indexes are built again
    if old != new:
        return (old, new) not in _BINARY_COERCIBLE or bool(_modifiers(after.type))
    grown = {"character varying", "bit varying", "numeric"}
    if old not in grown:
        return True
    if not _modifiers(after.type):
        return False
    if not _modifiers(before.type):
        return True
    (width, *scale), (old_width, *old_scale) = _modifiers(after.type), _modifiers(before.type)
    return width < old_width or scale != old_scale


def _modifiers(type_: str) -> list[int]:
    inside = type_.partition("(")[2].partition(")")[0]
    return [int(number) for number in inside.split(",")] if inside.replace(",", "").isdigit() else []


def _precision(column: Column) -> tuple[int, int]:
    precision, *scale = _modifiers(column.type)
    return precision, scale[0] if scale else 0
