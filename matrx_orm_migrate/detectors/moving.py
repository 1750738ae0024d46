"""Values on their way from a type that steps aside to its successor of the same name."""

from __future__ import annotations

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.schema import CatalogObject, Column, CompositeType, Domain, Enum, ObjectId, Range

__all__ = ["moved_value"]

_TYPES = (CompositeType, Domain, Enum, Range)


def moved_value(column: Column, context: PlanContext) -> str:
    """The USING expression that makes a column's values those of the successor of its type.

    Values go through text, but for rows whose attributes change: those are taken apart.
    """
    return _moved(quote(column.id.name), column.type, column, context)


def _moved(value: str, name: str, holder: CatalogObject, context: PlanContext) -> str:
    """``value``, an expression of the type ``name`` as it was, as one of the type ``name`` as it is to be."""
    found = _type_named(name.removesuffix("[]"), holder.id, context)
    if found is None:
        return value  # PostgreSQL's own, or an extension's: it stays as it is
    if name.endswith("[]"):
        if _is_taken_apart(found, context, shape_only=True):
            raise UnsupportedChangeError(
                f"{holder.id} holds arrays of {name.removesuffix('[]')}, whose attributes change their number or order",
                hint="Add the new array column, copy the values and drop the old one, in a migration of its own.",
            )
        return f"{value}::text[]::{name}"
    if isinstance(found, CompositeType) and _is_taken_apart(found, context):
        return _moved_row(value, found, context)
    if isinstance(found, Domain) and _is_taken_apart(found, context):
        return f"{_moved(value, found.base_type, found, context)}::{name}"
    return f"{value}::text::{name}"


def _moved_row(value: str, before: CompositeType, context: PlanContext) -> str:
    after = context.desired.get(before.id)
    assert isinstance(after, CompositeType)
    had = {attribute.name: attribute for attribute in before.attributes}
    fields: list[str] = []
    for attribute in after.attributes:
        old = had.get(attribute.name)
        field = f"({value}).{quote(attribute.name)}"
        if old is None:
            fields.append("NULL")
        elif old.type == attribute.type:
            fields.append(_moved(field, old.type, before, context))
        else:
            direct = context.has_cast(old.type.partition("(")[0], attribute.type.partition("(")[0])
            fields.append(f"{field}{'' if direct else '::text'}::{attribute.type}")
    # a row of nulls is no NULL, though IS NULL says so of both
    name = qualified(after.id.schema, after.id.name)
    return f"CASE WHEN {value} IS DISTINCT FROM NULL THEN ROW({', '.join(fields)})::{name} END"


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
    held = (_type_named(name.removesuffix("[]"), obj.id, context) for name in names)
    return any(_is_taken_apart(one, context, shape_only=shape_only) for one in held if one is not None)


def _type_named(name: str, holder: ObjectId, context: PlanContext) -> CatalogObject | None:
    """The type of that name, as ``format_type`` prints it, that the holder needs."""
    for needed in context.current.needs(holder):
        found = context.current.get(needed)
        if not isinstance(found, _TYPES):
            continue
        names = [needed.name, *([found.multirange] if isinstance(found, Range) and found.multirange else [])]
        if name in (qualified(needed.schema, one) for one in names):
            return found
    return None
