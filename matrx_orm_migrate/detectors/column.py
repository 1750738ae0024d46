"""Columns: type, collation, nullability, identity, storage.  Defaults and generation expressions are their own kind."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.ddl import DDLGenerator, DefinedColumn, literal, qualified, quote, table_ref
from matrx_orm_migrate.detectors.column_rows import column_inner_comments, column_query, read_column
from matrx_orm_migrate.detectors.common import (
    alter_table,
    comment_on,
    on_table,
    relations,
    statements,
    table_id,
)
from matrx_orm_migrate.detectors.composite import moved_row, steps_aside
from matrx_orm_migrate.detectors.sequence import option_clauses
from matrx_orm_migrate.detectors.table import changed_options
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import Alteration, CatalogQuery, Detector, PlanContext, Reaction
from matrx_orm_migrate.schema import (
    CatalogObject,
    Change,
    Collation,
    Column,
    CompositeType,
    Default,
    Domain,
    Enum,
    Hazard,
    HazardKind,
    IdentityOptions,
    ObjectId,
    Range,
    Snapshot,
    Statement,
    Table,
)

__all__ = ["ColumnDetector"]

_STORAGE = {"p": "PLAIN", "e": "EXTERNAL", "m": "MAIN", "x": "EXTENDED"}
_COMPRESSION = {"p": "pglz", "l": "lz4"}
_TEXT_TYPES = {"text", "character varying", "character", '"char"', "name"}
# type changes that PostgreSQL makes without writing the rows anew (PostgreSQL 18, ALTER TABLE, Notes)
_BINARY_COERCIBLE = {("character varying", "text"), ("cidr", "inet")}


class ColumnDetector(Detector):
    """Columns of tables."""

    kind = "column"
    catalog = "pg_class"
    rank = 25

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(presence=relations("r", "p"), sql=column_query(server_version))

    def read(self, row: Sequence[Any]) -> Column:
        return read_column(row)

    def inner_comments(self, server_version: int) -> str:
        return column_inner_comments(server_version)

    # writing

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Column)
        column = self.part(obj, parts, context)
        hazards: tuple[Hazard, ...] = ()
        if obj.not_null and not parts and obj.identity is None:
            message = f"{obj.id.parent}.{obj.id.name} is NOT NULL without a default: fails where the table has rows"
            hazards = (Hazard(kind=HazardKind.MAY_FAIL, object=obj.id, message=message),)
        sql = DDLGenerator().add_column(table_ref(obj.id.schema, obj.id.parent), column)
        return (Statement(sql=sql, hazards=hazards), *self.after_part(obj, context))

    def tidied(self, obj: CatalogObject) -> CatalogObject:
        assert isinstance(obj, Column)
        if not obj.not_null:
            obj = replace(
                obj, not_null_name=None, not_null_no_inherit=False, not_null_valid=True, not_null_comment=None
            )
        return obj if obj.identity is not None else replace(obj, identity_comment=None, identity_persistence=None)

    def may_be_part(self, obj: CatalogObject) -> bool:
        return True

    def part(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> DefinedColumn:
        assert isinstance(obj, Column)
        words = [obj.type]
        if obj.collation is not None:
            words.append(f"COLLATE {obj.collation}")
        words += parts
        if obj.identity is not None:
            words.append(_identity_clause(obj.identity))
        if obj.not_null and obj.not_null_valid:
            named = f"CONSTRAINT {quote(obj.not_null_name)} " if obj.not_null_name is not None else ""
            words.append(f"{named}NOT NULL{' NO INHERIT' if obj.not_null_no_inherit else ''}")
        return DefinedColumn(obj.id.name, " ".join(words))

    def after_part(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        """What CREATE TABLE and ADD COLUMN have no words for on every version: set right behind them."""
        assert isinstance(obj, Column)
        plain = Column(
            id=obj.id,
            type=obj.type,
            not_null=obj.not_null and obj.not_null_valid,
            not_null_name=obj.not_null_name,
            not_null_no_inherit=obj.not_null_no_inherit,
            identity=obj.identity,
        )
        changed = [*_altered_storage(plain, obj), *_added_not_null(plain, obj)]
        return [*changed, *_changed_identity_sequence(plain, obj, context)]

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        sql = DDLGenerator().drop_column(table_ref(obj.id.schema, obj.id.parent), obj.id.name)
        default = context.current.get(ObjectId("default", obj.id.schema, obj.id.name, obj.id.parent))
        if isinstance(default, Default) and default.generated is not None:
            return statements(sql)  # computed values can be computed again
        message = f"the values of {obj.id.schema}.{obj.id.parent}.{obj.id.name} are gone"
        return (Statement(sql=sql, hazards=(Hazard(kind=HazardKind.DATA_LOSS, object=obj.id, message=message),)),)

    def alter(
        self, before: CatalogObject, after: CatalogObject, context: PlanContext
    ) -> Sequence[Statement] | Alteration:
        assert isinstance(before, Column)
        assert isinstance(after, Column)
        retyped = before.type != after.type or before.collation != after.collation
        if retyped:
            _refuse_on_partition_key(after.id, context.current)
        changed: list[Statement] = []
        if before.identity is not None and after.identity is None:
            changed.append(_alter_column(after.id, "DROP IDENTITY"))
        if before.not_null and not after.not_null:
            changed.append(_alter_column(after.id, "DROP NOT NULL"))
        if retyped:
            changed.append(self._retype(before, after, context))
        changed += _added_not_null(before, after)
        if after.identity is not None and before.identity != after.identity:
            changed += _changed_identity(before.identity, after, after.identity)
        changed += _changed_identity_sequence(before, after, context)
        changed += _altered_storage(before, after)
        return Alteration(statements=tuple(changed)) if retyped else changed

    def _retype(self, before: Column, after: Column, context: PlanContext) -> Statement:
        where = f"{after.id.parent}.{after.id.name}"
        using, caveats = _conversion(before, after, context)
        hazards = [Hazard(kind=kind, object=after.id, message=f"{where}: {text}") for kind, text in caveats]
        if _rewrites(before, after):
            message = f"{on_table(after.id)} is written anew"
            hazards.append(Hazard(kind=HazardKind.TABLE_REWRITE, object=after.id, message=message))
        (sql,) = DDLGenerator().alter_column(
            table_ref(after.id.schema, after.id.parent),
            after.id.name,
            type_=after.type,
            collation=after.collation,
            using=using,
        )
        return Statement(sql=sql, hazards=tuple(hazards))

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        table = table_ref(before.id.schema, after.id.parent)
        return statements(*DDLGenerator().alter_column(table, before.id.name, rename_to=after.id.name))

    def resembles(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> bool:
        assert isinstance(before, Column)
        assert isinstance(after, Column)
        return before.owner_id == after.owner_id and before.base_type == after.base_type

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        assert isinstance(obj, Column)
        if isinstance(change.after, Table):
            return Reaction()
        if isinstance(change.after, (Collation, CompositeType, Domain, Enum, Range)):
            after = context.desired.get(obj.id)
            if not isinstance(after, Column) or after.type != obj.type:
                return Reaction()  # its own change leads it away from the type
            _refuse_on_partition_key(obj.id, context.current)
            if obj.origin is not None and obj.link in context.current:
                return Reaction()  # the parent's statement takes its partitions along
            if isinstance(change.before, CompositeType) and isinstance(change.after, CompositeType):
                if not steps_aside(change.before, change.after, context):
                    return Reaction()  # PostgreSQL alters the type below its columns
                using: str | None = moved_row(obj, change.before, change.after, context)
            elif isinstance(change.after, Collation):
                using = None
            else:
                using = f"{quote(obj.id.name)}::text{'[]' if obj.type.endswith('[]') else ''}::{obj.type}"
            sql = DDLGenerator().alter_column(
                table_ref(obj.id.schema, obj.id.parent),
                obj.id.name,
                type_=obj.type,
                collation=obj.collation,
                using=using,
            )
            message = f"{on_table(obj.id)} is written anew"
            hazard = Hazard(kind=HazardKind.TABLE_REWRITE, object=obj.id, message=message)
            return Reaction(statements=(Statement(sql=sql[0], hazards=(hazard,) if using is not None else ()),))
        raise UnsupportedChangeError(
            f"{obj.id} depends on {change.id}, which would have to be dropped and made anew",
            hint="Move the column to another type first, in a migration of your own.",
        )

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        assert isinstance(obj, Column)
        if not obj.not_null:
            return ()
        name = obj.not_null_name or _not_null_name(obj.id)
        return (("constraint", obj.id.schema, obj.id.parent, name),)

    def following(self, origin: CatalogObject, obj: CatalogObject) -> CatalogObject:
        assert isinstance(origin, Column)
        followed = super().following(origin, obj)
        assert isinstance(followed, Column)
        # PostgreSQL gives the constraint the origin's name, which is seldom the one that it would choose itself here
        name = origin.not_null_name or _not_null_name(origin.id)
        named = name if origin.not_null and name != _not_null_name(obj.id) else None
        # the sequence of an identity is the origin's alone, and so are comments
        return replace(
            followed,
            not_null_name=named,
            not_null_comment=None,
            identity=None,
            identity_comment=None,
            identity_persistence=None,
        )

    def keeps(self, obj: CatalogObject, origin: CatalogObject) -> frozenset[str]:
        assert isinstance(obj, Column)
        followed = self.following(origin, obj)
        assert isinstance(followed, Column)
        if not obj.not_null_local and obj.not_null_name == followed.not_null_name:
            return frozenset(("not_null_comment",))
        return frozenset(("not_null", "not_null_name", "not_null_no_inherit", "not_null_valid", "not_null_comment"))

    def leads(
        self, before: CatalogObject, after: CatalogObject, origin: CatalogObject, context: PlanContext
    ) -> Sequence[Statement]:
        assert isinstance(before, Column)
        assert isinstance(after, Column)
        assert isinstance(origin, Column)
        named_otherwise = (after.not_null_name or _not_null_name(after.id)) != (
            origin.not_null_name or _not_null_name(origin.id)
        )
        return _added_not_null(before, after) if named_otherwise and not before.not_null else ()

    def comment_target(self, obj: CatalogObject) -> str:
        return f"COLUMN {on_table(obj.id)}.{quote(obj.id.name)}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        assert isinstance(before, Column)
        assert isinstance(after, Column)
        words: list[str] = []
        if before.type != after.type:
            words.append(f"{before.type} → {after.type}")
        if before.not_null != after.not_null:
            words.append("NOT NULL" if after.not_null else "nullable")
        for name in ("collation", "identity", "storage", "compression", "statistics", "options"):
            if getattr(before, name) != getattr(after, name):
                words.append(name)
        for name in ("not_null_comment", "identity_comment", "identity_persistence"):
            if getattr(before, name) != getattr(after, name):
                words.append(name.replace("_", " "))
        return ", ".join(words)


def _not_null_name(column: ObjectId) -> str:
    """The name that PostgreSQL 18 chooses for the constraint, unless it is taken or too long."""
    return f"{column.parent}_{column.name}_not_null"


def _identity_clause(identity: IdentityOptions) -> str:
    clauses = [f"SEQUENCE NAME {qualified(*identity.sequence)}", *option_clauses(None, identity.options)]
    # the sequence takes the column's type: AS is no word of identity columns
    clauses = [clause for clause in clauses if not clause.startswith("AS ")]
    when = "ALWAYS" if identity.always else "BY DEFAULT"
    return f"GENERATED {when} AS IDENTITY ({' '.join(clauses)})"


def _refuse_on_partition_key(column: ObjectId, snapshot: Snapshot) -> None:
    table = snapshot.get(table_id(column.schema, column.parent))
    while isinstance(table, Table):
        if column.name in table.partition_columns:
            raise UnsupportedChangeError(
                f"the type of {column} cannot be changed: {table.id.schema}.{table.id.name} is partitioned by it",
                hint="Make a new partitioned table with the new type, copy the rows and rename it, in a migration of "
                "your own.",
            )
        table = snapshot.get(table.owner_id) if table.owner_id is not None else None


def _alter_column(column: ObjectId, action: str, *, hazards: tuple[Hazard, ...] = ()) -> Statement:
    statement = alter_table(column, f"ALTER COLUMN {quote(column.name)} {action}")
    return Statement(sql=statement.sql, hazards=hazards)


def _added_not_null(before: Column, after: Column) -> list[Statement]:
    if not after.not_null:
        return []
    default_name = _not_null_name(after.id)
    if not before.not_null:
        message = f"{after.id.parent}.{after.id.name}: fails where a row holds NULL"
        hazards = (
            Hazard(kind=HazardKind.MAY_FAIL, object=after.id, message=message),
            Hazard(kind=HazardKind.TABLE_SCAN, object=after.id, message=f"reads the whole of {on_table(after.id)}"),
        )
        if after.not_null_name is None and after.not_null_valid and not after.not_null_no_inherit:
            made = _alter_column(after.id, "SET NOT NULL", hazards=hazards)
            return [made, *_changed_not_null_comment(None, after)]
        named = quote(after.not_null_name or default_name)
        clause = f"ADD CONSTRAINT {named} NOT NULL {quote(after.id.name)}"
        clause += " NO INHERIT" if after.not_null_no_inherit else ""
        clause += "" if after.not_null_valid else " NOT VALID"
        made = Statement(sql=alter_table(after.id, clause).sql, hazards=hazards if after.not_null_valid else ())
        return [made, *_changed_not_null_comment(None, after)]
    changed: list[Statement] = []
    old, new = before.not_null_name or default_name, after.not_null_name or default_name
    if old != new:
        changed.append(alter_table(after.id, f"RENAME CONSTRAINT {quote(old)} TO {quote(new)}"))
    if not before.not_null_valid and after.not_null_valid:
        changed.append(alter_table(after.id, f"VALIDATE CONSTRAINT {quote(new)}"))
    if before.not_null_valid and not after.not_null_valid:
        changed.append(_alter_column(after.id, "DROP NOT NULL"))
        return [*changed, *_added_not_null(Column(id=after.id, type=after.type), after)]
    if before.not_null_no_inherit != after.not_null_no_inherit:
        word = "NO INHERIT" if after.not_null_no_inherit else "INHERIT"
        changed.append(alter_table(after.id, f"ALTER CONSTRAINT {quote(new)} {word}"))
    return [*changed, *_changed_not_null_comment(before.not_null_comment, after)]


def _changed_not_null_comment(before: str | None, after: Column) -> list[Statement]:
    if before == after.not_null_comment:
        return []
    name = quote(after.not_null_name or _not_null_name(after.id))
    return [comment_on(f"CONSTRAINT {name} ON {on_table(after.id)}", after.not_null_comment)]


def _changed_identity_sequence(before: Column, after: Column, context: PlanContext) -> list[Statement]:
    """What the column's own statements cannot say about the sequence of its identity."""
    if after.identity is None:
        return []
    sequence = f"SEQUENCE {qualified(*after.identity.sequence)}"
    changed: list[Statement] = []
    if before.identity is None:
        before = replace(before, identity_comment=None, identity_persistence=None)
    if before.identity_persistence != after.identity_persistence:
        table = context.desired.get(table_id(after.id.schema, after.id.parent))
        word = "unlogged" if isinstance(table, Table) and table.unlogged else "logged"
        changed += statements(f"ALTER {sequence} SET {(after.identity_persistence or word).upper()}")
    if before.identity_comment != after.identity_comment:
        changed.append(comment_on(sequence, after.identity_comment))
    return changed


