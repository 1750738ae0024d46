"""Owners and privileges in models, and models of a database that has some."""

from __future__ import annotations

import importlib
import importlib.metadata
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from matrx_orm_migrate import declare, makemigrations, migrate, own_kinds, rebuild_schema, rollback
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.corpus import Tools, cases, first_difference, read_case, run_scripts, server_major
from matrx_orm_migrate.testing.plugins import plugins_with
from matrx_orm_migrate.testing.servers import run_apart
from matrx_orm_migrate_privileges import PUBLIC, DefaultPrivileges, Grant, Owner, give, matrx_detectors, objects

CORPUS = Path(__file__).parent / "corpus"
KINDS = ("owner", "privileges", "default_privileges")


def table(metadata: MetaData, name: str, *more: Any) -> Table:
    """A table of models."""
    return Table(name, metadata, Column("id", Integer, primary_key=True), Column("name", Text), *more)


def metadata() -> MetaData:
    """Models with a bit of everything."""
    found = MetaData()
    note = table(
        found,
        "note %",
        Owner("app"),
        Grant("SELECT", "insert", to=("reader", "odd Role")),
        Grant("UPDATE", to="reader", columns=["name"], grant_option=True),
        Grant("SELECT", to=PUBLIC),
    )
    give(note, Grant("ALL", to="PUBLIC"))
    give(
        found,
        DefaultPrivileges("EXECUTE", on="FUNCTIONS", revoke_from=PUBLIC),
        DefaultPrivileges("DELETE", to="writer", schema="public"),
        DefaultPrivileges("USAGE", on="SEQUENCES", to="writer", role="app", grant_option=True),
    )
    return found


EXPECTED = {
    'ALTER SEQUENCE public."note %_id_seq" OWNER TO app',
    'ALTER TABLE public."note %" OWNER TO app',
    'GRANT SELECT,INSERT ON TABLE public."note %" TO reader',
    'GRANT SELECT,INSERT ON TABLE public."note %" TO "odd Role"',
    'GRANT UPDATE(name) ON TABLE public."note %" TO reader WITH GRANT OPTION',
    'GRANT SELECT ON TABLE public."note %" TO PUBLIC',
    'GRANT ALL ON TABLE public."note %" TO "PUBLIC"',
    'GRANT DELETE ON TABLE public."note %" TO writer',
    "ALTER DEFAULT PRIVILEGES FOR ROLE postgres REVOKE ALL ON FUNCTIONS FROM PUBLIC",
    "ALTER DEFAULT PRIVILEGES FOR ROLE postgres IN SCHEMA public GRANT DELETE ON TABLES TO writer",
    "ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT USAGE ON SEQUENCES TO writer WITH GRANT OPTION",
}


async def said(url: str, server: Any) -> set[str]:
    """What pg_dump says of owners and privileges, but for what belongs to the role that looks."""
    lines = (await Tools(server).schema(url, privileges=True)).splitlines()
    found = {line.rstrip(";") for line in lines if "GRANT" in line or "REVOKE" in line or " OWNER TO " in line}
    books = "_matrx_"
    return {line for line in found if not line.endswith("OWNER TO postgres") and books not in line}


async def execute(url: str, *scripts: str) -> None:
    await run_scripts(url, *scripts)


async def test_models_lead_to_owners_and_privileges(
    database_url: str, server: Any, plugins: PluginManager, tmp_path: Path
) -> None:
    result = await makemigrations(database_url, metadata=metadata(), directory=tmp_path, plugins=plugins)
    assert len(result.drafts) == 1
    # the file needs no plugin
    await migrate(database_url, directory=tmp_path, plugins=plugins_with())
    assert await said(database_url, server) == EXPECTED
    again = await makemigrations(database_url, metadata=metadata(), directory=tmp_path, plugins=plugins)
    assert again.drafts == ()
    await rollback(database_url, directory=tmp_path, plugins=plugins_with())
    assert await said(database_url, server) == set()


