"""Fault matrix H: somebody else was there before us, or is listening."""

from __future__ import annotations

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy.engine import make_url

from tests.support.migrations import execute
from tests.support.scene import PASSWORD, Scene

MAKE = (
    "CREATE TABLE public._matrx_migrations (id serial primary key, name varchar(255) unique not null, "
    "applied_at timestamptz not null default now(), checksum varchar(64) not null)"
)


def write_one(scene: Scene) -> None:
    scene.write("0001_one", "await db.execute('create table one (a int)')", down="await db.execute('drop table one')")


@asynccontextmanager
async def roles(scene: Scene) -> AsyncGenerator[tuple[str, str]]:
    """A role that means ill, and the URL of one that migrates and is no superuser."""
    hostile, victim = f"hostile_{os.getpid()}", f"victim_{os.getpid()}"
    await execute(
        scene.direct,
        f"CREATE ROLE {hostile} LOGIN",
        f"CREATE ROLE {victim} LOGIN",
        f"GRANT ALL ON SCHEMA public TO {hostile}, {victim}",
    )
    try:
        yield hostile, make_url(scene.url).set(username=victim).render_as_string(hide_password=False)
    finally:
        for role in (victim, hostile):
            await execute(scene.direct, f"REASSIGN OWNED BY {role} TO postgres", f"DROP OWNED BY {role}")
            await execute(scene.direct, f"DROP ROLE {role}")


async def test_row_58_a_table_that_somebody_else_made_first_is_refused(scene: Scene) -> None:
    write_one(scene)
    await scene.rehearse()
    refused = ["cannot be trusted"]
    async with roles(scene) as (hostile, url):
        await execute(scene.direct, MAKE, f"ALTER TABLE public._matrx_migrations OWNER TO {hostile}")
        outcome = await scene.run("migrate", url=url)
        await scene.holds(outcome, 6, says=[*refused, f"belongs to somebody else (owner: {hostile})"], applied=0)
        await execute(
            scene.direct,
            "ALTER TABLE public._matrx_migrations OWNER TO postgres",
            f"GRANT ALL ON public._matrx_migrations, public._matrx_migrations_id_seq TO {make_url(url).username}",
            "CREATE FUNCTION bad() RETURNS trigger LANGUAGE plpgsql AS $$ begin return null; end $$",
            "CREATE TRIGGER bad BEFORE INSERT ON public._matrx_migrations EXECUTE FUNCTION bad()",
        )
        outcome = await scene.here(url=url)
        assert outcome.code == 6
        assert "has a trigger, 'bad'" in outcome.err
        await execute(
            scene.direct,
            "DROP TABLE public._matrx_migrations",
            "DROP FUNCTION bad",
            "CREATE VIEW public._matrx_migrations AS "
            "SELECT 1 AS id, '0001_one'::text AS name, now() AS applied_at, '' AS checksum",
        )
        outcome = await scene.here(url=url)
        assert outcome.code == 6
        assert "it is a view" in outcome.err
        await execute(scene.direct, "DROP VIEW public._matrx_migrations")
        await scene.holds(await scene.run("migrate", url=url), 0, applied=1)
    await scene.settles(already=True)


async def test_row_59_operators_in_public_are_not_called(scene: Scene) -> None:
    write_one(scene)
    statements = ["CREATE TABLE called (who text)"]
    for left, right in [("name", "varchar"), ("varchar", "varchar"), ("varchar", "text"), ("text", "varchar")]:
        function = f"trap_{left}_{right}"
        statements += [
            f"CREATE FUNCTION {function}({left}, {right}) RETURNS boolean LANGUAGE plpgsql AS "
            f"$$ begin insert into public.called values ('{function}'); "
            "return $1::text operator(pg_catalog.=) $2::text; end $$",
            f"CREATE OPERATOR public.= (FUNCTION = {function}, LEFTARG = {left}, RIGHTARG = {right})",
        ]
    await scene.prepare(*statements)
    await scene.rehearse()
    await scene.holds(await scene.run("migrate"), 0, applied=1)
    await scene.holds(await scene.run("rollback"), 0, applied=0)
    assert (await scene.run("status")).code == 0
    await scene.settles()
    assert await scene.value("SELECT count(*) FROM called") == 0


async def test_row_60_tables_in_front_of_ours_are_ignored(scene: Scene) -> None:
    await scene.prepare("CREATE SCHEMA front", "CREATE TABLE front._matrx_migrations (id int, name text)")
    scene.write(
        "0001_one",
        """
        await db.execute("create temporary table _matrx_migrations (id int, name text, applied_at date, checksum text)")
        await db.execute("create table public.one (a int)")
        await db.execute("set search_path = front, public")
        """,
    )
    scene.write("0002_two", "await db.execute('create table public.two (a int)')")
    database = make_url(scene.direct).database
    await execute(scene.direct, f'ALTER DATABASE "{database}" SET search_path = front, public')
    outcome = await scene.run("migrate")
    await execute(scene.direct, f'ALTER DATABASE "{database}" RESET search_path')
    await scene.holds(outcome, 0, applied=2)
    assert await scene.value("SELECT count(*) FROM front._matrx_migrations") == 0
    await scene.settles(already=True)


async def test_row_61_rows_that_a_policy_hides_are_not_taken_for_missing(scene: Scene) -> None:
    write_one(scene)
    await scene.rehearse()
    assert (await scene.run("migrate")).code == 0
    async with roles(scene) as (_hostile, url):
        await execute(
            scene.direct,
            f"GRANT ALL ON public._matrx_migrations, public._matrx_migrations_id_seq TO {make_url(url).username}",
            "ALTER TABLE public._matrx_migrations ENABLE ROW LEVEL SECURITY",
        )
        outcome = await scene.run("migrate", url=url)
        await scene.holds(outcome, 6, says=["row level security"], applied=1)
        await execute(scene.direct, "ALTER TABLE public._matrx_migrations DISABLE ROW LEVEL SECURITY")
    await scene.settles(already=True)


@pytest.mark.parametrize(
    "command", ["migrate", *(pytest.param(command, marks=pytest.mark.faults) for command in ("status", "rollback"))]
)
async def test_row_62_the_password_is_in_no_output_log_or_file(scene: Scene, command: str) -> None:
    """Each outcome of a scene is looked through, and every file at the end; here with --debug and --json as well."""
    write_one(scene)
    wrong = [
        f"postgresql://postgres:{PASSWORD}@127.0.0.1:1/x",
        f"postgresql://postgres:{PASSWORD}/@127.0.0.1/x",
        f"postgresql://postgres@127.0.0.1:1/x?password={PASSWORD}",
        f"postgresql://nobody_here:{PASSWORD}@/x?host={scene.server.socket_dir}",
        f"postgresql://postgres:{PASSWORD}@127.0.0.1:port/x",
    ]
    for number, url in enumerate(wrong):
        flag = ("--debug", "--json", "--no-color", "--json", "--debug")[number]
        async with scene.started(command, flag, url=url) as child:
            out, err = await child.process.communicate()
        said = (out + err).decode()
        assert child.process.returncode in (2, 3), said
        assert PASSWORD not in said, said
    await scene.settles()
