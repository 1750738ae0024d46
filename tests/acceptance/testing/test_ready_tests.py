"""The fixtures and the ready tests, in a project of somebody's: its own pytest, started as its author would."""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table

from matrx_orm_migrate import makemigrations
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.testing.servers import fresh_databases
from tests.support.migrations import query, write

PYPROJECT = """\
[tool.matrx-orm.databases.shop]
url_env = "SHOP_URL"
models = ["models:metadata"]
dir = "db/migrations"
"""
MODELS = """\
from sqlalchemy import Column, Integer, MetaData, String, Table

metadata = MetaData()
Table("customer", metadata, Column("id", Integer, primary_key=True), Column("name", String(40), nullable=False))
"""
READY = """\
from matrx_orm_migrate.testing import MigrationTests

class TestMigrations(MigrationTests):
    handwritten = ("0002_*",)
"""
FIXTURES = """\
import asyncio, asyncpg
from matrx_orm_migrate.testing.servers import connect

async def tables(url):
    connection = await connect(url)
    rows = await connection.fetch("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'")
    await connection.execute("CREATE TABLE mine ()")
    await connection.close()
    return {row[0] for row in rows}

def test_a_migrated_database(migrated_database):
    assert asyncio.run(tables(migrated_database)) == {"customer", "_matrx_migrations"}

def test_another_one(migrated_database):
    assert asyncio.run(tables(migrated_database)) == {"customer", "_matrx_migrations"}

def test_an_empty_database(empty_database):
    assert asyncio.run(tables(empty_database)) == set()

def test_a_migrator(migrator, empty_database):
    applied = asyncio.run(migrator.migrate(to="1")).applied
    assert [migration.name for migration in applied] == ["0001_first"]
    assert asyncio.run(tables(empty_database)) == {"customer", "_matrx_migrations"}
"""


@dataclass
class Shop:
    """A project that has migrations, and its own tests."""

    folder: Path
    server: EmbeddedServer

    @property
    def migrations(self) -> Path:
        return self.folder / "db" / "migrations"

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def pytest(self, *arguments: str, own_server: bool = False, **environment: str) -> str:
        """What its pytest prints."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(("MATRX_", "PYTEST_"))}
        where = [] if own_server else ["--matrx-orm-server", self.server.url()]
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:randomly", "-ra", *where, *arguments],
            cwd=self.folder,
            env={**inherited, "XDG_CACHE_HOME": str(self.folder / ".cache"), "COLUMNS": "200", **environment},
            capture_output=True,
            text=True,
            check=False,
        )
        return run.stdout + run.stderr


@pytest.fixture(scope="module")
def pattern(server: EmbeddedServer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project where everything is right, to be copied."""
    folder = tmp_path_factory.mktemp("shop")
    metadata = MetaData()
    columns = Column("id", Integer, primary_key=True), Column("name", String(40), nullable=False)
    Table("customer", metadata, *columns)
    with fresh_databases(server) as databases:
        work = makemigrations(databases(), directory=folder / "db" / "migrations", metadata=metadata, name="first")
        asyncio.run(work)
    write(folder / "db" / "migrations", "0002_data", dependencies=("0001_first",))
    for name, text in {
        "pyproject.toml": PYPROJECT,
        "models.py": MODELS,
        "test_ready.py": READY,
        "test_fixtures.py": FIXTURES,
    }.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def shop(pattern: Path, server: EmbeddedServer, tmp_path: Path) -> Shop:
    """A project where everything is right."""
    shutil.copytree(pattern, tmp_path / "shop")
    return Shop(tmp_path / "shop", server)


async def databases_of(server: EmbeddedServer) -> set[str]:
    return {name for (name,) in await query(server.url(), "SELECT datname::text FROM pg_database")}


def test_a_sound_project_passes_on_a_server_of_its_own(shop: Shop) -> None:
    first = shop.pytest("test_ready.py", "-k", "edited")
    assert "not in checksums.txt yet: 0001_first, 0002_data" in first
    assert "1 passed" in shop.pytest("test_ready.py", "-k", "edited", "--matrx-orm-accept")
    assert "9 passed" in shop.pytest(own_server=True)