async def test_create_all_makes_them_too(database_url: str, server: Any) -> None:
    engine = create_async_engine(database_url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(metadata().create_all)
    finally:
        await engine.dispose()
    assert await said(database_url, server) == EXPECTED


SILENT = """
CREATE SCHEMA s;
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT INSERT ON TABLES TO PUBLIC;
CREATE TABLE note (id integer PRIMARY KEY, name text, gone text);
REVOKE ALL ON note FROM PUBLIC, reader, CURRENT_USER;
GRANT SELECT (name, gone), UPDATE (gone) ON note TO writer WITH GRANT OPTION;
SET ROLE writer; GRANT SELECT (gone) ON note TO reader; RESET ROLE;
ALTER TABLE note OWNER TO app;
CREATE TABLE left_alone (id integer NOT NULL);
GRANT TRUNCATE ON left_alone TO admin;
CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1';
REVOKE EXECUTE ON FUNCTION f() FROM PUBLIC;
REVOKE USAGE ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA s TO app;
ALTER SCHEMA s OWNER TO admin;
"""


async def test_models_that_do_not_mention_privileges_leave_them_alone(
    database_url: str, server: Any, plugins: PluginManager, tmp_path: Path
) -> None:
    await execute(database_url, SILENT)
    before = await said(database_url, server)
    models = MetaData()
    Table(
        "note",
        models,
        Column("id", Integer, primary_key=True, autoincrement=False),
        Column("name", Text),
        Column("gone", Text),
    )
    Table("left_alone", models, Column("id", Integer, nullable=False))
    table(models, "new")
    declare(models, "CREATE VIEW names AS SELECT name FROM note")
    options: dict[str, Any] = {"metadata": models, "directory": tmp_path, "plugins": plugins, "allow_data_loss": True}
    result = await makemigrations(database_url, **options)
    (draft,) = result.drafts
    assert not any(word in draft.text for word in ("GRANT", "REVOKE", "OWNER TO")), draft.text
    await migrate(database_url, directory=tmp_path, plugins=plugins)
    new = {
        f"GRANT {privilege} ON TABLE public.{name} TO {to}"
        for name in ("new", "names")
        for privilege, to in (("SELECT", "reader"), ("INSERT", "PUBLIC"))
    }
    assert await said(database_url, server) == before | new
    # a column takes its privileges along, and nothing else
    models.remove(models.tables["note"])
    Table("note", models, Column("id", Integer, primary_key=True, autoincrement=False), Column("name", Text))
    result = await makemigrations(database_url, **options)
    (draft,) = result.drafts
    up, _, down = draft.text.partition("async def down")
    assert not any(word in up for word in ("GRANT", "REVOKE", "OWNER TO")), up
    assert "GRANT SELECT (gone), UPDATE (gone)" in down
    await migrate(database_url, directory=tmp_path, plugins=plugins)
    assert await said(database_url, server) == {line for line in before | new if "(gone)" not in line}
    assert (await makemigrations(database_url, **options)).drafts == ()


@pytest.mark.parametrize("owned", [True, False])
async def test_what_is_declared_no_more_goes_where_the_models_have_all(
    owned: bool, database_url: str, server: Any, plugins: PluginManager, tmp_path: Path
) -> None:
    await makemigrations(database_url, metadata=metadata(), directory=tmp_path, plugins=plugins)
    await migrate(database_url, directory=tmp_path, plugins=plugins)
    changed = MetaData()
    table(changed, "note %", Grant("SELECT", to="reader"))
    if owned:
        own_kinds(changed, *KINDS)
    await makemigrations(database_url, metadata=changed, directory=tmp_path, plugins=plugins)
    await migrate(database_url, directory=tmp_path, plugins=plugins)
    stays = EXPECTED - {'GRANT SELECT,INSERT ON TABLE public."note %" TO reader'}
    grant = 'GRANT SELECT ON TABLE public."note %" TO reader'
    assert await said(database_url, server) == ({grant} if owned else {*stays, grant})
    again = await makemigrations(database_url, metadata=changed, directory=tmp_path, plugins=plugins)
    assert again.drafts == ()


async def test_default_privileges_in_models_reach_the_tables_that_are_there(
    database_url: str, server: Any, plugins: PluginManager, tmp_path: Path
) -> None:
    """As ``create_all`` would have made them."""
    models = MetaData()
    table(models, "old")
    await makemigrations(database_url, metadata=models, directory=tmp_path, plugins=plugins)
    await migrate(database_url, directory=tmp_path, plugins=plugins)
    give(models, DefaultPrivileges("SELECT", to="reader"))
    table(models, "new")
    await makemigrations(database_url, metadata=models, directory=tmp_path, plugins=plugins)
    await migrate(database_url, directory=tmp_path, plugins=plugins)
    granted = {line for line in await said(database_url, server) if line.startswith("GRANT")}
    assert granted == {f"GRANT SELECT ON TABLE public.{name} TO reader" for name in ("old", "new")}
    assert (await makemigrations(database_url, metadata=models, directory=tmp_path, plugins=plugins)).drafts == ()


# what is made anew

VIEW = "CREATE VIEW v AS SELECT n FROM t"


def with_view(type_: str, *more: str) -> tuple[str, ...]:
    return (f"CREATE TABLE t (id integer PRIMARY KEY, n {type_})", VIEW, *more)


@pytest.mark.parametrize("declared", [False, True])
async def test_a_file_made_elsewhere_keeps_what_is_there_and_makes_the_change_that_is_asked_for(
    declared: bool,
    make_database: Callable[[], str],
    server: Any,
    plugins: PluginManager,
    tmp_path: Path,
) -> None:
    """A view has to be made anew; the developer's database has other privileges than the one that the file is for."""
    own, theirs = make_database(), make_database()
    await execute(own, *with_view("integer", "GRANT SELECT, DELETE ON v TO reader"))
    await execute(theirs, *with_view("integer", "ALTER VIEW v OWNER TO app", "GRANT UPDATE ON v TO writer, reader"))
    models = MetaData()
    Table("t", models, Column("id", Integer, primary_key=True), Column("n", Text))
    declare(models, VIEW)
    if declared:
        declare(models, "GRANT SELECT, INSERT ON v TO reader")
    await makemigrations(own, metadata=models, directory=tmp_path, plugins=plugins, allow_data_loss=True)
    await migrate(own, directory=tmp_path, plugins=plugins)
    await migrate(theirs, directory=tmp_path, plugins=plugins)
    wanted = "SELECT,INSERT" if declared else "SELECT,DELETE"
    assert await said(own, server) == {f"GRANT {wanted} ON TABLE public.v TO reader"}
    assert (await makemigrations(own, metadata=models, directory=tmp_path, plugins=plugins)).drafts == ()
    assert await said(theirs, server) == {
        "ALTER VIEW public.v OWNER TO app",
        "GRANT UPDATE ON TABLE public.v TO writer",
        f"GRANT {'INSERT,UPDATE' if declared else 'UPDATE'} ON TABLE public.v TO reader",
    }


@pytest.fixture
def deployer(server: Any) -> Iterator[str]:
    """A role that may make databases and is no superuser."""
    run_apart(_as_admin(server, "CREATE ROLE deployer LOGIN CREATEDB"))
    yield "deployer"
    run_apart(_as_admin(server, "DROP ROLE deployer"))


async def test_what_belongs_to_somebody_else_is_no_obstacle_to_a_role_that_is_no_superuser(
    deployer: str, make_database: Callable[[], str], server: Any, plugins: PluginManager, tmp_path: Path
) -> None:
    url = make_database()
    name = make_url(url).database
    await execute(
        url,
        f'ALTER DATABASE "{name}" OWNER TO {deployer}',
        "CREATE TABLE theirs (id integer PRIMARY KEY); ALTER TABLE theirs OWNER TO app; "
        "GRANT SELECT ON theirs TO reader WITH GRANT OPTION; "
        "SET ROLE reader; GRANT SELECT ON theirs TO writer; RESET ROLE;"
        "ALTER DEFAULT PRIVILEGES FOR ROLE app GRANT SELECT ON TABLES TO reader;"
        f"GRANT ALL ON SCHEMA public TO {deployer}",
    )
    before = await said(url, server)
    models = MetaData()
    Table("theirs", models, Column("id", Integer, primary_key=True, autoincrement=False))
    table(models, "own", Grant("SELECT", to="reader"))
    as_deployer = make_url(url).set(username=deployer).render_as_string(hide_password=False)
    await makemigrations(as_deployer, metadata=models, directory=tmp_path, plugins=plugins)
    await migrate(as_deployer, directory=tmp_path, plugins=plugins)
    after = {line for line in await said(url, server) if not line.endswith(f"OWNER TO {deployer}")}
    assert after == {*before, "GRANT SELECT ON TABLE public.own TO reader"}
    again = await makemigrations(as_deployer, metadata=models, directory=tmp_path, plugins=plugins)
    assert again.drafts == ()


async def test_a_sql_file_says_owners_and_privileges(
    database_url: str, server: Any, plugins: PluginManager, tmp_path: Path
) -> None:
    file = tmp_path / "schema.sql"
    file.write_text("CREATE TABLE t (id integer); GRANT SELECT ON t TO reader; ALTER TABLE t OWNER TO app;")
    directory = tmp_path / "migrations"
    result = await makemigrations(database_url, from_sql=file, directory=directory, plugins=plugins)
    assert result.notes == ()
    await migrate(database_url, directory=directory, plugins=plugins)
    assert await said(database_url, server) == {
        "ALTER TABLE public.t OWNER TO app",
        "GRANT SELECT ON TABLE public.t TO reader",
    }
    assert (await makemigrations(database_url, from_sql=file, directory=directory, plugins=plugins)).drafts == ()


async def _as_admin(server: Any, sql: str) -> None:
    connection = await asyncpg.connect(server.url("postgres").replace("postgresql+asyncpg://", "postgresql://", 1))
    try:
        await connection.execute(sql)
    finally:
        await connection.close()


@pytest.mark.parametrize("name", cases(CORPUS))
async def test_the_models_of_a_case_make_it_again(
    name: str,
    make_database: Callable[[], str],
    server: Any,
    plugins: PluginManager,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What ``rebuild`` writes declares owners and privileges, and they come back from there."""
    monkeypatch.syspath_prepend(str(tmp_path))
    tools, case = Tools(server), read_case(CORPUS, name)
    package = f"m_{name.replace('/', '_').replace('-', '_')}"
    live, copy = make_database(), make_database()
    if await server_major(live) < case.requires:
        return
    await run_scripts(live, case.b)
    await rebuild_schema(live, output=tmp_path / package, schemas=("*",), targets=("sqlalchemy",), plugins=plugins)
    module = importlib.import_module(package)
    await run_scripts(copy, *(line for line in case.b.splitlines() if line.startswith("CREATE SCHEMA")))
    await makemigrations(copy, models=module.Base, directory=tmp_path, schemas=("*",), plugins=plugins)
    await migrate(copy, directory=tmp_path, plugins=plugins)
    found, wanted = await tools.schema(copy, privileges=True), await tools.schema(live, privileges=True)
    assert found == wanted, first_difference(found, wanted)


@pytest.mark.parametrize(
    ("version", "public_belongs_to", "everybody"),
    [(140000, None, ("CREATE", "USAGE")), (150000, "pg_database_owner", ("USAGE",))],
)
def test_what_a_new_database_gives_depends_on_the_server(
    version: int, public_belongs_to: str | None, everybody: tuple[str, ...]
) -> None:
    """What is taken away from it is said by models of the database, on every server (cases schema/public-…)."""
    given = {type(obj): obj for detector in matrx_detectors() for obj in detector.from_the_start(version)}
    owner, privileges = given.pop(objects.Owner, None), given.pop(objects.Privileges)
    assert getattr(owner, "owner", None) == public_belongs_to
    assert getattr(privileges, "granted", None) == everybody
    assert given == {}


def test_what_makes_no_sense_is_refused() -> None:
    with pytest.raises(ArgumentError, match="Owner\\('app'\\) belongs among the arguments of a table"):
        give(Column("id", Integer), Owner("app"))
    with pytest.raises(ArgumentError, match="belong to a MetaData"):
        give(table(MetaData(), "t"), DefaultPrivileges("SELECT", to="reader"))
    with pytest.raises(ArgumentError, match="to or revoke_from"):
        DefaultPrivileges("SELECT")
    with pytest.raises(ArgumentError, match="'VIEWS'"):
        DefaultPrivileges("SELECT", on="VIEWS", to="reader")
    with pytest.raises(ArgumentError, match="name privileges"):
        Grant("SELECT; DROP TABLE t", to="reader")


def test_it_is_found_by_its_entry_point() -> None:
    """Where the package is installed: ``nox -s plugins`` sees to that."""
    (point,) = [p for p in importlib.metadata.entry_points(group="matrx_orm_migrate") if p.name == "privileges"]
    assert point.load().requires_hook_api == 1
