"""Every case of the corpus: the models of its database make the same database again."""

from __future__ import annotations

import re
from pathlib import Path

import asyncpg
import pytest

from matrx_orm_migrate.ddl.lexer import split_statements
from matrx_orm_migrate.integration import rebuild_schema
from matrx_orm_migrate.schema import Snapshot
from tests.support.rebuild import (
    built_in,
    check_code,
    differences,
    execute,
    import_models,
    make_again,
    others_of,
    snapshot_of,
)
from tests.support.servers import Databases

CORPUS = Path(__file__).parent.parent / "corpus"
# what models can say, and what stands beside it
KINDS = [
    "check",
    "column",
    "comment",
    "default",
    "enum",
    "exclusion",
    "extension",
    "foreign_key",
    "generated",
    "identity",
    "index",
    "inheritance",
    "mixed",
    "not_null",
    "partition",
    "primary_key",
    "schema",
    "sequence",
    "table",
    "unique",
]


@pytest.mark.parametrize("kind", KINDS)
async def test_the_models_of_a_database_make_it_again(
    kind: str, make_database: Databases, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    first, second = make_database(), make_database()
    failed: dict[str, list[str]] = {}
    packages: list[Path] = []
    for case in sorted((CORPUS / kind).iterdir()):
        name = f"{kind}/{case.name}"
        script = (case / "b.sql").read_text() if (case / "b.sql").exists() else ""
        if not await _suits(first, script):
            continue
        await _empty(first)
        await execute(first, script)
        expected = await snapshot_of(first)
        if not expected.of_kind("table"):
            continue
        output = tmp_path / f"m_{re.sub(r'[^a-z0-9]', '_', name)}"
        await rebuild_schema(first, output=output, schemas=("*",), plugins=built_in())
        module = import_models(output)
        await _empty(second)
        await execute(second, *others_of(script))
        await make_again(module, second, expected, _schemas(expected))
        found = differences(expected, await snapshot_of(second))
        if found:
            failed[name] = found
        packages.append(output)
    assert failed == {}
    assert not packages or check_code(*packages, cache=tmp_path_factory.getbasetemp() / "mypy") == ""


async def _suits(url: str, script: str) -> bool:
    """Whether the server is new enough for the case (``-- requires: 15``)."""
    needed = re.search(r"^-- requires: (\d+)", script, re.MULTILINE)
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://"))
    version = connection.get_server_version().major
    await connection.close()
    return any(split_statements(script)) and (needed is None or version >= int(needed[1]))


async def _empty(url: str) -> None:
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://"))
    try:
        for (name,) in await connection.fetch(
            "SELECT quote_ident(extname) FROM pg_extension WHERE extname <> 'plpgsql'"
        ):
            await connection.execute(f"DROP EXTENSION {name} CASCADE")
        schemas = "SELECT quote_ident(nspname) FROM pg_namespace WHERE nspname !~ '^pg_|^information_schema$'"
        for (name,) in await connection.fetch(schemas):
            await connection.execute(f"DROP SCHEMA {name} CASCADE")
        await connection.execute("CREATE SCHEMA public; COMMENT ON SCHEMA public IS 'standard public schema'")
    finally:
        await connection.close()


def _schemas(snapshot: Snapshot) -> tuple[str, ...]:
    names = {obj.id.name for obj in snapshot if obj.id.kind == "schema"}
    return tuple(sorted(names, key=lambda name: (name != "public", name)))
