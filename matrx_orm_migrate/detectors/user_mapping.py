"""User mappings: whom a role is on a foreign server.

Their options may hold passwords, and a migration holds what it sets: the hazard ``SECRET`` says so, and no message
shows a value.  For a role that may not see them (PostgreSQL 18, the view pg_user_mappings) they have no options, as in
its pg_dump.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from matrx_orm_migrate.ddl import quote
from matrx_orm_migrate.detectors.foreign_options import changed_options_of, named_options, options_of, read_options_of
from matrx_orm_migrate.hooks import CatalogQuery, Detector, PlanContext, Presence
from matrx_orm_migrate.schema import (
    CatalogObject,
    Hazard,
    HazardKind,
    ObjectId,
    SecretOptions,
    Statement,
    UserMapping,
)

__all__ = ["UserMappingDetector"]

# what everybody may see: the other user's name
_OPEN = {"user"}


class UserMappingDetector(Detector):
    """User mappings.  They have no comments, and no owner but their server's."""

    kind = "user_mapping"
    catalog = "pg_user_mapping"
    rank = 19
    secret = True

    def query(self, server_version: int) -> CatalogQuery:
        return CatalogQuery(
            # not pg_user_mapping, which is for superusers alone
            presence=(Presence("pg_foreign_server"),),
            sql=f"""SELECT m.umid, 0, m.srvname, CASE WHEN m.umuser <> 0 THEN m.usename END, {options_of("m.umoptions")}
                    FROM pg_catalog.pg_user_mappings m""",
        )

    def read(self, row: Sequence[Any]) -> UserMapping:
        _oid, _sub, server, role, options = row
        return UserMapping(
            id=ObjectId(self.kind, "", server, "", f" for {role if role is not None else 'PUBLIC'}"),
            role=role,
            options=SecretOptions(read_options_of(options)),
        )

    def create(self, obj: CatalogObject, parts: Sequence[Any], context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, UserMapping)
        return (_telling(f"CREATE {_named(obj)}{named_options(obj.options.pairs)}", SecretOptions(), obj),)

    def drop(self, obj: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(obj, UserMapping)
        return (Statement(sql=f"DROP {_named(obj)}", roles=obj.roles),)

    def alter(self, before: CatalogObject, after: CatalogObject, context: PlanContext) -> Sequence[Statement]:
        assert isinstance(before, UserMapping)
        assert isinstance(after, UserMapping)
        changed = changed_options_of(before.options.pairs, after.options.pairs)
        return (_telling(f"ALTER {_named(after)}{changed}", before.options, after),)

    def describe_alteration(self, before: CatalogObject, after: CatalogObject) -> str:
        return "options"


def _named(obj: UserMapping) -> str:
    role = quote(obj.role) if obj.role is not None else "PUBLIC"
    return f"USER MAPPING FOR {role} SERVER {quote(obj.id.name)}"


def _telling(sql: str, had: SecretOptions, after: UserMapping) -> Statement:
    """The statement, with a hazard where it says values that may be passwords."""
    told = [name for name, value in after.options.pairs if (name, value) not in had.pairs and name not in _OPEN]
    if not told:
        return Statement(sql=sql, roles=after.roles)
    message = f"the file says {', '.join(told)} of {after.id}: whoever may read it reads that"
    hazard = Hazard(kind=HazardKind.SECRET, object=after.id, message=message)
    return Statement(sql=sql, hazards=(hazard,), roles=after.roles)
