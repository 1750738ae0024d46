"""Column defaults and generation expressions: nodes of their own, so that nothing runs in a circle."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.detectors.common import (
    CHILDREN,
    PARENT_OF_PARTITION,
    USER_SCHEMA,
    alter_table,
    partition_link,
)
from matrx_orm_migrate.detectors.computed import cost_of_computing_anew
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence, Reaction, Rebuild
from matrx_orm_migrate.schema import (
    CatalogObject,
    Change,
    Check,
    Column,
    Default,
    ObjectId,
    Statement,
    id_of,
    maker,
)

__all__ = ["DefaultDetector"]

_GENERATED = {"s": "stored", "v": "virtual"}
_SET_EXPRESSION_SINCE = 170000
_LETS_GO_SINCE = 150000
# A default mentions no column, and without a table the server need not open one to print it.
_EXPRESSION = "pg_catalog.pg_get_expr(d.adbin, CASE WHEN a.attgenerated <> '' THEN d.adrelid ELSE 0 END)"


def _sql(parent: str, joins: str) -> str:
    return f"""SELECT d.oid, 0, n.nspname, c.relname, a.attname, {_EXPRESSION}, a.attgenerated::text, {parent}
               FROM pg_catalog.pg_attrdef d
               JOIN pg_catalog.pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
               JOIN pg_catalog.pg_class c ON c.oid = d.adrelid
               JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
               {joins}
               WHERE c.relkind IN ('r', 'p', 'f') AND {USER_SCHEMA}"""


_make = maker(Default)


class DefaultDetector(Detector):
    """DEFAULT and GENERATED ALWAYS AS."""

    kind = "default"
    catalog = "pg_attrdef"
    rank = 30

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_attrdef"),),
            sql=_sql("pn.nspname, pc.relname", PARENT_OF_PARTITION),
            shorter=_sql("NULL, NULL", ""),
            unless=(CHILDREN,),
        )

    def read(self, row: Sequence[Any]) -> Default:
        _oid, _sub, schema, table, column, expression, generated, parent_schema, parent = row
        # a partition's generation expression comes with its parent's; a default is each table's own
        follows = parent is not None and bool(generated)
        return _make(
            id=id_of(("default", schema, column, table, "")),
            owner_id=id_of(("column", schema, column, table, "")),
            origin=ObjectId("default", parent_schema, column, parent) if follows else None,
            link=partition_link(schema, table) if follows else None,
            expression=expression,
            generated=_GENERATED[generated] if generated else None,
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Default)
        return (self._set(obj),)

    def _set(self, obj: Default) -> Statement:
        # ONLY: every partition says its own default
        return alter_table(obj.id, f"ALTER COLUMN {quote(obj.id.name)} SET DEFAULT {obj.expression}", only=True)

    def may_be_part(self, obj: CatalogObject) -> bool:
        return True

    def part(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> str:
        assert isinstance(obj, Default)
        if obj.generated is not None:
            return f"GENERATED ALWAYS AS ({obj.expression}) {obj.generated.upper()}"
        return f"DEFAULT {obj.expression}"

    def must_be_part(self, obj: CatalogObject) -> bool:
        assert isinstance(obj, Default)
        return obj.generated is not None

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Default)
        column = quote(obj.id.name)
        if obj.generated is not None:
            _refuse_what_goes_with_the_column(obj, context)
            # keeps the values that were computed so far (PostgreSQL 18, ALTER TABLE, DROP EXPRESSION)
            return (alter_table(obj.id, f"ALTER COLUMN {column} DROP EXPRESSION"),)
        after = context.desired.get(ObjectId("column", obj.id.schema, obj.id.name, obj.id.parent))
        if isinstance(after, Column) and after.identity is not None:
            return (alter_table(obj.id, f"ALTER COLUMN {column} DROP DEFAULT"),)
        return (alter_table(obj.id, f"ALTER COLUMN {column} DROP DEFAULT", only=True),)

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, Default)
        assert isinstance(after, Default)
        if before.generated is None and after.generated is None:
            return (self._set(after),)
        if before.generated == "stored" and after.generated is None:
            # from a partition, the parent's own DROP EXPRESSION takes it
            released = () if before.origin is not None else self.drop(before, context)
            return (*released, self._set(after))
        if before.generated != after.generated:
            return Rebuild()
        # PostgreSQL 18 does not set the expression of a virtual column in a table with checks
        checked = after.generated == "virtual" and any(
            isinstance(obj, Check) and (obj.id.schema, obj.id.parent) == (after.id.schema, after.id.parent)
            for snapshot in (context.current, context.desired)
            for obj in snapshot
        )
        may_set = context.server_version >= _SET_EXPRESSION_SINCE and not checked
        if not may_set or _reads_what_was_computed(after, context):
            return Rebuild()
        hazards = cost_of_computing_anew(after, context)
        action = f"ALTER COLUMN {quote(after.id.name)} SET EXPRESSION AS ({after.expression})"
        own = _own_expressions(before, after, context)
        return (Statement(sql=alter_table(after.id, action).sql, hazards=hazards), *own)

    def parted(
        self, before: CatalogObject, after: CatalogObject, gone: Collection[ObjectId], context: PlanContext
    ) -> tuple[Sequence[Statement], Default] | None:
        assert isinstance(before, Default)
        assert isinstance(after, Default)
        if before.generated != "stored" or after.generated is not None:
            return None
        # what was computed so far is kept, so the column cannot be made anew
        released = () if before.origin is not None else self.drop(before, context)
        return released, replace(before, generated=None, expression="NULL")

    def may_drop_alone(self, obj: CatalogObject) -> bool:
        # a virtual column has no values to keep (PostgreSQL 18 refuses DROP EXPRESSION)
        assert isinstance(obj, Default)
        return obj.generated != "virtual"

    def rebuild_root(self, obj: CatalogObject) -> ObjectId:
        assert isinstance(obj, Default)
        if obj.generated is not None and obj.owner_id is not None:
            return obj.owner_id
        return obj.id

    def react(self, obj: CatalogObject, change: Change, context: PlanContext) -> Reaction:
        if isinstance(change.before, Column) and isinstance(change.after, Column) and change.before.id == obj.owner_id:
            # a default is kept in the column's own type: the same words mean another expression after the change
            return Reaction(rebuild=change.before.base_type != change.after.base_type)
        return Reaction(rebuild=True)

    def describe(self, obj: CatalogObject) -> str:
        assert isinstance(obj, Default)
        word = "expression" if obj.generated else "default"
        return f"{word} of {obj.id.schema}.{obj.id.parent}.{obj.id.name}"


def _refuse_what_goes_with_the_column(obj: Default, context: PlanContext) -> None:
    """Refuse to keep the values of an expression that calls what goes, where PostgreSQL drops the column with that.

    Before PostgreSQL 15 it is the column that depends on it, and DROP EXPRESSION does not change that (measured).
    """
    after = context.desired.get(obj.id)
    stays_computed = isinstance(after, Default) and after.generated is not None
    if context.server_version >= _LETS_GO_SINCE or stays_computed or obj.owner_id not in context.desired:
        return
    for needed in sorted(context.current.needs(obj.id)):
        if needed.signature and needed not in context.desired:
            raise UnsupportedChangeError(
                f"{obj.owner_id} cannot keep its values while {needed} goes: "
                "PostgreSQL before 15 drops the column with it",
                hint="In a migration of your own, add a column, copy the values to it, drop this one, and give the new "
                "one its name.",
            )


def _reads_what_was_computed(obj: Default, context: PlanContext) -> bool:
    """Whether the expression reads a column that is generated now, and will not be.

    No dependency puts the two in order.  Made anew, the column comes behind all that is altered.
    """
    columns = [needed for needed in context.desired.needs(obj.id) if needed.kind == "column" and needed != obj.owner_id]
    for column in columns:
        now, then = (side.get(column._replace(kind="default")) for side in (context.current, context.desired))
        if isinstance(now, Default) and now.generated and not (isinstance(then, Default) and then.generated):
            return True
    return False


def _own_expressions(before: Default, after: Default, context: PlanContext) -> list[Statement]:
    """The expressions of partitions' own, which stay as they are: SET EXPRESSION above goes down to all of them."""
    found: list[Statement] = []
    for follower_id in context.followers.get(before.id, ()):
        kept = context.desired.get(follower_id)
        if not isinstance(kept, Default) or kept.origin != after.id or context.current.get(follower_id) != kept:
            continue
        if kept.link is not None and context.current.get(kept.link) != context.desired.get(kept.link):
            continue
        if kept.expression != after.expression:
            action = f"ALTER COLUMN {quote(kept.id.name)} SET EXPRESSION AS ({kept.expression})"
            found.append(alter_table(kept.id, action))
        found += _own_expressions(kept, kept, context)
    return found
