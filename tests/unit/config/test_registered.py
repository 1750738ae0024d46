"""Databases that the process registers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from matrx_orm_migrate.config import (
    DatabaseConfig,
    Secret,
    register_database,
    resolve_database,
)
from matrx_orm_migrate.errors import ConfigError
from tests.support.configuration import URL


def test_what_is_registered_comes_back_with_its_paths_in_the_project(project: Path, engine: AsyncEngine) -> None:
    metadata = MetaData()
    register_database(
        "app",
        engine,
        metadata=metadata,
        models=["app.models:Base"],
        directory="db",
        schemas=["public", "sales"],
        output="generated",
        exclude_tables=["tmp_*"],
        tracking_schema="ops",
        lock_timeout=0.5,
    )

    config = resolve_database("app")
    assert config.engine is engine
    assert config.url is None
    assert config.models == ("app.models:Base", metadata)
    assert config.models[1] is metadata
    assert (config.directory, config.output) == (project / "db", project / "generated")
    assert config.exclude_tables == ("tmp_*",)
    assert config.tracking_schema == "ops"
    assert config.lock_timeout == 0.5


def test_one_model_needs_no_list(project: Path) -> None:
    register_database("app", URL, models="app.models:Base")
    assert resolve_database("app").models == ("app.models:Base",)


def test_registering_a_name_again_replaces_it(project: Path) -> None:
    register_database("app", URL)
    register_database("app", "postgresql://other/app")

    assert resolve_database("app").url == "postgresql://other/app"


def test_something_else_than_a_url_or_an_asynchronous_engine_cannot_be_registered() -> None:
    with pytest.raises(ConfigError, match="registered with a Engine") as caught:
        register_database("app", create_engine("sqlite://"))  # type: ignore[arg-type]
    assert "create_async_engine" in caught.value.hint
    with pytest.raises(ConfigError, match="not a URL"):
        register_database("app", "s3cret@somewhere")
    with pytest.raises(ConfigError, match="under a name"):
        register_database(URL, URL)
    with pytest.raises(ConfigError, match="schemas must be a list"):
        register_database("app", URL, schemas="public")


def test_include_and_exclude_cannot_both_be_registered() -> None:
    with pytest.raises(ConfigError, match="both include_tables and exclude_tables"):
        register_database("app", URL, include_tables=["a"], exclude_tables=["b"])


def test_a_password_is_in_no_repr(project: Path) -> None:
    register_database("app", URL, scratch_url=URL)

    config = resolve_database("app")
    assert "s3cret" not in repr(config)
    assert "s3cret" not in repr([config.url, config.scratch_url])
    assert Secret("x") == "x"


@pytest.mark.parametrize(
    "make",
    [
        lambda: DatabaseConfig(name="app"),
        lambda: DatabaseConfig(name="app", url=URL, engine=create_async_engine("postgresql+asyncpg://")),
        lambda: DatabaseConfig(name="app", url=URL, schemas=()),
        lambda: DatabaseConfig(name="app", url=URL, lock_timeout=0.0004),
        lambda: DatabaseConfig(name="app", url=URL, lock_timeout=99999999999),
        lambda: DatabaseConfig(name="app", url=URL, include_tables=("a",), exclude_tables=("b",)),
    ],
)
def test_a_configuration_that_contradicts_itself_cannot_be_made(make: Callable[[], DatabaseConfig]) -> None:
    with pytest.raises(ConfigError, match="'app'"):
        make()


def test_reading_the_configuration_does_not_import_sqlalchemy() -> None:
    code = (
        "import sys; from matrx_orm_migrate.config import resolve_database; import matrx_orm_migrate.connections;"
        "resolve_database('postgres://h/d'); sys.exit('sqlalchemy' in sys.modules or 'asyncpg' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
