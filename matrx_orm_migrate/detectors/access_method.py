"""Access methods of indexes and tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.detectors.named import NamedDetector
from matrx_orm_migrate.hooks import FIRST_USER_OID, CatalogQuery, Presence
from matrx_orm_migrate.schema import AccessMethod, CatalogObject, ObjectId

__all__ = ["AccessMethodDetector"]

_OF = {"i": "INDEX", "t": "TABLE"}


class AccessMethodDetector(NamedDetector):
    """Access methods."""

    kind = "access_method"
    catalog = "pg_am"
    rank = 6
    word = "ACCESS METHOD"

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_am"),),
            sql=f"""SELECT a.oid, 0, a.amname, a.amtype::text, a.amhandler::text
                    FROM pg_catalog.pg_am a WHERE a.oid >= {FIRST_USER_OID}""",
        )

    def read(self, row: Sequence[Any]) -> AccessMethod:
        _oid, _sub, name, of, handler = row
        return AccessMethod(id=ObjectId("access_method", "", name), of=_OF[of], handler=handler)

    def definition(self, obj: CatalogObject) -> str:
        assert isinstance(obj, AccessMethod)
        return f"ACCESS METHOD {quote(obj.id.name)} TYPE {obj.of} HANDLER {obj.handler}"
