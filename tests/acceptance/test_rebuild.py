"""From a real database to models and managers, and from the models to the same database again."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from matrx_orm_migrate import makemigrations
from matrx_orm_migrate.errors import ConfigError, SourceError, UsageError
from matrx_orm_migrate.integration import migrate_and_rebuild, rebuild_schema
from matrx_orm_migrate.testing.examples import ODDITIES
from tests.support.rebuild import (
    built_in,
    check_code,
    differences,
    execute,
    import_models,
    make_again,
    snapshot_of,
)
from tests.support.servers import Databases

DATA = Path(__file__).parent.parent / "data"


async def _rebuilt(url: str, output: Path, *schemas: str) -> None:
    await rebuild_schema(url, output=output, schemas=schemas or ("public",), plugins=built_in())


@pytest.mark.parametrize("name", ["chinook", pytest.param("pagila-schema", marks=pytest.mark.since(18))])
async def test_models_of_a_real_database_make_it_again(name: str, make_database: Databases, tmp_path: Path) -> None:
    script = (DATA / f"{name}.sql").read_text()
    first, second = make_database(), make_database()
    await execute(first, script)
    output = tmp_path / f"{name.partition('-')[0]}_models"
    await _rebuilt(first, output)
    module = import_models(output)
    expected = await snapshot_of(first)
    await make_again(module, second, expected)
    assert differences(expected, await snapshot_of(second)) == []
    assert check_code(output, cache=tmp_path / "mypy") == ""


@pytest.mark.since(15)
async def test_odd_names_types_keys_and_relations_all_generate_and_make_the_same_database(
    make_database: Databases, tmp_path: Path
) -> None:
    first, second = make_database(), make_database()
    await execute(first, ODDITIES)
    output = tmp_path / "odd_models"
    schemas = ("public", "Other.Schema")
    await _rebuilt(first, output, *schemas)
    module = import_models(output)
    expected = await snapshot_of(first)
    await make_again(module, second, expected, schemas)
    assert differences(expected, await snapshot_of(second)) == []
    assert check_code(output, cache=tmp_path / "mypy") == ""


async def test_foreign_keys_from_columns_to_themselves_are_no_relationships(
    make_database: Databases, tmp_path: Path
) -> None:
    url, output = make_database(), tmp_path / "self_models"
    await execute(
        url,
        "CREATE TABLE twofk (a integer, b integer, c integer, d integer, PRIMARY KEY (a, b), UNIQUE (b, a), "
        "FOREIGN KEY (a, b) REFERENCES twofk, FOREIGN KEY (c, d) REFERENCES twofk, "
        "FOREIGN KEY (b, a) REFERENCES twofk)",
        "CREATE TABLE chain (e integer, f integer, g integer, UNIQUE (e, f), id integer PRIMARY KEY, "
        "FOREIGN KEY (e, f) REFERENCES chain (e, f), FOREIGN KEY (g, e) REFERENCES chain (e, f))",
    )
    await _rebuilt(url, output)
    models = importlib.import_module(f"{import_models(output).__name__}.models")
    mapper = models.Twofk.__mapper__
    assert {key.name for key in mapper.primary_key} == {"a", "b"}
    assert {tuple(key.column_keys) for key in mapper.local_table.foreign_key_constraints} == {
        ("a", "b"),
        ("b", "a"),
        ("c", "d"),
    }
    sides = {name: one.local_columns for name, one in mapper.relationships.items()}
    table = mapper.local_table.c
    assert sides == {"d_twofk": {table.c, table.d}, "twofk_by_d": {table.a, table.b}}
    assert list(models.Chain.__mapper__.relationships.keys()) == ["e_chain", "chain_by_e"]


async def test_a_second_rebuild_writes_nothing_and_check_says_so(make_database: Databases, tmp_path: Path) -> None:
    url = make_database()
    await execute(url, (DATA / "chinook.sql").read_text().partition("Populate Tables")[0] + "*/")
    output = tmp_path / "models"
    wanted = await rebuild_schema(url, output=output, schemas=("public",), plugins=built_in(), check=True)
    assert not output.exists()
    assert [str(path) for path in wanted.files.written] == ["__init__.py", "base.py", "managers.py", "models.py"]
    first = await rebuild_schema(url, output=output, schemas=("public",), plugins=built_in())
    assert first.files == wanted.files
    assert first.tables == 11
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in output.iterdir()}
    again = await rebuild_schema(url, output=output, schemas=("public",), plugins=built_in())
    assert not again.files.changed
    assert {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in output.iterdir()} == before


async def test_models_of_an_empty_database_are_models_and_ask_for_nothing(
    make_database: Databases, tmp_path: Path
) -> None:
    url, output = make_database(), tmp_path / "empty_models"
    await _rebuilt(url, output)
    module = import_models(output)
    assert importlib.import_module(f"{module.__name__}.models").Base is module.Base
    found = await makemigrations(url, models=module.Base, directory=tmp_path / "m", plugins=built_in(), check=True)
    assert found.drafts == ()
    await execute(url, "CREATE TABLE t (id integer)")
    with pytest.raises(SourceError, match="no tables"):
        await makemigrations(url, models=module.Base, directory=tmp_path / "m", plugins=built_in(), check=True)


async def test_the_bookkeeping_table_and_excluded_tables_have_no_model(
    make_database: Databases, tmp_path: Path
) -> None:
    url = make_database()
    await execute(
        url,
        "CREATE TABLE a (id int PRIMARY KEY); CREATE TABLE b (id int PRIMARY KEY, a_id int REFERENCES a);"
        "CREATE TABLE _matrx_migrations (id int PRIMARY KEY); CREATE TYPE mood AS ENUM ('a')",
    )
    output = tmp_path / "some_models"
    result = await rebuild_schema(url, output=output, schemas=("*",), exclude_tables=("a",), plugins=built_in())
    assert result.tables == 1
    module = import_models(output)
    assert module.__all__ == ["B", "Base", "Mood"]


async def test_an_unknown_schema_or_target_no_import_name_and_a_missing_folder_are_said_clearly(
    make_database: Databases, tmp_path: Path
) -> None:
    url = make_database()
    with pytest.raises(UsageError, match="no schema nowhere"):
        await rebuild_schema(url, output=tmp_path / "m", schemas=("nowhere",), plugins=built_in())
    with pytest.raises(UsageError, match="no target 'cobol'"):
        await rebuild_schema(url, output=tmp_path / "m", targets=("cobol",), plugins=built_in())
    for name in ("1bad", "not a pkg", "app.class", "app.", ""):
        with pytest.raises(UsageError, match=f"'{name}' is no import name"):
            await rebuild_schema(url, output=tmp_path / "m", package=name, plugins=built_in())
        with pytest.raises(UsageError, match=f"'{name}' is no import name"):
            await migrate_and_rebuild(url, output=tmp_path / "m", package=name, plugins=built_in())
    with pytest.raises(ConfigError, match="no folder for generated code"):
        await rebuild_schema(url, plugins=built_in(), project_dir=tmp_path)
    assert list(tmp_path.iterdir()) == []
