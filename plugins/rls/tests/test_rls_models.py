"""Row level security in models, and models of a database that has it."""

from __future__ import annotations

import importlib
import importlib.metadata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text, UniqueConstraint
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from matrx_orm_migrate import makemigrations, migrate, own_kinds, rebuild_schema
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.corpus import Tools, cases, first_difference, read_case, run_scripts
from matrx_orm_migrate_rls import Policy, RowSecurity, secure

CORPUS = Path(__file__).parent / "corpus"


def metadata() -> MetaData:
    """Models with a bit of everything."""
    found = MetaData()
    Table(
        "note",
        found,
        Column("id", Integer, primary_key=True),
        Column("owner", Text, nullable=False),
        UniqueConstraint("owner"),
        RowSecurity(forced=True),
        Policy("own", to="authenticated", using="owner = current_user", check="id > 0", comment="it's :mine 100%"),
        Policy("read %", command="SELECT", permissive=False, to=("anon", "PUBLIC"), using="owner LIKE 'a%'"),
    )
    return found


async def policies(url: str) -> list[tuple[Any, ...]]:
    """What the database has."""
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://", 1))
    try:
        rows = await connection.fetch(
            """SELECT p.polname, p.polpermissive, p.polcmd::text, pg_get_expr(p.polqual, p.polrelid),
                      obj_description(p.oid, 'pg_policy'), c.relrowsecurity, c.relforcerowsecurity
               FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid ORDER BY 1"""
        )
        return [tuple(row) for row in rows]
    finally:
        await connection.close()


EXPECTED = [
    ("own", True, "*", "(owner = CURRENT_USER)", "it's :mine 100%", True, True),
    ("read %", False, "r", "(owner ~~ 'a%'::text)", None, True, True),
]


async def test_models_lead_to_policies(database_url: str, plugins: PluginManager, tmp_path: Path) -> None:
    models = metadata()
    result = await makemigrations(database_url, metadata=models, directory=tmp_path, plugins=plugins)
    assert len(result.drafts) == 1
    await migrate(database_url, directory=tmp_path, plugins=plugins)
    assert await policies(database_url) == EXPECTED
    again = await makemigrations(database_url, metadata=models, directory=tmp_path, plugins=plugins)
    assert again.drafts == ()


@pytest.mark.parametrize("owned", [True, False])
async def test_what_the_models_change_is_changed_and_what_they_own_and_lack_is_dropped(
    owned: bool, database_url: str, plugins: PluginManager, tmp_path: Path
) -> None:
    await makemigrations(database_url, metadata=metadata(), directory=tmp_path, plugins=plugins)
    await migrate(database_url, directory=tmp_path, plugins=plugins)
    changed = MetaData()
    Table(
        "note",
        changed,
        Column("id", Integer, primary_key=True),
        Column("owner", Text, nullable=False),
        UniqueConstraint("owner"),
        Policy("own", to="authenticated", using="id > 1", check="id > 0"),
    )
    if owned:
        own_kinds(changed, "policy", "row_level_security")
    result = await makemigrations(database_url, metadata=changed, directory=tmp_path, plugins=plugins, name="changed")
    assert ("DROP POLICY" in result.drafts[0].text) is owned
    await migrate(database_url, directory=tmp_path, plugins=plugins)
    found = await policies(database_url)
    assert found[0] == ("own", True, "*", "(id > 1)", None, not owned, not owned)
    assert found[1:] == ([] if owned else EXPECTED[1:])
    again = await makemigrations(database_url, metadata=changed, directory=tmp_path, plugins=plugins)
    assert again.drafts == ()


async def test_create_all_makes_them_too(database_url: str) -> None:
    engine = create_async_engine(database_url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(metadata().create_all)
    finally:
        await engine.dispose()
    assert await policies(database_url) == EXPECTED


async def test_the_migrations_need_no_plugin(database_url: str, plugins: PluginManager, tmp_path: Path) -> None:
    from matrx_orm_migrate.testing.plugins import plugins_with

    await makemigrations(database_url, metadata=metadata(), directory=tmp_path, plugins=plugins)
    await migrate(database_url, directory=tmp_path, plugins=plugins_with())
    assert await policies(database_url) == EXPECTED


def test_what_is_no_table_has_no_policies() -> None:
    with pytest.raises(ArgumentError, match="Policy\\('p'\\) belongs among the arguments of a table"):
        secure(Column("id", Integer), Policy("p", using="true"))
    with pytest.raises(ArgumentError, match="'TRUNCATE' is no command"):
        Policy("p", command="TRUNCATE", using="true")  # type: ignore[arg-type]  # that is the point


@pytest.mark.parametrize("name", cases(CORPUS))
async def test_the_models_of_a_case_make_it_again(
    name: str,
    make_database: Callable[[], str],
    server: Any,
    plugins: PluginManager,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What ``rebuild`` writes declares the policies, and they come back from there."""
    monkeypatch.syspath_prepend(str(tmp_path))
    tools, script = Tools(server), read_case(CORPUS, name).b
    package = f"m_{name.replace('/', '_').replace('-', '_')}"
    live, copy = make_database(), make_database()
    await run_scripts(live, script)
    await rebuild_schema(live, output=tmp_path / package, schemas=("*",), targets=("sqlalchemy",), plugins=plugins)
    module = importlib.import_module(package)
    await run_scripts(copy, *(line for line in script.splitlines() if line.startswith("CREATE SCHEMA")))
    await makemigrations(copy, models=module.Base, directory=tmp_path, schemas=("*",), plugins=plugins)
    await migrate(copy, directory=tmp_path, plugins=plugins)
    found, wanted = await tools.schema(copy), await tools.schema(live)
    assert found == wanted, first_difference(found, wanted)


def test_it_is_found_by_its_entry_point() -> None:
    """Where the package is installed: ``nox -s plugins`` sees to that."""
    (point,) = [p for p in importlib.metadata.entry_points(group="matrx_orm_migrate") if p.name == "rls"]
    assert point.load().requires_hook_api == 1
