"""Databases by name: where a name is looked up, and in which order."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from matrx_orm_migrate.config import (
    DatabaseConfig,
    declared_databases,
    find_project_dir,
    known_databases,
    register_database,
    resolve_database,
    unregister_database,
)
from matrx_orm_migrate.errors import ConfigError, UnknownDatabaseError
from tests.support.configuration import URL, write_pyproject


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
        lock_timeout = 2
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
        lock_timeout=2.0,
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
