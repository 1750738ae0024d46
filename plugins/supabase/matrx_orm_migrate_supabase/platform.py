"""What a Supabase project's database has before its user makes anything, and whose an object is."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from matrx_orm_migrate.ddl.lexer import tokens_of
from matrx_orm_migrate.schema import CatalogObject, EventTrigger, PublicationSchema, PublicationTable, Trigger

__all__ = ["API_ROLES", "EVENT_TRIGGERS", "EXTENSIONS", "ROLES", "SCHEMAS", "takes_part"]

SCHEMAS = frozenset(
    {"_analytics", "_realtime", "_supavisor", "auth", "cron", "extensions", "graphql", "graphql_public", "net"}
    | {"pgbouncer", "pgmq", "pgmq_public", "pgsodium", "pgsodium_masks", "pgtle", "realtime", "storage"}
    | {"supabase_functions", "supabase_migrations", "vault"}
)
"""The schemas of its services, of the extensions that it sets up, and of its own tools."""

ROLES = frozenset(
    {"authenticator", "dashboard_user", "pgbouncer", "supabase_admin", "supabase_auth_admin", "supabase_etl_admin"}
    | {"supabase_functions_admin", "supabase_read_only_user", "supabase_realtime_admin", "supabase_replication_admin"}
    | {"supabase_storage_admin", "supabase_superuser", "supabase_privileged_role"}
)
"""The roles that its services work as."""

API_ROLES = frozenset({"anon", "authenticated", "service_role"})
"""The roles that users grant to; what they may do in the schema public, and with what comes there, it granted."""

EXTENSIONS = frozenset(
    {"pg_graphql", "pg_stat_statements", "pgcrypto", "pgjwt", "pgsodium", "supabase_vault", "uuid-ossp"}
)
"""The extensions that every project has from the start; those that a user adds are the user's."""

EVENT_TRIGGERS = frozenset(
    {"issue_graphql_placeholder", "issue_pg_cron_access", "issue_pg_graphql_access", "issue_pg_net_access"}
    | {"pgrst_ddl_watch", "pgrst_drop_watch", "pgsodium_trg_mask_update"}
)
"""Its event triggers by name; one that runs a function of its schemas is its own as well."""

_PUBLICATION = "supabase_realtime"
"""The publication whose members users choose."""
_WITH_POLICIES = frozenset({"auth", "realtime", "storage"})
"""The schemas on whose tables policies are the users' to make."""
_LENT = frozenset({"extensions", "supabase_functions"})
"""The schemas whose functions users run from triggers of their own (``http_request``, ``moddatetime``)."""


def takes_part(obj: CatalogObject, *, of_platform: bool) -> bool | None:
    """False for what is Supabase's, True for what is the user's on a thing of Supabase's, None for all the rest.

    ``of_platform`` tells that the object is part of something that is left alone.
    """
    if of_platform:
        return _is_users_on_the_platform(obj) or None
    return False if _is_the_platforms(obj) else None


def _is_the_platforms(obj: CatalogObject) -> bool:
    kind, schema, name = obj.id.kind, obj.id.schema, obj.id.name
    if kind == "schema":
        return name in SCHEMAS
    if kind == "default_privileges" and getattr(obj, "role", "") in ROLES:
        return True  # matrx-orm-migrate-privileges has them: what the services' new objects give, in any schema
    if _is_granted_on_public(obj):
        return True
    if schema:
        return schema in SCHEMAS
    if kind == "extension":
        return name in EXTENSIONS
    if kind == "publication":
        return name.startswith(_PUBLICATION)
    if isinstance(obj, EventTrigger):
        return name in EVENT_TRIGGERS or _schema_of([*tokens_of(obj.function)]) in SCHEMAS
    # user mappings, and what plugins have on roles that is in no schema
    return bool(obj.roles) and ROLES.issuperset(obj.roles)


def _is_granted_on_public(obj: CatalogObject) -> bool:
    """What every project's roles may do in the schema public; kinds of matrx-orm-migrate-privileges."""
    if obj.id.schema != "public" or getattr(obj, "grantee", "") not in API_ROLES:
        return False
    return obj.id.kind == "default_privileges" or (
        obj.id.kind == "privileges" and obj.owner_id is not None and obj.owner_id.kind == "schema"
    )


def _is_users_on_the_platform(obj: CatalogObject) -> bool:
    if isinstance(obj, Trigger):
        schema = _schema_of(_function_of(obj))
        return schema not in SCHEMAS or schema in _LENT
    if isinstance(obj, PublicationTable | PublicationSchema):
        return obj.publication.name == _PUBLICATION or not obj.publication.name.startswith(_PUBLICATION)
    # the kind is another plugin's
    return obj.id.kind == "policy" and obj.id.schema in _WITH_POLICIES


def _function_of(trigger: Trigger) -> list[str]:
    """The words of what stands behind EXECUTE FUNCTION."""
    words = [*tokens_of(trigger.definition)]
    place = next(at for at, pair in enumerate(pairwise(words)) if pair == ("execute", "function"))
    return words[place + 2 :]


def _schema_of(words: Sequence[str]) -> str:
    """The schema that qualifies a name; PostgreSQL leaves away its own, pg_catalog."""
    return words[0] if words[1:2] == ["."] else ""
