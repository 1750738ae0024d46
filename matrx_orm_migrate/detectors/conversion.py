"""Conversions between encodings."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from matrx_orm_migrate.ddl import literal
from matrx_orm_migrate.detectors.common import USER_SCHEMA
from matrx_orm_migrate.detectors.named import RenamableDetector
from matrx_orm_migrate.hooks import CatalogQuery, Presence
from matrx_orm_migrate.schema import CatalogObject, Conversion, ObjectId

__all__ = ["ConversionDetector"]


class ConversionDetector(RenamableDetector):
    """Conversions."""

    kind = "conversion"
    catalog = "pg_conversion"
    rank = 9
    owned = True
    word = "CONVERSION"

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_conversion"),),
            sql=f"""SELECT c.oid, 0, n.nspname, c.conname, pg_catalog.pg_encoding_to_char(c.conforencoding),
                           pg_catalog.pg_encoding_to_char(c.contoencoding), c.conproc::text, c.condefault
                    FROM pg_catalog.pg_conversion c
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.connamespace
                    WHERE {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> Conversion:
        _oid, _sub, schema, name, source, target, function, default = row
        return Conversion(
            id=ObjectId("conversion", schema, name), source=source, target=target, function=function, default=default
        )

    def definition(self, obj: CatalogObject) -> str:
        assert isinstance(obj, Conversion)
        encodings = f"FOR {literal(obj.source)} TO {literal(obj.target)}"
        return f"{'DEFAULT ' if obj.default else ''}CONVERSION {self.name(obj)} {encodings} FROM {obj.function}"

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        assert isinstance(obj, Conversion)
        default = [("default conversion", obj.id.schema, obj.source, obj.target)] if obj.default else []
        return (*super().occupies(obj), *default)
