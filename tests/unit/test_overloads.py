"""Which of two routines of one name a call could be taken for."""

from __future__ import annotations

import pytest

from matrx_orm_migrate.detectors.function import FunctionDetector
from matrx_orm_migrate.schema import Function, ObjectId


def _function(signature: str, *, defaults: int = 0, identity: str = "", polymorphic: bool = False) -> Function:
    return Function(
        id=ObjectId("function", "public", "f", "", signature),
        definition="",
        identity=identity or signature[1:-1],
        default_count=defaults,
        polymorphic=polymorphic,
    )


_ONE = _function("(integer)")
_TWO = _function("(integer, integer)")
_DEFAULTED = _function("(integer, integer)", defaults=1)
_VARIADIC = _function("(integer, integer[])", identity="a integer, VARIADIC b integer[]")
_VARIADIC_DEFAULTED = _function("(integer, integer[])", defaults=1, identity="a integer, VARIADIC b integer[]")
_NAMED = _function("(integer, integer[])", identity='a integer, "VARIADIC " integer[]')


@pytest.mark.parametrize(
    ("one", "other", "mistakable"),
    [
        pytest.param(_ONE, _DEFAULTED, True, id="default"),
        pytest.param(_ONE, _TWO, False, id="as-many-as-there-are"),
        pytest.param(_TWO, _DEFAULTED, False, id="all-given"),
        pytest.param(_function("(text)"), _DEFAULTED, False, id="other-types"),
        pytest.param(_function("(anyelement)", polymorphic=True), _DEFAULTED, True, id="any-type"),
        pytest.param(_function("()"), _DEFAULTED, False, id="fewer"),
        pytest.param(_function("(integer, text)", defaults=1), _DEFAULTED, True, id="defaults-of-both"),
        pytest.param(_ONE, _VARIADIC, False, id="variadic-takes-more"),
        pytest.param(_ONE, _VARIADIC_DEFAULTED, True, id="variadic-with-default"),
        pytest.param(_function("(integer, integer, integer)"), _VARIADIC, True, id="variadic-as-many"),
        pytest.param(_ONE, _NAMED, False, id="a-name-is-no-variadic"),
        pytest.param(
            _function('(public."a,b")'), _function('(public."a,b", integer)', defaults=1), True, id="comma-in-a-name"
        ),
    ],
)
def test_what_a_call_could_mean(one: Function, other: Function, mistakable: bool) -> None:
    detector = FunctionDetector()
    assert detector.mistakable(one, other) is mistakable
    assert detector.mistakable(other, one) is mistakable
