"""What pgvector's types and indexes say in the catalog's words."""

from __future__ import annotations

import re
from dataclasses import dataclass

from matrx_orm_migrate.schema import Change, Column, Index

__all__ = ["OPERATORS", "VectorIndex", "VectorType", "changes_dimensions", "vector_index", "vector_type"]

# what format_type prints: the extension may be in any schema
_TYPE = re.compile(r'(?:(?:\w+|"(?:[^"]|"")+")\.)?(?P<name>vector|halfvec|sparsevec)(?:\((?P<dimensions>[0-9]+)\))?\Z')
_METHOD = re.compile(r"(?P<method>hnsw|ivfflat) \(")
_CLASS = re.compile(r"\b(?P<type>vector|halfvec|sparsevec|bit)_(?P<distance>l2|ip|cosine|l1|hamming|jaccard)_ops\b")

OPERATORS = {"l2": "<->", "ip": "<#>", "cosine": "<=>", "l1": "<+>", "hamming": "<~>", "jaccard": "<%>"}
"""The operator that each family of operator classes serves (pgvector, Getting Started; Indexing)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorType:
    """``vector``, ``halfvec`` or ``sparsevec``, and how many dimensions, None where the column takes any."""

    name: str
    dimensions: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorIndex:
    """The ``method`` is hnsw or ivfflat; ``distance`` names what it finds the least of, a key of `OPERATORS`."""

    method: str
    distance: str


def vector_type(text: str) -> VectorType | None:
    """The type that ``format_type`` prints as ``text``; None where it is not pgvector's."""
    match = _TYPE.match(text)
    if match is None:
        return None
    dimensions = match["dimensions"]
    return VectorType(name=match["name"], dimensions=int(dimensions) if dimensions is not None else None)


def vector_index(index: Index) -> VectorIndex | None:
    """What kind of vector index it is; None where it is none."""
    method = _METHOD.match(index.definition)
    if method is None:
        return None
    # PostgreSQL leaves away the class that a type has by default: ivfflat's for vectors
    found = _CLASS.search(index.definition)
    return VectorIndex(method=method["method"], distance=found["distance"] if found is not None else "l2")


def changes_dimensions(change: Change) -> bool:
    """Whether a column has one number of dimensions before and another afterwards."""
    before, after = change.before, change.after
    if not isinstance(before, Column) or not isinstance(after, Column) or before.id != after.id:
        return False
    had, wants = vector_type(before.type), vector_type(after.type)
    if had is None or wants is None or had.dimensions is None or wants.dimensions is None:
        return False
    return had.dimensions != wants.dimensions
