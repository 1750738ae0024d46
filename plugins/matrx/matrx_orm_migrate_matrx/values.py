"""What models of matrx-orm say about a database, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["Field", "Junction", "Model", "Name", "Reference", "Said"]

Name = tuple[str, str]
"""Schema and name, as the catalog has them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """What a foreign key refers to, and what it says to do there."""

    table: Name
    column: str
    on_delete: str
    on_update: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a model.

    ``db_type`` is matrx-orm's word for its type, with what the field adds in other ways: ``uuid`` for a UUID field,
    whose own word is ``text``; ``enum`` for one with an enum class, whose name and labels are ``enum`` and ``labels``.
    ``dimensions`` counts the arrays around it.  ``exact`` is False where the length is only the class's default, which
    nobody may have meant.  ``pg_type`` is the type that the field was given in so many words (``pg_type="…"``).
    """

    name: str
    db_type: str
    dimensions: int = 0
    exact: bool = True
    nullable: bool = True
    unique: bool = False
    enum: str = ""
    labels: tuple[str, ...] = ()
    pg_type: str = ""
    reference: Reference | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """A model: its table and its fields.  ``label`` is for messages; ``uniques`` are its ``_unique_together``."""

    table: Name
    label: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    uniques: tuple[tuple[str, ...], ...] = ()

    def field(self, name: str) -> Field | None:
        """The field of this name, or None."""
        return next((one for one in self.fields if one.name == name), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Junction:
    """The table of a ``ManyToManyField``, which matrx-orm makes by itself: two columns, their tables."""

    table: Name
    label: str
    columns: tuple[tuple[str, Name], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """All models together.  ``mentioned`` are tables that they use and leave to others."""

    models: Mapping[Name, Model]
    junctions: tuple[Junction, ...] = ()
    mentioned: frozenset[Name] = field(default_factory=frozenset)
