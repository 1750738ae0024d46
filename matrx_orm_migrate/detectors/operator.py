"""Operators: pairs that name one another, shells that one names before the other is there, and little to alter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA, statements
from matrx_orm_migrate.detectors.named import NamedDetector
from matrx_orm_migrate.hooks import CatalogQuery, PlanContext, Presence, Rebuild
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Operator, Statement

__all__ = ["OperatorDetector", "operator_id"]

# PostgreSQL 17, ALTER OPERATOR: COMMUTATOR and NEGATOR where there is none yet, HASHES and MERGES, which stay
_LINKS_ALTERED_SINCE = 170000
_LINKS = ("commutator", "negator")
_ESTIMATORS = ("restrict", "join")
_FLAGS = ("hashes", "merges")


class OperatorDetector(NamedDetector):
    """Operators."""

    kind = "operator"
    catalog = "pg_operator"
    rank = 9
    owned = True
    word = "OPERATOR"

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_operator"),),
            # a shell that no operator names any more is nothing: CREATE OPERATOR alone cannot make it
            sql=f"""SELECT o.oid, 0, n.nspname, o.oprname, pg_catalog.format_type(nullif(o.oprleft, 0), NULL),
                           pg_catalog.format_type(nullif(o.oprright, 0), NULL),
                           nullif(o.oprcode::oid, 0)::regproc::text, cn.nspname, c.oprname, nn.nspname, g.oprname,
                           nullif(o.oprrest::oid, 0)::regproc::text, nullif(o.oprjoin::oid, 0)::regproc::text,
                           o.oprcanhash, o.oprcanmerge
                    FROM pg_catalog.pg_operator o
                    JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace
                    LEFT JOIN pg_catalog.pg_operator c ON c.oid = o.oprcom
                    LEFT JOIN pg_catalog.pg_namespace cn ON cn.oid = c.oprnamespace
                    LEFT JOIN pg_catalog.pg_operator g ON g.oid = o.oprnegate
                    LEFT JOIN pg_catalog.pg_namespace nn ON nn.oid = g.oprnamespace
                    WHERE {USER_SCHEMA}
                      AND (o.oprcode <> 0 OR EXISTS (SELECT FROM pg_catalog.pg_operator u
                                                     WHERE u.oprcode <> 0 AND o.oid IN (u.oprcom, u.oprnegate)))""",
        )

    def read(self, row: Sequence[Any]) -> Operator:
        _oid, _sub, schema, name, left, right, function, com_schema, com_name, neg_schema, neg_name, *rest = row
        restrict, join, hashes, merges = rest
        return Operator(
            id=operator_id(schema, name, left, right),
            function=function,
            left=left,
            right=right,
            # what a shell is to be is said by those who name it
            commutator=operator_id(com_schema, com_name, right, left) if com_name and function else None,
            negator=operator_id(neg_schema, neg_name, left, right) if neg_name and function else None,
            restrict=restrict,
            join=join,
            hashes=hashes,
            merges=merges,
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Operator)
        if obj.function is None:
            return ()  # comes with the one that names it
        options = [f"FUNCTION = {obj.function}"]
        options += [f"LEFTARG = {obj.left}"] if obj.left is not None else []
        options += [f"RIGHTARG = {obj.right}"] if obj.right is not None else []
        options += [
            f"{word.upper()} = {_operator(link)}" for word in _LINKS if (link := getattr(obj, word)) is not None
        ]
        options += [f"{word.upper()} = {name}" for word in _ESTIMATORS if (name := getattr(obj, word)) is not None]
        options += [flag.upper() for flag in _FLAGS if getattr(obj, flag)]
        return statements(f"CREATE OPERATOR {_qualified(obj.id)} ({', '.join(options)})")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement] | Rebuild:
        assert isinstance(before, Operator)
        assert isinstance(after, Operator)
        if before.function is None:
            return self.create(after, (), context)
        if after.function is None:
            # only another's CREATE makes a shell of it again
            return Rebuild(rebuilds=_naming(after.id, context))
        altered: list[str] = []
        uses: list[ObjectId] = []
        for word in _ESTIMATORS:
            if getattr(before, word) != getattr(after, word):
                altered.append(f"{word.upper()} = {getattr(after, word) or 'NONE'}")
        for flag in _FLAGS:
            if getattr(before, flag) and not getattr(after, flag):
                return Rebuild()
            altered += [flag.upper()] if getattr(after, flag) and not getattr(before, flag) else []
        for word in _LINKS:
            had, has = getattr(before, word), getattr(after, word)
            if had == has or _comes_by_itself(after.id, had, has, word, context):
                continue
            if had in context.desired or has is None or _function_of(context.current.get(has)) is None:
                return Rebuild()  # it has one to let go, or nobody else makes the shell that it names
            altered.append(f"{word.upper()} = {_operator(has)}")
            uses.append(has)  # which may be made anew
        newer = any(clause.split()[0].lower() not in _ESTIMATORS for clause in altered)
        if before.function != after.function or (newer and context.server_version < _LINKS_ALTERED_SINCE):
            return Rebuild()
        if not altered:
            return ()
        return (Statement(sql=f"ALTER OPERATOR {self.name(after)} SET ({', '.join(altered)})", uses=tuple(uses)),)

    def name(self, obj: CatalogObject) -> str:
        assert isinstance(obj, Operator)
        return f"{_qualified(obj.id)}{obj.id.signature}"

    def privileges_target(self, obj: CatalogObject) -> str | None:
        # nobody asks whose a shell is: the one who makes the operator owns it
        return super().privileges_target(obj) if _function_of(obj) is not None else None


def operator_id(schema: str, name: str, left: str | None, right: str | None) -> ObjectId:
    """The id of an operator; None where it has no argument."""
    return ObjectId("operator", schema, name, "", f"({left or 'NONE'}, {right or 'NONE'})")


def _qualified(operator: ObjectId) -> str:
    # the name of an operator is never quoted
    return f"{quote(operator.schema)}.{operator.name}"


def _operator(operator: ObjectId) -> str:
    return f"OPERATOR({_qualified(operator)})"


def _function_of(obj: CatalogObject | None) -> str | None:
    return obj.function if isinstance(obj, Operator) else None


def _naming(shell: ObjectId, context: PlanContext) -> tuple[ObjectId, ...]:
    """The operators that name another one."""
    found = (obj for obj in context.desired if isinstance(obj, Operator) and shell in (obj.commutator, obj.negator))
    return tuple(sorted(obj.id for obj in found))


def _comes_by_itself(
    operator: ObjectId, had: ObjectId | None, has: ObjectId | None, word: str, context: PlanContext
) -> bool:
    """Whether what becomes of the other operator gives this one its link, or takes it away.

    DROP OPERATOR takes the links to what it drops; CREATE OPERATOR links back those that it names.
    """
    if had is not None and had in context.desired:
        return False
    if has is None:
        return True
    other = context.desired.get(has)
    is_made = _function_of(context.current.get(has)) is None and _function_of(other) is not None
    return is_made and getattr(other, word) == operator
