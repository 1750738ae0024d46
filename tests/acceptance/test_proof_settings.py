"""A statement meets the same settings in the proof as in the run, whatever the role brings along."""

from __future__ import annotations

import uuid
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff.places import open_scratch_server
from matrx_orm_migrate.diff.scratch import StatementFailedError
from matrx_orm_migrate.errors import MigrationFailedError
from tests.support import migrations
from tests.support.corpus import server_major
from tests.support.servers import Databases

# setting → (what the role has, what a migration has)
SETTINGS = {
    "statement_timeout": ("60s", "0"),
    "idle_in_transaction_session_timeout": ("60s", "0"),
    "transaction_timeout": ("60s", "0"),
    "check_function_bodies": ("on", "off"),
    "default_transaction_isolation": ("serializable", ""),
    "transaction_isolation": ("", "read committed"),
}


@pytest.fixture
async def url_of_a_role_with_settings(make_database: Databases) -> AsyncGenerator[str]:
    url, admin = make_database(), make_database()
    major = await server_major(url)
    role = f"set_{uuid.uuid4().hex[:8]}"
    name = url.partition("@/")[2].partition("?")[0]
    await migrations.execute(admin, f"CREATE ROLE {role} LOGIN CREATEDB", f"ALTER DATABASE {name} OWNER TO {role}")
    for setting, (given, _wanted) in SETTINGS.items():
        if given and (setting != "transaction_timeout" or major >= 17):
            await migrations.execute(admin, f"ALTER ROLE {role} SET {setting} = '{given}'")
    yield url.replace("postgres@", f"{role}@")
    make_database.drop()
    await migrations.execute(make_database(), f"DROP ROLE {role}")


def _check(setting: str, wanted: str) -> str:
    return (
        f"DO $$ BEGIN IF current_setting('{setting}', true) <> '{wanted}' THEN "
        f"RAISE EXCEPTION '{setting} is %', current_setting('{setting}'); END IF; END $$"
    )


async def test_the_proof_has_the_settings_of_the_run(url_of_a_role_with_settings: str, tmp_path: Path) -> None:
    url = url_of_a_role_with_settings
    checks = [_check(setting, wanted) for setting, (_given, wanted) in SETTINGS.items() if wanted]
    body = "\n".join(f"await db.execute({check!r})" for check in checks)
    migrations.write(tmp_path, "0001_check", body)
    assert await migrations.migrate(url, tmp_path) == ("0001_check",)
    async with open_database(url) as database, open_scratch_server(database) as server:
        assert server.same_server
        async with server.database() as scratch:
            await scratch.run(checks)
            async with scratch.attempts() as attempts:
                assert [await attempts.attempt(check) for check in checks] == [None] * len(checks)


async def test_such_a_check_fails_where_the_setting_is_another(
    url_of_a_role_with_settings: str, tmp_path: Path
) -> None:
    url, check = url_of_a_role_with_settings, _check("default_transaction_isolation", "read committed")
    migrations.write(tmp_path, "0001_check", f"await db.execute({check!r})")
    with pytest.raises(MigrationFailedError, match="default_transaction_isolation is serializable"):
        await migrations.migrate(url, tmp_path)
    async with open_database(url) as database, open_scratch_server(database) as server, server.database() as scratch:
        with pytest.raises(StatementFailedError, match="default_transaction_isolation is serializable"):
            await scratch.run([check])
