"""What is said about wrong settings."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate.config import (
    register_database,
    resolve_database,
)
from matrx_orm_migrate.errors import ConfigError, UnknownDatabaseError
from tests.support.configuration import URL, write_pyproject


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
        *(
            (f"lock_timeout = {given}\nurl = 'postgres://h'", f"0.001 to 2147483 seconds; it is {shown}", "= 5")
            for given, shown in [
                ("0.0004", "0.0004"),
                ("1e300", "1e+300"),
                ("true", "True"),
                ("-1", "-1"),
                ("nan", "nan"),
            ]
        ),
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


@pytest.mark.parametrize(
    ("text", "key", "todo"),
    [
        ('[database.app]\nurl = "x"\n', "database", "Did you mean databases?"),
        ('no_plugin = ["x"]\n', "no_plugin", "Did you mean no_plugins?"),
        ('schema_of_mine = "x"\n', "schema_of_mine", "Known keys: databases, no_plugins, targets."),
    ],
)
def test_an_unknown_key_at_the_top_is_refused(project: Path, text: str, key: str, todo: str) -> None:
    (project / "matrx_orm.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"matrx_orm.toml, \[top level\]: unknown key {key}\b") as caught:
        resolve_database("app")
    assert caught.value.hint == todo


def test_other_tables_of_our_own_file_are_left_to_others(project: Path) -> None:
    (project / "matrx_orm.toml").write_text(f'[plugin]\nx = 1\n[databases.app]\nurl = "{URL}"\n', encoding="utf-8")
    assert resolve_database("app").url == URL


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
