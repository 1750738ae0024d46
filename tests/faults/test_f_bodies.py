"""Fault matrix F: what a migration's function does that it should not."""

from __future__ import annotations

import asyncio

import pytest

from tests.support.scene import Scene

GOOD = "await db.execute('create table one (a int)')"


async def fails(
    scene: Scene, body: str, *, code: int = 5, sqlstate: str = "", says: str = "", cli: bool = False
) -> None:
    """With this body in place of the good one, the migration fails and leaves nothing."""
    if not scene.rehearsed:
        scene.write("0001_one", GOOD)
        await scene.rehearse()
    scene.write("0001_one", body)
    outcome = await (scene.run("migrate") if cli else scene.here())
    scene.write("0001_one", GOOD)
    await scene.holds(outcome, code, migration="0001_one", sqlstate=sqlstate, says=[says] if says else [], applied=0)


async def test_row_39_a_missing_await_fails_the_migration(scene: Scene) -> None:
    await fails(scene, f"{GOOD}\ndb.execute('create table u ()')", says="not awaited: create table u", cli=True)
    await fails(scene, f"{GOOD}\ncall = db.fetch_val('select 1')", says="Write `await` in front of it")
    await scene.settles()


async def test_row_40_a_failure_that_is_passed_over_fails_the_migration(scene: Scene) -> None:
    body = GOOD + "\ntry:\n    await {}\nexcept Exception:\n    pass"
    said = "a failed statement was passed over"
    await fails(scene, body.format("db.execute('select nonsense')"), sqlstate="42703", says=said, cli=True)
    await fails(scene, body.format("db.connection.exec_driver_sql('select nonsense')"), sqlstate="25P02", says=said)
    await fails(scene, body.format("db.execute('commit')"), says="is not a migration's business")
    scene.write(
        "0001_one",
        f"{GOOD}\nawait db.execute('savepoint s')\ntry:\n    await db.execute('select nonsense')\n"
        "except Exception:\n    await db.execute('rollback to savepoint s')",
    )
    await scene.settles()


ENDS = ["commit", "ROLLBACK", "-- x\n end", "abort", "commit and chain", "begin", "prepare transaction 'x'"]


async def test_row_41_the_end_of_the_transaction_is_refused(scene: Scene) -> None:
    for number, sql in enumerate([*ENDS, "rollback work", "rollback and chain", "start transaction"]):
        for call, text in (("execute", sql), ("execute_script", f"create table u (); /* ; */ {sql}; begin")):
            body = f"{GOOD}\nawait db.{call}({text!r})"
            await fails(scene, body, says="is not a migration's business", cli=not number)
    await scene.settles()


@pytest.mark.parametrize("sql", ["commit", "rollback", "commit; begin", "rollback; begin", "commit and chain"])
async def test_row_41_an_end_of_the_transaction_behind_our_back_is_noticed(scene: Scene, sql: str) -> None:
    scene.write("0001_one", "await db.execute('create table if not exists one (a int)')")
    await scene.rehearse()
    scene.write(
        "0001_one",
        f"""
        await db.execute('create table if not exists one (a int)')
        driver = (await db.connection.get_raw_connection()).driver_connection
        await driver.execute({sql!r})
        """,
    )
    outcome = await (scene.run("migrate") if sql == "commit" else scene.here())
    scene.write("0001_one", "await db.execute('create table if not exists one (a int)')")
    kept = [] if sql.startswith("rollback") else ["create table one (a int)"]
    says = ["ended its own transaction", "mend the database by hand"]
    await scene.holds(outcome, 7, migration="0001_one", says=says, applied=0, partial=kept)
    await scene.settles()


async def test_row_42_a_task_left_running_fails_the_migration(scene: Scene) -> None:
    async def background() -> None:  # the application's own task is none of our business
        await asyncio.sleep(3600)

    task = asyncio.create_task(background())
    later = (
        "async def later():\n    await asyncio.sleep(0.01)\n    await db.execute('create table u ()')\n"
        "task = asyncio.create_task(later())"
    )
    await fails(scene, f"{GOOD}\n{later}", says="left 1 task(s) running", cli=True)
    await fails(scene, f"{GOOD}\n{later}", says="left 1 task(s) running")
    assert not task.done()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    await scene.settles()


SCRIPT = """
    create table one (a text default ';');  -- a comment; with a semicolon
    /* nested /* comment ; */ ; */
    create function f() returns int language plpgsql as $body$
    begin
        begin perform 1; exception when others then return 2; end;
        return 3;
    end $body$;
    create function g() returns text language sql as $$ select 'a;b'::text; $$;
    do $$ begin commit; exception when others then null; end $$;
    insert into one default values;
"""


async def test_row_43_a_script_of_several_statements_runs_as_one(scene: Scene) -> None:
    head = f"SCRIPT = {SCRIPT!r}"
    scene.write("0001_one", "await db.execute_script(SCRIPT)", head=head)
    await scene.rehearse()
    scene.write("0001_one", "await db.execute_script(SCRIPT + 'select nonsense')", head=head)
    outcome = await scene.run("migrate")
    scene.write("0001_one", "await db.execute_script(SCRIPT)", head=head)
    await scene.holds(outcome, 5, migration="0001_one", sqlstate="42703", applied=0)
    await scene.settles()
    assert await scene.value("SELECT f()::text || g() || (SELECT a FROM one)") == "3a;b;"


async def test_row_44_copy_from_stdin_is_refused_before_it_hangs(scene: Scene) -> None:
    copies = ["COPY one FROM STDIN", "/* x */ copy one (a) from stdin with (format csv)", "copy one\nfrom -- x\nstdin"]
    for number, sql in enumerate(copies):
        for call in ("execute", "execute_script", "fetch"):
            await fails(scene, f"{GOOD}\nawait db.{call}({sql!r})", says="COPY … FROM STDIN", cli=not number)
    scene.write("0001_one", f"{GOOD}\nawait db.execute_script(\"select 'copy one from stdin'\")")
    await scene.settles()


async def test_row_45_empty_texts_nul_and_psql_commands_have_a_defined_result(scene: Scene) -> None:
    await fails(scene, r"await db.execute('select 1\0')", says="NUL character", cli=True)
    await fails(scene, r"await db.execute_script('\\i other.sql')", sqlstate="42601")
    await fails(scene, r"await db.execute_script('\ufeffselect 1')", sqlstate="42601")
    nothing = "await db.execute_script(' /* only */ -- comments')\nawait db.execute_many([])\nawait db.execute('')"
    path = scene.write("0001_one", f"{nothing}\n{GOOD}")
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())  # the file itself may begin with a mark of its own
    await scene.settles()


async def test_statements_sent_at_once_are_sent_in_turn(scene: Scene) -> None:
    scene.write("0001_one", "await asyncio.gather(*(db.execute(f'create table t{n} (a int)') for n in range(5)))")
    await scene.settles()


async def test_a_constraint_that_fails_at_commit_fails_the_migration(scene: Scene) -> None:
    await scene.prepare("CREATE TABLE t (a int primary key, b int references t deferrable initially deferred)")
    await fails(scene, f"{GOOD}\nawait db.execute('insert into t values (1, 2)')", sqlstate="23503", cli=True)
    assert await scene.value("SELECT count(*) FROM t") == 0
    await scene.settles()
