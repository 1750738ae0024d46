"""What the documentation shows works when it is typed in, and what it lists is all there is."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import re
import subprocess
import sys
import textwrap
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
from sqlalchemy.ext.asyncio import create_async_engine

from matrx_orm_migrate import errors
from matrx_orm_migrate.cli.group import COMMANDS, cli
from matrx_orm_migrate.loader import read_directory
from tests.support.corpus import server_major
from tests.support.migrations import execute, migrate, recorded, value
from tests.support.servers import run_apart

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def blocks(page: Path, language: str, *, after: str = "") -> list[str]:
    """The code blocks of a page in one language, those under a heading if ``after`` names it."""
    text = page.read_text(encoding="utf-8")
    if after:
        text = text.partition(f"\n{after}\n")[2]
        text = re.split(r"^## ", text, flags=re.MULTILINE)[0]
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """An environment in which `matrx-orm` and `python` are the ones that run these tests."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, "PATH": path, "XDG_CACHE_HOME": str(tmp_path / ".cache")}


def test_the_quick_start_of_the_readme_works_as_it_is_typed(
    tmp_path: Path, database_url: str, environment: dict[str, str]
) -> None:
    typed = blocks(ROOT / "README.md", "sh", after="## Quick start")
    assert len(typed) == 4
    assert typed[0].startswith("export SHOP_URL=")
    script = "\n".join(["set -e", *typed[1:]])
    run = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={**environment, "SHOP_URL": database_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.count("No changes detected.") == 2
    assert "Applied 1 migration." in run.stdout
    assert (tmp_path / "shop" / "generated" / "models.py").exists()
    assert (tmp_path / "shop" / "migrations" / "0001_first.py").exists()


def test_the_commands_for_ci_exit_with_0_after_the_quick_start(
    tmp_path: Path, database_url: str, environment: dict[str, str]
) -> None:
    steps = blocks(ROOT / "README.md", "sh", after="## Quick start")[1:]
    checks = "".join(blocks(DOCS / "quickstart.md", "sh"))
    script = "\n".join(["set -e", *steps, checks])
    run = subprocess.run(
        ["bash", "-c", script],
        cwd=tmp_path,
        env={**environment, "SHOP_URL": database_url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def fake_fastapi() -> types.ModuleType:
    """Just enough of FastAPI for a lifespan."""

    class FastAPI:
        def __init__(self, lifespan: Callable[[Any], Any]) -> None:
            self.lifespan = lifespan
            self.state = types.SimpleNamespace()

    module = types.ModuleType("fastapi")
    module.FastAPI = FastAPI  # type: ignore[attr-defined]
    return module


def test_the_examples_of_embedding_run_one_after_the_other(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    if importlib.util.find_spec("fastapi") is None:
        monkeypatch.setitem(sys.modules, "fastapi", fake_fastapi())
    models, plain, fastapi, functions, transaction = blocks(DOCS / "embedding.md", "python")
    module = types.ModuleType("embedding_example")
    monkeypatch.setitem(sys.modules, module.__name__, module)
    namespace = vars(module)

    exec(models, namespace)
    exec(plain, namespace)
    assert "0001_customers" in capsys.readouterr().out

    exec(fastapi, namespace)
    run_apart(_started_and_stopped(namespace))

    exec(functions, namespace)
    assert "0001_customers applied" in capsys.readouterr().out

    exec(transaction, namespace)
    assert asyncio.run(recorded(database_url)) == ()


async def _started_and_stopped(namespace: dict[str, Any]) -> None:
    app = namespace["app"]
    async with namespace["lifespan"](app), app.state.engine.connect() as connection:
        await connection.exec_driver_sql("select name from customer")


async def test_the_examples_of_the_read_path_run(
    tmp_path: Path, database_url: str, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    from matrx_orm_migrate import register_database, unregister_database

    await execute(database_url, "create table customer (id serial primary key, name text not null)")
    monkeypatch.chdir(tmp_path)
    (command,) = blocks(DOCS / "read-path.md", "sh")
    typed = ["bash", "-c", f"{command.strip()} --database '{database_url}'"]
    await asyncio.to_thread(subprocess.run, typed, env=environment, check=True)
    managers, code = blocks(DOCS / "read-path.md", "python")
    monkeypatch.syspath_prepend(str(tmp_path))
    register_database("shop", database_url)
    engine = create_async_engine(database_url)
    try:
        for example in (managers, code):
            namespace: dict[str, Any] = {}
            exec(f"async def main(engine):\n{textwrap.indent(example, '    ')}", namespace)
            await namespace["main"](engine)
    finally:
        unregister_database("shop")
        await engine.dispose()
        for name in [name for name in sys.modules if name.partition(".")[0] == "shop"]:
            del sys.modules[name]


def test_the_example_of_a_migration_file_is_one(tmp_path: Path) -> None:
    text, _kept = blocks(DOCS / "migration-files.md", "python")
    (tmp_path / "0001_first.py").write_text("async def up(db): pass\n", encoding="utf-8")
    (tmp_path / "0002_total.py").write_text(text, encoding="utf-8")
    assert [migration.name for migration in read_directory(tmp_path).migrations] == ["0001_first", "0002_total"]


async def test_the_example_that_keeps_privileges_keeps_them(tmp_path: Path, database_url: str) -> None:
    _file, text = blocks(DOCS / "migration-files.md", "python")
    if await server_major(database_url) < 14:  # a body behind RETURN came with PostgreSQL 14
        text = text.replace("RETURN $1", "AS 'SELECT $1'")
    (tmp_path / "0001_pay.py").write_text(text, encoding="utf-8")
    await execute(
        database_url,
        "CREATE FUNCTION public.pay(integer) RETURNS bigint LANGUAGE sql AS 'SELECT $1::bigint'",
        "REVOKE EXECUTE ON FUNCTION public.pay(integer) FROM PUBLIC",
    )
    await migrate(database_url, tmp_path)
    acl = await value(database_url, "SELECT proacl::text FROM pg_proc WHERE oid = 'public.pay(bigint)'::regprocedure")
    assert acl == "{postgres=X/postgres}"


def test_the_examples_of_configuration_are_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from matrx_orm_migrate.config import resolve_database, unregister_database

    (toml,) = blocks(DOCS / "configuration.md", "toml")
    (tmp_path / "pyproject.toml").write_text(toml, encoding="utf-8")
    monkeypatch.setenv("SHOP_URL", "postgresql://localhost/shop")
    assert resolve_database("shop", project_dir=tmp_path).schemas == ("public", "stock")
    (python,) = blocks(DOCS / "configuration.md", "python")
    try:
        exec(python, {})
        assert resolve_database("shop", project_dir=tmp_path).directory == tmp_path / "db" / "migrations"
    finally:
        unregister_database("shop")


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_of_a_command_is_documented(name: str) -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    shared, _, rest = page.partition("\n## makemigrations\n")
    section = re.split(r"^## ", f"\n## makemigrations\n{rest}".partition(f"\n## {name}\n")[2], flags=re.MULTILINE)[0]
    assert section, f"docs/commands.md has no section {name}"
    command = cli.get_command(click.Context(cli), name)
    assert command is not None
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            assert f"`matrx-orm {name} {parameter.make_metavar(click.Context(command))}`" in section
            continue
        long = next(option for option in parameter.opts if option.startswith("--"))
        everywhere = {"--json", "--quiet", "--no-color", "--debug", "--no-plugin"}
        assert f"`{long}" in (shared if long in everywhere else section), f"{name} {long}"


def test_every_exit_code_is_documented() -> None:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    codes = {getattr(errors, name).exit_code for name in errors.__all__} | {0, 9}
    for code in codes:
        assert f"\n| {code} |" in page


def test_every_link_between_pages_leads_somewhere() -> None:
    for page in (ROOT / "README.md", ROOT / "CHANGELOG.md", *DOCS.glob("*.md")):
        for target, anchor in re.findall(r"\]\((?!http)([^)#]*)(#[^)]*)?\)", page.read_text(encoding="utf-8")):
            found = (page.parent / target) if target else page
            assert found.exists(), f"{page.name}: {target}"
            if anchor:
                headings = re.findall(r"^#+ (.*)$", found.read_text(encoding="utf-8"), flags=re.MULTILINE)
                slugs = {re.sub(r"[^\w-]", "", heading.lower().replace(" ", "-")) for heading in headings}
                assert anchor[1:] in slugs, f"{page.name}: {target}{anchor}"


def test_every_page_is_listed() -> None:
    pages = {page.name for page in DOCS.glob("*.md")} - {"index.md"}
    assert set(re.findall(r"\]\(([\w-]+\.md)\)", (DOCS / "index.md").read_text(encoding="utf-8"))) >= pages
    assert set(re.findall(r"\]\(docs/([\w-]+\.md)\)", (ROOT / "README.md").read_text(encoding="utf-8"))) >= pages


def test_the_readme_begins_with_five_lines_and_two_commands() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    introduction = text.split("\n\n")[1]
    assert len(introduction.splitlines()) == 5
    first, second = blocks(ROOT / "README.md", "sh")[:2]
    assert first.strip() == "pip install -e '.[embedded]' && matrx-orm demo"
    assert second.strip() == "pip install -e '.[dev]' && pytest"
