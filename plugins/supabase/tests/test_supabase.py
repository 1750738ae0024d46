"""A whole project: what is left alone in every direction, models, and what happens without the plugin."""

from __future__ import annotations

import importlib
import importlib.metadata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, ForeignKey, Integer, MetaData, Table, Text, Uuid

from matrx_orm_migrate import declare, makemigrations, migrate, own_kinds, rebuild_schema
from matrx_orm_migrate.errors import DataLossRefusedError
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.schema import CatalogObject, EventTrigger, Extension, ObjectId, Publication, Trigger
from matrx_orm_migrate.testing.corpus import Tools, run_scripts
from matrx_orm_migrate.testing.plugins import plugins_with
from matrx_orm_migrate_supabase.platform import takes_part

PLATFORM = (Path(__file__).parent / "platform.sql").read_text(encoding="utf-8")
OWN = """
CREATE TABLE profile (id uuid PRIMARY KEY REFERENCES auth.users (id) ON DELETE CASCADE, name text);
CREATE TABLE note (id integer PRIMARY KEY, owner uuid DEFAULT auth.uid());
CREATE FUNCTION handle_new_user() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN RETURN NEW; END';
CREATE TRIGGER on_auth_user_created AFTER INSERT ON auth.users FOR EACH ROW EXECUTE FUNCTION handle_new_user();
CREATE POLICY own ON storage.objects USING (owner = (SELECT auth.uid()));
ALTER PUBLICATION supabase_realtime ADD TABLE note;
"""


async def plan(
    url: str, plugins: PluginManager, folder: Path, text: str | None = None, **options: Any
) -> tuple[str, ...]:
    """What `makemigrations` says it would do; ``text`` is the desired side as a file."""
    if text is not None:
        options["from_sql"] = folder / "schema.sql"
        options["from_sql"].write_text(text, encoding="utf-8")
    options.setdefault("schemas", ["*"])
    found = await makemigrations(url, directory=folder, plugins=plugins, dry_run=True, **options)
    return tuple(summary for draft in found.drafts for summary in draft.summaries)


async def test_a_new_project_asks_for_nothing(project_url: str, plugins: PluginManager, tmp_path: Path) -> None:
    assert await plan(project_url, plugins, tmp_path, "COMMENT ON SCHEMA public IS 'standard public schema';") == ()


async def test_without_the_plugin_a_file_of_ones_own_would_drop_the_platform(project_url: str, tmp_path: Path) -> None:
    with pytest.raises(DataLossRefusedError, match="vault"):
        await plan(project_url, plugins_with(), tmp_path, "CREATE TABLE note (id integer);")


async def test_it_works_without_the_plugin_for_policies(project_url: str, alone: PluginManager, tmp_path: Path) -> None:
    await run_scripts(project_url, OWN)
    said = OWN.replace("CREATE POLICY own ON storage.objects USING (owner = (SELECT auth.uid()));", "")
    assert await plan(project_url, alone, tmp_path, said) == ()
    (summary,) = await plan(project_url, alone, tmp_path, said + "CREATE TABLE other (id integer);")
    assert summary == "Create table public.other"


async def test_a_whole_dump_of_the_database_asks_for_nothing(
    project_url: str, plugins: PluginManager, server: Any, tmp_path: Path
) -> None:
    await run_scripts(project_url, OWN)
    dump = await Tools(server).everything(project_url, "--schema-only")
    assert "CREATE TABLE auth.users" in dump
    assert await plan(project_url, plugins, tmp_path, dump) == ()


async def test_with_the_schema_public_alone_what_is_the_users_elsewhere_stays(
    project_url: str, plugins: PluginManager, tmp_path: Path
) -> None:
    await run_scripts(project_url, OWN)
    own = "\n".join(line for line in OWN.splitlines() if "POLICY" not in line and "TRIGGER on" not in line)
    assert await plan(project_url, plugins, tmp_path, own, schemas=["public"]) == ()
    assert await plan(project_url, plugins, tmp_path, OWN, schemas=["public", "auth", "storage"]) == ()
    found = await plan(project_url, plugins, tmp_path, own, schemas=["public", "auth", "storage"])
    assert found == ("Drop policy storage.objects.own", "Drop trigger auth.users.on_auth_user_created")


