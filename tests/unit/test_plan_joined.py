"""Two plans become one: what both make anew is made once, unless something in between needs it."""

from __future__ import annotations

import pytest

from matrx_orm_migrate.diff.plan import KEEP, Plan, Step, joined
from matrx_orm_migrate.schema import CatalogObject, ObjectId, Snapshot, Statement

_SEEN, _UPON, _OTHER = (ObjectId("view", "public", name) for name in ("seen", "upon", "other"))


def _step(verb: str, *objects: ObjectId) -> Step:
    words = " ".join([verb, *(one.name for one in objects)])
    return Step(summary="", statements=(Statement(sql=words),), objects=objects, subject=objects[0], verb=verb)


def _keeping(call: str, *names: str, transactional: bool = True) -> Step:
    statements = tuple(
        Statement(sql=f"{call} {name}", call=(f"{call}_privileges", name), transactional=transactional)
        for name in names
    )
    return Step(summary="", statements=statements, objects=(), subject=_SEEN, verb=KEEP)


def _snapshot(*needing: ObjectId) -> Snapshot:
    """The views, with those that need the first."""
    return Snapshot(
        objects={one: CatalogObject(id=one) for one in (_SEEN, _UPON, _OTHER)},
        dependencies={one: frozenset([_SEEN]) for one in needing},
    )


def _words(first: list[Step], second: list[Step], start: Snapshot, between: Snapshot) -> list[str]:
    plan = joined(Plan(steps=tuple(first)), Plan(steps=tuple(second)), start, between, lambda one: one.name)
    return [statement.sql for statement in plan.statements]


def _all_anew(*objects: ObjectId, transactional: bool = True) -> list[Step]:
    names = [one.name for one in objects]
    return [
        _keeping("keep", *names, transactional=transactional),
        *(_step("drop", one) for one in reversed(objects)),
        *(_step("create", one) for one in objects),
        _keeping("give_back", *names),
    ]


def test_what_both_plans_make_anew_is_made_by_the_second_and_keeps_its_privileges_all_along() -> None:
    first, second = _all_anew(_SEEN, _UPON, _OTHER), _all_anew(_SEEN, _UPON)
    assert _words(first, second, _snapshot(_UPON), _snapshot(_UPON)) == [
        *("keep seen", "keep upon", "keep other", "drop other", "drop upon", "drop seen"),
        *("create other", "give_back other"),
        *("create seen", "create upon", "give_back seen", "give_back upon"),
    ]


@pytest.mark.parametrize(
    ("more", "start", "between"),
    [
        pytest.param([_step("create", _OTHER)], _snapshot(), _snapshot(_OTHER), id="made upon it in between"),
        pytest.param([_step("alter", _OTHER)], _snapshot(), _snapshot(_OTHER), id="altered to need it"),
        pytest.param([*_all_anew(_OTHER)], _snapshot(_OTHER), _snapshot(), id="goes"),
        pytest.param([_step("alter", _SEEN)], _snapshot(), _snapshot(), id="altered itself"),
    ],
)
def test_what_is_needed_in_between_is_made_twice(more: list[Step], start: Snapshot, between: Snapshot) -> None:
    first, second = [*_all_anew(_SEEN), *more], _all_anew(_SEEN)
    alone = [statement.sql for step in (*first, *second) for statement in step.statements]
    assert _words(first, second, start, between) == alone


def test_what_may_be_cut_off_half_way_is_made_twice() -> None:
    first, second = _all_anew(_SEEN, transactional=False), _all_anew(_SEEN)
    assert _words(first, second, _snapshot(), _snapshot()).count("create seen") == 2
