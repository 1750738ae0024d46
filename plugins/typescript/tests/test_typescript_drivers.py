"""The types against what the drivers really give, for a column of every type."""

from __future__ import annotations

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from matrx_orm_migrate.testing.examples import EVERY_TYPE
from matrx_orm_migrate.testing.servers import run_apart, run_scripts

HERE = Path(__file__).parent
# what a type of the file is when it runs; a name that is missing here is one of the file's own
KINDS = {
    "Json": "{a}",
    "PostgresInterval": "{days}",
    "{ x: number; y: number }": "{x,y}",
    "{ x: number; y: number; radius: number }": "{x,y,radius}",
    "Mood": "string",
    "Pair": "{a,b}",
    "Record<string, string | null>": "{a}",
}


def kind_of(type_: str, text: str) -> str:
    """What ``typeof`` would say of a value of a type in the file ``text``."""
    type_ = type_.removesuffix(" | null")
    if type_.endswith("[]"):
        element = type_.removesuffix("[]")
        inner = element[1:-1].removesuffix(" | null") if element.startswith("(") else element
        return f"{kind_of(inner, text)}[]".replace("{a}[]", "{}[]")
    if type_ in KINDS:
        return KINDS[type_]
    alias = re.search(rf"^export type {re.escape(type_)} = (.*);$", text, re.MULTILINE)
    return kind_of(alias[1], text) if alias else type_


@pytest.fixture
def given(database_url: str, node_modules: Path, tmp_path: Path) -> dict[str, dict[str, str]]:
    """Driver → column → what came."""
    run_apart(run_scripts(database_url, EVERY_TYPE))
    place = urlsplit(database_url)
    query = parse_qs(place.query)
    script = node_modules.parent / "kinds.mjs"
    command = ["node", str(script), query["host"][0], query["port"][0], place.path.removeprefix("/")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    found: dict[str, dict[str, str]] = json.loads(done.stdout)
    return found


async def test_every_column_of_a_row_is_what_its_type_says(
    database_url: str, given: dict[str, dict[str, str]], generate: Callable[..., Any], tmp_path: Path
) -> None:
    for driver, columns in given.items():
        path = await generate(database_url, tmp_path / driver, driver=driver)
        text = path.read_text(encoding="utf-8")
        row = text.partition("export interface Every {\n")[2].partition("}\n\n")[0]
        said = dict(re.findall(r"^  (\w+): (.*);$", row, re.MULTILINE))
        assert said.keys() == columns.keys()
        wrong = {name: (said[name], kind) for name, kind in columns.items() if kind_of(said[name], text) != kind}
        assert wrong == {}, driver
