"""Ordering a plan's steps: each behind what it needs, the same every time, and circles found."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matrx_orm_migrate.diff.plan.order import cycles, ordered

Graph = dict[int, set[int]]


@st.composite
def graphs(draw: st.DrawFn, *, acyclic: bool) -> Graph:
    """For each node, the nodes that come before it."""
    size = draw(st.integers(0, 12))
    numbers = draw(st.permutations(range(size)))
    before: Graph = {}
    for place, node in enumerate(numbers):
        others = numbers[:place] if acyclic else [number for number in numbers if number != node]
        before[node] = set(draw(st.lists(st.sampled_from(others), max_size=4))) if others else set()
    return before


def reachable(before: Graph, start: int) -> set[int]:
    found: set[int] = set()
    waiting = list(before[start])
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += before[node]
    return found


@given(graphs(acyclic=True))
def test_every_node_stands_once_and_behind_what_comes_before_it(before: Graph) -> None:
    result = ordered(before, before, key=lambda node: node)
    assert sorted(result) == sorted(before)
    place = {node: index for index, node in enumerate(result)}
    assert all(place[first] < place[node] for node, firsts in before.items() for first in firsts)


@given(graphs(acyclic=True))
def test_of_the_nodes_that_may_come_next_the_least_comes(before: Graph) -> None:
    result = ordered(before, before, key=lambda node: node)
    done: set[int] = set()
    for node in result:
        free = [other for other in before if other not in done and before[other] <= done]
        assert node == min(free)
        done.add(node)


@given(graphs(acyclic=True), st.randoms(use_true_random=False))
def test_the_order_in_which_nodes_are_given_makes_no_difference(before: Graph, chance: random.Random) -> None:
    nodes = list(before)
    chance.shuffle(nodes)
    assert ordered(nodes, before, key=lambda node: node) == ordered(before, before, key=lambda node: node)


def test_nodes_with_the_same_key_keep_the_order_in_which_they_were_given() -> None:
    assert ordered("cab", {}, key=lambda _node: 0) == ["c", "a", "b"]


def test_a_node_that_is_named_in_the_graph_only_never_comes() -> None:
    with pytest.raises(AssertionError):
        ordered([1], {1: [2]}, key=lambda node: node)


@given(graphs(acyclic=False))
def test_circles_are_the_sets_of_nodes_that_lead_to_one_another(before: Graph) -> None:
    leads = {node: reachable(before, node) for node in before}
    expected = {
        frozenset({node} | {other for other in leads[node] if node in leads[other]})
        for node in before
        if node in leads[node]
    }
    found = cycles(before, before)
    assert {frozenset(circle) for circle in found} == expected
    assert len(found) == len(expected)


@given(graphs(acyclic=True))
def test_a_graph_without_circles_has_none(before: Graph) -> None:
    assert cycles(before, before) == []


def test_a_long_chain_is_no_matter_of_recursion() -> None:
    size = 20_000
    before: Graph = {node: {node - 1} if node else set() for node in range(size)}
    assert cycles(before, before) == []
    assert ordered(before, before, key=lambda node: -node) == list(range(size))
    before[0] = {size - 1}
    assert [len(circle) for circle in cycles(before, before)] == [size]