def _changed_identity(before: IdentityOptions | None, column: Column, after: IdentityOptions) -> list[Statement]:
    if before is None:
        table, name = on_table(column.id), quote(column.id.name)
        sequence = literal(qualified(*after.sequence))
        bound = "max" if after.options.increment > 0 else "min"
        # the new sequence starts where the rows end, or the next insert would meet one of them
        return [
            _alter_column(column.id, f"ADD {_identity_clause(after)}"),
            Statement(
                sql=f"SELECT pg_catalog.setval({sequence}, last.value) "
                f"FROM (SELECT {bound}({name}) AS value FROM {table}) AS last WHERE last.value IS NOT NULL"
            ),
        ]
    actions: list[str] = []
    if before.always != after.always:
        actions.append(f"SET GENERATED {'ALWAYS' if after.always else 'BY DEFAULT'}")
    clauses = option_clauses(before.options, after.options)
    actions += [f"SET {clause}" for clause in clauses if not clause.startswith("AS ")]
    changed = [_alter_column(column.id, " ".join(actions))] if actions else []
    if before.sequence != after.sequence:
        old = qualified(*before.sequence)
        if before.sequence[0] != after.sequence[0]:
            changed.append(Statement(sql=f"ALTER SEQUENCE {old} SET SCHEMA {quote(after.sequence[0])}"))
            old = qualified(after.sequence[0], before.sequence[1])
        if before.sequence[1] != after.sequence[1]:
            changed.append(Statement(sql=f"ALTER SEQUENCE {old} RENAME TO {quote(after.sequence[1])}"))
    return changed


def _altered_storage(before: Column, after: Column) -> list[Statement]:
    changed: list[Statement] = []
    if before.storage != after.storage:
        # DEFAULT as a word came with PostgreSQL 16; the type's own storage says the same on all versions
        word = _STORAGE[after.storage or after.type_storage]
        changed.append(_alter_column(after.id, f"SET STORAGE {word}"))
    if before.compression != after.compression:
        word = _COMPRESSION[after.compression] if after.compression is not None else "default"
        changed.append(_alter_column(after.id, f"SET COMPRESSION {word}"))
    if before.statistics != after.statistics:
        changed.append(_alter_column(after.id, f"SET STATISTICS {after.statistics}"))
    changed += [_alter_column(after.id, action) for action in changed_options(before.options, after.options)]
    return changed


def _conversion(before: Column, after: Column, context: PlanContext) -> tuple[str | None, list[tuple[HazardKind, str]]]:
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


def _rewrites(before: Column, after: Column) -> bool:
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
