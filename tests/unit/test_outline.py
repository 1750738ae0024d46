"""What the first lines of a usual migration file say is what its syntax tree says, or they say nothing."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest

from matrx_orm_migrate.diff.writer import empty_migration
from matrx_orm_migrate.errors import MigrationFileError
from matrx_orm_migrate.loader.migration import read_head
from matrx_orm_migrate.loader.outline import plain_dependencies

PATH = Path("0001_x.py")
USUAL = '"""First."""\n\ndependencies = ["0000_zero", \'0000_one\']\n\n\nasync def up(db):\n    await db.execute("A")\n'
DOWN = "\n\nasync def down(db):\n    pass\n"
HEADS = [
    USUAL,
    "",
    '"""First."""\n\ndependencies = []\n\n\n',
    '"""Of dependencies."""\ndependencies = []\n',
    '"""One\n\ntwo."""\n\ndependencies = ["a"]\n',
    "'''First.'''\n\ndependencies = []\n",
    '"""First."""\n\ndependencies = ["a" "b"]\n',
    '"""First."""\n\ndependencies = ["\\x41"]\n',
    '"""First."""\n\ndependencies: list[str] = ["b"]\n',
    '"""First."""\n\ndependencies = ["a", "b"]\ntransactional = 1\n',
]
PIECES = [
    "async def up(db):\n    pass\n", "async def up(db): pass\n", "def up(db):\n    pass\n", "up = down\n",
    "async def down(db):\n    pass\n", "def down(db):\n    pass\n", "def\\\n down(db):\n    pass\n", "down = None\n",
    "dependencies = []\n", "dependencies += ['c']\n", "import dependencies\n", "    dependencies = [up]\n",
    "transactional = False\n", "; transactional = False\n", "lock_timeout = 3\n",
    "    await db.execute('lock_timeout')\n",
    "    await db.execute('DEFAULT \xe9')\n", "    await db.execute('def')\n", "    x = '''\ndependencies = []\n'''\n",
    "    return (\n", "\n", "\r\n", "\f", "\0", '"b"\n', "# note\n", "#\xff coding: latin-1\n",
]  # fmt: skip


def test_where_the_first_lines_say_what_it_depends_on_the_syntax_tree_agrees() -> None:
    for head, *pieces in itertools.product(HEADS, PIECES, PIECES):
        source = (head + "".join(pieces)).encode()
        dependencies = plain_dependencies(source)
        if dependencies is None:
            continue
        try:
            outline = read_head(source, PATH, PATH.stem).outline
        except MigrationFileError:
            # all that is left to the compiler, which every file goes through
            with pytest.raises((SyntaxError, ValueError)):
                compile(source, "x", "exec", dont_inherit=True)
            continue
        assert (outline.dependencies, outline.transactional, outline.lock_timeout) == (dependencies, True, None), source


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(USUAL + DOWN, ("0000_zero", "0000_one"), id="both quotes"),
        pytest.param(USUAL, ("0000_zero", "0000_one"), id="no down"),
        pytest.param(empty_migration("Second", ["0001_first"]), ("0001_first",), id="create_empty"),
        pytest.param(USUAL + "\n\ndef down(db):\n    pass\n", None, id="down that is no coroutine function"),
        pytest.param(USUAL.replace('"A"', '"COMMENT ON TABLE dependencies IS NULL"'), None, id="the word in SQL"),
        pytest.param(USUAL + DOWN + "\n\ntransactional = False\n", None, id="transactional"),
        pytest.param("# -*- coding: latin-1 -*-\n" + USUAL, None, id="another encoding"),
        pytest.param(USUAL.replace('"A"', '"é"'), None, id="not ASCII"),
        pytest.param(USUAL + "\0", None, id="a NUL"),
        pytest.param("import os\n" + USUAL, None, id="not the usual layout"),
    ],
)
def test_the_usual_layout_is_known(source: str, expected: tuple[str, ...] | None) -> None:
    assert plain_dependencies(source.encode()) == expected
