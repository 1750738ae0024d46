"""The storage parameters of indexes within the text that the server prints, and which of them change in place."""

from __future__ import annotations

import re
from collections.abc import Sequence

from matrx_orm_migrate.detectors.common import is_partitioned
from matrx_orm_migrate.detectors.table import changed_options
from matrx_orm_migrate.hooks import PlanContext
from matrx_orm_migrate.schema import ObjectId

__all__ = [
    "changed_parameters",
    "has_partitioned_indexes",
    "predicate_start",
    "settable",
    "with_sorted_parameters",
    "without_parameters",
]

# What an index heeds from the next write on.  The others (pages_per_range, and those of extensions' methods, which
# cannot be known here) say how it is built: ALTER INDEX takes them and leaves it as it is (PostgreSQL, ALTER INDEX).
_IN_PLACE = frozenset(
    ["autosummarize", "buffering", "deduplicate_items", "fastupdate", "fillfactor", "gin_pending_list_limit"]
)
# name=value, or name='value' where the value is no plain word (ruleutils.c, get_reloptions)
_PARAMETER = re.compile(r"([^=\s,]+=(?:'(?:[^']|'')*'|[^,']*))(?:, )?")


def predicate_start(definition: str) -> int:
    """Where `` WHERE (…)`` begins at the outermost level, or the end of the text."""
    return _start(definition, " WHERE (")


def without_parameters(definition: str) -> tuple[str, tuple[str, ...]]:
    """A printed definition without its ``WITH (…)``, and what stands in there, as ``name=value``."""
    start = _start(definition, " WITH (")
    if start == len(definition):
        return definition, ()
    inside = start + len(" WITH (")
    end = inside + _start(definition[inside:], ")")
    return definition[:start] + definition[end + 1 :], tuple(_PARAMETER.findall(definition[inside:end]))


def with_sorted_parameters(definition: str) -> str:
    """The definition with its parameters in an order of their own: ALTER INDEX puts one that changes at the end."""
    if " WITH (" not in definition:
        return definition
    rest, parameters = without_parameters(definition)
    if not parameters:
        return definition
    start = _start(definition, " WITH (")
    return f"{rest[:start]} WITH ({', '.join(sorted(parameters))}){rest[start:]}"


def settable(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the parameters that differ can change while the index stands."""
    return {parameter.partition("=")[0] for parameter in {*before} ^ {*after}} <= _IN_PLACE


def changed_parameters(index: str, before: Sequence[str], after: Sequence[str]) -> list[str]:
    """The statements that lead from one list of ``name=value`` to another; ``index`` is the quoted name."""
    return [f"ALTER INDEX {index} {action}" for action in changed_options(before, after)]


def has_partitioned_indexes(table: ObjectId | None, context: PlanContext) -> bool:
    """Whether this table is partitioned: its indexes take no SET (…) (PostgreSQL, ALTER INDEX)."""
    return is_partitioned(table, context.desired)


def _start(text: str, words: str) -> int:
    """Where these words begin outside of parentheses and quotes, or the end of the text."""
    depth, quote_mark = 0, ""
    for place, char in enumerate(text):
        if quote_mark:
            quote_mark = "" if char == quote_mark else quote_mark
            continue
        if depth == 0 and text.startswith(words, place):
            return place
        if char in "'\"":
            quote_mark = char
        elif char in "()":
            depth += 1 if char == "(" else -1
    return len(text)
