"""Operator families: what belongs to none of their classes is added and taken away in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA, statements
from matrx_orm_migrate.detectors.named import RenamableDetector
from matrx_orm_migrate.detectors.operator import operator_id
from matrx_orm_migrate.hooks import CatalogQuery, PlanContext, Presence
from matrx_orm_migrate.schema import CatalogObject, FamilyMember, ObjectId, OperatorFamily, Statement

__all__ = ["OperatorFamilyDetector", "member_clause", "members_query", "read_members"]


def members_query(catalog: str, owner: str, family: str) -> str:
    """SQL for what belongs to the row ``owner`` of ``catalog``, as lists of texts for :func:`read_members`."""

    def belongs(to: str, alias: str) -> str:
        return f"""EXISTS (SELECT FROM pg_catalog.pg_depend d
                           WHERE d.classid = 'pg_catalog.{to}'::regclass AND d.objid = {alias}.oid
                             AND d.refclassid = 'pg_catalog.{catalog}'::regclass AND d.refobjid = {owner})"""

    return f"""ARRAY(SELECT ARRAY['operator', m.amopstrategy::text, pg_catalog.format_type(m.amoplefttype, NULL),
                                  pg_catalog.format_type(m.amoprighttype, NULL),
                                  pg_catalog.quote_ident(opn.nspname) || '.' || op.oprname,
                                  pg_catalog.quote_ident(sfn.nspname) || '.' || pg_catalog.quote_ident(sf.opfname),
                                  opn.nspname, op.oprname]
                     FROM pg_catalog.pg_amop m
                     JOIN pg_catalog.pg_operator op ON op.oid = m.amopopr
                     JOIN pg_catalog.pg_namespace opn ON opn.oid = op.oprnamespace
                     LEFT JOIN (pg_catalog.pg_opfamily sf
                                JOIN pg_catalog.pg_namespace sfn ON sfn.oid = sf.opfnamespace)
                            ON sf.oid = m.amopsortfamily
                     WHERE m.amopfamily = {family} AND {belongs("pg_amop", "m")}
                     UNION ALL
                     SELECT ARRAY['function', m.amprocnum::text, pg_catalog.format_type(m.amproclefttype, NULL),
                                  pg_catalog.format_type(m.amprocrighttype, NULL), m.amproc::regprocedure::text,
                                  NULL, NULL, NULL]
                     FROM pg_catalog.pg_amproc m
                     WHERE m.amprocfamily = {family} AND {belongs("pg_amproc", "m")})"""


def read_members(rows: Sequence[Sequence[Any]]) -> tuple[FamilyMember, ...]:
    """The members in one order for all."""
    members = (
        FamilyMember(
            is_function=what == "function",
            number=int(number),
            left=left,
            right=right,
            name=name,
            order_by=order_by,
            operator=operator_id(schema, operator, left, right) if operator is not None else None,
        )
        for what, number, left, right, name, order_by, schema, operator in rows
    )
    return tuple(sorted(members, key=_place))


def member_clause(member: FamilyMember) -> str:
    """A member as CREATE OPERATOR CLASS and ALTER OPERATOR FAMILY … ADD take it."""
    types = f"({member.left}, {member.right})"
    if member.is_function:
        return f"FUNCTION {member.number} {types} {member.name}"
    order_by = f" FOR ORDER BY {member.order_by}" if member.order_by is not None else ""
    return f"OPERATOR {member.number} {member.name} {types}{order_by}"


class OperatorFamilyDetector(RenamableDetector):
    """Operator families."""

    kind = "operator_family"
    catalog = "pg_opfamily"
    rank = 9
    owned = True
    word = "OPERATOR FAMILY"

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_opfamily"),),
            sql=f"""SELECT f.oid, 0, n.nspname, f.opfname, am.amname, {members_query("pg_opfamily", "f.oid", "f.oid")}
                    FROM pg_catalog.pg_opfamily f
                    JOIN pg_catalog.pg_namespace n ON n.oid = f.opfnamespace
                    JOIN pg_catalog.pg_am am ON am.oid = f.opfmethod
                    WHERE {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> OperatorFamily:
        _oid, _sub, schema, name, method, members = row
        return OperatorFamily(
            id=ObjectId("operator_family", schema, name, "", f" USING {quote(method)}"),
            access_method=method,
            members=read_members(members),
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, OperatorFamily)
        return [*statements(f"CREATE OPERATOR FAMILY {self.name(obj)}"), *self._members(obj, (), obj.members)]

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(before, OperatorFamily)
        assert isinstance(after, OperatorFamily)
        return self._members(after, before.members, after.members)

    def _members(
        self, obj: OperatorFamily, before: Sequence[FamilyMember], after: Sequence[FamilyMember]
    ) -> Sequence[Statement]:
        gone = [_dropped(member) for member in before if member not in after]
        new = [member_clause(member) for member in after if member not in before]
        changes = [("DROP", gone), ("ADD", new)]
        return statements(
            *(f"ALTER OPERATOR FAMILY {self.name(obj)} {word} {', '.join(some)}" for word, some in changes if some)
        )

    def name(self, obj: CatalogObject) -> str:
        return f"{qualified(obj.id.schema, obj.id.name)}{obj.id.signature}"

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        return "members"


def _place(member: FamilyMember) -> tuple[bool, int, str, str]:
    return member.is_function, member.number, member.left, member.right


def _dropped(member: FamilyMember) -> str:
    return f"{'FUNCTION' if member.is_function else 'OPERATOR'} {member.number} ({member.left}, {member.right})"