def test_each_ready_test_can_fail_and_says_why(shop: Shop) -> None:
    shop.pytest("test_ready.py", "-k", "edited", "--matrx-orm-accept")
    first = shop.migrations / "0001_first.py"
    first.write_text(first.read_text(encoding="utf-8") + "# later\n", encoding="utf-8")
    create, drop = 'await db.execute("CREATE TABLE extra ()")', 'await db.execute("DROP TABLE IF EXISTS extras")'
    write(shop.migrations, "0003_extra", create, down=drop, dependencies=("0001_first",))
    shop.write("models.py", MODELS + 'Table("basket", metadata, Column("id", Integer, primary_key=True))\n')
    said = shop.pytest("test_ready.py")
    assert "5 failed" in said
    assert "has 2 heads: 0002_data, 0003_extra" in said
    assert "the models are not what the migrations make:" in said
    assert "table public.basket" in said
    assert "0003_extra: down does not lead back:" in said
    assert "left over: table public.extra" in said
    assert "0003_extra: no proof in the file" in said
    assert "edited since it was accepted: 0001_first" in said
    assert "not in checksums.txt yet: 0003_extra" in said


def test_what_has_no_way_back_is_listed_and_nothing_else(shop: Shop) -> None:
    write(shop.migrations, "0003_extra", down=None, dependencies=("0002_data",))
    assert "0003_extra: no down in the file" in shop.pytest("test_ready.py", "-k", "goes_up")
    shop.write("test_ready.py", READY + '    irreversible = ("0003_extra",)\n')
    assert "1 passed" in shop.pytest("test_ready.py", "-k", "goes_up")
    shop.write("test_ready.py", READY + '    irreversible = ("000?_*", "0009_gone")\n')
    assert "irreversible lists 0009_gone, and needs not" in shop.pytest("test_ready.py", "-k", "goes_up")


def test_a_policy_that_down_forgets_shows_though_nobody_handles_policies(shop: Shop) -> None:
    write(
        shop.migrations,
        "0003_policy",
        'await db.execute("CREATE POLICY p ON customer")',
        dependencies=("0002_data",),
    )
    said = shop.pytest("test_ready.py", "-k", "goes_up")
    assert "0003_policy: down does not lead back:" in said
    assert "1 × policy instead of 0; no detector handles them" in said


def test_databases_are_dropped_though_tests_fail_or_are_interrupted(shop: Shop, server: EmbeddedServer) -> None:
    before = asyncio.run(databases_of(server))
    shop.write("conftest.py", "import sys\n")
    shop.write(
        "test_fixtures.py",
        "def test_fails(migrated_database):\n    assert not migrated_database\n"
        "def test_is_interrupted(empty_database, migrated_database):\n    raise KeyboardInterrupt\n",
    )
    said = shop.pytest("test_fixtures.py")
    assert "1 failed" in said
    assert "KeyboardInterrupt" in said
    assert asyncio.run(databases_of(server)) == before


def test_the_plugin_costs_a_project_without_a_database_nothing(tmp_path: Path, server: EmbeddedServer) -> None:
    (tmp_path / "shop").mkdir()
    shop = Shop(tmp_path / "shop", server)
    shop.write(
        "test_it.py",
        "import sys\ndef test_it(pytestconfig):\n"
        "    assert pytestconfig.pluginmanager.has_plugin('matrx_orm_migrate')\n"
        "    heavy = {'sqlalchemy', 'asyncpg', 'matrx_orm_migrate.config', 'matrx_orm_migrate.errors'}\n"
        "    assert not heavy & set(sys.modules)\n",
    )
    assert "1 passed" in shop.pytest(own_server=True)
    shop.write("test_it.py", "def test_it(migrator): pass\n")
    assert "which database's migrations to test is not said" in shop.pytest()


def test_one_of_several_databases_is_chosen_by_name(shop: Shop) -> None:
    shop.write("pyproject.toml", PYPROJECT + '\n[tool.matrx-orm.databases.stock]\nurl_env = "STOCK_URL"\n')
    shop.write("test_it.py", "def test_it(matrx_settings): assert matrx_settings.directory.name == 'migrations'\n")
    assert "databases: shop, stock" in shop.pytest("test_it.py")
    assert "1 passed" in shop.pytest("test_it.py", "--matrx-orm-database", "shop")
    shop.write("pytest.ini", "[pytest]\nmatrx_orm_database = stock\nmatrx_orm_dir = db/migrations\n")
    assert "1 passed" in shop.pytest("test_it.py")


def test_a_contract_runs_on_every_server_at_hand(shop: Shop, server: EmbeddedServer) -> None:
    shop.write(
        "test_contract.py",
        "from matrx_orm_migrate.testing import DetectorContract\n"
        "class TestEnums(DetectorContract):\n    kinds = ('enum',)\n",
    )
    programs = f"embedded{os.pathsep}{server.bin_dir}"
    said = shop.pytest("test_contract.py", "-v", "-k", "queries", own_server=True, MATRX_TEST_POSTGRES_BIN=programs)
    assert "test_the_catalog_queries_run[embedded] PASSED" in said
    assert f"test_the_catalog_queries_run[{server.bin_dir.parent.name}] PASSED" in said
