"""Procedural languages: all of them can be replaced in place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.detectors.common import statements
from matrx_orm_migrate.detectors.named import RenamableDetector
from matrx_orm_migrate.hooks import FIRST_USER_OID, CatalogQuery, PlanContext, Presence
from matrx_orm_migrate.schema import CatalogObject, Language, ObjectId, Statement

__all__ = ["LanguageDetector"]


class LanguageDetector(RenamableDetector):
    """Languages."""

    kind = "language"
    catalog = "pg_language"
    rank = 6
    owned = True
    word = "LANGUAGE"

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            presence=(Presence("pg_language"),),
            sql=f"""SELECT l.oid, 0, l.lanname, nullif(l.lanplcallfoid, 0)::regproc::text,
                           nullif(l.laninline, 0)::regproc::text, nullif(l.lanvalidator, 0)::regproc::text,
                           l.lanpltrusted
                    FROM pg_catalog.pg_language l WHERE l.lanispl AND l.oid >= {FIRST_USER_OID}""",
        )

    def read(self, row: Sequence[Any]) -> Language:
        _oid, _sub, name, handler, inline, validator, trusted = row
        return Language(
            id=ObjectId("language", "", name), handler=handler, inline=inline, validator=validator, trusted=trusted
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Language)
        sql = (
            f"CREATE OR REPLACE {'TRUSTED ' if obj.trusted else ''}LANGUAGE {quote(obj.id.name)} HANDLER {obj.handler}"
        )
        sql += f" INLINE {obj.inline}" if obj.inline is not None else ""
        sql += f" VALIDATOR {obj.validator}" if obj.validator is not None else ""
        return statements(sql)

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return self.create(after, (), context)

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        assert isinstance(before, Language)
        assert isinstance(after, Language)
        trust = "" if before.trusted == after.trusted else "trusted" if after.trusted else "not trusted"
        names = ("handler", "inline", "validator")
        words = [trust, *(name for name in names if getattr(before, name) != getattr(after, name))]
        return ", ".join(filter(None, words))
