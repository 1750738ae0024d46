"""What docs/security.md says of other people's objects, texts and names; the rest of it is in tests/faults."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from pathlib import Path

import pytest
from asyncpg import RaiseError
from sqlalchemy.engine import make_url

from matrx_orm_migrate import makemigrations, migrate, rebuild_schema, rollback, status
from tests.support.commands import Project
from tests.support.migrations import execute, query, value, write

ESCAPE = "\x1b]0;gone\x07\x1b[2J"
INJECTION = '\'\'\'"""); raise SystemExit("injected")  # \\'

# Nearer to what a careless statement says than PostgreSQL's own, so that they would be chosen although it comes first.
FUNCTIONS = {
    "current_setting(varchar)": "text",
    "format_type(oid, bigint)": "text",
    "pg_has_role(name, oid, varchar)": "boolean",
    "pg_try_advisory_xact_lock(numeric)": "boolean",
    "set_config(varchar, varchar, boolean)": "text",
    "to_regclass(varchar)": "regclass",
}
OPERANDS = [("name", "varchar"), ("varchar", "varchar"), ("varchar", "text"), ("text", "varchar"), ("oid", "int8")]
OWN = [("name", "name"), ("text", "text"), ("oid", "oid"), ("int4", "int4")]


def traps(schema: str, operands: Sequence[tuple[str, str]]) -> list[str]:
    """Functions and operators that fail where they are called."""
    trap = "LANGUAGE plpgsql AS $t$ begin raise exception 'called: {0}'; end $t$"
    made = [f"CREATE FUNCTION {schema}.{name} RETURNS {kind} {trap.format(name)}" for name, kind in FUNCTIONS.items()]
    for left, right in operands:
        name = f"compare_{left}_{right}"
        made.append(f"CREATE FUNCTION {schema}.{name}({left}, {right}) RETURNS boolean {trap.format(name)}")
        made += [
            f"CREATE OPERATOR {schema}.{sign} (FUNCTION = {schema}.{name}, LEFTARG = {left}, RIGHTARG = {right})"
            for sign in ("=", "<>")
        ]
    return made


async def test_functions_and_operators_of_others_are_not_called(database_url: str, tmp_path: Path) -> None:
    """Whoever may create in a schema of the search_path could have them called with the rights of who migrates."""
    wanted = tmp_path / "wanted.sql"
    table = "CREATE TABLE public.t (id int PRIMARY KEY, n varchar DEFAULT 'x' CHECK (length(n) > 1));"
    wanted.write_text(f"{table}\nCREATE INDEX i ON public.t (n);\n")
    folder = tmp_path / "migrations"
    await makemigrations(database_url, from_sql=wanted, directory=folder)
    await execute(database_url, "CREATE SCHEMA others", *traps("others", OPERANDS))
    database = make_url(database_url).database
    await execute(database_url, f'ALTER DATABASE "{database}" SET search_path = public, others')
    with pytest.raises(RaiseError, match="called: compare_name_varchar"):
        await value(database_url, "SELECT count(*) FROM pg_class WHERE relname = 'x'::varchar")

    assert len((await migrate(database_url, directory=folder)).applied) == 1
    assert [m.state for m in (await status(database_url, directory=folder)).migrations] == ["applied"]
    assert (await makemigrations(database_url, from_sql=wanted, directory=folder, check=True)).drafts == ()
    await rebuild_schema(database_url, output=tmp_path / "models")
    assert len((await rollback(database_url, directory=folder)).rolled_back) == 1


async def test_a_schema_in_front_of_pg_catalog_changes_nothing(database_url: str, tmp_path: Path) -> None:
    write(tmp_path, "0001_one", "await db.execute('create table public.one (a int)')")
    await migrate(database_url, directory=tmp_path)
    await execute(database_url, "CREATE SCHEMA front", *traps("front", [*OPERANDS, *OWN]))
    database = make_url(database_url).database
    await execute(database_url, f'ALTER DATABASE "{database}" SET search_path = front, pg_catalog, public')
    with pytest.raises(RaiseError, match="called: compare_name_name"):
        await value(database_url, "SELECT count(*) FROM pg_class WHERE relname = 'x'::name")

    assert [m.state for m in (await status(database_url, directory=tmp_path)).migrations] == ["applied"]
    assert (await migrate(database_url, directory=tmp_path)).applied == ()


async def test_names_and_comments_of_others_are_only_texts_in_generated_code(database_url: str, tmp_path: Path) -> None:
    name = INJECTION.replace('"', '""')
    text = INJECTION.replace("'", "''")
    wanted = tmp_path / "wanted.sql"
    wanted.write_text(
        f'CREATE TABLE public."{name}" (id int PRIMARY KEY, "{name}" text DEFAULT \'{text}\');\n'
        f"COMMENT ON TABLE public.\"{name}\" IS '{text}';\n"
        f"COMMENT ON COLUMN public.\"{name}\".id IS '{text}';\n"
    )
    folder = tmp_path / "migrations"
    made = await makemigrations(database_url, from_sql=wanted, directory=folder, name=INJECTION)
    (path,) = folder.glob("*.py")
    kinds = [type(node) for node in ast.parse(path.read_text()).body]
    assert set(kinds) <= {ast.Expr, ast.Assign, ast.AsyncFunctionDef}
    assert isinstance(ast.parse(path.read_text()).body[0].value, ast.Constant)  # type: ignore[attr-defined]
    assert len(made.drafts) == len((await migrate(database_url, directory=folder)).applied) == 1
    assert await query(database_url, "SELECT obj_description(oid) FROM pg_class WHERE relname = $1", INJECTION) == [
        (INJECTION,)
    ]
    await rebuild_schema(database_url, output=tmp_path / "models")
    for module in (tmp_path / "models").rglob("*.py"):
        calls = [node for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Raise)]
        assert [call for call in calls if "SystemExit" in ast.dump(call)] == []


def test_control_characters_of_others_do_not_reach_a_terminal(project: Project) -> None:
    folder = project.folder / "migrations"
    notice = f"do $$ begin raise notice E'{ESCAPE.encode('unicode_escape').decode()}'; end $$"
    write(folder, "0001_notice", f"await db.execute({notice!r})")
    ended = project.run("migrate")
    assert (ended.code, "\\x1b]0;gone\\x07\\x1b[2J" in ended.err) == (0, True)
    write(folder, "0002_fails", f"await db.execute({notice.replace('notice', 'exception')!r})")
    ended = project.run("migrate", "--debug")
    assert (ended.code, "\\x1b]0;gone" in ended.err) == (5, True)
    assert "\x1b" not in ended.out + ended.err
    (folder / "0002_fails.py").rename(folder / f"0002_{ESCAPE.replace('/', '')}.py")
    shown = project.run("status")
    assert "0002_\\x1b]0;gone\\x07" in shown.out
    assert "\x1b" not in shown.out
