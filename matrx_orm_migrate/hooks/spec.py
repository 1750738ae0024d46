"""The hook specifications: every function that a plugin may implement, and when it is called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from matrx_orm_migrate.hooks.detector import Detector
from matrx_orm_migrate.hooks.marker import hookspec
from matrx_orm_migrate.hooks.source import Source
from matrx_orm_migrate.hooks.target import Target
from matrx_orm_migrate.schema import CatalogObject, Change, Snapshot, Statement

if TYPE_CHECKING:
    import click

__all__ = [
    "Finding",
    "Review",
    "matrx_after_migration",
    "matrx_before_migration",
    "matrx_commands",
    "matrx_detectors",
    "matrx_include",
    "matrx_review",
    "matrx_rewrite",
    "matrx_sources",
    "matrx_targets",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a lint rule says of a plan: a stable ``code``, one sentence, and whether it should stop the run."""

    code: str
    message: str
    blocking: bool = False

    def __str__(self) -> str:
        return f"{self.message} [{self.code}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a lint rule looks at: one file's worth of a plan, from ``current`` to ``desired``.

    ``changes`` are those that the file makes, ``up`` and ``down`` its statements; ``down`` is None where there is no
    way back.  Both snapshots carry dependencies; ``current`` knows the live database's privileges.
    """

    current: Snapshot
    desired: Snapshot
    changes: tuple[Change, ...]
    up: tuple[Statement, ...]
    down: tuple[Statement, ...] | None


@hookspec
def matrx_detectors() -> Iterable[Detector]:  # type: ignore[empty-body]  # pluggy never runs a specification
    """Give detectors, one for each kind that the plugin owns.  Called once, when the plugins are loaded."""


@hookspec
def matrx_sources() -> Iterable[Source]:  # type: ignore[empty-body]  # pluggy never runs a specification
    """Give sources.  Called once, when the plugins are loaded."""


@hookspec
def matrx_targets() -> Iterable[Target]:  # type: ignore[empty-body]  # pluggy never runs a specification
    """Give schema-builder targets.  Called once, when the plugins are loaded."""


@hookspec(firstresult=True)
def matrx_include(obj: CatalogObject, origin: str, left_alone: bool) -> bool | None:
    """Say whether an object takes part: False leaves it alone, None leaves the decision to others.

    Called for each object of the live side (``origin="current"``) and of the desired side (``"desired"``).  Parts of
    what a plugin leaves alone are left alone with it; a plugin that takes ``left_alone`` is asked about those as well,
    with True there, and takes one in by True.
    """


@hookspec
def matrx_rewrite(changes: Sequence[Change], current: Snapshot, desired: Snapshot) -> Sequence[Change] | None:
    """Give another list of changes in place of ``changes``, or None.  Called once a diff, before the planning."""


@hookspec
def matrx_review(plan: Review) -> Iterable[Finding]:  # type: ignore[empty-body]  # pluggy never runs a specification
    """Look a finished plan over and say what to mind.  Called once for each file, before the proof.

    What is found is told with the result; a finding that is ``blocking`` stops ``makemigrations``.
    """


@hookspec
def matrx_before_migration(migration: Any, direction: str) -> None:
    """Called before each migration is run; ``direction`` is ``up`` or ``down``.  An exception stops the run."""


@hookspec
def matrx_after_migration(migration: Any, direction: str, outcome: str) -> None:
    """Called after each migration; ``outcome`` is ``applied``, ``rolled_back`` or ``failed``."""


@hookspec
def matrx_commands(cli: click.Group) -> None:
    """Add commands to the command line."""
