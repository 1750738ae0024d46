"""Databases by name: where a name is looked up, in which order, and what is said about wrong settings."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from matrx_orm_migrate import config as config_module
from matrx_orm_migrate.config import (
    DatabaseConfig,
    Secret,
    declared_databases,
    find_project_dir,
    known_databases,
    register_database,
    resolve_database,
    unregister_database,
)
from matrx_orm_migrate.errors import ConfigError, UnknownDatabaseError

URL = "postgresql://anna:s3cret@db.example.com/shop"


@pytest.fixture(autouse=True)
def _nothing_registered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(config_module, "_registered", {})


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def engine() -> AsyncEngine:
    return create_async_engine("postgresql+asyncpg://anna@localhost/shop")


def write_pyproject(project: Path, text: str) -> Path:
    path = project / "pyproject.toml"
    path.write_text(text, encoding="utf-8")
    return path


# --- what a name means ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url", [URL, "postgres://h/d", "postgresql+asyncpg:///d", "jdbc:postgresql://h/d", "embedded:///tmp/x", f" {URL}\n"]
)
def test_a_url_stands_for_itself(project: Path, url: str) -> None:
    config = resolve_database(url)

    assert config.url == url.strip()
    assert config.name == "url"
    assert config.directory == project / "migrations"
    assert config.models == ()
    assert config.schemas == ("public",)


def test_a_name_is_first_a_registered_one_then_one_of_the_file_then_one_of_the_environment(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APP_URL", "postgresql://environment/app")
    assert resolve_database("app").url == "postgresql://environment/app"

    write_pyproject(project, '[tool.matrx-orm.databases.app]\nurl = "postgresql://file/app"\n')
    assert resolve_database("app").url == "postgresql://file/app"

    register_database("app", "postgresql://process/app")
    assert resolve_database("app").url == "postgresql://process/app"

    unregister_database("app")
    unregister_database("app")
    assert resolve_database("app").url == "postgresql://file/app"


def test_the_table_of_a_database_is_read_completely(project: Path) -> None:
    write_pyproject(
        project,
        f"""
        [tool.matrx-orm.databases.app]
        url = "{URL}"
        models = ["app.models:Base", "app.audit:metadata"]
        dir = "db/migrations"
        schemas = ["public", "sales"]
        output = "generated"
        include_tables = ["shop_*"]
        scratch_url = "embedded"
        tracking_schema = "ops"
        """,
    )

    assert resolve_database("app") == DatabaseConfig(
        name="app",
        url=URL,
        models=("app.models:Base", "app.audit:metadata"),
        directory=project / "db/migrations",
        schemas=("public", "sales"),
        output=project / "generated",
        include_tables=("shop_*",),
        scratch_url=f"embedded://{project}/.matrx-orm/embedded",
        tracking_schema="ops",
        project_dir=project,
    )


def test_matrx_orm_toml_has_its_tables_at_the_top(project: Path) -> None:
    (project / "matrx_orm.toml").write_text(f'[databases."my app"]\nurl = "{URL}"\n', encoding="utf-8")

    assert resolve_database("my app").url == URL


def test_both_files_may_declare_databases_but_not_the_same_one(project: Path) -> None:
    write_pyproject(project, f'[tool.matrx-orm.databases.a]\nurl = "{URL}"\n')
    own = project / "matrx_orm.toml"
    own.write_text(f'[databases.b]\nurl = "{URL}"\n', encoding="utf-8")
    assert declared_databases() == ("a", "b")
    assert known_databases() == ("a", "b", "embedded")

    own.write_text(f'[databases.a]\nurl = "{URL}"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"'a' is declared in .*pyproject\.toml and in .*matrx_orm\.toml"):
        resolve_database("a")


def test_names_compare_as_written(project: Path) -> None:
    write_pyproject(project, f'[tool.matrx-orm.databases.App]\nurl = "{URL}"\n')

    assert resolve_database("App").name == "App"
    with pytest.raises(UnknownDatabaseError):
        resolve_database("app")


def test_a_file_is_found_from_a_directory_below_it_and_its_paths_belong_to_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pyproject(project, f'[tool.matrx-orm.databases.app]\nurl = "{URL}"\ndir = "db"\n')
    below = project / "src" / "app"
    below.mkdir(parents=True)
    write_pyproject(below, '[project]\nname = "another"\n')
    monkeypatch.chdir(below)

    assert find_project_dir() == project
    config = resolve_database("app")
    assert (config.project_dir, config.directory) == (project, project / "db")


def test_a_project_directory_that_is_given_is_not_looked_for(project: Path) -> None:
    below = project / "below"
    below.mkdir()
    write_pyproject(project, f'[tool.matrx-orm.databases.app]\nurl = "{URL}"\n')

    with pytest.raises(UnknownDatabaseError):
        resolve_database("app", project_dir=below)
    assert resolve_database("app", project_dir=project).url == URL


def test_without_a_file_the_project_is_where_the_search_began(project: Path) -> None:
    assert find_project_dir() == project
    assert find_project_dir(project / "nowhere") == project / "nowhere"


def test_another_projects_broken_file_on_the_way_up_is_passed_over(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_pyproject(project, "this is = not TOML")
    below = project / "below"
    below.mkdir()
    monkeypatch.chdir(below)

    assert find_project_dir() == below


@pytest.mark.parametrize("name", ["shop", "my-shop 2.0", "straße", "日本"])
def test_what_the_hint_for_an_unknown_name_says_makes_it_known(
    name: str, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(UnknownDatabaseError) as caught:
        resolve_database(name)
    hint = caught.value.hint
    section, variable = re.findall(r"(\[\S.*?\]) in pyproject.toml, or (\S+) in the environment", hint)[0]

    monkeypatch.setenv(variable, URL)
    assert resolve_database(name).url == URL
    monkeypatch.delenv(variable)
    write_pyproject(project, f'{section}\nurl = "{URL}"\n')
    assert resolve_database(name).url == URL


# --- the embedded server -------------------------------------------------------------------------------------------


def test_embedded_has_its_data_under_the_project(project: Path) -> None:
    config = resolve_database("embedded")

    assert config.url == f"embedded://{project}/.matrx-orm/embedded"
    assert config.name == "embedded"


def test_embedded_may_have_a_table_without_a_url(project: Path) -> None:
    write_pyproject(project, '[tool.matrx-orm.databases.embedded]\nmodels = ["app:Base"]\n')

    config = resolve_database("embedded")
    assert config.models == ("app:Base",)
    assert config.url == f"embedded://{project}/.matrx-orm/embedded"


def test_any_database_may_have_the_embedded_server_as_its_url(project: Path) -> None:
    write_pyproject(project, '[tool.matrx-orm.databases.app]\nurl = "embedded"\n')
    register_database("other", "embedded", scratch_url="embedded")

    expected = f"embedded://{project}/.matrx-orm/embedded"
    assert resolve_database("app").url == expected
    assert resolve_database("other").url == expected
    assert resolve_database("other").scratch_url == expected


# --- register_database ---------------------------------------------------------------------------------------------


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
    )

    config = resolve_database("app")
    assert config.engine is engine
    assert config.url is None
    assert config.models == ("app.models:Base", metadata)
    assert config.models[1] is metadata
    assert (config.directory, config.output) == (project / "db", project / "generated")
    assert config.exclude_tables == ("tmp_*",)
    assert config.tracking_schema == "ops"


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


# --- the environment -----------------------------------------------------------------------------------------------


def test_a_name_is_upper_cased_for_the_environment_and_what_is_no_letter_or_digit_becomes_an_underscore(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_APP_2_URL", URL)

    for name in ("my-app-2", "my.app 2", "MY_APP_2"):
        assert resolve_database(name).url == URL


def test_the_five_variables_of_matrx_orm_make_a_url(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for part, value in {
        "HOST": "db.example.com",
        "PORT": "6543",
        "NAME": "my/shop",
        "USER": "anna@example.com",
        "PASSWORD": "a@b:c/d#e?f%g h",
    }.items():
        monkeypatch.setenv(f"APP_{part}", value)

    url = resolve_database("app").url
    assert url == (
        "postgresql://anna%40example.com:a%40b%3Ac%2Fd%23e%3Ff%25g%20h@db.example.com:6543/my%2Fshop"  # from quote()
    )


def test_port_user_and_password_may_be_left_out_and_a_host_may_be_an_address_or_a_socket(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("APP_NAME", "shop")
    for host, url in {
        "localhost": "postgresql://@localhost/shop",
        "::1": "postgresql://@[::1]/shop",
        "/run/postgresql": "postgresql://@%2Frun%2Fpostgresql/shop",
    }.items():
        monkeypatch.setenv("APP_HOST", host)
        assert resolve_database("app").url == url


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        ({"APP_HOST": "h"}, "APP_HOST but no APP_NAME"),
        ({"APP_HOST": "h", "APP_NAME": "n", "APP_PORT": "x"}, "APP_PORT must be a number"),
        ({"APP_URL": "s3cret"}, "APP_URL does not hold a URL"),
    ],
)
def test_incomplete_or_wrong_variables_are_named(
    project: Path, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], message: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    with pytest.raises(ConfigError, match=message) as caught:
        resolve_database("app")
    assert "s3cret" not in str(caught.value)


# --- wrong settings ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "message", "todo"),
    [
        ("model = ['a:B']", "unknown key model", "Did you mean models?"),
        ("zzz = 1", "unknown key zzz", "Known keys: url, url_env, models"),
        ("url = 5", "url must be a text", 'Write url = "…"'),
        ("url = ' '", "url must be a text that is not empty", 'Write url = "…"'),
        ("url = 's3cret'", "url is not a URL", "postgresql://"),
        ("url = 'postgres://h'\nurl_env = 'X'", "both url and url_env", "Keep one"),
        ("url_env = 'NOT_SET'", "variable NOT_SET, which is not set", "Set NOT_SET"),
        ("scratch_url_env = 'NOT_SET'\nurl = 'postgres://h'", "scratch_url_env names the environment", "Set NOT_SET"),
        ("models = 'a:B'\nurl = 'postgres://h'", "models must be a list", 'Write models = ["…"]'),
        ("schemas = [1]\nurl = 'postgres://h'", "schemas must be a list", 'Write schemas = ["…"]'),
        ("schemas = []\nurl = 'postgres://h'", "schemas is an empty list", "leave it out"),
        ("dir = 3\nurl = 'postgres://h'", "dir must be a text", 'Write dir = "…"'),
        ("include_tables = ['a']\nexclude_tables = ['b']", "both include_tables and exclude_tables", "Keep one"),
        ("dir = 'x'", "there is no url", "url_env"),
    ],
)
def test_a_wrong_table_is_an_error_with_file_table_key_and_what_to_do(
    project: Path, body: str, message: str, todo: str
) -> None:
    file = write_pyproject(project, f"[tool.matrx-orm.databases.app]\n{body}\n")

    with pytest.raises(ConfigError) as caught:
        resolve_database("app")
    assert f"{file}, [tool.matrx-orm.databases.app]: " in caught.value.message
    assert message in caught.value.message
    assert todo in caught.value.hint
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[tool.matrx-orm\n", "is not valid TOML"),
        ("tool = {matrx-orm = 3}\n", "tool.matrx-orm must be a table"),
        ("[tool.matrx-orm]\ndatabases = 3\n", "tool.matrx-orm.databases must be a table"),
        ("[tool.matrx-orm.databases]\napp = 'postgres://h'\n", r"Write \[tool.matrx-orm.databases.app\]"),
    ],
)
def test_a_broken_file_is_named(project: Path, text: str, message: str) -> None:
    file = write_pyproject(project, text)

    with pytest.raises(ConfigError, match=message) as caught:
        resolve_database("app")
    assert str(file) in str(caught.value)


def test_a_file_that_is_not_utf8_is_named(project: Path) -> None:
    (project / "matrx_orm.toml").write_bytes(b"# \xff matrx-orm")

    with pytest.raises(ConfigError, match=r"matrx_orm\.toml is not valid TOML"):
        resolve_database("app")


def test_other_tables_of_the_tool_are_left_to_others(project: Path) -> None:
    write_pyproject(project, f'[tool.matrx-orm.plugin]\nx = 1\n[tool.matrx-orm.databases.app]\nurl = "{URL}"\n')
    assert resolve_database("app").url == URL


def test_an_unknown_name_lists_the_known_ones(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pyproject(project, f'[tool.matrx-orm.databases.app]\nurl = "{URL}"\n')
    register_database("tests", URL)
    monkeypatch.setenv("SHOP_URL", URL)
    monkeypatch.setenv("APP_URL", URL)
    monkeypatch.setenv("SOME_INDEX_URL", "https://example.com")
    monkeypatch.setenv("ERP_HOST", "h")
    monkeypatch.setenv("ERP_NAME", "n")
    monkeypatch.setenv("REDIS_HOST", "h")

    with pytest.raises(UnknownDatabaseError) as caught:
        resolve_database("ap")
    assert caught.value.known == ("app", "embedded", "erp", "shop", "tests")
    assert "app, embedded, erp, shop, tests" in str(caught.value)


@pytest.mark.parametrize(
    "text", ["host=h password=s3cret", "anna:s3cret@h/d", "postgresql:/anna:s3cret@h/d", "//anna:s3cret@h/d"]
)
def test_what_looks_like_a_broken_url_is_not_shown(project: Path, text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        resolve_database(text)
    assert "s3cret" not in str(caught.value)
    assert "postgresql://" in caught.value.hint


# --- values --------------------------------------------------------------------------------------------------------


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
