"""Operator classes: nothing of them can be altered, so they are made anew along with the indexes that use them."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from matrx_orm_migrate.ddl import qualified, quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA
from matrx_orm_migrate.detectors.named import RenamableDetector
from matrx_orm_migrate.detectors.operator_family import member_clause, members_query, read_members
from matrx_orm_migrate.hooks import CatalogQuery, Presence
from matrx_orm_migrate.schema import CatalogObject, ObjectId, OperatorClass

__all__ = ["OperatorClassDetector"]


class OperatorClassDetector(RenamableDetector):
    """Operator classes."""

    kind = "operator_class"
    catalog = "pg_opclass"
    rank = 9
    owned = True
    word = "OPERATOR CLASS"

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_opclass"),),
            sql=f"""SELECT c.oid, 0, n.nspname, c.opcname, am.amname, pg_catalog.format_type(c.opcintype, NULL),
                           pg_catalog.quote_ident(fn.nspname) || '.' || pg_catalog.quote_ident(f.opfname), c.opcdefault,
                           pg_catalog.format_type(nullif(c.opckeytype, 0), NULL),
                           {members_query("pg_opclass", "c.oid", "c.opcfamily")}
                    FROM pg_catalog.pg_opclass c
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.opcnamespace
                    JOIN pg_catalog.pg_am am ON am.oid = c.opcmethod
                    JOIN pg_catalog.pg_opfamily f ON f.oid = c.opcfamily
                    JOIN pg_catalog.pg_namespace fn ON fn.oid = f.opfnamespace
                    WHERE {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> OperatorClass:
        _oid, _sub, schema, name, method, type_, family, default, storage, members = row
        return OperatorClass(
            id=ObjectId("operator_class", schema, name, "", f" USING {quote(method)}"),
            access_method=method,
            type=type_,
            family=family,
            default=default,
            storage=storage,
            members=read_members(members),
        )

    def definition(self, obj: CatalogObject) -> str:
        assert isinstance(obj, OperatorClass)
        # a class of nothing says STORAGE, and means the same (pg_dump does so, too)
        clauses = [f"STORAGE {obj.storage or obj.type}"] if obj.storage is not None or not obj.members else []
        clauses += map(member_clause, obj.members)
        default = "DEFAULT " if obj.default else ""
        return (
            f"OPERATOR CLASS {qualified(obj.id.schema, obj.id.name)} {default}FOR TYPE {obj.type} "
            f"USING {quote(obj.access_method)} FAMILY {obj.family} AS {', '.join(clauses)}"
        )

    def name(self, obj: CatalogObject) -> str:
        return f"{qualified(obj.id.schema, obj.id.name)}{obj.id.signature}"

    def lends(self, obj: CatalogObject) -> tuple[ObjectId, ...]:
        # a view that sorts by the operator sorts by the class
        assert isinstance(obj, OperatorClass)
        return tuple(member.operator for member in obj.members if member.operator is not None)

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        assert isinstance(obj, OperatorClass)
        default = [("default operator class", obj.access_method, obj.type)] if obj.default else []
        return (*super().occupies(obj), *default)
