"""Columns: type, collation, nullability, identity, storage.  Defaults and generation expressions are their own kind."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.ddl import DDLGenerator, DefinedColumn, quote, table_ref
from matrx_orm_migrate.detectors.column_filled import default_to_fill_in, filled_in
from matrx_orm_migrate.detectors.column_losses import Caveat
from matrx_orm_migrate.detectors.column_obstacles import (
    disturbed_by_retyping,
    refuse_on_partition_key,
    refuse_while_rows_are_in_columns,
)
from matrx_orm_migrate.detectors.column_parts import (
    added_not_null,
    alter_column,
    altered_storage,
    changed_identity,
    changed_identity_sequence,
    dropped_identity,
    identity_clause,
    is_foreign,
    left_below,
    lost_by_retyping,
    set_again_below,
)
from matrx_orm_migrate.detectors.column_rows import column_inner_comments, column_query, read_column
from matrx_orm_migrate.detectors.column_types import conversion, rewrites
from matrx_orm_migrate.detectors.common import (
    on_table,
    rows_live_elsewhere,
    statements,
)
from matrx_orm_migrate.detectors.computed import cost_of_adding
from matrx_orm_migrate.detectors.foreign_options import changed_options_of, named_options
from matrx_orm_migrate.detectors.inherited import chosen_not_null_name, says_not_null_itself
from matrx_orm_migrate.detectors.moving import moved_value
from matrx_orm_migrate.detectors.not_null_below import past_those_below
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import Alteration, CatalogQuery, Detector, PlanContext, Reaction
from matrx_orm_migrate.schema import (
    CatalogObject,
    Change,
    Collation,
    Column,
    Default,
    Hazard,
    HazardKind,
    ObjectId,
    Statement,
    Table,
)

__all__ = ["ColumnDetector"]

_NAMED_NOT_NULL_SINCE = 180000


class ColumnDetector(Detector):
    """Columns of tables."""

    kind = "column"
    catalog = "pg_class"
    rank = 25
    owned = True

    def query(self, server_version: int) -> CatalogQuery:
        return column_query(server_version)

    def read(self, row: Sequence[Any]) -> Column:
        return read_column(row)

    def inner_comments(self, server_version: int) -> str:
        return column_inner_comments(server_version)

    # writing

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Column)
        table = table_ref(obj.id.schema, obj.id.parent)
        to_fill_in = default_to_fill_in(obj, context, folded=bool(parts))
        if to_fill_in is not None:
            bare = self.part(replace(obj, not_null=False), (), context)
            filled = filled_in(replace(obj, not_null_comment=None), to_fill_in)
            added = Statement(sql=DDLGenerator().add_column(table, bare))
            return (added, *filled, *self.after_part(obj, context))
        column = self.part(obj, parts, context)
        hazards = cost_of_adding(obj, context)
        if obj.not_null and not parts and obj.identity is None and not rows_live_elsewhere(obj.owner_id, context):
            message = f"{obj.id.parent}.{obj.id.name} is NOT NULL without a default: fails where the table has rows"
            hazards = (Hazard(kind=HazardKind.MAY_FAIL, object=obj.id, message=message),)
        sql = DDLGenerator().add_column(table, column)
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
        words = [f"{obj.type}{named_options(obj.foreign_options)}"]
        if obj.collation is not None:
            words.append(f"COLLATE {obj.collation}")
        words += parts
        if obj.identity is not None:
            words.append(identity_clause(obj.identity))
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
        changed = [*altered_storage(plain, obj), *added_not_null(plain, obj)]
        return [*changed, *changed_identity_sequence(plain, obj, context)]

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Column)
        sql = DDLGenerator().drop_column(table_ref(obj.id.schema, obj.id.parent), obj.id.name)
        default = context.current.get(ObjectId("default", obj.id.schema, obj.id.name, obj.id.parent))
        if isinstance(default, Default) and default.generated is not None:
            return statements(sql)  # computed values can be computed again
        hazards = tuple(
            Hazard(
                kind=HazardKind.DATA_LOSS,
                object=lost,
                message=f"the values of {lost.schema}.{lost.parent}.{lost.name} are gone",
            )
            for lost in _values_in(obj, context)
        )
        return (Statement(sql=sql, hazards=hazards),)

    def alter(
        self, before: CatalogObject, after: CatalogObject, context: PlanContext
    ) -> Sequence[Statement] | Alteration:
        assert isinstance(before, Column)
        assert isinstance(after, Column)
        if context.server_version < _NAMED_NOT_NULL_SINCE:
            before, after = (replace(column, not_null_name=None) for column in (before, after))
        retyped = before.type != after.type or before.collation != after.collation
        if retyped:
            refuse_on_partition_key(after.id, context.current)
            refuse_while_rows_are_in_columns(after.id, context)
        passage = past_those_below(before, after, context)
        changed: list[Statement] = []
        if before.identity is not None and after.identity is None:
            changed += dropped_identity(before, before.identity, context)
        if before.not_null and not after.not_null:
            changed.append(alter_column(after.id, "DROP NOT NULL"))
        retyping = [self._retype(before, after, context)] if retyped else []
        changed += [*passage.ahead, *retyping, *passage.behind]
        if passage.renames:
            before = replace(before, not_null_name=after.not_null_name)
        changed += added_not_null(before, after)
        if before.not_null and after.not_null and after.not_null_no_inherit and not before.not_null_no_inherit:
            changed += left_below(after, context)
        if after.identity is not None and before.identity != after.identity:
            changed += changed_identity(before.identity, after, after.identity, context)
        changed += changed_identity_sequence(before, after, context)
        if before.foreign_options != after.foreign_options:
            options = changed_options_of(before.foreign_options, after.foreign_options)
            changed.append(alter_column(after.id, options.strip()))
        if rows_live_elsewhere(after.owner_id, context):
            changed = [replace(statement, hazards=()) for statement in changed]
        if not retyped:
            changed += altered_storage(before, after)
            return Alteration(statements=tuple(changed), rebuilds=passage.bonds) if passage.bonds else changed
        changed += [*altered_storage(lost_by_retyping(before), after), *set_again_below(after, context)]
        return Alteration(statements=tuple(changed), rebuilds=(*disturbed_by_retyping(after, context), *passage.bonds))

    def _retype(self, before: Column, after: Column, context: PlanContext) -> Statement:
        using, caveats = conversion(before, after, context)
        hazards = _announced(after.id, caveats)
        if rewrites(before, after):
            message = f"{on_table(after.id)} is written anew"
            hazards.append(Hazard(kind=HazardKind.TABLE_REWRITE, object=after.id, message=message))
        (sql,) = DDLGenerator().alter_column(
            table_ref(after.id.schema, after.id.parent),
            after.id.name,
            type_=after.type,
            collation=after.collation,
            using=None if is_foreign(after) else using,
        )
        types = [name.removesuffix("[]") for name in (before.base_type, after.base_type)]
        uses = {*context.casts_on(*types), *context.casts_on(types[0], "text", types[1])} if using is not None else ()
        return Statement(sql=sql, hazards=tuple(hazards), uses=tuple(sorted(uses)))

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
        if change.after is None:
            raise UnsupportedChangeError(
                f"{obj.id} depends on {change.id}, which would have to be dropped and made anew",
                hint="Move the column to another type first, in a migration of your own.",
            )
        if not change.aside or change.id not in context.desired.needs(obj.id):
            return Reaction()  # nothing that the column notices, or its own change leads it away
        refuse_on_partition_key(obj.id, context.current)
        if obj.origin is not None and (obj.link is None or _stays(obj.link, context)):
            return Reaction(carried=True)  # the parent's statement takes it along
        default = context.current.get(ObjectId("default", obj.id.schema, obj.id.name, obj.id.parent))
        if isinstance(default, Default) and default.generated is not None:
            return Reaction(rebuild=True)
        refuse_while_rows_are_in_columns(obj.id, context)
        stays = isinstance(change.after, Collation) or is_foreign(obj)
        using, caveats = (None, []) if stays else moved_value(obj, context)
        sql = DDLGenerator().alter_column(
            table_ref(obj.id.schema, obj.id.parent),
            obj.id.name,
            type_=obj.type,
            collation=obj.collation,
            using=using,
        )
        hazards = _announced(obj.id, caveats)
        if using is not None:
            message = f"{on_table(obj.id)} is written anew"
            hazards.append(Hazard(kind=HazardKind.TABLE_REWRITE, object=obj.id, message=message))
        moved = Statement(sql=sql[0], hazards=tuple(hazards))
        rebuilds = disturbed_by_retyping(obj, context)
        # what the column itself changes besides comes before or after: either way this is how it ends
        kept = context.desired.get(obj.id)
        assert isinstance(kept, Column)
        stored = (*altered_storage(lost_by_retyping(kept), kept), *set_again_below(kept, context))
        return Reaction(statements=(moved, *stored), rebuilds=rebuilds)

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        assert isinstance(obj, Column)
        if not obj.not_null:
            return ()
        name = obj.not_null_name or chosen_not_null_name(obj.id)
        return (("constraint", obj.id.schema, obj.id.parent, name),)

    def following(self, origin: CatalogObject, obj: CatalogObject) -> CatalogObject:
        assert isinstance(origin, Column)
        followed = super().following(origin, obj)
        assert isinstance(followed, Column)
        # PostgreSQL gives the constraint the origin's name, which is seldom the one that it would choose itself here
        name = origin.not_null_name or chosen_not_null_name(origin.id)
        not_null = origin.not_null and not origin.not_null_no_inherit
        named = name if not_null and name != chosen_not_null_name(obj.id) else None
        # the sequence of an identity is the origin's alone, and so are comments
        return replace(
            followed,
            not_null=not_null,
            not_null_name=named,
            not_null_no_inherit=False,
            not_null_comment=None,
            foreign_options=(),
            identity=None,
            identity_comment=None,
            identity_persistence=None,
        )

    def comes_with_owner(self, origin: CatalogObject, obj: CatalogObject) -> CatalogObject:
        followed = self.following(origin, obj)
        assert isinstance(followed, Column)
        assert isinstance(obj, Column)
        if not says_not_null_itself(obj):
            return followed
        # the table that is made says it: own_not_nulls
        return replace(
            followed,
            not_null=True,
            not_null_name=obj.not_null_name,
            not_null_no_inherit=obj.not_null_no_inherit,
        )

    def keeps(self, obj: CatalogObject, origin: CatalogObject) -> frozenset[str]:
        assert isinstance(obj, Column)
        followed = self.following(origin, obj)
        assert isinstance(followed, Column)
        # SET COMPRESSION and attribute options never go down to the partitions (ATPrepCmd in tablecmds.c)
        own = frozenset(("compression", "options", "not_null_comment", "foreign_options"))
        if not obj.not_null_local and obj.not_null_name == followed.not_null_name:
            return own
        return own | {"not_null", "not_null_name", "not_null_no_inherit", "not_null_valid"}

    def leads(
        self, before: CatalogObject, after: CatalogObject, origin: CatalogObject, context: PlanContext
    ) -> Sequence[Statement]:
        assert isinstance(before, Column)
        assert isinstance(after, Column)
        assert isinstance(origin, Column)
        named_otherwise = (after.not_null_name or chosen_not_null_name(after.id)) != (
            origin.not_null_name or chosen_not_null_name(origin.id)
        )
        return added_not_null(before, after) if named_otherwise and not before.not_null else ()

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
        for name in ("collation", "identity", "storage", "compression", "statistics", "options", "foreign_options"):
            if getattr(before, name) != getattr(after, name):
                words.append(name.replace("_", " "))
        if before.not_null and after.not_null and before.not_null_name != after.not_null_name:
            words.append("name of its NOT NULL constraint")
        rest = ("not_null_no_inherit", "not_null_valid", "not_null_comment", "identity_comment", "identity_persistence")
        for name in rest:
            if getattr(before, name) != getattr(after, name):
                words.append(name.replace("_", " "))
        return ", ".join(words)


def _announced(column: ObjectId, caveats: Sequence[Caveat]) -> list[Hazard]:
    where = f"{column.parent}.{column.name}"
    return [Hazard(kind=kind, object=column, message=f"{where}: {text}") for kind, text in caveats]


def _stays(bond: ObjectId, context: PlanContext) -> bool:
    before = context.current.get(bond)
    return before is not None and before == context.desired.get(bond)


def _values_in(column: Column, context: PlanContext) -> list[ObjectId]:
    """The column, and those that tables inherit from it and that go along with it, as far as rows are kept here."""
    found = [] if is_foreign(column) else [column.id]
    for follower in map(context.current.get, context.followers.get(column.id, ())):
        if not isinstance(follower, Column) or follower.declared or follower.link is None:
            continue
        if follower.link.kind == "inheritance":
            found += _values_in(follower, context)
    return found
