"""What a diff came to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from matrx_orm_migrate.schema import Hazard

__all__ = ["DiffResult", "MigrationDraft"]


@dataclass(frozen=True, slots=True, kw_only=True)
class MigrationDraft:
    """One migration that would be, or was, written.

    ``path`` is None where nothing was written.  ``summaries`` has a line for each step; ``hazards`` what ``up`` may
    cost, ``down_hazards`` what ``down`` may.  ``no_down`` says why there is none, where there is none.
    """

    name: str
    path: Path | None
    text: str
    summaries: tuple[str, ...]
    hazards: tuple[Hazard, ...]
    down_hazards: tuple[Hazard, ...]
    no_down: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffResult:
    """What a diff came to: no drafts mean no changes.  ``unhandled`` counts what no detector handles, by kind.

    ``notes`` are sentences about what was asked for, or is there, and passed over, and the findings of lint rules.
    ``pending`` names the migrations that are not applied yet: the database was compared as it will be with them.
    """

    drafts: tuple[MigrationDraft, ...]
    unhandled: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    pending: tuple[str, ...] = ()
