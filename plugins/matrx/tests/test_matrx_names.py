"""Names that matrx-orm keeps for itself, against the real package; and its own migrations, taken as they are."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from matrx_orm_migrate import MigrationState, makemigrations, migrate, rebuild_schema, status
from matrx_orm_migrate.errors import UsageError
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.testing.corpus import run_scripts
from matrx_orm_migrate_matrx.names import INTERNAL, METHODS


def test_every_name_of_a_model_is_known() -> None:
    from matrx_orm import Model

    for name in dir(Model):
        if name.startswith("__") or isinstance(inspect.getattr_static(Model, name), property):
            continue
        assert name in (INTERNAL if name.startswith("_") else METHODS), name


def test_every_name_of_a_row_is_known() -> None:
    from matrx_orm import Model, TextField

    class Row(Model):
        key = TextField(primary_key=True)
        _database = "names"

    assert vars(Row(key="a")).keys() - {"key"} <= INTERNAL


async def test_a_column_that_matrx_orm_has_no_room_for_is_refused(
    database_url: str, plugins: PluginManager, tmp_path: Path
) -> None:
    await run_scripts(database_url, "CREATE TABLE t (id integer PRIMARY KEY, _meta text);")
    with pytest.raises(UsageError, match=r"public.t cannot be a model: matrx-orm keeps the name '_meta'"):
        await rebuild_schema(database_url, output=tmp_path / "x", targets=["matrx"], plugins=plugins)


async def test_the_same_database_gives_the_same_bytes(
    database_url: str, plugins: PluginManager, tmp_path: Path
) -> None:
    await run_scripts(database_url, "CREATE TABLE a (id uuid PRIMARY KEY, up uuid REFERENCES a);")
    first = await rebuild_schema(database_url, output=tmp_path / "x", targets=["matrx"], plugins=plugins)
    assert [str(path) for path in first.files.written] == ["__init__.py", "managers.py", "models.py"]
    again = await rebuild_schema(database_url, output=tmp_path / "x", targets=["matrx"], plugins=plugins)
    assert again.files.written == ()


MODELS = """
from matrx_orm import CharField, IntegerField, Model, UUIDField, model_registry


class Note(Model):
    id = IntegerField(primary_key=True, null=False)
    title = CharField(max_length=30, null=False)
    _database = "kitchen"


model_registry.register_all([Note])
"""
THEIRS = """
import asyncio, json, sys
from matrx_orm import DatabaseProjectConfig, makemigrations, migrate, register_database

directory, port, database = sys.argv[1:]
register_database(DatabaseProjectConfig(
    name="kitchen", alias="kitchen", host=directory, port=port, database_name=database, user="postgres",
    password="none", **PLAIN,
))
import notes

async def main():
    await makemigrations("kitchen", migrations_dir="migrations", name="first")
    await migrate("kitchen", migrations_dir="migrations")

asyncio.run(main())
print("\\n" + json.dumps(True))
"""


async def test_what_matrx_orm_migrated_is_taken_as_it_is(
    database_url: str,
    run_program: Callable[[str], Any],
    plugins: PluginManager,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "notes.py").write_text(MODELS, encoding="utf-8")
    assert run_program(THEIRS) is True
    folder = tmp_path / "migrations"
    assert [path.name for path in folder.glob("*.py")] == ["0001_first.py"]
    found = await status(database_url, directory=folder)
    assert (found.in_state(MigrationState.APPLIED), found.pending) == (("0001_first",), ())

    monkeypatch.syspath_prepend(str(tmp_path))
    ours: dict[str, Any] = {"directory": folder, "plugins": plugins, "project_dir": tmp_path}
    assert (await makemigrations(database_url, models="notes", **ours)).drafts == ()
    text = MODELS.replace("    _database", "    stars = IntegerField()\n    _database")
    (tmp_path / "more_notes.py").write_text(text.replace("model_registry.register_all([Note])", ""), encoding="utf-8")
    (draft,) = (await makemigrations(database_url, models="more_notes", **ours)).drafts
    assert 'dependencies = ["0001_first"]' in draft.text
    applied = await migrate(database_url, directory=folder, plugins=plugins)
    assert [one.name for one in applied.applied] == [draft.name]
    assert draft.name.startswith("0002_")
