"""Values on their way from a type that steps aside to its successor of the same name."""

from __future__ import annotations

from dataclasses import replace

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.detectors.column_losses import Caveat, narrowing
from matrx_orm_migrate.detectors.column_types import allowed_less, can_refuse, converted, refusing
from matrx_orm_migrate.detectors.plain_types import PlainType, plain_type, type_named
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.schema import (
    Attribute,
    CatalogObject,
    Column,
    CompositeType,
    Domain,
    Enum,
    HazardKind,
    ObjectId,
    Range,
)

__all__ = ["moved_value"]

Moved = tuple[str, list[Caveat]]

_WHOLE = ("smallint", "integer", "bigint")
# every text of one of these is one of the others
_DAYS = {"date", "timestamp without time zone", "timestamp with time zone"}


def moved_value(column: Column, context: PlanContext) -> Moved:
    """The USING expression that makes a column's values those of the successor of its type, and what may go wrong.

    Values go through text, but for domains over PostgreSQL's own types, which are converted as plain columns are, and
    for rows whose attributes change, which are taken apart.
    """
    value, caveats = _moved(quote(column.id.name), column.type, column.id, context, assigned=True)
    return value, list(dict.fromkeys(caveats))


def _moved(value: str, name: str, holder: ObjectId, context: PlanContext, *, assigned: bool) -> Moved:
    """``value``, an expression of the type ``name`` as it was, as one of the type ``name`` as it is to be.

    ``assigned`` says that an assignment follows, which puts it under the domain's rules and checks its length.
    """
    found = type_named(name.removesuffix("[]"), holder, context.current)
    if found is None:
        return value, []  # PostgreSQL's own, or an extension's: it stays as it is
    array = "[]" if name.endswith("[]") else ""
    if array and _is_taken_apart(found, context, shape_only=True):
        raise UnsupportedChangeError(
            f"{holder} holds arrays of {name.removesuffix('[]')}, whose attributes change their number or order",
            hint="Add the new array column, copy the values and drop the old one, in a migration of its own.",
        )
    if isinstance(found, Domain):
        old, new = plain_type(name, holder, context.current), _successor(name, found, context)
        if not old.made and not new.made:
            return _moved_plain(value, old, new, name, context, assigned=assigned)
    if not array and isinstance(found, CompositeType) and _is_taken_apart(found, context):
        return _moved_row(value, found, context)
    if not array and isinstance(found, Domain) and _is_taken_apart(found, context):
        inner, caveats = _moved(value, found.base_type, found.id, context, assigned=False)
        return f"{inner}::{name}", [*caveats, *_rules(found, context)]
    return f"{value}::text{array}::{name}", _through_text(found, context)


def _successor(name: str, before: Domain, context: PlanContext) -> PlainType:
    """What is below the successor of a domain; ``name`` is its name, or that of its array."""
    after = context.desired.get(before.id)
    assert isinstance(after, Domain)
    array = "[]" if name.endswith("[]") else ""
    if array and after.base_type.endswith("[]"):
        return PlainType(type=name, base=name, holder=after.id, made=True)
    below = plain_type(after.base_type + array, after.id, context.desired)
    return replace(below, domains=(after, *below.domains))


def _moved_plain(
    value: str, old: PlainType, new: PlainType, name: str, context: PlanContext, *, assigned: bool
) -> Moved:
    using, caveats = converted(value, old, new, context)
    moved = using or value
    if assigned:
        return moved, caveats
    _same, cut = converted(value, old, new, context, cuts=True)
    if cut != caveats and can_refuse(new):
        return f"{refusing(moved, new)}::{name}", caveats
    return f"{moved}::{name}", cut


def _moved_row(value: str, before: CompositeType, context: PlanContext) -> Moved:
    after = context.desired.get(before.id)
    assert isinstance(after, CompositeType)
    had = {attribute.name: attribute for attribute in before.attributes}
    fields: list[str] = []
    caveats: list[Caveat] = []
    for attribute in after.attributes:
        old = had.get(attribute.name)
        field = f"({value}).{quote(attribute.name)}"
        if old is None:
            fields.append("NULL")
            continue
        if old.type == attribute.type:
            moved, found = _moved(field, old.type, before.id, context, assigned=False)
        else:
            moved, found = _retyped(field, old, attribute, before.id, context)
        fields.append(moved)
        caveats += _of(attribute, found)
    # a row of nulls is no NULL, though IS NULL says so of both
    name = qualified(after.id.schema, after.id.name)
    return f"CASE WHEN {value} IS DISTINCT FROM NULL THEN ROW({', '.join(fields)})::{name} END", caveats


