"""Values of functions, procedures and aggregates."""

from __future__ import annotations

from dataclasses import dataclass, field

from matrx_orm_migrate.schema.objects import CatalogObject

__all__ = ["Aggregate", "Function", "Procedure", "Routine"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Routine(CatalogObject):
    """A function, procedure or aggregate.  ``id.signature`` is ``(integer, text)``: the types of its input arguments.

    ``definition`` is all that stands behind ``CREATE FUNCTION`` (PROCEDURE, AGGREGATE), name and arguments included.
    The other fields say the same once more, for what has to know whether one routine can replace another:
    ``identity`` are the arguments as ALTER and DROP take them; ``result`` what comes out; ``outputs`` the names and
    types of its output columns; ``names`` those of the input arguments; ``defaults`` the expressions at the end of
    them, as one text, and ``default_count`` their number; ``polymorphic`` whether an argument takes any type.
    """

    definition: str
    identity: str = field(default="", compare=False)
    result: str = field(default="", compare=False)
    outputs: tuple[tuple[str, str], ...] = field(default=(), compare=False)
    names: tuple[str, ...] = field(default=(), compare=False)
    defaults: str = field(default="", compare=False)
    default_count: int = field(default=0, compare=False)
    polymorphic: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Function(Routine):
    """A function, plain or window; ``language`` is its language's name, ``window`` says which of the two."""

    language: str = field(default="", compare=False)
    window: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure(Routine):
    """A procedure."""

    language: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate(Routine):
    """An aggregate; ``family`` is normal, ordered-set or hypothetical-set, ``direct`` counts its direct arguments."""

    family: str = field(default="normal", compare=False)
    direct: int = field(default=0, compare=False)
