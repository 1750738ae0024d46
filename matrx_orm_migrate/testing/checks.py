"""What a contract checks beside the way there and back.  Each raises `AssertionError` that names what, and where."""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from matrx_orm_migrate.connections import open_database
from matrx_orm_migrate.diff.compare import compare
from matrx_orm_migrate.diff.inspect import inspect_database
from matrx_orm_migrate.diff.inspect.catalog import query_text
from matrx_orm_migrate.diff.plan import make_plan
from matrx_orm_migrate.diff.prove import differences
from matrx_orm_migrate.hooks import PluginManager
from matrx_orm_migrate.schema import CatalogObject, Snapshot
from matrx_orm_migrate.testing.journey import Example, first_difference, generate
from matrx_orm_migrate.testing.servers import Databases, connect, run_scripts, server_major

__all__ = [
    "expect_equal_bytes",
    "expect_nothing_of_extensions",
    "expect_queries_run",
    "made_again",
    "verbs_lacking",
]

_HASH_SEEDS = ("1", "2")  # of the processes that generate the same once more: sets and hashes are ordered otherwise

# Everything that users made becomes plpgsql's, which every database has.  What cannot belong to an extension by itself
# (an index, a policy) is part of something that can.
_GIVE_AWAY = """
DO $$ DECLARE it record; BEGIN
    FOR it IN
        SELECT o.type,
            -- the name of the access method is not quoted in the identity
            CASE WHEN o.type IN ('operator class', 'operator family')
                THEN (SELECT format('%I.%I USING %I', a.object_names[2], a.object_names[3], a.object_names[1])
                      FROM pg_identify_object_as_address(made.classid, made.objid, 0) a)
                -- PostgreSQL 13 prints what it does not read
                WHEN o.type = 'transform' THEN replace(o.identity, ' on language ', ' language ')
                ELSE o.identity END AS identity
        FROM (
            SELECT classid, objid FROM pg_depend WHERE objid >= 16384
            UNION SELECT refclassid, refobjid FROM pg_depend WHERE refobjid >= 16384 {more}
        ) made, pg_identify_object(made.classid, made.objid, 0) o
        -- a table takes its row type along, and is refused where that belongs to the extension already
        ORDER BY o.type = 'type', o.type, o.identity
    LOOP
        BEGIN
            EXECUTE format('ALTER EXTENSION plpgsql ADD %s %s', replace(it.type, '-', ' '), it.identity);
        EXCEPTION WHEN OTHERS THEN NULL;
        END;
    END LOOP;
END $$
"""
_STANDING_ALONE = " UNION SELECT '{catalog}'::regclass, oid FROM {catalog} WHERE oid >= 16384"
_WITH_OIDS = """
SELECT c.relname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'oid'
WHERE c.relnamespace = 'pg_catalog'::regnamespace AND c.relname = ANY($1)
"""


async def _snapshot(url: str, plugins: PluginManager, *, dependencies: bool = False) -> Snapshot:
    async with open_database(url) as database, database.connect() as connection:
        return await inspect_database(connection, plugins, dependencies=dependencies)


async def _pair(example: Example, make_database: Databases) -> tuple[str, str]:
    url_a, url_b = make_database(), make_database()
    await run_scripts(url_a, *example.scripts("a"))
    await run_scripts(url_b, *example.scripts("b"))
    return url_a, url_b


async def _for_this_server(examples: Iterable[Example], make_database: Databases) -> list[Example]:
    major = await server_major(make_database())
    return [example for example in examples if major >= example.requires]


async def verbs_lacking(
    examples: Iterable[Example],
    kinds: Iterable[str],
    verbs: Sequence[str],
    make_database: Databases,
    plugins: PluginManager,
) -> list[str]:
    """What of ``verbs`` the examples do not show of a kind that this server knows, in either direction."""
    major = await server_major(make_database())
    seen: set[tuple[str, str]] = set()
    for example in await _for_this_server(examples, make_database):
        a, b = [await _snapshot(url, plugins) for url in await _pair(example, make_database)]
        for one, other in ((a, b), (b, a)):
            seen |= {(change.id.kind, change.verb) for change in compare(one, other, plugins)}
    known = [kind for kind in kinds if plugins.detectors[kind].query(major * 10000) is not None]
    return [f"{verb} {kind}" for kind in known for verb in verbs if (kind, verb) not in seen]


async def expect_queries_run(kinds: Iterable[str], make_database: Databases, plugins: PluginManager) -> None:
    """The catalog query of each kind runs on this server, or there is none."""
    connection = await connect(make_database())
    try:
        version = connection.get_server_version()
        number = version.major * 10000 + version.minor
        await connection.execute("SET search_path = ''")
        for kind in kinds:
            if kind not in plugins.detectors:
                raise AssertionError(f"no plugin has a detector for the kind {kind!r}")
            query = plugins.detectors[kind].query(number)
            try:
                if query is not None:
                    await connection.fetch(query_text(query.sql))
            except Exception as error:  # whatever the driver raises, or SQLAlchemy while it compiles
                raise AssertionError(
                    f"kind {kind!r} on PostgreSQL {version.major}: its catalog query fails: {error}"
                ) from error
    finally:
        await connection.close()


