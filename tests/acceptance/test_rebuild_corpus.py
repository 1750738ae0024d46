"""Cases of the corpus: the models of a database, with what they declare, make the same database again.

By default the first case of each kind; all of them with ``MATRX_TEST_CORPUS_IN_FULL`` set, as ``nox -s corpus`` does.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

import asyncpg
import pytest

from matrx_orm_migrate.ddl.lexer import split_statements
from matrx_orm_migrate.embedded import EmbeddedServer
from matrx_orm_migrate.integration import rebuild_schema
from matrx_orm_migrate.schema import Snapshot
from tests.support.corpus import Tools, first_difference
from tests.support.rebuild import built_in, check_code, execute, import_models, make_again, snapshot_of
from tests.support.servers import Databases

CORPUS = Path(__file__).parent.parent / "corpus"
_FIRST = None if os.environ.get("MATRX_TEST_CORPUS_IN_FULL") else 1
CASES = [case for kind in sorted(CORPUS.iterdir()) for case in sorted(kind.iterdir())[:_FIRST]]
# several in one test: looking at the code of each package alone would take longer than all the rest
BATCHES = [tuple(CASES[start : start + 10]) for start in range(0, len(CASES), 10)]
# case → what stands in the way; those with user mappings, which may hold passwords, are left out besides
EXCUSED = {
    "inheritance/child-with-a-key-on-an-inherited-column-changes": "a key in CREATE TABLE says NOT NULL as well",
    "inheritance/children-with-keys-on-inherited-columns": "a key in CREATE TABLE says NOT NULL as well",
    "partition/keys-and-indexes-of-the-same-columns": "which of two like ones belongs to which, PostgreSQL chooses",
    "foreign_table/columns-of-a-partition": "made before its parent, it takes the names of NOT NULL constraints",
    "foreign_table/type-of-a-partitions-column": "made before its parent, it takes the names of NOT NULL constraints",
}


def _name(case: Path) -> str:
    return f"{case.parent.name}/{case.name}"


@pytest.mark.parametrize("cases", BATCHES, ids=lambda cases: f"{_name(cases[0])}...{_name(cases[-1])}")
async def test_the_models_of_a_database_make_it_again(
    cases: tuple[Path, ...],
    server: EmbeddedServer,
    make_database: Databases,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    tools = Tools(server)
    failed: dict[str, str] = {}
    packages: list[Path] = []
    for case in cases:
        name = _name(case)
        script = (case / "b.sql").read_text() if (case / "b.sql").exists() else ""
        first, second = make_database(), make_database()
        if not await _suits(first, script):
            continue
        await execute(first, script)
        output = tmp_path / f"m_{re.sub(r'[^a-z0-9]', '_', name)}"
        await rebuild_schema(first, output=output, schemas=("*",), plugins=built_in())
        packages.append(output)
        try:
            snapshot = await snapshot_of(first)
            await make_again(import_models(output), second, snapshot, _schemas(snapshot))
        except Exception as error:  # one case must not hide the others
            failed[name] = f"{type(error).__name__}: {error}"
            continue
        found, wanted = await tools.schema(second), await tools.schema(first)
        if found != wanted and name not in EXCUSED and "USER MAPPING" not in wanted:
            failed[name] = first_difference(found, wanted)
    assert failed == {}
    assert not packages or check_code(*packages, cache=tmp_path_factory.getbasetemp() / "mypy") == ""


async def _suits(url: str, script: str) -> bool:
    """Whether the server is new enough for the case (``-- requires: 15``)."""
    needed = re.search(r"^-- requires: (\d+)", script, re.MULTILINE)
    connection = await asyncpg.connect(url.replace("postgresql+asyncpg://", "postgresql://"))
    version = connection.get_server_version().major
    await connection.close()
    return any(split_statements(script)) and (needed is None or version >= int(needed[1]))


def _schemas(snapshot: Snapshot) -> tuple[str, ...]:
    return tuple(sorted({obj.id.schema for obj in snapshot} - {""}, key=lambda name: (name != "public", name)))
