"""Collations: PostgreSQL alters nothing of them, so a new one takes the old one's place."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from matrx_orm_migrate.ddl import literal, qualified, quote
from matrx_orm_migrate.detectors.common import USER_SCHEMA, statements
from matrx_orm_migrate.detectors.routines import aside
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence, Rebuild
from matrx_orm_migrate.schema import CatalogObject, Collation, ObjectId, Statement

__all__ = ["CollationDetector"]

_PROVIDERS = {"c": "libc", "i": "icu", "b": "builtin", "d": "default"}
_ICU_LOCALE_SINCE = 150000
_RULES_SINCE = 160000
_LOCALE_SINCE = 170000


class CollationDetector(Detector):
    """Collations."""

    kind = "collation"
    catalog = "pg_collation"
    rank = 5
    owned = True

    def query(self, server_version: int) -> CatalogQuery:
        locale = "CASE WHEN c.collprovider = 'i' THEN c.collcollate::text END"  # ICU's stood there before 15
        if server_version >= _LOCALE_SINCE:
            locale = "c.colllocale"
        elif server_version >= _ICU_LOCALE_SINCE:
            locale = "c.colliculocale"
        rules = "c.collicurules" if server_version >= _RULES_SINCE else "NULL"
        return CatalogQuery(
            presence=(Presence("pg_collation"),),
            sql=f"""SELECT c.oid, 0, n.nspname, c.collname, c.collprovider::text, c.collisdeterministic,
                           CASE WHEN c.collprovider = 'c' THEN c.collcollate::text END,
                           CASE WHEN c.collprovider = 'c' THEN c.collctype::text END, {locale}, {rules}, c.collversion
                    FROM pg_catalog.pg_collation c
                    JOIN pg_catalog.pg_namespace n ON n.oid = c.collnamespace
                    WHERE {USER_SCHEMA}""",
        )

    def read(self, row: Sequence[Any]) -> Collation:
        _oid, _sub, schema, name, provider, deterministic, collate, ctype, locale, rules, version = row
        return Collation(
            id=ObjectId("collation", schema, name),
            provider=_PROVIDERS[provider],
            deterministic=deterministic,
            collate=collate,
            ctype=ctype,
            locale=locale,
            rules=rules,
            version=version,
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, Collation)
        return statements(_create(obj))

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"DROP COLLATION {_name(obj)}")

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Rebuild:
        assert isinstance(after, Collation)
        old = aside(before.id.name)
        return Rebuild(
            prepare=statements(f"ALTER COLLATION {_name(before)} RENAME TO {quote(old)}", _create(after)),
            finish=statements(f"DROP COLLATION {qualified(before.id.schema, old)}"),
        )

    def rename(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        return statements(f"ALTER COLLATION {_name(before)} RENAME TO {quote(after.id.name)}")

    def occupies(self, obj: CatalogObject) -> tuple[Hashable, ...]:
        return (("collation", obj.id.schema, obj.id.name),)

    def comment_target(self, obj: CatalogObject) -> str:
        return f"COLLATION {_name(obj)}"


def _name(obj: CatalogObject) -> str:
    return qualified(obj.id.schema, obj.id.name)


def _create(obj: Collation) -> str:
    options = [f"PROVIDER = {obj.provider}"]
    if obj.collate is not None and obj.collate == obj.ctype:
        options.append(f"LOCALE = {literal(obj.collate)}")
    else:
        options += [f"LC_COLLATE = {literal(obj.collate)}"] if obj.collate is not None else []
        options += [f"LC_CTYPE = {literal(obj.ctype)}"] if obj.ctype is not None else []
    options += [f"LOCALE = {literal(obj.locale)}"] if obj.locale is not None else []
    options += [] if obj.deterministic else ["DETERMINISTIC = false"]
    options += [f"RULES = {literal(obj.rules)}"] if obj.rules is not None else []
    return f"CREATE COLLATION {_name(obj)} ({', '.join(options)})"
