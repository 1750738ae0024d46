"""Migration files: any text survives them, and what they say is what the plan does."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from matrx_orm_migrate.diff.plan import Plan, Step
from matrx_orm_migrate.diff.writer import empty_migration, migration_text, python_literal, save_new_file
from matrx_orm_migrate.errors import MigrationFileError
from matrx_orm_migrate.loader import load_functions, read_directory
from matrx_orm_migrate.schema import Hazard, HazardKind, ObjectId, Statement

T = ObjectId("table", "public", "t")

# what a quoting rule is most likely to get wrong, densely mixed
awkward = st.text(st.sampled_from("\"'\\\n\r\t\0{}%: abnrtuxN0é日🐘\u2028\x85\x7f\u200b\ufeff"), max_size=20)
texts = st.one_of(awkward, st.text(max_size=60), awkward.map(lambda text: f'SELECT """{text}"""'))


@given(texts)
@example('"')
@example('ends in a quote"')
@example('two\nlines"')
@example('"""')
@example('"""\n"""')
@example("\\")
@example("\\\n")
@example("a\rb\nc")
@example("'" + '"""')
@example("\N{BOM}")
def test_a_text_is_spelt_so_that_python_reads_it_back(text: str) -> None:
    assert ast.literal_eval(python_literal(text)) == text


@given(st.text(st.characters(codec="utf-8"), max_size=40))
def test_a_text_survives_a_file_and_the_newlines_of_another_system(text: str) -> None:
    source = f"text = {python_literal(text)}\n"
    scope: dict[str, str] = {}
    exec(compile(source.encode(), "file", "exec"), scope)
    assert scope["text"] == text


@given(st.text(st.characters(categories=["Cs"]), min_size=1, max_size=5))
def test_half_a_surrogate_pair_is_spelt_in_ascii(text: str) -> None:
    literal = python_literal(text)
    assert literal.isascii()
    assert ast.literal_eval(literal) == text


def test_plain_texts_are_easy_to_read() -> None:
    assert python_literal("SELECT 1") == '"SELECT 1"'
    assert python_literal("SELECT 'x'") == "\"SELECT 'x'\""
    assert python_literal('ALTER TABLE "T"') == "'ALTER TABLE \"T\"'"
    assert python_literal("CREATE TABLE t (\n    id integer\n)") == '"""CREATE TABLE t (\n    id integer\n)"""'


def step(*statements: str, summary: str = "Create table public.t", hazards: tuple[Hazard, ...] = ()) -> Step:
    return Step(
        summary=summary,
        statements=tuple(Statement(sql=sql, hazards=hazards) for sql in statements),
        objects=(T,),
        subject=T,
        verb="create",
    )


def hazard(kind: HazardKind, message: str) -> Hazard:
    return Hazard(kind=kind, object=T, message=message)


def executed(text: str, function: str) -> list[str]:
    for node in ast.parse(text).body:
        if isinstance(node, ast.AsyncFunctionDef) and node.name == function:
            return [ast.literal_eval(call.args[0]) for call in ast.walk(node) if isinstance(call, ast.Call)]
    raise LookupError(function)


@given(st.lists(texts, min_size=1, max_size=4), texts.filter(lambda text: "\0" not in text))
def test_a_file_executes_the_statements_of_the_plan_and_no_others(statements: list[str], summary: str) -> None:
    up, down = Plan(steps=(step(*statements, summary=summary),)), Plan(steps=(step(*reversed(statements)),))
    text = migration_text(title=f"Title {summary}", dependencies=["0001_a", "0002_b"], up=up, down=down)
    tree = ast.parse(text)
    assert executed(text, "up") == statements
    assert executed(text, "down") == statements[::-1]
    assert isinstance(tree.body[0], ast.Expr)
    assert [type(node).__name__ for node in tree.body[1:]] == ["Assign", "AsyncFunctionDef", "AsyncFunctionDef"]


def test_the_docstring_tells_steps_hazards_losses_of_the_way_back_and_the_proof() -> None:
    up = Plan(steps=(step("A", hazards=(hazard(HazardKind.TABLE_SCAN, "reads t"),)),))
    down = Plan(steps=(step("B", hazards=(hazard(HazardKind.DATA_LOSS, "t is gone"),)),))
    text = migration_text(title="Create t.", dependencies=[], up=up, down=down)
    assert ast.get_docstring(ast.parse(text)) == (
        "Create t.\n\n- Create table public.t\n  TABLE SCAN: reads t\n\ndown:\n  DATA LOSS: t is gone\n\n"
        "Proved on a scratch database: up gives the desired schema, down gives back the one before."
    )


def test_a_file_without_a_way_back_has_no_down_and_says_why() -> None:
    text = migration_text(title="T.", dependencies=[], up=Plan(steps=(step("A"),)), down=None, no_down="there is none")
    assert "There is no down: there is none." in text
    with pytest.raises(LookupError):
        executed(text, "down")


def test_a_file_with_a_statement_outside_transactions_says_so() -> None:
    concurrently = Step(
        summary="s", statements=(Statement(sql="A", transactional=False),), objects=(T,), subject=T, verb="create"
    )
    plain = Plan(steps=(step("A"),))
    for up, down, expected in (
        (Plan(steps=(concurrently,)), plain, True),
        (plain, Plan(steps=(concurrently,)), True),
        (plain, plain, False),
    ):
        text = migration_text(title="T.", dependencies=[], up=up, down=down)
        assert ("transactional = False" in text) is expected


@pytest.mark.parametrize("description", ["add a thing", 'ends in "', "back\\slash", '"""'])
def test_an_empty_migration_is_one_that_loads_and_does_nothing(description: str, tmp_path: Path) -> None:
    save_new_file(tmp_path / "0001_a.py", empty_migration(description, []))
    save_new_file(tmp_path / "0002_b.py", empty_migration(description, ["0001_a"]))
    history = read_directory(tmp_path)
    history.check()
    (leaf,) = history.leaves()
    assert leaf.name == "0002_b"
    functions = load_functions(leaf)
    assert functions.down is not None
    assert functions.module.__doc__ == description


def test_a_file_that_exists_is_never_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "0001_a.py"
    save_new_file(path, "one\n")
    with pytest.raises(MigrationFileError) as caught:
        save_new_file(path, "two\n")
    assert caught.value.migration == "0001_a"
    assert path.read_text() == "one\n"
    assert [entry.name for entry in path.parent.iterdir()] == ["0001_a.py"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(MigrationFileError, match="cannot be written"):
        save_new_file(tmp_path / "file" / "0001_a.py", "")
