"""With the plugin that knows privileges: what the platform granted is left alone, what users grant takes part."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate import makemigrations, migrate
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.schema import CatalogObject, ObjectId
from matrx_orm_migrate_privileges.objects import EVERYBODY, SELF, DefaultPrivileges, Owner, Privileges
from matrx_orm_migrate_supabase.platform import takes_part

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
PUBLIC = ObjectId("schema", "public", "public")


async def test_the_schema_of_the_readme_takes_nothing_from_the_platforms_roles(
    project_url: str, together: PluginManager, tmp_path: Path
) -> None:
    file = tmp_path / "schema.sql"
    file.write_text(README.partition("```sql\n")[2].partition("```")[0], encoding="utf-8")
    found = await makemigrations(project_url, directory=tmp_path / "m", from_sql=file, schemas=["*"], plugins=together)
    said = [summary for draft in found.drafts for summary in draft.summaries]
    assert "Create table public.profile" in said
    assert not [one for one in said if one.startswith("Drop") or "privileges" in one or "owner" in one]
    await migrate(project_url, directory=tmp_path / "m", plugins=together)
    # what a user grants is the user's: here, less than the platform's defaults give
    file.write_text(file.read_text(encoding="utf-8") + "GRANT SELECT (id) ON profile TO dashboard_user;")
    (draft,) = (
        await makemigrations(project_url, directory=tmp_path / "m", from_sql=file, schemas=["*"], plugins=together)
    ).drafts
    assert list(draft.summaries) == ["Create privileges of dashboard_user on column public.profile.id"]
    await migrate(project_url, directory=tmp_path / "m", plugins=together)
    again = await makemigrations(project_url, directory=tmp_path / "m", from_sql=file, schemas=["*"], plugins=together)
    assert again.drafts == ()


def privileges(target: ObjectId, grantee: str) -> Privileges:
    return Privileges(
        id=ObjectId("privileges", target.schema, target.name, "", f" of {target.kind} to {grantee}"),
        owner_id=target,
        target=target,
        granted=("USAGE",),
        on="",
        sort="n",
        grantee=grantee,
    )


def defaults(schema: str, grantee: str, role: str = SELF) -> DefaultPrivileges:
    return DefaultPrivileges(
        id=ObjectId("default_privileges", schema, "TABLES", "", f"{role} to {grantee}"),
        granted=("SELECT",),
        role=role,
        grantee=grantee,
    )


def owner(target: ObjectId) -> Owner:
    return Owner(id=ObjectId("owner", target.schema, target.name), owner_id=target, target=target, owner="app")


@pytest.mark.parametrize(
    ("obj", "wanted"),
    [
        (privileges(PUBLIC, "anon"), False),
        (privileges(PUBLIC, "service_role"), False),
        (privileges(PUBLIC, "app"), None),
        (privileges(PUBLIC, EVERYBODY), None),
        (privileges(ObjectId("schema", "mine", "mine"), "anon"), None),
        (privileges(ObjectId("table", "public", "public"), "anon"), None),
        (privileges(ObjectId("schema", "auth", "auth"), "anon"), False),
        (defaults("public", "anon"), False),
        (defaults("public", "authenticated", "postgres"), False),
        (defaults("public", "app"), None),
        (defaults("mine", "anon"), None),
        (defaults("", "anon"), None),
        (defaults("mine", "app", "supabase_admin"), False),
        (owner(ObjectId("schema", "storage", "storage")), False),
        (owner(ObjectId("table", "public", "note")), None),
    ],
    ids=lambda value: str(value.id) if isinstance(value, CatalogObject) else str(value),
)
def test_whose_a_privilege_is(obj: CatalogObject, wanted: bool | None) -> None:
    assert takes_part(obj, of_platform=False) is wanted
