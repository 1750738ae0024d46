"""The judge of the corpus: the order of an operator class's members says nothing, what they are does."""

from __future__ import annotations

import pytest

from tests.support.pgdump import normalise

CLASS = "CREATE OPERATOR CLASS public.c FOR TYPE integer USING btree FAMILY public.f AS\n    {};\n"
FAMILY = "ALTER OPERATOR FAMILY public.f USING btree ADD\n    {};\n"
MEMBERS = ["OPERATOR 1 <(integer,bigint)", "OPERATOR 1 <(integer,integer)", "FUNCTION 1 (integer, integer) f(integer)"]


@pytest.mark.parametrize("statement", [CLASS, FAMILY])
def test_members_in_another_order_are_the_same(statement: str) -> None:
    one, other = (statement.format(" ,\n    ".join(members)) for members in (MEMBERS, MEMBERS[::-1]))
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize("statement", [CLASS, FAMILY])
@pytest.mark.parametrize("others", [MEMBERS[:2], [*MEMBERS[:2], "FUNCTION 1 (integer, bigint) f(integer)"]])
def test_other_members_are_not_the_same(statement: str, others: list[str]) -> None:
    assert normalise(statement.format(", ".join(MEMBERS))) != normalise(statement.format(", ".join(others)))


def test_the_owner_of_a_family_is_no_member() -> None:
    statement = "ALTER OPERATOR FAMILY public.f USING btree OWNER TO app;\n"
    assert normalise(statement) == statement