async def test_what_differs_between_two_versions_of_the_platform_is_nobodys_migration(
    make_database: Callable[[], str], plugins: PluginManager, tmp_path: Path
) -> None:
    live, goal = make_database(), make_database()
    await run_scripts(live, PLATFORM, OWN)
    newer = """
    ALTER TABLE auth.users ADD is_anonymous boolean NOT NULL DEFAULT false;
    ALTER TYPE auth.factor_type ADD VALUE 'recovery';
    CREATE TABLE auth.oauth_clients (id uuid PRIMARY KEY);
    DROP INDEX storage.name_prefix_search;
    CREATE TABLE realtime.messages_2025_01_02 PARTITION OF realtime.messages
        FOR VALUES FROM ('2025-01-02') TO ('2025-01-03');
    CREATE FUNCTION storage.protect() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN OLD; END';
    CREATE TRIGGER protect_objects BEFORE DELETE ON storage.objects FOR EACH ROW EXECUTE FUNCTION storage.protect();
    DROP EVENT TRIGGER issue_graphql_placeholder;
    ALTER PUBLICATION supabase_realtime_messages_publication ADD TABLE realtime.messages_2025_01_02;
    CREATE SCHEMA pgmq;
    """
    await run_scripts(goal, PLATFORM, newer, OWN)
    from_database = {"from_database": goal, "allow_data_loss": True}
    assert await plan(live, plugins, tmp_path, **from_database) == ()
    assert await plan(goal, plugins, tmp_path, from_database=live, allow_data_loss=True) == ()


def models() -> MetaData:
    """The user's side in models; what SQLAlchemy has no words for is declared."""
    found = MetaData()
    Table("users", found, Column("id", Uuid, primary_key=True), schema="auth")
    Table(
        "profile",
        found,
        Column("id", Uuid, ForeignKey("auth.users.id", ondelete="CASCADE"), primary_key=True),
        Column("name", Text),
    )
    Table("note", found, Column("id", Integer, primary_key=True, autoincrement=False), Column("owner", Uuid))
    for statement in OWN.strip().split("\n")[2:]:
        declare(found, statement)
    return found


async def test_models_may_declare_it(project_url: str, plugins: PluginManager, server: Any, tmp_path: Path) -> None:
    tools = Tools(server)
    found = await makemigrations(project_url, metadata=models(), directory=tmp_path, schemas=["*"], plugins=plugins)
    text = found.drafts[0].text
    for wanted in ("CREATE TRIGGER on_auth_user_created", "CREATE POLICY own", "ADD TABLE ONLY public.note"):
        assert wanted in text
    assert "auth.users (" not in text.replace("REFERENCES auth.users (id)", "").replace("REFERENCES auth.users(id)", "")
    await migrate(project_url, directory=tmp_path, plugins=plugins)
    assert "on_auth_user_created" in await tools.schema(project_url)
    again = await makemigrations(project_url, metadata=models(), directory=tmp_path, schemas=["*"], plugins=plugins)
    assert again.drafts == ()


async def test_models_that_own_triggers_drop_their_own_and_none_of_the_platforms(
    project_url: str, plugins: PluginManager, tmp_path: Path
) -> None:
    await run_scripts(project_url, OWN)
    fewer = MetaData()
    Table("note", fewer, Column("id", Integer, primary_key=True, autoincrement=False), Column("owner", Uuid))
    own_kinds(fewer, "trigger", "policy", "event_trigger", "publication", "publication_table", "schema")
    found = await plan(project_url, plugins, tmp_path, metadata=fewer, allow_data_loss=True)
    assert {"Drop trigger auth.users.on_auth_user_created", "Drop policy storage.objects.own"} <= set(found)
    assert not [one for one in found if "storage" in one and "policy storage.objects.own" not in one]
    assert not [one for one in found if "schema " in one and "public" not in one]


async def test_models_are_written_of_what_is_the_users(
    project_url: str, plugins: PluginManager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(tmp_path))
    await run_scripts(project_url, OWN)
    folder = tmp_path / "supabase_models"
    await rebuild_schema(project_url, output=folder, schemas=["*"], targets=["sqlalchemy"], plugins=plugins)
    module = importlib.import_module("supabase_models")
    assert sorted(module.Base.metadata.tables) == ["note", "profile"]
    written = "".join(path.read_text(encoding="utf-8") for path in folder.glob("**/*") if path.is_file())
    for platforms in ("cron_job_policy", "vault", "pgrst_ddl_watch", "update_objects_updated_at"):
        assert platforms not in written
    assert await plan(project_url, plugins, tmp_path, models=module.Base) == ()


