"""What no plugin handles and a change would have to take down: the change is refused before a file is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from matrx_orm_migrate import makemigrations, migrate, rollback
from matrx_orm_migrate.errors import UnsupportedChangeError
from tests.support.migrations import execute, value
from tests.support.rebuild import built_in
from tests.support.servers import Databases

TABLE = "CREATE TABLE public.note (id integer, owner text, body text)"
POLICY = "CREATE POLICY own ON public.note USING (owner = current_user::text)"
ENUM = "CREATE TYPE public.mood AS ENUM ('a', 'b')"


async def refused(make_database: Databases, tmp_path: Path, before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """Why makemigrations refuses to lead from one schema to the other."""
    await execute(live := make_database(), *before)
    await execute(goal := make_database(), *after)
    with pytest.raises(UnsupportedChangeError) as caught:
        await makemigrations(
            live, directory=tmp_path, from_database=goal, plugins=built_in(), allow_data_loss=True, name="x"
        )
    assert list(tmp_path.glob("*.py")) == []
    return caught.value.message


async def accepted(make_database: Databases, tmp_path: Path, before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """The URL of a database that was led from one schema to the other, and back, and there again."""
    await execute(live := make_database(), *before)
    await execute(goal := make_database(), *after)
    result = await makemigrations(
        live, directory=tmp_path, from_database=goal, plugins=built_in(), allow_data_loss=True, name="x"
    )
    assert len(result.drafts) == 1
    await migrate(live, directory=tmp_path, plugins=built_in())
    await rollback(live, directory=tmp_path, plugins=built_in())
    await migrate(live, directory=tmp_path, plugins=built_in())
    return live


async def test_the_type_of_a_column_that_a_policy_needs(make_database: Databases, tmp_path: Path) -> None:
    message = await refused(
        make_database, tmp_path, (TABLE, POLICY), (TABLE.replace("owner text", "owner varchar(40)"), POLICY)
    )
    assert message.startswith("policy own on table public.note depends on column public.note.owner, which would have")


async def test_a_column_that_a_policy_needs_is_not_dropped(make_database: Databases, tmp_path: Path) -> None:
    message = await refused(make_database, tmp_path, (TABLE, POLICY), (TABLE.replace("owner text, ", ""),))
    assert "which would have to be dropped" in message


async def test_a_type_that_a_policy_needs_does_not_step_aside(make_database: Databases, tmp_path: Path) -> None:
    needs = "CREATE POLICY own ON public.note USING (owner = ('a'::public.mood)::text)"
    message = await refused(
        make_database,
        tmp_path,
        (TABLE, ENUM, "CREATE TABLE public.day (m public.mood)", needs),
        (TABLE, "CREATE TYPE public.mood AS ENUM ('a')", "CREATE TABLE public.day (m public.mood)", needs),
    )
    assert "enum public.mood" in message


async def test_the_policy_of_another_table_is_in_the_way_of_a_drop(make_database: Databases, tmp_path: Path) -> None:
    needs = "CREATE POLICY own ON public.note USING (EXISTS (SELECT FROM public.team t WHERE t.name = owner))"
    team = "CREATE TABLE public.team (name text)"
    message = await refused(make_database, tmp_path, (TABLE, team, needs), (TABLE, POLICY))
    assert "public.team" in message


async def test_a_table_goes_with_its_policies(make_database: Databases, tmp_path: Path) -> None:
    await execute(live := make_database(), TABLE, POLICY)
    await execute(goal := make_database(), "CREATE TABLE public.kept (id integer)")
    await makemigrations(live, directory=tmp_path, from_database=goal, plugins=built_in(), allow_data_loss=True)
    await migrate(live, directory=tmp_path, plugins=built_in())
    assert await value(live, "SELECT count(*) FROM pg_policy") == 0


async def test_other_columns_change_as_they_like(make_database: Databases, tmp_path: Path) -> None:
    live = await accepted(
        make_database, tmp_path, (TABLE, POLICY), (TABLE.replace("body text", "body varchar(40), extra int"), POLICY)
    )
    assert await value(live, "SELECT count(*) FROM pg_policy") == 1


async def test_the_way_back_is_refused_where_it_alone_is_barred(make_database: Databases, tmp_path: Path) -> None:
    needs = "CREATE POLICY own ON public.note USING (owner = ('a'::public.mood)::text)"
    day = "CREATE TABLE public.day (m public.mood)"
    await execute(live := make_database(), TABLE, ENUM, day, needs)
    await execute(goal := make_database(), TABLE, "CREATE TYPE public.mood AS ENUM ('a', 'b', 'c')", day, needs)
    result = await makemigrations(live, directory=tmp_path, from_database=goal, plugins=built_in())
    (draft,) = result.drafts
    assert "async def down(" not in draft.text


async def test_what_a_pending_migration_renames_is_known_by_its_new_name(
    make_database: Databases, tmp_path: Path
) -> None:
    await execute(live := make_database(), TABLE, POLICY)
    await execute(
        goal := make_database(),
        "CREATE TABLE public.note (id integer, author varchar(40), body text)",
    )
    with pytest.raises(UnsupportedChangeError, match=r"policy own on table public\.note depends on column"):
        await makemigrations(
            live,
            directory=tmp_path,
            from_database=goal,
            plugins=built_in(),
            renames=[("note.owner", "note.author")],
        )