def _retyped(field: str, old: Attribute, new: Attribute, holder: ObjectId, context: PlanContext) -> Moved:
    before, after = plain_type(old.type, holder, context.current), plain_type(new.type, holder, context.desired)
    return _moved_plain(field, before, after, new.type, context, assigned=False)


def _of(attribute: Attribute, caveats: list[Caveat]) -> list[Caveat]:
    return [(kind, f"in {attribute.name}, {text}") for kind, text in caveats]


def _through_text(before: CatalogObject, context: PlanContext) -> list[Caveat]:
    """What may go wrong where values of a type become those of its successor by way of their text."""
    after = context.desired.get(before.id)
    if isinstance(before, Domain) and isinstance(after, Domain):
        return _text_of(before.base_type, after.base_type, before.id, context)
    if isinstance(before, CompositeType) and isinstance(after, CompositeType):
        had = {attribute.name: attribute.type for attribute in before.attributes}
        return [
            caveat
            for attribute in after.attributes
            if attribute.name in had
            for caveat in _of(attribute, _text_of(had[attribute.name], attribute.type, before.id, context))
        ]
    if isinstance(before, Range) and isinstance(after, Range) and before.subtype != after.subtype:
        return [
            (HazardKind.MAY_FAIL, f"fails on a range whose bounds are no {after.subtype}"),
            *_text_of(before.subtype, after.subtype, before.id, context),
        ]
    if isinstance(before, Range) and _stand_in_another_order(before, context):
        return [(HazardKind.MAY_FAIL, f"fails on a range whose bounds change places in {before.subtype}")]
    return []


def _stand_in_another_order(over: Range, context: PlanContext) -> bool:
    """Whether the labels of the enum below a range type do that stay."""
    old = type_named(over.subtype, over.id, context.current)
    new = context.desired.get(old.id) if old is not None else None
    if not isinstance(old, Enum) or not isinstance(new, Enum):
        return False
    return [one for one in old.labels if one in new.labels] != [one for one in new.labels if one in old.labels]


def _text_of(old_name: str, new_name: str, holder: ObjectId, context: PlanContext) -> list[Caveat]:
    old, new = plain_type(old_name, holder, context.current), plain_type(new_name, holder, context.desired)
    if old.base == new.base and old.made:
        found = type_named(old.base.removesuffix("[]"), old.holder, context.current)
        return [*(_through_text(found, context) if found is not None else []), *allowed_less(old, new, [])]
    caveats: list[Caveat] = []
    if old.type != new.type:
        caveats = narrowing(old.type, new.type, old.base.removesuffix("[]"), new.base.removesuffix("[]"))
        grows = old.base in _WHOLE and new.base in _WHOLE[_WHOLE.index(old.base) :]
        if old.base != new.base and not grows and not {old.base, new.base} <= _DAYS:
            caveats.append((HazardKind.MAY_FAIL, f"values go through text; fails where that is no {new.type}"))
    return [*caveats, *allowed_less(old, new, caveats)]


def _rules(before: Domain, context: PlanContext) -> list[Caveat]:
    """What the successor of a domain over a row, which is taken apart, may not allow."""
    name = qualified(before.id.schema, before.id.name)
    new = _successor(name, before, context)
    below = plain_type(before.base_type, before.id, context.current)
    return allowed_less(replace(below, domains=(before, *below.domains)), new, [])


def _is_taken_apart(obj: CatalogObject, context: PlanContext, *, shape_only: bool = False) -> bool:
    """Whether the attributes of a row type, or of one within it, change.

    ``shape_only`` asks whether their number or order does, which the text of a row does not survive.
    """
    if isinstance(obj, CompositeType):
        after = context.desired.get(obj.id)
        if not isinstance(after, CompositeType):
            return False
        had, has = ([(one.name, "" if shape_only else one.type) for one in side.attributes] for side in (obj, after))
        if had != has:
            return True
        names = [one.type for one in obj.attributes]
    elif isinstance(obj, Domain):
        names = [obj.base_type]
    else:
        return False
    held = (type_named(name.removesuffix("[]"), obj.id, context.current) for name in names)
    return any(_is_taken_apart(one, context, shape_only=shape_only) for one in held if one is not None)