async def expect_nothing_of_extensions(
    example: Example, kinds: Collection[str], make_database: Databases, plugins: PluginManager
) -> None:
    """Where an extension has everything that the example's b makes, there is nothing to make or to drop."""
    if not await _for_this_server([example], make_database):
        return
    empty, url = make_database(), make_database()
    await run_scripts(url, *example.scripts("b"))
    connection = await connect(url)
    try:
        catalogs = await connection.fetch(_WITH_OIDS, [detector.catalog for detector in plugins.detectors.values()])
    finally:
        await connection.close()
    more = "".join(_STANDING_ALONE.format(catalog=catalog) for (catalog,) in catalogs)
    await run_scripts(url, _GIVE_AWAY.format(more=more))
    changes = compare(await _snapshot(empty, plugins), await _snapshot(url, plugins), plugins)
    asked = {kind for kind in kinds if plugins.detectors[kind].catalog != "pg_extension"}  # those are nobody's
    found = [
        plugins.detectors[change.id.kind].describe(change.subject) for change in changes if change.id.kind in asked
    ]
    if found:
        raise AssertionError(
            f"example {example.name!r}: an extension has everything that b makes, and yet there is something to do "
            f"about {', '.join(found)}. Is `owner_id` said of what is part of something else, and does the first "
            "column of the query hold the object's oid?"
        )


async def made_again(value: Any, setup: str, make_database: Databases, plugins: PluginManager) -> str:
    """What a strategy gave, as SQL; objects are made behind ``setup``, and have to read back as they are."""
    if isinstance(value, str):
        return value
    objects: Sequence[CatalogObject] = [value] if isinstance(value, CatalogObject) else list(value)
    await run_scripts(url := make_database(), setup)
    fresh = await _snapshot(url, plugins, dependencies=True)
    wanted = fresh.with_objects([*fresh, *objects])
    plan = make_plan(compare(fresh, wanted, plugins), fresh, wanted, plugins)
    sql = ";\n".join(statement.sql for statement in plan.statements)
    try:
        await run_scripts(url, sql)
    except Exception as error:  # the server's refusal, told with what it refused
        raise AssertionError(f"{error}; this cannot be made:\n{sql}") from error
    lines = differences(await _snapshot(url, plugins), wanted, plugins)
    if lines:
        raise AssertionError("what was made does not read back as it was:\n" + "\n".join(lines) + f"\n{sql}")
    return sql


async def expect_equal_bytes(
    contract: type[Any], examples: Sequence[Example], make_database: Databases, plugins: PluginManager, folder: Path
) -> None:
    """Each example gives the same file in other databases and in processes that order sets otherwise.

    The processes import the contract's module, so it has to stand at the top of one.
    """
    if "<locals>" in contract.__qualname__:
        raise AssertionError(f"{contract.__qualname__} has to stand at the top of its module, to be found from outside")
    suitable = await _for_this_server(examples, make_database)
    first = [await _pair(example, make_database) for example in suitable]
    second = [await _pair(example, make_database) for example in suitable]
    wanted = await migration_texts(plugins, first, folder)
    request = {
        "module": contract.__module__,
        "file": getattr(sys.modules[contract.__module__], "__file__", None),
        "name": contract.__qualname__,
        "path": sys.path,
        "pairs": second,
        "folder": str(folder),
    }
    elsewhere = await asyncio.gather(*(asyncio.to_thread(_elsewhere, request, seed) for seed in _HASH_SEEDS))
    for found in (await migration_texts(plugins, second, folder), *elsewhere):
        for example, text, other in zip(suitable, wanted, found, strict=True):
            if text != other:
                raise AssertionError(
                    f"example {example.name!r}: the same schemas gave another file the second time:\n"
                    f"{first_difference(other, text)}"
                )


async def migration_texts(plugins: PluginManager, pairs: Sequence[Sequence[str]], folder: Path) -> list[str]:
    """The texts of the migrations from the first to the second database of each pair."""
    texts: list[str] = []
    for url_a, url_b in pairs:
        async with open_database(url_a) as a, open_database(url_b) as b:
            result = await generate(a, b, plugins, folder / "none", write=False)
        texts.append("\n".join(draft.text for draft in result.drafts))
    return texts


def _elsewhere(request: dict[str, Any], seed: str) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", __name__],
        input=json.dumps(request),
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONHASHSEED": seed},
    )
    if done.returncode:
        raise AssertionError(f"{request['name']} cannot be run in another process:\n{done.stderr[-2000:]}")
    texts: list[str] = json.loads(done.stdout)
    return texts


def _found(module: str, file: str | None, name: str) -> Any:
    """The contract, by the name of its module or by its file."""
    try:
        found: Any = importlib.import_module(module)
    except ImportError:
        spec = importlib.util.spec_from_file_location(module, file) if file else None
        if spec is None or spec.loader is None:
            raise
        found = sys.modules[module] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(found)
    for part in name.split("."):
        found = getattr(found, part)
    return found


def main() -> None:
    """Answer a request on standard input: the texts, as JSON."""
    request = json.load(sys.stdin)
    sys.path[:] = request["path"]
    contract = _found(request["module"], request["file"], request["name"])
    texts = asyncio.run(migration_texts(contract.plugins(), request["pairs"], Path(request["folder"])))
    json.dump(texts, sys.stdout)


if __name__ == "__main__":
    main()
