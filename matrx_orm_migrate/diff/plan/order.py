"""Put nodes of a graph in order: cycles found all at once, and a stable order among what is free."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import Any, TypeVar

__all__ = ["cycles", "ordered"]

_Node = TypeVar("_Node", bound=Hashable)


def ordered(
    nodes: Iterable[_Node], before: Mapping[_Node, Iterable[_Node]], key: Callable[[_Node], Any]
) -> list[_Node]:
    """The nodes so that each stands behind its ``before`` set; of several that may come next, the least by ``key``.

    The graph must be free of cycles.
    """
    waiting: dict[_Node, int] = {}
    after: dict[_Node, list[_Node]] = {}
    for node in nodes:
        first = set(before.get(node, ()))
        waiting[node] = len(first)
        for other in first:
            after.setdefault(other, []).append(node)
    heap = [(key(node), index, node) for index, (node, count) in enumerate(waiting.items()) if count == 0]
    heapq.heapify(heap)
    result: list[_Node] = []
    serial = len(waiting)
    while heap:
        _key, _serial, node = heapq.heappop(heap)
        result.append(node)
        for other in after.get(node, ()):
            waiting[other] -= 1
            if waiting[other] == 0:
                serial += 1
                heapq.heappush(heap, (key(other), serial, other))
    assert len(result) == len(waiting), "the graph has a cycle"
    return result


def cycles(nodes: Iterable[_Node], before: Mapping[_Node, Iterable[_Node]]) -> list[set[_Node]]:
    """The sets of nodes that run in circles (strongly connected components of more than one node; Tarjan, 1972)."""
    index: dict[_Node, int] = {}
    low: dict[_Node, int] = {}
    on_stack: set[_Node] = set()
    stack: list[_Node] = []
    found: list[set[_Node]] = []
    for start in nodes:
        if start in index:
            continue
        work: list[tuple[_Node, list[_Node]]] = [(start, list(before.get(start, ())))]
        index[start] = low[start] = len(index)
        stack.append(start)
        on_stack.add(start)
        while work:
            node, rest = work[-1]
            if rest:
                other = rest.pop()
                if other not in index:
                    index[other] = low[other] = len(index)
                    stack.append(other)
                    on_stack.add(other)
                    work.append((other, list(before.get(other, ()))))
                elif other in on_stack:
                    low[node] = min(low[node], index[other])
                continue
            work.pop()
            if work:
                parent = work[-1][0]
                low[parent] = min(low[parent], low[node])
            if low[node] == index[node]:
                component: set[_Node] = set()
                while True:
                    member = stack.pop()
                    on_stack.discard(member)
                    component.add(member)
                    if member == node:
                        break
                if len(component) > 1:
                    found.append(component)
    return found
