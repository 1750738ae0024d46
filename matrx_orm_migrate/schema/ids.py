"""Identity of a catalog object."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

__all__ = ["ObjectId", "id_of"]


class ObjectId(NamedTuple):
    """Which object: kind, schema, name, parent, signature.

    ``parent`` is the name of the table (or view) that a column, constraint, index or trigger belongs to, in the same
    schema; ``signature`` tells overloaded functions apart.  What does not apply is an empty string, so that ids of all
    kinds sort together.  Names are bare, never quoted.

    A ``NamedTuple`` and not a dataclass: ids are dictionary keys by the hundred thousand, and a tuple hashes and
    compares in C.
    """

    kind: str
    schema: str = ""
    name: str = ""
    parent: str = ""
    signature: str = ""

    def __str__(self) -> str:
        """For people: ``table public.orders``, ``column public.orders.total``."""
        dotted = ".".join(part for part in (self.schema, self.parent, self.name) if part)
        return f"{self.kind.replace('_', ' ')} {dotted}{self.signature}"


id_of: Callable[[tuple[str, str, str, str, str]], ObjectId] = partial(tuple.__new__, ObjectId)
"""``ObjectId(*values)`` at a third of the cost, for where ids are made by the ten thousand."""
