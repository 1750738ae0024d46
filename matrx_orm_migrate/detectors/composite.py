"""Composite types: attributes come and go in place; what PostgreSQL refuses while in use makes the type anew."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from matrx_orm_migrate.ddl import literal, qualified, quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA, relations, statements
from matrx_orm_migrate.detectors.routines import aside
from matrx_orm_migrate.detectors.typed import columns_of_type, in_columns, made_anew_below
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import Alteration, CatalogQuery, Detector, PlanContext, Reaction, Rebuild
from matrx_orm_migrate.schema import (
    Attribute,
    CatalogObject,
    Change,
    CompositeType,
    Hazard,
    HazardKind,
    ObjectId,
    Statement,
    Table,
)

__all__ = ["CompositeTypeDetector"]


class CompositeTypeDetector(Detector):
    """Composite types that are no table's row type."""

    kind = "composite_type"
    catalog = "pg_class"
    rank = 12
    owned = True

    def query(self, server_version: int) -> CatalogQuery:
        # the comment of a composite type hangs on its pg_type row; all else, dependencies included, on pg_class
        return CatalogQuery(
            presence=relations("c"),
            sql=f"""SELECT c.oid, 0, n.nspname, c.relname, pg_catalog.obj_description(c.reltype, 'pg_type'),
                           ARRAY(SELECT ARRAY[a.attname::text, pg_catalog.format_type(a.atttypid, a.atttypmod),
                                              CASE WHEN a.attcollation <> t.typcollation THEN
                                                pg_catalog.quote_ident(cn.nspname) || '.'
                                                || pg_catalog.quote_ident(co.collname) END,
                                              pg_catalog.col_description(c.oid, a.attnum)]
                                 FROM pg_catalog.pg_attribute a
                                 JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
                                 LEFT JOIN (pg_catalog.pg_collation co
                                            JOIN pg_catalog.pg_namespace cn ON cn.oid = co.collnamespace)
                                        ON co.oid = a.attcollation
                                 WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum)
                    FROM pg_catalog.pg_class c
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                    WHERE c.relkind = 'c' AND {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> CompositeType:
        _oid, _sub, schema, name, comment, attributes = row
        return CompositeType(
            id=ObjectId("composite_type", schema, name),
            comment=comment,
            attributes=tuple(
                Attribute(name=attribute, type=type_, collation=collation, comment=said)
                for attribute, type_, collation, said in attributes
            ),
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, CompositeType)
        return _created(obj)

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP TYPE {_name(obj)}")

    def alter(
        self, before: CatalogObject, after: CatalogObject, context: PlanContext
    ) -> Sequence[Statement] | Alteration | Rebuild:
        assert isinstance(before, CompositeType)
        assert isinstance(after, CompositeType)
        same_row = [_bare(one) for one in before.attributes] == [_bare(one) for one in after.attributes]
        if same_row:
            return _comments(before, after)
        _refuse_typed_tables(before.id, context)
        if _steps_aside(before, after, context):
            return _step_aside(before, after, context)
        gone, retyped, added = _differences(before, after)
        changed: list[Statement] = []
        for name in gone:
            hazards = _losses(before, name, context)
            changed.append(Statement(sql=_altered(after, f"DROP ATTRIBUTE {quote(name)}"), hazards=hazards))
        for attribute in retyped:
            changed += statements(_altered(after, f"ALTER ATTRIBUTE {quote(attribute.name)} TYPE {_type(attribute)}"))
        for attribute in added:
            changed += statements(_altered(after, f"ADD ATTRIBUTE {quote(attribute.name)} {_type(attribute)}"))
        changed += _comments(before, after, anew=gone)
        return Alteration(statements=tuple(changed)) if gone or retyped else changed

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        assert isinstance(obj, CompositeType)
        if isinstance(change.after, Table):
            return Reaction()
        after = context.desired.get(obj.id)
        assert isinstance(after, CompositeType)
        reaction = made_anew_below(obj, change, context, lambda: _step_aside(obj, after, context))
        if reaction.rebuild or reaction.aside is not None:
            _refuse_typed_tables(obj.id, context)
        return reaction

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"ALTER TYPE {_name(before)} RENAME TO {quote(after.id.name)}")

    def resembles(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> bool:
        assert isinstance(before, CompositeType)
        assert isinstance(after, CompositeType)
        return before.attributes == after.attributes and before.id.schema == after.id.schema

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        # composite types stand in pg_class beside tables as well as in pg_type
        schema, name = obj.id.schema, obj.id.name
        return (("type", schema, name), ("relation", schema, name))

    def comment_target(self, obj: CatalogObject) -> str:
        return f"TYPE {_name(obj)}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        assert isinstance(before, CompositeType)
        assert isinstance(after, CompositeType)
        had, has = {one.name for one in before.attributes}, {one.name for one in after.attributes}
        words = [f"add {one.name}" for one in after.attributes if one.name not in had]
        words += [f"remove {one.name}" for one in before.attributes if one.name not in has]
        types = {one.name: one.type for one in before.attributes}
        words += [
            f"{one.name} {types[one.name]} → {one.type}"
            for one in after.attributes
            if one.name in had and types[one.name] != one.type
        ]
        return ", ".join(words) or "attributes"


def _steps_aside(before: CompositeType, after: CompositeType, context: PlanContext) -> bool:
    """Whether a new type is needed: columns hold rows of it, and an attribute changes its type or its place.

    PostgreSQL adds and drops attributes of a type in use, and refuses to change their types (ALTER TYPE, Notes).
    """
    gone, retyped, added = _differences(before, after)
    moved = any(one.name in gone for one in added)
    return (moved or bool(retyped)) and in_columns(before.id, context.current)


def _step_aside(before: CompositeType, after: CompositeType, context: PlanContext) -> Rebuild:
    stay = {attribute.name for attribute in after.attributes}
    had = [attribute.name for attribute in before.attributes]
    hazards = [hazard for name in had if name not in stay for hazard in _losses(before, name, context)]
    old = aside(before.id.name)
    renamed = Statement(sql=f"ALTER TYPE {_name(before)} RENAME TO {quote(old)}", hazards=tuple(hazards))
    return Rebuild(
        prepare=(renamed, *_created(after)),
        finish=statements(f"DROP TYPE {qualified(before.id.schema, old)}"),
    )


def _losses(obj: CompositeType, attribute: str, context: PlanContext) -> tuple[Hazard, ...]:
    """The values of an attribute that goes, by the columns that hold them."""
    return tuple(
        Hazard(
            kind=HazardKind.DATA_LOSS, object=column.id, message=f"the values of {attribute} in {column.id} are gone"
        )
        for column in columns_of_type(obj.id, context.current)
    )


def _name(obj: CatalogObject) -> str:
    return qualified(obj.id.schema, obj.id.name)


def _altered(obj: CompositeType, action: str) -> str:
    return f"ALTER TYPE {_name(obj)} {action}"


def _type(attribute: Attribute) -> str:
    return attribute.type if attribute.collation is None else f"{attribute.type} COLLATE {attribute.collation}"


def _bare(attribute: Attribute) -> tuple[str, str]:
    return attribute.name, _type(attribute)


def _created(obj: CompositeType) -> list[Statement]:
    attributes = ", ".join(f"{quote(one.name)} {_type(one)}" for one in obj.attributes)
    return [
        *statements(f"CREATE TYPE {_name(obj)} AS ({attributes})"),
        *_comments(CompositeType(id=obj.id, attributes=()), obj),
    ]


def _comments(before: CompositeType, after: CompositeType, *, anew: Sequence[str] = ()) -> list[Statement]:
    had = {one.name: one.comment for one in before.attributes if one.name not in anew}
    said: list[str] = []
    for one in after.attributes:
        if one.comment != had.get(one.name):
            text = literal(one.comment) if one.comment is not None else "NULL"
            said.append(f"COMMENT ON COLUMN {_name(after)}.{quote(one.name)} IS {text}")
    return list(statements(*said))


def _differences(before: CompositeType, after: CompositeType) -> tuple[list[str], list[Attribute], list[Attribute]]:
    """What leads from one to the other: names to drop, attributes to retype, attributes to add at the end.

    An attribute that changes its place is dropped and added.
    """
    had = {one.name: _type(one) for one in before.attributes}
    wanted = [one.name for one in after.attributes]
    staying: list[str] = []
    for one in before.attributes:
        # the ones that stay are the beginning of what is wanted, in the same order
        if wanted[len(staying) : len(staying) + 1] == [one.name]:
            staying.append(one.name)
    gone = [one.name for one in before.attributes if one.name not in staying]
    retyped = [one for one in after.attributes if one.name in staying and had[one.name] != _type(one)]
    return gone, retyped, [one for one in after.attributes if one.name not in staying]


def _refuse_typed_tables(type_id: ObjectId, context: PlanContext) -> None:
    for obj in context.current:
        if isinstance(obj, Table) and obj.id in context.desired and type_id in context.current.needs(obj.id):
            raise UnsupportedChangeError(
                f"{obj.id} is a table of {type_id}, whose attributes change",
                hint="Write ALTER TABLE … NOT OF first, in a migration of its own.",
            )
