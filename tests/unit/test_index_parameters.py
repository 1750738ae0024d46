"""The storage parameters in the definitions of indexes that the server prints."""

from __future__ import annotations

import pytest

from matrx_orm_migrate.detectors.index_parameters import settable, with_sorted_parameters, without_parameters


@pytest.mark.parametrize(
    ("definition", "rest", "parameters"),
    [
        ("btree (a)", "btree (a)", ()),
        ("btree (a) WITH (fillfactor='70')", "btree (a)", ("fillfactor='70'",)),
        (
            "gin (a) WITH (fastupdate=off, gin_pending_list_limit='128') WHERE (b > 1)",
            "gin (a) WHERE (b > 1)",
            ("fastupdate=off", "gin_pending_list_limit='128'"),
        ),
        ("btree (a) WHERE (a <> ' WITH (x=1)'::text)", "btree (a) WHERE (a <> ' WITH (x=1)'::text)", ()),
        ("btree (\" WITH (\") WITH (fillfactor='70')", 'btree (" WITH (")', ("fillfactor='70'",)),
        ("bloom (a) WITH (x='it''s, (so)', y='2')", "bloom (a)", ("x='it''s, (so)'", "y='2'")),
    ],
)
def test_they_are_told_from_the_rest(definition: str, rest: str, parameters: tuple[str, ...]) -> None:
    assert without_parameters(definition) == (rest, parameters)


def test_their_order_is_none_of_the_index() -> None:
    one = with_sorted_parameters("btree (a) WITH (fillfactor='70', deduplicate_items=off) WHERE (a > 1)")
    assert one == "btree (a) WITH (deduplicate_items=off, fillfactor='70') WHERE (a > 1)"


def test_what_says_how_it_is_built_is_not_set_on_a_built_one() -> None:
    assert settable(("fillfactor='70'",), ())
    assert not settable(("fillfactor='70'", "pages_per_range='16'"), ("fillfactor='70'", "pages_per_range='32'"))
    assert not settable((), ("lists='100'",))