async def test_extensions_of_the_platform_are_its_own_and_the_users_are_the_users(
    project_url: str, plugins: PluginManager, tmp_path: Path
) -> None:
    await run_scripts(project_url, "CREATE EXTENSION hstore WITH SCHEMA extensions;")
    found = await plan(project_url, plugins, tmp_path, "CREATE TABLE t (id integer);", allow_data_loss=True)
    assert found == ("Drop extension hstore", "Create table public.t")


@dataclass(frozen=True, slots=True, kw_only=True)
class Defaults(CatalogObject):
    """Default privileges, as matrx-orm-migrate-privileges has them."""

    role: str


@pytest.mark.parametrize(
    ("obj", "of_platform", "wanted"),
    [
        (Defaults(id=ObjectId("default_privileges", "public", "TABLES"), role="supabase_admin"), False, False),
        (Defaults(id=ObjectId("default_privileges", "public", "TABLES"), role=""), False, None),
        (Defaults(id=ObjectId("default_privileges", "auth", "TABLES"), role=""), False, False),
        (CatalogObject(id=ObjectId("table", "auth", "users")), False, False),
        (CatalogObject(id=ObjectId("table", "public", "users")), False, None),
        (CatalogObject(id=ObjectId("schema", "_realtime", "_realtime")), False, False),
        (CatalogObject(id=ObjectId("schema", "mine", "mine")), False, None),
        (CatalogObject(id=ObjectId("column", "auth", "mine", "users")), True, None),
        (CatalogObject(id=ObjectId("policy", "storage", "mine", "objects")), True, True),
        (CatalogObject(id=ObjectId("policy", "cron", "cron_job_policy", "job")), True, None),
        (Extension(id=ObjectId("extension", "", "pgcrypto"), schema="extensions"), False, False),
        (Extension(id=ObjectId("extension", "", "vector"), schema="extensions"), False, None),
        (Publication(id=ObjectId("publication", "", "supabase_realtime")), False, False),
        (Publication(id=ObjectId("publication", "", "mine")), False, None),
        (EventTrigger(id=ObjectId("event_trigger", "", "x"), event="sql_drop", function="net.f"), False, False),
        (EventTrigger(id=ObjectId("event_trigger", "", "x"), event="sql_drop", function='"net.f"'), False, None),
        (EventTrigger(id=ObjectId("event_trigger", "", "x"), event="sql_drop", function="public.f"), False, None),
    ],
    ids=str,
)
def test_whose_an_object_is(obj: CatalogObject, of_platform: bool, wanted: bool | None) -> None:
    assert takes_part(obj, of_platform=of_platform) is wanted


@pytest.mark.parametrize(
    ("call", "wanted"),
    [
        ("public.f()", True),
        ("storage.f()", None),
        ("auth.f()", None),
        ("extensions.moddatetime('updated_at')", True),
        ("supabase_functions.http_request('https://x')", True),
        ("suppress_redundant_updates_trigger()", True),
        ('"EXECUTE FUNCTION auth.g"."f"()', True),
        ("storage.f('EXECUTE FUNCTION public.f')", None),
    ],
)
def test_a_trigger_is_his_whose_function_it_runs(call: str, wanted: bool | None) -> None:
    trigger = Trigger(
        id=ObjectId("trigger", "storage", "t", "objects"),
        definition="AFTER INSERT ON storage.objects FOR EACH ROW "
        f"WHEN ((new.name <> 'EXECUTE FUNCTION a.b'::text)) EXECUTE FUNCTION {call}",
    )
    assert takes_part(trigger, of_platform=True) is wanted


def test_it_is_found_by_its_entry_point() -> None:
    """Where the package is installed: ``nox -s plugins`` sees to that."""
    (point,) = [p for p in importlib.metadata.entry_points(group="matrx_orm_migrate") if p.name == "supabase"]
    assert point.load().requires_hook_api == 1
