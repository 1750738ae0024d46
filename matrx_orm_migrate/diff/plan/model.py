"""What a plan is: steps, each a few statements for one purpose."""

from __future__ import annotations

from dataclasses import dataclass

from matrx_orm_migrate.schema import Hazard, HazardKind, ObjectId, Statement

__all__ = ["KEEP", "Plan", "Step"]

KEEP = "keep"
"""The verb of steps that change nothing themselves: they keep what a rebuild would lose, and give it back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Statements that belong together, what they do in one line, and the objects that they concern.

    ``subject`` is what people would say it is about: the object, or what that is part of (the table of a column, and of
    the sequence that the column owns).
    """

    summary: str
    statements: tuple[Statement, ...]
    objects: tuple[ObjectId, ...]
    subject: ObjectId
    verb: str

    @property
    def hazards(self) -> tuple[Hazard, ...]:
        """The hazards of all statements, each once."""
        return tuple(dict.fromkeys(hazard for statement in self.statements for hazard in statement.hazards))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The changes, ordered, as statements."""

    steps: tuple[Step, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """All statements in order."""
        return tuple(statement for step in self.steps for statement in step.statements)

    @property
    def transactional(self) -> bool:
        """Whether every statement can run inside one transaction."""
        return all(statement.transactional for statement in self.statements)

    @property
    def losses(self) -> tuple[Hazard, ...]:
        """The hazards that destroy data."""
        return tuple(hazard for step in self.steps for hazard in step.hazards if hazard.kind is HazardKind.DATA_LOSS)
