"""Extensions: which are installed, and where.  Their members are theirs and never proposed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.detectors.common import statements
from matrx_orm_migrate.errors import UnsupportedChangeError
from matrx_orm_migrate.hooks import FIRST_USER_OID, CatalogQuery, Detector, PlanContext, Presence
from matrx_orm_migrate.schema import CatalogObject, Extension, Hazard, HazardKind, ObjectId, Statement

__all__ = ["ExtensionDetector"]


class ExtensionDetector(Detector):
    """Extensions."""

    kind = "extension"
    catalog = "pg_extension"
    rank = 5

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_extension"),),
            sql=f"""SELECT e.oid, 0, e.extname, n.nspname, e.extrelocatable, e.extversion,
                           EXISTS (SELECT
                                   FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_class c ON c.oid = d.objid
                                   WHERE d.refclassid = 'pg_catalog.pg_extension'::regclass AND d.refobjid = e.oid
                                     AND d.classid = 'pg_catalog.pg_class'::regclass AND d.deptype = 'e'
                                     AND c.relkind IN ('r', 'p', 'm', 'S'))
                    FROM pg_catalog.pg_extension e JOIN pg_catalog.pg_namespace n ON n.oid = e.extnamespace
                    WHERE e.oid >= {FIRST_USER_OID}""",
        )

    def read(self, row: Sequence[Any]) -> Extension:
        _oid, _sub, name, schema, relocatable, version, keeps_rows = row
        return Extension(
            id=ObjectId("extension", "", name),
            schema=schema,
            relocatable=relocatable,
            version=version,
            keeps_rows=keeps_rows,
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Extension)
        # An extension whose control file names its own schema makes that schema itself, and pg_catalog needs no word.
        where = f" WITH SCHEMA {quote(obj.schema)}" if obj.relocatable or obj.schema == "public" else ""
        return statements(f"CREATE EXTENSION {quote(obj.id.name)}{where}")

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Extension)
        sql = f"DROP EXTENSION {quote(obj.id.name)}"
        if not obj.keeps_rows:
            return statements(sql)
        message = f"what extension {obj.id.name} keeps in tables of its own is gone"
        return (Statement(sql=sql, hazards=(Hazard(kind=HazardKind.DATA_LOSS, object=obj.id, message=message),)),)

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(before, Extension)
        assert isinstance(after, Extension)
        if before.schema == after.schema:
            return ()
        if not before.relocatable:
            raise UnsupportedChangeError(
                f"extension {before.id.name} cannot be moved from schema {before.schema} to {after.schema}: "
                "it is not relocatable",
                hint="Drop it and create it anew in a migration of your own, or leave it where it is.",
            )
        return statements(f"ALTER EXTENSION {quote(after.id.name)} SET SCHEMA {quote(after.schema)}")

    def comment_target(self, obj: CatalogObject) -> str:
        return f"EXTENSION {quote(obj.id.name)}"
